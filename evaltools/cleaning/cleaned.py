"""Clean data with the log of what was changed on the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from evaltools.errors import DataError, Fault
from evaltools.intake import RawTable
from evaltools.provenance import write_atomically

ANSWERED = "answered"
"""Stands in clean data for free text that was written: the words stay in the raw file."""


ACCOUNT_COLUMNS = ["fate", "fate.sv", "fate.en", "rows"]
LOG_COLUMNS = ["file", "column", "change.sv", "change.en", "rows"]


Change = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """Typed data with the log of what was changed on the way.

    Attributes
    ----------
    synthetic : bool
        True if the file says that its data are synthetic.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.cleaning import clean_indicators
    >>> from evaltools.intake import read_table
    >>> from evaltools.programme import read_programme
    >>> raw = read_table(Path("data_raw/published/indicators_published.csv"))
    >>> cleaned = clean_indicators(raw, programme=read_programme(Path("programme")))
    >>> cleaned.tidy()["value"].dtype.name, cleaned.synthetic
    ('float64', False)
    >>> cleaned.log()[["column", "change.en"]].head(2)
      column                        change.en
    0  value   kept with the qualifier approx
    1  value  kept with the qualifier derived
    """

    _frame: pd.DataFrame = field(repr=False)
    _log: pd.DataFrame
    synthetic: bool
    _account: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=ACCOUNT_COLUMNS))

    def tidy(self) -> pd.DataFrame:
        """Return a copy of the clean data."""
        return self._frame.copy()

    def log(self) -> pd.DataFrame:
        """Return a copy of the log: one row per change.

        Columns are `file`, `column`, `change.sv`, `change.en` and `rows` (number of rows).
        """
        return self._log.copy()

    def account(self) -> pd.DataFrame:
        """Return what became of every row of a survey's file; empty for other tables.

        One row per fate: `fate` ("read", "kept", or why rows were left out), `fate.sv`,
        `fate.en` and `rows`; those kept and left out add up to those read.
        """
        return self._account.copy()


def write_clean(cleaned: Cleaned, folder: Path, *, name: str) -> None:
    """Write clean data and their log into a folder.

    Parameters
    ----------
    cleaned : Cleaned
        What a `clean_` function returned.
    folder : pathlib.Path
        A folder in data_clean/; made where it is lacking.
    name : str
        The files are called `<name>.parquet` and `<name>.json`.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from evaltools.cleaning import clean_indicators, write_clean
    >>> from evaltools.intake import read_table
    >>> from evaltools.programme import read_programme
    >>> raw = read_table(Path("data_raw/published/indicators_published.csv"))
    >>> cleaned = clean_indicators(raw, programme=read_programme(Path("programme")))
    >>> with TemporaryDirectory() as folder:
    ...     write_clean(cleaned, Path(folder), name="indicators")
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['indicators.json', 'indicators.parquet']
    """
    story = {
        "synthetic": cleaned.synthetic,
        "log": cleaned.log().to_dict("records"),
        "account": cleaned.account().to_dict("records"),
    }
    write_atomically(folder / f"{name}.parquet", cleaned.tidy().to_parquet())
    write_atomically(folder / f"{name}.json", json.dumps(story, ensure_ascii=False).encode())


def write_clean_tables(tables: Mapping[str, Cleaned], folder: Path) -> None:
    """Write several clean tables into a folder, each under its name; see `write_clean`."""
    for name, cleaned in tables.items():
        write_clean(cleaned, folder, name=name)


def read_clean(folder: Path, *, name: str) -> Cleaned:
    """Read what `write_clean` wrote.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in data_clean/.
    name : str
        Name of the data.

    Returns
    -------
    Cleaned
        The clean data with their log.

    Raises
    ------
    DataError
        If the data have not been cleaned yet.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from evaltools.cleaning import clean_indicators, read_clean, write_clean
    >>> from evaltools.intake import read_table
    >>> from evaltools.programme import read_programme
    >>> raw = read_table(Path("data_raw/published/indicators_published.csv"))
    >>> cleaned = clean_indicators(raw, programme=read_programme(Path("programme")))
    >>> with TemporaryDirectory() as folder:
    ...     write_clean(cleaned, Path(folder), name="indicators")
    ...     read_clean(Path(folder), name="indicators").synthetic
    False
    """
    if not (folder / f"{name}.json").is_file():
        problem = f"there are no clean data called {name}."
        raise DataError(Fault(str(folder), problem, "Run the notebook that cleans them first."))
    story = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    log = pd.DataFrame(story["log"], columns=LOG_COLUMNS)
    account = pd.DataFrame(story["account"], columns=ACCOUNT_COLUMNS)
    frame = pd.read_parquet(folder / f"{name}.parquet")
    return Cleaned(frame, log, story["synthetic"], account)


def as_log(raw: RawTable, changes: list[Change]) -> pd.DataFrame:
    """Write changes down beside the file that they were made in, those at the door first."""
    at_the_door = [(column, *_UNMARKED, cells) for column, cells in raw.unmarked.items()]
    every = [(raw.file, *change) for change in (*at_the_door, *changes)]
    return pd.DataFrame(every, columns=LOG_COLUMNS)


_UNMARKED = ("osynliga tecken borttagna", "marks that nobody sees taken out")
