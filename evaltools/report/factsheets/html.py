"""A factsheet as one HTML file that needs nothing beside it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files

from markdown_it.tree import SyntaxTreeNode as Node

from evaltools.artefacts import ColumnMetadata, TableArtefact, is_number
from evaltools.declarations import Language, Text
from evaltools.evaluation import Evaluation
from evaltools.manuscript import directive
from evaltools.report import words as report_words
from evaltools.report.factsheets import words
from evaltools.report.factsheets.sheet import Section, Sheet
from evaltools.report.html import block_html

MARKS = {"●": "full", "◆": "part", "▲": "none"}
SMALLEST = 8
"""Size in points under which no text of a sheet is printed."""
FACES = (("Regular", 400), ("Bold", 700))


def render_sheet_html(sheet: Sheet, *, points: float) -> bytes:
    """Render a factsheet as HTML.

    Parameters
    ----------
    sheet : Sheet
        The sheet in one language, checked.
    points : float
        Size of the text on paper, at which the page holds it.

    Returns
    -------
    bytes
        The file, in UTF-8, with fonts and figure in it and no script.
    """
    language, cover = sheet.language, sheet.evaluation.report
    groups = "\n".join(_group(sheet, top, below) for top, below in sheet.sections())
    return whole_page(
        sheet.evaluation,
        language=language,
        title=f"{sheet.name} – {words.FACTSHEET[language].lower()}",
        style=f"@media print {{ html {{ font-size: {max(points - 1, SMALLEST):g}pt }} }}\n",
        body=f"""{band(words.INVENTED, language=language) if sheet.is_synthetic else ""}
<header><p class="kind">{words.FACTSHEET[language]} · {escape(sheet.kind)}</p>
<h1>{escape(sheet.name)}</h1>
<p>{escape(cover.title[language])}. {escape(cover.subtitle[language])}</p></header>
{_links(sheet)}
<main id="_main">
{groups}
</main>
<footer>
<p>{words.SOURCES[language]} {escape(sheet.sources())}</p>
{imprint(sheet.evaluation, language=language)}
</footer>""",
    )


def whole_page(
    evaluation: Evaluation, *, language: Language, title: str, body: str, style: str = ""
) -> bytes:
    """Put a page round what stands on it.

    Parameters
    ----------
    evaluation : Evaluation
        Author, and the colour of the city.
    language : {"sv", "en"}
        The language of the page.
    title : str
        Its title, as text.
    body : str
        What stands on it, as HTML.
    style : str, optional
        More CSS.

    Returns
    -------
    bytes
        The file, in UTF-8, with fonts in it and no script.
    """
    cover = evaluation.report
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<meta name="author" content="{escape(cover.author[language])}">
<meta name="date" content="{cover.date}">
<style>
{_style(cover.accent)}{style}</style>
</head>
<body>
<a class="skip" href="#_main">{report_words.SKIP[language]}</a>
{body}
</body>
</html>
""".encode()


def band(invented: Text, *, language: Language) -> str:
    """Write the band that marks synthetic data.

    Parameters
    ----------
    invented : Text
        What it says of the page.
    language : {"sv", "en"}
        The language of the page.

    Returns
    -------
    str
        The element.
    """
    mark = report_words.SYNTHETIC[language]
    told = f"<b>{mark}</b> <span>{invented[language]}</span>"
    return f'<aside class="synthetic" aria-label="{mark}">{told}</aside>'


def imprint(evaluation: Evaluation, *, language: Language) -> str:
    """Write who made a page, its date and the run.

    Parameters
    ----------
    evaluation : Evaluation
        What the cover says.
    language : {"sv", "en"}
        The language of the page.

    Returns
    -------
    str
        The element.
    """
    cover = evaluation.report
    return (
        f'<p>{escape(cover.author[language])}, <time datetime="{cover.date}">{cover.date}</time>. '
        f"{report_words.RUN[language]} {escape(evaluation.run)}.</p>"
    )


def link_list(leads: Iterable[tuple[str, str, Language]], *, label: str) -> str:
    """Write what leads on as a list of links.

    Parameters
    ----------
    leads : iterable of str, str and {"sv", "en"}
        Address, text and language of each.
    label : str
        What the list is called.

    Returns
    -------
    str
        The element.
    """
    items = "".join(
        f'<li><a href="{escape(href)}" lang="{said}">{text}</a></li>' for href, text, said in leads
    )
    return f'<nav aria-label="{label}"><ul>{items}</ul></nav>'


@cache
def _style(accent: str) -> str:
    """Return the style of factsheets and index, with the fonts in it."""
    fonts, rules = files("evaltools") / "fonts", files("evaltools.report") / "factsheet.css"
    faces = "".join(
        f"@font-face {{ font-family: 'Evaltools Latin'; font-weight: {weight}; "
        f"src: url(data:font/woff;base64,"
        f"{b64encode((fonts / f'EvaltoolsLatin-{face}.woff').read_bytes()).decode()}) }}\n"
        for face, weight in FACES
    )
    return f"{faces}:root {{ --accent: {accent} }}\n{rules.read_text(encoding='utf-8')}"


def _links(sheet: Sheet) -> str:
    """Write what leads on: the index, the PDF, the other language, the report."""
    language, own = sheet.language, sheet.body
    others = [each for each in sheet.evaluation.languages if each != language]
    leads = [
        (f"index.{language}.html", words.ALL_SHEETS[language], language),
        (f"{own}.{language}.pdf", words.AS_PDF[language], language),
        *((f"{own}.{each}.html", words.OTHER_LANGUAGE[language], each) for each in others),
        (f"../rapport.{language}.html", words.REPORT[language], language),
    ]
    return link_list(leads, label=words.FACTSHEET[language])


def _group(sheet: Sheet, top: Section, below: list[Section]) -> str:
    parts = "\n".join(_section(sheet, each, level=3) for each in below)
    inner = f'<div class="parts">\n{parts}\n</div>' if below else ""
    return _section(sheet, top, level=2, inner=inner)


def _section(sheet: Sheet, section: Section, *, level: int, inner: str = "") -> str:
    blocks = "\n".join(_block(sheet, node) for node in section.blocks)
    if not section.title:
        return f"<section>{blocks}{inner}</section>"
    head = f'<h{level} id="{section.id}">{escape(section.title)}</h{level}>'
    return f"<section>{head}\n{blocks}{inner}</section>"


def _block(sheet: Sheet, node: Node) -> str:
    identifier = directive(node)
    if identifier is None:
        return block_html(node, book=sheet.book, artefacts=sheet.artefacts)
    instead = sheet.empty(identifier)
    if instead is not None:
        return f"<p>{escape(instead)}</p>" if instead else ""
    if identifier in sheet.artefacts.tables:
        return _table(sheet, sheet.artefacts.tables[identifier])
    return _figure(sheet, identifier)


def _figure(sheet: Sheet, identifier: str) -> str:
    it, language = sheet.artefacts.figures[identifier], sheet.language
    drawing = b64encode(it.svg[language]).decode()
    caption = escape(it.metadata.caption[language])
    return (
        f'<figure id="{identifier}"><div class="wide" role="region" aria-label="{caption}" '
        f'tabindex="0"><img src="data:image/svg+xml;base64,{drawing}" '
        f'alt="{escape(it.metadata.alt[language])}"></div>'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _table(sheet: Sheet, table: TableArtefact) -> str:
    it, language = table.metadata, sheet.language
    caption = escape(it.caption[language])
    head = "".join(
        f'<th scope="col" class="{_kind(each)}">{escape(each.label[language])}</th>'
        for each in it.columns
    )
    rows = "\n".join(
        f"<tr>{_row(cells, it.columns, it.row_headers)}</tr>" for cells in table.cells(language)
    )
    return (
        f'<div class="wide" role="region" aria-label="{caption}" tabindex="0">'
        f'<table id="{it.id}"><caption>{caption}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></div>"
    )


def _row(cells: list[str], columns: tuple[ColumnMetadata, ...], row_headers: int) -> str:
    return "".join(
        f'<th scope="row" class="{_kind(column)}">{escape(cell)}</th>'
        if place < row_headers
        else f'<td class="{_kind(column)}{_said(cell)}">{_marked(cell)}</td>'
        for place, (cell, column) in enumerate(zip(cells, columns, strict=True))
    )


def _said(cell: str) -> str:
    """Tell apart words that stand where others have a number."""
    return "" if any(letter.isdigit() for letter in cell) else " words"


def _marked(cell: str) -> str:
    """Write a cell, the mark of a verdict in its colour."""
    if cell[:1] not in MARKS:
        return escape(cell)
    return f'<span class="{MARKS[cell[0]]}">{cell[0]}</span>{escape(cell[1:])}'


def _kind(column: ColumnMetadata) -> str:
    return "number" if is_number(column.format) else column.format
