"""Areas that have merged: what was counted in them, added up under the area of today."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evaltools.errors import DataError, Fault
from evaltools.programme import COUNTED


def merge_areas(observations: pd.DataFrame, *, crosswalk: dict[str, str]) -> pd.DataFrame:
    """Move observations of areas that have merged to the areas of today.

    Counts are added, and a share or a rate is computed anew from its added parts. A value
    without parts cannot be added: where two areas or more become one, it is lost, and so is
    one of which an area lacks its part.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per observation, as `cleaning.clean_indicators` gives it.
    crosswalk : dict of str to str
        For each area that has merged the one that has taken it over, such as
        `Organisation.crosswalk` gives for a pair of days; other areas stay as they are.

    Returns
    -------
    pandas.DataFrame
        The same columns; merged rows have the qualifier `derived` and no uncertainty.

    Raises
    ------
    DataError
        If an area of today has values of its own beside those of its predecessors for the same
        period: they would be counted twice.
    """
    today = observations["geography"].map(crosswalk).fillna(observations["geography"])
    heirs = {new for old, new in crosswalk.items() if old != new}
    touched = today.isin(heirs)
    moved = observations[touched].assign(_area=today[touched])
    _refuse_double(moved)
    parts = pd.Series({old: new for old, new in crosswalk.items() if new in heirs})
    needed = parts.value_counts()
    keys = ["indicator_id", "name_sv", "_area", "group", "period", "edition"]
    groups = moved.groupby(keys, dropna=False, sort=False)
    merged = [
        _added(rows, area=str(key[2]), parts=int(needed[str(key[2])])) for key, rows in groups
    ]
    kept = [observations[~touched], *(each for each in merged if each is not None)]
    return pd.concat(kept, ignore_index=True)


def _added(rows: pd.DataFrame, *, area: str, parts: int) -> pd.DataFrame | None:
    """Add up the rows of one value; None where a part is lacking."""
    first = rows.drop(columns="_area").iloc[[0]].assign(geography=area)
    if len(rows) == 1 and rows["geography"].iloc[0] == area:
        return first
    counted = rows["unit"].iloc[0] == COUNTED
    numerator = rows["numerator"].fillna(rows["value"]) if counted else rows["numerator"]
    total, base = numerator.sum(skipna=False), rows["denominator"].sum(skipna=False)
    if len(rows) < parts or pd.isna(total) or (not counted and pd.isna(base)):
        return None
    return first.assign(
        value=total if counted else total / base * _scale(rows),
        numerator=total, denominator=base, uncertainty=np.nan, qualifier="derived",
    )  # fmt: skip


def _scale(rows: pd.DataFrame) -> float:
    """Find what the source multiplies a share with: a power of ten, such as 100 for per cent."""
    seen = rows["value"] * rows["denominator"] / rows["numerator"]
    known = seen[np.isfinite(seen) & seen.gt(0)]
    return float(10.0 ** np.log10(known.median()).round()) if len(known) else 1.0


def _refuse_double(moved: pd.DataFrame) -> None:
    keys = ["indicator_id", "name_sv", "_area", "group", "period"]
    own = moved["geography"] == moved["_area"]
    both = moved.assign(own=own).groupby(keys, dropna=False)["own"].nunique().gt(1)
    if both.any():
        problem = f"{int(both.sum())} values are given for a merged area and for its parts."
        remedy = "Keep either in the source."
        raise DataError(Fault("indicators, column geography", problem, remedy))
