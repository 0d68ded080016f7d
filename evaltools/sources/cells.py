"""Marks and labels of printed cells: what stands in them besides the number or the name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
DOTS = frozenset({".", "..", "...", "\u2026"})
NUMBER = re.compile(r"([-\u2013\u2212]?)\s*(\d+(?:\s+\d{3})*)(?:[.,](\d+))?\s*%?")
FEWER = re.compile(r"[<≤]\s*\d+")
PRELIMINARY = re.compile(r"\s*(?:\(prel(?:\.|imin\w*)?\)|\bprel\.|\(p\))", re.IGNORECASE)
RAISED = re.compile(r"[*†⁰¹²³⁴-⁹⁾]+$")
FOOTNOTE = re.compile(r"\s+\d\)$")
GLUED = re.compile(
    r"(?:(?<=[A-Za-zÅÄÖåäöéü][a-zåäöéü]{2})|(?<=[A-ZÅÄÖ]{4})|(?<=\d\sår))[1-9](?:,\s?[1-9])*$"
)
YEAR = r"(?:19|20)\d\d"
PERIOD = re.compile(rf"({YEAR})(?:\s*[-\u2013/]\s*({YEAR})|/(\d\d)|[-M](0[1-9]|1[0-2]))?")

MOST_POOLED = 10
"""Years from the first to the last that a source may pool; more is a slip of the pen."""

Pair = tuple[str, str]
"""A label with the one that it stands under, "" where it stands under none."""


def read_cell(text: str) -> tuple[str, str] | None:
    """Read a printed value with what its marks say of it.

    Parameters
    ----------
    text : str
        The cell: a number with a decimal comma or point and blanks of any kind between
        thousands, a dash for zero, x or "<5" for a value that is too small to print, dots for
        one that is missing; with footnotes, stars or "(prel.)" after it.

    Returns
    -------
    tuple of str or None
        The value as digits with a decimal point, "" where none is printed, and its qualifier;
        None if the cell is empty or holds anything else.

    Examples
    --------
    >>> read_cell("1517 058 ")
    ('1517058', 'exact')
    >>> read_cell("-")
    ('0', 'zero_dash')
    >>> read_cell("12 5") is None
    True
    """
    bare = _bare(text)
    if bare in DASHES:
        return "0", "zero_dash"
    if bare in DOTS:
        return "", "missing_dots"
    if bare in ("x", "X") or FEWER.fullmatch(bare):
        return "", "suppressed_x"
    number = NUMBER.fullmatch(bare)
    return (_digits(number), _sureness(text)) if number else None


def cell_note(text: str) -> str:
    """Tell how a cell is printed, where its value does not hold all of it.

    Parameters
    ----------
    text : str
        A cell that `read_cell` reads.

    Returns
    -------
    str
        A clause for `method_note`; "" where nothing was stripped.
    """
    marked = _bare(text) != text.strip() or FEWER.fullmatch(_bare(text))
    return f'printed as "{text.strip()}"' if marked else ""


def plain_label(text: str) -> str:
    """Strip a label of what the printer hung on it.

    Parameters
    ----------
    text : str
        The label as printed.

    Returns
    -------
    str
        The label with single blanks, without "(prel.)", stars, raised digits, "1)" and single
        digits glued to a word of three letters or more, four if they are capitals;
        "Goal 2", "R4.1", "T1" and "16-24 år" stay as they are.

    Examples
    --------
    >>> plain_label("därav allvarlig2 ")
    'därav allvarlig'
    >>> plain_label("Mål 2")
    'Mål 2'
    """
    return GLUED.sub("", " ".join(_bare(text).split()))


def label_note(text: str) -> str:
    """Tell how a label is printed, where it was stripped of anything but blanks.

    Parameters
    ----------
    text : str
        The label as printed.

    Returns
    -------
    str
        A clause for `method_note`; "" where nothing was stripped but "(prel.)", which the
        qualifier tells.
    """
    printed = " ".join(PRELIMINARY.sub("", text).split())
    return f'label printed as "{printed}"' if plain_label(text) != printed else ""


def read_period(text: str) -> str | None:
    """Read a year, pooled years or a month.

    Parameters
    ----------
    text : str
        Such as "2023", "2023 (prel.)", "2023–2024", "2023/24" or "2023M05".

    Returns
    -------
    str or None
        "2023", "2023-2024" or "2023-05"; None if the text is no period after 1900.
    """
    match = PERIOD.fullmatch(_bare(text))
    if not match:
        return None
    first, last, short, month = match.groups()
    if short:
        last = str(int(first) + (int(short) - int(first)) % 100)
    if last and not 0 < int(last) - int(first) <= MOST_POOLED:
        return None
    return "-".join(part for part in (first, last or month) if part)


def is_preliminary(text: str) -> bool:
    """Tell whether a label or a cell says that values are preliminary.

    Parameters
    ----------
    text : str
        The label or cell as printed.

    Returns
    -------
    bool
        True if "(prel.)" or its like stands in it.
    """
    return bool(PRELIMINARY.search(text))


def fold(text: str) -> str:
    """Fold case, blanks and dashes, in which printers write the same label differently.

    Parameters
    ----------
    text : str
        A label.

    Returns
    -------
    str
        The label for comparison.
    """
    return re.sub(r"[\u2010-\u2014\u2212]", "-", " ".join(text.split()).casefold())


def match_labels(printed: Iterable[Pair], declared: Collection[str]) -> dict[Pair, str]:
    """Match the labels of a file with those of a declaration.

    Parameters
    ----------
    printed : iterable of Pair
        Labels as printed, each after the one that it stands under.
    declared : collection of str
        Labels as declared: "label", or "upper [label]" where the label alone does not tell.

    Returns
    -------
    dict of Pair to str
        The declared label of each printed one that has any: first as printed, then as
        `plain_label` leaves it; first under its upper label, then alone.
    """
    known = {fold(label): label for label in declared}
    found = {pair: next(filter(known.get, _ways(pair)), None) for pair in set(printed)}
    return {pair: known[way] for pair, way in found.items() if way}


def _ways(pair: Pair) -> list[str]:
    upper, label = pair
    uppers = (upper, plain_label(upper)) if upper else ()
    labels = (label, plain_label(label))
    under = [fold(f"{one} [{other}]") for one in uppers for other in labels]
    return [*under, *map(fold, labels)]


def _bare(text: str) -> str:
    bare = RAISED.sub("", PRELIMINARY.sub("", text).strip()).strip()
    return FOOTNOTE.sub("", bare) if bare.count(")") > bare.count("(") else bare


def _digits(number: re.Match[str]) -> str:
    sign, whole, decimals = number.groups()
    digits = "".join(whole.split()) + (f".{decimals}" if decimals else "")
    return f"-{digits}" if sign else digits


def _sureness(text: str) -> str:
    return "preliminary" if is_preliminary(text) else "exact"
