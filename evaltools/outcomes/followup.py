"""What the boards themselves report: verdicts, and activities done, delayed and not begun."""

from __future__ import annotations

from datetime import date

import pandas as pd

from evaltools.declarations import Text, in_both
from evaltools.programme import Organisation, Programme

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
        `indicators` counts indicators with an outcome and a target, `reached` those that
        reached it: by ILS's own verdict where it gives one, else those whose outcome is not
        under the target. Higher is taken as better: ILS does not say which way is.
    """
    annual = followup[(followup["year"] == year) & (followup["period"] == "VB")]
    goals = annual[annual["item_type"] == "goal"]
    verdicts = pd.crosstab(goals["goal"], goals["verdict"])
    verdicts = verdicts.reindex(columns=["full", "part", "none"], fill_value=0)
    counted = _count_reached(annual, by=["goal"])
    return verdicts.join(counted).fillna(0).astype("int64").reset_index()


def list_verdicts(
    followup: pd.DataFrame, *, year: int, programme: Programme, organisation: Organisation
) -> pd.DataFrame:
    """List what each body said of each goal at the end of a year, or that it said nothing.

    Parameters
    ----------
    followup : pandas.DataFrame
        The boards' follow-up, as `cleaning.clean_followup` gives it.
    year : int
        The year whose annual report (VB) is read.
    programme : Programme
        The goals.
    organisation : Organisation
        The bodies; those that exist at the end of the year are listed, and any that report.

    Returns
    -------
    pandas.DataFrame
        One row per body and goal, in the order of the organisation and of the programme:
        `body`, `goal`, `number` (of the goal), `body.sv`, `body.en`, `goal.sv`, `goal.en`,
        `verdict`, a key of `VERDICTS`: not_reported where it says nothing; `indicators` that
        have an outcome and a target, and `reached`, how many of them reached it, as
        `count_verdicts` counts them.
    """
    annual = followup[(followup["year"] == year) & (followup["period"] == "VB")]
    goals = annual[(annual["item_type"] == "goal") & annual["verdict"].notna()]
    said = goals.set_index(["body", "goal"])["verdict"].to_dict()
    reporting = set(annual["body"])
    listed = pd.DataFrame(
        {
            "body": body.id,
            "goal": goal.id,
            "number": goal.number,
            **in_both("body", body.name),
            **in_both("goal", goal.short_name),
            "verdict": said.get((body.id, goal.id), "not_reported"),
        }
        for body in organisation.bodies
        if body.exists_on(date(year, 12, 31)) or body.id in reporting
        for goal in programme.goals
    )
    return listed.join(_count_reached(annual, by=["body", "goal"]), on=["body", "goal"]).fillna(
        {"indicators": 0, "reached": 0}
    )


VERDICTS = {
    "full": Text(sv="Uppfylls helt", en="Met in full"),
    "part": Text(sv="Uppfylls delvis", en="Met in part"),
    "none": Text(sv="Uppfylls inte", en="Not met"),
    "not_applicable": Text(sv="Ej aktuellt", en="Not applicable"),
    "not_reported": Text(sv="Ej redovisat", en="Not reported"),
}


def _count_reached(annual: pd.DataFrame, *, by: list[str]) -> pd.DataFrame:
    """Count the indicators of each group that can be judged, and those that got there."""
    measured = annual[annual["item_type"] == "indicator"].dropna(subset=["outcome", "target"])
    got_there = measured["outcome"] >= measured["target"]
    judged = measured["verdict"].isin(["full", "part", "none"])
    reached = measured.assign(reached=got_there.mask(judged, measured["verdict"] == "full"))
    by_group = reached.groupby(by)["reached"]
    return pd.DataFrame({"indicators": by_group.size(), "reached": by_group.sum()})


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
