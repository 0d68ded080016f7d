"""The page of a check tells file by file what is wrong, what waits, what is fine and what next."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from lxml import html
from rich.console import Console

from evaltools.checking import Checked, Part, draw_check_page
from evaltools.cli.checked import show
from evaltools.declarations import Language, Text
from evaltools.errors import Fault

GROUP = Text(sv="Enkäten", en="The survey")
WRONG = Part(
    "data_raw/ram.csv", Text(sv="ramen", en="the frame"), GROUP, "wrong",
    facts=(Text(sv="9 rader", en="9 rows"),),
    faults=(Fault("ram.csv, column <roll>", "two columns are called roll.", "Keep one of them."),
            Fault("data_raw/ram.csv", "it is not known.", "Run `evaltools run` first.")),
)  # fmt: skip
WAITS = Part("svar.csv", GROUP, GROUP, "waits", because=("data_raw/ram.csv",))
FINE = Part("a.yml", GROUP, GROUP, "fine")
ABSENT = Part("coding", GROUP, GROUP, "absent")


def checked(*parts: Part) -> Checked:
    """Say that these parts were found."""
    return Checked(Path(), "sv", date(2026, 1, 31), parts)


def page(*parts: Part, language: Language = "en") -> html.HtmlElement:
    """Parse the page of some parts."""
    return html.fromstring(draw_check_page(checked(*parts), language=language))


def text_of(found: html.HtmlElement) -> str:
    """Return what an element says."""
    return " ".join(found.text_content().split())


def headings(found: html.HtmlElement) -> list[str]:
    """Return the headings of the second level."""
    return [text_of(each) for each in found.xpath("//h2")]


def test_it_tells_what_is_to_be_mended_first_and_the_next_step_last() -> None:
    assert headings(page(FINE, ABSENT, WAITS, WRONG)) == [
        "To be mended", "Waiting for that", "In order", "Not part of this evaluation",
        "The next step",
    ]  # fmt: skip


def test_sections_without_files_are_left_out() -> None:
    assert headings(page(FINE)) == ["In order", "The next step"]


def test_a_fault_stands_under_its_file_with_what_to_do() -> None:
    (article,) = page(WRONG, FINE).xpath("//article")
    first, second = map(text_of, article.xpath(".//li"))
    assert first == ("column <roll>: two columns are called roll. What to do: Keep one of them.")
    assert second == "It is not known. What to do: Run evaltools run first."


def test_what_waits_leads_to_what_it_waits_for() -> None:
    found = page(WRONG, WAITS)
    (link,) = found.xpath("//li/a")
    assert found.get_element_by_id(link.get("href")[1:]).tag == "article"


@pytest.mark.parametrize(("part", "command"), [(WRONG, "evaltools check"), (FINE, "evaltools run")])
def test_the_next_step_is_to_mend_or_to_run(part: Part, command: str) -> None:
    assert text_of(page(part).xpath("//h2[last()]/following-sibling::p/code")[0]) == command


def test_it_is_told_in_swedish() -> None:
    told = text_of(page(WRONG, language="sv"))
    assert "kolumn <roll>: två kolumner heter roll. Gör så här: Behåll en av dem." in told


def test_it_has_no_script_and_asks_nobody_for_anything() -> None:
    text = draw_check_page(checked(WRONG, WAITS, FINE, ABSENT), language="en")
    assert not re.search(r"<script|https?://|url\(|@import", text)


def test_the_terminal_tells_the_same() -> None:
    out = StringIO()
    show(checked(WRONG, WAITS, FINE, ABSENT), language="sv", console=Console(file=out, width=90))
    told = out.getvalue()
    assert "- kolumn <roll>: två kolumner heter roll. Behåll en av dem." in told
    assert "1 av 3 filer behöver rättas. 1 kunde inte läsas förrän det är gjort." in told
