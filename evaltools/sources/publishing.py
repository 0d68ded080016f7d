"""The long table of what was read: laid out, checked, its totals compared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from evaltools.errors import Fault
from evaltools.intake import RawTable
from evaltools.sources.cells import fold
from evaltools.sources.declared import Publication
from evaltools.sources.grids import Grid, refuse
from evaltools.sources.observations import COLUMNS, as_observations
from evaltools.sources.totals import check_totals

Row = dict[str, str]
NEEDED = ("indicator_id", "unit", "geography", "period")
IDENTITY = ("indicator_id", "name_sv", "unit", "geography", "sex", "age", "group", "period")


def publish(
    rows: Iterable[Row],
    *,
    source: Publication,
    grid: Grid,
    edition: date | None = None,
    faults: Iterable[Fault] = (),
) -> RawTable:
    """Make the long table of values, with its totals checked.

    Parameters
    ----------
    rows : iterable of dict
        One per value.
    source : Publication
        The declaration.
    grid : Grid
        The cells that the values are from.
    edition : datetime.date, optional
        Day of the edition, where the source has several.
    faults : iterable of Fault, optional
        What was found wrong on the way.

    Returns
    -------
    RawTable
        The long table.

    Raises
    ------
    DataError
        For the faults found, values that lack indicator, unit, place or period, and values
        that are given twice: all at once.
    """
    frame = lay_out(rows, source=source, edition=edition)
    refuse([*faults, *value_faults(grid.place, frame)])
    checked = check_totals(frame, parts=source.totals)
    return as_observations(
        rows_of(checked),
        path=grid.path,
        synthetic=grid.synthetic,
        sheet=grid.sheet,
        unmarked=grid.unmarked,
    )


def lay_out(
    rows: Iterable[Row], *, source: Publication, edition: date | None = None
) -> pd.DataFrame:
    """Lay values out in the columns of the long table.

    Parameters
    ----------
    rows : iterable of dict
        One per value.
    source : Publication
        The declaration, which tells who publishes them.
    edition : datetime.date, optional
        Day of the edition, where the source has several.

    Returns
    -------
    pandas.DataFrame
        Text in every cell.
    """
    day = edition or source.edition
    told = {
        "source_name": source.source_name,
        "source_url": source.source_url,
        "edition": day.isoformat() if day else "",
    }
    frame = pd.DataFrame([told | row for row in rows], columns=list(COLUMNS))
    return frame.fillna("").astype("str")


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a table of text.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.

    Returns
    -------
    list of dict
        Text by column.
    """
    records = frame.to_dict("records")
    return [{str(name): str(value) for name, value in row.items()} for row in records]


def value_faults(place: str, frame: pd.DataFrame) -> list[Fault]:
    """Tell of values that nobody can place in a series.

    Parameters
    ----------
    place : str
        File and sheet.
    frame : pandas.DataFrame
        The long table.

    Returns
    -------
    list of Fault
        For a table without values, values that lack indicator, unit, place or period, and
        values that are given twice.
    """
    if frame.empty:
        remedy = "Compare the declaration with the file."
        return [Fault(place, "no value was found.", remedy)]
    lacking = {name: int(frame[name].eq("").sum()) for name in NEEDED}
    repeated = int(frame[list(IDENTITY)].map(fold).duplicated().sum())
    faults = [
        Fault(place, f"{count} values have no {name}.", f"Say in the declaration what `{name}` is.")
        for name, count in lacking.items()
        if count
    ]
    if repeated:
        problem = f"{repeated} values are of the same indicator, place, group and period."
        remedy = 'Declare the sections they stand in, or write "section [label]".'
        faults.append(Fault(place, problem, remedy))
    return faults
