"""What the files of office programs cannot hold."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    r"""Return a text with a space for each character that XML or an office program cannot hold.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The text.

    Examples
    --------
    >>> printable("a\x00b\tc")
    'a b c'
    """
    return _FORBIDDEN.sub(" ", text)
