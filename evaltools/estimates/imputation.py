"""Answers that were not given, drawn several times over, and estimates combined over the draws."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_bool_dtype, is_numeric_dtype
from scipy import special, stats

from evaltools.codebook import NOT_SHOWN
from evaltools.errors import ConfigurationError, DataError, Fault
from evaltools.estimates.intervals import cautious_interval, t_interval
from evaltools.estimates.linearised import Codes, Floats
from evaltools.estimates.results import COLUMNS, Estimates
from evaltools.survey import Survey, Units, lay_out_units

CYCLES = 10
"""How often each column is drawn anew, given the others."""
DONORS = 5
"""A missing number is taken from one of those whose expected numbers are nearest."""
PRIOR = 2.5**-2
"""Precision of slopes of standardised predictors: keeps small groups from perfect prediction."""
COLLEAGUES = 10.0
"""A workplace's answers are drawn to those of all by as much as so many answers."""

MOST_STEPS = 50
"""Newton's method settles in far fewer."""

Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Gap:
    """A column with missing answers: which ones, whose they are learnt from, and colleagues'."""

    name: str
    missing: Booleans
    known: Booleans
    is_number: bool
    colleagues: Floats


def impute(
    survey: Survey,
    *,
    columns: tuple[str, ...],
    predictors: tuple[str, ...],
    m: int,
    rng: np.random.Generator,
) -> tuple[Survey, ...]:
    """Fill in missing answers several times, by chained equations [1]_.

    Each column is drawn in turn, given the others, the predictors, the stratum, the weight and
    what others in the same workplace answered: groups by multinomial logistic regression,
    numbers by predictive mean matching. Each imputation learns its models from its own
    bootstrap sample of the units that were drawn, so that imputations differ by as much as the
    models are unsure [2]_. It is assumed that, given all this, whether an answer is missing
    does not depend on what it would have been (missing at random); no data can show that.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    columns : tuple of str
        What to fill in: columns of text are groups, columns of numbers are numbers. Answers
        `not_shown` are not missing: they stay, and none is drawn. A question that decides
        what others are shown is better left alone.
    predictors : tuple of str
        Other columns, without missing answers. Whatever the analysis will relate the columns
        to belongs here or in `columns`.
    m : int
        How many imputations; 20 and more for intervals.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    tuple of Survey
        `m` surveys that differ in the answers that were missing.

    Raises
    ------
    DataError
        If a column does not exist, has no answers, or a predictor has missing ones.
    ConfigurationError
        If `m` is below 2.

    References
    ----------
    .. [1] van Buuren, S. (2018). Flexible Imputation of Missing Data, 2nd edition, chapters 3
       and 4. CRC Press. Design in the models: Reiter, J. P., Raghunathan, T. E. and Kinney,
       S. K. (2006). The importance of modeling the sampling design in multiple imputation for
       missing data. Survey Methodology 32, 143-149.
    .. [2] Shao, J. and Sitter, R. R. (1996). Bootstrap for imputed survey data. Journal of
       the American Statistical Association 91, 1278-1288.
    """
    answers = survey.tidy()
    _check(survey.wave, answers, columns, predictors, m)
    gaps = [_gap(answers, name) for name in columns]
    units = lay_out_units(survey)
    fixed = _fixed_predictors(answers, predictors)
    imputed = (_complete(answers, gaps, fixed, units, rng) for _ in range(m))
    return tuple(replace(survey, _answers=each) for each in imputed)


def combine(estimates: tuple[Estimates, ...], *, df: float) -> Estimates:
    """Combine the estimates of several imputations by Rubin's rules [1]_.

    Parameters
    ----------
    estimates : tuple of Estimates
        The same estimate of each imputation.
    df : float
        Degrees of freedom that the estimate would have without missing answers: units drawn
        less strata, for effects less slopes.

    Returns
    -------
    Estimates
        The same rows: means of the estimates; standard errors from within and between the
        imputations; intervals and tests by Student's t with Barnard and Rubin's degrees of
        freedom [2]_, of shares as in `estimate_shares`. `n` counts those whose answers were
        filled in.

    Raises
    ------
    DataError
        If there are fewer than two estimates, or they have different rows.

    References
    ----------
    .. [1] Rubin, D. B. (1987). Multiple Imputation for Nonresponse in Surveys, section 3.1.
       Wiley.
    .. [2] Barnard, J. and Rubin, D. B. (1999). Small-sample degrees of freedom with multiple
       imputation. Biometrika 86, 948-955.
    """
    first = estimates[0]
    keys = ["measure", *first.by]
    tables = [each.tidy().set_index(keys) for each in estimates]
    if len(tables) < 2 or any(not table.index.equals(tables[0].index) for table in tables):
        problem = "the imputations do not have the same rows, or there are fewer than two."
        remedy = "Put groups together that are empty in some imputations."
        raise DataError(Fault("combined imputations", problem, remedy))
    table = _combined(tables, df)
    intervals = _share_limits if first.kind == "share" else _limits
    low, high = intervals(table, tables, first.conf_level)
    table = table.assign(conf_low=low, conf_high=high)
    if first.kind in ("difference", "effect"):
        statistic = (table["estimate"] / table["std_error"]).where(table["std_error"] > 0)
        p_value = 2 * stats.t.sf(statistic.abs(), table["df"])
        table = table.assign(statistic=statistic, p_value=p_value)
    return replace(first, _table=table.reset_index().reindex(columns=[*keys, *COLUMNS]))


def _combined(tables: list[pd.DataFrame], df: float) -> pd.DataFrame:
    m = len(tables)
    estimate = np.array([table["estimate"] for table in tables])
    within = np.array([table["std_error"] ** 2 for table in tables]).mean(axis=0)
    between = (1 + 1 / m) * estimate.var(axis=0, ddof=1)
    total = within + between
    with np.errstate(divide="ignore", invalid="ignore"):
        missing = np.where(total > 0, between / total, 0.0)
        rubin = (m - 1) / missing**2
    observed = (df + 1) / (df + 3) * df * (1 - missing) if np.isfinite(df) else np.inf
    return pd.DataFrame(
        {
            "estimate": estimate.mean(axis=0),
            "std_error": np.sqrt(total),
            "df": 1 / (1 / rubin + 1 / np.maximum(observed, 1e-9)),
            "n": np.array([table["n"] for table in tables]).min(axis=0),
            "n_weighted": np.array([table["n_weighted"] for table in tables]).mean(axis=0),
        },
        index=tables[0].index,
    )


def _limits(table: pd.DataFrame, _: list[pd.DataFrame], conf_level: float) -> tuple[Floats, Floats]:
    return t_interval(table, conf_level=conf_level)


def _share_limits(
    table: pd.DataFrame, tables: list[pd.DataFrame], conf_level: float
) -> tuple[Floats, Floats]:
    """Compute limits of shares; a point only where each imputation has the same point."""
    known = [each["conf_low"].eq(each["conf_high"]) for each in tables]
    free = ~(np.all(known, axis=0) & table["std_error"].eq(0))
    few = table["n"] * np.minimum(table["estimate"], 1 - table["estimate"])
    described = table.assign(free=free.astype(float))
    return cautious_interval(described, few=few.to_numpy(), conf_level=conf_level)


def _check(
    wave: str,
    answers: pd.DataFrame,
    columns: tuple[str, ...],
    predictors: tuple[str, ...],
    m: int,
) -> None:
    if m < 2:
        problem = f"{m} imputations do not tell how unsure they are."
        raise ConfigurationError(Fault("m", problem, "Ask for 20 or more."))
    place, faults = f"imputation of wave {wave}", []
    for name in (*columns, *predictors):
        if name not in answers:
            faults.append(
                Fault(f"{place}, {name}", "the survey has no such column.", "Correct it.")
            )
        elif name in columns and not _known(answers[name]).any():
            faults.append(Fault(f"{place}, {name}", "it has no answers.", "Leave it out."))
        elif name in predictors and answers[name].isna().any():
            problem = f"{int(answers[name].isna().sum())} answers of this predictor are missing."
            faults.append(Fault(f"{place}, {name}", problem, "Move it to the columns to fill in."))
    if faults:
        raise DataError(faults)


def _gap(answers: pd.DataFrame, name: str) -> _Gap:
    column = answers[name]
    missing = column.isna().to_numpy(bool)
    known = _known(column)
    is_number = is_numeric_dtype(column) and not is_bool_dtype(column)
    return _Gap(name, missing, known, is_number, _colleagues(answers, column, known))


def _known(column: pd.Series[str]) -> Booleans:
    shown = column.ne(NOT_SHOWN).fillna(False).to_numpy(bool)
    return np.asarray(column.notna().to_numpy(bool) & shown)


def _complete(
    answers: pd.DataFrame,
    gaps: list[_Gap],
    fixed: Floats,
    units: Units,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Fill in all columns once: from any answer at first, then each in turn given the others."""
    filled = answers.copy()
    for gap in gaps:
        givers = rng.choice(np.flatnonzero(gap.known), int(gap.missing.sum()))
        filled[gap.name] = _filled(answers[gap.name], gap, givers)
    times = _resample(units, rng)[units.of_row]
    for _ in range(CYCLES if len(gaps) > 1 else 1):
        for gap in gaps:
            others = [_columns(filled[other.name]) for other in gaps if other is not gap]
            x = np.hstack([fixed, gap.colleagues, *others])
            givers = _draw(answers[gap.name], gap, x, times, rng)
            filled[gap.name] = _filled(answers[gap.name], gap, givers)
    return filled


def _filled(column: pd.Series[str], gap: _Gap, givers: Codes) -> pd.Series[str]:
    """Give missing answers the answers of other respondents."""
    rows = np.arange(len(column))
    rows[gap.missing] = givers
    return column.take(rows).set_axis(column.index)


def _resample(units: Units, rng: np.random.Generator) -> Floats:
    """Count how often each unit is drawn again: one fewer than there were, in each stratum."""
    times = np.ones(len(units.stratum))
    for stratum in np.flatnonzero(units.drawn > 1):
        rows = np.flatnonzero(units.stratum == stratum)
        again = rng.multinomial(len(rows) - 1, np.full(len(rows), 1 / len(rows)))
        times[rows] = again * len(rows) / (len(rows) - 1)
    return times


def _fixed_predictors(answers: pd.DataFrame, predictors: tuple[str, ...]) -> Floats:
    names = [*predictors, "stratum"]
    parts = [_columns(answers[name]) for name in names]
    weight = np.log(answers["weight"].to_numpy(float))[:, None]
    return np.hstack([*parts, weight])


def _columns(column: pd.Series[str]) -> Floats:
    if is_numeric_dtype(column) and not is_bool_dtype(column):
        return column.to_numpy(float)[:, None]
    return pd.get_dummies(column.astype("str"), drop_first=True).to_numpy(float)


def _colleagues(answers: pd.DataFrame, column: pd.Series[str], known: Booleans) -> Floats:
    """Say what others in the workplace answered, drawn to what all answered."""
    if "cluster" not in answers:
        return np.zeros((len(answers), 0))
    place = answers.groupby(["stratum", "cluster"], sort=False).ngroup().to_numpy()
    codes = _columns(column[known])
    values = np.zeros((len(answers), codes.shape[1]))
    values[known] = codes
    count = np.bincount(place, known)[place] - known + COLLEAGUES
    sums = np.zeros((place.max() + 1, codes.shape[1]))
    np.add.at(sums, place, values)
    drawn = sums[place] - values + COLLEAGUES * codes.mean(axis=0)
    return np.asarray(drawn / count[:, None])


def _draw(
    column: pd.Series[str], gap: _Gap, x: Floats, times: Floats, rng: np.random.Generator
) -> Codes:
    """Draw who gives each missing answer: somebody with the answer that was drawn."""
    x = _standardised(x, gap.known)
    if gap.is_number:
        return _match(column.to_numpy(float, na_value=np.nan), gap, x, times, rng)
    text = column[gap.known].astype("str")
    _, first, code = np.unique(text.to_numpy(str), return_index=True, return_inverse=True)
    slopes = _fit_multinomial(x[gap.known], code, times[gap.known], len(first))
    missing = x[gap.missing]
    chances = special.softmax(np.column_stack([np.zeros(len(missing)), missing @ slopes]), axis=1)
    passed = chances.cumsum(axis=1) < rng.random((len(chances), 1))
    drawn = np.minimum(passed.sum(axis=1), len(first) - 1)
    return np.asarray(np.flatnonzero(gap.known)[first[drawn]])


def _standardised(x: Floats, known: Booleans) -> Floats:
    spread = x[known].std(axis=0)
    kept = x[:, spread > 0]
    inner = (kept - kept[known].mean(axis=0)) / spread[spread > 0]
    return np.column_stack([np.ones(len(x)), inner])


def _fit_multinomial(x: Floats, code: Codes, times: Floats, size: int) -> Floats:
    """Fit a multinomial logistic regression with weakly informative priors, by Newton's method.

    References
    ----------
    Gelman, A. et al. (2008). A weakly informative default prior distribution for logistic and
    other regression models. Annals of Applied Statistics 2, 1360-1383; here normal.
    """
    width = x.shape[1]
    reached = np.eye(size)[code][:, 1:]
    prior = np.r_[1e-6, np.full(width - 1, PRIOR)]
    slopes = np.zeros((width, size - 1))
    for _ in range(MOST_STEPS if size > 1 else 0):
        line = np.column_stack([np.zeros(len(x)), x @ slopes])
        chance = special.softmax(line, axis=1)[:, 1:]
        gradient = x.T @ (times[:, None] * (reached - chance)) - prior[:, None] * slopes
        step = np.linalg.solve(_curvature(x, chance, times, prior), gradient.T.ravel())
        slopes = slopes + np.clip(step.reshape(size - 1, width).T, -2, 2)
        if np.abs(step).max() < 1e-4:
            break
    return slopes


def _curvature(x: Floats, chance: Floats, times: Floats, prior: Floats) -> Floats:
    blocks = [
        [
            x.T @ (x * (times * chance[:, row] * ((row == column) - chance[:, column]))[:, None])
            + (row == column) * np.diag(prior)
            for column in range(chance.shape[1])
        ]
        for row in range(chance.shape[1])
    ]
    return np.block(blocks)


def _match(values: Floats, gap: _Gap, x: Floats, times: Floats, rng: np.random.Generator) -> Codes:
    """Take each missing number from one of the nearest donors.

    The donors' expected numbers come from all answers, those of the missing ones from the
    bootstrap sample: type 1 matching.

    References
    ----------
    Little, R. J. A. (1988). Missing-data adjustments in large surveys. Journal of Business and
    Economic Statistics 6, 287-296; van Buuren (2018), section 3.4.
    """
    donors, known = x[gap.known], values[gap.known]
    slopes = _fit_linear(donors, known, np.ones(len(known)))
    again = _fit_linear(donors, known, times[gap.known])
    distance = np.abs((x[gap.missing] @ again)[:, None] - (donors @ slopes)[None, :])
    count = min(DONORS, len(known))
    nearest = np.argpartition(distance, count - 1, axis=1)[:, :count]
    chosen = rng.integers(count, size=len(nearest))
    return np.asarray(np.flatnonzero(gap.known)[nearest[np.arange(len(nearest)), chosen]])


def _fit_linear(x: Floats, y: Floats, times: Floats) -> Floats:
    weighted = x * times[:, None]
    prior = np.diag(np.r_[0.0, np.full(x.shape[1] - 1, 1e-6 * times.sum())])
    return np.asarray(np.linalg.solve(weighted.T @ x + prior, weighted.T @ y))
