"""The crosswalk of bodies, for any history of mergers."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

hypothesis = pytest.importorskip("hypothesis", reason="needs requirements-dev.txt")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from evaltools.programme import Organisation, read_organisation  # noqa: E402

BEGINNING = date(2000, 1, 1)
DAYS = st.integers(0, 4000).map(lambda number: BEGINNING + timedelta(days=number))


@st.composite
def organisations(draw):
    """Draw a city whose bodies merge, are renamed and take over others, one day after another."""
    living = [f"old-{number}" for number in range(draw(st.integers(1, 8)))]
    bodies = {name: {} for name in living}
    mergers = []
    for day in sorted(draw(st.sets(DAYS.filter(lambda day: day > BEGINNING), max_size=6))):
        ceased = draw(st.lists(st.sampled_from(living), min_size=1, unique=True))
        staying = [name for name in living if name not in ceased]
        new = f"new-{len(bodies)}"
        heir = draw(st.sampled_from([*staying, new]))
        bodies.setdefault(heir, {"valid_from": day})
        for name in ceased:
            bodies[name]["valid_to"] = day - timedelta(days=1)
        mergers.append({"date": day, "from": ceased, "to": heir, "illustrative": True})
        living = [*staying, new] if heir == new else staying
    return Organisation.model_validate(
        {"sources": {}, "bodies": [body(name, **dates) for name, dates in bodies.items()],
         "mergers": mergers}
    )  # fmt: skip


def body(name, **dates):
    return {
        "id": name,
        "name": {"sv": name, "en": name},
        "kind": "district_board",
        "role": {"value": "both", "illustrative": True},
        "illustrative": True,
        **dates,
    }


def ids_on(organisation, day):
    return {body.id for body in organisation.bodies_on(day)}


three_days = st.lists(DAYS, min_size=3, max_size=3).map(sorted)


@given(organisations(), three_days)
def test_every_earlier_body_is_mapped_to_one_later_body(organisation, days):
    before, _, after = days
    crosswalk = organisation.crosswalk(before=before, after=after)
    assert set(crosswalk) == ids_on(organisation, before)
    assert set(crosswalk.values()) <= ids_on(organisation, after)


@given(organisations(), three_days)
def test_two_crosswalks_one_after_the_other_are_the_direct_one(organisation, days):
    first, second = (
        organisation.crosswalk(before=before, after=after) for before, after in pairwise(days)
    )
    direct = organisation.crosswalk(before=days[0], after=days[2])
    assert {old: second[between] for old, between in first.items()} == direct


@given(organisations(), three_days, st.data())
def test_counts_keep_their_sum_for_each_later_body(organisation, days, data):
    before, _, after = days
    counts = {name: data.draw(st.integers(0, 10**6)) for name in ids_on(organisation, before)}
    moved = dict.fromkeys(ids_on(organisation, after), 0)
    for old, new in organisation.crosswalk(before=before, after=after).items():
        moved[new] += counts[old]
    assert sum(moved.values()) == sum(counts.values())


@given(organisations(), DAYS)
def test_a_crosswalk_within_one_day_leaves_every_body_where_it_is(organisation, day):
    crosswalk = organisation.crosswalk(before=day, after=day)
    assert crosswalk == {name: name for name in ids_on(organisation, day)}


def test_2019_to_2021_to_2025_is_2019_to_2025():
    organisation = read_organisation(Path(__file__).parents[2] / "programme")
    days = [date(year, 11, 1) for year in (2019, 2021, 2025)]
    first, second = (
        organisation.crosswalk(before=before, after=after) for before, after in pairwise(days)
    )
    direct = organisation.crosswalk(before=days[0], after=days[2])
    assert {old: second[between] for old, between in first.items()} == direct
