"""The report as one HTML file that needs nothing beside it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from markdown_it.tree import SyntaxTreeNode as Node

from evaltools.artefacts import Artefacts, ColumnMetadata, is_number
from evaltools.declarations import Language, Text
from evaltools.evaluation import Evaluation
from evaltools.manuscript import Book, directive, heading, target_of
from evaltools.report import words
from evaltools.report.logo import LOGOS, read_logo, suffix_of
from evaltools.report.parts import tell_parts

FACES = (("Regular", 400, "normal"), ("Bold", 700, "normal"), ("It", 400, "italic"))
TAGS = {
    "blockquote": "blockquote",
    "bullet_list": "ul",
    "em": "em",
    "list_item": "li",
    "paragraph": "p",
    "strong": "strong",
}
LISTED_LEVELS = 2


def render_html(book: Book, *, artefacts: Artefacts, evaluation: Evaluation) -> bytes:
    """Render the report in one language as HTML.

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
        The file, in UTF-8, with fonts and figures in it and no script.
    """
    page = _Page(book, artefacts)
    cover, language = evaluation.report, book.language
    title, author = escape(cover.title[language]), escape(cover.author[language])
    organisation = cover.organisation[language] if cover.organisation else ""
    day = words.write_date(cover.date, language=language)
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="author" content="{author}">
<meta name="date" content="{cover.date}">
<meta name="description" content="{escape(cover.subtitle[language])}">
<style>
{font_faces()}:root {{ --accent: {cover.accent} }}
{style_sheet()}</style>
</head>
<body>
<a class="skip" href="#_main">{words.SKIP[language]}</a>
{page.band()}
<header>{_logo(evaluation, language)}<h1>{title}</h1>
<p class="subtitle">{escape(cover.subtitle[language])}</p>
<p>{_joined(escape(organisation), author, f'<time datetime="{cover.date}">{day}</time>')}</p>
{page.parts()}{page.invented()}</header>
{page.contents()}
<main id="_main">
{page.body()}
</main>
<footer><p>{words.RUN[language]} {escape(evaluation.run)}</p></footer>
</body>
</html>
""".encode()


def block_html(node: Node, *, book: Book, artefacts: Artefacts) -> str:
    """Write a block of the manuscript as HTML.

    Parameters
    ----------
    node : markdown_it.tree.SyntaxTreeNode
        Heading, paragraph, list, quotation, or what stands for a figure or table.
    book : Book
        The manuscript that it stands in.
    artefacts : Artefacts
        The results.

    Returns
    -------
    str
        The element.
    """
    return _Page(book, artefacts).block(node)


def band(identifiers: Iterable[str], *, artefacts: Artefacts, language: Language) -> str:
    """Write the band that says of a page that its data are synthetic, where any are.

    Parameters
    ----------
    identifiers : iterable of str
        Ids of what the page shows.
    artefacts : Artefacts
        The results.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    str
        The element, or nothing.
    """
    if not artefacts.is_synthetic(identifiers):
        return ""
    mark = escape(words.SYNTHETIC[language])
    return f'<aside class="synthetic" aria-label="{mark}"><b>{mark}</b></aside>'


def source_line(identifier: str, *, book: Book, artefacts: Artefacts) -> str:
    """Compose what stands under a figure or table.

    Parameters
    ----------
    identifier : str
        Id of the figure or table.
    book : Book
        The manuscript.
    artefacts : Artefacts
        The results.

    Returns
    -------
    str
        Source, rule of protection, mark of synthetic data and note.
    """
    it, language = artefacts.captioned(identifier), book.language
    parts = [words.SOURCE[language], it.source[language], it.disclosure.rule[language]]
    if it.synthetic:
        parts.append(f"{words.SYNTHETIC[language]}.")
    if it.note:
        parts += [words.NOTE[language], it.note[language]]
    return " ".join(parts)


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    book: Book
    artefacts: Artefacts

    def say(self, text: Text) -> str:
        return escape(text[self.book.language])

    def band(self) -> str:
        return band(self.book.cited, artefacts=self.artefacts, language=self.book.language)

    def invented(self) -> str:
        if not self.artefacts.is_synthetic(self.book.cited):
            return ""
        return f'<p class="invented">{self.say(words.INVENTED)}</p>'

    def parts(self) -> str:
        told = tell_parts(self.artefacts, language=self.book.language)
        return f'<p class="parts">{escape(told)}</p>\n' if told else ""

    def contents(self) -> str:
        listed = [each for each in self.book.headings if each.level <= LISTED_LEVELS]
        entries = [(f"l{each.level}", each.id, each.text) for each in listed]
        lists = [self._list("_contents", words.CONTENTS, entries)]
        for kind, title in (("fig", words.FIGURES), ("tab", words.TABLES)):
            named = [("l1", each, self._named(each)) for each in self.book.ids(kind)]
            lists.append(self._list(f"_list-{kind}", title, named))
        return "\n".join(filter(None, lists))

    def body(self) -> str:
        blocks = [self.block(node) for chapter in self.book.chapters for node in chapter.blocks]
        return "\n".join([*blocks, self._notes()])

    def block(self, node: Node) -> str:
        identifier = directive(node)
        if identifier:
            drawing = (
                self._table(identifier)
                if identifier in self.artefacts.tables
                else self._figure(identifier)
            )
            return f"{drawing}\n{self._source(identifier)}"
        match node.type:
            case "heading":
                it = heading(node)
                return f'<h{it.level + 1} id="{it.id}">{escape(it.text)}</h{it.level + 1}>'
            case "ordered_list":
                start = int(node.attrs.get("start", 1))
                return f'<ol start="{start}">{self._inside(node)}</ol>'
            case "code_block" | "fence":
                return f"<pre><code>{escape(node.content)}</code></pre>"
            case _:
                return self.inline(node)

    def inline(self, node: Node) -> str:
        match node.type:
            case "text":
                return escape(self.book.fill(node.content, self.artefacts))
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br>"
            case "code_inline":
                return f"<code>{escape(node.content)}</code>"
            case "link":
                return self._link(node)
            case "span":
                return f"<span{_lang(node.attrs.get('lang'))}>{self._inside(node)}</span>"
            case "footnote_ref" | "footnote_anchor":
                return self._note_link(node)
            case kind if kind in TAGS and not node.hidden:
                return f"<{TAGS[kind]}>{self._inside(node)}</{TAGS[kind]}>"
            case _:
                return self._inside(node)

    def _inside(self, node: Node) -> str:
        return "".join(self.block(each) for each in node.children)

    def _link(self, node: Node) -> str:
        target = target_of(node)
        text = self._inside(node) or escape(self.book.reference(node))
        href = f"#{target}" if target else str(node.attrs["href"])
        return f'<a href="{escape(href)}">{text}</a>'

    def _note_link(self, node: Node) -> str:
        number = node.meta["id"] + 1
        citation = f"_r{number}-{node.meta['subId']}"
        if node.type == "footnote_anchor":
            label = f"{self.say(words.BACK)} {number}"
            return f' <a href="#{citation}" aria-label="{label}">↩</a>'
        label = f"{self.say(words.FOOTNOTE)} {number}"
        return f'<sup><a id="{citation}" href="#_n{number}" aria-label="{label}">{number}</a></sup>'

    def _notes(self) -> str:
        if not self.book.notes:
            return ""
        notes = "\n".join(
            f'<li id="_n{note.meta["id"] + 1}">{self._inside(note)}</li>'
            for note in self.book.notes
        )
        title = self.say(words.FOOTNOTES)
        return (
            '<section class="notes" aria-labelledby="_notes">'
            f'<h2 id="_notes">{title}</h2>\n<ol>{notes}</ol></section>'
        )

    def _list(self, name: str, title: Text, entries: list[tuple[str, str, str]]) -> str:
        if not entries:
            return ""
        items = "\n".join(
            f'<li class="{level}"><a href="#{target}">{escape(text)}</a></li>'
            for level, target, text in entries
        )
        opened = " open" if title is words.CONTENTS else ""
        return (
            f'<nav aria-labelledby="{name}"><details{opened}><summary>'
            f'<h2 id="{name}">{self.say(title)}</h2></summary>\n<ol>{items}</ol></details></nav>'
        )

    def _named(self, identifier: str) -> str:
        caption = self.artefacts.captioned(identifier).caption[self.book.language]
        return f"{self.book.label(identifier)}. {caption}"

    def _caption(self, identifier: str) -> str:
        caption = self.say(self.artefacts.captioned(identifier).caption)
        return f"<b>{escape(self.book.label(identifier))}.</b> {caption}"

    def _source(self, identifier: str) -> str:
        line = source_line(identifier, book=self.book, artefacts=self.artefacts)
        return f'<p class="source">{escape(line)}</p>'

    def _figure(self, identifier: str) -> str:
        it = self.artefacts.figures[identifier]
        drawing = b64encode(it.svg[self.book.language]).decode()
        return (
            f'<figure id="{identifier}">'
            f'<figcaption id="_c-{identifier}">{self._caption(identifier)}</figcaption>'
            f"{_wide(identifier)}"
            f'<img src="data:image/svg+xml;base64,{drawing}" '
            f'alt="{self.say(it.metadata.alt)}"></div></figure>'
        )

    def _table(self, identifier: str) -> str:
        it = self.artefacts.tables[identifier]
        columns, language = it.metadata.columns, self.book.language
        head = "".join(
            f'<th scope="col" class="{_kind(each)}">{self.say(each.label)}</th>' for each in columns
        )
        rows = "\n".join(
            f"<tr>{self._row(row, columns, it.metadata.row_headers)}</tr>"
            for row in it.cells(language)
        )
        return (
            f'{_wide(identifier)}<table id="{identifier}">'
            f'<caption id="_c-{identifier}"><span>{self._caption(identifier)}</span></caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></div>"
        )

    def _row(self, cells: list[str], columns: Iterable[ColumnMetadata], row_headers: int) -> str:
        return "".join(
            f'<th scope="row"{self._marks(column)}>{self._cell(cell, column)}</th>'
            if place < row_headers
            else f"<td{self._marks(column)}>{self._cell(cell, column)}</td>"
            for place, (cell, column) in enumerate(zip(cells, columns, strict=True))
        )

    def _marks(self, column: ColumnMetadata) -> str:
        spoken = column.language if column.language != self.book.language else None
        return f' class="{_kind(column)}"{_lang(spoken)}'

    def _cell(self, cell: str, column: ColumnMetadata) -> str:
        if column.format != "cites":
            return escape(cell)
        links = [f'<a href="#{each}">{escape(self.book.label(each))}</a>' for each in cell.split()]
        return ", ".join(links)


def _lang(language: object) -> str:
    return f' lang="{escape(str(language))}"' if language else ""


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _logo(evaluation: Evaluation, language: Language) -> str:
    logo = evaluation.report.logo
    if logo is None:
        return ""
    content = b64encode(read_logo(logo, evaluation=evaluation)).decode()
    kind = LOGOS[suffix_of(logo)]
    alt = escape(logo.alt[language])
    return f'<img class="logo" src="data:{kind};base64,{content}" alt="{alt}">\n'


def _wide(identifier: str) -> str:
    label = f"_c-{identifier}"
    return f'<div class="wide" role="region" aria-labelledby="{label}" tabindex="0">'


def _kind(column: ColumnMetadata) -> str:
    return "number" if is_number(column.format) else column.format


def font_faces() -> str:
    """Return the CSS that carries the fonts."""
    folder = files("evaltools") / "fonts"
    return "".join(
        f"@font-face {{ font-family: 'Source Sans 3'; font-weight: {weight}; "
        f"font-style: {style}; src: url(data:font/woff2;base64,"
        f"{b64encode((folder / f'SourceSans3-{face}.ttf.woff2').read_bytes()).decode()}) }}\n"
        for face, weight, style in FACES
    )


def style_sheet() -> str:
    """Return the CSS of the report."""
    return (files("evaltools.report") / "report.css").read_text(encoding="utf-8")
