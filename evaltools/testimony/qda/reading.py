"""What persons coded in qualitative software, read from its exchange format (REFI-QDA 1.0)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from evaltools.characters import without_hidden
from evaltools.declarations import Text
from evaltools.errors import DataError, Fault
from evaltools.testimony.coding import Coding, Unit
from evaltools.testimony.qda.codes import (
    Code,
    Meaning,
    Node,
    guid_of,
    meanings_of,
    read_codes,
    recognise,
)
from evaltools.testimony.qda.found import Found, Passage, SourceText, faults_of, locate
from evaltools.testimony.qda.layout import Selection, find_spans, says_the_same, store
from evaltools.testimony.qda.leftovers import count_left_alone
from evaltools.testimony.qda.packages import local_name, read_markup, read_package
from evaltools.testimony.qda.writing import by_source


@dataclass(frozen=True, slots=True, eq=False)
class QdaProject:
    """What a project holds that is ours.

    Attributes
    ----------
    codings : tuple of Coding
        What was coded, by whom: in order of the units, each once.
    units : tuple of Unit
        The units whose words stand in the project as they were written.
    codes : tuple of Code
        Themes and headings with the names that they have in the project.
    users : tuple of str
        Those whom the project names, in its order.
    left_alone : tuple of Text
        What the project holds besides, lacks, or has renewed, and how much of each, such as
        "memos: 2"; nothing of it was read.
    """

    codings: tuple[Coding, ...] = field(repr=False)
    units: tuple[Unit, ...] = field(repr=False)
    codes: tuple[Code, ...]
    users: tuple[str, ...]
    left_alone: tuple[Text, ...]


def read_qdpx(path: Path, *, units: Iterable[Unit], codes: Sequence[Code]) -> QdaProject:
    """Read the codings of a project that was written by `write_qdpx` and coded elsewhere.

    A selection is cut to the unit that it is in, with the blanks and the number before it left
    out; one that is the whole unit has no beginning and end. One that runs into the next unit
    is a fault and not split, since nobody can tell whether the coder meant both.

    Parameters
    ----------
    path : pathlib.Path
        The file, which ends in .qdpx.
    units : iterable of Unit
        What was to be coded, as given to `write_qdpx`.
    codes : sequence of Code
        The themes, as given to `write_qdpx`.

    Returns
    -------
    QdaProject
        The codings, and in words what was left alone.

    Raises
    ------
    DataError
        If the file cannot be read, or for everything in it that has no sure meaning: texts that
        were changed, selections that cross units, lie outside or do not hold the words by
        which they are named, codes that are not in the scheme, codings without a coder.
    """
    root, texts = read_package(path)
    nodes = list(_nodes(root))
    known = recognise(nodes, codes=codes)
    meant = meanings_of(codes)
    meanings = {guid: meant[ours] for guid, ours in known.items() if ours in meant}
    grouped = by_source(units)
    sources = _own_sources(root, texts, grouped)
    found = locate(sources, names=[node.path[-1] for node in nodes])
    users = dict(_users(root))
    faults = [
        *_absent_faults(path, sources, grouped),
        *faults_of(path, found, meanings=meanings, codes={n.guid: n for n in nodes}, users=users),
    ]
    if faults:
        raise DataError(faults)
    there = tuple(unit for source in sources for unit in source.units)
    return QdaProject(
        codings=_in_order(_codings(found, meanings, users), there),
        units=there,
        codes=read_codes(nodes, codes=codes),
        users=tuple(users.values()),
        left_alone=tuple(
            count_left_alone(
                root,
                own=[source.element for source in sources],
                sources=len(grouped),
                renewed=sum(guid != ours for guid, ours in known.items()),
            )
        ),
    )


def read_qdc(path: Path, *, codes: Sequence[Code] = ()) -> tuple[Code, ...]:
    """Read a codebook.

    Parameters
    ----------
    path : pathlib.Path
        The file, which ends in .qdc.
    codes : sequence of Code, optional
        Codes whose ids are known; of others the identity in the file is the id.

    Returns
    -------
    tuple of Code
        Themes and headings, in the order of the file; the ways to speak of known themes are
        left out.

    Raises
    ------
    DataError
        If the file cannot be read.
    """
    return read_codes(_nodes(read_markup(path)), codes=codes)


def _nodes(root: ET.Element) -> Iterator[Node]:
    """Return the codes of a project or codebook, each after the one above it."""

    def walk(element: ET.Element, above: str | None, path: tuple[str, ...]) -> Iterator[Node]:
        for child in element:
            if local_name(child) == "Code":
                guid, names = _guid(child, "guid"), (*path, child.get("name", ""))
                described = "".join(e.text or "" for e in child if local_name(e) == "Description")
                codable = child.get("isCodable") not in ("false", "0")
                yield Node(guid, names, described, above, codable)
                yield from walk(child, guid, names)

    for element in root.iter():
        if local_name(element) == "Codes":
            yield from walk(element, None, ())


def _users(root: ET.Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        if local_name(element) == "User":
            name = element.get("name") or element.get("id") or ""
            yield _guid(element, "guid"), without_hidden(name).strip()


def _own_sources(
    root: ET.Element, texts: Mapping[str, bytes], grouped: Mapping[str, list[Unit]]
) -> list[SourceText]:
    """Find our sources: by identity, or where that was renewed by their words."""
    elements = [
        element
        for sources in root
        if local_name(sources) == "Sources"
        for element in sources
        if local_name(element) == "TextSource"
    ]
    own = {guid_of("source", source): source for source in grouped}
    named = {own[guid]: each for each in elements if (guid := _guid(each, "guid")) in own}
    others = [each for each in elements if _guid(each, "guid") not in own]
    read = {name: _read(name, each, grouped[name], texts) for name, each in named.items()}
    for name in grouped.keys() - named.keys():
        for element in others:
            if says_the_same(_text_of(element, texts), grouped[name]):
                read[name] = _read(name, element, grouped[name], texts)
    return [read[name] for name in grouped if name in read]


def _read(
    name: str, element: ET.Element, units: Sequence[Unit], texts: Mapping[str, bytes]
) -> SourceText:
    stored = store(_text_of(element, texts))
    spans = find_spans(stored.text, units)
    there = [(unit, span) for unit, span in zip(units, spans, strict=True) if span]
    return SourceText(
        name=name,
        element=element,
        stored=stored,
        units=tuple(unit for unit, _ in there),
        spans=tuple(span for _, span in there),
        passages=tuple(_passages(element, guid_of("source", name))),
    )


def _text_of(element: ET.Element, texts: Mapping[str, bytes]) -> str:
    """Return the text of a source; "" where it is not in the file."""
    inline = [e.text or "" for e in element if local_name(e) == "PlainTextContent"]
    last = element.get("plainTextPath", "").replace("\\", "/").rpartition("/")[2]
    content = texts.get(last.lower(), b"")
    if inline:
        return inline[0]
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    mark = "\ufeff" if encoding == "utf-16" else ""
    return mark + content.decode(encoding, errors="replace")


def _passages(element: ET.Element, source: str) -> Iterator[Passage]:
    """Return each coding of a source with the passage that it is about."""
    for child in element:
        if local_name(child) == "PlainTextSelection":
            selection = _selection(child, source)
            for coding in child:
                if local_name(coding) == "Coding":
                    yield Passage(selection, _code_of(coding), _coder_of(coding, child))


def _selection(element: ET.Element, source: str) -> Selection:
    ends = _number(element, "startPosition"), _number(element, "endPosition")
    ours = guid_of("selection", source, *ends, _guid(element, "creatingUser"))
    return Selection(*ends, element.get("name", ""), _guid(element, "guid") == ours)


def _code_of(coding: ET.Element) -> str:
    return next((_guid(e, "targetGUID") for e in coding if local_name(e) == "CodeRef"), "")


def _coder_of(coding: ET.Element, selection: ET.Element) -> str:
    given = (
        _guid(coding, "creatingUser"),
        _guid(selection, "creatingUser"),
        _guid(selection, "modifyingUser"),
    )
    return next((each for each in given if each), "")


def _guid(element: ET.Element, attribute: str) -> str:
    return element.get(attribute, "").strip().strip("{}").lower()


def _number(element: ET.Element, attribute: str) -> int:
    given = element.get(attribute, "").strip()
    return int(given) if given.isdecimal() and len(given) < 10 else -1


def _codings(
    found: Iterable[Found], meanings: Mapping[str, Meaning], users: Mapping[str, str]
) -> set[Coding]:
    codings = set()
    for each in found:
        theme, valence = meanings[each.passage.code]
        ((unit, start, end),) = each.parts
        codings.add(Coding(unit.id, users[each.passage.coder], theme, valence, start, end))
    return codings


def _in_order(codings: Iterable[Coding], units: Sequence[Unit]) -> tuple[Coding, ...]:
    places = {unit.id: place for place, unit in enumerate(units)}
    return tuple(
        sorted(
            codings,
            key=lambda each: (
                places[each.unit], each.coder, each.start or 0, each.end or 0,
                each.theme or "", each.valence or "",
            ),
        )
    )  # fmt: skip


def _absent_faults(
    path: Path, sources: Sequence[SourceText], grouped: Mapping[str, list[Unit]]
) -> list[Fault]:
    """Tell of texts that were changed, and of a project that has none of ours."""
    if not sources:
        problem = "it holds none of the texts that were to be coded."
        return [Fault(path.name, problem, "Take the project that was made from these texts.")]
    return [
        Fault(
            f"{path.name}, source {source.name}",
            f"texts that do not stand there as written: {lacking} of {len(grouped[source.name])}.",
            "Texts must not be changed; start again from the project that was written.",
        )
        for source in sources
        if (lacking := len(grouped[source.name]) - len(source.units))
    ]
