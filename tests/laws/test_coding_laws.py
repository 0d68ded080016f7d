"""What holds of any coding: no work is lost, and nobody's order decides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evaltools.testimony import VALENCES, Coding, Unit, decide
from evaltools.testimony.coding_rows import EMPTY, Row, update_rows
from evaltools.testimony.decisions import find_disagreements
from tests.coding import unit

texts = st.lists(st.sampled_from("abcdefgh"), unique=True)
codings = st.lists(
    st.builds(
        Coding,
        unit=st.sampled_from("uvw"),
        coder=st.sampled_from(["AA", "BB", "CC"]),
        theme=st.sampled_from(["time", "training"]),
        valence=st.sampled_from(VALENCES),
    )
)


def coded(text: str) -> Row:
    """Code a text."""
    return Row(unit(text), (("Tid", "behov"), *EMPTY[1:]), "AB", "2025-12-01")


@given(texts, texts, texts)
def test_whatever_texts_there_are_no_work_is_lost(
    now: list[str], worked: list[str], left: list[str]
) -> None:
    earlier = [*map(coded, worked), *(Row(unit(text)) for text in left if text not in worked)]
    kept = update_rows([unit(text) for text in now], earlier=earlier)
    assert {row for row in kept if not row.awaits} == {coded(text) for text in worked}


@given(texts, texts)
def test_every_text_that_there_is_has_one_row(now: list[str], worked: list[str]) -> None:
    units: list[Unit] = [unit(text) for text in now]
    kept = update_rows(units, earlier=[coded(text) for text in worked])
    assert [row.unit for row in kept[: len(units)]] == units
    assert len({row.unit.id for row in kept}) == len(kept)


@given(st.data(), codings)
def test_the_order_of_codings_decides_nothing(data: st.DataObject, given_: list[Coding]) -> None:
    shuffled = data.draw(st.permutations(given_))
    assert decide(given_) == decide(shuffled)


@given(codings)
def test_a_unit_that_is_coded_is_decided_or_not(given_: list[Coding]) -> None:
    decided = decide(given_)
    assert sorted([*decided.themes, *decided.undecided]) == sorted({c.unit for c in given_})


@given(codings)
def test_what_is_undecided_is_what_coders_differ_on(given_: list[Coding]) -> None:
    assert set(decide(given_).undecided) == set(find_disagreements(given_))


@given(codings, codings)
def test_what_was_adjudicated_is_decided(given_: list[Coding], by_one: list[Coding]) -> None:
    adjudicated = [c for c in by_one if c.coder == "CC"]
    decided = decide(given_, adjudicated=adjudicated)
    assert not {c.unit for c in adjudicated} & set(decided.undecided)
    assert all((c.theme, c.valence) in decided.themes[c.unit] for c in adjudicated)
