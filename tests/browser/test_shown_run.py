"""The page of a run in a browser: for a screen reader, a keyboard, a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evaltools.running.page import draw_run_page
from tests.chromium import WIDTHS, focused, open_page, violations
from tests.shown import shown_run


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw the page of a run."""
    page = tmp_path_factory.mktemp("run") / "run.html"
    page.write_text(draw_run_page(shown_run()), encoding="utf-8")
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_violation(drawn: Path, browser: Any, width: int) -> None:
    with open_page(browser, drawn, width=width) as page:
        assert violations(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways(drawn: Path, browser: Any, width: int) -> None:
    with open_page(browser, drawn, width=width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_of_a_picture_is_cut_off(drawn: Path, browser: Any, width: int) -> None:
    with open_page(browser, drawn, width=width) as page:
        cut = page.evaluate(
            """() => [...document.querySelectorAll('svg text')].filter(text => {
              const box = text.getBBox(), view = text.ownerSVGElement.viewBox.baseVal;
              return box.x < 0 || box.y < 0 || box.x + box.width > view.width
                || box.y + box.height > view.height;
            }).map(text => text.textContent)"""
        )
    assert cut == []


def test_names_stay_in_their_boxes(drawn: Path, browser: Any) -> None:
    with open_page(browser, drawn) as page:
        over = page.evaluate(
            """() => [...document.querySelectorAll('.box text')].filter(text => {
              const frame = text.parentNode.querySelector('rect').getBBox(), box = text.getBBox();
              return box.x + box.width > frame.x + frame.width;
            }).map(text => text.textContent)"""
        )
    assert over == []


def test_the_keyboard_reaches_the_pictures_and_the_table(drawn: Path, browser: Any) -> None:
    with open_page(browser, drawn) as page:
        stops = []
        while not stops or stops[-1]["name"] != "BODY":
            page.keyboard.press("Tab")
            stops.append(focused(page))
            assert len(stops) < 100
    regions = [each["label"] for each in stops if each["class"] == "wide"]
    assert stops[0]["class"] == "skip" and regions == ["_plan", "_times", "_steps"]
    assert all(each["outlined"] and each["seen"] for each in stops[1:-1])
