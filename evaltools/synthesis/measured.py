"""What is measured: indicators by their designs, targets, and the survey's questions on a goal."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from evaltools.artefacts import write
from evaltools.declarations import Language, Text
from evaltools.synthesis.words import NOT_SHOWN, Direction, joined

SIGNIFICANT = 0.05
"""An adjusted p-value below this, with the interval, establishes a change."""
TESTED = 2
"""The lowest level of the ladder of designs at which a change is tested."""


def read_indicators(rows: pd.DataFrame) -> tuple[Text, Text, Direction]:
    """Read which changes of a goal's indicators are established.

    Parameters
    ----------
    rows : pandas.DataFrame
        The goal's rows of tab-indicators, one per series that has a value during the programme:
        `name.sv`, `name.en`, `place`, `unit`, `level` of the design, `is_ratio`, `change`,
        `conf_low`, `conf_high`, `p_adjusted`, `direction` (the direction that is wanted),
        `is_primary`, `baseline`, `baseline_year`, `latest` and `latest_year`.

    Returns
    -------
    Text
        How many series there are, how many tested, which changed, and where the primary
        indicator stands.
    Text
        The highest level of design among them.
    {"for", "against", "both", "open"}
        By the established changes; open where none is, or none of a series of which a
        direction is wanted.
    """
    tested = rows[(rows["level"] >= TESTED) & rows["change"].notna()]
    moved = tested[[way_of(row) != "open" for row in tested.to_dict("records")]]
    primary = rows[rows["is_primary"].astype(bool)].to_dict("records")
    says = joined(
        [
            _counted(rows, tested, moved),
            *(_pair(row, "{name}, {place}: {reading}.") for row in moved.to_dict("records")),
            *([_standing(primary)] if primary else []),
        ]
    )
    ways = {way_of(row) for row in moved.to_dict("records")}
    return says, _level(int(rows["level"].max())), _together(ways)


def read_targets(rows: pd.DataFrame) -> tuple[Text, Text, Direction]:
    """Read whether the targets of a goal's indicators are met, formally and with certainty.

    Parameters
    ----------
    rows : pandas.DataFrame
        The goal's rows of tab-attainment: `name`, `place`, `status` and `certainty` in both
        languages, and `conf_low`, `conf_high`, `target` and `direction`.

    Returns
    -------
    Text
        The formal status of each.
    Text
        How sure one may be of each.
    {"for", "against", "both", "open"}
        By the targets that are met, or not met, whatever chance did; open where that cannot be
        decided.
    """
    each = rows.to_dict("records")
    says = joined(_pair(row, "{name}, {place}: {status}.") for row in each)
    sure = joined(_pair(row, "{certainty}.") for row in each if row["certainty.sv"])
    return says, sure, _together({_reached(row) for row in each} - {"open"})


def read_measures(rows: pd.DataFrame) -> tuple[Text, Text, Direction]:
    """Read what the survey shows of a goal's own questions: levels, which speak neither way.

    Parameters
    ----------
    rows : pandas.DataFrame
        The goal's rows of tab-goal-measures: `measure.sv`, `measure.en`, `estimate`,
        `conf_low`, `conf_high`, and `hidden`.

    Returns
    -------
    Text
        The shares with their intervals.
    Text
        What the intervals are.
    {"open", "absent"}
        Absent where none may be shown.
    """
    shown = rows[~rows["hidden"] & rows["estimate"].notna()].to_dict("records")
    if not shown:
        return NOT_SHOWN, Text(sv="", en=""), "absent"

    def of(language: Language) -> str:
        parts = [f"{row[f'measure.{language}']}: {_share(row, language)}" for row in shown]
        return f"{'; '.join(parts)}."

    return Text(sv=of("sv"), en=of("en")), INTERVALS, "open"


INTERVALS = Text(
    sv="Viktade svar; konfidensintervall inom parentes.",
    en="Weighted answers; confidence intervals in brackets.",
)


def way_of(row: Mapping[Hashable, Any]) -> Direction:
    """Tell which way a change speaks.

    Parameters
    ----------
    row : mapping
        A row of tab-indicators: `is_ratio`, `change`, `conf_low`, `conf_high`, `p_adjusted` and
        `direction`.

    Returns
    -------
    {"for", "against", "open"}
        Open unless interval and adjusted p-value establish the change.
    """
    nothing = 1.0 if row["is_ratio"] else 0.0
    if not row["p_adjusted"] < SIGNIFICANT or row["direction"] not in ("increase", "decrease"):
        return "open"
    if row["conf_low"] <= nothing <= row["conf_high"]:
        return "open"
    return "for" if (row["change"] > nothing) == (row["direction"] == "increase") else "against"


def _reached(row: Mapping[Hashable, Any]) -> Direction:
    """Tell on which side of the target the whole interval lies."""
    if row["direction"] not in ("increase", "decrease") or pd.isna(row["conf_low"]):
        return "open"
    above, below = row["conf_low"] >= row["target"], row["conf_high"] < row["target"]
    if row["direction"] == "decrease":
        above, below = row["conf_high"] <= row["target"], row["conf_low"] > row["target"]
    return "for" if above else "against" if below else "open"


def _together(ways: set[Direction]) -> Direction:
    if len(ways) > 1:
        return "both"
    return next(iter(ways), "open")


def _counted(rows: pd.DataFrame, tested: pd.DataFrame, moved: pd.DataFrame) -> Text:
    many = Text(
        sv=f"Serier med värden under programmet: {len(rows)}.",
        en=f"Series with values during the programme: {len(rows)}.",
    )
    if tested.empty:
        return joined([many, UNTESTED])
    number = Text(
        sv=f"Förändringen kan prövas i {len(tested)} och är säkerställd i {len(moved)}.",
        en=f"A change can be tested in {len(tested)} and is established in {len(moved)}.",
    )
    return joined([many, number])


UNTESTED = Text(
    sv="Ingen har värden nog för att pröva en förändring.",
    en="None has values enough for a change to be tested.",
)


def _standing(primary: list[dict[Hashable, Any]]) -> Text:
    """Say where the series of the primary indicator stand, without saying that they moved."""

    def of(language: Language) -> str:
        said = [f"{row[f'place.{language}']} {_values(row, language)}" for row in primary]
        name, unit = (primary[0][f"{each}.{language}"] for each in ("name", "unit"))
        return f"{PRIMARY[language]} {name} ({unit}): {'; '.join(said)}."

    return Text(sv=of("sv"), en=of("en"))


PRIMARY = Text(sv="Primär indikator:", en="Primary indicator:")


def _values(row: Mapping[Hashable, Any], language: Language) -> str:
    pairs = [(row[name], row[f"{name}_year"]) for name in ("baseline", "latest")]
    return ", ".join(
        f"{write(value, format='number', language=language)} ({int(year)})"
        for value, year in pairs
        if pd.notna(value) and pd.notna(year)
    )


def _level(level: int) -> Text:
    return Text(sv=f"Högsta design: nivå {level} av 5.", en=f"Highest design: level {level} of 5.")


def _pair(row: Mapping[Hashable, Any], pattern: str) -> Text:
    """Fill a pattern with the texts of a row in each language."""
    names = ("name", "place", "status", "certainty", "reading")

    def filled(language: Language) -> str:
        texts = {name: row.get(f"{name}.{language}", row.get(name, "")) for name in names}
        return pattern.format(**texts)

    return Text(sv=filled("sv"), en=filled("en"))


def _share(row: Mapping[Hashable, Any], language: Language) -> str:
    """Write a share with its interval: 56 % (50-62 %)."""
    numbers = (row[name] for name in ("estimate", "conf_low", "conf_high"))
    share, low, high = (write(each, format="percent", language=language) for each in numbers)
    return f"{share}\u00a0% ({low}–{high}\u00a0%)"
