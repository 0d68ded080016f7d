"""What a model is told about each respondent, and whether the answers can carry it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from evaltools.errors import ConfigurationError, DataError, Fault
from evaltools.estimates.linearised import Codes, Design, Domains, Floats, describe_base
from evaltools.survey import Survey

EVENTS = 10
"""Answers on the rarer side of the outcome for each slope, and on each side in each group."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Term:
    """A driver in a model.

    Attributes
    ----------
    driver : str
        The column of the survey.
    columns : slice
        Its columns in the model.
    levels : tuple of str
        Its groups, the reference first; none for a number.
    code : numpy.ndarray
        The group of each respondent, in the order of `levels`.
    step : float
        By how much a number is raised.
    """

    driver: str
    columns: slice
    levels: tuple[str, ...]
    code: Codes
    step: float

    def settings(self, x: Floats) -> list[Floats]:
        """Put everyone into each level in turn; a number is left as it is, then raised."""
        if not self.levels:
            raised = x.copy()
            raised[:, self.columns] += self.step
            return [x, raised]
        rows = np.eye(len(self.levels))[:, 1:]
        return [self._all_at(x, row) for row in rows]

    def _all_at(self, x: Floats, row: Floats) -> Floats:
        moved = x.copy()
        moved[:, self.columns] = row
        return moved


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Predictors:
    """The respondents that a model is about, with what it is told about them.

    Attributes
    ----------
    rows : numpy.ndarray
        Respondents of the survey with outcome and all drivers.
    x : numpy.ndarray
        One row for each of them: 1, then one column per number and per level but the reference.
    terms : tuple of Term
        The drivers.
    design_df : float
        Units less strata.
    free : float
        Largest share not drawn of the strata.
    """

    rows: Codes
    x: Floats
    terms: tuple[Term, ...]
    design_df: float
    free: float

    @property
    def names(self) -> tuple[str, ...]:
        """What the columns but the first are called."""
        return tuple(f"{t.driver}: {n}" if n else t.driver for t in self.terms for n in _names(t))

    @property
    def slopes(self) -> int:
        """Number of columns but the first."""
        return int(self.x.shape[1]) - 1

    @property
    def df(self) -> float:
        """Degrees of freedom of a coefficient: units less strata, less the slopes [1]_.

        References
        ----------
        .. [1] Korn, E. L. and Graubard, B. I. (1990). Simultaneous testing of regression
           coefficients with complex survey data. American Statistician 44, 270-276.
        """
        return self.design_df - self.slopes


def lay_out_predictors(
    survey: Survey,
    design: Design,
    *,
    drivers: tuple[str, ...],
    base: NDArray[np.bool_],
    steps: Mapping[str, float],
) -> Predictors:
    """Lay out the drivers of a model.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    design : Design
        Its design.
    drivers : tuple of str
        Columns of the survey: numbers, or groups.
    base : numpy.ndarray
        Who has the outcome, one row per respondent.
    steps : mapping of str to float
        By how much numbers are raised, where that is not one unit.

    Returns
    -------
    Predictors
        Those who have the outcome and all drivers.

    Raises
    ------
    ConfigurationError
        If there is no driver, or one that the survey lacks.
    """
    _check_drivers(survey, drivers)
    answers = survey.tidy()[list(drivers)]
    rows = np.flatnonzero(base & answers.notna().all(axis=1).to_numpy())
    columns, terms, place = [np.ones((len(rows), 1))], [], 1
    for driver in drivers:
        matrix, levels, code = _columns(answers[driver].iloc[rows])
        reach = slice(place, place + matrix.shape[1])
        terms.append(Term(driver, reach, levels, code, steps.get(driver, 1.0)))
        columns.append(matrix)
        place = reach.stop
    code = np.full(len(answers), -1, dtype=np.int64)
    code[rows] = 0
    described = describe_base(design, Domains(pd.DataFrame(index=[0]), code)).iloc[0]
    return Predictors(
        rows, np.hstack(columns), tuple(terms), float(described["df"]), float(described["free"])
    )


def check_predictors(predictors: Predictors, *, place: str, faults: list[Fault]) -> None:
    """Refuse a model that the answers cannot carry.

    Parameters
    ----------
    predictors : Predictors
        What the model is told.
    place : str
        What an error calls the model.
    faults : list of Fault
        What is wrong with the outcome.

    Raises
    ------
    DataError
        If there are faults, drivers with a single value or that follow from the others, or
        more slopes than the units that were drawn can carry.
    """
    found = [*faults, *_dependence_faults(predictors, place)]
    if predictors.df < 1:
        problem = (
            f"{predictors.slopes} slopes need more than the {predictors.design_df:.0f} degrees of "
            "freedom of the design (units drawn less strata)."
        )
        found.append(Fault(place, problem, "Leave drivers out, or put groups together."))
    if found:
        raise DataError(found)


def side_faults(yes: Floats, predictors: Predictors, *, place: str) -> list[Fault]:
    """Tell where a yes/no outcome has too few answers on a side.

    Ten answers on the rarer side for each slope is the limit from which bias and coverage of
    logistic regression were found sound [1]_. It is no guarantee: what fails below is mostly
    separation [2]_, which is looked for besides.

    Parameters
    ----------
    yes : numpy.ndarray
        The outcome, 0 or 1, of those in the base.
    predictors : Predictors
        What the model is told about them.
    place : str
        What an error calls the model.

    Returns
    -------
    list of Fault
        An outcome that is not yes or no or does not vary, too few answers for the slopes, and
        how many groups are too small: their names could be what a single respondent wrote.

    References
    ----------
    .. [1] Peduzzi, P. et al. (1996). A simulation study of the number of events per variable in
       logistic regression analysis. Journal of Clinical Epidemiology 49, 1373-1379.
    .. [2] van Smeden, M. et al. (2016). No rationale for 1 variable per 10 events criterion for
       binary logistic regression analysis. BMC Medical Research Methodology 16, 163.
    """
    if not np.isin(yes, (0, 1)).all():
        return [Fault(place, "the outcome is not yes or no.", "Decide which answers count as yes.")]
    slopes, rarer = predictors.slopes, min(yes.sum(), (1 - yes).sum())
    if rarer == 0:
        return [Fault(place, "all answers of the outcome are alike.", "Leave the model out.")]
    faults = [
        Fault(
            f"{place}, {term.driver}",
            f"{small} of {len(term.levels)} groups have fewer than {EVENTS} answers on a side of "
            "the outcome.",
            "Put small groups together, or leave the driver out.",
        )
        for term in predictors.terms
        if (small := _small_levels(yes, term))
    ]
    if rarer < EVENTS * slopes:
        problem = (
            f"{slopes} slopes need at least {EVENTS * slopes} answers on the rarer side of the "
            "outcome, and there are fewer."
        )
        faults.append(Fault(place, problem, "Leave drivers out, or put groups together."))
    return faults


def numbers(column: pd.Series[bool] | pd.Series[float]) -> Floats:
    """Turn answers into numbers: yes is 1, no 0, and missing ones are NaN; refuse text."""
    if not is_numeric_dtype(column):
        problem = "the outcome is text, where yes or no or numbers are expected."
        remedy = "Decide which answers count as yes, or give them numbers."
        raise DataError(Fault(f"model of {column.name}", problem, remedy))
    return np.asarray(column.to_numpy(float, na_value=np.nan), dtype=np.float64)


def _check_drivers(survey: Survey, drivers: tuple[str, ...]) -> None:
    known = survey.tidy().columns
    lacking = [driver for driver in drivers if driver not in known]
    if lacking or not drivers:
        problem = f"the survey lacks {', '.join(lacking)}." if lacking else "there are none."
        place = f"drivers of a model, wave {survey.wave}"
        raise ConfigurationError(Fault(place, problem, "Give columns of the survey."))


def _columns(column: pd.Series[str]) -> tuple[Floats, tuple[str, ...], Codes]:
    if is_numeric_dtype(column) and not is_bool_dtype(column):
        return column.to_numpy(float)[:, None], (), np.zeros(len(column), dtype=np.int64)
    text = column.astype("str")
    counts = text.value_counts().sort_index()
    if not len(counts):
        return np.zeros((len(column), 0)), ("",), np.zeros(0, dtype=np.int64)
    reference = str(counts.idxmax())
    levels = (reference, *(str(level) for level in counts.index if level != reference))
    code = np.asarray(pd.Categorical(text, categories=list(levels)).codes, dtype=np.int64)
    return np.eye(len(levels))[code, 1:], levels, code


def _names(term: Term) -> tuple[str, ...]:
    return term.levels[1:] if term.levels else ("",)


def _small_levels(yes: Floats, term: Term) -> int:
    size = max(len(term.levels), 1)
    sides = [np.bincount(term.code, side, minlength=size) for side in (yes, 1 - yes)]
    return int((np.minimum(*sides) < EVENTS).sum()) if term.levels else 0


def _dependence_faults(predictors: Predictors, place: str) -> list[Fault]:
    if not len(predictors.rows):
        return [Fault(place, "nobody has outcome and all drivers.", "Leave drivers out.")]
    faults = []
    scale = np.abs(predictors.x).max(axis=0)
    scaled = predictors.x / np.where(scale > 0, scale, 1)
    for term in predictors.terms:
        rank = np.linalg.matrix_rank(scaled[:, : term.columns.stop])
        before = np.linalg.matrix_rank(scaled[:, : term.columns.start])
        width = term.columns.stop - term.columns.start
        if width == 0 or rank - before < width:
            problem = "it has a single value, or it follows from the drivers before it."
            faults.append(Fault(f"{place}, {term.driver}", problem, "Leave the driver out."))
    return faults
