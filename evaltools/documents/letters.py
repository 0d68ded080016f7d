"""Letters of a text: which are lost, and which were never seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from evaltools.characters import without_hidden

SWEDISH = frozenset({"och", "att", "som", "till", "ett", "inte", "av"})
"""Words by which Swedish is known, lost letters or not; Norwegian and Danish lack most of them."""
SWEDISH_SHARE = 0.03
"""Least share of these words; in administrative Swedish it is about an eighth."""
ENOUGH = 200
"""Letters from which on a share of them tells: about twelve of 200 are å, ä or ö."""
LOST_SHARE = 0.01
AS_WRITTEN = str.maketrans(
    {each: unicodedata.normalize("NFKC", each) for each in "ﬀﬁﬂﬃﬄﬅﬆ"}
    | dict.fromkeys("\n\r\x85\u2028\u2029", " ")
    | dict.fromkeys("\xad\ufffe")
)
"""Ligatures are taken apart, ends of lines within a line are blanks, soft hyphens vanish."""
LINE_END_HYPHEN = re.compile("[\x02\xad\ufffe]$")
"""What stands for the hyphen of a word divided at the end of a line, as pdfium and Word have it."""


def plain_line(text: str) -> str:
    """Write a line with each letter as one character, and without what nobody sees.

    Parameters
    ----------
    text : str
        A line as a file has it.

    Returns
    -------
    str
        Letters and their marks composed, ligatures taken apart, a hyphen at the end of the line
        where the file has a mark for it, soft hyphens and hidden characters taken out, and
        blanks at the end.
    """
    ended = LINE_END_HYPHEN.sub("-", text.rstrip())
    return unicodedata.normalize("NFC", without_hidden(ended.translate(AS_WRITTEN))).rstrip()


def has_lost_letters(lines: Iterable[str]) -> bool:
    """Tell whether a Swedish text has lost its å, ä and ö.

    Parameters
    ----------
    lines : iterable of str
        The text.

    Returns
    -------
    bool
        True if fewer than one letter in a hundred is å, ä or ö. False for a text of fewer than
        200 letters, or one that is not Swedish by its words: there nothing can be told.
    """
    words = re.findall(r"[^\W\d_]+", "\n".join(lines).lower())
    letters = "".join(words)
    kept = sum(map(letters.count, "åäö"))
    return len(letters) >= ENOUGH and kept < LOST_SHARE * len(letters) and _is_swedish(words)


def _is_swedish(words: list[str]) -> bool:
    return sum(word in SWEDISH for word in words) >= SWEDISH_SHARE * len(words)
