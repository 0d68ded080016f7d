"""Headers: where they stand, over how many rows, and what each column is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

Area = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column, counted from 0."""

CODE_AND_TEXT = re.compile(r"([A-Za-z]\w*(?:\[\w+\])*)\.\s+(\S.*)", re.DOTALL)
"""LimeSurvey's heading "code and text" with its usual separator."""

E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")


def header_span(
    rows: Sequence[Sequence[str]], *, merged: Sequence[Area] = (), declared: int = 1
) -> tuple[int, int]:
    """Find the rows that hold the headers.

    The header is the first row that fills more than half as many columns as the fullest row
    does. It has a second row where cells are merged across over headers of their own, or where
    two rows are declared.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first rows of the file, not all of them empty.
    merged : sequence of Area
        Merged cells, where the file tells of them.
    declared : {1, 2}
        Number of header rows that the evaluator declares.

    Returns
    -------
    tuple of int
        The first row of the header and the row after its last, counted from 0.
    """
    at = _fullest_start(rows)
    if declared == 2:
        top = _declared_top(rows, at)
        return top, top + 2
    for top in (at, at - 1):
        if 0 <= top < len(rows) - 1 and _is_double(rows[top], rows[top + 1], _across(top, merged)):
            return top, top + 2
    return at, at + 1


def join_headers(
    rows: Sequence[Sequence[str]], *, start: int, stop: int, merged: Sequence[Area] = ()
) -> list[str]:
    """Join the rows of a header into one text per column.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first rows of the file.
    start, stop : int
        First row of the header and the row after its last.
    merged : sequence of Area
        Merged cells, where the file tells of them.

    Returns
    -------
    list of str
        The header, or "Question [sub]" where it stands in two rows.
    """
    if stop - start == 1:
        return list(rows[start])
    top, below = list(rows[start]), rows[start + 1]
    across = _across(start, merged)
    top = _spread(top, across) if across else _fill_right(top, below)
    return [_joined(question, sub) for question, sub in zip_longest(top, below, fillvalue="")]


def unique_headers(headers: Sequence[str]) -> list[str]:
    """Tell repeated headers apart by a number.

    Parameters
    ----------
    headers : sequence of str
        Headers as they stand in the file.

    Returns
    -------
    list of str
        As many headers, no two alike: "Header", "Header (2)", "Header (3)".
    """
    taken, unique = set(headers), list[str]()
    seen: Counter[str] = Counter()
    for header in headers:
        seen[header] += 1
        name = header
        while seen[header] > 1 and (name := f"{header} ({seen[header]})") in taken:
            seen[header] += 1
        taken.add(name)
        unique.append(name)
    return unique


def texts_in_headers(headers: Sequence[str]) -> dict[str, str]:
    """Find the questions in headers that hold both code and text.

    Parameters
    ----------
    headers : sequence of str
        Headers as they stand in the file.

    Returns
    -------
    dict of str to str
        The question of each header of the form "code. question"; empty where fewer than half
        of the headers are of that form, or where they share a code.
    """
    found = {header: match for header in headers if (match := CODE_AND_TEXT.fullmatch(header))}
    codes = {match[1] for match in found.values()}
    if 2 * len(found) < len(headers) or len(codes) < len(found):
        return {}
    return {header: match[2] for header, match in found.items()}


def _fullest_start(rows: Sequence[Sequence[str]]) -> int:
    filled = [sum(map(bool, row)) for row in rows]
    return next(place for place, cells in enumerate(filled) if 2 * cells > max(filled))


def _is_double(top: Sequence[str], below: Sequence[str], across: list[tuple[int, int]]) -> bool:
    """Tell two rows of headers from a title above a header and from a header above data."""
    pairs = list(zip_longest(top, below, fillvalue=""))
    under = {column for left, right in across for column in range(left, right + 1)}
    alone = all(not (one and two) for at, (one, two) in enumerate(pairs) if at not in under)
    subs = [[two for _, two in pairs[left : right + 1]] for left, right in across]
    named = [cell for cell in top if cell]
    is_title = len(named) == 1 and bool(top[0])
    return bool(across) and alone and not is_title and all(map(_are_distinct, subs))


def _are_distinct(subs: Sequence[str]) -> bool:
    return all(subs) and len(set(subs)) == len(subs)


def _across(row: int, merged: Sequence[Area]) -> list[tuple[int, int]]:
    return [(left, right) for top, left, _, right in merged if top == row and right > left]


def _declared_top(rows: Sequence[Sequence[str]], at: int) -> int:
    if not at or not any(rows[at - 1]):
        return at
    row, above = rows[at], rows[at - 1]
    if all(row):
        return at if len(set(row)) < len(row) else at - 1
    complementary = all(one or other for one, other in zip_longest(row, above, fillvalue=""))
    return at - 1 if complementary else at


def _spread(top: list[str], across: list[tuple[int, int]]) -> list[str]:
    for left, right in across:
        top[left : right + 1] = [top[left]] * (right + 1 - left)
    return top


def _fill_right(top: Sequence[str], below: Sequence[str]) -> list[str]:
    filled, last = list[str](), ""
    for cell, sub in zip_longest(top, below, fillvalue=""):
        last = cell or (last if sub else "")
        filled.append(last)
    return filled


def _joined(question: str, sub: str) -> str:
    return f"{question} [{sub}]" if question and sub else question or sub
