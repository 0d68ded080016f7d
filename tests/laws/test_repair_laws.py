"""Whatever a text says: what must not change does not, and repairing again changes nothing."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

pytest.importorskip("wordfreq", reason="needs the extra `text`")

from evaltools.documents import Document, Lexicon, build_lexicon, repair_document
from evaltools.documents.letters import has_lost_letters, plain_line
from evaltools.documents.plain import as_lines
from evaltools.documents.repair import repair_lines
from evaltools.documents.tokens import WORD


@cache
def lexicon() -> Lexicon:
    """Build a lexicon, once."""
    return build_lexicon()


WORDS = """
    vald ar for att nara programmet malet och stod radet en dldre 6vergripande ldn ndmnden mins fér
    véld forvaltningen tjdnsteutlatande malsattningar huvudman na r 4r i1 14n
"""
LOST = st.sampled_from(WORDS.split())
NONSENSE = st.text("aåäoöeédi641&lrnstk", min_size=1, max_size=12)
SPOKEN = st.lists(LOST | NONSENSE, max_size=8).map(" ".join)
DIGITS = st.integers(0, 9999).map(str)
NAMES = st.sampled_from(["Ake", "Sjostrom", "Alvsjo", "Hakan", "Ostlund", "Mork", "Bjorn"])
PROTECTED = (
    st.builds("{} {}/{}".format, st.sampled_from(["SOD", "KS", "Son"]), DIGITS, DIGITS)
    | st.builds("{}.{}@{}.se".format, LOST, NAMES, LOST)
    | st.builds("www.{}.se/{}".format, LOST, LOST)
    | st.dates().map(str)
    | st.builds("{},{}".format, DIGITS, DIGITS)
    | st.text("ABDOS", min_size=1, max_size=6)
    | DIGITS
)  # fmt: skip


@given(text=st.text(max_size=40))
@example(text="slut\u2028på\x85rad\r\xad")
def test_a_line_is_one_line_with_letters_of_one_form(text: str) -> None:
    line = plain_line(text)
    assert len(line.splitlines()) <= 1
    assert plain_line(line) == line == unicodedata.normalize("NFC", line)


@settings(deadline=None)
@given(before=SPOKEN, protected=PROTECTED, after=SPOKEN)
def test_what_is_protected_stands_as_it_stood(before: str, protected: str, after: str) -> None:
    (line,), _ = repair_lines([f"{before} {protected} {after}"], lexicon=lexicon())
    assert f" {protected} " in f" {line} "


@settings(deadline=None)
@given(before=SPOKEN, name=NAMES, after=SPOKEN)
def test_a_name_inside_a_sentence_stands_as_it_stood(before: str, name: str, after: str) -> None:
    (line,), _ = repair_lines([f"enligt {before} {name} {after}"], lexicon=lexicon())
    assert f" {name} " in f" {line} "


@settings(deadline=None)
@given(lines=st.lists(st.text(max_size=30) | SPOKEN, max_size=4))
def test_what_stands_between_words_never_changes(lines: list[str]) -> None:
    texts, _ = repair_lines(lines, lexicon=lexicon())
    assert [WORD.sub("w", text) for text in texts] == [WORD.sub("w", line) for line in lines]


@settings(deadline=None)
@given(lines=st.lists(SPOKEN, max_size=4))
@example(lines=["vald 6vergripande"])
@example(lines=["n1ia"])
def test_words_repaired_twice_are_as_those_repaired_once(lines: list[str]) -> None:
    once, _ = repair_lines(lines, lexicon=lexicon())
    assert repair_lines(once, lexicon=lexicon())[0] == once


@settings(deadline=None)
@given(lines=st.lists(SPOKEN, max_size=40))
@example(lines=["att programmet och stodet till radet av dem som inte ar dar"] * 9)
def test_a_document_repaired_twice_is_as_one_repaired_once(lines: list[str]) -> None:
    document = Document("svar.txt", "0" * 64, "text", as_lines(lines, page=None))
    once = repair_document(document, lexicon=lexicon())
    assert repair_document(once, lexicon=lexicon()) is once


@settings(deadline=None)
@given(lines=st.lists(st.text(max_size=60), max_size=20))
def test_a_text_that_has_lost_nothing_is_left_as_it_is(lines: list[str]) -> None:
    document = Document("svar.txt", "0" * 64, "text", as_lines(lines, page=None))
    untouched = repair_document(document, lexicon=lexicon()) is document
    assert untouched or has_lost_letters(line.raw for line in document.lines)


@settings(deadline=None)
@given(lines=st.lists(SPOKEN, max_size=4))
def test_every_word_that_changes_is_told(lines: list[str]) -> None:
    texts, repairs = repair_lines(lines, lexicon=lexicon())
    changed = sum(
        old != new
        for line, text in zip(lines, texts, strict=True)
        for old, new in zip(line.split(), text.split(), strict=True)
    )
    told = sum(before != after for _, before, after, _ in repairs)
    assert changed <= told and (changed > 0) == (told > 0)
