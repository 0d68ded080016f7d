"""The report as a Word document that can be edited: styles, fields, notes, alternative texts."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from itertools import pairwise

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.coreprops import CoreProperties
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from evaltools.artefacts import Artefacts
from evaltools.evaluation import Evaluation
from evaltools.manuscript import Book
from evaltools.provenance import without_times
from evaltools.report.docx.body import Body, Names, name_parts
from evaltools.report.docx.layouts import lay_out_table
from evaltools.report.docx.markup import LOCALES, Element, paragraph, serialise, w
from evaltools.report.docx.pages import (
    LOGO,
    Page,
    begin_page,
    contents,
    cover,
    end_section,
    footer,
    header,
    section,
)
from evaltools.report.docx.styles import numbering_part, styles_part
from evaltools.report.docx.theme import fonts_part, theme_part
from evaltools.report.logo import read_logo
from evaltools.report.office import printable
from evaltools.report.parts import tell_parts
from evaltools.report.pictures import as_png

__all__ = ["render_docx"]

LONGEST_PROPERTY = 255
KINDS = {
    "header": (RELATIONSHIP_TYPE.HEADER, CONTENT_TYPE.WML_HEADER),
    "footer": (RELATIONSHIP_TYPE.FOOTER, CONTENT_TYPE.WML_FOOTER),
    "settings": (RELATIONSHIP_TYPE.SETTINGS, CONTENT_TYPE.WML_SETTINGS),
    "styles": (RELATIONSHIP_TYPE.STYLES, CONTENT_TYPE.WML_STYLES),
    "numbering": (RELATIONSHIP_TYPE.NUMBERING, CONTENT_TYPE.WML_NUMBERING),
    "footnotes": (RELATIONSHIP_TYPE.FOOTNOTES, CONTENT_TYPE.WML_FOOTNOTES),
    "fontTable": (RELATIONSHIP_TYPE.FONT_TABLE, CONTENT_TYPE.WML_FONT_TABLE),
    "theme": (RELATIONSHIP_TYPE.THEME, CONTENT_TYPE.OFC_THEME),
}
"""For each kind of part how the document relates to it, and what it holds."""


def render_docx(book: Book, *, artefacts: Artefacts, evaluation: Evaluation) -> bytes:
    """Render the report in one language as a Word document.

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
    ConfigurationError
        If the logo cannot be read.
    ReportError
        If a drawing cannot be made a picture.
    """
    drawings = {each: artefacts.figures[each].svg[book.language] for each in book.ids("fig")}
    pictures = as_png(drawings | _logo(evaluation))
    layouts = {each: lay_out_table(artefacts.tables[each], book=book) for each in book.ids("tab")}
    body = Body(book, artefacts, name_parts(book), pictures, layouts)
    is_synthetic = artefacts.is_synthetic(book.cited)
    logo = pictures.get(LOGO)
    told = tell_parts(artefacts, language=book.language)
    front = cover(
        book=book, evaluation=evaluation, parts=told, is_synthetic=is_synthetic, logo=logo
    )
    document = _document(front, contents(book, artefacts), body)
    parts = _parts(book, evaluation=evaluation, is_synthetic=is_synthetic) | {
        "styles": styles_part(language=book.language, accent=evaluation.report.accent),
        "numbering": numbering_part([1, *_starts(body.names)]),
        "footnotes": _footnotes(body),
        "fontTable": fonts_part(),
        "theme": theme_part(evaluation.report.accent),
    }
    return _packed(document, parts=parts, body=body, evaluation=evaluation)


def _logo(evaluation: Evaluation) -> dict[str, bytes]:
    logo = evaluation.report.logo
    return {LOGO: read_logo(logo, evaluation=evaluation)} if logo else {}


def _document(front: list[Element], listed: list[Element], body: Body) -> bytes:
    """Put the sections after each other; the last is described at the end of the document."""
    written = list(body.sections())
    for _, elements in written[:1]:
        begin_page(elements[0])
    parts = [(Page.COVER, front), (Page.UPRIGHT, listed), *written]
    sections = [(page, elements) for page, elements in parts if elements]
    for (before, elements), (after, _) in pairwise(sections):
        if before is not after:
            end_section(elements[-1], section(before))
    whole = [each for _, elements in sections for each in elements]
    return serialise(w("document", w("body", whole, section(sections[-1][0]))))


def _parts(book: Book, *, evaluation: Evaluation, is_synthetic: bool) -> dict[str, bytes]:
    """Make the heads and feet of pages, and the settings of the document."""
    made: dict[str, Element] = {}
    for page in Page:
        head = header(page, book=book, evaluation=evaluation, is_synthetic=is_synthetic)
        made[f"header-{page.value}"] = head
        made[f"footer-{page.value}"] = footer(page, book=book, evaluation=evaluation)
    made["settings"] = _settings(book)
    return {name: serialise(each) for name, each in made.items()}


def _settings(book: Book) -> Element:
    """Have Word count pages when it opens the document, and break words by its language."""
    locale = LOCALES[book.language]
    mode = w("compatSetting", name="compatibilityMode", val=15,
             uri="http://schemas.microsoft.com/office/word")  # fmt: skip
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=720),
        w("autoHyphenation"),
        w("doNotHyphenateCaps"),
        w("characterSpacingControl", val="doNotCompress"),
        w("updateFields", val=1),
        w("footnotePr", w("footnote", id=-1), w("footnote", id=0)),
        w("compat", mode),
        w("themeFontLang", val=locale),
        w("decimalSymbol", val="," if book.language == "sv" else "."),
        w("listSeparator", val=";" if book.language == "sv" else ","),
    )


def _starts(names: Names) -> list[int]:
    return [int(node.attrs.get("start", 1)) for node in names.lists]


def _footnotes(body: Body) -> bytes:
    lines = (("separator", -1), ("continuationSeparator", 0))
    ruled = [
        w("footnote", paragraph("FootnoteText", w("r", w(kind))), type=kind, id=number)
        for kind, number in lines
    ]
    notes = [w("footnote", body.note(each), id=each.meta["id"] + 1) for each in body.book.notes]
    return serialise(w("footnotes", ruled, notes))


def _packed(
    document: bytes, *, parts: dict[str, bytes], body: Body, evaluation: Evaluation
) -> bytes:
    """Pack the parts into a file that tells no time of its making."""
    package = OpcPackage()
    main = Part(PackURI("/word/document.xml"), CONTENT_TYPE.WML_DOCUMENT_MAIN, document)
    package.relate_to(main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    _link(main, body.names)
    for name, content in parts.items():
        relation, holds = KINDS[name.partition("-")[0]]
        part = Part(PackURI(f"/word/{name}.xml"), holds, content)
        main.load_rel(relation, part, name)
        if name == "footnotes":
            _link(part, body.names)
    for name, png in body.pictures.items():
        picture = Part(PackURI(f"/word/media/{name}.png"), CONTENT_TYPE.PNG, png)
        main.load_rel(RELATIONSHIP_TYPE.IMAGE, picture, name)
    _describe(package.core_properties, body.book, evaluation)
    saved = io.BytesIO()
    package.save(saved)
    return without_times(saved.getvalue(), changed=_written_on(evaluation))


def _link(part: Part, names: Names) -> None:
    for address, relation in names.links.items():
        part.load_rel(RELATIONSHIP_TYPE.HYPERLINK, address, relation, is_external=True)


def _describe(properties: CoreProperties, book: Book, evaluation: Evaluation) -> None:
    it, language = evaluation.report, book.language
    properties.title = printable(it.title[language])[:LONGEST_PROPERTY]
    properties.subject = printable(it.subtitle[language])[:LONGEST_PROPERTY]
    properties.author = printable(it.author[language])[:LONGEST_PROPERTY]
    properties.last_modified_by = properties.author
    properties.language = LOCALES[language]
    properties.created = properties.modified = _written_on(evaluation)


def _written_on(evaluation: Evaluation) -> datetime:
    return datetime.combine(evaluation.report.date, time(), UTC)
