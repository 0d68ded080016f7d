"""Answers together with the design that produced them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from evaltools.errors import DataError, Fault
from evaltools.survey.universe import Groups, Universe

SMALLEST_STRATUM = 5
"""A body's roles with fewer answers are weighted together: one answer has no variance."""


@dataclass(frozen=True, slots=True, eq=False)
class Replicates:
    """Weights under which every estimate is computed again, to see how much it varies.

    Attributes
    ----------
    kind : {"jackknife", "bootstrap"}
        How they were made.
    weights : numpy.ndarray
        One row per respondent, one column per replicate.
    scale : float
        Factor of all squared deviations from the full estimate.
    rscales : numpy.ndarray
        Factor of each replicate's squared deviation.
    df : int
        Degrees of freedom of the variance.
    """

    kind: Literal["jackknife", "bootstrap"]
    weights: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    scale: float
    rscales: np.ndarray[tuple[int], np.dtype[np.float64]]
    df: int


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Answers with their design; the weights go where the answers go.

    Attributes
    ----------
    wave : str
        Name of the round.
    synthetic : bool
        True if the answers are synthetic.
    margins : tuple of str, optional
        Columns whose population totals the weights meet by calibration or raking: text columns
        are categories, number columns totals. What they explain carries no variance.
    replicates : Replicates, optional
        Replicate weights; variances are linearised, where they are not given.
    universe : Universe
        Which columns everyone has a value in, and which groups make up which.

    Examples
    --------
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> survey.wave, survey.synthetic
    ('2025', True)
    >>> survey.tidy()[["role", "heard_of", "stratum", "weight"]].head(2)
        role heard_of stratum  weight
    0  chief      yes   chief     1.0
    1  chief       no   chief     1.0
    """

    _answers: pd.DataFrame = field(repr=False)
    wave: str
    synthetic: bool
    margins: tuple[str, ...] = ()
    replicates: Replicates | None = field(default=None, repr=False)
    _levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _groups: Mapping[str, Groups] = field(default_factory=dict)
    _sizes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def universe(self) -> Universe:
        """Whom the answers are from."""
        return Universe(self.wave, self._levels, self._groups, self._sizes)

    def tidy(self) -> pd.DataFrame:
        """Return a copy: one row per respondent.

        Columns are the questions of the codebook, `stratum` (text), `population` (how many
        units could be drawn in the stratum: clusters where there are clusters, else persons;
        NaN where they were drawn with replacement) and `weight` (employees that the respondent
        stands for). Where workplaces were drawn, `cluster` (text) says which; where the weights
        were calibrated, `base_weight` is the weight before.
        """
        return self._answers.copy()


def design_survey(
    answers: pd.DataFrame,
    *,
    frame: pd.DataFrame,
    body: str,
    role: str,
    wave: str,
    synthetic: bool,
    cluster: str | None = None,
) -> Survey:
    """Weight the answers to the employees of each body and role.

    Everyone in the frame is asked, and within a body and role those who answer are taken as a
    simple random sample of all: poststratification to known counts [1]_, the variance with the
    finite population correction. Roles of a body with fewer than five answers are weighted
    together with its next smallest role, and bodies with fewer than five answers with each
    other; if only one person answered in all of them, with the smallest stratum of another.

    Where workplaces were drawn, the bodies are the strata and the workplaces vary within them;
    what body and role explain is taken out of the variance. There is no finite population
    correction then: not all of a drawn workplace answer, and it would take that for certain.

    Parameters
    ----------
    answers : pandas.DataFrame
        One row per respondent; those without `body` or `role` cannot be weighted and are
        left out.
    frame : pandas.DataFrame
        One row per body and role; columns `body`, `role` and `employees`.
    body, role : str
        The columns of `answers` that place a respondent in the frame.
    wave : str
        Name of the round.
    synthetic : bool
        True if the answers or the frame are synthetic.
    cluster : str, optional
        The column of `answers` that says which workplace was drawn; persons were asked one by
        one, where it is not given.

    Returns
    -------
    Survey
        The answers that could be placed, with weight, stratum and population size.

    Raises
    ------
    DataError
        If there are answers from bodies and roles that the frame lacks, more answers than
        employees, or answers without a workplace.

    References
    ----------
    .. [1] Särndal, C.-E., Swensson, B. and Wretman, J. (1992). Model Assisted Survey
       Sampling, section 7.6. Springer.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.survey import design_survey
    >>> answers = pd.DataFrame({"nämnd": ["A"] * 10 + ["B"] * 20, "roll": "staff"})
    >>> frame = pd.DataFrame({"body": ["A", "B"], "role": "staff", "employees": [40, 50]})
    >>> survey = design_survey(
    ...     answers, frame=frame, body="nämnd", role="roll", wave="2025", synthetic=True
    ... )
    >>> survey.tidy().groupby("body")["weight"].first().to_dict()
    {'A': 4.0, 'B': 2.5}
    """
    placed = answers.dropna(subset=[body, role]).rename(columns={body: "body", role: "role"})
    cells = _cells(placed, frame)
    _check_cells(cells, wave=wave)
    strata = _strata(cells)
    _check_strata(strata, wave=wave)
    joined = placed.merge(strata, on=["body", "role"], how="left", validate="many_to_one")
    joined["weight"] = joined["population"] / joined["answered"]
    sizes = {name: frame.groupby(name)["employees"].sum() for name in ("body", "role")}
    persons = Survey(
        _answers=joined.drop(columns="answered"),
        wave=wave,
        synthetic=synthetic,
        _levels={name: tuple(map(str, asked.index)) for name, asked in sizes.items()},
        _sizes={
            name: {str(value): float(size) for value, size in asked.items()}
            for name, asked in sizes.items()
        },
    )
    return persons if cluster is None else _by_workplace(persons, cluster)


def response_rates(
    survey: Survey, *, frame: pd.DataFrame, by: str | list[str] | None = None
) -> pd.DataFrame:
    """Count employees and answers, in all or by group.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    frame : pandas.DataFrame
        One row per body and role; columns `body`, `role` and `employees`.
    by : str or list of str, optional
        Columns of both that form the groups; one row in all, where it is not given.

    Returns
    -------
    pandas.DataFrame
        One row per group of the frame; `employees` and `n` are counts, `rate` is a share: all
        answers that could be placed over all employees (AAPOR response rate 2 where every
        employee is eligible [1]_).

    References
    ----------
    .. [1] AAPOR (2023). Standard Definitions, 10th edition.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.survey import design_survey, response_rates
    >>> answers = pd.DataFrame({"body": ["A"] * 10 + ["B"] * 20, "role": "staff"})
    >>> frame = pd.DataFrame({"body": ["A", "B"], "role": "staff", "employees": [40, 50]})
    >>> survey = design_survey(
    ...     answers, frame=frame, body="body", role="role", wave="2025", synthetic=True
    ... )
    >>> response_rates(survey, frame=frame, by="body")["rate"].tolist()
    [0.25, 0.4]
    """
    answers = survey.tidy()
    if by is None:
        employees, n = frame["employees"].sum(), len(answers)
        return pd.DataFrame({"employees": [employees], "n": [n], "rate": [n / employees]})
    sizes = frame.groupby(by)["employees"].sum()
    answered = answers.groupby(by).size().reindex(sizes.index, fill_value=0)
    rates = pd.DataFrame({"employees": sizes, "n": answered, "rate": answered / sizes})
    return rates.reset_index()


def _by_workplace(persons: Survey, cluster: str) -> Survey:
    """Let workplaces vary within bodies, and take out what body and role explain."""
    answers = persons.tidy()
    lacking = int(answers[cluster].isna().sum())
    if lacking:
        problem = f"{lacking} answers have no {cluster}, which was drawn."
        remedy = "Fill it in, or take `cluster` out of evaluation.yml."
        raise DataError(Fault(f"wave {persons.wave}", problem, remedy))
    body = answers["stratum"].str.rsplit("/", n=1).str[0]
    drawn = answers.assign(
        cell=answers["stratum"],
        stratum=body,
        cluster=answers["body"] + "/" + answers[cluster],
        population=np.nan,
        base_weight=answers.groupby(body)["weight"].transform("mean"),
    )
    return replace(persons, _answers=drawn, margins=("cell",))


def _cells(placed: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    answered = placed.groupby(["body", "role"]).size().rename("answered").reset_index()
    return frame.merge(answered, on=["body", "role"], how="outer").fillna(
        {"answered": 0, "employees": 0}
    )


def _check_cells(cells: pd.DataFrame, *, wave: str) -> None:
    bodies = sorted(cells[cells["answered"] > cells["employees"]]["body"].unique())
    if bodies:
        raise DataError(
            Fault(
                f"wave {wave}",
                f"more answers than employees in some role of {', '.join(bodies)}.",
                "Correct the frame: it must count all who were asked, by body and role.",
            )
        )


def _check_strata(strata: pd.DataFrame, *, wave: str) -> None:
    lonely = strata[strata["answered"] == 1]["body"].unique()
    if len(lonely):
        raise DataError(
            Fault(
                f"wave {wave}",
                f"a single answer stands for {', '.join(lonely)}: it has no variance.",
                "Count the body together with another one in the frame and in the answers.",
            )
        )


def _strata(cells: pd.DataFrame) -> pd.DataFrame:
    ordered = cells.sort_values(["body", "answered"], kind="stable").reset_index(drop=True)
    merged = ordered.groupby("body")["answered"].transform(_merge_small)
    answered = ordered.groupby("body")["answered"].transform("sum")
    names = ordered["body"] + "/" + merged.astype("int64").astype("str")
    small = answered < SMALLEST_STRATUM
    ordered["stratum"] = names.mask(small, _home_of_small(ordered[small], names, ordered))
    totals = ordered.groupby("stratum")[["employees", "answered"]].transform("sum")
    return ordered[["body", "role", "stratum"]].assign(
        population=totals["employees"], answered=totals["answered"]
    )


def _home_of_small(small: pd.DataFrame, names: pd.Series[str], cells: pd.DataFrame) -> str:
    """Find the stratum of the small bodies: one of their own, if two have answered in them."""
    others = cells["answered"].groupby(names.drop(small.index)).sum()
    return "small bodies" if small["answered"].sum() > 1 or others.empty else str(others.idxmin())


def _merge_small(answered: pd.Series[float]) -> list[int]:
    """Give strata to the roles of a body that come in order of size, smallest first."""
    labels, label, total = [], 0, 0.0
    for count in answered:
        labels.append(label)
        total += count
        if total >= SMALLEST_STRATUM:
            label, total = label + 1, 0.0
    return [min(each, max(label - 1, 0)) for each in labels]
