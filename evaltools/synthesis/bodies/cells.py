"""Cells of published tables about one body, written as the tables write them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from evaltools.artefacts import Artefacts, TableArtefact, write
from evaltools.artefacts.words import HIDDEN, NO_DATA
from evaltools.declarations import LANGUAGES, STRICTNESS, Text
from evaltools.disclosure import Publishable, publish_again, publish_facts
from evaltools.synthesis.bodies import words
from evaltools.synthesis.bodies.sources import CITY, SHARES, WAVES
from evaltools.tables import Column, Format

Row = Mapping[Hashable, Any]
"""A row of a published table by column."""


def rows_of(artefacts: Artefacts, table: str, **keys: str) -> list[Row]:
    """Return the rows of a table with certain keys; none where there is no such table."""
    if table not in artefacts.tables:
        return []
    rows = _every_row(artefacts.tables[table])
    return [row for row in rows if all(row[name] == value for name, value in keys.items())]


@lru_cache(maxsize=16)
def _every_row(table: TableArtefact) -> list[Row]:
    """Read the rows of a table once for all bodies."""
    return list(table.data.to_dict("records"))


def frame_of(rows: Sequence[Row], *, columns: Sequence[Column]) -> pd.DataFrame:
    """Make the data that columns show, with `hidden`; of the same types where there is no row."""
    names = [name for each in columns for name in _data_names(each)]
    types = {each.name: "float64" for each in columns if each.format != "text"}
    return pd.DataFrame(rows, columns=[*names, "hidden"]).astype(types | {"hidden": "bool"})


def _data_names(column: Column) -> list[str]:
    if column.format != "text":
        return [column.name]
    return [f"{column.name}.{language}" for language in LANGUAGES]


def again(
    table: pd.DataFrame, artefacts: Artefacts, tables: Sequence[str], *, names: tuple[str, ...] = ()
) -> Publishable:
    """Publish rows of tables by the strictest of their rules; `names` say what a row is about."""
    known = [artefacts.tables[each].metadata for each in tables if each in artefacts.tables]
    if not known:
        return publish_facts(table, about=words.ABOUT, synthetic=False)
    strictest = max(
        (each.disclosure for each in known), key=lambda it: STRICTNESS.index(it.sensitivity)
    )
    return publish_again(
        table,
        names=names,
        sensitivity=strictest.sensitivity,
        rule=strictest.rule,
        synthetic=any(each.synthetic for each in known),
    )


def rows_beside(
    artefacts: Artefacts, *, body: str, measure: str
) -> tuple[Row | None, Row | None, Row | None]:
    """Return the row of a measure of the body, of the whole city and of the body's change."""
    return (
        first(rows_of(artefacts, SHARES, body=body, measure=measure)),
        first(rows_of(artefacts, CITY, measure=measure)),
        first(rows_of(artefacts, WAVES, body=body, measure=measure)),
    )


def is_synthetic(artefacts: Artefacts, identifiers: Iterable[str]) -> bool:
    """Tell whether any of those artefacts that there are is made from synthetic data."""
    return artefacts.is_synthetic([each for each in identifiers if each in artefacts])


def first(rows: Sequence[Row]) -> Row | None:
    """Return the first of some rows, if there is one."""
    return rows[0] if rows else None


def pair(row: Row, name: str) -> Text:
    """Return a text that a row has in both languages."""
    return Text(sv=row[f"{name}.sv"], en=row[f"{name}.en"])


def numeral(value: float, format: Format) -> Text:
    """Write a number in both languages."""
    return Text(
        sv=write(float(value), format=format, language="sv"),
        en=write(float(value), format=format, language="en"),
    )


def share(row: Row | None, column: str) -> Text:
    """Write a share with its sign, or say why there is none."""
    if row is None or pd.isna(row[column]):
        return _silent(row)
    return words.said(words.PERCENT, numeral(row[column], "percent"))


def basis(row: Row | None) -> Text:
    """Write the interval of a share and its number of answers."""
    if row is None or pd.isna(row["estimate"]):
        return _silent(row)
    limits = [numeral(row[name], "percent") for name in ("conf_low", "conf_high")]
    return words.said(words.BASIS, *limits, numeral(row["n"], "count"))


def answered(row: Row | None) -> Text:
    """Write how many answered of how many."""
    if row is None or pd.isna(row["n"]):
        return _silent(row)
    return words.said(words.ANSWERED, *(numeral(row[name], "count") for name in ("n", "employees")))


def change(row: Row | None) -> Text:
    """Write a change in percentage points with its interval."""
    if row is None or pd.isna(row["difference"]):
        return _silent(row)
    return words.said(
        words.CHANGE, *(_signed(row[name]) for name in ("difference", "conf_low", "conf_high"))
    )


def verdict(row: Row | None) -> Text:
    """Write a body's verdict on a goal with its mark."""
    if row is None:
        return NO_DATA
    mark = words.MARKS.get(row["verdict"], words.NO_MARK)
    return Text(sv=f"{mark} {row['verdict.sv']}", en=f"{mark} {row['verdict.en']}")


def reached(row: Row | None) -> Text:
    """Write how many of a body's indicators reached their target."""
    if row is None:
        return NO_DATA
    if not row["indicators"]:
        return words.NO_INDICATORS
    return words.said(
        words.OF, *(numeral(row[name], "count") for name in ("reached", "indicators"))
    )


def _signed(points: float) -> Text:
    number = numeral(points, "percent")
    sign = "+" if round(float(points), 2) > 0 else ""
    return Text(sv=sign + number.sv, en=sign + number.en)


def _silent(row: Row | None) -> Text:
    return HIDDEN if row is not None and row.get("hidden", False) else NO_DATA
