"""Weights that meet what is known of the population."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import svy
from numpy.typing import NDArray
from pandas.api.types import is_numeric_dtype

from evaltools.errors import DataError, Fault
from evaltools.survey.design import Survey

Floats = NDArray[np.float64]
UNKNOWN = "unknown"
"""The category of those who have not answered the question of a margin."""
TOLERANCE = 1e-9
"""How far a calibrated total may be from the known one, as a share of it."""


def poststratify(survey: Survey, *, totals: pd.DataFrame) -> Survey:
    """Weight the answers to known numbers of employees in each cell of a cross.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    totals : pandas.DataFrame
        One row per cell; a column `total` (employees), the others are columns of the survey.

    Returns
    -------
    Survey
        The answers with new weights and the cell as their margin.

    Raises
    ------
    DataError
        If there are answers outside the cells, or cells without an answer.

    References
    ----------
    Särndal, C.-E., Swensson, B. and Wretman, J. (1992). Model Assisted Survey Sampling,
    section 7.6. Springer.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.examples import small_survey
    >>> from evaltools.survey import poststratify
    >>> survey = small_survey()
    >>> totals = pd.DataFrame({"role": ["chief", "staff"], "total": [50, 350]})
    >>> weighted = poststratify(survey, totals=totals).tidy()
    >>> weighted.groupby("role")["weight"].sum().round().to_dict()
    {'chief': 50.0, 'staff': 350.0}
    """
    by = [str(name) for name in totals if name != "total"]
    cell = "/".join(by)
    answers = survey.tidy()
    named = answers.assign(**{cell: answers[by].astype("str").agg("/".join, axis=1)})
    margin = totals.assign(margin=cell, category=totals[by].astype("str").agg("/".join, axis=1))
    return rake(replace(survey, _answers=named), totals=margin[["margin", "category", "total"]])


def rake(
    survey: Survey, *, totals: pd.DataFrame, bounds: tuple[float, float] | None = None
) -> Survey:
    """Weight the answers to several known margins by iterative proportional fitting.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    totals : pandas.DataFrame
        One row per margin and category; `margin` (a column of the survey), `category` (one of
        its answers) and `total` (employees).
    bounds : tuple of float, optional
        Smallest and largest factor by which a weight may change.

    Returns
    -------
    Survey
        The answers with new weights, the weights before as `base_weight`, and `margins`.

    Raises
    ------
    DataError
        For categories without a total or without an answer, respondents without a category,
        margins that do not add up to the same number, and raking that does not settle.

    References
    ----------
    Deville, J.-C., Särndal, C.-E. and Sautory, O. (1993). Generalized raking procedures in
    survey sampling. Journal of the American Statistical Association 88, 1013-1020.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.examples import small_survey
    >>> from evaltools.survey import rake
    >>> survey = small_survey()
    >>> totals = pd.DataFrame(
    ...     {
    ...         "margin": ["role", "role", "new", "new"],
    ...         "category": ["chief", "staff", "yes", "no"],
    ...         "total": [50, 350, 150, 250],
    ...     }
    ... )
    >>> raked = rake(survey, totals=totals)
    >>> raked.tidy().groupby("new")["weight"].sum().round().to_dict()
    {'no': 250.0, 'yes': 150.0}
    """
    _check_totals(survey, totals)
    margins = tuple(dict.fromkeys(totals["margin"]))
    answers = survey.tidy()
    controls = {
        margin: dict(zip(rows["category"], rows["total"].astype(float), strict=True))
        for margin, rows in ((name, totals[totals["margin"] == name]) for name in margins)
    }
    sample = svy.Sample(
        pl.from_pandas(answers[[*margins, "weight"]].reset_index(drop=True)),
        svy.Design(wgt="weight"),
    )
    try:
        raked = sample.weighting.rake(controls=controls, bounds=bounds, tol=1e-12, max_iter=2_000)
    except svy.SvyError:
        raise DataError(_unsettled_fault(survey, bounds)) from None
    weights = raked.data.lazy().collect().get_column("rk_wgt").to_numpy()
    return _with_weights(survey, weights, margins)


def rake_further(survey: Survey, *, totals: pd.DataFrame) -> Survey:
    """Rake poststratified answers to further margins, and keep the sums that they meet.

    Respondents who have not answered the question of a margin keep the weight that they have
    together: the others are raked to what is left of its totals, as if those who are not known
    were spread like them.

    Parameters
    ----------
    survey : Survey
        Answers as `design_survey` weights them.
    totals : pandas.DataFrame
        One row per margin and category, see `rake`.

    Returns
    -------
    Survey
        The answers with new weights; the categories that they were raked to stand in columns
        `margin.<question>`, and the questions as they were answered.

    Raises
    ------
    DataError
        As `rake`.
    """
    answers = survey.tidy()
    cells = "cell" if "cell" in survey.margins else "stratum"
    met = answers.groupby(cells)["weight"].sum().rename("total").rename_axis("category")
    known = [met.reset_index().assign(margin=cells)]
    for margin, rows in totals.groupby("margin", sort=False):
        _check_totals(survey, rows, unknown_too=True)
        column = f"margin.{margin}"
        unknown = answers.loc[answers[margin].isna(), "weight"].sum()
        answers[column] = answers[margin].fillna(UNKNOWN)
        left = 1 - unknown / answers["weight"].sum()
        rest = {"category": [UNKNOWN], "total": [unknown]}
        aims = pd.concat([rows.assign(total=rows["total"] * left), pd.DataFrame(rest)])
        known.append(aims[aims["total"] > 0].assign(margin=column))
    return rake(replace(survey, _answers=answers), totals=pd.concat(known, ignore_index=True))


def calibrate(
    survey: Survey, *, totals: pd.DataFrame, bounds: tuple[float, float] | None = None
) -> Survey:
    """Weight the answers to known totals of categories and numbers by linear calibration.

    The generalised regression estimator. With bounds the factors are cut off at them and the
    rest is calibrated again until all totals are met.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    totals : pandas.DataFrame
        One row per margin and category; `margin` (a column of the survey), `category` (one of
        its answers; missing where the margin is a number) and `total`.
    bounds : tuple of float, optional
        Smallest and largest factor by which a weight may change.

    Returns
    -------
    Survey
        The answers with new weights, the weights before as `base_weight`, and `margins`.

    Raises
    ------
    DataError
        As `rake`; and where weights would be negative, which bounds prevent.

    References
    ----------
    Deville, J.-C. and Särndal, C.-E. (1992). Calibration estimators in survey sampling.
    Journal of the American Statistical Association 87, 376-382.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.examples import small_survey
    >>> from evaltools.survey import calibrate
    >>> survey = small_survey()
    >>> totals = pd.DataFrame(
    ...     {
    ...         "margin": ["role", "role", "worked"],
    ...         "category": ["chief", "staff", None],
    ...         "total": [30, 240, 8_000],
    ...     }
    ... )
    >>> answers = calibrate(survey, totals=totals).tidy()
    >>> round((answers["weight"] * answers["worked"]).sum())
    8000
    """
    _check_totals(survey, totals)
    margins = tuple(dict.fromkeys(totals["margin"]))
    answers = survey.tidy()
    known, aims = _known_matrix(answers, totals)
    factors = calibration_factors(answers["weight"].to_numpy(float), known, aims, bounds=bounds)
    if factors is None:
        raise DataError(_unsettled_fault(survey, bounds))
    if (factors <= 0).any():
        problem = f"{int((factors <= 0).sum())} weights would be zero or negative."
        remedy = "Give bounds, such as 0.3 and 3, or rake instead."
        raise DataError(Fault(f"wave {survey.wave}", problem, remedy))
    return _with_weights(survey, answers["weight"].to_numpy(float) * factors, margins)


def trim_weights(survey: Survey, *, largest: float) -> Survey:
    """Cut weights off at a multiple of the mean weight, and give the excess to the others.

    The sum of the weights stays. The margins are no longer met: nothing that they explain is
    taken out of the variance any more.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    largest : float
        Largest weight over the mean weight; above 1.

    Returns
    -------
    Survey
        The answers with trimmed weights and without margins.

    References
    ----------
    Potter, F. (1990). A study of procedures to identify and trim extreme sampling weights.
    Proceedings of the Section on Survey Research Methods, ASA, 225-230.

    Examples
    --------
    >>> from evaltools.examples import small_survey
    >>> from evaltools.survey import trim_weights
    >>> survey = small_survey()
    >>> trimmed = trim_weights(survey, largest=1.2).tidy()
    >>> survey.tidy()["weight"].max(), round(float(trimmed["weight"].max()), 2)
    (np.float64(4.0), 3.6)
    """
    weights = survey.tidy()["weight"].to_numpy(float)
    limit = largest * weights.mean()
    while weights.max() > limit * (1 + TOLERANCE):
        over = weights >= limit
        excess = (weights[over] - limit).sum()
        rest = weights[~over].sum()
        weights = np.where(over, limit, weights * (1 + excess / rest))
    answers = survey.tidy().drop(columns="base_weight", errors="ignore").assign(weight=weights)
    return replace(survey, _answers=answers, margins=())


def calibration_factors(
    weights: Floats, known: Floats, aims: Floats, *, bounds: tuple[float, float] | None = None
) -> Floats | None:
    """Find the factors nearest to 1 by which weights meet known totals.

    Parameters
    ----------
    weights : numpy.ndarray
        One weight per respondent.
    known : numpy.ndarray
        One row per respondent, one column per total; columns may depend on each other.
    aims : numpy.ndarray
        The totals.
    bounds : tuple of float, optional
        Smallest and largest factor.

    Returns
    -------
    numpy.ndarray or None
        One factor per respondent; None where no factors within the bounds meet the totals.
    """
    low, high = bounds or (-np.inf, np.inf)
    slopes = np.zeros(known.shape[1])
    for _ in range(200):
        factors = np.clip(1 + known @ slopes, low, high)
        gap = aims - known.T @ (weights * factors)
        if (np.abs(gap) <= TOLERANCE * np.maximum(np.abs(aims), 1)).all():
            return np.asarray(factors)
        free = (factors > low) & (factors < high)
        cross = (known[free] * weights[free, None]).T @ known[free]
        slopes = slopes + np.linalg.pinv(cross, hermitian=True) @ gap
    return None


def margin_matrix(answers: pd.DataFrame, margins: tuple[str, ...]) -> Floats:
    """Put margins side by side: a column of 0 and 1 per category, or the number itself.

    Parameters
    ----------
    answers : pandas.DataFrame
        One row per respondent.
    margins : tuple of str
        Columns of text, for categories, or of numbers.

    Returns
    -------
    numpy.ndarray
        One row per respondent; the columns of several margins depend on each other.
    """
    parts = [
        answers[[name]] if is_numeric_dtype(answers[name]) else pd.get_dummies(answers[name])
        for name in margins
    ]
    return np.asarray(pd.concat(parts, axis=1), dtype=float)


def _known_matrix(answers: pd.DataFrame, totals: pd.DataFrame) -> tuple[Floats, Floats]:
    columns = [
        answers[margin] if pd.isna(category) else answers[margin].eq(category)
        for margin, category in zip(totals["margin"], totals["category"], strict=True)
    ]
    return np.column_stack(columns).astype(float), totals["total"].to_numpy(float)


def _with_weights(survey: Survey, weights: Floats, margins: tuple[str, ...]) -> Survey:
    answers = survey.tidy()
    base = answers["base_weight"] if survey.margins else answers["weight"]
    named = answers.assign(base_weight=base, weight=weights)
    return replace(survey, _answers=named, margins=margins)


def _check_totals(survey: Survey, totals: pd.DataFrame, *, unknown_too: bool = False) -> None:
    """Tell everything at once that keeps the answers from meeting the totals."""
    answers, faults = survey.tidy(), []
    for margin, rows in totals.groupby("margin", sort=False):
        place = f"margins of wave {survey.wave}, {margin}"
        if margin not in answers:
            remedy = "Use the name of a question in the codebook."
            faults.append(Fault(place, "the survey has no such column.", remedy))
        elif not rows["category"].isna().all():
            column = answers[str(margin)]
            asked = column.dropna() if unknown_too else column
            faults += _category_faults(place, asked, rows["category"])
    sums = totals.dropna(subset=["category"]).groupby("margin", sort=False)["total"].sum()
    if len(sums) and (sums.max() - sums.min()) > 1e-6 * sums.max():
        told = ", ".join(f"{margin} {total:,.0f}" for margin, total in sums.items())
        problem = f"the margins do not add up to the same number: {told}."
        faults.append(Fault(f"margins of wave {survey.wave}", problem, "Correct the totals."))
    if faults:
        raise DataError(faults)


def _category_faults(place: str, column: pd.Series[str], categories: pd.Series[str]) -> list[Fault]:
    outside = int((~column.isin(categories)).sum())
    empty = [str(each) for each in categories if not column.eq(each).any()]
    faults = []
    if outside:
        problem = f"{outside} respondents have none of the categories."
        faults.append(Fault(place, problem, "Give each answer a total, or leave the margin out."))
    if empty:
        problem = f"nobody answered {', '.join(empty)}."
        faults.append(Fault(place, problem, "Put the category together with another one."))
    return faults


def _unsettled_fault(survey: Survey, bounds: tuple[float, float] | None) -> Fault:
    within = f" within the bounds {bounds[0]:g} and {bounds[1]:g}" if bounds else ""
    return Fault(
        f"wave {survey.wave}",
        f"no weights{within} meet the margins.",
        "Put small categories together, leave a margin out, or widen the bounds.",
    )
