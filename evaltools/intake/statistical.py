"""Files of SPSS and Stata: cells, questions, value labels and declared missing codes."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
from pyreadstat import PyreadstatError, ReadstatError
from pyreadstat._readstat_parser import parser_entry_point

from evaltools.characters import hidden_names, without_hidden
from evaltools.errors import DataError, Fault
from evaltools.intake.cells import as_text
from evaltools.intake.rows import never
from evaltools.intake.table import is_marked, take_out_marks

STATISTICAL = (".sav", ".zsav", ".por", ".dta")
MOST_VALUES = 30_000_000
"""Each takes some 32 bytes; a .zsav of 20 KiB can hold that many."""


@dataclass(frozen=True, slots=True, eq=False)
class Variables:
    """What a file of SPSS or Stata holds; `RawTable` tells what the parts are."""

    _frame: pd.DataFrame = field(repr=False)
    labels: dict[str, str] = field(repr=False)
    answers: dict[str, dict[str, str]] = field(repr=False)
    missing: dict[str, frozenset[str]] = field(repr=False)
    dropped: tuple[str, ...]
    encoding: str
    synthetic: bool
    unmarked: dict[str, int] = field(default_factory=dict, repr=False)

    def tidy(self) -> pd.DataFrame:
        """Return a copy of the table."""
        return self._frame.copy()


def read_variables(
    path: Path, *, encoding: str | None = None, without: Callable[[str], bool] = never
) -> Variables:
    """Read a file of SPSS or Stata.

    Parameters
    ----------
    path : pathlib.Path
        A .sav, .zsav, .por or .dta file.
    encoding : str, optional
        Encoding of an old file that does not name its own.
    without : callable, optional
        Tells of a variable by its name whether it is not read.

    Returns
    -------
    Variables
        One row per case; codes that the file declares as missing stay in the cells, and
        system-missing values are "".

    Raises
    ------
    DataError
        If the file is damaged, its text cannot be read in the encoding, or it holds more than
        thirty million values, whatever number of cases it declares.
    """
    _check_survives(path)
    read = _reader(path, encoding)
    first, outline = _opened(path, read, row_limit=1)
    names = list(outline.column_names)
    kept = [name for name in names if not without(name)]
    if not kept:
        raise DataError(Fault(path.name, "the table is empty.", "Export it again."))
    table, facts = _opened(path, read, usecols=kept, row_limit=MOST_VALUES // len(kept) + 1)
    _check_size(path, table)
    cells = {name: _as_column(table[name], facts.readstat_variable_types[name]) for name in kept}
    frame, marked = take_out_marks(pd.DataFrame(cells))
    answers = {
        name: {as_text(code): _seen(label) for code, label in values.items()}
        for name, values in facts.variable_value_labels.items()
        if name in kept
    }
    _check_letters(path, _texts(facts, frame))
    questions = {name: facts.column_names_to_labels.get(name) for name in kept}
    return Variables(
        _frame=frame,
        labels={name: _seen(text) for name, text in questions.items() if text and _seen(text)},
        answers=answers,
        missing=_missing(facts, frame, answers),
        dropped=tuple(name for name in names if without(name)),
        encoding=encoding or facts.file_encoding or "",
        synthetic=_is_synthetic(facts, first),
        unmarked=dict(Counter(marked) + _marked_labels(facts, kept)),
    )


PROBE = "import sys, pyreadstat as p; p.read_sav(sys.argv[1], row_limit=1, output_format='dict')"
ANSWERED = (0, 1)
"""How a Python ends that read the file, or said why not; any other end is a crash."""


def _check_survives(path: Path) -> None:
    """Let another process open a file of SPSS first: a damaged one can end the one that reads.

    Of 4,500 files with random damage, ReadStat as pyreadstat 1.3.7 has it crashed on nine, such
    as those whose value labels belong to no variable.
    """
    if path.suffix.lower() in (".sav", ".zsav"):
        command = [sys.executable, "-I", "-c", PROBE, str(path)]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode not in ANSWERED:
            raise DataError(_damaged(path))


Cells = dict[str, list[Any]]
Reader = Callable[..., tuple[Cells, Any]]


def _reader(path: Path, encoding: str | None) -> Reader:
    """Return what reads the file; `read_por` cannot be asked to keep declared missing codes.

    As a frame, pyreadstat 1.3.7 gives memory that nobody filled for a missing value that
    follows .a in an integer of Stata; as lists it does not.
    """
    kind = path.suffix.lower()
    as_it_is = {"user_missing": True, "output_format": "dict"}
    if kind == ".por":
        return partial(parser_entry_point, parser_format="por", **as_it_is)
    read: Callable[..., Any] = pyreadstat.read_dta if kind == ".dta" else pyreadstat.read_sav
    return partial(read, apply_value_formats=False, encoding=encoding, **as_it_is)


def _opened(path: Path, read: Reader, **options: Any) -> tuple[Cells, Any]:
    try:
        table, facts = read(str(path), **options)
    except (ReadstatError, PyreadstatError, LookupError, OverflowError, ValueError):
        raise DataError(_damaged(path)) from None
    return table, facts


def _damaged(path: Path) -> Fault:
    problem = "the file cannot be read: it is damaged, or its text is in another encoding."
    remedy = "Declare `encoding` (often cp1252), or save it again as .sav or .dta."
    return Fault(path.name, problem, remedy)


def _marked_labels(facts: Any, kept: Iterable[str]) -> Counter[str]:
    """Count the questions and value labels of each variable that hold what nobody sees."""
    texts = {
        name: [facts.column_names_to_labels.get(name), *answers.values()]
        for name in kept
        for answers in [facts.variable_value_labels.get(name, {})]
    }
    return Counter({n: sum(bool(hidden_names(str(t))) for t in each) for n, each in texts.items()})


def _seen(label: object) -> str:
    return without_hidden(str(label)).strip()


def _check_size(path: Path, table: Cells) -> None:
    values = sum(map(len, table.values()))
    if values > MOST_VALUES:
        problem = f"the file holds more than {MOST_VALUES:,} values."
        raise DataError(Fault(path.name, problem, "Save the cases and variables that are needed."))


def _check_letters(path: Path, texts: Iterable[str]) -> None:
    lost = sum("\ufffd" in text for text in texts)
    if lost:
        problem = f"letters such as å, ä and ö are lost in {lost} texts."
        remedy = "Save the file again as .sav; the format .por has no such letters."
        raise DataError(Fault(path.name, problem, remedy))


def _texts(facts: Any, frame: pd.DataFrame) -> Iterable[str]:
    yield from (str(text) for text in facts.column_names_to_labels.values())
    for values in facts.variable_value_labels.values():
        yield from map(str, values.values())
    for name in frame:
        yield from frame[name].unique()


def _as_column(column: list[Any], kind: str) -> pd.Series[str]:
    """Turn a variable into text; what Stata holds in single precision gets digits to match."""
    codes, values = pd.factorize(pd.Series(column, dtype="object"))
    single = kind == "float"
    texts = [as_text(np.float32(v) if single and isinstance(v, float) else v) for v in values]
    return pd.Series(np.array([*texts, ""], dtype="object")[codes], dtype="str")


def _missing(
    facts: Any, frame: pd.DataFrame, answers: dict[str, dict[str, str]]
) -> dict[str, frozenset[str]]:
    declared: dict[str, Callable[[str], bool]] = {
        **{name: partial(_is_within, ranges) for name, ranges in facts.missing_ranges.items()},
        **{name: set(codes).__contains__ for name, codes in facts.missing_user_values.items()},
    }
    return {
        name: frozenset(filter(is_declared, {*frame[name].unique(), *answers.get(name, ())} - {""}))
        for name, is_declared in declared.items()
        if name in frame
    }


def _is_within(ranges: list[dict[str, Any]], code: str) -> bool:
    return any(
        code == each["lo"].strip()
        if isinstance(each["lo"], str)
        else float(each["lo"]) <= float(code) <= float(each["hi"])
        for each in ranges
    )


def _is_synthetic(facts: Any, first: Cells) -> bool:
    notes = [facts.file_label or "", *(facts.notes or [])]
    return is_marked([*notes, *first.values()])
