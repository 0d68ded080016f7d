"""What a published number tells: between which limits a count or a share lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from evaltools.declarations import Declared, Sensitivity
from evaltools.survey import Selection, Universe

Limit = Annotated[float, Field(allow_inf_nan=False)]
YES, ANSWERED = ("1",), ("1", "0")
"""The answers of a measure: it is reached, or not; who is outside its base has neither."""


class Claim(Declared):
    """One thing that a reader learns from a published number.

    A count of `part` lies between `low` and `high`; where `whole` is given, the share of `part`
    in it does.

    Attributes
    ----------
    universe : str
        Whom the number counts, such as a wave of the survey.
    part, whole : dict of str to tuple of str
        Who is counted: for each column the values that are meant.
    low, high : float or None
        The limits, both included; None where there is none.
    unit : {"count", "share"}
        A weighted count is the share times the number of answers in `whole`.
    weight_ratio : float or None
        The largest weight over the smallest; 1 where the number is not weighted, None where
        nobody knows how it was: then a share tells nothing of counts.
    scores : dict of str to dict
        Columns whose values count other than 1, with what each counts: the claim is of a mean.
    of_scores : bool
        True where scores between 0 and 1 stand for answers: their sum is no whole number.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest sensitivity of what is counted.
    small : int
        A group of fewer must not be provable.
    """

    universe: str
    part: Selection
    whole: Selection | None = None
    low: Limit | None = None
    high: Limit | None = None
    unit: Literal["count", "share"] = "count"
    weight_ratio: float | None = 1
    scores: dict[str, dict[str, float]] = {}
    of_scores: bool = False
    sensitivity: Sensitivity
    small: int

    @property
    def columns(self) -> set[str]:
        """The columns that the claim is about."""
        return {*self.part, *(self.whole or ())}


class Claims(Declared):
    """All that a table, a figure or a release tells, with the groups that it is about.

    Attributes
    ----------
    levels : dict of str to dict
        For each universe the columns in which everyone has a value, with their values.
    claims : tuple of Claim
        What is told.
    """

    levels: dict[str, dict[str, tuple[str, ...]]] = {}
    claims: tuple[Claim, ...] = ()

    def of(self, universe: str) -> tuple[Claim, ...]:
        """Return what is told of one universe."""
        return tuple(claim for claim in self.claims if claim.universe == universe)


def select_group(universe: Universe, group: Mapping[str, str]) -> Selection:
    """Say who belongs to a group, in the columns as they were asked.

    Parameters
    ----------
    universe : Universe
        Whose groups they are.
    group : dict of str to str
        The value of each column that forms the group.

    Returns
    -------
    dict of str to tuple of str
        For each column as it was asked the values that are meant.
    """
    where: Selection = {}
    for column, value in group.items():
        for base, values in universe.select(column, str(value)).items():
            where[base] = tuple(each for each in values if each in where.get(base, values))
    return where
