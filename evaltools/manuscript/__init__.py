"""The text that evaluators write: read as chapters, and held to the results that it cites."""

from evaltools.manuscript.caveats import list_caveats, read_caveats
from evaltools.manuscript.checking import check_manuscript
from evaltools.manuscript.reading import Book, directive, heading, read_book, target_of
from evaltools.manuscript.wording.exceptions import (
    apply_exceptions,
    read_exceptions,
    with_exceptions,
)
from evaltools.manuscript.wording.guard import find_unsupported

__all__ = [
    "Book",
    "apply_exceptions",
    "check_manuscript",
    "directive",
    "find_unsupported",
    "heading",
    "list_caveats",
    "read_book",
    "read_caveats",
    "read_exceptions",
    "target_of",
    "with_exceptions",
]
