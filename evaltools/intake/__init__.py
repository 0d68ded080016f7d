"""Files exactly as they came: every cell is text, nothing is altered."""

from evaltools.intake.drafting import draft_codebook
from evaltools.intake.own_readers import Reader, own_readers
from evaltools.intake.reading import read_table
from evaltools.intake.table import (
    SYNTHETIC_MARK,
    RawTable,
    describe_sources,
    is_marked,
    take_out_marks,
)

__all__ = [
    "SYNTHETIC_MARK",
    "RawTable",
    "Reader",
    "describe_sources",
    "draft_codebook",
    "is_marked",
    "own_readers",
    "read_table",
    "take_out_marks",
]
