"""What every design gives back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Effect:
    """A change or a difference, with how sure it is.

    Attributes
    ----------
    estimate : float
        The number, on the scale that the design's docstring names.
    std_error : float
        Its standard error; NaN where the interval does not rest on one.
    df : float
        Degrees of freedom of the reference distribution; inf for the normal one, NaN where
        there is none.
    conf_low, conf_high : float
        Limits of the interval at the level asked for; infinite where the data bound nothing.
    p_value : float
        Two-sided, against no change.

    Examples
    --------
    >>> from evaltools.designs import wilson_interval
    >>> found = wilson_interval(12, trials=40)
    >>> round(found.estimate, 2), round(found.conf_low, 2), round(found.conf_high, 2)
    (0.3, 0.18, 0.45)
    """

    estimate: float
    std_error: float
    df: float
    conf_low: float
    conf_high: float
    p_value: float


def bounded(estimate: float, conf_low: float, conf_high: float, p_value: float) -> Effect:
    """Return an effect whose interval rests on no standard error."""
    return Effect(estimate, np.nan, np.nan, conf_low, conf_high, p_value)
