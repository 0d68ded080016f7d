"""What holds of the wording check whatever the text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from evaltools.manuscript.wording.assertions import find_assertions, parts
from evaltools.manuscript.wording.lexicon import read_lexicon
from evaltools.manuscript.wording.sentences import split
from tests.wording import RESULTS, lacks

SWEDISH = read_lexicon("sv")
CITATIONS = st.sampled_from(
    [f"{{val:{name.removeprefix('val-')}}}" for name in RESULTS.values if "mislabelled" not in name]
    + [f"[](#tab:{name.removeprefix('tab-')})" for name in RESULTS.tables]
)
PLAIN = st.sampled_from(["andelen", "nämnden", "våld", "av", "med", "personal", "enkäten", "år"])
VERBS = st.sampled_from(["ökade", "minskade", "steg", "förbättrades", "orsakade", "påverkade"])
ANY = st.text(st.sampled_from(list('abåö AB.,;:()!?–-0129%\n\ufffc[]{}#*_`"”')), max_size=80)
WORDS = st.lists(
    st.sampled_from([*SWEDISH.words.rising, *SWEDISH.words.more, *SWEDISH.words.negations, "och",
                     "nämnden", ",", ".", "10", "procent", "{val:heard}", "?"]), max_size=12,
).map(" ".join)  # fmt: skip


@given(st.lists(CITATIONS | PLAIN, min_size=1, max_size=12))
def test_a_text_of_citations_and_plain_words_is_never_faulted(words: list[str]) -> None:
    assert lacks(f"{' '.join(words)}.", "sv") == []


@given(PLAIN, VERBS, st.lists(CITATIONS, max_size=3))
def test_not_before_a_verb_never_makes_a_fault(noun: str, verb: str, cited: list[str]) -> None:
    rest = " ".join(cited)
    denied = lacks(f"{noun} inte {verb} {rest}.", "sv")
    assert denied == []
    assert len(denied) <= len(lacks(f"{noun} {verb} {rest}.", "sv"))


@given(WORDS)
def test_a_question_asserts_nothing(words: str) -> None:
    asked = find_assertions(f"{words.replace('?', '')}?", lexicon=SWEDISH)
    assert [each for each in asked if each.lifted is None] == []


@given(WORDS)
def test_a_claim_is_found_in_capitals_too(words: str) -> None:
    low, high = (find_assertions(text, lexicon=SWEDISH) for text in (words, words.upper()))
    assert [(each.kind, each.begin) for each in low] == [(each.kind, each.begin) for each in high]


@given(ANY)
def test_sentences_together_are_the_text(text: str) -> None:
    assert "".join(split(text, lexicon=SWEDISH)) == text


@given(ANY | WORDS)
def test_the_parts_of_a_sentence_together_are_the_sentence(text: str) -> None:
    spans = parts(text, lexicon=SWEDISH)
    assert "".join(text[begin:end] for begin, end in spans) == text


@given(ANY | WORDS)
def test_any_text_can_be_checked(text: str) -> None:
    assert all(isinstance(each, str) for each in lacks(text, "sv"))
    assert all(isinstance(each, str) for each in lacks(text, "en", None))


@given(WORDS)
def test_no_two_claims_are_of_the_same_words(words: str) -> None:
    found = find_assertions(words, lexicon=SWEDISH)
    assert all(one.end <= other.begin for one, other in pairwise(found))
