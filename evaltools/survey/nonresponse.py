"""Who is missing among those who answered, and how much that could matter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from evaltools.errors import DataError, Fault


@dataclass(frozen=True, slots=True)
class Representativity:
    """How alike the groups of a frame are in their response rates.

    Attributes
    ----------
    r : float
        The R-indicator: 1 where all groups answer at the same rate, less where they differ.
    conf_low, conf_high : float
        Its confidence limits.
    rate : float
        Response rate.
    variation : float
        Coefficient of variation of the response rates: the largest bias, in standard
        deviations of the answer, that the differences between these groups can bring about.
    partial : dict of str to float
        For each variable of the frame the standard deviation of the response rates of its
        groups: how much of the difference runs along it.
    """

    r: float
    conf_low: float
    conf_high: float
    rate: float
    variation: float
    partial: dict[str, float]


def estimate_representativity(cells: pd.DataFrame, *, conf_level: float = 0.95) -> Representativity:
    """Estimate the R-indicator from the response rates of the cells of a frame.

    R is 1 - 2 S, where S is the standard deviation of the response propensities over the
    frame [1]_. Each cell has a propensity of its own; the part of S that chance alone
    brings about in small cells is taken out, as in [2]_, and the limits are by linearisation.

    Parameters
    ----------
    cells : pandas.DataFrame
        One row per cell of the frame: `employees` and `n` (answers) are counts, the other
        columns are the variables that form the cells.
    conf_level : float, optional
        Level of the limits.

    Returns
    -------
    Representativity
        The indicator. It tells of the variables of the frame and nothing of others.

    Raises
    ------
    DataError
        If a cell has more answers than employees, or none has any.

    References
    ----------
    .. [1] Schouten, B., Cobben, F. and Bethlehem, J. (2009). Indicators for the
       representativeness of survey response. Survey Methodology 35, 101-113.
    .. [2] Shlomo, N., Skinner, C. and Schouten, B. (2012). Estimation of an indicator of the
       representativeness of survey response. Journal of Statistical Planning and Inference
       142, 201-211.
    """
    asked = cells[cells["employees"] > 0]
    size, answered = (asked[name].to_numpy(float) for name in ("employees", "n"))
    if (answered > size).any() or not answered.sum():
        problem = "some group has more answers than employees, or nobody has answered."
        raise DataError(Fault("response rates", problem, "Correct the frame."))
    rho, share = answered / size, size / size.sum()
    rate = float(share @ rho)
    noise = _noise(rho, size)
    spread = max(float(share @ (rho - rate) ** 2 - share @ noise + (share**2) @ noise), 0.0)
    deviation = float(np.sqrt(spread))
    error = 2 * float(np.sqrt(((2 * share * (rho - rate)) ** 2) @ noise))
    error = error / (2 * deviation) if deviation else 0.0
    reach = float(stats.norm.isf((1 - conf_level) / 2)) * error
    variables = [str(name) for name in cells if name not in ("employees", "n")]
    return Representativity(
        r=1 - 2 * deviation,
        conf_low=max(1 - 2 * deviation - reach, 0),
        conf_high=min(1 - 2 * deviation + reach, 1),
        rate=rate,
        variation=deviation / rate,
        partial={name: _between(asked, name, rate) for name in variables},
    )


def _noise(rho: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.float64]:
    """Estimate the variance of each cell's response rate."""
    return rho * (1 - rho) / np.maximum(size - 1, 1)


def _between(cells: pd.DataFrame, variable: str, rate: float) -> float:
    """Compute the standard deviation of response rates between the groups of a variable."""
    groups = cells.groupby(variable)[["employees", "n"]].sum()
    share = groups["employees"] / groups["employees"].sum()
    spread = share * (groups["n"] / groups["employees"] - rate) ** 2
    return float(np.sqrt(spread.sum()))
