"""Whether two answers go together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import linalg, stats

from evaltools.errors import DataError, Fault
from evaltools.estimates.linearised import (
    Codes,
    Design,
    Domains,
    Floats,
    covariance_of,
    describe_base,
    lay_out_design,
    lay_out_domains,
)
from evaltools.survey import Survey


@dataclass(frozen=True, slots=True)
class Association:
    """A test of whether two answers go together.

    Attributes
    ----------
    statistic : float
        Rao and Scott's F.
    df : tuple of float
        Its degrees of freedom.
    p_value : float
        Chance of a larger F where the answers do not go together.
    n : int
        Respondents who gave both answers.
    """

    statistic: float
    df: tuple[float, float]
    p_value: float
    n: int


def rao_scott_test(survey: Survey, first: str, second: str) -> Association:
    """Test whether two questions of a survey are independent.

    Pearson's statistic with Rao and Scott's second-order correction [1]_.

    Parameters
    ----------
    survey : Survey
        The weighted answers, without replicate weights.
    first, second : str
        Columns of the survey; respondents who lack either are left out.

    Returns
    -------
    Association
        The test.

    Raises
    ------
    DataError
        If nobody gave some combination of answers, or the survey has replicate weights.

    References
    ----------
    .. [1] Rao, J. N. K. and Scott, A. J. (1984). On chi-squared tests for multiway
       contingency tables with cell proportions estimated from survey data. Annals of
       Statistics 12, 46-60.

    Examples
    --------
    >>> from evaltools.estimates import rao_scott_test
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> round(rao_scott_test(survey, "role", "heard_of").p_value, 3)
    0.142
    """
    answers, design = survey.tidy(), lay_out_design(survey)
    cells = lay_out_domains(answers, (first, second))
    rows, columns = (pd.factorize(cells.labels[name])[0] for name in (first, second))
    inside = cells.code >= 0
    share = np.bincount(cells.code[inside], design.weight[inside], cells.size)
    total = share.sum()
    table = np.zeros((rows.max() + 1, columns.max() + 1))
    table[rows, columns] = share / total
    _check_table(survey, table)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    pearson = inside.sum() * ((table - expected) ** 2 / expected).sum()
    delta = _generalised_effects(design, cells, table, rows * table.shape[1] + columns)
    trace = np.trace(delta)
    df = trace**2 / np.trace(delta @ delta)
    whole = Domains(pd.DataFrame(index=[0]), np.where(inside, 0, -1))
    df_design = float(describe_base(design, whole)["df"].iloc[0])
    statistic = float(pearson / trace)
    p_value = float(stats.f.sf(statistic, df, df * df_design))
    return Association(statistic, (float(df), float(df * df_design)), p_value, int(inside.sum()))


def _generalised_effects(design: Design, cells: Domains, table: Floats, place: Codes) -> Floats:
    """Compute Rao and Scott's matrix of design effects of the interactions."""
    rows = np.flatnonzero(cells.code >= 0)
    shares = table.ravel()
    gave = np.zeros((len(rows), len(shares)))
    gave[np.arange(len(rows)), place[cells.code[rows]]] = 1
    covariance = covariance_of(design, rows, (gave - shares) / design.weight[rows].sum())
    main = np.hstack(
        [
            np.kron(np.eye(table.shape[0]), np.ones((table.shape[1], 1))),
            np.kron(np.ones((table.shape[0], 1)), np.eye(table.shape[1])),
        ]
    )
    contrasts = linalg.null_space(main.T)
    scaled = contrasts / shares[:, None]
    return np.asarray(
        linalg.solve(contrasts.T @ scaled / len(rows), scaled.T @ covariance @ scaled)
    )


def _check_table(survey: Survey, table: Floats) -> None:
    faults = []
    if survey.replicates is not None:
        problem = "the test has no form for replicate weights."
        faults.append(Fault(f"wave {survey.wave}", problem, "Test without them."))
    if (table == 0).any():
        problem = f"{int((table == 0).sum())} combinations of answers were given by nobody."
        faults.append(Fault(f"wave {survey.wave}", problem, "Put answers together."))
    if faults:
        raise DataError(faults)
