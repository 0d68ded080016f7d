"""Any file an evaluator has becomes a table of text."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from evaltools.errors import DataError, Fault
from evaltools.intake.headers import texts_in_headers
from evaltools.intake.own_readers import OURS, own_readers, read_own
from evaltools.intake.rows import Content, error_faults, never, read_rows
from evaltools.intake.statistical import STATISTICAL, read_variables
from evaltools.intake.table import RawTable
from evaltools.intake.text import find_delimiter, find_encoding, pack_text, text_rows
from evaltools.intake.workbooks import WORKBOOKS, read_sheet
from evaltools.provenance import fingerprint


def read_table(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    header_rows: int = 1,
    without: Callable[[str], bool] = never,
) -> RawTable:
    """Read a text file, a sheet of a workbook, or a file of SPSS or Stata as text.

    Rows above the header (a title, the date of the export) are passed over: the header is
    the first row that fills more than half as many columns as the fullest row does.

    Parameters
    ----------
    path : pathlib.Path
        A workbook (.xlsx, .xlsm, .xls, .xlsb, .ods), a file of SPSS (.sav, .zsav, .por) or
        Stata (.dta), a file whose suffix another package registers a reader for (`Reader`), or
        else text delimited by semicolon, tab or comma (.csv, .txt).
    sheet : str, optional
        Sheet of the workbook; where it is not given, the only one that holds a table.
    encoding : str, optional
        Encoding of a text file: where it is not given, that of the byte order mark, or UTF-8
        and then cp1252. Of a file of SPSS or Stata: what the file says.
    header_rows : {1, 2}
        2 where the header is a row of questions above a row of sub-questions: a column is
        then called "Question [sub]". Merged cells of .xlsx and .xls tell as much themselves.
    without : callable, optional
        Tells of a header, as it stands in the file, whether its column is dropped at the door,
        such as `Codebook.identifies`.

    Returns
    -------
    RawTable
        One row per row of the file below the header; "" where a cell is empty.

    Raises
    ------
    DataError
        If the file is missing, cannot be read or decoded; if a column that holds anything has
        no header, or an e-mail address for one; if rows do not have a cell per header, cells are
        merged below the header, hold an error of a workbook or a formula without a saved value:
        all that is found at once.
    ConfigurationError
        If a registered reader cannot be imported, or is for a suffix that is read here.

    Notes
    -----
    Exports of LimeSurvey are read as they are. Its export classes (CsvWriter, ExcelWriter,
    Writer and SurveyObj under application/helpers/admin/export) write UTF-8 with a byte order
    mark, every cell in quotes, an empty last line; headings as `code[sub]`,
    `Question [Sub-question]`, or both with a separator, of which ". " is understood here.
    What the answers look like is told in docs/how-to/read-an-export.md.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.intake import read_table
    >>> raw = read_table(Path("data_raw/demo/ram_2025.csv"))
    >>> raw.encoding, raw.delimiter, raw.synthetic
    ('cp1252', ';', True)
    >>> raw.tidy().columns.tolist()
    ['Nämnd eller bolag', 'Roll', 'Antal anställda', 'dataursprung']
    """
    if not path.is_file():
        raise DataError(
            Fault(str(path), "the file does not exist.", "Put it there or correct evaluation.yml.")
        )
    kind = path.suffix.lower()
    if kind in STATISTICAL:
        return _from_variables(path, encoding=encoding, without=without)
    if kind in WORKBOOKS:
        return _from_sheet(path, sheet=sheet, header_rows=header_rows, without=without)
    if kind not in OURS and (own := own_readers().get(kind)):
        rows = read_own(path, by=own, sheet=sheet, encoding=encoding)
        content = read_rows(path.name, rows, header_rows=header_rows, without=without)
        return _as_table(path, content, sheet=sheet, encoding=encoding)
    return _from_text(path, encoding=encoding, header_rows=header_rows, without=without)


def _from_text(
    path: Path, *, encoding: str | None, header_rows: int, without: Callable[[str], bool]
) -> RawTable:
    used = find_encoding(path, declared=encoding)
    delimiter = find_delimiter(path, encoding=used)
    rows = text_rows(path, encoding=used, delimiter=delimiter)
    pack = pack_text(path, encoding=used, delimiter=delimiter)
    content = read_rows(path.name, rows, header_rows=header_rows, without=without, pack=pack)
    return _as_table(path, content, encoding=used, delimiter=delimiter)


def _from_sheet(
    path: Path, *, sheet: str | None, header_rows: int, without: Callable[[str], bool]
) -> RawTable:
    found = read_sheet(path, sheet=sheet)
    content = read_rows(
        f"{path.name}, sheet {found.name}",
        found.rows,
        merged=found.merged,
        header_rows=header_rows,
        without=without,
    )
    return _as_table(path, content, sheet=found.name, faults=found.faults)


def _as_table(
    path: Path,
    content: Content,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    faults: Collection[Fault] = (),
) -> RawTable:
    _refuse([*faults, *content.faults])
    frame = content.tidy()
    return RawTable(
        _frame=frame,
        file=path.name,
        sheet=sheet,
        sha256=fingerprint(path),
        encoding=encoding,
        delimiter=delimiter,
        synthetic=content.synthetic,
        first_row=content.first_row,
        labels=texts_in_headers([str(name) for name in frame]),
        renamed=content.renamed,
        dropped=content.dropped,
        unmarked=content.unmarked,
    )


def _from_variables(
    path: Path, *, encoding: str | None, without: Callable[[str], bool]
) -> RawTable:
    found = read_variables(path, encoding=encoding, without=without)
    _refuse(error_faults(path.name, found.tidy()))
    return RawTable(
        _frame=found.tidy(),
        file=path.name,
        sheet=None,
        sha256=fingerprint(path),
        encoding=found.encoding or None,
        delimiter=None,
        synthetic=found.synthetic,
        first_row=0,
        labels=found.labels,
        answers=found.answers,
        missing=found.missing,
        dropped=found.dropped,
        unmarked=found.unmarked,
    )


def _refuse(faults: Collection[Fault]) -> None:
    if faults:
        raise DataError(faults)
