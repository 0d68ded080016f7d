"""Defects planted in a page, and what the inspection says of them."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.errors import DataError
from evaltools.inspection import find_reports, inspect_file, is_declared_synthetic
from evaltools.inspection.drawing import look_at_drawing
from evaltools.language import foreign_numbers
from evaltools.numerals import write_number

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
viewBox="0 0 100 40"><path d="M 0 0 L 100 0 L 100 40 L 0 40 z" style="fill: #ffffff"/>
<g id="text_1"><!-- Norr --><g style="fill: #333333" transform="translate(10 20) scale(.1 -.1)">
<defs><path id="n" d="M 0 0 L 60 0 L 60 70 z" transform="scale(1.0)"/></defs>
<use xlink:href="#n"/><use xlink:href="#n" x="80"/></g></g></svg>"""
PAGE = """<!DOCTYPE html><html lang="sv"><head><title>Rapport</title>
<meta name="author" content="Gruppen"><meta name="date" content="2025-12-01">
<style>:root {{ --accent: #0b5394 }} h2 {{ color: var(--accent) }}
header {{ background: #0b5394; color: #fff }} header p {{ color: #eeeeee }}
@media print {{ h2 {{ color: #cccccc }} }}</style></head><body><p>SYNTETISKA DATA</p>
<h1>Rapport</h1><h2 id="a">Ett</h2><h3>Två</h3>
<p>Det är 12,5 procent av de 1 234 som svarade, och 0,044 den 2025-12-01, se <a href="#a">ett</a>.
Diarienummer 2020/924, Python 3.11, WCAG 2.1, <code>v1.5</code>, fil_2.1.csv.
<span lang="en">About 12.5 per cent of 1,234.</span></p>
<figure><img alt="Norr 12, söder 9" src="data:image/svg+xml;base64,{drawing}">
<figcaption>Figur 1. Svar</figcaption></figure>
<table><caption>Tabell 1. Svar</caption>
<thead><tr><th scope="col">Nämnd</th><th scope="col">Svar</th></tr></thead>
<tbody><tr><th scope="row">Norr</th><td>12</td></tr></tbody></table></body></html>"""


def write_page(folder: Path, before: str = "", after: str = "", *, drawing: str = DRAWING) -> Path:
    """Write a page with one thing in it replaced by another."""
    page = PAGE.format(drawing=base64.b64encode(drawing.encode()).decode())
    assert before in page
    (folder / "rapport.sv.html").write_text(page.replace(before, after, 1), encoding="utf-8")
    return folder / "rapport.sv.html"


def problems(path: Path, *, synthetic: bool = False) -> list[str]:
    """List what is said of a file, without the places."""
    return [fault.problem for fault in inspect_file(path, synthetic=synthetic)]


def test_nothing_is_said_of_a_page_without_defects(tmp_path: Path) -> None:
    assert inspect_file(write_page(tmp_path), synthetic=True) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('alt="Norr 12, söder 9" ', "", "no alternative text"),
        ('alt="Norr 12, söder 9"', 'alt=" "', "alternative text is empty"),
        ('alt="Norr 12, söder 9"', 'alt="fig-1.svg"', "is a name"),
        ('alt="Norr 12, söder 9"', 'alt="Bild 1"', "is a name"),
        ("<h3>Två</h3>", "<h4>Två</h4>", "a heading of level 4 follows one of level 2"),
        ("<h1>Rapport</h1>", "<p>Rapport</p>", "no heading of the first level"),
        ("<h3>Två</h3>", "<h1>Två</h1>", "a second heading of the first level"),
        ("<caption>Tabell 1. Svar</caption>", "", "no caption"),
        ('<th scope="col">Svar</th>', "<td>Svar</td>", "first row is not marked"),
        ('<th scope="row">Norr</th>', "<td>Norr</td>", "first cells of its rows are not marked"),
        ('<th scope="row">', "<th>", "does not say whether it heads a row or a column"),
        ('<html lang="sv">', "<html>", "does not tell its language"),
        ('<html lang="sv">', '<html lang="en">', "says that its language is en, but it is sv"),
        ("#eeeeee", "#4a86c0", "#4a86c0 on #0b5394 has a contrast of"),
        ("--accent: #0b5394", "--accent: #8fb8de", "#8fb8de on #ffffff has a contrast of"),
        ("<h2", '<h2 style="color: #999"', "#999999 on #ffffff has a contrast of"),
        ("12,5 procent", "12.5 procent", "12.5 is not written"),
        ("1 234", "1,234", "1,234 is not written"),
        ('<span lang="en">', '<span lang="sv">', "1,234 is not written"),
        ('href="#a"', 'href="#b"', "leads nowhere"),
        ("<title>Rapport</title>", "", "does not tell its title"),
        ('content="Gruppen"', 'content=""', "does not tell its author"),
        ('name="date"', 'name="day"', "does not tell its date"),
        ("<p>SYNTETISKA DATA</p>", "", "the data are synthetic"),
        ("<title>", '<meta name="x" content="/home/anna/r.md"><title>', "a folder of somebody"),
        ("2025-12-01", "2025-12-01T09:14:02", "a time of day"),
        ("<title>", '<link href="https://x.invalid/a.css"><title>', "not in the file"),
    ],
)  # fmt: skip
def test_a_planted_defect_is_found(tmp_path: Path, before: str, after: str, said: str) -> None:
    found = problems(write_page(tmp_path, before, after), synthetic=True)
    assert any(said in problem for problem in found), found


def test_a_fault_names_its_place_in_the_file(tmp_path: Path) -> None:
    (fault,) = inspect_file(write_page(tmp_path, "Det är 12,5", "Det är 12.5"))
    assert fault.place == 'rapport.sv.html, below "Två"'


def test_the_name_of_the_file_tells_its_language_too(tmp_path: Path) -> None:
    page = write_page(tmp_path).rename(tmp_path / "rapport.en.html")
    assert problems(page) == ["the file says that its language is sv, but it is en."] * 1


@pytest.mark.parametrize("moved", ["translate(-3 20)", "translate(92 20)", "translate(10 4)"])
def test_a_label_that_is_cut_off_is_found(tmp_path: Path, moved: str) -> None:
    drawing = DRAWING.replace("translate(10 20)", moved)
    assert problems(write_page(tmp_path, drawing=drawing)) == [
        'the label "Norr" is cut off at an edge.'
    ]


def test_a_line_of_a_diagram_may_leave_its_frame() -> None:
    line = '<path clip-path="url(#c)" d="M -50 0 l 300 0" style="stroke: #000000"/>'
    faults, _ = look_at_drawing(DRAWING.replace("</svg>", f"{line}</svg>").encode(), place="f")
    assert faults == []


def test_letters_written_as_text_are_measured_too() -> None:
    text = '<text x="95" y="20" style="font: 10px sans-serif">Stadsdelsnämnden</text>'
    faults, _ = look_at_drawing(DRAWING.replace("</svg>", f"{text}</svg>").encode(), place="f")
    assert [each.problem for each in faults] == [
        'the label "Stadsdelsnämnden" is cut off at an edge.'
    ]


def test_pale_letters_in_a_figure_are_found(tmp_path: Path) -> None:
    drawing = DRAWING.replace("fill: #333333", "fill: #bbbbbb")
    assert "#bbbbbb on #ffffff" in problems(write_page(tmp_path, drawing=drawing))[0]


def test_white_letters_on_a_dark_bar_are_not() -> None:
    bar = '<path clip-path="url(#c)" d="M 5 5 L 60 5 L 60 30 L 5 30 z" style="fill: #0b5394"/>'
    drawing = DRAWING.replace("fill: #333333", "fill: #ffffff").replace("<g id", f"{bar}<g id", 1)
    _, colours = look_at_drawing(drawing.encode(), place="f")
    assert [(each.text, each.ground) for each in colours] == [("#ffffff", "#0b5394")]


def test_the_box_behind_a_label_is_no_letter() -> None:
    box = '<g id="patch_9"><path d="M 1 1 L 9 1 L 9 9 L 1 9 z" style="fill: #ffffff"/></g>'
    drawing = DRAWING.replace("</svg>", f'<g id="text_9">{box}</g></svg>')
    _, colours = look_at_drawing(drawing.encode(), place="f")
    assert "#ffffff" not in [each.text for each in colours]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("sv", "12.5", ["12.5"]),
        ("sv", "(2.1–3.4)", ["2.1", "3.4"]),
        ("sv", "1,234 svarade", ["1,234"]),
        ("sv", "p = 1,000", ["1,000"]),
        ("sv", "0,044 1,000 <0,001", []),
        ("sv", "1,000", []),
        ("sv", "0,012; 1,000 (0,044) 1,000", []),
        ("sv", "Tabell 2.1, Figur 3.2, figurerna 3.1", []),
        ("sv", "5 figurer, 3.1 procent", ["3.1"]),
        ("en", "Table 2,1 and figure 3,2", []),
        ("sv", "avsnitt 2.1, version 0.15, WCAG 2.1, kl. 10.30", []),
        ("sv", "dnr 2020/924, den 01.12.2025, fil_1.2.csv, 1.2.3", []),
        ("en", "12,5 per cent", ["12,5"]),
        ("en", "0,044", ["0,044"]),
        ("en", "1,234 and 12.5", []),
        ("fi", "12.5", []),
    ],
)  # fmt: skip
def test_numbers_of_another_language_are_found(language: str, text: str, found: list[str]) -> None:
    assert list(foreign_numbers(text, language=language)) == found


@given(st.floats(-1e7, 1e7), st.integers(0, 2), st.sampled_from(["sv", "en"]))
def test_no_number_that_the_toolkit_writes_is_foreign(
    value: float, decimals: int, language: str
) -> None:
    text = write_number(value, language=language, decimals=decimals)
    assert list(foreign_numbers(text, language=language)) == []


@given(st.floats(0.1, 1e7), st.integers(1, 2))
def test_a_number_with_decimals_of_the_other_language_is_found(value: float, decimals: int) -> None:
    for language, other in (("sv", "en"), ("en", "sv")):
        text = write_number(value % 900, language=other, decimals=decimals)
        assert list(foreign_numbers(text, language=language)) == [text]


@pytest.mark.parametrize("content", [b"", b"   "])
def test_an_empty_page_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.html").write_bytes(content)
    with pytest.raises(DataError, match="cannot be read"):
        inspect_file(tmp_path / "a.html")


def test_a_page_nested_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<b>" * 100_000, encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read"):
        inspect_file(tmp_path / "a.html")


def test_a_drawing_that_defines_entities_is_refused() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + DRAWING
    with pytest.raises(DataError, match="cannot be read"):
        look_at_drawing(bomb.encode(), place="f")


def test_reports_are_found_in_folders_and_the_page_of_the_run_is_none(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.html", "c.json", "run.html", "sheets/d.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.name for path in find_reports([tmp_path])] == ["a.html", "b.pdf", "d.docx"]


def test_results_beside_a_report_tell_that_data_are_synthetic(tmp_path: Path) -> None:
    (tmp_path / "results" / "04").mkdir(parents=True)
    assert not is_declared_synthetic(tmp_path / "rapport.sv.html")
    (tmp_path / "results" / "04" / "tab-a.json").write_text('{"synthetic": true}', "utf-8")
    assert is_declared_synthetic(tmp_path / "rapport.sv.html")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<h2 id="a">', '<h2><a name="a"></a>'),
        ('<h2 id="a">Ett</h2>', '<h2 id="å">Ett</h2><a href="#%C3%A5">Ett</a><p id="a"></p>'),
        ('href="#a"', 'href="#top"'),
        ("<title>", '<link rel="canonical" href="https://x.invalid/rapport"><title>'),
        ("--accent: #0b5394 }", "--accent: #fff } body { background: #000 } , { color: #eee }"),
    ],
)
def test_what_is_no_defect_is_not_told(tmp_path: Path, before: str, after: str) -> None:
    assert inspect_file(write_page(tmp_path, before, after)) == []


def test_a_picture_that_is_not_coded_as_it_says_is_refused(tmp_path: Path) -> None:
    page = write_page(tmp_path, "data:image/svg+xml;base64,", "data:image/svg+xml;base64,å")
    with pytest.raises(DataError, match="cannot be read"):
        inspect_file(page)
