"""Sentences of the manuscript, as a reader would count them."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.declarations import Language
from evaltools.manuscript.reading import parse_chapter
from evaltools.manuscript.wording.lexicon import CITATION, read_lexicon
from evaltools.manuscript.wording.sentences import Sentence, read_sentences


def sentences(text: str, language: Language = "sv") -> list[Sentence]:
    """Read the sentences of a text."""
    chapter = parse_chapter(text, path=Path("01.md"))
    return list(read_sentences(chapter, lexicon=read_lexicon(language)))


@pytest.mark.parametrize(
    "text",
    [
        "Stöd ges t.ex. Kommunstyrelsen och bl.a. Socialnämnden.",
        "Det är, dvs. Norra nämnden, en av dem.",
        "Enligt 5 kap. 11 § gäller det.",
        "Svaren kom den 2 dec. 2024 till staden.",
        "Andelen var 1,5 procent mot 2,5.",
        "Svaret gavs av A. Svensson i går.",
        "Mellan mål 2.3 och 2.4 finns skillnader.",
        "Det heter osv. även här.",
    ],
)
def test_abbreviations_decimals_and_days_end_no_sentence(text: str) -> None:
    assert len(sentences(text)) == 1


@pytest.mark.parametrize(
    "text", ["It was e.g. North and i.e. South.", "It came on 2 Dec. 2024.", "It was 1.5 then."]
)
def test_english_abbreviations_end_no_sentence(text: str) -> None:
    assert len(sentences(text, "en")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Det ökade. Sedan minskade det.",
        "Hur många? Alla.",
        "Det ökade.[^a]\n\n[^a]: En not.",
        "**Kännedom.** Många svarade.",
        "(Det ökade.) Sedan minskade det.",
        "Möten, enkäter m.m. Nämnden svarade.",
        "Det ökade. 63 procent svarade.",
        "Det ökade. {val:a} svarade.",
        "- Ett\n- Två",
        "Ett.\n\nTvå.",
    ],
)
def test_full_stops_lists_and_paragraphs_part_sentences(text: str) -> None:
    assert len(sentences(text)) == 2


def test_a_citation_after_the_full_stop_belongs_to_the_sentence_before() -> None:
    first, second = sentences("Det ökade. ({val:a}, [](#tab:b)) Sedan minskade det.")
    assert (first.citations, second.citations) == (("val-a", "tab-b"), ())


def test_a_footnote_parts_no_sentence_from_its_stop() -> None:
    text = "Det ökade.[^a] Sedan minskade det[^a].\n\n[^a]: En not."
    assert [each.said for each in sentences(text)] == [
        "Det ökade.",
        "Sedan minskade det.",
        "En not.",
    ]


def test_a_sentence_knows_what_it_cites_and_where() -> None:
    (only,) = sentences("Av *{val:a}* i [](#fig:b) och [tabellen](#tab:c) se [](#metod).")
    assert only.citations == ("val-a", "fig-b", "tab-c", "metod")
    assert only.text == f"Av {CITATION} i {CITATION} och tabellen{CITATION} se {CITATION}."


def test_the_line_is_that_of_the_file() -> None:
    text = "# A {#a}\n\nEtt.\nTvå\nrader. Tre.\n\n- Fyra\n- Fem.\n  Sex.\n"
    assert [each.line for each in sentences(text)] == [1, 3, 4, 5, 7, 8, 9]


def test_quotations_code_and_directives_are_not_read() -> None:
    text = "> Det ökade.\n\n    kod ökar\n\n```\nkod ökar\n```\n\n::tab:a\n"
    assert sentences(text) == []
    (only,) = sentences("Nämnden skrev ”det ökar {val:a}” och `ökar`.")
    assert "ökar" not in only.text and only.citations == ("val-a",)


def test_the_words_of_a_link_are_read() -> None:
    (only,) = sentences("Se [att det ökar](https://example.org).")
    assert only.text == "Se att det ökar."


def test_a_character_that_stands_for_citations_cannot_be_written() -> None:
    (only,) = sentences(f"Det ökar {CITATION}.")
    assert CITATION not in only.text


def test_empty_links_without_end_take_no_time() -> None:
    assert len(sentences("Det ökar. " + "[](#)" * 60 + "x ökar.")) == 2


@pytest.mark.parametrize(
    "written", ["o\u0308kar", "ö\u00adkar", "ö**kar**", "&ouml;kar", "ö&shy;kar"]
)
def test_a_word_is_read_however_its_letters_are_written(written: str) -> None:
    (only,) = sentences(f"Det {written}.")
    assert only.text == "Det ökar."


def test_what_only_looks_like_a_citation_is_none() -> None:
    (only,) = sentences(r"Det ökar \[](#tab-waves).")
    assert only.citations == ()
