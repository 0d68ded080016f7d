"""What a reader can work out of a table of 27 boards by five answers, published in ten ways.

Measured before with a prototype of the attacker, on the same drawing of boards: which ways of
publishing let a reader prove that a group of 1 to 4 is that small.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from evaltools.disclosure import Claim
from evaltools.disclosure.suppression import Problem, suppress
from tests.releases import ANSWERS, BOARDS, Report, claim, count_answers, refusals, told

REPORT = Report(count_answers())
CELLS = [((board,), (answer,)) for board in BOARDS for answer in ANSWERS]
ROWS = [((board,), ANSWERS) for board in BOARDS]
TOTALS = [*ROWS, *((BOARDS, (answer,)) for answer in ANSWERS), (BOARDS, ANSWERS)]
LARGE = [(boards, answers) for boards, answers in ROWS if REPORT.count(boards, answers) >= 30]
SMALL = 5
Places = dict[str, list[Claim]]


def hide(low: int, high: int) -> list[Claim]:
    """Show all cells as they are, but those between two counts only by these counts."""
    return [
        claim({"board": boards, "q": answers}, low, high)
        if low <= REPORT.count(boards, answers) <= high
        else REPORT.exactly(boards, answers)
        for boards, answers in CELLS
    ]


def hide_best() -> list[Claim]:
    """Hide small cells and the fewest others; members know themselves, hence one more."""
    counts = np.array([REPORT.count(*cell) for cell in CELLS], dtype=float)
    sums = [
        [cell[0][0] in boards and cell[1][0] in answers for cell in CELLS]
        for boards, answers in TOTALS
    ]
    primary = (counts > 0) & (counts < SMALL + 1)
    shift, no_limit = np.maximum(SMALL + 1 - counts, 1), np.full(len(counts), np.inf)
    problem = Problem(counts, np.array(sums, dtype=float), primary, shift, no_limit)
    hidden = suppress(problem)
    shown = [cell for cell, silent in zip(CELLS, hidden, strict=True) if not silent]
    return [REPORT.exactly(*cell) for cell in [*shown, *TOTALS]]


def all_rounded() -> list[Claim]:
    """Show every count and every total rounded to 5."""
    return [REPORT.rounded(*cell) for cell in [*CELLS, *TOTALS]]


def per_cents(rows: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> list[Claim]:
    """Show the share of each answer in each row in whole per cent."""
    return [REPORT.percent(boards, (answer,)) for boards, _ in rows for answer in ANSWERS]


def large_boards() -> list[Claim]:
    """Show shares of large boards and of the city, with rounded numbers of answers."""
    shown = [*LARGE, (BOARDS, ANSWERS)]
    return [*(REPORT.rounded(*row) for row in shown), *per_cents(shown)]


def lacking(board: str) -> list[Claim]:
    """Show how many gave each answer in all boards but one."""
    rest = tuple(each for each in BOARDS if each != board)
    return [REPORT.exactly(rest, (answer,)) for answer in ANSWERS]


def one_to_seven() -> list[Claim]:
    """Hide 1 to 7, and show the rest and all totals rounded to 5."""
    shown = [
        claim({"board": boards, "q": answers}, 1, 7)
        if 1 <= REPORT.count(boards, answers) <= 7
        else REPORT.rounded(boards, answers)
        for boards, answers in CELLS
    ]
    return [*shown, *(REPORT.rounded(*total) for total in TOTALS)]


REFUSED: dict[str, Callable[[], Places]] = {
    "under five hidden, totals kept": lambda: {
        "tab": hide(1, 4) + [REPORT.exactly(*total) for total in TOTALS]
    },
    "whole per cent with the number of answers": lambda: {
        "tab": [REPORT.exactly(*row) for row in ROWS] + per_cents(ROWS)
    },
    "boards of thirty, whole per cent, rounded numbers of answers": lambda: {"tab": large_boards()},
    "best suppression and a figure in whole per cent": lambda: {
        "tab": hide_best(), "fig": per_cents(ROWS)
    },
    "best suppression and the mean of each board": lambda: {
        "tab": hide_best(), "val": [REPORT.mean(board) for board in BOARDS]
    },
    "rounded counts and per cent of the true ones": lambda: {
        "tab": all_rounded(), "fig": per_cents(ROWS)
    },
}  # fmt: skip
PASSED: dict[str, Callable[[], Places]] = {
    "best suppression, one symbol": lambda: {"tab": hide_best()},
    "all counts and totals rounded": lambda: {"tab": all_rounded()},
    "one to seven hidden, the rest rounded": lambda: {"tab": one_to_seven()},
}


@cache
def faults(way: str, *, lacks: str | None = None) -> list[str]:
    """Ask the gate about a way to publish, after a report that lacked a board."""
    places = {name: told(*claims) for name, claims in (REFUSED | PASSED)[way]().items()}
    return refusals(places, earlier={"last": told(*lacking(lacks))} if lacks else None)


def test_the_survey_is_the_one_that_was_measured() -> None:
    counts = [REPORT.count(*cell) for cell in CELLS]
    assert (sum(counts), sum(0 < count < SMALL for count in counts)) == (1658, 34)


@pytest.mark.parametrize("way", REFUSED)
def test_a_leaking_way_to_publish_is_refused_and_its_places_are_named(way: str) -> None:
    places = sorted(REFUSED[way]())
    together = " together let" if len(places) > 1 else " lets"
    (fault,) = faults(way)
    assert f"{', '.join(places)}{together} a reader work out a small group" in fault


@pytest.mark.parametrize("way", REFUSED)
def test_a_refusal_holds_neither_a_count_nor_a_group(way: str) -> None:
    assert re.search(r"\d", faults(way)[0]) is None


@pytest.mark.parametrize("way", PASSED)
def test_a_safe_way_to_publish_passes(way: str) -> None:
    assert faults(way) == []


def test_last_years_report_without_one_board_is_set_against_this_years() -> None:
    (fault,) = faults("best suppression, one symbol", lacks="N05")
    assert "last, tab together let a reader work out a small group" in fault
