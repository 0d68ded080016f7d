"""What every file becomes: a table of text that knows where it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from evaltools.characters import HIDDEN

SYNTHETIC_MARK = "SYNTETISKA DATA"
SYNTHETIC_MARKS = (SYNTHETIC_MARK, "SYNTHETIC DATA")
"""A file that holds one of these in any cell is synthetic, and so is all that is made from it."""


def is_marked(texts: Iterable[object]) -> bool:
    """Tell whether one of some texts says that the data are synthetic."""
    return any(mark in str(text) for text in texts for mark in SYNTHETIC_MARKS)


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """A table as it came.

    Attributes
    ----------
    file : str
        Name of the file.
    sheet : str or None
        Sheet of the workbook; None for any other file.
    sha256 : str
        Fingerprint of the file.
    encoding, delimiter : str or None
        How the text file was read; None for any other file.
    synthetic : bool
        True if the file says that its data are synthetic.
    first_row : int
        Number, in the file, of the row that holds the headers; 0 where the file has no such row.
    labels : dict of str to str
        The question of a column, where the file gives it beside the header: the variable label
        of SPSS and Stata, the text after the code in a heading of LimeSurvey.
    answers : dict of str to dict of str to str
        Value labels of SPSS and Stata: column, code as it stands in the cells, label.
    missing : dict of str to frozenset of str
        Codes that the file declares as missing by the user's choice ("Vet ej"): they stay in the
        cells. Of the ranges of SPSS, those that occur or have a label.
    renamed : dict of str to str
        Header as it stood in the file, by the column that a repeated header became.
    dropped : tuple of str
        Headers that were asked to be left out and were found.
    unmarked : dict of str to int
        Number of cells, with their header and labels, out of which marks that nobody sees were
        taken (control characters, marks of direction and of no width), by column; "*" for the
        cells of a publisher's grid.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.intake import read_table
    >>> raw = read_table(Path("data_raw/published/indicators_published.csv"))
    >>> raw.file, raw.synthetic, raw.tidy()["value"].iloc[0]
    ('indicators_published.csv', False, '5.7')
    """

    _frame: pd.DataFrame = field(repr=False)
    file: str
    sheet: str | None
    sha256: str
    encoding: str | None
    delimiter: str | None
    synthetic: bool
    first_row: int
    labels: dict[str, str] = field(default_factory=dict, repr=False)
    answers: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    missing: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    renamed: dict[str, str] = field(default_factory=dict, repr=False)
    dropped: tuple[str, ...] = ()
    unmarked: dict[str, int] = field(default_factory=dict, repr=False)

    def tidy(self) -> pd.DataFrame:
        """Return a copy of the table: text in every cell, "" where a cell is empty."""
        return self._frame.copy()

    @property
    def place(self) -> str:
        """Where the table is, for messages."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def take_out_marks(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Take what nobody sees out of the cells of a table.

    Parameters
    ----------
    frame : pandas.DataFrame
        Text in every cell.

    Returns
    -------
    pandas.DataFrame
        The same with the marks taken out, and blanks that then stand at the ends.
    dict of str to int
        Number of cells that had any, by column; columns without are left out.
    """
    marks = f"[{HIDDEN}]"
    counts = {str(name): int(cells.str.contains(marks).sum()) for name, cells in frame.items()}
    marked = {name: count for name, count in counts.items() if count}
    seen = {name: frame[name].str.replace(marks, "", regex=True).str.strip() for name in marked}
    return frame.assign(**seen), marked


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

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.intake import describe_sources, read_table
    >>> raw = read_table(Path("data_raw/demo/ram_2025.csv"))
    >>> describe_sources({"frame": raw})[["file", "encoding", "synthetic.en"]]
               file encoding synthetic.en
    0  ram_2025.csv   cp1252          yes
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
