"""All tables of the report as a workbook: numbers as numbers, and no more of them than printed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import chain, count
from textwrap import wrap

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from evaltools.artefacts import Artefacts, ColumnMetadata, TableArtefact, is_number
from evaltools.characters import inert
from evaltools.errors import Fault, ReportError
from evaltools.evaluation import Evaluation
from evaltools.manuscript import Book
from evaltools.manuscript.words import TABLE
from evaltools.report import words
from evaltools.report.looks import Looks
from evaltools.report.office import printable
from evaltools.report.parts import tell_parts
from evaltools.report.printed import printed_cells, printed_number

HEAD = 2
"""The row of the heads, from 0: title and way back stand above it."""
NARROWEST, WIDEST = 9, 60
"""Width of columns in letters."""
LINE = 100
"""Letters to a line of what stands below a table."""
ACROSS = 95
"""From this many letters a sheet is printed across."""
FROZEN = 50
"""The first columns stay in sight if they have at most this many letters together."""
LONGEST_CELL = 32_767
"""Letters that a cell of a workbook can hold."""
LONGEST_LINE = 100
"""Letters of the title that the foot of a printed page has room for, each written twice."""
LINE_HEIGHT, TITLE_HEIGHT, COVER_HEIGHT, TALLEST = 13.5, 20, 28, 405
"""Heights of rows in points; a workbook allows no more than 409."""
BUTTON = 4
"""Letters that the button of a filter covers in a head."""
A4 = 9


def render_xlsx(book: Book, *, artefacts: Artefacts, evaluation: Evaluation) -> bytes:
    """Render all tables of the report in one language as a workbook.

    Each number is read from the cell as it is printed, so that the workbook tells nothing more.

    Parameters
    ----------
    book : Book
        The manuscript, checked.
    artefacts : Artefacts
        The results.
    evaluation : Evaluation
        What stands on the cover.

    Returns
    -------
    bytes
        The file: a sheet of contents and one sheet per table; the same content gives the same
        bytes.

    Raises
    ------
    ReportError
        If a text is longer than a cell can be.
    """
    _check_lengths(book, artefacts)
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True}) as workbook:
        workbook.set_properties(_properties(book, evaluation))
        sheets = _Sheets(book, artefacts, evaluation, Looks(workbook, evaluation.report.accent))
        sheets.write_contents(workbook.add_worksheet(words.CONTENTS[book.language]))
        for identifier in book.ids("tab"):
            sheets.write_table(workbook.add_worksheet(_name(identifier, book)), identifier)
    return saved.getvalue()


@dataclass(frozen=True, slots=True, eq=False)
class _Sheets:
    book: Book
    artefacts: Artefacts
    evaluation: Evaluation
    looks: Looks

    def write_contents(self, sheet: Worksheet) -> None:
        """Write the first sheet: what the workbook is, what is invented, where tables are."""
        it, language = self.evaluation.report, self.book.language
        lines = [(it.title[language], self.looks.cover), (it.subtitle[language], self.looks.plain)]
        lines += [(f"{it.author[language]}, {it.date}", self.looks.plain)]
        if told := tell_parts(self.artefacts, language=language):
            lines.append((told, self.looks.plain))
        tables = self.book.ids("tab")
        if self.artefacts.is_synthetic(self.book.cited):
            told = f"{words.SYNTHETIC[language]}. {words.INVENTED[language]}"
            lines.append((told, self.looks.mark))
        for row, (line, look) in enumerate(lines):
            sheet.write_string(row, 0, _text(line), look)
        sheet.set_row(0, COVER_HEIGHT)
        heads = [TABLE[language], words.SHOWS[language], words.DATA[language]]
        top = len(lines) + 1
        self._write_heads(sheet, heads, [self.looks.head] * len(heads), top=top,
                          rows=len(tables), name=words.CONTENTS[language])  # fmt: skip
        for row, identifier in enumerate(tables, start=top + 1):
            name = _name(identifier, self.book)
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.looks.link, name)
            for column, text in enumerate(self._told(identifier), start=1):
                sheet.write_string(row, column, _text(text), self.looks.text)
        for column, width in enumerate((14, 80, 20)):
            sheet.set_column(column, column, width)
        self._set_up(sheet, top=top, across=False)

    def write_table(self, sheet: Worksheet, identifier: str) -> None:
        """Write the sheet of a table."""
        it, language = self.artefacts.tables[identifier], self.book.language
        label, caption = _name(identifier, self.book), it.metadata.caption[language]
        rows, heads, widths = (
            printed_cells(it, self.book),
            _heads(it, self.book),
            _widths(it, self.book),
        )
        sheet.write_string(0, 0, _text(f"{label}. {caption}"), self.looks.title)
        sheet.set_row(0, TITLE_HEIGHT)
        contents = words.CONTENTS[language]
        sheet.write_url(1, 0, f"internal:'{contents}'!A1", self.looks.back, contents)
        looks = [self.looks.number_head if is_number(each.format) else self.looks.head
                 for each in it.metadata.columns]  # fmt: skip
        self._write_heads(sheet, heads, looks, top=HEAD, rows=len(rows), name=label)
        sheet.set_row(HEAD, _height(heads, [each - BUTTON for each in widths]))
        self._write_rows(sheet, rows, it.metadata.columns, widths)
        for place, line in enumerate(self._below(identifier), start=HEAD + len(rows) + 2):
            sheet.write_string(place, 0, _text(line), self.looks.note)
        frozen = it.metadata.row_headers
        sheet.freeze_panes(HEAD + 1, frozen if sum(widths[:frozen]) <= FROZEN else 0)
        self._set_up(sheet, top=HEAD, across=sum(widths) > ACROSS)

    def _write_rows(
        self, sheet: Worksheet, rows: list[list[str]], columns: tuple[ColumnMetadata, ...],
        widths: list[int],
    ) -> None:  # fmt: skip
        """Write the cells, and give rows and columns the room that they need."""
        for place, row in enumerate(rows, start=HEAD + 1):
            sheet.set_row(place, _height(row, widths))
            for column, (cell, kind) in enumerate(zip(row, columns, strict=True)):
                self._write_cell(sheet, place, column, cell, kind)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)

    def _told(self, identifier: str) -> list[str]:
        it, language = self.artefacts.captioned(identifier), self.book.language
        data = words.SYNTHETIC if it.synthetic else words.NOT_SYNTHETIC
        return [it.caption[language], data[language]]

    def _write_heads(
        self, sheet: Worksheet, heads: list[str], looks: list[Format], *, top: int, rows: int,
        name: str,
    ) -> None:  # fmt: skip
        """Write the head row, as that of a table with a name where there are rows."""
        for column, (head, look) in enumerate(zip(heads, looks, strict=True)):
            sheet.write_string(top, column, head, look)
        if rows:
            columns = [
                {"header": head, "header_format": look}
                for head, look in zip(heads, looks, strict=True)
            ]
            told = {"columns": columns, "name": name.replace(" ", "_"), "style": None}
            sheet.add_table(top, 0, top + rows, len(heads) - 1, told)

    def _write_cell(
        self, sheet: Worksheet, row: int, column: int, cell: str, kind: ColumnMetadata
    ) -> None:
        """Write a number as number, and anything else as text that nothing computes."""
        found = (
            printed_number(cell, language=self.book.language) if is_number(kind.format) else None
        )
        if found is not None:
            value, decimals = found
            look = self.looks.number(_pattern(decimals, is_year=kind.format == "year"))
            sheet.write_number(row, column, value, look)
            return
        look = self.looks.word if is_number(kind.format) else self.looks.text
        sheet.write_string(row, column, _text(cell), look)

    def _below(self, identifier: str) -> Iterator[str]:
        """Yield the lines of source, rule of protection, mark and note."""
        it, language = self.artefacts.captioned(identifier), self.book.language
        parts = [f"{words.SOURCE[language]} {it.source[language]}", it.disclosure.rule[language]]
        if it.synthetic:
            parts.append(f"{words.SYNTHETIC[language]}.")
        if it.note:
            parts.append(f"{words.NOTE[language]} {it.note[language]}")
        for part in parts:
            yield from wrap(part, LINE)

    def _set_up(self, sheet: Worksheet, *, top: int, across: bool) -> None:
        """Set up how a sheet is printed: on A4, as wide as a page, with its heads on each."""
        language = self.book.language
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        sheet.hide_gridlines(2)
        if across:
            sheet.set_landscape()
        title = self.evaluation.report.title[language][:LONGEST_LINE].replace("&", "&&")
        mark = words.SYNTHETIC[language] if self.artefacts.is_synthetic(self.book.cited) else ""
        sheet.set_header(f"&R{mark}")
        sheet.set_footer(f"&L{title}&R{words.PAGE[language]} &P {words.OF[language]} &N")


def _properties(book: Book, evaluation: Evaluation) -> dict[str, object]:
    it, language = evaluation.report, book.language
    return {
        "title": it.title[language],
        "subject": it.subtitle[language],
        "author": it.author[language],
        "created": datetime.combine(it.date, time(), UTC),
    }


def _name(identifier: str, book: Book) -> str:
    """Return the name of a table's sheet."""
    return book.label(identifier).replace("\u00a0", " ")


def _heads(it: TableArtefact, book: Book) -> list[str]:
    """Return the heads; one that comes again gets a number, as a table of a workbook asks."""
    heads: dict[str, str] = {}
    for column in it.metadata.columns:
        label = _text(column.label[book.language])
        again = (f"{label} ({number})" for number in count(2))
        head = next(each for each in chain([label], again) if each.casefold() not in heads)
        heads[head.casefold()] = head
    return list(heads.values())


def _pattern(decimals: int, *, is_year: bool) -> str:
    if is_year:
        return "0"
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _widths(it: TableArtefact, book: Book) -> list[int]:
    """Give columns room for their longest cell, and to heads for the longest of their words."""
    texts = zip(*printed_cells(it, book), strict=True)
    longest = [max(map(len, cells)) for cells in texts] or [0] * len(it.metadata.columns)
    heads = [max(map(len, head.split())) for head in _heads(it, book)]
    return [
        min(max(cell + 2, head + BUTTON + 1, NARROWEST), WIDEST)
        for cell, head in zip(longest, heads, strict=True)
    ]


def _height(texts: list[str], widths: list[int]) -> float:
    """Give a row the height of its longest text, which not all programs find out."""
    lines = [len(wrap(text, max(width - 1, 1))) for text, width in zip(texts, widths, strict=True)]
    return min(LINE_HEIGHT * max(1, *lines), TALLEST)


def _text(text: str) -> str:
    """Write a text so that no program computes it."""
    return inert(printable(text))


def _check_lengths(book: Book, artefacts: Artefacts) -> None:
    faults = [
        Fault(identifier, f"a cell has more than {LONGEST_CELL:,} letters.", "Shorten it.")
        for identifier in book.ids("tab")
        if any(
            len(cell) >= LONGEST_CELL
            for row in printed_cells(artefacts.tables[identifier], book)
            for cell in row
        )
    ]
    if faults:
        raise ReportError(faults)
