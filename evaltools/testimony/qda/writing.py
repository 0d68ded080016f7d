"""Projects and codebooks in the exchange format of qualitative software (REFI-QDA 1.0)."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from evaltools.characters import without_hidden
from evaltools.declarations import Language
from evaltools.errors import DataError, Fault
from evaltools.provenance import write_atomically
from evaltools.testimony.coding import Coding, Unit
from evaltools.testimony.qda.codes import (
    FORBIDDEN,
    Code,
    Meaning,
    Node,
    guid_of,
    meanings_of,
    nodes_of,
)
from evaltools.testimony.qda.layout import SHOWN, lay_out, plain

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "evaltools"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every part of a package, so that the same project is the same file."""
Passage = tuple[int, int, str]
"""Where a selection begins and ends in its source, and whose it is."""


def write_qdpx(
    path: Path, *, name: str, units: Iterable[Unit], codings: Iterable[Coding],
    codes: Sequence[Code], users: Sequence[str], when: datetime, language: Language,
) -> None:  # fmt: skip
    """Write a project that NVivo, MAXQDA, ATLAS.ti and others open.

    Each source is one text with its units below each other. The same project is written as the
    same bytes.

    Parameters
    ----------
    path : pathlib.Path
        The file, which ends in .qdpx.
    name : str
        What the project is called.
    units : iterable of Unit
        What is to be coded. Units with one id are one: written once, where the first stands.
    codings : iterable of Coding
        What is coded already, by whom; one from the beginning to the end of its unit comes back
        as one of all of it.
    codes : sequence of Code
        The themes, with the headings above them.
    users : sequence of str
        Initials of those who will code; those who have coded are added.
    when : datetime.datetime
        When the project was made; without a time zone it is UTC.
    language : {"sv", "en"}
        Language of the ways to speak of a theme.

    Raises
    ------
    DataError
        If a unit has no words, or a coding fits no unit or code.
    ConfigurationError
        If the codes do not fit together.
    """
    nodes, units, codings = nodes_of(codes, language=language), _once(units), set(codings)
    _check(path, units, codings, codes, [*users, *(coding.coder for coding in codings)], name)
    everyone = dict.fromkeys([*users, *sorted(coding.coder for coding in codings)])
    root = ET.Element("Project", xmlns=PROJECT, name=name, origin=ORIGIN)
    root.set("creationDateTime", _stamp(when))
    if everyone:
        listed = ET.SubElement(root, "Users")
        for user in everyone:
            ET.SubElement(listed, "User", guid=guid_of("user", user), name=user, id=user)
    _add_codes(ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes"), nodes)
    texts = _add_sources(root, units, codings, _stamp(when))
    write_atomically(path, _packed({"project.qde": _markup(root), **texts}))


def write_qdc(path: Path, *, codes: Sequence[Code], language: Language) -> None:
    """Write a codebook that NVivo, MAXQDA, ATLAS.ti and others open.

    Parameters
    ----------
    path : pathlib.Path
        The file, which ends in .qdc.
    codes : sequence of Code
        The themes, with the headings above them.
    language : {"sv", "en"}
        Language of the ways to speak of a theme.

    Raises
    ------
    ConfigurationError
        If the codes do not fit together.
    """
    root = ET.Element("CodeBook", xmlns=CODEBOOK, origin=ORIGIN)
    _add_codes(ET.SubElement(root, "Codes"), nodes_of(codes, language=language))
    write_atomically(path, _markup(root))


def by_source(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """Return the units of each source, in order; of units with one id the first."""
    grouped: dict[str, list[Unit]] = {}
    for unit in _once(units):
        grouped.setdefault(unit.source, []).append(unit)
    return grouped


def _once(units: Iterable[Unit]) -> list[Unit]:
    first: dict[str, Unit] = {}
    for unit in units:
        first.setdefault(unit.id, unit)
    return list(first.values())


def _add_codes(top: ET.Element, nodes: Iterable[Node]) -> None:
    elements: dict[str | None, ET.Element] = {None: top}
    for node in nodes:
        element = ET.SubElement(elements[node.above], "Code", guid=node.guid, name=node.path[-1])
        element.set("isCodable", "true" if node.is_codable else "false")
        if node.description:
            ET.SubElement(element, "Description").text = node.description
        elements[node.guid] = element


def _add_sources(
    root: ET.Element, units: Iterable[Unit], codings: Iterable[Coding], stamp: str
) -> dict[str, bytes]:
    """Add each source with its selections; return the texts by the name of their part."""
    coded: dict[str, list[Coding]] = {}
    for coding in sorted(codings, key=str):
        coded.setdefault(coding.unit, []).append(coding)
    grouped, texts = by_source(units), {}
    listed = ET.SubElement(root, "Sources") if grouped else root
    for source, members in grouped.items():
        guid = guid_of("source", source)
        text, spans = lay_out(members)
        passages = _passages(members, spans, coded)
        element = ET.SubElement(listed, "TextSource", guid=guid, name=source)
        element.set("plainTextPath", f"internal://{guid}.txt")
        element.set("creationDateTime", stamp)
        for passage, found in sorted(passages.items()):
            _add_selection(element, guid, passage, found, text, stamp)
        texts[f"Sources/{guid}.txt"] = text.encode()
    return texts


def _passages(
    units: Iterable[Unit], spans: Iterable[tuple[int, int]], coded: dict[str, list[Coding]]
) -> dict[Passage, list[Coding]]:
    """Return the codings of each passage and coder, by where the passage stands."""
    passages: dict[Passage, list[Coding]] = {}
    for unit, (begin, end) in zip(units, spans, strict=True):
        for coding in coded.get(unit.id, ()):
            start, stop = begin + (coding.start or 0), end
            if coding.end is not None:
                stop = begin + coding.end
            passages.setdefault((start, stop, coding.coder), []).append(coding)
    return passages


def _add_selection(
    source: ET.Element, guid: str, passage: Passage, found: Iterable[Coding], text: str, stamp: str
) -> None:
    start, end, coder = passage
    by = {"creatingUser": guid_of("user", coder), "creationDateTime": stamp}
    name = " ".join(FORBIDDEN.sub(" ", text[start:end][:SHOWN]).split())
    selection = ET.SubElement(
        source,
        "PlainTextSelection",
        {
            "guid": guid_of("selection", guid, start, end, by["creatingUser"]), "name": name,
            "startPosition": str(start), "endPosition": str(end), **by,
        },
    )  # fmt: skip
    for coding in found:
        meaning = ("code", coding.theme, coding.valence) if coding.theme else ("no theme",)
        own = guid_of("coding", guid, *passage, *meaning)
        element = ET.SubElement(selection, "Coding", {"guid": own, **by})
        ET.SubElement(element, "CodeRef", targetGUID=guid_of(*meaning))


def _markup(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _packed(parts: dict[str, bytes]) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name, EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, content)
    return package.getvalue()


def _stamp(when: datetime) -> str:
    known = when if when.tzinfo else when.replace(tzinfo=UTC)
    return known.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _check(
    path: Path, units: Sequence[Unit], codings: Iterable[Coding], codes: Iterable[Code],
    users: Sequence[str], name: str,
) -> None:  # fmt: skip
    """Refuse what could not be found again when the project is read."""
    texts = {unit.id: plain(unit.text) for unit in units}
    meant = set(meanings_of(codes).values())
    named = [name, *users, *(unit.source for unit in units)]
    wrong = Counter(problem for coding in codings if (problem := _problem(coding, texts, meant)))
    wrong["units without words"] = sum(not text.strip() for text in texts.values())
    wrong["names that are empty, or hold characters that the file cannot"] = sum(
        bool(FORBIDDEN.search(each)) or not each.strip() for each in named
    )
    wrong["names of coders with blanks around them, or characters that nobody sees"] = sum(
        without_hidden(user).strip() != user for user in users
    )
    faults = [
        Fault(path.name, f"{problem}: {times}.", "Leave them out, or correct them.")
        for problem, times in wrong.items()
        if times
    ]
    if faults:
        raise DataError(faults)


def _problem(coding: Coding, texts: dict[str, str], meant: set[Meaning]) -> str | None:
    text = texts.get(coding.unit)
    if text is None:
        return "codings of units that are not there"
    if (coding.theme, coding.valence) not in meant:
        return "codings with a theme, or a way to speak of it, that the scheme lacks"
    if (coding.start is None) != (coding.end is None):
        return "codings with a beginning and no end, or an end and no beginning"
    start, end = coding.start or 0, len(text) if coding.end is None else coding.end
    if start < 0 or end > len(text) or not text[start:end].strip():
        return "codings that go beyond their unit, or are of no words"
    return None
