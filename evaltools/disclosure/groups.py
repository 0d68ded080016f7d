"""Which groups fall silent: those with few answers, and others that would tell of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from evaltools.disclosure.suppression import Flags, Problem, suppress
from evaltools.survey import Universe

Hides = Callable[[pd.DataFrame], "pd.Series[bool]"]


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
    sizes: pd.DataFrame,
    *,
    by: tuple[str, ...],
    universe: Universe,
    small: int,
    hides: Hides | None = None,
) -> pd.Series[bool]:
    """Decide which groups of a table are hidden.

    The number of all answers, and that of every coarser grouping of the universe, is taken as
    known to the reader where it is not hidden itself.

    Parameters
    ----------
    sizes : pandas.DataFrame
        One row per group: the columns `by`, `n`, and other numbers that add up.
    by : tuple of str
        The columns that form the groups.
    universe : Universe
        Whose groups they are.
    small : int
        The size from which a reader may know how large a group is.
    hides : callable, optional
        Which rows of such a table are hidden for themselves; those that are small, where it is
        not given.

    Returns
    -------
    pandas.Series
        True for groups that are hidden for themselves, and for the fewest others without which
        the totals would tell how small these are. A small group must be possible one above
        `small`: if two hidden groups were just `small` together, neither could be larger, and
        who knows the rule would know that neither is empty. One of which not so many were asked
        must be possible empty.
    """
    hides = hides or partial(are_few, small=small)
    hidden, counts = hides(sizes), sizes["n"].to_numpy(float)
    alone = hidden.to_numpy(bool)
    primary = alone & (counts > 0) & (counts < small)
    if not by or not primary.any():
        return hidden
    sums = known_sums(sizes, by=by, universe=universe, small=small, hides=hides)
    largest = np.array([_most(row, by, universe) for row in sizes[[*by]].to_dict("records")])
    shift = np.where(largest > small, np.maximum(small + 1 - counts, 1.0), -counts)
    problem = Problem(counts, sums.astype(float), primary, shift, largest, free=alone)
    return hidden | suppress(problem)


def _most(group: Mapping[Hashable, Any], by: tuple[str, ...], universe: Universe) -> float:
    return min(universe.most(name, str(group[name])) for name in by)


def are_few(sizes: pd.DataFrame, *, small: int) -> pd.Series[bool]:
    """Tell which groups, one per row, have an `n` under `small`."""
    return sizes["n"] < small


def known_sums(
    sizes: pd.DataFrame, *, by: tuple[str, ...], universe: Universe, small: int, hides: Hides
) -> Flags:
    """List the sums of groups that a reader knows: of all, and of coarser groups that are shown.

    Parameters
    ----------
    sizes, by, universe, small, hides
        As for `silence`.

    Returns
    -------
    numpy.ndarray
        One row per sum, one column per group: True where the group is part of it.
    """
    found = list(_find_sums(sizes, by, universe, small, hides))
    return np.array(found, dtype=bool).reshape(-1, len(sizes))


def _find_sums(
    sizes: pd.DataFrame, by: tuple[str, ...], universe: Universe, small: int, hides: Hides
) -> Iterator[Flags]:
    if not hides(sizes.groupby(np.zeros(len(sizes))).sum(numeric_only=True)).any():
        yield np.ones(len(sizes), dtype=bool)
    for column, value in _coarser(sizes, by, universe):
        margin = sizes.groupby(value.rename(column)).sum(numeric_only=True).reset_index()
        hidden = silence(margin, by=(column,), universe=universe, small=small, hides=hides)
        for each in margin.loc[~hidden, column]:
            yield (value == each).to_numpy()


def _coarser(
    sizes: pd.DataFrame, by: tuple[str, ...], universe: Universe
) -> Iterator[tuple[str, pd.Series[str]]]:
    """List the columns that take groups together, with the value of each group."""
    for name in by:
        if len(by) > 1:
            yield name, sizes[name]
        parts = {value: universe.select(name, str(value)) for value in sizes[name]}
        for column, groups in universe.groups.items():
            belongs = {
                value: group
                for value, part in parts.items()
                for group, (base, members) in groups.items()
                if set(part.get(base, ())) <= set(members) and base in part
            }
            if column != name and len(set(belongs.values())) < len(belongs):
                yield column, sizes[name].map(belongs)
