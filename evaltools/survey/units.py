"""The units that were drawn: persons, or workplaces with all who answered there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evaltools.errors import DataError, Fault
from evaltools.survey.design import Survey


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The units of a survey, numbered from 0.

    Attributes
    ----------
    of_row : numpy.ndarray
        The unit of each respondent.
    stratum : numpy.ndarray
        The stratum of each unit, numbered from 0.
    row_stratum : numpy.ndarray
        The stratum of each respondent.
    drawn : numpy.ndarray
        How many units were drawn in each stratum.
    free : numpy.ndarray
        Share of each stratum's units that were not drawn; 1 where that is not known.
    """

    of_row: NDArray[np.int64]
    stratum: NDArray[np.int64]
    row_stratum: NDArray[np.int64]
    drawn: NDArray[np.float64]
    free: NDArray[np.float64]


def lay_out_units(survey: Survey) -> Units:
    """Lay out the units that were drawn.

    Parameters
    ----------
    survey : Survey
        The weighted answers.

    Returns
    -------
    Units
        The units.

    Raises
    ------
    DataError
        If a stratum has a single unit and more that could have been drawn: its variance is
        not known.
    """
    answers = survey.tidy()
    of_row = _number(answers)
    first = answers[["stratum", "population"]][~pd.Series(of_row).duplicated().to_numpy()]
    stratum, names = pd.factorize(first["stratum"])
    drawn = np.bincount(stratum).astype(float)
    population = first.groupby("stratum", sort=False)["population"].first().to_numpy(float)
    free = np.where(np.isnan(population), 1.0, np.clip(1 - drawn / population, 0, 1))
    lonely = [str(name) for name in names[(drawn == 1) & (free > 0)]]
    if lonely:
        problem = f"a single unit was drawn in {', '.join(lonely)}: it has no variance."
        remedy = "Count the stratum together with another one."
        raise DataError(Fault(f"wave {survey.wave}", problem, remedy))
    codes = np.asarray(stratum, dtype=np.int64)
    return Units(of_row, codes, codes[of_row], drawn, free)


def _number(answers: pd.DataFrame) -> NDArray[np.int64]:
    """Give the units numbers in the order in which they first appear."""
    if "cluster" not in answers:
        return np.arange(len(answers), dtype=np.int64)
    numbers = answers.groupby(["stratum", "cluster"], sort=False).ngroup()
    return np.asarray(numbers, dtype=np.int64)
