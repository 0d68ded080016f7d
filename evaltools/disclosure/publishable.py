"""What a reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from evaltools.declarations import STRICTNESS, Sensitivity, Text
from evaltools.disclosure.claims import Claim, Claims

NOT_SHOWN = Text(sv="Redovisas inte", en="Not shown")
CLAIMS = "claims"
"""Column of what each row tells; no reader sees it."""
Levels = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True, eq=False)
class Publishable:
    """What a reader may see, with the rule that made it so.

    Attributes
    ----------
    sensitivity : {"open", "personal", "sensitive"}
        The strictest sensitivity behind the numbers.
    rule : Text
        The rule in words, for the reader.
    synthetic : bool
        True if any number is made from synthetic data.

    Examples
    --------
    >>> from evaltools.examples import small_shares
    >>> shown = small_shares()
    >>> shown.select("role", "chief").tidy()[["role.en", "estimate", "n", "hidden"]]
        role.en  estimate     n  hidden
    0  Managers      0.63  30.0   False
    >>> shown.sensitivity, shown.rule["en"]
    ('open', 'Groups with fewer than 10 answers are not shown, nor are groups that would
    give them away. Rounded to whole per cent.')
    """

    _table: pd.DataFrame
    sensitivity: Sensitivity
    rule: Text
    synthetic: bool
    _levels: Levels = field(default_factory=dict)

    def tidy(self) -> pd.DataFrame:
        """Return a copy of the table; in rows where `hidden` is True numbers are NaN."""
        if CLAIMS in self._table:
            return self._table.drop(columns=CLAIMS)
        return self._table.copy()

    def told(self) -> Claims:
        """Return what the rows tell a reader, for the release gate."""
        told = self._table.get(CLAIMS, ())
        claims = [claim for row in told if isinstance(row, tuple) for claim in row]
        return Claims(levels=self._levels, claims=tuple(claims))

    def with_labels(self, column: str, labels: dict[str, Text]) -> Publishable:
        """Return the same numbers with `<column>.sv` and `<column>.en` for readers.

        Parameters
        ----------
        column : str
            Column whose values are to be named.
        labels : dict of str to Text
            The name of each value; one without a name is shown empty.

        Returns
        -------
        Publishable
            The same rows.
        """
        values = self._table[column]
        names = {
            f"{column}.sv": [labels[value].sv if value in labels else "" for value in values],
            f"{column}.en": [labels[value].en if value in labels else "" for value in values],
        }
        return replace(self, _table=self._table.assign(**names))

    def in_order(self, column: str, values: Iterable[object]) -> Publishable:
        """Return the rows in the order of the values of one column; others come last.

        The order is declared, and so tells nothing of the numbers.

        Parameters
        ----------
        column : str
            Column whose values are to be in order.
        values : iterable
            Each value once, in order.

        Returns
        -------
        Publishable
            The same rows; those of one value as they stood.
        """
        place = {value: number for number, value in enumerate(values)}
        places = self._table[column].map(place).fillna(len(place)).to_numpy()
        return replace(self, _table=self._table.iloc[np.argsort(places, kind="stable")])

    def select(self, column: str, *values: object) -> Publishable:
        """Return the rows in which `column` has one of `values`."""
        return replace(self, _table=self._table[self._table[column].isin(values)])

    def rename(self, columns: dict[str, str]) -> Publishable:
        """Return the same numbers with other names of columns."""
        return replace(self, _table=self._table.rename(columns=columns))

    def with_rows(self, other: Publishable) -> Publishable:
        """Return the rows of both; the stricter rule is the one that is told."""
        stricter = max(self, other, key=lambda each: STRICTNESS.index(each.sensitivity))
        rows = pd.concat([self._table, other._table], ignore_index=True)
        return replace(
            stricter,
            _table=rows,
            synthetic=self.synthetic or other.synthetic,
            _levels={**self._levels, **other._levels},
        )

    def beside(self, other: Publishable, *, on: str, columns: tuple[str, ...]) -> Publishable:
        """Return the same rows with columns of another publishable; hidden where either is.

        Parameters
        ----------
        other : Publishable
            One row per value of `on`.
        on : str
            Column that tells which rows belong together.
        columns : tuple of str
            What is taken; a text in two languages is the pair `name.sv`, `name.en`.

        Returns
        -------
        Publishable
            By the stricter rule of the two.
        """
        pairs = {name for each in columns for name in (each, f"{each}.sv", f"{each}.en")}
        kept = [name for name in other._table if name in pairs]
        marks = {"hidden": "_hidden", CLAIMS: "_claims"}
        taken = other._table.reindex(columns=[on, *kept, *marks]).rename(columns=marks)
        table = self._table.merge(taken, on=on, how="left", validate="many_to_one")
        hidden = table["hidden"] | table.pop("_hidden").fillna(True).astype(bool)
        table = join_claims(table, "_claims")
        numbers = [str(name) for name in table.select_dtypes("number") if name != on]
        stricter = max(self, other, key=lambda each: STRICTNESS.index(each.sensitivity))
        return replace(
            stricter,
            _table=blank(table, numbers, hidden),
            synthetic=self.synthetic or other.synthetic,
            _levels={**self._levels, **other._levels},
        )

    def with_contrasts(
        self, column: str, *, reference: str, labels: dict[str, Text]
    ) -> Publishable:
        """Return the same numbers with the names of groups and of what they are compared with.

        Parameters
        ----------
        column, reference : str
            Columns that hold the group and what it is compared with.
        labels : dict of str to Text
            The name of each group; one without a name keeps its own.

        Returns
        -------
        Publishable
            The same rows, with `<column>.sv`, `<reference>.sv`, and both in one as
            `contrast.sv`; the same in English.
        """
        pairs = list(zip(self._table[column], self._table[reference], strict=True))
        own = {name: Text(sv=str(name), en=str(name)) for pair in pairs for name in pair} | labels
        words = {
            f"{name}.{language}": [own[value][language] for value in self._table[name]]
            for name in (column, reference)
            for language in ("sv", "en")
        }
        words |= {
            "contrast.sv": [f"{own[group].sv} (mot {own[base].sv})" for group, base in pairs],
            "contrast.en": [f"{own[group].en} (against {own[base].en})" for group, base in pairs],
        }
        return replace(self, _table=self._table.assign(**words))


def with_claims(table: pd.DataFrame, told: Sequence[tuple[Claim, ...]]) -> pd.DataFrame:
    """Write down what each row tells."""
    return table.assign(**{CLAIMS: pd.Series(list(told), index=table.index, dtype=object)})


def join_claims(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Put what several columns tell into one; a column that is not there tells nothing."""
    parts = [table[name] for name in (CLAIMS, *columns) if name in table]
    told = [
        tuple(claim for each in row if isinstance(each, tuple) for claim in each)
        for row in zip(*parts, strict=True)
    ] or [()] * len(table)
    kept = table.drop(columns=[name for name in (CLAIMS, *columns) if name in table])
    return with_claims(kept, told)


def blank(table: pd.DataFrame, numbers: list[str], hidden: pd.Series[bool]) -> pd.DataFrame:
    """Let rows fall silent: their numbers, and what is told where one was shown before."""
    blanked = table[numbers].astype("float64").where(~hidden, axis=0)
    if CLAIMS in table and "hidden" in table:
        silenced = hidden & ~table["hidden"].astype(bool)
        told = [() if silent else row for silent, row in zip(silenced, table[CLAIMS], strict=True)]
        return with_claims(table.assign(**blanked, hidden=hidden), told)
    return table.assign(**blanked, hidden=hidden)


def without_text(table: pd.DataFrame, name: str, hidden: pd.Series[bool]) -> pd.DataFrame:
    """Say that a text is not shown, in both languages."""
    words = {f"{name}.sv": NOT_SHOWN.sv, f"{name}.en": NOT_SHOWN.en}
    return table.assign(
        **{column: table[column].mask(hidden, text) for column, text in words.items()}
    )
