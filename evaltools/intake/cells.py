"""One cell as text, whatever kind of file it stands in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

ERRORS = frozenset(
    {"#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
    | {"#SAKNAS!", "#DIVISION/0!", "#REFERENS!", "#VÄRDEFEL!", "#NAMN?", "#OGILTIGT!"}
    | {"#SKÄRNING!", "#KALK!"}
)
"""What a workbook shows where a formula failed, in English and in Swedish Excel."""

FLOATS = (float, np.floating)


def as_text(cell: Any) -> str:
    """Return a cell as text.

    Parameters
    ----------
    cell : object
        Text, number, boolean, date, time or nothing.

    Returns
    -------
    str
        Text without blanks at its ends; a whole number without decimals, another number with
        all the digits that tell it from its neighbours; TRUE or FALSE; a date or a time by
        ISO 8601, a duration as hours:minutes:seconds; "" for nothing.
    """
    if isinstance(cell, str):
        return cell.strip()
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, (bool, np.bool_)):
        return str(cell).upper()
    if isinstance(cell, timedelta):
        return _duration(cell)
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat()
    return _number(cell)


def _number(cell: float | np.floating[Any]) -> str:
    text = np.format_float_positional(cell, trim="-") if isinstance(cell, FLOATS) else str(cell)
    return "0" if text == "-0" else text


def _duration(cell: timedelta) -> str:
    minutes, seconds = divmod(round(cell.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
