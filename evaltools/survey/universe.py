"""Whom numbers count, and which groups make up which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

Groups = Mapping[str, tuple[str, tuple[str, ...]]]
"""For each group the column that it is made from, and the values that it takes together."""
Selection = dict[str, tuple[str, ...]]
"""Some of those counted: for each column the values that are meant."""


@dataclass(frozen=True, slots=True, eq=False)
class Universe:
    """Whom numbers count, such as all who answered in one wave.

    Attributes
    ----------
    name : str
        What tells it from others: numbers of one universe can be set against each other.
    levels : dict of str to tuple of str
        Columns in which everyone has a value, with all their values, as they were asked.
    groups : dict of str to dict
        Columns that are made from others, and their values: which values of which column each
        takes together, such as the bodies of a kind.
    sizes : dict of str to dict
        How many were asked, for each value of such a column: no more can have answered.

    Examples
    --------
    >>> from evaltools.survey import Universe
    >>> universe = Universe("2025", {"body": ("A", "B")})
    >>> universe.values("body")
    ('A', 'B')
    """

    name: str
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, Groups] = field(default_factory=dict)
    sizes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def most(self, column: str, value: str) -> float:
        """Return how many with `value` in `column` were asked; no limit where it is unknown."""
        return min(
            sum(self.sizes.get(base, {}).get(each, np.inf) for each in values)
            for base, values in self.select(column, value).items()
        )

    def values(self, column: str) -> tuple[str, ...]:
        """Return the values of a column in which everyone has one; none where they are unknown."""
        return tuple(self.groups.get(column, self.levels.get(column, ())))

    def select(self, column: str, value: str) -> Selection:
        """Say which of those counted have `value` in `column`, in columns as they were asked."""
        made = self.groups.get(column, {}).get(value)
        return {column: (value,)} if made is None else {made[0]: made[1]}

    def with_groups(self, column: str, *, of: str, members: Mapping[str, str]) -> Universe:
        """Return the same universe with a column whose values take those of another together.

        Parameters
        ----------
        column : str
            The new column; it may bear the name of the old one.
        of : str
            The column that it is made from.
        members : dict of str to str
            For each value of that column the value of the new one.

        Returns
        -------
        Universe
            The same respondents.
        """
        base, parts = of, dict[str, tuple[str, ...]]()
        for value, group in members.items():
            ((base, values),) = self.select(of, value).items()
            parts[group] = (*parts.get(group, ()), *values)
        made = {group: (base, values) for group, values in parts.items()}
        return replace(self, groups={**self.groups, column: made})
