"""What the boards themselves report: verdicts, and activities done, delayed and not begun."""

from __future__ import annotations

import pandas as pd

ACTIVITY_STATES = ("done", "under_way", "delayed", "not_started", "missing")
"""What may have become of an activity, in the order in which tables show it."""


def count_verdicts(followup: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Count what the boards themselves said of each goal at the end of a year.

    Parameters
    ----------
    followup : pandas.DataFrame
        The boards' follow-up, as `cleaning.clean_followup` gives it.
    year : int
        The year whose annual report (VB) is counted.

    Returns
    -------
    pandas.DataFrame
        One row per goal: `full`, `part` and `none` count bodies by their verdict,
        `indicators` counts indicators with a target, `reached` those that reached it.
    """
    annual = followup[(followup["year"] == year) & (followup["period"] == "VB")]
    goals = annual[annual["item_type"] == "goal"]
    verdicts = pd.crosstab(goals["goal"], goals["verdict"])
    verdicts = verdicts.reindex(columns=["full", "part", "none"], fill_value=0)
    measured = annual[(annual["item_type"] == "indicator")].dropna(subset=["outcome", "target"])
    reached = measured.assign(reached=measured["outcome"] >= measured["target"])
    counted = reached.groupby("goal")["reached"].agg(indicators="size", reached="sum")
    return verdicts.join(counted).fillna(0).astype("int64").reset_index()


def list_verdicts(followup: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """List what each body itself said of each goal at the end of a year.

    Parameters
    ----------
    followup : pandas.DataFrame
        The boards' follow-up, as `cleaning.clean_followup` gives it.
    year : int
        The year whose annual report (VB) is listed.

    Returns
    -------
    pandas.DataFrame
        One row per body and goal that it was asked about: `body`, `goal`, `verdict` ("full",
        "part" or "none"; "missing" where it gave none), `indicators` that have an outcome and a
        target, and `reached`, how many of them reached it.
    """
    annual = followup[(followup["year"] == year) & (followup["period"] == "VB")]
    goals = annual[annual["item_type"] == "goal"]
    measured = annual[annual["item_type"] == "indicator"].dropna(subset=["outcome", "target"])
    reached = measured.assign(reached=measured["outcome"] >= measured["target"])
    counted = reached.groupby(["body", "goal"])["reached"].agg(indicators="size", reached="sum")
    verdicts = goals.assign(verdict=goals["verdict"].fillna("missing"))
    listed = verdicts[["body", "goal", "verdict"]].join(counted, on=["body", "goal"])
    return listed.fillna({"indicators": 0, "reached": 0}).reset_index(drop=True)


def count_activities(followup: pd.DataFrame, *, by: list[str]) -> pd.DataFrame:
    """Count activities by what has become of them.

    Parameters
    ----------
    followup : pandas.DataFrame
        The boards' follow-up, as `cleaning.clean_followup` gives it.
    by : list of str
        Any of `year`, `period`, `body` and `goal`.

    Returns
    -------
    pandas.DataFrame
        One row per group: `activities`, and how many of them are `done`, `under_way`, `delayed`,
        `not_started` or `missing` (no state was reported: it is not taken as not begun).
    """
    activities = followup[followup["item_type"] == "activity"]
    states = activities.assign(state=activities["state"].fillna("missing"))
    counted = pd.crosstab([states[name] for name in by], states["state"])
    table = counted.reindex(columns=list(ACTIVITY_STATES), fill_value=0)
    return table.assign(activities=table.sum(axis=1)).reset_index()
