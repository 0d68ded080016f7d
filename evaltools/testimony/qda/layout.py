"""The texts of a source as one text, and where each of them stands in it.

Offsets count Unicode code points, as the standard asks. Not all software does: some counts a
line break of two characters as one, or a character beyond the basic plane as two. Which of these
a file follows is told by its selections: those that carry their words must hold them, and persons
select whole words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from evaltools.testimony.coding import Unit

BETWEEN = "\n\n"
SHORTEST_QUOTE = 12
"""Letters from which a name of a selection that stands elsewhere in the text is a quote."""
SHOWN = 60
"""Characters of the text that we give a selection as its name."""
UNWRITABLE = re.compile("\r\n|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
"""What software reads as a line break, a mark, or not at all."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A passage that was selected in a text of a file.

    Attributes
    ----------
    start, end : int
        Where it stands, as the file counts.
    name : str
        Its name, which often is its words.
    is_as_written : bool
        True where its identity is the one that we gave to a selection of these numbers.
    """

    start: int
    end: int
    name: str = field(repr=False)
    is_as_written: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A text of a file, its line breaks made one character each.

    Attributes
    ----------
    text : str
        The text.
    breaks : numpy.ndarray
        For each character whether it was a line break of two.
    marked : bool
        Whether the file began with a byte order mark.
    """

    text: str = field(repr=False)
    breaks: NDArray[np.bool_] = field(repr=False)
    marked: bool


@dataclass(frozen=True, slots=True)
class Counting:
    """How a file counts: what else it takes for a character of its own.

    Attributes
    ----------
    breaks : bool
        Line breaks of two characters count two.
    surrogates : bool
        Characters beyond the basic plane count two.
    mark : bool
        The byte order mark counts.
    """

    breaks: bool
    surrogates: bool
    mark: bool


def plain(text: str) -> str:
    r"""Write a text so that all software counts its characters alike; it keeps its length.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The text with line breaks of one character, and blanks for other control characters.

    Examples
    --------
    >>> plain("a\r\nb\rc")
    'a \nb\nc'
    """

    def written(found: re.Match[str]) -> str:
        return {"\r\n": " \n", "\r": "\n"}.get(found[0], " ")

    return UNWRITABLE.sub(written, text)


def lay_out(units: Sequence[Unit]) -> tuple[str, list[tuple[int, int]]]:
    """Write the texts of a source below each other, each with its number before it.

    Parameters
    ----------
    units : sequence of Unit
        The units of one source, in order.

    Returns
    -------
    text : str
        The text of the source.
    spans : list of tuple of int
        Where each unit's words begin and end.
    """
    pieces = list(_pieces(units))
    text = BETWEEN.join(pieces)
    ends = np.cumsum([len(piece) + len(BETWEEN) for piece in pieces]) - len(BETWEEN)
    return text, [
        (int(end) - len(unit.text), int(end)) for end, unit in zip(ends, units, strict=True)
    ]


def find_spans(text: str, units: Sequence[Unit]) -> list[tuple[int, int] | None]:
    """Find the units of a source in a text that has been through other software.

    Parameters
    ----------
    text : str
        The text, with line breaks of one character.
    units : sequence of Unit
        The units, in order.

    Returns
    -------
    list of tuple of int or None
        Where each unit's words begin and end; None where they do not stand there as written.
    """
    spans: list[tuple[int, int] | None] = []
    at = 0
    for unit, piece in zip(units, _pieces(units), strict=True):
        begin = text.find(piece, at)
        end = begin + len(piece)
        if begin < 0 or text[end : end + 1].strip():
            spans.append(None)
            continue
        spans.append((end - len(unit.text), end))
        at = end
    return spans


def says_the_same(raw: str, units: Sequence[Unit]) -> bool:
    """Tell whether a text of a file is that of a source, whatever its blanks."""
    return collapsed(raw.removeprefix("\ufeff")) == collapsed(lay_out(units)[0])


def store(raw: str) -> Stored:
    """Take a text of a file: without its mark, its line breaks made one character each."""
    body = raw.removeprefix("\ufeff")
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    breaks = np.zeros(len(text), dtype=bool)
    twos = np.array([found.start() for found in re.finditer("\r\n", body)], dtype=np.int64)
    breaks[twos - np.arange(len(twos))] = True
    return Stored(text, breaks, marked=body != raw)


def place(
    stored: Stored, selections: Sequence[Selection], counting: Counting
) -> list[tuple[int, int] | None]:
    """Return where selections stand in a text, as it is counted; None where they cannot stand."""
    at = _positions(stored, counting)
    ends = np.array([(each.start, each.end) for each in selections]).reshape(-1, 2)
    found = np.searchsorted(at, ends)
    fits = (at[np.minimum(found, len(at) - 1)] == ends).all(axis=1) & (ends[:, 0] < ends[:, 1])
    return [
        (int(start), int(end)) if is_there else None
        for (start, end), is_there in zip(found, fits, strict=True)
    ]


def choose_counting(sources: Iterable[tuple[Stored, Sequence[Selection]]]) -> Counting | None:
    """Choose how a file counts by what its selections then hold.

    Parameters
    ----------
    sources : iterable of tuple
        Each text of the file with its selections.

    Returns
    -------
    Counting or None
        The way under which most selections stand where we wrote them, then most hold their words,
        then most begin and end with whole words. None where two ways do so alike but place a
        selection differently.
    """
    sources = list(sources)
    scored = [(_score(sources, counting), counting) for counting in _countings(sources)]
    best = max(score for score, _ in scored)
    equal = [counting for score, counting in scored if score == best]
    placed = [[place(*source, counting) for source in sources] for counting in equal]
    return equal[0] if all(each == placed[0] for each in placed) else None


def is_elsewhere(
    text: str, selection: Selection, at: tuple[int, int] | None, *, words: str
) -> bool:
    """Tell whether a selection is named by words that stand in the text, but not where it is.

    Parameters
    ----------
    text : str
        The text, with line breaks of one character.
    selection : Selection
        The selection.
    at : tuple of int or None
        Where it stands.
    words : str
        The text again, `collapsed`.

    Returns
    -------
    bool
        False for a name that is short, or that stands nowhere in the text.
    """
    quote = _quote(selection)
    if len(quote) < SHORTEST_QUOTE or (at and _holds(text, at, quote)):
        return False
    return quote in words


def _pieces(units: Sequence[Unit]) -> Iterable[str]:
    return (f"[{number}] {plain(unit.text)}" for number, unit in enumerate(units, start=1))


def _countings(sources: Sequence[tuple[Stored, Sequence[Selection]]]) -> list[Counting]:
    """Return the ways to count that differ for these texts; first that of the standard."""
    texts = [stored for stored, _ in sources]
    breaks = (True, False) if any(stored.breaks.any() for stored in texts) else (True,)
    surrogates = (
        (False, True) if any(max(t.text, default="") > "\uffff" for t in texts) else (False,)
    )
    marks = (False, True) if any(stored.marked for stored in texts) else (False,)
    return [Counting(*each) for each in product(breaks, surrogates, marks)]


def _positions(stored: Stored, counting: Counting) -> NDArray[np.int64]:
    """Return the position of each character, and of the end, as the file counts."""
    widths = np.ones(len(stored.text), dtype=np.int64)
    if counting.breaks:
        widths += stored.breaks
    if counting.surrogates:
        widths += np.array([char > "\uffff" for char in stored.text], dtype=bool)
    begin = int(counting.mark and stored.marked)
    return np.concatenate([[0], np.cumsum(widths)]) + begin


def _score(
    sources: Sequence[tuple[Stored, Sequence[Selection]]], counting: Counting
) -> tuple[int, int, int]:
    written = held = whole = 0
    for stored, selections in sources:
        for selection, at in zip(selections, place(stored, selections, counting), strict=True):
            if at:
                quote = _quote(selection)
                written += selection.is_as_written and at == (selection.start, selection.end)
                held += bool(quote) and _holds(stored.text, at, quote)
                whole += _whole_words(stored.text, *at)
    return written, held, whole


def _whole_words(text: str, start: int, end: int) -> int:
    """Count the ends of a passage that no word runs across, and that are no blank."""
    begins = not text[start].isspace() and (start == 0 or not text[start - 1].isalnum())
    ends = not text[end - 1].isspace() and (end == len(text) or not text[end].isalnum())
    return begins + ends


def _quote(selection: Selection) -> str:
    return collapsed(selection.name).removesuffix("...").removesuffix("…").rstrip()


def _holds(text: str, at: tuple[int, int], quote: str) -> bool:
    return collapsed(text[slice(*at)]).startswith(quote)


def collapsed(text: str) -> str:
    """Return a text with one blank for each run of blanks and line breaks."""
    return " ".join(text.split())
