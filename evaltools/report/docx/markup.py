"""WordprocessingML by the piece: runs, paragraphs, fields, bookmarks, pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from lxml import etree

from evaltools.declarations import Language
from evaltools.report.office import printable

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
LOCALES = {"sv": "sv-SE", "en": "en-GB"}
EMU = 12_700
"""What drawings are measured in, to the point."""
LONGEST_NAME = 40
"""Letters that Word allows in the name of a bookmark."""

Element: TypeAlias = etree._Element
Content: TypeAlias = "Element | Iterable[Content] | None"


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text differs from its paragraph."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    language: Language | None = None


PLAIN = Look()


def w(tag: str, /, *content: Content, **attributes: object) -> Element:
    """Make an element of WordprocessingML.

    Parameters
    ----------
    tag : str
        Its name without prefix.
    *content : Element, iterable of Element or None
        What stands in it; None is left out.
    **attributes : object
        Its attributes, which have the same prefix.

    Returns
    -------
    Element
        The element.
    """
    made = element(f"w:{tag}")
    for name, value in attributes.items():
        made.set(_qualified(f"w:{name}"), str(value))
    _append(made, content)
    return made


def element(name: str, /, *content: Content, **attributes: str) -> Element:
    """Make an element of any name with a known prefix, and attributes without one."""
    made = etree.Element(_qualified(name), attributes, nsmap=NAMESPACES)
    _append(made, content)
    return made


def serialise(root: Element) -> bytes:
    """Write the root of a part as the content of its file."""
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def run(text: str, look: Look = PLAIN) -> Element:
    """Make a run of text."""
    return w("r", _properties(look), _text(text))


def line_break() -> Element:
    """Break the line within a paragraph."""
    return w("r", w("br"))


def tab() -> Element:
    """Go to the next stop of the paragraph."""
    return w("r", w("tab"))


def paragraph(style: str, *content: Content, properties: Iterable[Content] = ()) -> Element:
    """Make a paragraph of a style; other properties stand in the order of the schema."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *content)


def field(instruction: str, *result: Content) -> list[Element]:
    """Make a field that Word can compute anew, with the result that it has now."""
    return [*field_start(instruction), *_flat(result), field_end()]


def field_start(instruction: str) -> list[Element]:
    """Begin a field that may hold several paragraphs."""
    told = w("instrText")
    told.text = f" {instruction} "
    told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [_mark("begin"), w("r", told), _mark("separate")]


def field_end() -> Element:
    """End a field."""
    return _mark("end")


def bookmark(name: str, number: int, *content: Content) -> list[Element]:
    """Give a name to a passage, to which fields and links can refer."""
    start = w("bookmarkStart", id=number, name=name)
    return [start, *_flat(content), w("bookmarkEnd", id=number)]


def bookmark_name(identifier: str) -> str:
    """Return the name of the bookmark for an id of the manuscript, not shown in Word's lists."""
    name = "_" + identifier.replace("-", "_")
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 9]}_{sha256(identifier.encode()).hexdigest()[:8]}"


def reference(identifier: str, text: str, look: Look = PLAIN) -> list[Element]:
    """Refer to a bookmark by a field that shows what stands there and leads to it."""
    return field(f"REF {bookmark_name(identifier)} \\h", run(text, look))


def link_within(identifier: str, *content: Content) -> Element:
    """Link to a bookmark."""
    return w("hyperlink", *content, anchor=bookmark_name(identifier), history=1)


def link_out(relation: str, *content: Content) -> Element:
    """Link to an address, which stands beside the part under the id of a relation."""
    made = w("hyperlink", *content, history=1)
    made.set(_qualified("r:id"), relation)
    return made


def picture(
    relation: str, *, number: int, name: str, alt: str, title: str, size: tuple[float, float]
) -> Element:
    """Make a run with a picture in the line.

    Parameters
    ----------
    relation : str
        Id of the relation to the picture.
    number : int
        Number of the picture in the document.
    name, alt, title : str
        What it is called, what it shows, its caption.
    size : tuple of float
        Width and height in points.

    Returns
    -------
    Element
        The run.
    """
    width, height = (str(round(each * EMU)) for each in size)
    told = {"descr": printable(alt), "title": printable(title)}
    blip = element("a:blip")
    blip.set(_qualified("r:embed"), relation)
    own = {"id": str(number), "name": printable(name)}
    return w("r", w("drawing", element(
        "wp:inline",
        element("wp:extent", cx=width, cy=height),
        element("wp:docPr", **own, **told),
        element("wp:cNvGraphicFramePr", element("a:graphicFrameLocks", noChangeAspect="1")),
        element("a:graphic", element(
            "a:graphicData",
            element(
                "pic:pic",
                element("pic:nvPicPr", element("pic:cNvPr", **own), element("pic:cNvPicPr")),
                element("pic:blipFill", blip, element("a:stretch", element("a:fillRect"))),
                element(
                    "pic:spPr",
                    element("a:xfrm", element("a:off", x="0", y="0"),
                             element("a:ext", cx=width, cy=height)),
                    element("a:prstGeom", element("a:avLst"), prst="rect"),
                ),
            ),
            uri=NAMESPACES["pic"],
        )),
        distT="0", distB="0", distL="0", distR="0",
    )))  # fmt: skip


def _properties(look: Look) -> Element | None:
    if look == PLAIN:
        return None
    return w(
        "rPr",
        w("rStyle", val=look.style) if look.style else None,
        w("b") if look.bold else None,
        w("i") if look.italic else None,
        w("lang", val=LOCALES[look.language]) if look.language else None,
    )


def _text(text: str) -> Element:
    made = w("t")
    made.text = printable(text)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _mark(kind: str) -> Element:
    return w("r", w("fldChar", fldCharType=kind))


def _append(made: Element, content: Content) -> None:
    for each in _flat(content):
        made.append(each)


def _flat(content: Content) -> Iterable[Element]:
    """Yield the elements of nested lists; an element is itself iterable, but no list."""
    if content is None:
        return
    if isinstance(content, etree._Element):
        yield content
        return
    for each in content:
        yield from _flat(each)


def _qualified(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
