"""Which groups fall silent: those with few answers, and others that would tell of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evaltools.disclosure.suppression import Flags, Problem, suppress
from evaltools.survey import Universe


def list_groups(table: pd.DataFrame, *, by: str, universe: Universe) -> pd.DataFrame:
    """Add the groups that nobody has answered in: a row that is lacking tells that.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns `measure`, `by` and `n`, and others.
    by : str
        The column that forms the groups.
    universe : Universe
        Whose groups they are.

    Returns
    -------
    pandas.DataFrame
        The rows, and for each measure one with `n` of 0 per group that it lacks.
    """
    values = list(dict.fromkeys([*table[by], *universe.values(by)]))
    every = pd.MultiIndex.from_product([table["measure"].unique(), values], names=["measure", by])
    listed = table.set_index(["measure", by]).reindex(every).reset_index()
    return listed.fillna({"n": 0})


def silence(
    sizes: pd.DataFrame, *, by: tuple[str, ...], universe: Universe, small: int
) -> pd.Series[bool]:
    """Decide which groups of a table of exact counts are hidden.

    The number of all answers, and that of every coarser grouping of the universe, is taken as
    known to the reader.

    Parameters
    ----------
    sizes : pandas.DataFrame
        One row per group: the columns `by`, and `n`.
    by : tuple of str
        The columns that form the groups.
    universe : Universe
        Whose groups they are.
    small : int
        The size from which a group may be shown.

    Returns
    -------
    pandas.Series
        True for groups that are small, and for the fewest others without which the totals
        would tell how small.
    """
    counts = sizes["n"].to_numpy(float)
    few = pd.Series(counts < small, index=sizes.index)
    primary = (counts > 0) & (counts < small)
    if not by or not primary.any():
        return few
    sums = known_sums(sizes, by=by, universe=universe, small=small)
    lacking = np.maximum(small - counts, 1.0)
    return few | suppress(Problem(counts, sums.astype(float), primary, lacking))


def known_sums(
    sizes: pd.DataFrame, *, by: tuple[str, ...], universe: Universe, small: int
) -> Flags:
    """List the sums of groups that a reader knows: of all, and of coarser groups that are shown.

    Parameters
    ----------
    sizes, by, universe, small
        As for `silence`.

    Returns
    -------
    numpy.ndarray
        One row per sum, one column per group: True where the group is part of it.
    """
    found = list(_find_sums(sizes, by, universe, small))
    return np.array(found, dtype=bool).reshape(-1, len(sizes))


def _find_sums(
    sizes: pd.DataFrame, by: tuple[str, ...], universe: Universe, small: int
) -> Iterator[Flags]:
    if sizes["n"].sum() >= small:
        yield np.ones(len(sizes), dtype=bool)
    for column, value in _coarser(sizes, by, universe):
        margin = sizes.groupby(value)["n"].sum().rename_axis(column).reset_index()
        hidden = silence(margin, by=(column,), universe=universe, small=small)
        for each in margin.loc[~hidden, column]:
            yield (value == each).to_numpy()


def _coarser(
    sizes: pd.DataFrame, by: tuple[str, ...], universe: Universe
) -> Iterator[tuple[str, pd.Series[str]]]:
    """List the columns that take groups together, with the value of each group."""
    if len(by) > 1:
        yield from ((column, sizes[column]) for column in by)
        return
    parts = {value: universe.select(by[0], str(value)) for value in sizes[by[0]]}
    for column, groups in universe.groups.items():
        belongs = {
            value: name
            for value, part in parts.items()
            for name, (base, members) in groups.items()
            if set(part.get(base, ())) <= set(members) and base in part
        }
        if column != by[0] and len(set(belongs.values())) < len(belongs):
            yield column, sizes[by[0]].map(belongs)
