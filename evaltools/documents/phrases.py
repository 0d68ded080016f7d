"""Phrases as shapes: a blank stands for any gap, also the end of a line."""

from __future__ import annotations

import re


def phrases(*alternatives: str) -> re.Pattern[str]:
    r"""Return the shape of any of some phrases, in any case, at the beginning of a word.

    Parameters
    ----------
    *alternatives : str
        Regular expressions in which a blank is any gap between words. One that does not end in
        ``\w*`` or the like matches the beginning of a longer word too.

    Returns
    -------
    re.Pattern
        The shape.

    Examples
    --------
    >>> phrases("ingen erinran", "svaghet").search("utan någon svaghet")[0]
    'svaghet'
    """
    return re.compile(rf"\b(?:{spelled(*alternatives)})", re.IGNORECASE)


def spelled(*alternatives: str) -> str:
    """Write phrases as one regular expression, for use inside of another."""
    return "|".join(alternatives).replace(" ", r"\s+")
