"""Which unit each selection of a project is in, and what has no sure meaning."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from evaltools.characters import without_hidden
from evaltools.errors import Fault
from evaltools.testimony.coding import Unit
from evaltools.testimony.qda.codes import Meaning, Node, guid_of
from evaltools.testimony.qda.layout import (
    Selection,
    Stored,
    choose_counting,
    collapsed,
    is_elsewhere,
    place,
)

Part = tuple[Unit, int | None, int | None]
"""A unit, and what part of it: None and None for all of it."""
SHOWN = 5
"""Places that a fault names before it only counts."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A coding as the file has it.

    Attributes
    ----------
    selection : Selection
        What was selected.
    code, coder : str
        Identities of the code and of who coded; "" where the file does not say.
    """

    selection: Selection
    code: str
    coder: str


@dataclass(frozen=True, slots=True, eq=False)
class SourceText:
    """A source of ours in a file.

    Attributes
    ----------
    name : str
        The source, as units call it.
    element : xml.etree.ElementTree.Element
        What the file says of it.
    stored : Stored
        Its text.
    units : tuple of Unit
        The units whose words stand there.
    spans : tuple of tuple of int
        Where they stand.
    passages : tuple of Passage
        What was coded.
    """

    name: str
    element: ET.Element = field(repr=False)
    stored: Stored = field(repr=False)
    units: tuple[Unit, ...] = field(repr=False)
    spans: tuple[tuple[int, int], ...] = field(repr=False)
    passages: tuple[Passage, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A coding, and the units that its selection is in.

    Attributes
    ----------
    source : str
        The source.
    passage : Passage
        The coding.
    parts : tuple
        The units with the part of each; none where the selection lies outside all, or where it
        cannot be told how the file counts.
    is_elsewhere : bool
        True where the selection is named by words that stand elsewhere.
    is_placed : bool
        False where it cannot be told how the file counts.
    """

    source: str
    passage: Passage
    parts: tuple[Part, ...] = field(repr=False)
    is_elsewhere: bool
    is_placed: bool


def locate(sources: Sequence[SourceText], *, names: Sequence[str]) -> list[Found]:
    """Find the units that selections are in.

    Parameters
    ----------
    sources : sequence of SourceText
        The sources of a file that are ours.
    names : sequence of str
        Names of codes: a selection that bears one is not named by its words.

    Returns
    -------
    list of Found
        One for each coding of each source.
    """
    selected = [(each.stored, [passage.selection for passage in each.passages]) for each in sources]
    counting = choose_counting(selected)
    codes = set(names)
    found = []
    for source, (stored, selections) in zip(sources, selected, strict=True):
        words = collapsed(stored.text)
        placed = place(stored, selections, counting) if counting else [None] * len(selections)
        for passage, at in zip(source.passages, placed, strict=True):
            strange = passage.selection.name not in codes and is_elsewhere(
                stored.text, passage.selection, at, words=words
            )
            parts = tuple(_parts(source, at)) if at else ()
            found.append(Found(source.name, passage, parts, strange, counting is not None))
    return found


def faults_of(
    path: Path, found: Sequence[Found], *, meanings: Mapping[str, Meaning],
    codes: Mapping[str, Node], users: Mapping[str, str],
) -> Iterator[Fault]:  # fmt: skip
    """Tell which codings have no sure meaning.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    found : sequence of Found
        The codings.
    meanings : dict of str to tuple
        What the identities of codes mean.
    codes : dict of str to Node
        The codes of the file.
    users : dict of str to str
        Names of those who code.

    Yields
    ------
    Fault
        One for each kind of fault, and one for each code that is not known.
    """
    yield from _place_faults(path, found)
    yield from _code_faults(path, found, meanings, codes)
    yield from _coder_faults(path, found, users)


def _parts(source: SourceText, at: tuple[int, int]) -> Iterator[Part]:
    """Return the units that a passage has words of, and which part of each."""
    first = bisect_right(source.spans, at[0], key=lambda span: span[1])
    for unit, (begin, end) in zip(source.units[first:], source.spans[first:], strict=True):
        if begin >= at[1]:
            return
        start, stop = max(at[0], begin), min(at[1], end)
        if source.stored.text[start:stop].strip():
            is_whole = (start, stop) == (begin, end)
            yield (unit, None, None) if is_whole else (unit, start - begin, stop - begin)


def _place_faults(path: Path, found: Sequence[Found]) -> Iterator[Fault]:
    if not all(each.is_placed for each in found):
        problem = "it cannot be told how the positions of its selections are counted."
        remedy = "Code some passages of whole words more, and export again."
        yield Fault(path.name, problem, remedy)
        return
    kinds = {
        "selections named by words that stand elsewhere": [e for e in found if e.is_elsewhere],
        "selections without words of a text": [e for e in found if not e.parts],
        "selections that run from one text into the next": [e for e in found if len(e.parts) > 1],
    }
    for problem, wrong in kinds.items():
        if wrong:
            remedy = "Select within one text (each begins with its number), and export again."
            yield Fault(path.name, f"{problem}: {_places(wrong)}.", remedy)


def _code_faults(
    path: Path, found: Sequence[Found], meanings: Mapping[str, Meaning], codes: Mapping[str, Node]
) -> Iterator[Fault]:
    unknown: dict[str, list[Found]] = {}
    for each in found:
        if each.passage.code not in meanings:
            unknown.setdefault(each.passage.code, []).append(each)
    for code, wrong in unknown.items():
        name = " > ".join(codes[code].path) if code in codes else "a code that is not there"
        yield Fault(
            path.name,
            f"selections coded with {without_hidden(name)}, which says no theme of the scheme "
            f"and how it is spoken of: {_places(wrong)}.",
            "Code them with a code below a theme, or add the theme to the scheme.",
        )


def _coder_faults(path: Path, found: Sequence[Found], users: Mapping[str, str]) -> Iterator[Fault]:
    coders = {each.passage.coder: users.get(each.passage.coder, "") for each in found}
    nameless = [each for each in found if not coders[each.passage.coder]]
    if nameless:
        problem = f"selections that do not tell who coded: {_places(nameless)}."
        yield Fault(path.name, problem, "Give each coder a name in the software.")
    strangers = [name for guid, name in coders.items() if guid != guid_of("user", name)]
    shared = sorted({name for name in strangers if name and strangers.count(name) > 1})
    if shared:
        problem = f"several persons code as {', '.join(shared)}."
        yield Fault(path.name, problem, "Give each coder a name of their own in the software.")


def _places(wrong: Sequence[Found]) -> str:
    """Count selections, and say where the first of them stand."""
    stand = [
        f"{each.source} {each.passage.selection.start}-{each.passage.selection.end}"
        for each in wrong[:SHOWN]
    ]
    return f"{len(wrong)} ({', '.join(stand)}{', …' if len(wrong) > SHOWN else ''})"
