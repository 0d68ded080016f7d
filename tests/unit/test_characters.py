"""Characters that act instead of being read."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as compute
import pytest

from evaltools.characters import HIDDEN, hidden_names, inert, without_hidden

ACTING = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A"]


@pytest.mark.parametrize("text", ACTING)
def test_a_text_that_a_spreadsheet_would_compute_stands_behind_an_apostrophe(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+5", "-1 234,5", "-1e-7", "-12,5 %", "", "a=b", "Ja"])
def test_numbers_and_other_texts_are_written_as_they_are(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize(
    "mark", ["\0", "\x1b", "\x9d", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800", "\uffff"]
)
def test_a_mark_that_nobody_sees_is_named_and_taken_out(mark: str) -> None:
    assert without_hidden(f"a{mark}b") == "ab"
    assert hidden_names(f"a{mark}b") == [f"U+{ord(mark):04X}"]


def test_what_is_seen_or_breaks_a_line_is_kept() -> None:
    text = "å\u00a0ä\tö\r\n–…‰\u00adé\U0001f389"
    assert (without_hidden(text), hidden_names(text)) == (text, [])


def test_arrow_finds_the_same_marks() -> None:
    texts = [chr(at) for at in (*range(0x3000), *range(0xFEF0, 0x10000), *range(0xE0000, 0xE0090))]
    found = compute.match_substring_regex(pa.array(texts), f"[{HIDDEN}]").to_pylist()
    assert found == [bool(hidden_names(text)) for text in texts]
