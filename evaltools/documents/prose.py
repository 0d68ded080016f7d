"""A document as running text, in which each letter knows the line it stands in."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from evaltools.characters import HIDDEN
from evaltools.documents.document import Document, Line
from evaltools.documents.headings import SectionKind, begins_others, heading_kind, is_heading

BROKEN = "\u00ad\ufffe\x02"
"""Marks that readers of PDF leave where a word was broken, beside the hyphen."""
UNSEEN = re.compile(f"[{HIDDEN}{BROKEN}]")
WORD = re.compile(r"\S+")
WIDE_GAP = re.compile(r"\s*\t|\s{3}")
GOES_ON = re.compile(r"(?!(?:och|eller|samt|respektive)\b)[a-zåäöé]")
"""What follows a hyphen at the end of a line that only breaks a word."""
SENTENCE_END = r"(?<![ .][a-zåäö])(?<!\.ex)(?<!\.fl)(?<!\bnr)(?<!\bkl)[.!?]\s+(?=[A-ZÅÄÖ\d•–§\"”])"
ENDED = re.compile(r"[.!?:][\"”»)]?$")
BULLET = re.compile(r"[•–·*]\s")
LONGEST = 2_000
"""Letters of a sentence; what is longer is none, and is taken in parts."""
FULL = 0.6
"""A line shorter than this share of the long ones ends its paragraph."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that stands in a running text.

    Attributes
    ----------
    field, value : str
        What it is, and what it says.
    start, end : int
        Where it stands in the running text, `end` excluded; the same where it stands nowhere.
    """

    field: str
    value: str = dataclasses.field(repr=False)
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a running text under one heading, `end` excluded."""

    kind: SectionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the kind of section that it stands in."""

    kind: SectionKind
    start: int
    text: str = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Prose:
    """The running text of a document.

    Words that were broken at the end of a line are whole, paragraphs are apart by a line break.

    Attributes
    ----------
    document : Document
        Whose text it is.
    text : str
        The repaired text.
    rows, columns : tuple of int
        For each letter of `text` its place in `document.lines`, and in the text of that line.
    sections : tuple of Section
        The parts of the text, in order.
    """

    document: Document
    text: str = dataclasses.field(repr=False)
    rows: tuple[int, ...] = dataclasses.field(repr=False)
    columns: tuple[int, ...] = dataclasses.field(repr=False)
    sections: tuple[Section, ...]

    def line_at(self, start: int) -> Line:
        """Return the line in which a letter stands."""
        return self.document.lines[self.rows[start]]

    def raw(self, start: int, end: int) -> str:
        """Return what was read from `start` to `end`, lines apart by line breaks.

        Parameters
        ----------
        start, end : int
            Places in the running text, `end` excluded.

        Returns
        -------
        str
            A part of the raw lines, one after the other; whole words where they were repaired.
        """
        first, last = self.rows[start], self.rows[end - 1]
        lines = self.document.lines[first : last + 1]
        begins = _raw_place(lines[0], self.columns[start], at_end=False)
        ends = _raw_place(lines[-1], self.columns[end - 1] + 1, at_end=True)
        if first == last:
            return lines[0].raw[begins:ends]
        between = (line.raw for line in lines[1:-1])
        return "\n".join([lines[0].raw[begins:], *between, lines[-1].raw[:ends]])

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield where each line begins and ends that holds any letter."""
        begins = [at for at, row in enumerate(self.rows) if not at or row != self.rows[at - 1]]
        yield from pairwise([*begins, len(self.text)])

    def sentences(self) -> Iterator[Sentence]:
        """Yield the sentences of each section."""
        for section in self.sections:
            for start, text in _sentences(self.text[section.start : section.end]):
                yield Sentence(section.kind, section.start + start, text)


def run_together(document: Document) -> Prose:
    """Write the lines of a document as running text.

    Parameters
    ----------
    document : Document
        The document.

    Returns
    -------
    Prose
        Its text with the place of every letter.
    """
    texts = [line.text for line in document.lines]
    breaks = _paragraph_breaks(document, texts)
    letters: list[str] = []
    rows: list[int] = []
    columns: list[int] = []
    starts: list[int] = []
    for row, text in enumerate(texts):
        if row and letters:
            marked = texts[row - 1].rstrip(" \r").endswith(tuple(BROKEN))
            if not marked:
                _join(letters, rows, columns, text, new_paragraph=breaks[row])
        starts.append(len(letters))
        for column, letter in _shown(text):
            letters.append(letter)
            rows.append(row)
            columns.append(column)
    sections = _sections(texts, starts, len(letters))
    return Prose(document, "".join(letters), tuple(rows), tuple(columns), sections)


def _shown(text: str) -> Iterator[tuple[int, str]]:
    """Yield the letters that a reader sees: blanks as one, a wide gap as a tab."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    for column, letter in enumerate(text[:last]):
        if column < first or UNSEEN.match(letter):
            continue
        if not letter.isspace():
            yield column, letter
        elif not text[column - 1].isspace():
            yield column, "\t" if WIDE_GAP.match(text, column) else " "


def _join(
    letters: list[str], rows: list[int], columns: list[int], text: str, *, new_paragraph: bool
) -> None:
    """Put what stands between two lines: nothing where a word is broken."""
    broken = letters[-1] == "-" and GOES_ON.match(text.lstrip())
    if broken and not new_paragraph and letters[-2:-1] and letters[-2].isalpha():
        for places in (letters, rows, columns):
            places.pop()
    elif letters[-1] != "\n":
        letters.append("\n" if new_paragraph else " ")
        rows.append(rows[-1])
        columns.append(columns[-1])


def _paragraph_breaks(document: Document, texts: list[str]) -> list[bool]:
    """Tell of each line whether it begins a paragraph."""
    if document.file.casefold().endswith(".docx"):
        return [True] * len(texts)
    lengths = sorted(len(" ".join(text.split())) for text in texts if text.strip())
    full = FULL * lengths[len(lengths) * 9 // 10] if lengths else 0
    pages = [line.page for line in document.lines]
    return [
        row == 0
        or _breaks(texts[row - 1], text, full)
        or (pages[row] != pages[row - 1] and ENDED.search(texts[row - 1].rstrip()) is not None)
        for row, text in enumerate(texts)
    ]


def _breaks(before: str, text: str, full: float) -> bool:
    above, below = (" ".join(line.split()) for line in (before, text))
    if not above or not below or is_heading(above) or is_heading(below) or BULLET.match(below):
        return True
    return len(above) < full and not GOES_ON.match(below) and not above.endswith("-")


def _sections(texts: list[str], starts: list[int], length: int) -> tuple[Section, ...]:
    """Divide the lines where a heading stands; a heading of no known kind ends a short part."""
    kind: SectionKind = "opening"
    begun: list[tuple[SectionKind, int, int]] = [(kind, 0, 0)]
    for row, text in enumerate(texts):
        found = _kind_at(texts, row, kind)
        if found:
            kind, column = found
            begun.append((kind, starts[row], starts[row] + _shown_before(text, column)))
    ends = [heading for _, heading, _ in begun[1:]] + [length]
    return tuple(
        Section(kind, start, end)
        for (kind, _, start), end in zip(begun, ends, strict=True)
        if start < end
    )


def _kind_at(texts: list[str], row: int, current: SectionKind) -> tuple[SectionKind, int] | None:
    """Return the kind of section that begins in a line, and the column where its text begins."""
    text = texts[row]
    if begins_others(text):
        return "others", 0
    if known := heading_kind(text):
        return known
    above = texts[row - 1].strip() if row else ""
    following = next((line.strip() for line in texts[row + 1 :] if line.strip()), "")
    ends_part = current in ("proposal", "decision", "preparation", "background", "recipients")
    if ends_part and not above and _looks_like_heading(text.strip(), following):
        return "opinion", 0
    return None


def _looks_like_heading(text: str, following: str) -> bool:
    short = 3 < len(text) <= 60 and text[0].isupper() and text[-1] not in ".,;:!?-"
    return short and following[:1].isupper() and not re.search(r"\d{4}|@", text)


def _shown_before(text: str, column: int) -> int:
    return sum(1 for at, _ in _shown(text) if at < column)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    ends = [match.end() for match in re.finditer(rf"\n|{SENTENCE_END}", text)]
    for end in [*ends, len(text)]:
        for begin in range(start, end, LONGEST):
            part = text[begin : min(begin + LONGEST, end)]
            if part.strip():
                yield begin, part
        start = end


def _raw_place(line: Line, column: int, *, at_end: bool) -> int:
    """Find in the raw line what stands at a place of the repaired one, by counting words."""
    if line.raw == line.text:
        return column
    read, repaired = list(WORD.finditer(line.raw)), list(WORD.finditer(line.text))
    if len(read) != len(repaired):
        return len(line.raw) if at_end else 0
    for was, now in zip(read, repaired, strict=True):
        if now.start() <= column - at_end < now.end():
            if was[0] == now[0]:
                return was.start() + column - now.start()
            return was.end() if at_end else was.start()
    return len(line.raw) if at_end else 0
