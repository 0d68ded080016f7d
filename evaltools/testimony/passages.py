"""Passages of documents: paragraphs that say something, redacted, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from evaltools.documents import Document, Line
from evaltools.testimony.coding import Unit
from evaltools.testimony.redaction import redact

SHORTEST, LONG = 6, 12
"""Words of a passage at least, and from which on a text without an end has been broken off."""
SHORT_LINE = 0.6
"""Share of the document's long lines under which a line ends its paragraph."""
ENDS = re.compile(r"[.!?:][\"”»)]?$")
BULLET = re.compile(r"(?:[•–·*]|-|\d+[.)])\s")
Block = list[Line]


def find_passages(document: Document, *, people: Collection[str] = ()) -> tuple[Unit, ...]:
    """Find the paragraphs of a document that say something.

    Headings, letterheads and what recurs on its pages are left out: a passage is at least six
    words and ends as a sentence does. Lines are joined, words too that are broken over two, and
    paragraphs that go on over a page.

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
    recurring = _recurring(document)
    lines = [line for line in document.lines if _shape(line) not in recurring]
    blocks = _rejoin(list(_blocks(lines, full=_full_length(document))))
    return tuple(
        Unit(_place(document.file, block[0]), document.file, text, block[0].page, block[0].number)
        for block in blocks
        if _says_something(_joined(block))
        for text in [redact(_joined(block), people=people).text]
    )


def _place(file: str, line: Line) -> str:
    return f"{file}:{line.number}" if line.page is None else f"{file}:{line.page}.{line.number}"


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "0", " ".join(line.text.split()))


def _recurring(document: Document) -> set[str]:
    """Find what stands on most pages: the letterhead, and the number of the page."""
    on_pages = {(line.page, _shape(line)) for line in document.lines if line.text.strip()}
    pages = len({page for page, _ in on_pages})
    counts = Counter(shape for _, shape in on_pages)
    return {shape for shape, count in counts.items() if count > max(1, pages / 2)}


def _full_length(document: Document) -> float:
    lengths = sorted(len(line.text.strip()) for line in document.lines if line.text.strip())
    return SHORT_LINE * lengths[len(lengths) * 9 // 10] if lengths else 0


def _blocks(lines: Sequence[Line], *, full: float) -> Iterator[Block]:
    """Divide lines where a paragraph ends; without pages each line is a paragraph."""
    block: Block = []
    for line in lines:
        if block and (not line.text.strip() or _begins(block[-1], line, full)):
            yield block
            block = []
        if line.text.strip():
            block.append(line)
    if block:
        yield block


def _begins(before: Line, line: Line, full: float) -> bool:
    above, below = before.text.strip(), line.text.strip()
    if line.page is None or BULLET.match(below) or line.page != before.page:
        return True
    return len(above) < full and not below[0].islower() and not above.endswith("-")


def _rejoin(blocks: Sequence[Block]) -> list[Block]:
    """Put together what goes on over a page, past what is no sentence between."""
    joined: list[Block] = []
    for block in blocks:
        broken = next((each for each in reversed(joined) if _is_broken_off(each)), None)
        goes_on = _joined(block)[0].islower()
        if broken is not None and goes_on and broken[-1].page != block[0].page:
            broken.extend(block)
        else:
            joined.append(list(block))
    return joined


def _is_broken_off(block: Block) -> bool:
    text = _joined(block)
    return len(text.split()) >= LONG and not ENDS.search(text)


def _joined(block: Block) -> str:
    """Write the lines of a block as one, without the hyphens of words that they break."""
    text = block[0].text.strip()
    for before, line in pairwise(block):
        follows = line.text.strip()
        broken = before.text.rstrip().endswith("-") and follows[0].islower()
        text = text.removesuffix("-") + follows if broken else f"{text} {follows}"
    return text


def _says_something(text: str) -> bool:
    return len(text.split()) >= SHORTEST and bool(ENDS.search(text))
