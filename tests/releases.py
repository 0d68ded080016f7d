"""What a report may tell of a survey: 27 boards by five answers, and smaller ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from evaltools.declarations import Sensitivity
from evaltools.disclosure import Claim, Claims, check_release
from evaltools.disclosure.rules import limits_of_rounded
from evaltools.errors import DisclosureError
from evaltools.survey import Selection

WAVE = "spring"
ANSWERS = ("1", "2", "3", "4", "5")
BOARDS = tuple(f"N{number:02d}" for number in range(27))
Counts = dict[tuple[str, str], int]


def count_answers(*, seed: int = 4) -> Counts:
    """Draw how many of each board gave each answer: boards of 9 to 400, about 1,700 in all."""
    rng = np.random.default_rng(seed)
    sizes = rng.lognormal(np.log(45), 0.8, len(BOARDS)).clip(9, 400).astype(int)
    city = rng.dirichlet(np.full(len(ANSWERS), 1.5)) * 10 + 0.3
    drawn = [rng.multinomial(size, rng.dirichlet(city)) for size in sizes]
    return {
        (board, answer): int(count)
        for board, counts in zip(BOARDS, drawn, strict=True)
        for answer, count in zip(ANSWERS, counts, strict=True)
    }


def told(*claims: Claim, **levels: tuple[str, ...]) -> Claims:
    """Say what a place tells; everyone has a board, unless other levels are given."""
    return Claims(levels={WAVE: levels or {"board": BOARDS}}, claims=claims)


def refusals(
    published: Mapping[str, Claims],
    *,
    earlier: Mapping[str, Claims] | None = None,
    asked: Mapping[str, pd.DataFrame] | None = None,
) -> list[str]:
    """Ask the gate, and return what it says; nothing where it lets the release through."""
    try:
        check_release(published, earlier=earlier or {}, asked=asked or {})
    except DisclosureError as error:
        return [str(fault) for fault in error.faults]
    return []


def claim(
    where: Selection,
    low: float | None,
    high: float | None,
    *,
    sensitivity: Sensitivity = "personal",
    small: int = 5,
    **more: object,
) -> Claim:
    """Say between which limits the answers of a group lie."""
    return Claim.model_validate(
        {"universe": WAVE, "part": where, "low": low, "high": high, "small": small}
        | {"sensitivity": sensitivity, **more}
    )


class Report:
    """Writes claims about drawn counts, each true."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts

    def count(self, boards: Collection[str], answers: Collection[str]) -> int:
        """Count those who gave one of some answers in some boards."""
        return sum(n for (b, a), n in self.counts.items() if b in boards and a in answers)

    def exactly(self, boards: tuple[str, ...], answers: tuple[str, ...]) -> Claim:
        """Show a count as it is."""
        n = self.count(boards, answers)
        return claim({"board": boards, "q": answers}, n, n)

    def rounded(self, boards: tuple[str, ...], answers: tuple[str, ...]) -> Claim:
        """Show a count rounded to 5."""
        shown = 5 * ((self.count(boards, answers) + 2) // 5)
        return claim({"board": boards, "q": answers}, *limits_of_rounded(shown, 5))

    def percent(self, boards: tuple[str, ...], answers: tuple[str, ...]) -> Claim:
        """Show a share in whole per cent."""
        share = round(self.count(boards, answers) / self.count(boards, ANSWERS), 2)
        where, whole = {"board": boards, "q": answers}, {"board": boards, "q": ANSWERS}
        return claim(where, share - 0.005, share + 0.005, whole=whole, unit="share")

    def mean(self, board: str) -> Claim:
        """Show the mean answer in two decimals."""
        total = sum(int(answer) * self.counts[board, answer] for answer in ANSWERS)
        mean = round(total / self.count([board], ANSWERS), 2)
        where = {"board": (board,), "q": ANSWERS}
        scores = {"q": {answer: float(answer) for answer in ANSWERS}}
        return claim(where, mean - 0.005, mean + 0.005, whole=where, unit="share", scores=scores)
