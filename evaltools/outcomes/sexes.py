"""Women and men beside each other: the latest value of each, and how far apart they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from evaltools.declarations import in_both
from evaltools.indicators import name_place
from evaltools.outcomes.assessments import Assessment


def compare_sexes(assessments: Sequence[Assessment]) -> pd.DataFrame:
    """Set women's and men's latest values of the programme beside each other.

    Parameters
    ----------
    assessments : sequence of Assessment
        What was found.

    Returns
    -------
    pandas.DataFrame
        One row per indicator, name, place and group that has a value of the same year for both:
        `name`, `place` and `unit` in both languages, `year`, `women`, `men`, `sensitivity`,
        `is_count`, `synthetic`, `counted` and `rest`.
    """
    rows = pd.DataFrame(
        [_told(each) for each in assessments if not each.during.empty],
        columns=[*_KEYS, "sex", "value"],
    )
    beside = rows.dropna(subset=["sex"]).pivot_table(
        index=_KEYS, columns="sex", values="value", sort=False
    )
    paired = beside.reindex(columns=["women", "men"]).dropna().reset_index()
    return paired.rename_axis(columns=None)


_KEYS = ["name.sv", "name.en", "place.sv", "place.en", "unit.sv", "unit.en", "year",
         "sensitivity", "is_count", "synthetic", "counted", "rest"]  # fmt: skip


def _told(assessment: Assessment) -> dict[str, object]:
    series, latest = assessment.series, assessment.during.iloc[-1]
    return {
        "name.sv": latest["name_sv"],
        "name.en": latest["name_en"],
        **in_both("place", name_place(series.key["geography"], series.counted["rest"])),
        **in_both("unit", series.indicator.unit_label),
        "year": float(latest["year"]),
        "sensitivity": series.indicator.sensitivity,
        "is_count": series.is_count,
        "synthetic": series.synthetic,
        **series.counted,
        "sex": latest["sex"] if pd.notna(latest["sex"]) else np.nan,
        "value": float(latest["value"]),
    }
