"""What the gate refuses: one case each, with numbers that can be followed by hand."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evaltools.disclosure import (
    Claim,
    Claims,
    append_release,
    check_release,
    protect_estimates,
    read_ledger,
)
from evaltools.disclosure.attacker import Attacker, Constraint
from evaltools.errors import DisclosureError
from evaltools.estimates import published_shares
from evaltools.evaluation import DisclosureRules
from evaltools.survey import Selection, Universe
from tests import releases
from tests.releases import WAVE, claim, refusals

NORTH, SOUTH, BOTH = ("north",), ("south",), ("north", "south")
ANY = ("1", "0")
ROLES = [(("1",), 15), (ANY, 40)]


def told(*claims: Claim, **levels: tuple[str, ...]) -> Claims:
    """Say what a place tells of two boards, unless other levels are given."""
    return releases.told(*claims, **(levels or {"board": BOTH}))


def exactly(count: int, board: tuple[str, ...], answers: tuple[str, ...] = ("1",)) -> Claim:
    """Tell how many of some boards gave some answers to a personal question."""
    return claim({"board": board, "safe": answers}, count, count)


def of(yes: int, answers: int, board: tuple[str, ...]) -> list[Claim]:
    """Tell how many of all who answered feel safe."""
    return [exactly(yes, board), exactly(answers, board, ANY)]


def share(low: float, high: float, board: tuple[str, ...], *, ratio: float = 1) -> Claim:
    """Tell between which limits the weighted share of those who feel safe lies."""
    return claim(
        {"board": board, "safe": ("1",)}, low, high,
        whole={"board": board, "safe": ANY}, unit="share", weight_ratio=ratio,
    )  # fmt: skip


def size(count: int, where: Selection) -> Claim:
    """Tell how many of a group answered, of an open survey."""
    return claim(where, count, count, sensitivity="open", small=10)


def test_a_personal_count_under_five_is_refused() -> None:
    (fault,) = refusals({"tab": told(*of(4, 30, NORTH))})
    assert fault == (
        "spring by board: tab lets a reader work out a small group of the question safe. "
        "Take one of them out, or take groups together in it."
    )


@pytest.mark.parametrize(("count", "refused"), [(5, True), (6, False)])
def test_who_knows_their_own_answer_may_not_prove_that_few_others_gave_it(
    count: int, refused: bool
) -> None:
    """Outside, five are enough; one of the five knows that the others are four."""
    published = {"tab": told(*of(count, 30, NORTH))}
    assert bool(refusals(published)) == refused


def test_what_is_safe_alone_is_refused_together_with_what_the_ledger_holds(
    tmp_path: Path,
) -> None:
    """Two boards last year; this year their merger, beside one of them."""
    ledger = tmp_path / "ledger.jsonl"
    merged, north = {"tab": told(*of(33, 80, BOTH))}, {"fig": told(*of(30, 41, NORTH))}
    append_release(ledger, north, run="last", day=date(2025, 3, 1))
    assert refusals(merged) == refusals(north) == []
    (fault,) = refusals(merged, earlier=read_ledger(ledger))
    assert "fig (release 1: last, 2025-03-01), tab together let a reader work out" in fault


def test_a_factsheet_and_the_city_report_are_set_against_each_other() -> None:
    city = {"tab-city": told(*of(33, 80, BOTH))}
    factsheet = {"val-north-safe": told(*of(30, 41, NORTH))}
    assert refusals(city) == refusals(factsheet) == []
    (fault,) = refusals(city | factsheet)
    assert "tab-city, val-north-safe together let" in fault


def test_a_place_that_is_not_needed_for_the_proof_is_not_named() -> None:
    needed = {"tab": told(*of(33, 80, BOTH)), "val": told(*of(30, 41, NORTH))}
    (fault,) = refusals(needed | {"fig": told(exactly(80, BOTH, ANY))})
    assert "tab, val together" in fault and "fig" not in fault


def test_a_board_of_an_open_survey_under_its_size_is_refused() -> None:
    sizes = told(
        size(50, {}),
        size(41, {"board": NORTH}),
    )
    (fault,) = refusals({"tab": sizes})
    assert fault.startswith(
        "spring by board: tab lets a reader work out a small group of who answered"
    )


def test_an_open_group_of_ten_is_large_enough_for_its_members_too() -> None:
    asked = told(
        size(10, {"board": NORTH, "heard": ANY}),
    )
    assert refusals({"tab": asked}) == []


def test_sizes_are_checked_beside_personal_questions_too() -> None:
    sizes = [size(50, {}), size(41, {"board": NORTH})]
    personal = of(20, 41, NORTH)
    (fault,) = refusals({"tab": told(*sizes, *personal)})
    assert "small group of who answered" in fault


def test_a_hidden_board_is_a_target_also_where_roles_are_told_of() -> None:
    """Three in the north: neither the heads nor the staff of it are sure to be among them."""
    heads = [claim({"role": ("head",), "safe": answers}, n, n) for answers, n in ROLES]
    published = told(
        *of(33, 80, BOTH), *of(30, 41, SOUTH), *heads, board=BOTH, role=("head", "staff")
    )
    assert len(refusals({"tab": published})) == 1


@pytest.mark.parametrize("yes", [0, 30])
def test_a_group_whose_members_all_answered_alike_is_refused(yes: int) -> None:
    published = {"tab": told(*of(yes, 30, NORTH))}
    assert len(refusals(published)) == 1


HEADS: Selection = {"role": ("head",), "safe": ANY}
STAFF: Selection = {"role": ("staff",), "safe": ANY}
ASKED = pd.DataFrame({"role": ["head", "staff"], "employees": 400, "lightest": [10.0, 1.0]})
ASKED = ASKED.assign(heaviest=ASKED["lightest"])


def weighted_share(*, ratio: float) -> dict[str, Claims]:
    """Tell that a quarter feel safe, of ten heads who count ten times and twenty others."""
    quarter = claim(
        {"safe": ("1",)}, 0.245, 0.255,
        whole={"safe": ANY}, unit="share", weight_ratio=ratio,
    )  # fmt: skip
    sizes = [claim(HEADS, 10, 10), claim(STAFF, 20, 20)]
    return {"tab": told(quarter, *sizes, role=("head", "staff"))}


def test_known_weights_tell_heads_from_staff() -> None:
    """A quarter of 120 is thirty: one to three heads, and what they lack of thirty."""
    assert len(refusals(weighted_share(ratio=10), asked={WAVE: ASKED})) == 1


def test_an_open_group_that_no_table_forms_is_no_target() -> None:
    """All but one of twelve have heard: the weights tell that under ten of them are heads."""
    where, heard = {"board": NORTH, "heard": ANY}, {"board": NORTH, "heard": ("1",)}
    share = claim(
        heard,
        0.962,
        0.972,
        whole=where,
        unit="share",
        weight_ratio=10,
        sensitivity="open",
        small=10,
    )
    other_heads = size(11, {"board": SOUTH, "role": ("head",), "heard": ANY})
    ask = partial(refusals, asked={WAVE: ASKED})
    levels = {"board": BOTH, "role": ("head", "staff")}
    assert ask({"tab": told(size(12, where), share, **levels)}) == []
    assert len(ask({"tab": told(size(12, where), share, other_heads, **levels)})) == 1


def test_unknown_weights_limit_what_a_weighted_share_tells() -> None:
    assert refusals(weighted_share(ratio=10)) == []


@pytest.mark.parametrize(("ratio", "refused"), [(1.1, True), (3, False)])
def test_the_more_weights_differ_the_less_a_share_tells(ratio: float, refused: bool) -> None:
    """A tenth of thirty is three; three times as much or as little is not sure to be few."""
    published = {"tab": told(share(0.095, 0.105, NORTH, ratio=ratio), exactly(30, NORTH, ANY))}
    assert bool(refusals(published)) == refused


def test_contradictions_are_refused_with_their_places() -> None:
    published = {"tab": told(exactly(30, NORTH)), "val": told(exactly(40, NORTH))}
    (fault,) = refusals(published)
    assert "tab, val contradict each other about the question safe" in fault


POINTS = [Constraint(np.array([3.0, 5.0]), 29, 29, "tab")]
"""Answers worth three and five points, 29 in all: 3 and 4 of them, or 8 and 1."""


def test_whole_numbers_prove_what_limits_alone_do_not() -> None:
    five = np.array([0.0, 1.0])
    assert not Attacker(POINTS, size=2).proves_small(five, small=5)
    assert Attacker(POINTS, size=2, integer=True).proves_small(five, small=5)


def test_the_gate_reasons_in_whole_numbers_where_a_cross_is_small() -> None:
    points = claim({"safe": ("3", "5")}, 29, 29, scores={"safe": {"3": 3.0, "5": 5.0}})
    assert len(refusals({"tab": told(points)})) == 1


def test_a_release_covers_what_was_checked_alone() -> None:
    checked = {"tab": told(*of(30, 41, NORTH))}
    release = check_release(checked, earlier={}, asked={})
    assert release.covers(checked)
    assert not release.covers(checked | {"val": told(exactly(31, NORTH))})


def test_a_ledger_that_was_changed_is_refused(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    for run in ("first", "second"):
        append_release(ledger, {"tab": told(exactly(30, NORTH))}, run=run, day=date(2025, 3, 1))
    ledger.write_text(ledger.read_text().replace("30", "31", 1))
    with pytest.raises(DisclosureError, match="line 2: the line was changed"):
        read_ledger(ledger)


def test_what_the_same_places_tell_of_several_questions_is_said_once() -> None:
    exact = [
        claim({"board": NORTH, question: ("1",)}, 3, 3)
        for question in ("safe", "seen", "told", "x")
    ]
    (fault,) = refusals({"tab": told(*exact)})
    assert "of the question safe, the question seen, the question told and 1 more." in fault


def test_no_more_answered_than_were_asked() -> None:
    """Fourteen of two boards, twelve of whom at most are of the one: two to five of the other."""
    both = size(14, {"board": BOTH})
    asked = pd.DataFrame({"board": BOTH, "employees": [5, 12], "lightest": 1.0, "heaviest": 1.0})
    assert refusals({"tab": told(both, board=BOTH)}) == []
    (fault,) = refusals({"tab": told(both, board=BOTH)}, asked={WAVE: asked})
    assert "tab, the frame together let a reader work out a small group of who answered" in fault


def test_places_that_contradict_each_other_are_named_together() -> None:
    one, other = (told(size(n, {"board": NORTH})) for n in (30, 31))
    (fault,) = refusals({"tab": one, "fig": other, "val": told(size(9, {"board": SOUTH}))})
    assert "fig, tab contradict each other about who answered" in fault


def test_a_sum_of_scores_is_no_whole_number() -> None:
    """Between 6.2 and 6.8 there is no count, but a sum of scores."""
    score = claim({"m": ("1",)}, 6.2, 6.8, of_scores=True)
    assert refusals({"tab": told(score)}) == []
    assert "contradict" in refusals({"tab": told(score.model_copy(update={"of_scores": False}))})[0]


def test_weights_that_differ_within_a_cell_limit_what_a_share_tells() -> None:
    """A quarter of ten, five of whom count three times the others: five may have said yes."""
    quarter = claim(
        {"safe": ("1",)}, 0.245, 0.255,
        whole={"safe": ANY}, unit="share", weight_ratio=3,
    )  # fmt: skip
    tells = {
        "tab": told(quarter, claim({"safe": ANY, "role": ("staff",)}, 10, 10), role=("staff",))
    }

    def asked(lightest: float, heaviest: float) -> dict[str, pd.DataFrame]:
        cell = {"role": ["staff"], "employees": 40, "lightest": lightest, "heaviest": heaviest}
        return {WAVE: pd.DataFrame(cell)}

    assert len(refusals(tells, asked=asked(2, 2))) == 1
    assert refusals(tells, asked=asked(1, 3)) == []


def test_shares_whose_weights_nobody_knows_tell_nothing_of_counts() -> None:
    """Published shares of bodies need not add up to that of all by their numbers of answers."""
    rows = {"measure": "heard", "body": [None, "a", "b"], "share": [0.41, 0.6, 0.3]}
    table = pd.DataFrame(rows | {"n": [1250, 1000, 250]})
    publish = partial(
        published_shares, sensitivity="open", universe=Universe("2019"), synthetic=False
    )
    told_of = {
        "all": publish(table[table["body"].isna()]),
        "bodies": publish(table.dropna(subset="body"), by=("body",)),
    }
    rules = DisclosureRules()
    published = {
        name: protect_estimates(each, rules=rules).told() for name, each in told_of.items()
    }
    assert refusals(published) == []
