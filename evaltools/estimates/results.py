"""What every estimator gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from evaltools.declarations import Sensitivity
from evaltools.survey import Universe

COLUMNS = (
    "estimate",
    "std_error",
    "statistic",
    "p_value",
    "p_adjusted",
    "conf_low",
    "conf_high",
    "n",
    "n_weighted",
)
Kind = Literal[
    "share", "mean", "total", "ratio", "quantile", "difference", "effect", "distribution"
]


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Estimates that nobody outside may see yet.

    Attributes
    ----------
    kind : {"share", "mean", "total", "ratio", "quantile", "difference", "effect", "distribution"}
        What is estimated: shares lie between 0 and 1; a difference is one of two shares; an
        effect is the difference that a model finds between groups alike in all else; a
        distribution holds the share of every answer to a question.
    by : tuple of str
        Columns that say which group a row is about, besides `measure`.
    sensitivity : {"open", "personal", "sensitive"}
        The strictest of the questions behind the numbers.
    conf_level : float
        Level of the intervals.
    weight_effect : float
        Kish's design effect of the weights, at least 1.
    weight_ratio : float or None
        The largest weight over the smallest, at least 1; None where nobody knows the weights.
    universe : Universe
        Whose answers they are.
    synthetic : bool
        True if any answer behind the numbers is synthetic.

    Examples
    --------
    >>> from evaltools.estimates import estimate_shares
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> reached = survey.tidy()[["heard_of"]] == "yes"
    >>> heard = estimate_shares(survey, reached=reached, sensitivity="open")
    >>> heard.kind, heard.sensitivity
    ('share', 'open')
    >>> heard.tidy()[["measure", "estimate", "n"]].round(2)
        measure  estimate   n
    0  heard_of      0.49  90
    """

    _table: pd.DataFrame = field(repr=False)
    kind: Kind
    by: tuple[str, ...]
    sensitivity: Sensitivity
    conf_level: float
    weight_effect: float
    weight_ratio: float | None
    universe: Universe
    synthetic: bool

    def tidy(self) -> pd.DataFrame:
        """Return a copy: one row per measure and group.

        Columns are `measure`, those of `by`, `estimate`, `std_error`, `statistic`, `p_value`,
        `p_adjusted` (for the number of comparisons), `conf_low`, `conf_high`, `n` (answers in
        the base) and `n_weighted` (employees that they stand for). The columns that do not
        apply are NaN.
        """
        return self._table.copy()


def leave_out_lonely(table: pd.DataFrame) -> pd.DataFrame:
    """Leave of groups with fewer than two answers nothing but their size."""
    numbers = [name for name in COLUMNS if name in table and name != "n"]
    kept = table[numbers].astype("float64").where(table["n"] >= 2)
    return table.assign(**kept).reset_index(drop=True)
