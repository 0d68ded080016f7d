"""Whatever an answer says, its facts stand where they say that they do."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.documents import DECISIONS, TONES, Document, Fact, Invited, Line, find_facts
from evaltools.documents.prose import run_together
from evaltools.programme import read_programme
from evaltools.synthetic.consultation import read_referral, text_lines

PROGRAMME = read_programme(Path(__file__).parents[2] / "programme")
INVITED = (Invited("Södermalms stadsdelsnämnd", "board"), Invited("Socialnämnden", "board"))
WORDS = sorted({word for answer in read_referral().answers for word in answer.text.split()})
SENTENCES = [line for answer in read_referral().answers for line in text_lines(answer)]
MISREAD = str.maketrans("åäöÅÄÖ", "ad6AAO")


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw lines of answers, in any order, with words of others and any letters between."""
    line = st.one_of(
        st.sampled_from(SENTENCES),
        st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join),
        st.text(max_size=20).map(lambda text: " ".join(text.splitlines())),
    )
    texts = draw(st.lists(line, max_size=25))
    noisy = draw(st.booleans())
    lines = tuple(
        Line(1, number, text.translate(MISREAD) if noisy else text, text)
        for number, text in enumerate(texts, start=1)
    )
    file = draw(st.sampled_from(["svar.txt", "svar.docx"]))
    return Document(file, "0", "repaired" if noisy else "text", lines)


def _facts(document: Document) -> tuple[Fact, ...]:
    return find_facts(document, programme=PROGRAMME, invited=INVITED)


@settings(deadline=None, max_examples=150)
@given(document=documents())
def test_the_characters_of_every_fact_stand_in_the_raw_lines_at_its_place(
    document: Document,
) -> None:
    for fact in _facts(document):
        if fact.line is not None:
            below = [line.raw for line in document.lines[fact.line - 1 :]]
            assert fact.raw
            assert "\n".join(below).find(fact.raw) in range(len(below[0]))


@settings(deadline=None, max_examples=100)
@given(document=documents())
def test_every_answer_has_one_body_one_decision_and_one_tone(document: Document) -> None:
    values: dict[str, list[str]] = {}
    for fact in _facts(document):
        values.setdefault(fact.field, []).append(fact.value)
    assert len(values["body"]) == 1
    assert [value in DECISIONS for value in values["decision"]] == [True]
    assert [value in TONES for value in values["tone"]] == [True]


@settings(deadline=None, max_examples=100)
@given(document=documents())
def test_the_letters_of_running_text_are_those_of_the_lines(document: Document) -> None:
    prose = run_together(document)
    for letter, row, column in zip(prose.text, prose.rows, prose.columns, strict=True):
        assert letter.isspace() or document.lines[row].text[column] == letter
