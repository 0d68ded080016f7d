"""What is found in the evaluators' text before the report is built."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from evaltools.artefacts import Artefacts, make_table
from evaltools.declarations import Language, Text
from evaltools.disclosure import publish_facts
from evaltools.evaluation import Evaluation, ReportSettings
from evaltools.manuscript import check_manuscript, show_what_there_is
from evaltools.manuscript.reading import plain_text, read_book
from evaltools.report.html import render_html
from evaltools.tables import Column, lay_out

LANGUAGES: tuple[Language, ...] = ("sv", "en")
BOTH = Text(sv="Antal.", en="Number.")
NONE_SAVED = Artefacts({}, {}, {})


def write(folder: Path, swedish: str, english: str | None = None, *, name: str = "01.md") -> None:
    """Write a chapter in both languages, the same where no English is given."""
    for language, text in (("sv", swedish), ("en", swedish if english is None else english)):
        (folder / language).mkdir(exist_ok=True)
        (folder / language / name).write_text(text, encoding="utf-8")


def faults(folder: Path, *, artefacts: Artefacts | None = None) -> list[str]:
    """Check a manuscript; places are told from its folder."""
    found = check_manuscript(folder, languages=LANGUAGES, artefacts=artefacts)
    return [str(fault).replace(f"{folder}/", "") for fault in found]


def references(folder: Path, text: str) -> list[str]:
    """Return what the empty links of a Swedish text say."""
    write(folder, text)
    book = read_book(folder, language="sv")
    nodes = [node for chapter in book.chapters for node in chapter.nodes()]
    return [book.reference(node) for node in nodes if node.type == "link"]


def test_a_sound_manuscript_has_no_faults(tmp_path: Path) -> None:
    write(
        tmp_path, "# Titel {#titel}\n\nSe [](#titel) och [](#tab:a).[^n]\n\n::tab:a\n\n[^n]: Not."
    )
    assert faults(tmp_path) == []


def test_an_empty_folder_is_no_manuscript(tmp_path: Path) -> None:
    assert "there is no manuscript" in faults(tmp_path)[0]


def test_a_chapter_that_lacks_its_translation_is_told(tmp_path: Path) -> None:
    write(tmp_path, "# A {#a}")
    (tmp_path / "en" / "01.md").rename(tmp_path / "en" / "02.md")
    told = [
        "sv/02.md: the chapter is missing. Translate it.",
        "en/01.md: the chapter is missing. Translate it.",
    ]
    assert faults(tmp_path) == told


def test_another_order_of_figures_is_told_with_both_places(tmp_path: Path) -> None:
    write(tmp_path, "::fig:a\n\n::tab:b", "Text.\n\n::tab:b\n\n::fig:a")
    assert faults(tmp_path) == [
        "en/01.md, line 3: tab-b stands here against fig-a in sv/01.md, line 1. "
        "Use the same figures, tables and headings in the same order."
    ]


def test_a_heading_that_the_translation_lacks_is_told(tmp_path: Path) -> None:
    write(tmp_path, "# A {#a}\n\n## B {#b}", "# A {#a}\n\nText.")
    assert faults(tmp_path) == [
        "en/01.md: nothing stands here against a heading of level 2 in sv/01.md, line 3. "
        "Use the same figures, tables and headings in the same order."
    ]


def test_a_paragraph_that_nobody_translated_is_told_with_its_line(tmp_path: Path) -> None:
    swedish = "Det är inte känt vad som hände med dem som inte svarade."
    write(tmp_path, f"# A\n\n{swedish}", f"# A\n\n{swedish}")
    assert faults(tmp_path) == [
        "en/01.md, line 3: the paragraph reads as Swedish, not as English. Translate it."
    ]


def test_a_passage_may_be_marked_as_another_language(tmp_path: Path) -> None:
    title = "[The art of what is not said by those who were asked]{lang=en}"
    write(tmp_path, f"# A\n\nSe {title}, som är en bok.", f"# A\n\nSee {title}, a book.")
    assert faults(tmp_path) == []


def test_names_and_numbers_may_stand_alike_in_both_languages(tmp_path: Path) -> None:
    write(tmp_path, "Socialnämnden, AB Familjebostäder och Stockholms Stadshus AB, 2021–2025.")
    assert faults(tmp_path) == []


@pytest.fixture
def saved() -> Artefacts:
    """Return results with one table that no text shows."""
    made = make_table(
        lay_out(
            publish_facts(pd.DataFrame({"n": [1.0]}), about=BOTH, synthetic=False),
            (Column("n", BOTH, "count"),),
        ),
        name="spare", caption=BOTH, source=BOTH, producer="04_awareness",
    )  # fmt: skip
    return Artefacts({"tab-spare": made}, {}, {})


def test_a_result_that_no_chapter_shows_is_told(tmp_path: Path, saved: Artefacts) -> None:
    write(tmp_path, "Text.")
    assert faults(tmp_path, artefacts=saved) == [
        "sv: no chapter shows tab-spare, which 04_awareness has saved. "
        "Place ::tab:spare in a chapter, or name it in left_out.yml."
    ]


def test_a_result_may_be_left_out_with_a_reason(tmp_path: Path, saved: Artefacts) -> None:
    write(tmp_path, "Text.")
    leave_out(tmp_path, "tab-spare")
    assert faults(tmp_path, artefacts=saved) == []


def test_what_is_left_out_and_shown_is_told(tmp_path: Path, saved: Artefacts) -> None:
    write(tmp_path, "::tab:spare")
    leave_out(tmp_path, "tab-spare")
    told = "left_out.yml, tab-spare: the text shows it. Take it out of the file."
    assert faults(tmp_path, artefacts=saved) == [told]


def test_what_is_left_out_and_no_step_saves_any_more_is_told(tmp_path: Path) -> None:
    write(tmp_path, "Text.")
    leave_out(tmp_path, "tab-spare")
    told = "left_out.yml, tab-spare: no step saves it. Take it out of the file."
    assert faults(tmp_path, artefacts=NONE_SAVED) == [told]


@pytest.mark.parametrize("text", ["Text.\n\n::tab:scarce\n\n::tab:spare", "::tab:spare"])
def test_what_may_be_absent_is_no_fault_where_it_is(
    tmp_path: Path, saved: Artefacts, text: str
) -> None:
    write(tmp_path, text)
    (tmp_path / "left_out.yml").write_text("may_be_absent: [tab-scarce]", encoding="utf-8")
    assert faults(tmp_path, artefacts=saved) == []


def test_what_may_be_absent_is_numbered_only_where_it_is_there(
    tmp_path: Path, saved: Artefacts
) -> None:
    write(tmp_path, "::tab:scarce\n\n::tab:spare")
    (tmp_path / "left_out.yml").write_text("may_be_absent: [tab-scarce, tab-spare]", "utf-8")
    book = read_book(tmp_path, language="sv")
    shown = show_what_there_is(book, saved=saved, manuscript=tmp_path)
    assert shown.numbers == {"tab-spare": 1}


def leave_out(folder: Path, identifier: str) -> None:
    """Declare that the report leaves a result out."""
    entry = f"left_out:\n  - id: {identifier}\n    reason: Nobody needs it here.\n"
    (folder / "left_out.yml").write_text(entry, encoding="utf-8")


def test_a_table_that_the_translation_lacks_is_told(tmp_path: Path) -> None:
    write(tmp_path, "Text.\n\n::tab:b", "Text.")
    assert faults(tmp_path)[0].startswith("en/01.md: nothing stands here against tab-b in sv")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Text.\n\n::tab:gone", "line 3: there is no result tab-gone."),
        ("::fig:gone", "line 1: there is no result fig-gone."),
        ("Text.\n\n- **Av {val:gone}**", "line 3: there is no result val-gone."),
        ("Text.[^n]\n\n[^n]: Not {val:gone}.", "line 3: there is no result val-gone."),
        ("::tab:Wrong", "line 1: there is no result tab-Wrong."),
    ],
)
def test_an_unknown_result_is_told_with_its_line(tmp_path: Path, text: str, place: str) -> None:
    write(tmp_path, text)
    found = faults(tmp_path, artefacts=NONE_SAVED)
    assert [each.split(" Correct")[0] for each in found] == [
        f"sv/01.md, {place}",
        f"en/01.md, {place}",
    ]


def test_results_are_not_asked_for_before_the_first_run(tmp_path: Path) -> None:
    write(tmp_path, "::tab:gone\n\n{val:gone}")
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Se [](#borta).", "the link to #borta leads nowhere."),
        ("Se [](#fig:borta).", "the link to #fig:borta leads nowhere."),
        ("Se [här](bilaga.md).", "the link to bilaga.md leads nowhere."),
        ("[](https://example.org)", "the link to https://example.org leads nowhere."),
        ("# A {#a}\n\n### B {#b}", "a heading of level 3 stands below one of level 1."),
        ("## A {#a}", "a heading of level 2 stands below one of level 0."),
        ("# A {#Stor}", "the heading has an id that cannot be read"),
        ("# A {val:a}", "the heading has an id that cannot be read"),
        ("# A[^n]\n\n[^n]: Not.", "the heading has an id that cannot be read"),
        ("# A {#a}\n\n# B {#a}", "a stands in sv/01.md, line 1 too."),
        ("::tab:a\n\n::tab:a", "tab-a stands in sv/01.md, line 1 too."),
        ("Se ::fig:a", "a figure or table does not stand alone"),
        ("::fig:a\n::fig:b", "a figure or table does not stand alone"),
        ("- ::fig:a", "a figure or table does not stand alone"),
        ("![bild](bild.png)", "cannot hold a Markdown element of the kind image."),
        ("a|b\n-|-\n1|2", "cannot hold a Markdown element of the kind table."),
        ("Text.\n\n---", "cannot hold a Markdown element of the kind hr."),
        ("En [text]{lang=svenska}.", "marked by something that is no language."),
        ("En [text]{class=x}.", "marked by something that is no language."),
        ("En [text]{lang=}.", "marked by something that is no language."),
        ("Av {val:a} är 12.5 kvar.", "12.5 is not written as in the language of the text."),
        ("Text.[^n]", "the footnote n cannot be set here."),
        ("Text.[^n]\n\n[^n]: Se [^m].\n\n[^m]: Not.", "the footnote m cannot be set here."),
    ],
)
def test_what_the_report_cannot_hold_is_told(tmp_path: Path, text: str, problem: str) -> None:
    write(tmp_path, text)
    swedish = [each for each in faults(tmp_path) if each.startswith("sv/01.md, line")]
    assert len(swedish) == 1
    assert problem in swedish[0]


def test_a_reference_may_lead_to_another_chapter(tmp_path: Path) -> None:
    write(tmp_path, "Se [](#b).")
    write(tmp_path, "# B {#b}", name="02.md")
    assert faults(tmp_path) == []


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "# A {#a}\n\n::tab:gone\n\n{val:gone} [](#gone)", "# A {#a}")
    told = [each.split(": ")[0] for each in faults(tmp_path, artefacts=NONE_SAVED)]
    assert told == ["en/01.md", "sv/01.md, line 5", "sv/01.md, line 3", "sv/01.md, line 5"]


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    write(tmp_path, "# A {#a}")
    (tmp_path / "sv" / "01.md").write_bytes("# Å".encode("latin-1"))
    assert faults(tmp_path) == ["sv/01.md: the file is not saved as UTF-8. Save it again as UTF-8."]


def test_figures_and_tables_are_numbered_through_all_chapters(tmp_path: Path) -> None:
    write(tmp_path, "::fig:a\n\n::tab:b")
    write(tmp_path, "::fig:c", name="02.md")
    assert read_book(tmp_path, language="sv").numbers == {"fig-a": 1, "tab-b": 1, "fig-c": 2}


def test_footnotes_are_numbered_through_all_chapters(tmp_path: Path) -> None:
    for name in ("01.md", "02.md"):
        write(tmp_path, "Text.[^n]\n\n[^n]: Not.", name=name)
    assert [note.meta["id"] for note in read_book(tmp_path, language="sv").notes] == [0, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Se [](#fig:a).", "figur\u00a01"),
        ("[](#fig:a) visar.", "Figur\u00a01"),
        ("Det är så. [](#fig:a) visar.", "Figur\u00a01"),
        ("**Det är så.** [](#fig:a) visar.", "Figur\u00a01"),
        ("Nämnder, t.ex. [](#fig:a).", "figur\u00a01"),
        ("Det är så ([](#fig:a)).", "figur\u00a01"),
    ],
)
def test_a_reference_has_a_capital_where_a_sentence_begins(
    tmp_path: Path, text: str, said: str
) -> None:
    assert references(tmp_path, f"{text}\n\n::fig:a") == [said]


def test_a_reference_to_a_heading_says_the_heading(tmp_path: Path) -> None:
    assert references(tmp_path, "# Metod i *korthet* {#metod}\n\nSe [](#metod).") == [
        "Metod i korthet"
    ]


def test_a_heading_without_an_id_gets_one(tmp_path: Path) -> None:
    write(tmp_path, "# Översikt & mål")
    assert [it.id for it in read_book(tmp_path, language="sv").headings] == ["oversikt-mal"]


LINKS = [
    "[x](javascript:alert)", "[x](JaVaScRiPt:alert)", "[x](java&#115;cript:alert)",
    "<javascript:alert>", "[x](data:text/html,y)", "[x](vbscript:y)", "[x](file:///etc/passwd)",
    "[x](//example.invalid/y)", "[x](../hemligt.html)", "[x][y]\n\n[y]: javascript:alert",
    "[x](\\x01javascript:alert)", "![x](https://example.invalid/y.png)", "<script>alert</script>",
    '<a href="javascript:alert">x</a>', "[x](#x\"onclick=alert)", "<img src=x onerror=alert>",
    "[x](https://example.invalid/\"onclick=alert)", "# T {#a\"onclick=alert}", "`<script>`",
    "[x](https://example.invalid 'onclick=alert')", "```\n<script>\n```", "[^<script>]: x",
]  # fmt: skip


@pytest.mark.parametrize("text", LINKS)
def test_no_markdown_loads_runs_or_leads_to_anything_but_the_web_and_the_report(
    tmp_path: Path, text: str
) -> None:
    write(tmp_path, f"# Titel\n\n{text}")
    if faults(tmp_path):
        return
    cover = ReportSettings.model_validate(
        {each: {"sv": "x", "en": "x"} for each in ("title", "subtitle", "author")}
        | {"date": "2025-01-01"}
    )
    evaluation = Evaluation.model_construct(run="r", report=cover)
    book = read_book(tmp_path, language="sv")
    page = Page(render_html(book, artefacts=NONE_SAVED, evaluation=evaluation).decode())
    assert not {"script", "img", "iframe", "object"} & {tag for tag, _ in page.tags}
    attributes = [pair for _, each in page.tags for pair in each]
    assert not [name for name, _ in attributes if name.startswith("on")]
    links = [str(value) for name, value in attributes if name in ("href", "src")]
    assert [link for link in links if not link.startswith(("#", "https://"))] == []


@pytest.mark.parametrize("text", ["10^[2] till 10^[3]", "Text.^[Se bilagan.]"])
def test_a_footnote_that_stands_in_its_line_is_text(tmp_path: Path, text: str) -> None:
    write(tmp_path, f"# Titel\n\n{text}")
    assert plain_text(read_book(tmp_path, language="sv").chapters[0].blocks[1]) == text


class Page(HTMLParser):
    """Collect the start tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200b", "\x1b"])
def test_a_mark_that_nobody_sees_is_told_with_its_line(tmp_path: Path, mark: str) -> None:
    write(tmp_path, f"# Titel\n\nAnd{mark}el.", "# Titel\n\nShare.")
    assert faults(tmp_path) == [
        f"sv/01.md, line 3: U+{ord(mark):04X} cannot be seen. "
        "Write the word anew: it was copied from somewhere."
    ]
