"""Each rule is needed: with any of them switched off, a leak appears or is overlooked.

What is published in a case passes the gate with all rules on. A rule is then switched off, as a
careless change of the code would do it, and the same answers are published again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evaltools.declarations import Sensitivity
from evaltools.disclosure import Claims, counts, gate, groups, protect_counts, shares
from evaltools.disclosure.attacker import Attacker
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules, PersonalRule, SensitiveRule
from evaltools.survey import Universe
from tests.releases import WAVE, claim, refusals

BOARDS = ("b0", "b1", "b2")
RULES = DisclosureRules()
SMALL = {"open": 10, "personal": 5, "sensitive": 10}
"""What may not be provable, whichever rule is switched off."""
Told = dict[str, Claims]
Answers = Callable[[DisclosureRules], Told]
Tables = tuple[tuple[str, tuple[str, ...], pd.DataFrame], ...]


def tables(numbers: pd.DataFrame) -> tuple[Universe, Tables]:
    """Lay numbers out by board, and in all."""
    boards = BOARDS[: len(numbers)]
    total = numbers.sum().to_frame().T
    by_board = ("boards", ("board",), numbers.assign(board=boards))
    return Universe(WAVE, {"board": boards}), (by_board, ("total", (), total))


def survey(sensitivity: Sensitivity, *rows: tuple[int, int]) -> Answers:
    """Ask each board a question: how many answered, and how many of them yes."""
    universe, laid_out = tables(pd.DataFrame(rows, columns=["n", "yes"]))

    def publish(rules: DisclosureRules) -> Told:
        return {
            name: strict(
                shares.protect_estimates(
                    Estimates(_shares(table), "share", by, sensitivity, 0.95, 1, 1, universe, True),
                    rules=rules,
                ).told()
            )
            for name, by, table in laid_out
        }

    return publish


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(
        measure="m", estimate=table["yes"] / table["n"], n_weighted=table["n"].astype(float),
        std_error=0.0, conf_low=0.0, conf_high=1.0,
    )  # fmt: skip


def sizes(*n: int) -> Answers:
    """Count how many answered on each board."""
    universe, laid_out = tables(pd.DataFrame({"n": n}))
    return lambda rules: {
        name: protect_counts(
            table, count="n", by=by, universe=universe, rules=rules, synthetic=True
        ).told()
        for name, by, table in laid_out
    }


def strict(told: Claims) -> Claims:
    """Ask of the claims what the rules ask for that are on."""
    kept = [each.model_copy(update={"small": SMALL[each.sensitivity]}) for each in told.claims]
    return told.model_copy(update={"claims": tuple(kept)})


def nothing(rows: pd.DataFrame, **_: object) -> pd.Series[bool]:
    """Hide no row."""
    return pd.Series(np.zeros(len(rows), dtype=bool), index=rows.index)


def by_open_rule(estimates: Estimates, *, rule: object) -> pd.DataFrame:
    """Treat any question as an open one."""
    return shares.protect_open(estimates, rule=RULES.open)


SMALL_ALONE = {(groups, "suppress"): lambda problem, **_: problem.primary}


def loose(**rules: Any) -> DisclosureRules:
    """Loosen a rule below its floor."""
    return RULES.model_copy(update=rules)


@dataclass(frozen=True)
class Mutant:
    """Answers that a rule protects, and how it is switched off."""

    answers: Answers
    off: Mapping[tuple[object, str], object] = field(default_factory=dict)
    rules: DisclosureRules = RULES


PROTECTION = {
    "open groups under ten are hidden": Mutant(
        survey("open", (9, 4), (30, 10), (40, 20)), {(shares, "silence"): nothing}
    ),
    "open groups that would tell of them are hidden": Mutant(
        survey("open", (9, 4), (30, 10), (40, 20)), SMALL_ALONE
    ),
    "numbers of answers under ten are hidden": Mutant(
        sizes(9, 30, 40), {(counts, "silence"): nothing}
    ),
    "numbers of answers that would tell of them are hidden": Mutant(sizes(9, 30, 40), SMALL_ALONE),
    "personal counts are rounded": Mutant(
        survey("personal", (12, 3), (40, 20), (50, 25)),
        rules=loose(personal=PersonalRule.model_construct(round_to=1)),
    ),
    "personal counts up to seven are hidden": Mutant(
        survey("personal", (40, 4), (60, 23)),
        rules=loose(personal=PersonalRule.model_construct(hide_counts_to=0)),
    ),
    "personal groups that would tell of a small one are hidden": Mutant(
        survey("personal", (4, 1), (23, 12)), SMALL_ALONE
    ),
    "a personal share is one of rounded numbers": Mutant(
        survey("personal", (100, 96), (100, 50)), {(shares, "protect_personal"): by_open_rule}
    ),
    "sensitive shares are of the whole city": Mutant(
        survey("sensitive", (30, 4), (40, 20)), {(shares, "_sensitive"): by_open_rule}
    ),
    "sensitive cells under ten are hidden": Mutant(
        survey("sensitive", (250, 1), (250, 3)),
        rules=loose(sensitive=SensitiveRule.model_construct(smallest_cell=3)),
    ),
}


@pytest.mark.parametrize("rule", PROTECTION)
def test_without_a_rule_of_protection_the_gate_refuses(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant = PROTECTION[rule]
    assert refusals(mutant.answers(RULES)) == []
    for (place, name), instead in mutant.off.items():
        monkeypatch.setattr(place, name, instead)
    assert refusals(mutant.answers(mutant.rules)) != []


YES, ANSWERED = {"m": ("1",)}, {"m": ("1", "0")}
ASKED = {
    WAVE: pd.DataFrame(
        {
            "role": ["head", "staff"],
            "employees": 400,
            "lightest": [10.0, 1.0],
            "heaviest": [10.0, 1.0],
        }
    )
}
QUARTER = claim(YES, 0.245, 0.255, whole=ANSWERED, unit="share", weight_ratio=10)
HEADS, STAFF = ({"role": (role,), **ANSWERED} for role in ("head", "staff"))
NINE = claim(ANSWERED, 9, 9, sensitivity="open", small=10)
POINTS = claim({"m": ("3", "5")}, 29, 29, scores={"m": {"3": 3.0, "5": 5.0}})


def of_thirty(yes: int) -> Told:
    """Tell how many of thirty said yes."""
    return {"tab": Claims(claims=(claim(YES, yes, yes), claim(ANSWERED, 30, 30)))}


def never(*_: object, **__: object) -> bool:
    return False


GATE: dict[str, tuple[Told, tuple[object, str, object]]] = {
    "groups under their size": ({"tab": Claims(claims=(NINE,))}, (Attacker, "proves_small", never)),
    "groups that answered alike": (of_thirty(0), (Attacker, "proves_alike", never)),
    "what insiders know": (of_thirty(5), (Attacker, "helps_insider", never)),
    "whole numbers": ({"tab": Claims(claims=(POINTS,))}, (gate, "WHOLE_NUMBERS", 0)),
    "known weights": (
        {
            "tab": Claims(
                levels={WAVE: {"role": ("head", "staff")}},
                claims=(QUARTER, claim(HEADS, 10, 10), claim(STAFF, 20, 20)),
            )
        },
        (gate, "_weights_of_cells", lambda *_: None),
    ),
}


@pytest.mark.parametrize("check", GATE)
def test_without_a_check_of_the_gate_a_leak_is_overlooked(
    check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaking, off = GATE[check]
    assert refusals(leaking, asked=ASKED) != []
    monkeypatch.setattr(*off)
    assert refusals(leaking, asked=ASKED) == []
