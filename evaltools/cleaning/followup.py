"""The boards' own follow-up."""

from __future__ import annotations

import pandas as pd

from evaltools.cleaning.cleaned import ANSWERED, Cleaned, as_log
from evaltools.cleaning.columns import (
    parse_number,
    plain,
    read_columns,
    read_text,
    reader_of,
    refuse,
    repeated_rows,
)
from evaltools.errors import Fault
from evaltools.intake import RawTable
from evaltools.programme import Organisation, Programme


def clean_followup(raw: RawTable, *, programme: Programme, organisation: Organisation) -> Cleaned:
    """Turn the boards' own follow-up into typed rows.

    Parameters
    ----------
    raw : RawTable
        The long table: year, period, body, goal, item type, item, outcome, target, verdict
        and comment, with Swedish or English headers.
    programme : Programme
        The programme, whose goals the rows are about.
    organisation : Organisation
        The bodies, known by name or id.

    Returns
    -------
    Cleaned
        One row per body, period and item; `outcome` and `target` are numbers or NaN,
        `verdict` of goals and indicators is full, part, none, not_applicable (where the body
        says so) or missing, `state` of activities done, under_way, delayed, not_started or missing.

    Raises
    ------
    DataError
        For lacking columns, unknown bodies, goals, periods, item types or verdicts, outcomes
        or targets that are no numbers, and items that a body reports twice.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.cleaning import clean_followup
    >>> from evaltools.intake import read_table
    >>> from evaltools.programme import read_organisation, read_programme
    >>> folder = Path("programme")
    >>> followup = clean_followup(
    ...     read_table(Path("data_raw/demo/ils_uppfoljning.csv")),
    ...     programme=read_programme(folder),
    ...     organisation=read_organisation(folder),
    ... ).tidy()
    >>> sorted(followup["item_type"].unique())
    ['activity', 'goal', 'indicator']
    """
    bodies = {b.id: b.id for b in organisation.bodies}
    named = {plain(b.name.sv): b.id for b in organisation.bodies}
    goals = {goal.id: goal.id for goal in programme.goals}
    numbered = {plain(goal.number): goal.id for goal in programme.goals}
    readers = {
        "year": parse_number,
        "period": reader_of({plain(period): period for period in ("T1", "T2", "VB")}),
        "body": reader_of(bodies | named),
        "goal": reader_of(goals | numbered),
        "item_type": reader_of(ITEM_TYPES),
        "item": read_text,
        "outcome": parse_number,
        "target": parse_number,
        "verdict": reader_of(VERDICTS | STATES),
        "state": reader_of(STATES),
        "comment": read_text,
    }
    may_lack = ("outcome", "target", "verdict", "state", "comment", "item")
    frame = read_columns(
        raw, FOLLOWUP_HEADERS, readers, may_lack=may_lack, may_be_absent=("state",)
    ).reindex(columns=list(readers))
    items = ["year", "period", "body", "goal", "item_type", "item"]
    refuse([*repeated_rows(raw, frame, items), *_misplaced_verdicts(raw, frame)])
    of_activity = frame["item_type"] == "activity"
    frame["state"] = frame["state"].fillna(frame["verdict"].where(of_activity))
    frame["verdict"] = frame["verdict"].mask(of_activity)
    frame["comment"] = frame["comment"].notna().map({True: ANSWERED, False: None})
    return Cleaned(frame, as_log(raw, []), raw.synthetic)


def _misplaced_verdicts(raw: RawTable, frame: pd.DataFrame) -> list[Fault]:
    """Tell of activities with a verdict of goals, and of goals with a state of activities."""
    told = frame["verdict"].notna()
    is_state = frame["verdict"].isin(STATES.values())
    rows = int((told & (is_state != (frame["item_type"] == "activity"))).sum())
    if not rows:
        return []
    problem = f"{rows} rows give an activity a verdict, or a goal or indicator a state."
    remedy = "Activities are genomförd, pågår, försenad or ej påbörjad."
    return [Fault(f"{raw.place}, column verdict", problem, remedy)]


FOLLOWUP_HEADERS = {
    "year": ("year", "år"),
    "period": ("period",),
    "body": ("body", "nämnd"),
    "goal": ("goal", "mål"),
    "item_type": ("item_type", "posttyp"),
    "item": ("item", "post"),
    "outcome": ("outcome", "utfall"),
    "target": ("target", "målvärde"),
    "verdict": ("verdict", "bedömning"),
    "state": ("state", "läge"),
    "comment": ("comment", "kommentar"),
}
ITEM_TYPES = {
    "goal": "goal", "mål": "goal", "indicator": "indicator", "indikator": "indicator",
    "activity": "activity", "aktivitet": "activity",
}  # fmt: skip
VERDICTS = {
    "uppfylls helt": "full", "full": "full", "uppfylls delvis": "part", "part": "part",
    "uppfylls inte": "none", "uppfylls ej": "none", "none": "none",
    "ej aktuellt": "not_applicable", "not_applicable": "not_applicable",
}  # fmt: skip
STATES = {
    "genomförd": "done", "avslutad": "done", "done": "done", "pågår": "under_way",
    "under_way": "under_way", "försenad": "delayed", "delayed": "delayed",
    "ej påbörjad": "not_started", "not_started": "not_started",
}  # fmt: skip
