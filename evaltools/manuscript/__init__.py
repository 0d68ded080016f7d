"""The text that evaluators write: read as chapters, and held to the results that it cites."""

from evaltools.manuscript.caveats import list_caveats, read_caveats
from evaltools.manuscript.checking import check_factsheet, check_manuscript
from evaltools.manuscript.placement import read_left_out, show_what_there_is
from evaltools.manuscript.reading import (
    Book,
    directive,
    factsheet_file,
    heading,
    plain_text,
    read_book,
    read_factsheet,
    show_results,
    target_of,
)
from evaltools.manuscript.wording.exceptions import (
    apply_exceptions,
    read_exceptions,
    with_exceptions,
)
from evaltools.manuscript.wording.guard import find_unsupported

__all__ = [
    "Book",
    "apply_exceptions",
    "check_factsheet",
    "check_manuscript",
    "directive",
    "factsheet_file",
    "find_unsupported",
    "heading",
    "list_caveats",
    "plain_text",
    "read_book",
    "read_caveats",
    "read_exceptions",
    "read_factsheet",
    "read_left_out",
    "show_results",
    "show_what_there_is",
    "target_of",
    "with_exceptions",
]
