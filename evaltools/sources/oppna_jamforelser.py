"""Open comparisons (Öppna jämförelser) of the National Board of Health and Welfare."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal

from evaltools.declarations import Declared
from evaltools.errors import Fault
from evaltools.intake import RawTable
from evaltools.sources.cells import Pair, fold, match_labels, read_cell
from evaltools.sources.declared import Meaning, Publication, join_meanings
from evaltools.sources.declared import Period as Year
from evaltools.sources.grids import (
    Grid,
    absent_faults,
    cell_at,
    find_column,
    find_header,
    read_all,
    read_grid,
)
from evaltools.sources.printed import (
    Heading,
    Line,
    label_columns,
    label_lines,
    read_values,
    select_places,
    table_faults,
    unread_faults,
)
from evaltools.sources.publishing import Row, publish

YES_NO = "ja/nej"
"""Unit of what a municipality or a district answers."""
ANSWERS = {"ja": "1", "nej": "0"}
COUNTY = " län"
PER_CENT = ("%", "procent")


class OjIndicator(Meaning):
    """An indicator of the workbook, by its short name there.

    Attributes
    ----------
    yes_no : bool, optional
        True if places answer Ja or Nej, and only counties and the country have shares; `unit`
        is then that of the shares.
    first_year, last_year : int, optional
        Years that it is in the workbook, where it is not in all of them.
    """

    yes_no: bool = True
    first_year: int | None = None
    last_year: int | None = None


class OjWorkbook(Declared):
    """The workbook of one year.

    Attributes
    ----------
    year : str
        The year.
    file : str
        The workbook.
    sheet : str, optional
        The sheet of values, where several hold a table.
    edition : datetime.date, optional
        Day of the edition.
    """

    year: Year
    file: str
    sheet: str | None = None
    edition: date | None = None


class OjDescriptions(Declared):
    """The sheet that describes the indicators, and its headers for short name and text.

    Attributes
    ----------
    sheet : str
        The sheet.
    short, text : str
        Its headers.
    """

    sheet: str
    short: str
    text: str


class OppnaJamforelser(Publication):
    """Open comparisons: a workbook per year, long names above short names, a row per place.

    Attributes
    ----------
    kind : {"oppna_jamforelser"}
        Tells that the publication has this form.
    workbooks : tuple of OjWorkbook
        The years.
    indicators : dict of str to OjIndicator
        What the short names mean.
    place : str
        Header of the column of municipalities, districts, counties and the country.
    nation : str, optional
        What the country is called in that column; a county is what ends in "län".
    places : dict of str to str, optional
        Our names of the places that are wanted; all where none is given.
    header_rows : {1, 2}, optional
        Rows that the header takes up.
    descriptions : OjDescriptions, optional
        Where the indicators are described; the text becomes the note on method.
    """

    kind: Literal["oppna_jamforelser"] = "oppna_jamforelser"
    workbooks: tuple[OjWorkbook, ...]
    indicators: dict[str, OjIndicator]
    place: str
    nation: str = "Riket"
    places: dict[str, str] = {}
    header_rows: Literal[1, 2] = 2
    descriptions: OjDescriptions | None = None


def read_oppna_jamforelser(source: OppnaJamforelser, root: Path) -> list[RawTable]:
    """Read the open comparisons of every year.

    Parameters
    ----------
    source : OppnaJamforelser
        The declaration.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    list of RawTable
        One long table per workbook: 1 for Ja and 0 for Nej with the unit ja/nej where places
        answer, shares where counties and the country have them.

    Raises
    ------
    DataError
        For indicators and places that are not in a workbook or not in the declaration, places
        with a share where Ja or Nej is expected and the other way round, and shares that are
        written as fractions.
    """
    return read_all(partial(_read_workbook, source, root, each) for each in source.workbooks)


def read_yes_no(text: str) -> tuple[str, str] | None:
    """Read the answer of a municipality or a district.

    Parameters
    ----------
    text : str
        Ja, Nej, or a mark for an answer that is not printed.

    Returns
    -------
    tuple of str or None
        "1" or "0" with its qualifier, "" for a mark; None for a number and anything else.
    """
    if answer := ANSWERS.get(fold(text)):
        return answer, "exact"
    cell = read_cell(text)
    return cell if cell and not cell[0] else None


def _read_workbook(source: OppnaJamforelser, root: Path, workbook: OjWorkbook) -> RawTable:
    grid = read_grid(root / workbook.file, sheet=workbook.sheet)
    indicators = _published_in(source.indicators, workbook.year)
    expected = [source.place, *indicators]
    below, headers = find_header(grid, expected, header_rows=source.header_rows)
    faults = absent_faults(grid.place, "headers", headers, expected)
    noted, undescribed = _described(source, grid, indicators)
    columns = _named(label_columns(headers, noted, period=workbook.year), headers)
    place = find_column(headers, source.place)
    every_line = _lines(grid, place, after=below)
    lines, rows = select_places(every_line, source.places)
    faults += undescribed + absent_faults(grid.place, "places", [x.pair for x in lines], rows)
    meanings = label_lines(lines, rows=rows)
    faults += table_faults(
        grid, lines, columns=columns, meanings=meanings, first=place + 1, rest=source.rest
    )
    asked = {at for at in columns if _indicator(headers[at], indicators).yes_no}
    found, unread = _read_levels(
        source, grid, lines, columns=columns, asked=asked, meanings=meanings
    )
    return publish(
        found, source=source, grid=grid, edition=workbook.edition, faults=[*faults, *unread]
    )


def _published_in(indicators: Mapping[str, OjIndicator], year: str) -> dict[str, OjIndicator]:
    first = int(year[:4])
    return {
        short: each
        for short, each in indicators.items()
        if (each.first_year or first) <= first <= (each.last_year or first)
    }


def _described(
    source: OppnaJamforelser, grid: Grid, indicators: Mapping[str, OjIndicator]
) -> tuple[dict[str, OjIndicator], list[Fault]]:
    """Add to each indicator the text that describes it in another sheet."""
    if source.descriptions is None:
        return dict(indicators), []
    wanted = source.descriptions
    sheet = read_grid(grid.path, sheet=wanted.sheet)
    below, headers = find_header(sheet, [wanted.short, wanted.text])
    faults = absent_faults(sheet.place, "headers", headers, [wanted.short, wanted.text])
    short, text = (find_column(headers, header) for header in (wanted.short, wanted.text))
    texts = {("", cell_at(row, short)): cell_at(row, text) for row in sheet.rows[below:]}
    found = {name: texts[pair] for pair, name in match_labels(texts, indicators).items()}
    described = {name: _with_note(each, found.get(name, "")) for name, each in indicators.items()}
    return described, faults + absent_faults(sheet.place, "indicators", texts, indicators)


def _with_note(indicator: OjIndicator, text: str) -> OjIndicator:
    note = join_meanings([indicator, Meaning(method_note=text)]).method_note
    return indicator.model_copy(update={"method_note": note})


def _named(columns: Mapping[int, Heading], headers: Sequence[Pair]) -> dict[int, Heading]:
    """Name each indicator by a long name of its own above it, unless the declaration does."""
    names = {
        at: Meaning(name_sv=headers[at][0] if headers[at][0] != headers[at - 1][0] else "")
        for at in columns
    }
    return {
        at: replace(heading, meaning=join_meanings([names[at], heading.meaning]))
        for at, heading in columns.items()
    }


def _lines(grid: Grid, place: int, *, after: int) -> list[Line]:
    rows = (row for row in grid.rows[after:] if any(row[place + 1 :]))
    return [Line("", cell_at(row, place), row) for row in rows]


def _read_levels(
    source: OppnaJamforelser,
    grid: Grid,
    lines: Sequence[Line],
    *,
    columns: Mapping[int, Heading],
    asked: Collection[int],
    meanings: Mapping[Pair, Meaning],
) -> tuple[list[Row], list[Fault]]:
    """Read Ja and Nej where places are asked, and numbers everywhere else."""
    wide = [line for line in lines if _is_wide(line, source.nation)]
    narrow = [line for line in lines if not _is_wide(line, source.nation)]
    others = {at: each for at, each in columns.items() if at not in asked}
    read = partial(read_values, meanings=meanings, every=source.every)
    answers, strange = read(
        narrow, {at: _as_answers(columns[at]) for at in asked}, read=read_yes_no
    )
    shares, unread = read(wide, {at: columns[at] for at in asked})
    numbers, unreadable = read(lines, others)
    faults = [
        *unread_faults(f"{grid.place}, places that answer Ja or Nej", strange),
        *unread_faults(f"{grid.place}, counties and country", unread),
        *unread_faults(grid.place, unreadable),
        *_fraction_faults(grid.place, shares),
    ]
    return [*answers, *shares, *numbers], faults


def _indicator(header: Pair, indicators: Mapping[str, OjIndicator]) -> OjIndicator:
    return indicators[match_labels([header], indicators)[header]]


def _as_answers(heading: Heading) -> Heading:
    return replace(heading, meaning=heading.meaning.model_copy(update={"unit": YES_NO}))


def _is_wide(line: Line, nation: str) -> bool:
    return fold(line.label) == fold(nation) or fold(line.label).endswith(COUNTY)


def _fraction_faults(place: str, shares: Sequence[Row]) -> list[Fault]:
    values = [
        float(row["value"]) for row in shares if row["value"] and row["unit"].startswith(PER_CENT)
    ]
    if not any(0 < value < 1 for value in values) or max(values) > 1:
        return []
    problem = "no share in per cent is above 1: they look like fractions."
    return [Fault(place, problem, "Write them in per cent in the file.")]
