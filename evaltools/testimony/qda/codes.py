"""Themes as a tree of codes for qualitative software, and what a code of such a tree means.

Software of this kind knows codes, not pairs of a theme and how it is spoken of. Each theme is
therefore a heading with four codes below it, one for each way. Two codes beside each other on one
passage, theme and way, would say the same for one theme, but leave it open which belongs to which
once two themes are spoken of in two ways in the same words. Names are unique in the whole tree
("Samverkan: styrka"), since some software has no two codes of one name, and drops the second
without a word.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaltools.declarations import Language, Text
from evaltools.errors import ConfigurationError, Fault
from evaltools.testimony.coding import VALENCES, Valence
from evaltools.testimony.scheme import VALENCE_NAMES

NAMESPACE = uuid.UUID("6d0f6a2c-5f0a-5c39-9b1e-1f6a0c2d7e41")
NO_THEME = Text(sv="Inget tema", en="No theme")
LOOKED = Text(
    sv="Läst, men inget av temana finns här. Utan koden räknas texten som inte läst.",
    en="Read, but none of the themes is here. Without this code the text counts as not read.",
)
Meaning = tuple[str | None, Valence | None]
"""A theme and how it is spoken of; None and None where a coder found none."""
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""


@dataclass(frozen=True, slots=True)
class Code:
    """A theme, or a heading above themes.

    Attributes
    ----------
    id : str
        What codings call it.
    name : str
        What coders call it.
    description : str
        What belongs to it.
    parent : str or None
        Id of the heading or theme above it.
    is_theme : bool
        False for a heading, with which nothing is coded.
    """

    id: str
    name: str
    description: str = ""
    parent: str | None = None
    is_theme: bool = True


@dataclass(frozen=True, slots=True)
class Node:
    """A code as it stands in a file.

    Attributes
    ----------
    guid : str
        Its identity, in small letters without braces.
    path : tuple of str
        The names from the top of the tree down to its own.
    description : str
        Its description.
    above : str or None
        Identity of the code above it.
    is_codable : bool
        False for a heading.
    """

    guid: str
    path: tuple[str, ...]
    description: str
    above: str | None
    is_codable: bool


def guid_of(kind: str, *names: object) -> str:
    """Return the identity of something in a file: the same for the same names, always."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join((kind, *map(str, names)))))


def nodes_of(codes: Sequence[Code], *, language: Language) -> list[Node]:
    """Lay codes out as a tree: below each theme a code for each way to speak of it.

    Parameters
    ----------
    codes : sequence of Code
        Themes and headings; what is above another may come later.
    language : {"sv", "en"}
        Language of the names that are added.

    Returns
    -------
    list of Node
        Each after the one above it; last the code of units where no theme was found.

    Raises
    ------
    ConfigurationError
        If ids or names are not unique, something above is not there or above itself, or a name
        or description holds a character that the file cannot.
    """
    _check_codes(codes, language)
    below: dict[str | None, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)

    def walk(parent: str | None, path: tuple[str, ...]) -> Iterator[Node]:
        for code in below.get(parent, ()):
            node = _node(code, path)
            yield node
            yield from _ways(code, node, language) if code.is_theme else ()
            yield from walk(code.id, node.path)

    nothing = Node(guid_of("no theme"), (NO_THEME[language],), LOOKED[language], None, True)
    return [*walk(None, ()), nothing]


def meanings_of(codes: Iterable[Code]) -> dict[str, Meaning]:
    """Return what each identity means that a unit may be coded with."""
    meant: dict[str, Meaning] = {guid_of("no theme"): (None, None)}
    for code in codes:
        if code.is_theme:
            meant |= {guid_of("code", code.id, each): (code.id, each) for each in VALENCES}
    return meant


def recognise(nodes: Collection[Node], *, codes: Sequence[Code]) -> dict[str, str]:
    """Find out which codes of a file are ours.

    The identity decides. Some software gives every code a new one: where the file lacks an
    identity of ours altogether, a code with the same names from the top of the tree down is it.

    Parameters
    ----------
    nodes : collection of Node
        The codes of the file.
    codes : sequence of Code
        Our codes.

    Returns
    -------
    dict of str to str
        Our identity of each identity of the file that is one of ours.
    """
    ours = {node.guid for node in nodes_of(codes, language="sv")}
    there = {node.guid for node in nodes}
    by_path = {
        _plain(node.path): node.guid
        for language in ("en", "sv")
        for node in nodes_of(codes, language=language)
        if node.guid not in there
    }
    paths = Counter(_plain(node.path) for node in nodes if node.guid not in ours)
    found = {guid: guid for guid in ours & there}
    for node in nodes:
        path = _plain(node.path)
        if node.guid not in ours and path in by_path and paths[path] == 1:
            found[node.guid] = by_path[path]
    return found


def read_codes(nodes: Iterable[Node], *, codes: Sequence[Code]) -> tuple[Code, ...]:
    """Return the themes and headings of a file, with the names that they have there.

    Parameters
    ----------
    nodes : iterable of Node
        The codes of the file.
    codes : sequence of Code
        Our codes.

    Returns
    -------
    tuple of Code
        In the order of the file, without the ways to speak of ours. The id of one that is not
        ours is its identity in the file.
    """
    nodes = list(nodes)
    known = recognise(nodes, codes=codes)
    own = {guid_of("code", code.id): code for code in codes}
    ids = {node.guid: _id_of(node.guid, known, own) for node in nodes}
    added = meanings_of(codes)
    return tuple(
        Code(
            ids[node.guid],
            node.path[-1],
            node.description,
            ids[node.above] if node.above else None,
            is_theme=_is_theme(node, known, own),
        )
        for node in nodes
        if known.get(node.guid) not in added
    )


def _id_of(guid: str, known: Mapping[str, str], own: Mapping[str, Code]) -> str:
    ours = own.get(known.get(guid, guid))
    return ours.id if ours else guid


def _is_theme(node: Node, known: Mapping[str, str], own: Mapping[str, Code]) -> bool:
    ours = own.get(known.get(node.guid, node.guid))
    return ours.is_theme if ours else node.is_codable


def _node(code: Code, path: tuple[str, ...]) -> Node:
    above = guid_of("code", code.parent) if code.parent else None
    return Node(guid_of("code", code.id), (*path, code.name), code.description, above, False)


def _ways(code: Code, node: Node, language: Language) -> Iterator[Node]:
    for valence, name in VALENCE_NAMES.items():
        path = (*node.path, f"{code.name}: {name[language]}")
        yield Node(guid_of("code", code.id, valence), path, "", node.guid, True)


def _plain(path: Iterable[str]) -> tuple[str, ...]:
    return tuple(" ".join(name.split()).casefold() for name in path)


def _check_codes(codes: Sequence[Code], language: Language) -> None:
    ids = [code.id for code in codes]
    names = _plain([*(code.name for code in codes), NO_THEME[language]])
    lost = [code.id for code in codes if not _leads_to_the_top(code, codes)]
    unwritable = [code.id for code in codes if FORBIDDEN.search(code.name + code.description)]
    found = {
        "have the id of another": _repeated(ids),
        "have the name of another, or that of no theme": _repeated(names),
        "have no name": [code.id for code in codes if not code.name.strip()],
        "stand below one that is not there, or below themselves": lost,
        "hold characters that the file cannot": unwritable,
    }
    faults = [
        Fault("coding scheme", f"{', '.join(which)} {problem}.", "Change them in the scheme.")
        for problem, which in found.items()
        if which
    ]
    if faults:
        raise ConfigurationError(faults)


def _repeated(names: Sequence[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)


def _leads_to_the_top(code: Code, codes: Sequence[Code]) -> bool:
    parents = {each.id: each.parent for each in codes}
    at: str | None = code.id
    for _ in codes:
        at = parents.get(at or "", "")
        if at is None:
            return True
    return False
