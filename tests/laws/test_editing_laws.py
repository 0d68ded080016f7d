"""Laws of editing: whatever stands in the editor, and wherever the cursor, help does not break."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.editing.completing import suggest
from evaltools.editing.diagnosing import diagnose
from evaltools.editing.hovering import explain
from evaltools.editing.kinds import KINDS, kind_of
from evaltools.editing.names import Names

TEXTS = [
    "run: demo\nwaves:\n  '2025': {answers: a.csv, date: 2025-10-01}\nlanguages: [sv, en]\n",
    'questions:\n- name: a\n  label: {sv: "Ä, [b]?", en: Don\'t}\n  asked_if:\n    question: b\n',
    "themes:\n  - id: |\n      text: of\n     several\n    terms: [\n      a, b]  # why\n",
    "publications:\n  - kind: kolada\n    indicators: {U1: &a x, U2: *a}\n? [a]\n: !x 1\n---\n",
]
MARKS = st.text(st.sampled_from(list("ab:-#[]{}'\"|>,&*!%@`? \t\n\\å𝄞\x00\u202e")), max_size=12)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int, int]:
    """Draw a text in which something has been replaced, and a position in it or beside it."""
    text = draw(st.sampled_from(TEXTS))
    start, end = sorted(draw(st.tuples(*2 * [st.integers(0, len(text))])))
    text = text[:start] + draw(MARKS) + text[end:]
    lines = text.split("\n")
    line = draw(st.integers(0, len(lines)))
    return text, line, draw(st.integers(0, 40))


@settings(max_examples=300, deadline=None)
@given(edits(), st.sampled_from(sorted(KINDS)))
def test_help_never_breaks(edit: tuple[str, int, int], kind: str) -> None:
    text, line, column = edit
    lines, names = text.split("\n"), Names(Path("x.yml"), Path("nowhere"))
    suggest(lines, line, column, kind=kind, names=names)
    explain(lines, line, column, kind=kind)
    kind_of(text, Path("x.yml"))


@settings(max_examples=150, deadline=None)
@given(edits(), st.sampled_from(sorted(KINDS)))
def test_what_is_underlined_is_in_the_text(edit: tuple[str, int, int], kind: str) -> None:
    text, _, _ = edit
    lines = text.split("\n")
    names = Names(Path("x.yml"), Path("nowhere"))
    for each in diagnose(text, kind=kind, names=names, language="sv"):
        assert 0 <= each.span.line < len(lines)
        assert 0 <= each.span.start < each.span.end
