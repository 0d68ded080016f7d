"""Results as notebooks saved them, read back for whoever cites them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pyarrow import ArrowException
from pyarrow.parquet import read_schema
from pydantic import Field, TypeAdapter, ValidationError

from evaltools.artefacts import words
from evaltools.artefacts.metadata import (
    Captioned,
    ColumnMetadata,
    FigureMetadata,
    TableMetadata,
    ValueMetadata,
    data_columns,
    is_number,
    write,
)
from evaltools.declarations import LANGUAGES, Language
from evaltools.disclosure import Claims
from evaltools.errors import Fault, ReportError
from evaltools.provenance import fingerprint


@dataclass(frozen=True, slots=True, eq=False)
class TableArtefact:
    """A table with its data, one row per row of the table.

    Examples
    --------
    >>> from evaltools.artefacts import make_table
    >>> from evaltools.declarations import Text
    >>> from evaltools.examples import small_table
    >>> made = make_table(
    ...     small_table(),
    ...     name="goals",
    ...     producer="own",
    ...     caption=Text(sv="Mål per nämnd", en="Goals by board"),
    ...     source=Text(sv="Påhittat.", en="Invented."),
    ... )
    >>> made.metadata.id, made.metadata.caption["en"], made.data["goals"].tolist()
    ('tab-goals', 'Goals by board', [3, 5])
    """

    metadata: TableMetadata
    data: pd.DataFrame

    def cells(self, language: Language) -> list[list[str]]:
        """Return the cells as a reader sees them, one list per row."""
        return [
            [_cell(row, column, language) for column in self.metadata.columns]
            for row in self.data.to_dict("records")
        ]

    def cited(self) -> list[str]:
        """Return the ids of the figures and tables that the cells cite."""
        columns = [each.name for each in self.metadata.columns if each.format == "cites"]
        cells = [cell for name in columns for cell in self.data[name].dropna()]
        return list(dict.fromkeys(each for cell in cells for each in str(cell).split()))


@dataclass(frozen=True, slots=True, eq=False)
class FigureArtefact:
    """A figure with its drawing in each language, an SVG file."""

    metadata: FigureMetadata
    svg: dict[Language, bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Artefacts:
    """All artefacts of a run by id, such as `tab-response`.

    Attributes
    ----------
    tables : dict of str to TableArtefact
        The tables.
    figures : dict of str to FigureArtefact
        The figures.
    values : dict of str to ValueMetadata
        The values for running text.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from evaltools.artefacts import read_artefacts, save_value
    >>> from evaltools.examples import small_shares
    >>> chiefs = small_shares().select("role", "chief")
    >>> with TemporaryDirectory() as results:
    ...     save_value(
    ...         chiefs,
    ...         column="estimate",
    ...         format="percent",
    ...         folder=Path(results) / "own",
    ...         name="chiefs",
    ...         producer="own",
    ...     )
    ...     found = read_artefacts(Path(results))
    ...     "val-chiefs" in found, found.is_synthetic(["val-chiefs"])
    (True, True)
    """

    tables: dict[str, TableArtefact]
    figures: dict[str, FigureArtefact]
    values: dict[str, ValueMetadata]

    def __contains__(self, identifier: object) -> bool:
        """Tell whether there is such an artefact."""
        return any(identifier in kind for kind in (self.tables, self.figures, self.values))

    def captioned(self, identifier: str) -> Captioned:
        """Return the metadata of a figure or a table."""
        found = self.tables.get(identifier) or self.figures[identifier]
        return found.metadata

    def told(self) -> dict[str, Claims]:
        """Return for each artefact what it tells a reader."""
        every = [
            *(table.metadata for table in self.tables.values()),
            *(figure.metadata for figure in self.figures.values()),
            *self.values.values(),
        ]
        return {each.id: each.disclosure.told for each in every}

    def is_synthetic(self, identifiers: Iterable[str]) -> bool:
        """Tell whether any of the artefacts is made from synthetic data."""
        return any(
            (self.values.get(each) or self.captioned(each)).synthetic for each in identifiers
        )


def read_artefacts(results: Path) -> Artefacts:
    """Read all artefacts of a run.

    Parameters
    ----------
    results : pathlib.Path
        The folder of results, with one folder per step.

    Returns
    -------
    Artefacts
        All artefacts by id.

    Raises
    ------
    ReportError
        For every artefact that is unreadable, lacks its data or bears the id of another.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from evaltools.artefacts import read_artefacts, save_table
    >>> from evaltools.declarations import Text
    >>> from evaltools.examples import small_table
    >>> with TemporaryDirectory() as results:
    ...     save_table(
    ...         small_table(),
    ...         folder=Path(results) / "own",
    ...         name="goals",
    ...         producer="own",
    ...         caption=Text(sv="Mål per nämnd", en="Goals by board"),
    ...         source=Text(sv="Påhittat.", en="Invented."),
    ...     )
    ...     read_artefacts(Path(results)).tables["tab-goals"].cells("en")
    [['A', '3'], ['B', '5']]
    """
    found: dict[Path, AnyMetadata] = {}
    faults: list[Fault] = []
    for path in sorted(results.glob("[!.]*/*.json")):
        try:
            found[path] = _METADATA.validate_json(path.read_bytes())
        except ValidationError as error:
            faults.append(_unreadable(path, error))
    faults += _doubled(found)
    faults += [fault for path, each in found.items() for fault in _incomplete(path, each)]
    if faults:
        raise ReportError(faults)
    return _load(found)


def artefact_files(folder: Path) -> set[Path]:
    """List the files of whole artefacts in the folder of one step.

    Parameters
    ----------
    folder : pathlib.Path
        The folder.

    Returns
    -------
    set of pathlib.Path
        Metadata that can be read, with the data that stood beside them when they were saved.
    """
    metadata = [path for path in folder.glob("*.json") if path.is_file()]
    return {file for path in metadata for file in _whole(path)}


def _whole(path: Path) -> list[Path]:
    try:
        found = _METADATA.validate_json(path.read_bytes())
    except ValidationError:
        return []
    return [] if _incomplete(path, found) else _files(path, found)


AnyMetadata = TableMetadata | FigureMetadata | ValueMetadata
_METADATA: TypeAdapter[AnyMetadata] = TypeAdapter(
    Annotated[AnyMetadata, Field(discriminator="kind")]
)


def _cell(row: Mapping[Hashable, Any], column: ColumnMetadata, language: Language) -> str:
    pair = f"{column.name}.{language}"
    value = row[pair] if pair in row else row[column.name]
    if not is_number(column.format):
        return "" if pd.isna(value) else str(value)
    if pd.isna(value):
        return (words.HIDDEN if row["hidden"] else words.NO_DATA)[language]
    return write(float(value), format=column.format, language=language)


def _unreadable(path: Path, error: ValidationError) -> Fault:
    detail = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in detail["loc"][1:]) or "the whole file"
    problem = f"this is no result artefact ({place}: {detail['msg']})."
    return Fault(str(path), problem, "Run the step again.")


def _doubled(found: dict[Path, AnyMetadata]) -> list[Fault]:
    first: dict[str, Path] = {}
    for path, each in found.items():
        first.setdefault(each.id, path)
    return [
        Fault(str(path), f"{each.id} stands in {first[each.id]} too.", "Rename one of them.")
        for path, each in found.items()
        if first[each.id] != path
    ]


def _incomplete(path: Path, metadata: AnyMetadata) -> list[Fault]:
    return [
        Fault(str(path), f"its file {file.name} is missing.", "Run the step again.")
        for file in _files(path, metadata)
        if not file.is_file()
    ] or [*_altered(path, metadata), *_lacking_columns(path, metadata)]


def _files(path: Path, metadata: AnyMetadata) -> list[Path]:
    """List the files that an artefact is made of."""
    suffixes = {
        "table": [".json", ".parquet"],
        "figure": [".json", *(f".{language}.svg" for language in LANGUAGES)],
        "value": [".json"],
    }[metadata.kind]
    return [path.parent / f"{metadata.id}{suffix}" for suffix in suffixes]


def _altered(path: Path, metadata: AnyMetadata) -> list[Fault]:
    """Tell of files that are not those that the step saved."""
    saved = metadata.sha256 if isinstance(metadata, Captioned) else {}
    return [
        Fault(str(path.parent / name), "it is not what the step saved.", "Run the step again.")
        for name, sha256 in saved.items()
        if fingerprint(path.parent / name) != sha256
    ]


def _lacking_columns(path: Path, metadata: AnyMetadata) -> list[Fault]:
    if metadata.kind != "table":
        return []
    try:
        known = set(read_schema(path.with_name(f"{metadata.id}.parquet")).names)
    except ArrowException:
        return [Fault(str(path), "its data cannot be read.", "Run the step again.")]
    wanted = [name for c in metadata.columns for name in data_columns(c.name, known=known)]
    return [
        Fault(str(path), f"its data have no column {name}.", "Run the step again.")
        for name in [*wanted, "hidden"]
        if name not in known
    ]


def _load(found: dict[Path, AnyMetadata]) -> Artefacts:
    tables = {
        each.id: TableArtefact(each, pd.read_parquet(path.with_suffix(".parquet")))
        for path, each in found.items()
        if isinstance(each, TableMetadata)
    }
    figures = {
        each.id: FigureArtefact(each, _drawings(path))
        for path, each in found.items()
        if isinstance(each, FigureMetadata)
    }
    values = {each.id: each for each in found.values() if isinstance(each, ValueMetadata)}
    return Artefacts(tables, figures, values)


def _drawings(path: Path) -> dict[Language, bytes]:
    return {language: path.with_suffix(f".{language}.svg").read_bytes() for language in LANGUAGES}
