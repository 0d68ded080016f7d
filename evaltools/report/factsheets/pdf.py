"""A factsheet as one page of PDF, PDF/UA-1 and PDF/A-2a in one file."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import typst
from markdown_it.tree import SyntaxTreeNode as Node

from evaltools.artefacts import TableArtefact, is_number
from evaltools.errors import Fault, ReportError
from evaltools.manuscript import directive
from evaltools.report import words as report_words
from evaltools.report.factsheets import words
from evaltools.report.factsheets.sheet import Section, Sheet, mark_of
from evaltools.report.pdf import block_typst, cannot_set, drawings, pdf_options, string
from evaltools.report.tags import tag_row_headers

SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
"""Sizes of the text in points, of which the largest is taken that fits; none is smaller."""
USUAL = 9.0
"""The size that most sheets have, or one beside it: it is tried first."""
SHORT = 18
"""A column whose cells all have at most this many letters is as wide as they are."""
HEADING = 90
"""A heading takes as much room as this many letters."""
EM = 0.53
"""How wide a letter is at most on the average, as a part of the size of the text."""


def render_sheet_pdf(sheet: Sheet) -> tuple[bytes, float]:
    """Render a factsheet as PDF on one page.

    Parameters
    ----------
    sheet : Sheet
        The sheet in one language, checked.

    Returns
    -------
    bytes
        The file; the same content gives the same bytes.
    float
        The size of its text in points.

    Raises
    ------
    ReportError
        If it does not fit on the page at the smallest size, or cannot be set.
    """
    script = "\n\n".join(_group(sheet, top, below) for top, below in sheet.sections())
    with _typesetter(sheet) as set_page:

        @cache
        def compiled(points: float) -> bytes:
            return set_page(f"{_opening(sheet, points)}\n\n{script}\n")

        points = largest_that(lambda points: _pages(compiled(points)) == 1)
        if points is None:
            raise ReportError(_too_long(sheet))
        content = compiled(points)
    tables = [sheet.artefacts.tables[each].metadata for each in sheet.tables()]
    return tag_row_headers(content, [each.row_headers for each in tables]), points


def largest_that(fits: Callable[[float], bool]) -> float | None:
    """Find the largest size that fits, from the usual one upwards or else downwards.

    Parameters
    ----------
    fits : callable
        Tells of a size in points whether it fits; one that is smaller than one that fits does too.

    Returns
    -------
    float or None
        One of `SIZES`; None where none fits.
    """
    place = SIZES.index(USUAL)
    larger, smaller = SIZES[place - 1 :: -1], SIZES[place + 1 :]
    if fits(USUAL):
        return [USUAL, *takewhile(fits, larger)][-1]
    return next(filter(fits, smaller), None)


@contextmanager
def _typesetter(sheet: Sheet) -> Iterator[Callable[[str], bytes]]:
    """Set one source after another in this process: a page takes Typst little memory."""
    with TemporaryDirectory() as root:
        for name, content in drawings(sheet.book, artefacts=sheet.artefacts).items():
            Path(root, name).write_bytes(content)
        fonts = str(files("evaltools") / "fonts")
        compiler = typst.Compiler(root=root, font_paths=[fonts], ignore_system_fonts=True)
        options = pdf_options(sheet.evaluation)

        def set_page(source: str) -> bytes:
            try:
                made: Any = compiler.compile(source.encode(), format="pdf", **options)
            except typst.TypstError as error:
                raise cannot_set(str(error.diagnostic or error)) from None
            return bytes(made)

        yield set_page


def _opening(sheet: Sheet, points: float) -> str:
    template = (files("evaltools.report") / "factsheet.typ").read_text(encoding="utf-8")
    accent = f"#let accent = rgb({string(sheet.evaluation.report.accent)})"
    return f"{accent}\n{template}\n#show: sheet.with({_meta(sheet, points)})"


def _meta(sheet: Sheet, points: float) -> str:
    cover, language = sheet.evaluation.report, sheet.language
    texts = {
        "title": f"{sheet.name} – {words.FACTSHEET[language].lower()}",
        "name": sheet.name,
        "kind": f"{words.FACTSHEET[language]} · {sheet.kind}",
        "report": f"{cover.title[language]}. {cover.subtitle[language]}",
        "author": cover.author[language],
        "lang": language,
        "region": "SE" if language == "sv" else "GB",
        "sources": f"{words.SOURCES[language]} {sheet.sources()}",
        "foot": f"{cover.author[language]}, {cover.date}. "
        f"{report_words.RUN[language]} {sheet.evaluation.run}.",
        "whole": f"{words.REPORT[language]}: rapport.{language}.pdf",
        "synthetic": mark_of(sheet),
        "invented": words.INVENTED[language] if sheet.is_synthetic else "",
    }
    day = cover.date
    fields = [f"{name}: {string(text)}" for name, text in texts.items()]
    fields += [f"date: datetime(year: {day.year}, month: {day.month}, day: {day.day})"]
    return f"({', '.join([*fields, f'size: {points}'])})"


def _group(sheet: Sheet, top: Section, below: list[Section]) -> str:
    across = _section(sheet, top)
    if not below:
        return across
    columns = _array(_column(sheet, each) for each in _halves(sheet, below))
    return f"{across}\n\n#parts({columns})"


def _column(sheet: Sheet, sections: list[Section]) -> str:
    return f"({_array(f'[{_section(sheet, each)}]' for each in sections)})"


def _halves(sheet: Sheet, sections: list[Section]) -> tuple[list[Section], list[Section]]:
    """Part sections in two columns, in order, about equally long."""
    letters = [HEADING + sheet.letters(each) for each in sections]
    cut = min(range(1, len(sections) + 1), key=lambda at: max(sum(letters[:at]), sum(letters[at:])))
    return sections[:cut], sections[cut:]


def _section(sheet: Sheet, section: Section) -> str:
    head = [f"#heading(level: {section.level}, {string(section.title)})"] if section.title else []
    return "\n\n".join([*head, *(_block(sheet, node) for node in section.blocks)])


def _block(sheet: Sheet, node: Node) -> str:
    identifier = directive(node)
    if identifier is None:
        return block_typst(node, book=sheet.book, artefacts=sheet.artefacts)
    instead = sheet.empty(identifier)
    if instead is not None:
        return f"#{string(instead)}\n"
    if identifier in sheet.artefacts.tables:
        return _table(sheet, sheet.artefacts.tables[identifier])
    it, language = sheet.artefacts.figures[identifier].metadata, sheet.language
    return (
        f'#picture("{identifier}.svg", {string(it.alt[language])}, {string(it.caption[language])})'
    )


def _table(sheet: Sheet, table: TableArtefact) -> str:
    it, language = table.metadata, sheet.language
    rows = table.cells(language)
    head = [each.label[language] for each in it.columns]
    widths = [_width(each) for each in zip(head, *rows, strict=True)]
    if not any(each.endswith("fr") for each in widths):
        widths[-1] = "1fr"
    align = ["right" if is_number(each.format) else "left" for each in it.columns]
    cells = [string(cell) for row in rows for cell in row]
    return (
        f"#data-table(id: {string(it.id)}, caption: {string(it.caption[language])}, "
        f"columns: ({_array(widths)}), "
        f"align: ({_array(align)}), head: ({_array(map(string, head))}), cells: ({_array(cells)}))"
    )


def _width(texts: tuple[str, ...]) -> str:
    """Let a column be as wide as its cells where they are short, else share what is left.

    Its head takes about two lines.
    """
    longest = max(map(len, texts[1:]))
    if longest > SHORT:
        return f"{longest**0.5:.1f}fr"
    return f"{EM * max(longest, len(texts[0]) // 2, *map(len, texts[0].split())):.1f}em + 9pt"


def _array(items: Iterable[str]) -> str:
    return "".join(f"{each}, " for each in items)


def _pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def _too_long(sheet: Sheet) -> Fault:
    """Name the parts that take the most room, longest first."""
    every = [section for top, below in sheet.sections() for section in (top, *below)]
    letters = Counter({section.title: sheet.letters(section) for section in every})
    longest = " and ".join(
        f'"{title}" ({count} letters)' for title, count in letters.most_common(2)
    )
    problem = f"the factsheet does not fit on one page with text of {SIZES[-1]:g} points."
    remedy = f"Shorten what is longest: {longest}."
    return Fault(f"{sheet.name}, {sheet.book.chapters[0].path.name}", problem, remedy)
