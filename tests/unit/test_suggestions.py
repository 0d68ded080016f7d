"""The machine proposes themes; the same proposals from the same texts, and no counts."""

from __future__ import annotations

import pytest

from evaltools.testimony import Coding, Unit
from evaltools.testimony.suggestions import FEWEST, show_suggestions, suggest
from tests.coding import SCHEME, unit

CODED = [
    ("Jag orkar snart inte mer", "time", "weakness"),
    ("Vi orkar inte", "time", "weakness"),
    ("Ingen orkar med allt", "time", "weakness"),
    ("Man orkar bara det som brinner", "time", "weakness"),
    ("Orkar ni?", "time", "weakness"),
    ("Bra kurs", "training", "strength"),
    ("Kursen var bra", "training", "strength"),
    ("Toppen", None, None),
    ("Föreläsningen", "training", "strength"),
]


def themes(text: str, codings: tuple[Coding, ...] = (), units: tuple[Unit, ...] = ()) -> list[str]:
    """Suggest themes of a text."""
    asked = unit(text)
    suggested = suggest([asked, *units], scheme=SCHEME, codings=codings)
    return [each.theme for each in suggested[asked.id]]


@pytest.mark.parametrize("text", ["Mer utbildning", "GRUNDUTBILDNINGAR", "kursledare", "kurser"])
def test_a_stem_is_found_in_compounds_and_inflections(text: str) -> None:
    assert themes(text) == ["training"]


@pytest.mark.parametrize("text", ["samtidigt", "tidigare", "arbetstider"])
def test_a_short_term_is_a_word_of_its_own(text: str) -> None:
    assert themes(text) == [] and themes("för lite tid") == ["time"]


def test_a_theme_with_more_of_its_terms_comes_first() -> None:
    assert themes("tid till kurs och utbildning")[0] == "training"


@pytest.mark.parametrize(
    ("text", "valence"),
    [("Bra utbildning", "strength"), ("Utbildning saknas", "weakness"),
     ("Mer utbildning behövs", "need"), ("Utbildning i mars", "descriptive")],
)  # fmt: skip
def test_how_it_is_spoken_of_is_suggested_by_its_words(text: str, valence: str) -> None:
    (found,) = suggest([unit(text)], scheme=SCHEME)[unit(text).id]
    assert found.valence == valence


def learnt(count: int) -> list[str]:
    """Suggest themes of a text without a term, from so many codings."""
    units = tuple(unit(text) for text, _, _ in CODED[:count])
    codings = tuple(
        Coding(each.id, "AA", theme, valence)  # type: ignore[arg-type]
        for each, (_, theme, valence) in zip(units, CODED, strict=False)
    )
    return themes("Vem orkar?", codings, units)


def test_what_persons_have_coded_teaches_what_no_term_says() -> None:
    assert learnt(0) == [] and learnt(len(CODED))[0] == "time"


def test_few_codings_teach_nothing() -> None:
    assert learnt(FEWEST - 1) == []


def test_the_same_texts_give_the_same_suggestions() -> None:
    units = [unit(text) for text, _, _ in CODED]
    codings = [Coding(unit(text).id, "AA", theme, how) for text, theme, how in CODED]  # type: ignore[arg-type]
    first, second = (suggest(units, scheme=SCHEME, codings=codings) for _ in range(2))
    assert first == second and any(first.values())


def test_no_texts_have_no_suggestions() -> None:
    assert suggest([], scheme=SCHEME) == {}


def test_suggestions_stand_beside_the_text_in_swedish() -> None:
    shown = show_suggestions(suggest([unit("Mer utbildning")], scheme=SCHEME), scheme=SCHEME)
    assert [column.get(unit("Mer utbildning").id) for column in shown.values()] == [
        "Utbildning (behov)", None, None,
    ]  # fmt: skip
