"""Raw text becomes typed data; every change is written down.

A survey export is read beside its codebook, an indicator table beside the programme. What
does not fit is never guessed: all faults of a file are told at once, with the number of rows,
and nothing is cleaned until they are mended.
"""

from evaltools.cleaning.answers import check_answers, clean_answers
from evaltools.cleaning.cleaned import (
    ANSWERED,
    Cleaned,
    read_clean,
    write_clean,
    write_clean_tables,
)
from evaltools.cleaning.columns import parse_number
from evaltools.cleaning.followup import clean_followup
from evaltools.cleaning.indicators import clean_indicators, join_observations
from evaltools.cleaning.open_answers import read_open_answers, read_words
from evaltools.cleaning.wave_tables import (
    clean_dispositions,
    clean_frame,
    clean_margins,
    clean_published,
    clean_wave_tables,
)

__all__ = [
    "ANSWERED",
    "Cleaned",
    "check_answers",
    "clean_answers",
    "clean_dispositions",
    "clean_followup",
    "clean_frame",
    "clean_indicators",
    "clean_margins",
    "clean_published",
    "clean_wave_tables",
    "join_observations",
    "parse_number",
    "read_clean",
    "read_open_answers",
    "read_words",
    "write_clean",
    "write_clean_tables",
]
