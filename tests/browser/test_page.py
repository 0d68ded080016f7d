"""The report's page in a browser: for a screen reader, a keyboard, a phone, a printer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.chromium import WIDTHS, focused, open_page, violations

LANGUAGES = ("sv", "en")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation(report: Path, browser: Any, language: str, width: int) -> None:
    with open_page(browser, report / f"rapport.{language}.html", width=width) as page:
        assert violations(page) == []


def test_axe_finds_a_missing_alternative_text(report: Path, browser: Any) -> None:
    with open_page(browser, report / "rapport.sv.html") as page:
        page.eval_on_selector("figure img", "it => it.removeAttribute('alt')")
        assert [each.split(":")[0] for each in violations(page)] == ["image-alt"]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways(report: Path, browser: Any, width: int) -> None:
    with open_page(browser, report / "rapport.sv.html", width=width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_tables_and_figures_scroll_in_regions_of_their_own(report: Path, browser: Any) -> None:
    with open_page(browser, report / "rapport.sv.html", width=320) as page:
        scrolls = "it => (it.scrollLeft = 99, it.scrollLeft > 0)"
        for what in ("fig-ladder", "tab-wide"):
            assert page.eval_on_selector(f"[aria-labelledby=_c-{what}]", scrolls)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_goes_through_the_page_and_out(report: Path, browser: Any, width: int) -> None:
    with open_page(browser, report / "rapport.sv.html", width=width) as page:
        stops = []
        while not stops or stops[-1]["name"] != "BODY":
            page.keyboard.press("Tab")
            stops.append(focused(page))
            assert len(stops) < 1000
        stops.pop()
    assert stops[0]["class"] == "skip" and stops[0]["href"] == "#_main"
    regions = [each["label"] for each in stops if each["class"] == "wide"]
    assert regions == ["_c-fig-ladder", "_c-tab-boards", "_c-tab-wide"]
    assert [each for each in stops if not (each["outlined"] and each["seen"])] == []
    assert [each for each in stops if not each["uncovered"]] == []


def test_the_skip_link_leads_past_the_contents(report: Path, browser: Any) -> None:
    with open_page(browser, report / "rapport.sv.html") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert focused(page)["href"] == "#_n1"


def test_a_printed_page_has_the_lists_that_are_closed_on_the_screen(
    report: Path, browser: Any, tmp_path: Path
) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    with open_page(browser, report / "rapport.sv.html") as page:
        assert not page.is_visible("#_list-tab + ol")
        page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    pages = [
        p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    ]
    assert any("Tabeller" in text and "En bred tabell" in text for text in pages[:3])
    assert all("SYNTETISKA" in text for text in pages)
    with pikepdf.open(tmp_path / "printed.pdf") as printed:
        assert {round(float(p.mediabox[2])) for p in printed.pages} == {595}
