"""What may be said of one series, and why no more."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evaltools.declarations import Text
from evaltools.indicators import IndicatorSeries
from evaltools.outcomes import words
from evaltools.outcomes.rungs import Rung


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """What may be said of one series.

    Attributes
    ----------
    series : IndicatorSeries
        The series that was assessed.
    rungs : tuple of Rung
        What each design found, the highest first, those of other packages after the ladder's own
        of their level; the first that holds carries the claim.
    level : int
        The level of the claim: 0 if nothing may be said, 1 if the level alone.
    start : int
        First year of the programme.
    conf_level : float
        Level of the intervals.

    Examples
    --------
    >>> from evaltools.evaluation import OutcomeGates
    >>> from evaltools.examples import small_series
    >>> from evaltools.outcomes import assess
    >>> found = assess(small_series(), start=2021, gates=OutcomeGates())
    >>> found.level, found.reading["en"]
    (2, 'The level has risen (wanted direction)')
    >>> len(found.before), len(found.during)
    (5, 4)
    """

    series: IndicatorSeries
    rungs: tuple[Rung, ...]
    level: int
    start: int
    conf_level: float

    @property
    def claim(self) -> Rung | None:
        """The rung that carries the claim; None below level 2."""
        return next((rung for rung in self.rungs if rung.holds), None)

    @property
    def is_of_several_areas(self) -> bool:
        """Tell whether several areas were assessed together."""
        return any(rung.level == 5 for rung in self.rungs)

    @property
    def reading(self) -> Text:
        """What may be said, in words."""
        if self.claim is not None and self.claim.effect is not None:
            return words.reading(self.level, self.claim.effect, self.series.indicator)
        if self.level == 0:
            return Text(sv="Kan inte bedömas", en="Cannot be assessed")
        return _against_target(self.series, float(self.during["value"].iloc[-1]))

    @property
    def why_not_higher(self) -> Text:
        """Why no more may be said."""
        return _why(self)

    @property
    def before(self) -> pd.DataFrame:
        """The comparable values before the programme."""
        values = self.series.comparable()
        return values[values["year"] < self.start]

    @property
    def during(self) -> pd.DataFrame:
        """The comparable values of the programme."""
        values = self.series.comparable()
        return values[values["year"] >= self.start]


def _against_target(series: IndicatorSeries, latest: float) -> Text:
    target, direction = series.indicator.target, series.indicator.direction
    if target is None or direction not in ("increase", "decrease"):
        return Text(sv="Nivå, målvärde saknas", en="Level, no target")
    reached = latest >= target if direction == "increase" else latest <= target
    if reached:
        return Text(sv="Når målvärdet", en="Reaches the target")
    return Text(sv="Når inte målvärdet", en="Does not reach the target")


def _why(assessment: Assessment) -> Text:
    """Say what the next rungs up the ladder lacked, or what spoke against them."""
    if not assessment.rungs:
        broken = assessment.series.tidy()["segment"].max() > 0
        return words.BROKEN if broken else words.NO_VALUE
    above = [rung for rung in assessment.rungs if rung.level > assessment.level]
    return words.joined([*dict.fromkeys(text for rung in above[::-1] for text in rung.objections)])
