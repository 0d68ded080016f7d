"""The report as a person reads it in a browser: following the contents, searching."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.chromium import open_page

LINKS = "nav[aria-labelledby] a"
ARRIVED = """href => {
  const it = document.getElementById(decodeURIComponent(href.slice(1)));
  const band = document.querySelector('.synthetic').getBoundingClientRect();
  const box = it.getBoundingClientRect();
  return {
    text: it.innerText, covered: box.top < band.bottom, below: box.top >= innerHeight,
    numbered: it.innerText || it.closest('figure, div').innerText,
  };
}"""
"""What stands where a link led, and whether a reader sees it."""
FINDS = """text => {
  document.querySelectorAll('details').forEach(it => { it.open = true });
  getSelection().removeAllRanges();
  return window.find(text, true, false, true) && getSelection().toString();
}"""
"""What the browser's own search marks, which opens what is closed."""


def follow_all(page: Any) -> list[tuple[str, dict[str, Any]]]:
    """Follow every link of the contents and the lists; its text, and where it led."""
    page.eval_on_selector_all("details", "all => all.forEach(it => { it.open = true })")
    followed = []
    for link in page.locator(LINKS).all():
        link.click()
        followed.append((link.inner_text(), page.evaluate(ARRIVED, link.get_attribute("href"))))
    return followed


def lost(followed: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """List links that lead out of sight, or to something of another name."""
    return [
        text
        for text, there in followed
        if there["covered"] or there["below"] or text.split(". ")[-1] not in there["numbered"]
    ]


def searched(pdf: Path, texts: list[str]) -> list[str]:
    """List the texts that a search in a PDF does not find."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage() for page in document]
        return [text for text in texts if not any(page.search(text).get_next() for page in pages)]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_link_of_the_contents_leads_to_what_it_names(
    report: Path, browser: Any, language: str
) -> None:
    with open_page(browser, report / f"rapport.{language}.html") as page:
        followed = follow_all(page)
    assert len(followed) > 5 and lost(followed) == []


def test_a_link_that_leads_under_the_band_is_told(report: Path, browser: Any) -> None:
    with open_page(browser, report / "rapport.sv.html") as page:
        page.add_style_tag(content="html { scroll-padding-top: 0 !important }")
        assert lost(follow_all(page)) != []


def test_the_way_back_leads_to_the_contents(report: Path, browser: Any) -> None:
    with open_page(browser, report / "rapport.sv.html") as page:
        page.locator(LINKS).nth(2).click()
        assert page.evaluate("scrollY") > 0
        page.go_back()
        page.wait_for_function("scrollY === 0")


def test_a_list_that_is_closed_opens_by_the_keyboard(report: Path, browser: Any) -> None:
    with open_page(browser, report / "rapport.sv.html") as page:
        page.locator("summary", has=page.locator("#_list-tab")).focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash").startswith("#tab-")


@pytest.mark.parametrize("text", ["Underavsnitt", "En bred tabell", "fetstil", "Not med"])
def test_the_search_of_the_browser_finds_what_is_written(
    report: Path, browser: Any, text: str
) -> None:
    with open_page(browser, report / "rapport.sv.html") as page:
        assert page.evaluate(FINDS, text) == text


def test_a_search_in_the_pdf_finds_what_is_written(report: Path) -> None:
    texts = ["Underavsnitt", "En bred tabell", "fetstil", "Not med", "hela vägen till ingenting"]
    assert searched(report / "rapport.sv.pdf", texts) == texts[-1:]


# The finished report of the demo


@pytest.mark.slow
def test_every_link_of_the_finished_contents_leads_to_what_it_names(
    finished: Path, browser: Any
) -> None:
    with open_page(browser, finished / "rapport.sv.html", width=320) as page:
        followed = follow_all(page)
    assert len(followed) > 50 and lost(followed) == []


@pytest.mark.slow
def test_every_heading_of_the_finished_report_is_found_by_a_search(
    finished: Path, browser: Any
) -> None:
    with open_page(browser, finished / "rapport.sv.html") as page:
        headings = page.locator("main :is(h2, h3):not(.notes *)").all_inner_texts()
        assert [text for text in headings if page.evaluate(FINDS, text) != text] == []
    words = [max(text.split(), key=len) for text in headings]
    assert len(words) > 30 and searched(finished / "rapport.sv.pdf", words) == []


@pytest.mark.slow
def test_a_reader_goes_from_the_index_to_a_sheet_to_the_report_and_back(
    finished: Path, browser: Any
) -> None:
    with open_page(browser, finished / "factsheets" / "index.sv.html") as page:
        page.get_by_role("link", name="Socialnämnden", exact=True).first.click()
        assert page.get_by_role("heading", level=1).inner_text() == "Socialnämnden"
        page.get_by_role("link", name="In English").click()
        assert page.locator("html").get_attribute("lang") == "en"
        page.go_back()
        page.get_by_role("link", name="Hela rapporten").click()
        assert page.url.endswith("rapport.sv.html")
        page.go_back()
        page.get_by_role("link", name="Alla faktablad").click()
        assert page.url.endswith("index.sv.html")


@pytest.mark.slow
def test_every_link_of_the_index_leads_somewhere(finished: Path, browser: Any) -> None:
    folder = finished / "factsheets"
    with open_page(browser, folder / "index.sv.html") as page:
        hrefs = page.eval_on_selector_all("a", "all => all.map(it => it.getAttribute('href'))")
        ids = page.eval_on_selector_all("[id]", "all => all.map(it => '#' + it.id)")
    files = [href for href in hrefs if not href.startswith("#")]
    assert len(files) > 40 and [each for each in files if not (folder / each).is_file()] == []
    assert {href for href in hrefs if href.startswith("#")} <= set(ids)


@pytest.mark.slow
def test_who_looks_for_a_board_that_is_no_more_comes_to_the_one_that_took_over(
    finished: Path, browser: Any
) -> None:
    with open_page(browser, finished / "factsheets" / "index.sv.html") as page:
        gone = page.locator(".all li", has=page.locator(".to")).first
        successor = gone.locator("a").first
        href = successor.get_attribute("href")
        successor.click()
        assert href and page.url.endswith(href)
        name = page.get_by_role("heading", level=1).inner_text()
        page.go_back()
        assert name in gone.inner_text()
