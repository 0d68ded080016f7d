"""YAML in a real JupyterLab: what can be written is offered, what is wrong is underlined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.yaml_editor import go_to_end, open_evaluation
from tests.jupyter import Lab

pytestmark = pytest.mark.slow
TRIES = 60
"""Half seconds that a busy machine may take to look at a line."""


@pytest.fixture(scope="module")
def page(browser: Any, lab_on_yaml: Lab) -> Iterator[Any]:
    """Open evaluation.yml once."""
    with open_evaluation(browser, lab_on_yaml) as opened:
        yield opened


def begin_line(page: Any, typed: str) -> None:
    """Begin a line in the section of outcomes."""
    go_to_end(page, "outcomes:")
    page.keyboard.press("Enter")
    page.keyboard.type(typed)


def test_the_beginning_of_a_key_is_completed(page: Any) -> None:
    begin_line(page, "  pa")
    page.keyboard.press("Tab")
    page.locator(".jp-Completer-item", has_text="pandemic_years").click()
    assert page.locator(".cm-line", has_text="pandemic_years").inner_text() == "  pandemic_years:"


def test_a_wrong_key_is_underlined_and_the_nearest_is_told(page: Any) -> None:
    begin_line(page, "  alarm_levle: 0.1")
    wrong = page.locator(".cm-lintRange-error", has_text="alarm_levle")
    told = page.locator(".cm-tooltip-lint", has_text="Menade du alarm_level?")
    for _ in range(TRIES):  # until what was told of the half-written line has been taken back
        page.mouse.move(0, 0)
        wrong.hover()
        page.wait_for_timeout(500)
        if told.count():
            break
    assert told.count()


def test_a_key_is_explained_under_the_pointer(page: Any) -> None:
    key = page.locator(".cm-line", has_text="parameters:").locator("span").first
    page.keyboard.down("Control")
    key.hover()
    page.mouse.move(*(place + 2 for place in centre(key)))
    told = "Values other than the notebooks' defaults"
    page.locator(".lsp-hover, .jp-Tooltip", has_text=told).wait_for()
    page.keyboard.up("Control")


def centre(element: Any) -> tuple[float, float]:
    """Find the middle of an element on the page."""
    box = element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
