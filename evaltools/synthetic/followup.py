"""What the boards would report of their own work."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd

from evaltools.intake import SYNTHETIC_MARK
from evaltools.programme import Body, Organisation, Programme


def draw_followup(
    programme: Programme, *, organisation: Organisation, years: range, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw the boards' own follow-up of the programme.

    Parameters
    ----------
    programme : Programme
        The programme, for its goals.
    organisation : Organisation
        The bodies of each year.
    years : range
        The years of the programme.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row per year, period, body and item; Swedish texts and decimal commas, as boards
        report.
    """
    rows = []
    for year in years:
        periods = ("T1", "T2", "VB") if year == years[-1] else ("VB",)
        for body in organisation.bodies_on(datetime(year, 12, 31).date()):
            level = rng.normal(0.3 * (year - years[0]), 0.8)
            for period in periods:
                rows += _reported(programme, body, year, period, level, rng)
    return pd.DataFrame(rows)


def draw_activities(
    programme: Programme, *, organisation: Organisation, years: range, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw what has become of the programme's activities, as the boards report it.

    Parameters
    ----------
    programme : Programme
        The programme, whose activities name the bodies that are responsible.
    organisation : Organisation
        The bodies of each year.
    years : range
        The years of the programme.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row per year, body and activity, in the shape of `draw_followup`; further along the
        later the year.
    """
    rows = []
    for year in years:
        bodies = {each.id: each for each in organisation.bodies_on(datetime(year, 12, 31).date())}
        for goal in programme.goals:
            for activity in goal.activities:
                for body in (bodies[each] for each in activity.responsible if each in bodies):
                    same = {"år": year, "period": "VB", "nämnd": body.name.sv, "mål": goal.number}
                    progress = rng.normal(year - years[0], 1.2)
                    rows.append(same | _activity_row(activity.text.sv, _state(progress)))
    return pd.DataFrame(rows)


def _reported(
    programme: Programme,
    body: Body,
    year: int,
    period: str,
    level: float,
    rng: np.random.Generator,
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for goal in programme.goals:
        score = level + rng.normal(0, 0.7)
        same = {"år": year, "period": period, "nämnd": body.name.sv, "mål": goal.number}
        rows += [same | _VERDICT_ROW | {"bedömning": _verdict(score)}, same | _trained(score, rng)]
    return rows


_VERDICT_ROW = {
    "posttyp": "mål", "post": "", "utfall": "", "målvärde": "", "bedömning": "",
    "kommentar": SYNTHETIC_MARK,
}  # fmt: skip


def _verdict(score: float) -> str:
    if score > 0.6:
        return "uppfylls helt"
    return "uppfylls delvis" if score > -0.9 else "uppfylls inte"


def _trained(score: float, rng: np.random.Generator) -> dict[str, str]:
    share = float(np.clip(55 + 12 * score + rng.normal(0, 5), 2, 100))
    return {
        "posttyp": "indikator", "post": "Andel medarbetare med utbildning (exempel)",
        "utfall": f"{share:.1f}".replace(".", ","), "målvärde": "60", "bedömning": "",
        "kommentar": "",
    }  # fmt: skip


def _activity_row(text: str, state: str) -> dict[str, str]:
    return {
        "posttyp": "aktivitet", "post": text, "utfall": "", "målvärde": "", "bedömning": state,
        "kommentar": "",
    }  # fmt: skip


def _state(progress: float) -> str:
    if progress > 2.5:
        return "genomförd"
    if progress > 0.5:
        return "pågår"
    return "försenad" if progress > -0.5 else "ej påbörjad"
