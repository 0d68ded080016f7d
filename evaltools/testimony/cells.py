"""Cells of the files in which persons decide: computed by no spreadsheet, read as written."""

from __future__ import annotations

from datetime import date

from evaltools.characters import inert


def neutral(cell: str) -> str:
    """Write a text so that no spreadsheet computes it, and `as_written` gives it back."""
    return f"'{cell}" if cell.startswith("'") or _is_computed(cell) else cell


def as_written(cell: str) -> str:
    """Read a text that `neutral` wrote, or a person."""
    rest = cell.removeprefix("'")
    return rest if rest != cell and (rest.startswith("'") or _is_computed(rest)) else cell


def is_day(cell: str) -> bool:
    """Tell whether a text is a day such as 2025-12-31."""
    try:
        return bool(date.fromisoformat(cell))
    except ValueError:
        return False


def _is_computed(cell: str) -> bool:
    return inert(cell.lstrip(" ")) != cell.lstrip(" ")
