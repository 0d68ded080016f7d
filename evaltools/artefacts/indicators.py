"""Values of indicators for running text: a value per year, and one for the change."""

from __future__ import annotations

from pathlib import Path

from evaltools.artefacts.metadata import Meaning
from evaltools.artefacts.saving import save_value
from evaltools.disclosure import Publishable


def save_levels(publishable: Publishable, *, column: str, folder: Path, producer: str) -> None:
    """Save each year of indicators as a value.

    Parameters
    ----------
    publishable : Publishable
        One row per indicator and year: `indicator_id`, `year`, `direction` and `segment`, the
        changes of definition before it.
    column : str
        The column that holds the number.
    folder : pathlib.Path
        The step's folder of results.
    producer : str
        The step that made them; the manuscript calls a value of OJ_SU `{val:oj-su-2019}`.

    Raises
    ------
    ReportError
        If an indicator has several values in a year.
    """
    for row in publishable.tidy().to_dict("records"):
        one = publishable.select("indicator_id", row["indicator_id"]).select("year", row["year"])
        meaning = Meaning(
            kind="level",
            series=row["indicator_id"],
            period=int(row["year"]),
            direction=row["direction"],
            segment=row["segment"],
        )
        name = f"{_name(row['indicator_id'])}-{row['year']:.0f}"
        save_value(
            one, column=column, format="number", folder=folder, name=name, producer=producer,
            meaning=meaning,
        )  # fmt: skip


def save_changes(publishable: Publishable, *, column: str, folder: Path, producer: str) -> None:
    """Save the change of each indicator as a value.

    Parameters
    ----------
    publishable : Publishable
        One row per indicator: `indicator_id`, `level`, `direction`, `is_ratio`, and the limits
        `conf_low` and `conf_high`.
    column : str
        The column that holds the change.
    folder : pathlib.Path
        The step's folder of results.
    producer : str
        The step that made them; the manuscript calls the change of OJ_SU `{val:oj-su-change}`.

    Raises
    ------
    ReportError
        If an indicator has several rows.
    """
    for row in publishable.tidy().to_dict("records"):
        meaning = Meaning(
            kind="change",
            series=row["indicator_id"],
            design=row["level"],
            direction=row["direction"],
            is_ratio=row["is_ratio"],
        )
        save_value(
            publishable.select("indicator_id", row["indicator_id"]),
            column=column,
            format="number",
            folder=folder,
            name=f"{_name(row['indicator_id'])}-change",
            producer=producer,
            meaning=meaning,
        )


def _name(indicator_id: str) -> str:
    return indicator_id.lower().replace("_", "-")
