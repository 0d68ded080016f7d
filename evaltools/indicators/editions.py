"""Editions of published values: a revised figure is a new edition, never an overwrite."""

from __future__ import annotations

import pandas as pd

from evaltools.indicators.places import name_place

VALUE_OF = ["indicator_id", "name_sv", "geography", "group", "period"]
"""What a published value is a value of, whatever its edition."""


def latest_edition(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep of every published value the edition that came last.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value and edition, as `cleaning.clean_indicators` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per value, in the order of the rows; a value without an edition is the oldest.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.indicators import latest_edition
    >>> values = pd.DataFrame(
    ...     {
    ...         "indicator_id": "X",
    ...         "name_sv": "x",
    ...         "geography": "Riket",
    ...         "group": "",
    ...         "period": "2024",
    ...         "edition": ["2024-03-01", "2025-03-01"],
    ...         "value": [41.0, 43.0],
    ...     }
    ... )
    >>> latest_edition(values)["value"].tolist()
    [43.0]
    """
    ordered = observations.fillna({"edition": ""}).sort_values("edition", kind="stable")
    kept: pd.DataFrame = observations.loc[
        ordered.drop_duplicates(VALUE_OF, keep="last").index.sort_values()
    ]
    return kept.reset_index(drop=True)


def list_revisions(observations: pd.DataFrame) -> pd.DataFrame:
    """List the values that a later edition changed.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per value and edition, as `cleaning.clean_indicators` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per change: the columns of `VALUE_OF`, `name`, `geography` and `group` in both
        languages, `edition_before`, `edition`, `value_before`, `value` and `synthetic`; a value
        that came or went between editions is a change too.
    """
    keys = observations.fillna({"edition": "", "group": "", "period": ""})
    ordered = keys.sort_values([*VALUE_OF, "edition"], kind="stable")
    earlier = ordered.groupby(VALUE_OF, sort=False)[["edition", "value"]].shift()
    beside = ordered.assign(edition_before=earlier["edition"], value_before=earlier["value"])
    revised = beside["edition_before"].notna() & ~_alike(beside["value_before"], beside["value"])
    names = {"name.sv": beside["name_sv"], "name.en": beside["name_en"]}
    for column in ("geography", "group"):
        texts = beside[column].map(name_place)
        names |= {
            f"{column}.sv": texts.map(lambda text: text.sv),
            f"{column}.en": texts.map(lambda text: text.en),
        }
    columns = [*VALUE_OF, *names, *_BEFORE_AND_AFTER, "synthetic"]
    return beside.assign(**names).loc[revised, columns].reset_index(drop=True)


_BEFORE_AND_AFTER = ("edition_before", "edition", "value_before", "value")


def _alike(before: pd.Series[float], after: pd.Series[float]) -> pd.Series[bool]:
    return before.eq(after) | (before.isna() & after.isna())
