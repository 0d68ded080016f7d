"""Columns of a table that is not a survey: found by their headers, read cell by cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping

import pandas as pd

from evaltools.errors import DataError, Fault
from evaltools.intake import RawTable

Reader = Callable[[str], "str | float | None"]


def parse_number(text: str) -> float | None:
    """Read a number as Swedish or English programs write it.

    Parameters
    ----------
    text : str
        Digits with a decimal comma or point; spaces of any kind between thousands.

    Returns
    -------
    float or None
        The number; None if the text is none.

    Examples
    --------
    >>> parse_number("1 234,5")
    1234.5
    >>> parse_number("n/a") is None
    True
    """
    digits = "".join(text.split()).replace("\u2212", "-").replace(",", ".")
    try:
        number = float(digits)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def plain(text: str) -> str:
    """Fold case and blanks, in which people write the same text differently."""
    return " ".join(text.split()).casefold()


def read_text(text: str) -> str | None:
    """Take a text as it is, and an empty one as missing."""
    return text or None


def read_count(text: str) -> float | None:
    """Read a whole number that is not negative; None if the text is none."""
    number = parse_number(text)
    return number if number is not None and number >= 0 and number.is_integer() else None


def read_percent(text: str) -> float | None:
    """Read a percentage between 0 and 100; None if the text is none."""
    number = parse_number(text.removesuffix("%"))
    return number if number is not None and 0 <= number <= 100 else None


def reader_of(names: Mapping[str, str]) -> Reader:
    """Make a reader that gives each known text its name, and None to others."""
    known = {plain(text): name for text, name in names.items()}
    return lambda text: known.get(plain(text))


def read_columns(
    raw: RawTable,
    headers: Mapping[str, Iterable[str]],
    readers: Mapping[str, Reader],
    *,
    may_lack: Collection[str] = (),
    may_be_absent: Collection[str] = (),
) -> pd.DataFrame:
    """Read the columns of a table that is not a survey; refuse cells that cannot be read."""
    table = raw.tidy().rename(columns=plain)
    found = {name: next((h for h in headers[name] if h in table), None) for name in readers}
    readers = {n: each for n, each in readers.items() if found[n] or n not in may_be_absent}
    lacking = [name for name in readers if found[name] is None]
    refuse(
        Fault(raw.place, f"the column {name} is lacking.", f"Name it {' or '.join(headers[name])}.")
        for name in lacking
    )
    twice = {plain(header) for header in raw.renamed.values()}
    refuse(
        Fault(raw.place, f"two columns are called {header}.", "Delete or rename one of them.")
        for header in found.values()
        if header and header in twice
    )
    columns = {name: table[header] for name, header in found.items() if header}
    frame = pd.DataFrame({name: cells.map(readers[name]) for name, cells in columns.items()})
    allowed = {name: columns[name].eq("") & (name in may_lack) for name in readers}
    refuse(_unread_cells(raw, frame.isna() & ~pd.DataFrame(allowed)))
    return frame


def repeated_rows(raw: RawTable, frame: pd.DataFrame, keys: list[str]) -> list[Fault]:
    """Tell of rows that say the same thing twice."""
    repeated = int(frame.duplicated(keys).sum())
    if not repeated:
        return []
    problem = f"{repeated} rows repeat another row's {', '.join(keys)}."
    return [Fault(raw.place, problem, "Keep one of them.")]


def refuse(faults: Iterable[Fault]) -> None:
    """Raise all faults at once, if there are any."""
    found = list(faults)
    if found:
        raise DataError(found)


def _unread_cells(raw: RawTable, unread: pd.DataFrame) -> list[Fault]:
    return [
        Fault(
            f"{raw.place}, column {name}",
            f"{rows} rows have an empty cell or one that is not known here.",
            "Correct them, or add what they name to the programme or the codebook.",
        )
        for name, rows in unread.sum().items()
        if rows
    ]
