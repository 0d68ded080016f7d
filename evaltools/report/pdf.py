"""The report as a PDF by Typst, PDF/UA-1 and PDF/A-2a in one file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from importlib.resources import files
from itertools import groupby
from math import ceil
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from markdown_it.tree import SyntaxTreeNode as Node

from evaltools.artefacts import Artefacts, ColumnMetadata, TableArtefact, is_number
from evaltools.declarations import Language
from evaltools.errors import Fault, ReportError
from evaltools.evaluation import Evaluation, Logo
from evaltools.manuscript import Book, directive, heading, target_of
from evaltools.manuscript.words import FIGURE, TABLE
from evaltools.report import words
from evaltools.report.html import source_line
from evaltools.report.logo import read_logo, suffix_of
from evaltools.report.parts import tell_parts
from evaltools.report.printed import printed_cells
from evaltools.report.tags import tag_row_headers
from evaltools.report.typesetting import TypesettingError, typeset
from evaltools.report.widths import MANY_LINES, Layout, lay_out

LINE_OF_SOURCE = 110
"""Letters on a line below a table."""


def render_pdf(book: Book, *, artefacts: Artefacts, evaluation: Evaluation) -> bytes:
    """Render the report in one language as PDF.

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
        The file; the same content gives the same bytes.

    Raises
    ------
    ReportError
        If a text cannot be set, such as a character that the fonts lack.
    """
    script = _script(book, artefacts)
    source = (
        '#import "template.typ": *\n'
        f"#show: report.with({_meta(book, artefacts, evaluation)})\n\n{script.body()}\n"
    )
    pictures = drawings(book, artefacts=artefacts) | _logo(evaluation)
    compiled = compile_pdf(source, pictures=pictures, evaluation=evaluation)
    row_headers = [artefacts.tables[each].metadata.row_headers for each in book.ids("tab")]
    return tag_row_headers(compiled, row_headers)


def block_typst(node: Node, *, book: Book, artefacts: Artefacts) -> str:
    """Write a block of the manuscript in Typst.

    Parameters
    ----------
    node : markdown_it.tree.SyntaxTreeNode
        Heading, paragraph, list or quotation; none that stands for a figure or table.
    book : Book
        The manuscript that it stands in.
    artefacts : Artefacts
        The results.

    Returns
    -------
    str
        The markup.
    """
    return _Script(book, artefacts, {}, {}).block(node)


def drawings(book: Book, *, artefacts: Artefacts) -> dict[str, bytes]:
    """Return the figures of a manuscript by the names of their files.

    Parameters
    ----------
    book : Book
        The manuscript.
    artefacts : Artefacts
        The results.

    Returns
    -------
    dict of str to bytes
        SVG drawings in the language of the manuscript.
    """
    ids = book.ids("fig")
    return {f"{each}.svg": artefacts.figures[each].svg[book.language] for each in ids}


def string(text: str) -> str:
    r"""Write any text as a Typst string, in which no character has a meaning.

    Parameters
    ----------
    text : str
        Any text; a control character becomes a space.

    Returns
    -------
    str
        The string with its quotation marks.

    Examples
    --------
    >>> string('say "#hej"')
    '"say \\"#hej\\""'
    """
    shown = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass(frozen=True, slots=True, eq=False)
class _Script:
    """The text, with the cells of each table as they are printed, the head first."""

    book: Book
    artefacts: Artefacts
    rows: dict[str, list[list[str]]]
    layouts: dict[str, Layout]

    def body(self) -> str:
        first, *others = [list(self._passages(each.blocks)) for each in self.book.chapters]
        break_ = [(False, "#pagebreak(weak: true)")]
        passages = [*first, *break_, *(passage for each in others for passage in each)]
        runs = groupby(passages, key=itemgetter(0))
        return "\n\n".join(_page(map(itemgetter(1), run), across=across) for across, run in runs)

    def _passages(self, blocks: Iterable[Node]) -> Iterator[tuple[bool, str]]:
        """Yield each block with the headings before it, and whether it stands across."""
        headings: list[str] = []
        for node in blocks:
            if node.type == "heading":
                headings.append(self.block(node))
                continue
            yield self._is_across(node), "\n\n".join([*headings, self.block(node)])
            headings.clear()
        yield from ((False, heading) for heading in headings)

    def _is_across(self, node: Node) -> bool:
        identifier = directive(node)
        return identifier in self.layouts and self.layouts[identifier].across

    def block(self, node: Node) -> str:
        identifier = directive(node)
        if identifier:
            return self._artefact(identifier)
        match node.type:
            case "heading":
                it = heading(node)
                return f"#heading(level: {it.level}, {string(it.text)}) <{it.id}>"
            case "bullet_list":
                return f"#list({self._items(node)})"
            case "ordered_list":
                return f"#enum(start: {int(node.attrs.get('start', 1))}, {self._items(node)})"
            case "blockquote":
                return f"#quote(block: true)[{self._inside(node)}]"
            case "code_block" | "fence":
                return f"#raw(block: true, {_block_string(node.content)})"
            case "paragraph" if not node.hidden:
                return f"{self._inside(node)}\n\n"
            case _:
                return self.inline(node)

    def inline(self, node: Node) -> str:
        match node.type:
            case "text":
                return f"#{string(self.book.fill(node.content, self.artefacts))}"
            case "softbreak":
                return " "
            case "hardbreak":
                return "#linebreak()"
            case "strong":
                return f"#strong[{self._inside(node)}]"
            case "em":
                return f"#emph[{self._inside(node)}]"
            case "code_inline":
                return f"#raw({string(node.content)})"
            case "link":
                return self._link(node)
            case "span" if "lang" in node.attrs:
                return f"#text(lang: {string(str(node.attrs['lang']))})[{self._inside(node)}]"
            case "footnote_ref":
                return self._note(node)
            case "footnote_anchor":
                return ""
            case _:
                return self._inside(node)

    def _inside(self, node: Node) -> str:
        return "".join(self.block(each) for each in node.children)

    def _items(self, node: Node) -> str:
        return ", ".join(f"[{self._inside(item).strip()}]" for item in node.children)

    def _link(self, node: Node) -> str:
        target = target_of(node)
        text = self._inside(node) or f"#{string(self.book.reference(node))}"
        href = f"<{target}>" if target else string(str(node.attrs["href"]))
        return f"#link({href})[{text}]"

    def _note(self, node: Node) -> str:
        number = node.meta["id"]
        if node.meta["subId"]:
            return f"#footnote(<_n{number}>)"
        return f"#footnote[{self._inside(self.book.notes[number]).strip()}] <_n{number}>"

    def _artefact(self, identifier: str) -> str:
        draw = self._table if identifier in self.artefacts.tables else self._figure
        return f"#{draw(identifier)}\n#source({string(self._source(identifier))})"

    def _source(self, identifier: str) -> str:
        return source_line(identifier, book=self.book, artefacts=self.artefacts)

    def _figure(self, identifier: str) -> str:
        it, language = self.artefacts.figures[identifier].metadata, self.book.language
        alt, caption = string(it.alt[language]), string(it.caption[language])
        word = string(FIGURE[language])
        return f'picture(<{identifier}>, "{identifier}.svg", {alt}, {caption}, {word})'

    def _table(self, identifier: str) -> str:
        it, language = self.artefacts.tables[identifier].metadata, self.book.language
        head, *rows = self.rows[identifier]
        layout = self.layouts[identifier]
        options = {
            "columns": _array(_widths(layout)),
            "align": _array("right" if is_number(each.format) else "left" for each in it.columns),
            "head": _array(map(_hyphenated, map(string, head), layout.hyphenated)),
            "cells": _array(
                _cell(*each, language=language)
                for row in rows
                for each in zip(row, it.columns, layout.hyphenated, strict=True)
            ),
            "caption": string(it.caption[language]),
            "word": string(TABLE[language]),
            "size": f"{layout.size}pt",
            "breakable": str(layout.lines >= MANY_LINES).lower(),
            "reserve": f"{2 + ceil(len(self._source(identifier)) / LINE_OF_SOURCE)}em",
        }
        return f"data-table(<{identifier}>, {_named(options)})"


def _script(book: Book, artefacts: Artefacts) -> _Script:
    tables = {each: artefacts.tables[each] for each in book.ids("tab")}
    rows = {name: _rows(table, book=book) for name, table in tables.items()}
    layouts = {
        name: lay_out(table.metadata.columns, rows=rows[name]) for name, table in tables.items()
    }
    return _Script(book, artefacts, rows, layouts)


def _rows(table: TableArtefact, *, book: Book) -> list[list[str]]:
    head = [each.label[book.language] for each in table.metadata.columns]
    return [head, *printed_cells(table, book)]


def _page(passages: Iterable[str], *, across: bool) -> str:
    passage = "\n\n".join(passages)
    return f"#page(flipped: true)[\n{passage}\n]" if across else passage


def _widths(layout: Layout) -> list[str]:
    if layout.fits:
        return ["1fr" if layout.spread else "auto", *["auto"] * (len(layout.widths) - 1)]
    return [f"{each:.1f}fr" for each in layout.widths]


def _cell(text: str, column: ColumnMetadata, hyphenated: bool, *, language: Language) -> str:
    """Write a cell; several file names stand below each other."""
    if column.format != "code":
        spoken = column.language or language
        cell = string(text) if spoken == language else f'text(lang: "{spoken}", {string(text)})'
        return _hyphenated(cell, hyphenated)
    below = string(text).replace("; ", r";\n")
    return f"raw({below})"


def _hyphenated(cell: str, is_so: bool) -> str:
    return f"text(hyphenate: true, {cell})" if is_so else cell


def _array(items: Iterable[str]) -> str:
    return f"({''.join(f'{each}, ' for each in items)})"


def _named(fields: dict[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in fields.items())


def _block_string(text: str) -> str:
    return "\\n".join(string(line)[1:-1] for line in text.rstrip("\n").split("\n")).join('""')


def _meta(book: Book, artefacts: Artefacts, evaluation: Evaluation) -> str:
    cover, language = evaluation.report, book.language
    synthetic = artefacts.is_synthetic(book.cited)
    texts = {
        "title": cover.title[language],
        "subtitle": cover.subtitle[language],
        "author": cover.author[language],
        "date-text": words.write_date(cover.date, language=language),
        "organisation": cover.organisation[language] if cover.organisation else "",
        "lang": language,
        "region": "SE" if language == "sv" else "GB",
        "run": f"{words.RUN[language]} {evaluation.run}",
        "page": words.PAGE[language],
        "of": words.OF[language],
        "contents": words.CONTENTS[language],
        "figures": words.FIGURES[language],
        "tables": words.TABLES[language],
        "synthetic": words.SYNTHETIC[language] if synthetic else "",
        "invented": words.INVENTED[language] if synthetic else "",
        "parts": tell_parts(artefacts, language=language),
    }
    day = cover.date
    coded = {
        "date": f"datetime(year: {day.year}, month: {day.month}, day: {day.day})",
        "accent": f'rgb("{cover.accent}")',
        "logo": string(_logo_name(cover.logo)) if cover.logo else "none",
        "logo-alt": string(cover.logo.alt[language]) if cover.logo else "none",
    }
    return f"({_named({name: string(text) for name, text in texts.items()} | coded)})"


def _logo_name(logo: Logo) -> str:
    return f"_logo{suffix_of(logo)}"


def _logo(evaluation: Evaluation) -> dict[str, bytes]:
    logo = evaluation.report.logo
    return {_logo_name(logo): read_logo(logo, evaluation=evaluation)} if logo else {}


def compile_pdf(source: str, *, pictures: dict[str, bytes], evaluation: Evaluation) -> bytes:
    """Set a Typst source as a PDF, PDF/UA-1 and PDF/A-2a in one file.

    Parameters
    ----------
    source : str
        The source; it may import template.typ.
    pictures : dict of str to bytes
        SVG and PNG files by the names under which the source places them.
    evaluation : Evaluation
        Its report's date is that of the file.

    Returns
    -------
    bytes
        The file; the same content gives the same bytes.

    Raises
    ------
    ReportError
        If a text cannot be set, such as a character that the fonts lack.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "main.typ").write_text(source, encoding="utf-8")
        template = files("evaltools.report") / "template.typ"
        (folder / "template.typ").write_bytes(template.read_bytes())
        for file, content in pictures.items():
            (folder / file).write_bytes(content)
        try:
            (made,) = typeset(folder, "pdf", **pdf_options(evaluation))
            return made
        except TypesettingError as error:
            raise cannot_set(str(error)) from None


def pdf_options(evaluation: Evaluation) -> dict[str, Any]:
    """Return how Typst is to write a PDF: its standards, and the day that the report bears."""
    written_on = datetime.combine(evaluation.report.date, time(), UTC)
    return {"pdf_standards": ["ua-1", "a-2a"], "timestamp": int(written_on.timestamp())}


def cannot_set(said: str) -> ReportError:
    """Tell the evaluator what Typst says of a source that it cannot set."""
    problem = f"the report cannot be set as PDF ({said})."
    remedy = "Look for the text that it names in the manuscript, captions and tables."
    return ReportError(Fault("the PDF", problem, remedy))
