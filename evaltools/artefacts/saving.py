"""Saving results: what a notebook may hand to the report, and under which name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from pydantic import ValidationError

from evaltools.artefacts.metadata import (
    Captioned,
    ColumnMetadata,
    Disclosure,
    FigureMetadata,
    Meaning,
    Metadata,
    TableMetadata,
    ValueMetadata,
    data_columns,
    is_number,
)
from evaltools.artefacts.reading import TableArtefact
from evaltools.characters import hidden_names
from evaltools.declarations import Text
from evaltools.disclosure import Publishable
from evaltools.errors import Fault, ReportError
from evaltools.figures import Figure
from evaltools.provenance import fingerprint, write_atomically
from evaltools.tables import Format, Table

Model = TypeVar("Model", bound=Metadata)
OWNERS = ("estimate", "change", "difference")
"""The columns whose interval `conf_low` and `conf_high` are."""


def save_table(
    table: Table,
    *,
    folder: Path,
    name: str,
    caption: Text,
    source: Text,
    producer: str,
    note: Text | None = None,
    keys: tuple[str, ...] = (),
    meaning: Meaning | None = None,
) -> None:
    """Save a table as an artefact.

    Parameters
    ----------
    table : Table
        The table, from `tables.lay_out`.
    folder : pathlib.Path
        The step's folder of results.
    name : str
        Name of the artefact; the manuscript calls it `::tab:<name>`.
    caption, source : Text
        What it shows and where it comes from.
    producer : str
        The step that made it.
    note : Text, optional
        What a reader must know to read it right.
    keys : tuple of str, optional
        Columns that no reader sees, by which the synthesis finds and reads the rows.
    meaning : Meaning, optional
        What the estimate, change or difference of each row is.

    Raises
    ------
    ReportError
        If a text is empty or the name is not in small letters, digits and hyphens.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from evaltools.artefacts import save_table
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
    ...     sorted(path.name for path in Path(results).glob("*/*"))
    ['tab-goals.json', 'tab-goals.parquet']
    """
    made = make_table(
        table, name=name, caption=caption, source=source, producer=producer, note=note,
        keys=keys, meaning=meaning,
    )  # fmt: skip
    files = {f"{made.metadata.id}.parquet": made.data.to_parquet(index=False)}
    _save(made.metadata, files=files, folder=folder)


def make_table(
    table: Table,
    *,
    name: str,
    caption: Text,
    source: Text,
    producer: str,
    note: Text | None = None,
    keys: tuple[str, ...] = (),
    meaning: Meaning | None = None,
) -> TableArtefact:
    """Make an artefact of a table.

    Parameters
    ----------
    table : Table
        The table, from `tables.lay_out`.
    name : str
        Name of the artefact.
    caption, source : Text
        What it shows and where it comes from.
    producer : str
        The step that made it.
    note : Text, optional
        What a reader must know to read it right.
    keys : tuple of str, optional
        Columns that no reader sees, by which the synthesis finds and reads the rows.
    meaning : Meaning, optional
        What the estimate, change or difference of each row is.

    Returns
    -------
    TableArtefact
        What a reader sees of the table, and what stands beside it.

    Raises
    ------
    ReportError
        If a text is empty or the name is not in small letters, digits and hyphens.

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
    >>> made.cells("sv")
    [['A', '3'], ['B', '5']]
    """
    data = table.publishable.tidy()
    metadata = _checked(
        TableMetadata,
        f"tab-{name}",
        **_origin(table.publishable, producer),
        caption=caption,
        source=source,
        note=note,
        columns=[
            {
                "name": each.name,
                "label": each.label,
                "format": each.format,
                "language": each.language,
            }
            for each in table.columns
        ],
        row_headers=table.row_headers,
        meaning=meaning,
    )
    kept = [name for each in metadata.columns for name in _kept(each, data)]
    return TableArtefact(metadata, data[[*dict.fromkeys([*kept, *keys, "hidden"])]])


def save_figure(
    figure: Figure,
    *,
    folder: Path,
    name: str,
    caption: Text,
    source: Text,
    producer: str,
    note: Text | None = None,
) -> None:
    """Save a figure as an artefact.

    Parameters
    ----------
    figure : Figure
        The figure, from one of the functions of `figures`.
    folder : pathlib.Path
        The step's folder of results.
    name : str
        Name of the artefact; the manuscript calls it `::fig:<name>`.
    caption, source : Text
        What it shows and where it comes from.
    producer : str
        The step that made it.
    note : Text, optional
        What a reader must know to read it right.

    Raises
    ------
    ReportError
        If a text is empty or the name is not in small letters, digits and hyphens.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from evaltools.artefacts import save_figure
    >>> from evaltools.declarations import Text
    >>> from evaltools.examples import small_shares
    >>> from evaltools.figures import draw_shares
    >>> figure = draw_shares(small_shares(), row="role")
    >>> with TemporaryDirectory() as results:
    ...     save_figure(
    ...         figure,
    ...         folder=Path(results) / "own",
    ...         name="heard",
    ...         producer="own",
    ...         caption=Text(sv="Har hört", en="Have heard"),
    ...         source=Text(sv="Påhittat.", en="Invented."),
    ...     )
    ...     sorted(path.name for path in Path(results).glob("*/*"))
    ['fig-heard.en.svg', 'fig-heard.json', 'fig-heard.sv.svg']
    """
    metadata = _checked(
        FigureMetadata,
        f"fig-{name}",
        **_origin(figure.publishable, producer),
        caption=caption,
        source=source,
        note=note,
        alt=figure.alt,
    )
    files = {f"{metadata.id}.{language}.svg": svg for language, svg in figure.svg.items()}
    _save(metadata, files=files, folder=folder)


def save_value(
    publishable: Publishable,
    *,
    column: str,
    format: Format,
    folder: Path,
    name: str,
    producer: str,
    source: Text | None = None,
    meaning: Meaning | None = None,
) -> None:
    """Save one number, or a few words, for running text as an artefact.

    Parameters
    ----------
    publishable : Publishable
        Exactly one row.
    column : str
        The column that holds the number; words stand in `<column>.sv` and `<column>.en`.
    format : str
        How it is written, see `tables.Column`.
    folder : pathlib.Path
        The step's folder of results.
    name : str
        Name of the artefact; the manuscript calls it `{val:<name>}`.
    producer : str
        The step that made it.
    source : Text, optional
        Where it comes from.
    meaning : Meaning, optional
        What the number is. With it the row's `conf_low` and `conf_high` are kept, where they are
        the interval of `column`: a sentence may claim no more than they establish.

    Raises
    ------
    ReportError
        If there is not exactly one row, a text is empty or the name is not in small letters,
        digits and hyphens.

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
    ...     read_artefacts(Path(results)).values["val-chiefs"].value
    0.63
    """
    data = publishable.tidy()
    if len(data) != 1:
        problem = f"a value is one row, and there are {len(data)}."
        raise ReportError(Fault(f"val-{name}", problem, "Select one row."))
    metadata = _checked(
        ValueMetadata,
        f"val-{name}",
        **_origin(publishable, producer),
        **_content(data.iloc[0], column, format),
        **(_limits(data.iloc[0], column) if meaning else {}),
        format=format,
        source=source,
        meaning=meaning,
    )
    _write(metadata, folder)


def _origin(publishable: Publishable, producer: str) -> dict[str, Any]:
    data = publishable.tidy()
    _check_seen(data, producer)
    disclosure = Disclosure(
        sensitivity=publishable.sensitivity,
        rule=publishable.rule,
        hidden=int(data["hidden"].sum()),
        told=publishable.told(),
    )
    synthetic = bool(publishable.synthetic)
    return {"producer": producer, "synthetic": synthetic, "disclosure": disclosure}


def _check_seen(data: pd.DataFrame, producer: str) -> None:
    """Refuse texts that could read otherwise than they are written."""
    cells = [cell for name in data for cell in data[name] if isinstance(cell, str)]
    if marked := sum(bool(hidden_names(cell)) for cell in cells):
        problem = f"{marked} cells hold characters that cannot be seen."
        remedy = "Take them out where the texts come from: the codebook or the programme."
        raise ReportError(Fault(producer, problem, remedy))


def _kept(column: ColumnMetadata, data: pd.DataFrame) -> list[str]:
    return data_columns(column.name, known=data.columns)


def _content(row: pd.Series[Any], column: str, format: Format) -> dict[str, Any]:
    if is_number(format):
        return {"value": None if pd.isna(row[column]) else float(row[column])}
    pair = data_columns(column, known=row.index)
    return {"value": None, "text": Text(sv=str(row[pair[0]]), en=str(row[pair[-1]]))}


def _limits(row: pd.Series[Any], column: str) -> dict[str, float]:
    """Take the interval of a column from its row, where the row has it."""
    names = ("conf_low", "conf_high") if column in OWNERS else ()
    return {name: float(row[name]) for name in names if name in row and pd.notna(row[name])}


def _checked(model: type[Model], identifier: str, **fields: Any) -> Model:
    try:
        return model(id=identifier, **fields)
    except ValidationError as error:
        raise ReportError(
            Fault(
                f"{identifier}, {'.'.join(str(part) for part in detail['loc'])}",
                f"{detail['msg'].removeprefix('Value error, ')}.",
                "A name has small letters, digits and hyphens; a text is in both languages.",
            )
            for detail in error.errors(include_url=False, include_input=False)
        ) from None


def _save(metadata: Captioned, *, files: dict[str, bytes], folder: Path) -> None:
    """Write the files of an artefact, and their fingerprints beside them."""
    for name, content in files.items():
        write_atomically(folder / name, content)
    sha256 = {name: fingerprint(folder / name) for name in files}
    _write(metadata.model_copy(update={"sha256": sha256}), folder)


def _write(metadata: Metadata, folder: Path) -> None:
    content = json.dumps(metadata.model_dump(), ensure_ascii=False, indent=1, sort_keys=True)
    write_atomically(folder / f"{metadata.id}.json", f"{content}\n".encode())
