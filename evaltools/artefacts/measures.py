"""Shares of a survey for the report, and each of them for running text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evaltools.artefacts.metadata import Meaning
from evaltools.artefacts.saving import save_figure, save_table, save_value
from evaltools.declarations import Text
from evaltools.disclosure import Publishable
from evaltools.figures import Figure
from evaltools.tables import Table


def save_shown(
    tables: Mapping[str, Table],
    *,
    figures: Mapping[str, Figure],
    captions: Mapping[str, Text],
    source: Text,
    folder: Path,
    producer: str,
    note: Text | None = None,
    drawn_note: Text | None = None,
) -> None:
    """Save tables with the figures of the same measures.

    Parameters
    ----------
    tables, figures : mapping of str to Table and Figure
        By the name of a set of measures; a set may have no figure, and there may be none at all.
    captions : mapping of str to Text
        What each set shows.
    source : Text
        Where they come from.
    folder : pathlib.Path
        The step's folder of results.
    producer : str
        The step that made them.
    note, drawn_note : Text, optional
        What a reader must know to read the tables and the figures right.
    """
    for name, table in tables.items():
        save_table(
            table, folder=folder, name=_hyphened(name), caption=captions[name], source=source,
            producer=producer, note=note,
        )  # fmt: skip
    for name, figure in figures.items():
        save_figure(
            figure, folder=folder, name=_hyphened(name), caption=captions[name], source=source,
            producer=producer, note=drawn_note,
        )  # fmt: skip


def save_shares(
    publishable: Publishable,
    *,
    folder: Path,
    producer: str,
    period: int,
    column: str = "estimate",
    suffix: str = "",
) -> None:
    """Save the share of each measure as a value.

    Parameters
    ----------
    publishable : Publishable
        One row per measure.
    folder : pathlib.Path
        The step's folder of results.
    producer : str
        The step that made them; the manuscript calls the share of heard_of `{val:heard-of}`.
    period : int
        The year of the survey.
    column : str, optional
        The column that holds the share.
    suffix : str, optional
        What the manuscript writes after the name, such as "-baseline".
    """
    for measure in publishable.tidy()["measure"]:
        save_value(
            publishable.select("measure", measure),
            column=column,
            format="percent",
            folder=folder,
            name=f"{_hyphened(measure)}{suffix}",
            producer=producer,
            meaning=Meaning(kind="level", direction="increase", period=period, series=measure),
        )


def save_share_changes(
    publishable: Publishable, *, folder: Path, producer: str, meaning: Meaning
) -> None:
    """Save the change of each share since an earlier wave as a value.

    Parameters
    ----------
    publishable : Publishable
        One row per measure, with the `difference`.
    folder : pathlib.Path
        The step's folder of results.
    producer : str
        The step that made them; the manuscript calls that of heard_of `{val:heard-of-change}`.
    meaning : Meaning
        What the differences are.
    """
    for measure in publishable.tidy()["measure"]:
        save_value(
            publishable.select("measure", measure),
            column="difference",
            format="points",
            folder=folder,
            name=f"{_hyphened(measure)}-change",
            producer=producer,
            meaning=meaning,
        )


def _hyphened(name: str) -> str:
    return name.replace("_", "-")
