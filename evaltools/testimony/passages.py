"""Passages of documents: paragraphs that say something, redacted, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from evaltools.characters import without_hidden
from evaltools.documents import Document, Line, Prose, run_together
from evaltools.testimony.coding import Unit
from evaltools.testimony.redaction import redact

SHORTEST = 6
"""Words of a passage at least."""
ENDS = re.compile(r"[.!?:][\"”»)]?$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and the line in which it begins."""

    line: Line
    text: str = field(repr=False)

    @property
    def is_long(self) -> bool:
        """Whether it has as many words as a passage."""
        return len(self.text.split()) >= SHORTEST

    @property
    def shape(self) -> str:
        """Its text with all numbers alike, as a letterhead recurs with the number of the page."""
        return re.sub(r"\d+", "0", self.text)


def find_passages(document: Document, *, people: Collection[str] = ()) -> tuple[Unit, ...]:
    """Find the paragraphs of a document that say something.

    Headings, letterheads and what recurs on its pages are left out: a passage is at least six
    words and ends as a sentence does. Paragraphs that go on over a page are put together.

    Parameters
    ----------
    document : Document
        The document.
    people : collection of str
        Names that are taken out beside those of the list.

    Returns
    -------
    tuple of Unit
        In order; `id` is `<file>:<page>.<line>` where the passage begins, or `<file>:<line>` of
        a file without pages.
    """
    every = list(_paragraphs(run_together(document)))
    recurring = _recurring(every)
    kept = _rejoin([each for each in every if each.shape not in recurring])
    return tuple(
        Unit(
            _place(document.file, each.line),
            document.file,
            redact(each.text, people=people).text,
            each.line.page,
            each.line.number,
        )
        for each in kept
        if each.is_long and ENDS.search(each.text)
    )


def _place(file: str, line: Line) -> str:
    return f"{file}:{line.number}" if line.page is None else f"{file}:{line.page}.{line.number}"


def _paragraphs(prose: Prose) -> Iterator[Paragraph]:
    for found in re.finditer(r"[^\n]*\S[^\n]*", prose.text):
        yield Paragraph(prose.line_at(found.start()), without_hidden(found[0].strip()))


def _recurring(paragraphs: Sequence[Paragraph]) -> set[str]:
    """Find what stands on several pages: the letterhead, and the number of the page."""
    on_pages = {(each.line.page, each.shape) for each in paragraphs}
    counts = Counter(shape for _, shape in on_pages)
    return {shape for shape, count in counts.items() if count > 1}


def _rejoin(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Put together what goes on over a page, past the letterhead between."""
    joined: list[Paragraph] = []
    for each in paragraphs:
        at = next((at for at in reversed(range(len(joined))) if joined[at].is_long), None)
        if at is not None and not ENDS.search(joined[at].text) and each.text[0].islower():
            joined[at] = replace(joined[at], text=f"{joined[at].text} {each.text}")
        else:
            joined.append(each)
    return joined
