"""Passages of documents: paragraphs that say something, redacted, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from evaltools.characters import without_hidden
from evaltools.documents import Document, Line
from evaltools.testimony.coding import Unit
from evaltools.testimony.redaction import redact

SHORTEST = 6
"""Words of a passage at least; a text of as many without an end has been broken off."""
SHORT_LINE = 0.6
"""Share of the document's long lines under which a line ends its paragraph."""
ENDS = re.compile(r"[.!?:][\"”»)]?$")
GOES_ON = re.compile(r"(?!(?:och|eller|samt|respektive)\b)[a-zåäöé]")
"""What follows a hyphen at the end of a line that only breaks a word."""
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
    blocks = list(_blocks(document))
    recurring = _recurring(blocks)
    kept = [block for block in blocks if _shape(block) not in recurring]
    return tuple(
        Unit(_place(document.file, block[0]), document.file, text, block[0].page, block[0].number)
        for block in _rejoin(kept)
        if len(_words(block)) >= SHORTEST and ENDS.search(_joined(block))
        for text in [redact(_joined(block), people=people).text]
    )


def _place(file: str, line: Line) -> str:
    return f"{file}:{line.number}" if line.page is None else f"{file}:{line.page}.{line.number}"


def _shape(block: Block) -> str:
    return re.sub(r"\d+", "0", _joined(block))


def _recurring(blocks: Sequence[Block]) -> set[str]:
    """Find what stands on several pages: the letterhead, and the number of the page."""
    on_pages = {(block[0].page, _shape(block)) for block in blocks}
    counts = Counter(shape for _, shape in on_pages)
    return {shape for shape, count in counts.items() if count > 1}


def _full_length(document: Document) -> float:
    lengths = sorted(len(line.text.strip()) for line in document.lines if line.text.strip())
    return SHORT_LINE * lengths[len(lengths) * 9 // 10] if lengths else 0


def _blocks(document: Document) -> Iterator[Block]:
    """Divide lines where a paragraph ends; in a file of Word each line is a paragraph."""
    apart, full = document.file.casefold().endswith(".docx"), _full_length(document)
    block: Block = []
    for line in document.lines:
        if block and (apart or not line.text.strip() or _begins(block[-1], line, full)):
            yield block
            block = []
        if line.text.strip():
            block.append(line)
    if block:
        yield block


def _begins(before: Line, line: Line, full: float) -> bool:
    above, below = before.text.strip(), line.text.strip()
    if BULLET.match(below) or line.page != before.page:
        return True
    return len(above) < full and not below[0].islower() and not above.endswith("-")


def _rejoin(blocks: Sequence[Block]) -> list[Block]:
    """Put together what goes on over a page, past the letterhead between."""
    joined: list[Block] = []
    for block in blocks:
        latest = next((each for each in reversed(joined) if len(_words(each)) >= SHORTEST), None)
        if latest and not ENDS.search(_joined(latest)) and _joined(block)[0].islower():
            latest.extend(block)
        else:
            joined.append(list(block))
    return joined


def _words(block: Block) -> list[str]:
    return _joined(block).split()


def _joined(block: Block) -> str:
    """Write the lines of a block as one, without the hyphens of words that they break."""
    text = block[0].text.strip()
    for before, line in pairwise(block):
        follows = line.text.strip()
        broken = before.text.rstrip().endswith("-") and GOES_ON.match(follows)
        text = text.removesuffix("-") + follows if broken else f"{text} {follows}"
    return without_hidden(text)
