"""A table exactly as it came: every cell is text, nothing is altered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

SYNTHETIC_MARK = "SYNTETISKA DATA"
"""A file that holds this text in any cell is synthetic, and so is all that is made from it."""


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """A table as it came.

    Attributes
    ----------
    file : str
        Name of the file.
    sheet : str or None
        Sheet of the workbook; None for other files.
    sha256 : str
        Fingerprint of the file.
    encoding, delimiter : str or None
        How the text file was read; None for other files.
    synthetic : bool
        True if the file says that its data are synthetic.
    first_row : int
        Number, in the file, of the row that holds the headers.
    labels : dict of str to str
        The question of each column, where the file says it beside a short name.
    answers : dict of str to dict of str to str
        For each column what its codes mean, where the file says so.
    missing : dict of str to frozenset of str
        For each column the codes that the file declares missing; they stay in the cells.
    renamed : dict of str to str
        The header as it stood, of columns whose header was repeated.
    dropped : tuple of str
        Headers of the columns that were dropped at the door.
    """

    _frame: pd.DataFrame
    file: str
    sheet: str | None
    sha256: str
    encoding: str | None
    delimiter: str | None
    synthetic: bool
    first_row: int
    labels: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()

    def tidy(self) -> pd.DataFrame:
        """Return a copy of the table: text in every cell, "" where a cell is empty."""
        return self._frame.copy()

    @property
    def place(self) -> str:
        """Where the table is, for messages."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def describe_sources(tables: dict[str, RawTable]) -> pd.DataFrame:
    """Describe what came in, without a word of what stands in it.

    Parameters
    ----------
    tables : dict of str to RawTable
        The tables by what they are to the evaluation.

    Returns
    -------
    pandas.DataFrame
        One row per table: `file`, `sheet`, `rows`, `columns` (counts), `encoding`,
        `synthetic.sv`, `synthetic.en` and `sha256`, the first twelve digits.
    """
    return pd.DataFrame(
        {
            "file": raw.file,
            "sheet": raw.sheet or "",
            "rows": len(raw.tidy()),
            "columns": raw.tidy().shape[1],
            "encoding": raw.encoding or "",
            "synthetic.sv": "ja" if raw.synthetic else "nej",
            "synthetic.en": "yes" if raw.synthetic else "no",
            "sha256": raw.sha256[:12],
        }
        for raw in tables.values()
    )
