"""Files of SPSS and Stata, with what their codes mean."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from evaltools.errors import DataError, Fault

READERS: dict[str, Callable[..., Any]] = {
    ".sav": pyreadstat.read_sav,
    ".zsav": pyreadstat.read_sav,
    ".dta": pyreadstat.read_dta,
}


@dataclass(frozen=True, slots=True, eq=False)
class LabelledTable:
    """A table whose codes and columns have labels, see `RawTable`."""

    frame: pd.DataFrame
    labels: dict[str, str]
    answers: dict[str, dict[str, str]]
    missing: dict[str, frozenset[str]]


def read_labelled(path: Path, *, encoding: str | None) -> LabelledTable:
    """Read a file of SPSS or Stata.

    Parameters
    ----------
    path : pathlib.Path
        A .sav, .zsav or .dta file.
    encoding : str or None
        Encoding of an old file; the file's own where it is not given.

    Returns
    -------
    LabelledTable
        Codes as text, whole numbers without decimals; user-missing codes stay in the cells,
        system-missing ones are "".

    Raises
    ------
    DataError
        If the file cannot be read.
    """
    reader = READERS[path.suffix.lower()]
    try:
        frame, about = reader(path, user_missing=True, apply_value_formats=False, encoding=encoding)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError):
        problem = "the file cannot be read as SPSS or Stata."
        remedy = "Save it again, or give its `encoding` in evaluation.yml."
        raise DataError(Fault(path.name, problem, remedy)) from None
    return LabelledTable(
        frame=pd.DataFrame({str(name): frame[name].map(code_text) for name in frame}, dtype="str"),
        labels={name: label for name, label in about.column_names_to_labels.items() if label},
        answers={
            name: {code_text(code): str(label) for code, label in labels.items()}
            for name, labels in about.variable_value_labels.items()
        },
        missing=_missing_codes(frame, about),
    )


def code_text(value: object) -> str:
    """Write a cell as text: whole numbers without decimals, dates as ISO, missing as "".

    Parameters
    ----------
    value : object
        A number, a text, a date or nothing.

    Returns
    -------
    str
        The text.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (datetime, date)) else str(value).strip()


def _missing_codes(frame: pd.DataFrame, about: Any) -> dict[str, frozenset[str]]:
    """List the codes that the file declares missing, of those that occur or have a label."""
    declared: Mapping[str, Any] = about.missing_ranges or {}
    letters: Mapping[str, Any] = about.missing_user_values or {}
    found = {}
    for name in frame:
        labelled = about.variable_value_labels.get(name, {})
        known = {*frame[name].dropna().unique(), *labelled}
        ranges = declared.get(str(name), [])
        codes = {code_text(code) for code in known if _in_ranges(code, ranges)}
        codes |= {str(letter) for letter in letters.get(str(name), [])}
        if codes:
            found[str(name)] = frozenset(codes)
    return found


def _in_ranges(code: Any, ranges: list[dict[str, Any]]) -> bool:
    for each in ranges:
        low, high = each["lo"], each["hi"]
        if isinstance(code, str) != isinstance(low, str):
            continue
        if low <= code <= high:
            return True
    return False
