"""Tidy tables of any publisher: a row per value, or a row per series and a column per year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, Self

import pandas as pd
from pydantic import model_validator

from evaltools.errors import Fault
from evaltools.intake import RawTable, read_table
from evaltools.sources.cells import cell_note, fold, match_labels, read_cell, read_period
from evaltools.sources.declared import Meaning, Publication
from evaltools.sources.grids import (
    absent_faults,
    refuse,
)
from evaltools.sources.observations import QUALIFIERS, as_observations
from evaltools.sources.printed import unmapped_faults
from evaltools.sources.publishing import lay_out, rows_of, value_faults
from evaltools.sources.totals import check_totals

Column = Literal[
    "indicator_id", "name_sv", "name_en", "unit", "geography", "sex", "age", "group", "period",
    "value", "numerator", "denominator", "uncertainty", "qualifier", "method_note",
]  # fmt: skip
Qualifier = Literal[
    "exact", "approx", "derived", "rounded", "at_least", "zero_dash", "preliminary",
    "parts_differ", "suppressed_x", "missing_dots",
]  # fmt: skip
NUMBERS: tuple[Column, ...] = ("numerator", "denominator", "uncertainty")
UNPRINTED = ("suppressed_x", "missing_dots")
SEXES = {"": "", "women": "women", "men": "men", "kvinnor": "women", "män": "men"}


class LongTable(Publication):
    """A tidy table with its mapping.

    Attributes
    ----------
    kind : {"long_table"}
        Tells that the publication has this form.
    file : str
        Text or a workbook.
    sheet : str, optional
        Sheet of the workbook, where several hold a table.
    mapping : dict of str to str
        Header of the file by our column.
    period : str, optional
        The period of all values, where no column tells.
    words : dict of str to dict of str to str, optional
        Our text for each of theirs, by our column; rows with another text are refused, or left
        out with `rest: leave`.
    marks : dict of str to str, optional
        Qualifier of the cells that hold a mark of the publisher's own.
    years_as_columns : bool, optional
        True where each year is a column of values.
    """

    kind: Literal["long_table"] = "long_table"
    file: str
    sheet: str | None = None
    mapping: dict[Column, str]
    period: str = ""
    words: dict[Column, dict[str, str]] = {}
    marks: dict[str, Qualifier] = {}
    years_as_columns: bool = False

    @model_validator(mode="after")
    def _tells_of_values(self) -> Self:
        twice = [name for name in ("value", "period") if name in self.mapping]
        if self.years_as_columns and twice:
            raise ValueError(f"the years as columns tell of {' and '.join(twice)}: do not map them")
        if not self.years_as_columns and "value" not in self.mapping:
            raise ValueError("mapping does not tell which column holds the value")
        return self


def read_long_table(source: LongTable, root: Path) -> list[RawTable]:
    """Read a tidy table.

    Parameters
    ----------
    source : LongTable
        The declaration.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    list of RawTable
        One long table. Where years are columns, an empty cell is no value.

    Raises
    ------
    DataError
        For headers that are not in the file, texts that are not declared, cells that are no
        values, and years, sexes and qualifiers that are none: all at once.
    """
    raw = read_table(root / source.file, sheet=source.sheet)
    refuse(_header_faults(source, raw))
    told = _worded(source, _mapped(source, raw.tidy()))
    known = told.dropna(subset=[name for name in source.words if name in told])
    read = _read(source, known)
    frame = lay_out(rows_of(read.fillna("")), source=source)
    faults = [
        *unmapped_faults(raw.place, rest=source.rest, rows=len(told) - len(known)),
        *_cell_faults(source, raw, read),
        *value_faults(raw.place, frame),
    ]
    refuse(faults)
    checked = rows_of(check_totals(frame, parts=source.totals))
    return [
        as_observations(
            checked,
            path=root / source.file,
            synthetic=raw.synthetic,
            sheet=raw.sheet,
            unmarked=raw.unmarked,
        )
    ]


def _headers(source: LongTable, table: pd.DataFrame) -> dict[str, str]:
    """Return the header as printed of each column that is mapped."""
    printed = {("", str(header)): str(header) for header in table}
    declared = match_labels(printed, source.mapping.values())
    found = {header: printed[pair] for pair, header in declared.items()}
    return {name: found[header] for name, header in source.mapping.items() if header in found}


def _years(table: pd.DataFrame, mapped: Iterable[str]) -> list[str]:
    headers = [str(header) for header in table]
    return [each for each in headers if each not in set(mapped) and read_period(each)]


def _header_faults(source: LongTable, raw: RawTable) -> list[Fault]:
    table = raw.tidy()
    printed = [("", str(header)) for header in table]
    faults = absent_faults(raw.place, "headers", printed, list(source.mapping.values()))
    if source.years_as_columns and not _years(table, _headers(source, table).values()):
        remedy = "Remove `years_as_columns`, or correct the headers in the file."
        faults.append(Fault(raw.place, "no column has a year for its header.", remedy))
    return faults


def _mapped(source: LongTable, table: pd.DataFrame) -> pd.DataFrame:
    """Return our columns, and in those that the file lacks what holds for every value."""
    headers = _headers(source, table)
    ours = pd.DataFrame({name: table[header] for name, header in headers.items()})
    if source.years_as_columns:
        ours = _unpivoted(ours, table[_years(table, headers.values())])
    constants = {name: getattr(source.every, name) for name in Meaning.model_fields}
    lacking = constants | {"period": source.period, "qualifier": ""}
    return ours.assign(**{name: text for name, text in lacking.items() if name not in ours})


def _unpivoted(series: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    parts = [series.assign(period=str(year), value=cells) for year, cells in years.items()]
    long = pd.concat(parts).sort_index(kind="stable")
    return long[long["value"] != ""].reset_index(drop=True)


def _worded(source: LongTable, table: pd.DataFrame) -> pd.DataFrame:
    """Put our words for theirs, nothing where there is none."""
    worded = table.copy()
    for name, words in source.words.items():
        known = {"": ""} | {fold(theirs): ours for theirs, ours in words.items()}
        if name in table:
            worded[name] = table[name].map(lambda text, known=known: known.get(fold(text)))
    return worded


def _read(source: LongTable, table: pd.DataFrame) -> pd.DataFrame:
    """Read periods, sexes, qualifiers and numbers, nothing where a cell is none."""
    pairs = zip(table["value"], table["qualifier"], strict=True)
    cells = [_value(source.marks, text, given) for text, given in pairs]
    notes = [
        "; ".join(filter(None, (note, cell_note(text))))
        for note, text in zip(table["method_note"], table["value"], strict=True)
    ]
    qualifiers = [
        given or (cell[1] if cell else "")
        for given, cell in zip(table["qualifier"], cells, strict=True)
    ]
    return table.assign(
        period=table["period"].map(read_period),
        sex=table["sex"].map(lambda text: SEXES.get(fold(text))),
        value=pd.array([cell[0] if cell else None for cell in cells], dtype="str"),
        qualifier=pd.Series(qualifiers, index=table.index).map(_qualifier),
        method_note=notes,
        **{name: table[name].map(_number) for name in NUMBERS if name in table},
    )


def _value(marks: Mapping[str, Qualifier], text: str, given: str) -> tuple[str, str] | None:
    if not text and given in UNPRINTED:
        return "", given
    return ("", marks[text]) if text in marks else read_cell(text)


def _qualifier(text: str) -> str | None:
    return text if text in ("", *QUALIFIERS) else None


def _number(text: str) -> str | None:
    cell = read_cell(text) if text else ("", "")
    return cell[0] if cell else None


def _cell_faults(source: LongTable, raw: RawTable, table: pd.DataFrame) -> list[Fault]:
    names = {str(name): header for name, header in source.mapping.items()}
    return [
        Fault(
            f"{raw.place}, column {names.get(str(name), name)}",
            f"{count} cells are empty or cannot be read as {name}.",
            "Correct them in the file, or declare them under `words` or `marks`.",
        )
        for name, count in table.isna().sum().items()
        if count
    ]
