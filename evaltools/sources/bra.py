"""The Swedish National Council for Crime Prevention (Brå): files to fetch by hand, no interface."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from evaltools.intake import RawTable
from evaltools.sources.declared import Meaning, Period, Publication, join_meanings
from evaltools.sources.grids import (
    absent_faults,
    find_header,
    read_all,
    read_grid,
)
from evaltools.sources.printed import (
    label_columns,
    publish_table,
    read_lines,
    select_places,
    year_columns,
)

Labels = dict[str, Meaning]
RowNumber = Annotated[int, Field(ge=1)]


class BraMunicipalities(Publication):
    """Reported offences by municipality: one file per year, which does not name its year.

    Attributes
    ----------
    kind : {"bra_municipalities"}
        Tells that the publication has this form.
    file : str
        Text with the headers "Kommun;Antal (prel.);Per 100 000 inv. (prel.)".
    period : str
        The year.
    columns : dict of str to Meaning
        What "Antal" and "Per 100 000 inv." mean.
    places : dict of str to str, optional
        Our names of the municipalities that are wanted; all where none is given.
    """

    kind: Literal["bra_municipalities"] = "bra_municipalities"
    file: str
    period: Period
    columns: Labels
    places: dict[str, str] = {}


class BraNational(Publication):
    """Reported offences in the country over ten years: labels in column B, a column per year.

    Attributes
    ----------
    kind : {"bra_national"}
        Tells that the publication has this form.
    file : str
        The workbook.
    sheet : str, optional
        Its sheet, where several hold a table.
    rows : dict of str to Meaning
        What the labels mean: "label", or "column A [label]" where a label is repeated.
    sections : dict of str to Meaning, optional
        What the texts in column A mean; where none is declared they are not heeded.
    years_row : int, optional
        Row of the years.
    """

    kind: Literal["bra_national"] = "bra_national"
    file: str
    sheet: str | None = None
    rows: Labels
    sections: Labels = {}
    years_row: RowNumber = 2


class BraCounties(Publication):
    """The national crime survey (NTU) by county: a sheet per measure, a column per year.

    Attributes
    ----------
    kind : {"bra_counties"}
        Tells that the publication has this form.
    file : str
        The workbook.
    sheets : dict of str to Meaning
        What the measures mean, by sheet such as R4.1.
    sections : dict of str to Meaning
        Who is asked about, by the texts in column A such as "Män 16–84 år".
    places : dict of str to str, optional
        Our names of the regions that are wanted, by the labels in column B; all where none is
        given.
    years_row : int, optional
        Row of the years.
    """

    kind: Literal["bra_counties"] = "bra_counties"
    file: str
    sheets: Labels
    sections: Labels
    places: dict[str, str] = {}
    years_row: RowNumber = 3


class BraTable(Publication):
    """A table of a web page or a report, saved as text or in a workbook.

    Attributes
    ----------
    kind : {"bra_table"}
        Tells that the publication has this form.
    file : str
        The file; copied from a web page it is delimited by tabs.
    sheet : str, optional
        Sheet of a workbook.
    period : str
        The year or years of its values.
    columns : dict of str to Meaning
        What the headers mean: "header", or "group [header]" under a group.
    rows : dict of str to Meaning
        What the labels mean: "label", or "section [label]" where a label is repeated.
    sections : dict of str to Meaning, optional
        What the sections mean; where none is declared, the labels alone tell.
    header_rows : {1, 2}, optional
        Rows that the header takes up.
    sections_in : {"rows", "column"}, optional
        Where the sections stand: on rows of their own, or in a column before the labels.
    """

    kind: Literal["bra_table"] = "bra_table"
    file: str
    sheet: str | None = None
    period: Period
    columns: Labels
    rows: Labels
    sections: Labels = {}
    header_rows: Literal[1, 2] = 1
    sections_in: Literal["rows", "column"] = "rows"


def read_bra_municipalities(source: BraMunicipalities, root: Path) -> list[RawTable]:
    """Read the offences of the municipalities in one year.

    Parameters
    ----------
    source : BraMunicipalities
        The declaration.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    list of RawTable
        One long table.

    Raises
    ------
    DataError
        For headers and places that are not in the file, and cells that are no values.
    """
    grid = read_grid(root / source.file)
    below, headers = find_header(grid, source.columns)
    columns = label_columns(headers, source.columns, period=source.period)
    lines = read_lines(grid, after=below, sections="rows", first=1)
    wanted, places = select_places(lines, source.places)
    faults = absent_faults(grid.place, "headers", headers, source.columns)
    table = publish_table(
        grid,
        wanted,
        source=source,
        every=source.every,
        first=1,
        columns=columns,
        rows=places,
        sections={},
        faults=faults,
    )
    return [table]


def read_bra_national(source: BraNational, root: Path) -> list[RawTable]:
    """Read the offences of the country over the years.

    Parameters
    ----------
    source : BraNational
        The declaration.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    list of RawTable
        One long table.

    Raises
    ------
    DataError
        For a row of years without years, labels that are not in the file or not in the
        declaration, values that several rows give, and cells that are no values.
    """
    grid = read_grid(root / source.file, sheet=source.sheet)
    columns = year_columns(grid, row=source.years_row, first=2)
    lines = read_lines(grid, after=source.years_row, sections="column", first=2)
    table = publish_table(
        grid,
        lines,
        source=source,
        every=source.every,
        first=2,
        columns=columns,
        rows=source.rows,
        sections=source.sections,
    )
    return [table]


def read_bra_counties(source: BraCounties, root: Path) -> list[RawTable]:
    """Read the national crime survey by county.

    Parameters
    ----------
    source : BraCounties
        The declaration.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    list of RawTable
        One long table per sheet.

    Raises
    ------
    DataError
        For sheets, sections and places that are not in the file or not in the declaration, a
        row of years without years, and cells that are no values.

    Notes
    -----
    Columns without a year after the last year, such as the limits of an interval, are counted
    as not declared: `rest: leave` passes over them.
    """
    path = root / source.file
    return read_all(partial(_read_measure, source, path, sheet) for sheet in source.sheets)


def read_bra_table(source: BraTable, root: Path) -> list[RawTable]:
    """Read a table of a web page or a report.

    Parameters
    ----------
    source : BraTable
        The declaration.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    list of RawTable
        One long table.

    Raises
    ------
    DataError
        For headers, sections and labels that are not in the file or not in the declaration,
        values that several rows give, and cells that are no values.
    """
    grid = read_grid(root / source.file, sheet=source.sheet)
    below, headers = find_header(grid, source.columns, header_rows=source.header_rows)
    columns = label_columns(headers, source.columns, period=source.period)
    first = 1 if source.sections_in == "rows" else 2
    lines = read_lines(grid, after=below, sections=source.sections_in, first=first)
    faults = absent_faults(grid.place, "headers", headers, source.columns)
    table = publish_table(
        grid,
        lines,
        source=source,
        every=source.every,
        first=first,
        columns=columns,
        rows=source.rows,
        sections=source.sections,
        faults=faults,
    )
    return [table]


def _read_measure(source: BraCounties, path: Path, sheet: str) -> RawTable:
    grid = read_grid(path, sheet=sheet)
    columns = year_columns(grid, row=source.years_row, first=2)
    lines = read_lines(grid, after=source.years_row, sections="column", first=2)
    wanted, places = select_places(lines, source.places)
    measure = join_meanings([source.every, source.sheets[sheet]])
    return publish_table(
        grid,
        wanted,
        source=source,
        every=measure,
        first=2,
        columns=columns,
        rows=places,
        sections=source.sections,
    )
