"""Sentences of the evaluators' text, each with its line and with what it cites."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from markdown_it.tree import SyntaxTreeNode as Node

from evaltools.manuscript.reading import HEADING_ID, VALUE, Chapter, directive, target_of
from evaltools.manuscript.wording.lexicon import CITATION, Lexicon

QUOTED = re.compile('[”“"«»][^”“"«»]*[”“"«»]')
SILENT = ("blockquote", "code_block", "fence", "code_inline")
"""What is not read: the words of others, and code."""
_CITED = re.compile(r"(\{val:[^{}]*\})|\[\]\(#([^()]*)\)")
_ANY_CITED = r"\{val:[^{}]*\}|\[\]\(#[^()]*\)"
_LATE = re.compile(rf"\s*\((?>{_ANY_CITED}|[\s,;])++\)\.?|(?>{_ANY_CITED}|\W)++$")
"""A citation after the full stop, alone or in brackets."""
END = re.compile(r"[.!?…]+[)\]”\"'’»]*(?=\s)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the text.

    Attributes
    ----------
    text : str
        Its words, with `CITATION` in the place of each citation and quoted words blanked.
    citations : tuple of str
        The ids of the values, figures, tables and headings that it cites, in order.
    line : int
        The line of the file in which it begins.
    said : str
        What an exception must repeat: its words with `{val:name}` and `[](#id)` as written.
    is_heading : bool
        True for a heading, which cannot cite.
    """

    text: str
    citations: tuple[str, ...]
    line: int
    said: str
    is_heading: bool = field(default=False)

    def line_of(self, place: int) -> int:
        """Return the line of the file in which a place of the text stands."""
        return self.line + self.text[:place].count("\n")


def read_sentences(chapter: Chapter, *, lexicon: Lexicon) -> Iterator[Sentence]:
    """Read the sentences of a chapter: paragraphs, lists, footnotes and headings.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    lexicon : Lexicon
        Whose abbreviations end no sentence.

    Yields
    ------
    Sentence
        In the order of the text, footnotes last.
    """
    for top in (*chapter.blocks, *chapter.notes):
        for paragraph, line in _paragraphs(top, 1):
            if directive(paragraph) is None:
                yield from _sentences(paragraph, line, lexicon)


def split(text: str, *, lexicon: Lexicon) -> list[str]:
    """Split a text into sentences, which together are the text.

    Parameters
    ----------
    text : str
        Any text.
    lexicon : Lexicon
        Whose abbreviations end no sentence.

    Returns
    -------
    list of str
        The sentences with the space after them; one without any word, such as a citation that
        stands after the full stop, belongs to the one before.
    """
    ends = [match.end() for match in END.finditer(text) if _ends(text, match, lexicon)]
    parts = [text[begin:end] for begin, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    joined: list[str] = []
    for part in parts:
        late = _LATE.match(part) if joined else None
        end = late.end() if late else 0
        if late:
            joined[-1] += part[:end]
        if part[end:]:
            joined.append(part[end:])
    return joined


def _ends(text: str, stop: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell whether a sentence ends at a stop: not after an abbreviation, an initial or a day."""
    following = text[stop.end() :].lstrip()
    if not following or following[0].islower():
        return not following
    if stop.group()[0] != ".":
        return True
    before = text[: stop.start() + 1].split()
    last = before[-1].lstrip("([”\"'«").lower()
    closing = {each.lower() for each in lexicon.words.closing}
    short = {each.split()[-1].lower() for each in lexicon.words.abbreviations}
    return last in closing or not (last in short or re.fullmatch(r"[^\W\d_]\.", last))


def _paragraphs(node: Node, line: int) -> Iterator[tuple[Node, int]]:
    """Yield the paragraphs and headings in a part of the text, each with its first line."""
    line = node.map[0] + 1 if node.map else line
    if node.type in ("paragraph", "heading"):
        yield node, line
    elif node.type not in SILENT:
        for child in node.children:
            yield from _paragraphs(child, line)


def _sentences(paragraph: Node, line: int, lexicon: Lexicon) -> Iterator[Sentence]:
    said, is_heading = _said(paragraph), paragraph.type == "heading"
    if is_heading and (match := HEADING_ID.fullmatch(said)):
        said = match[1]
    parts = split(said, lexicon=lexicon)
    lines = accumulate((part.count("\n") for part in parts), initial=line)
    for part, begins in zip(parts, lines, strict=False):
        words = part.lstrip()
        first = begins + part[: len(part) - len(words)].count("\n")
        citations = tuple(value or target for value, target in _CITED.findall(words))
        text = QUOTED.sub(_blank, _CITED.sub(CITATION, words))
        yield Sentence(text, tuple(map(_id, citations)), first, " ".join(words.split()), is_heading)


def _id(citation: str) -> str:
    value = VALUE.fullmatch(citation)
    return f"val-{value[1]}" if value else re.sub("^(fig|tab):", r"\1-", citation)


def _blank(match: re.Match[str]) -> str:
    """Leave citations and line breaks of a quotation alone."""
    return re.sub(rf"[^\s{CITATION}]", " ", match.group())


def _said(node: Node) -> str:
    """Write a paragraph as words and citations."""
    match node.type:
        case "text":
            return _plain(node.content)
        case "softbreak" | "hardbreak":
            return "\n"
        case "link" if (target := target_of(node)) is not None:
            return f"{_inside(node)}[](#{target})"
        case "footnote_ref" | "footnote_anchor":
            return ""
        case kind if kind in SILENT:
            return " "
        case _:
            return _inside(node)


def _plain(text: str) -> str:
    """Write letters in one way, without soft hyphens and without what only looks like citations."""
    composed = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    return composed.replace(CITATION, " ").replace("[](#", "[] (#")


def _inside(node: Node) -> str:
    return "".join(map(_said, node.children))
