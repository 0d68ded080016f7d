"""The numbers of a scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaltools.declarations import Language
from evaltools.numerals import write_number


def write_ticks(ticks: Sequence[float], language: Language) -> list[str]:
    """Write the numbers of a scale with as many decimals as tell them apart.

    Parameters
    ----------
    ticks : sequence of float
        Evenly apart.
    language : {"sv", "en"}
        Language of the numbers.

    Returns
    -------
    list of str
        One per tick.

    Examples
    --------
    >>> write_ticks([0.5, 0.75, 1.0], "sv")
    ['0,50', '0,75', '1,00']
    """
    decimals = next(
        (each for each in range(6) if np.allclose(ticks, np.round(ticks, each), rtol=0, atol=1e-9)),
        6,
    )
    return [write_number(each, language=language, decimals=decimals) for each in ticks]
