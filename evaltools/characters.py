"""Characters that act instead of being read: marks nobody sees, and what spreadsheets compute.

A mark that turns the direction of a text shows a reader another text than the one that stands
there; a cell that begins with `=` is computed by who opens the file.
"""

from __future__ import annotations

import re

HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f"
)
"""Inside the brackets of a regular expression, for `re` and RE2 alike: control characters but
for tab and line breaks, marks of direction, of no width and of annotation, tags, and what is no
character. The soft hyphen is none of them: it shows where a long word may break."""

FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"[-+]?\d[\d\s]*(?:[.,]\d+)?(?:[eE][-+]?\d+)?\s*%?")
_HIDDEN = re.compile(f"[{HIDDEN}\ud800-\udfff]")  # RE2 knows no halves of characters


def without_hidden(text: str) -> str:
    r"""Take out of a text what nobody sees.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The text without the characters of `HIDDEN`, and without halves of characters.

    Examples
    --------
    >>> without_hidden("a\u202eb\u200bc")
    'abc'
    """
    return _HIDDEN.sub("", text)


def hidden_names(text: str) -> list[str]:
    """Name the characters of a text that nobody sees.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of str
        Such as "U+202E", each once, in order.
    """
    return [f"U+{ord(each):04X}" for each in sorted(set(_HIDDEN.findall(text)))]


def inert(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula.

    Parameters
    ----------
    text : str
        Any text for a cell of a CSV file or a workbook.

    Returns
    -------
    str
        The text, behind an apostrophe where it begins with ``= + - @``, the same in full width,
        a tab or a line break, and is no number.

    Examples
    --------
    >>> inert("=1+1"), inert("-1,5")
    ("'=1+1", '-1,5')
    """
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text
