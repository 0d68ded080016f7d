"""The catalogue of indicators: what each is, where its values come from, what breaks it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from evaltools.declarations import LANGUAGES, Language, Text, in_both
from evaltools.indicators.editions import latest_edition
from evaltools.programme import Indicator, Programme


def list_catalogue(observations: pd.DataFrame, *, programme: Programme) -> pd.DataFrame:
    """List the indicators that have values, in the order of the catalogue.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per observation, as `cleaning.clean_indicators` gives it.
    programme : Programme
        The indicators and the goals.

    Returns
    -------
    pandas.DataFrame
        One row per indicator: `id`, `values` (how many there are, each in its latest edition and
        without those that are suppressed) and in both languages `name`,
        `goal` (its number, or that it is context), `unit`, `wanted` (which way is better),
        `years`, `sources` and `breaks` ("" where there is none).
    """
    by_indicator = dict(list(observations.groupby("indicator_id")))
    return pd.DataFrame(
        [
            _entry(indicator, by_indicator[indicator.id], programme)
            for indicator in programme.indicators
            if indicator.id in by_indicator
        ]
    )


def list_publications(observations: pd.DataFrame) -> pd.DataFrame:
    """List where the values were published.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per observation, as `cleaning.clean_indicators` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per publication, by name: `source`, `address` and `values`, how many numbers were
        taken from it, those that a later edition changed too, without those that are suppressed.
    """
    published = observations.dropna(subset=["source_url"])
    counts = published.groupby(["source_name", "source_url"])["value"].count()
    return counts.reset_index(name="values").rename(
        columns={"source_name": "source", "source_url": "address"}
    )


DIRECTIONS = {
    "increase": Text(sv="högre", en="higher"),
    "decrease": Text(sv="lägre", en="lower"),
    "ambiguous": Text(sv="kan läsas på flera sätt", en="can be read in several ways"),
    "none": Text(sv="säger inget om målet", en="says nothing of the goal"),
}
CONTEXT = Text(sv="sammanhang", en="context")
NO_YEAR = Text(sv="utan år", en="without a year")


def _entry(indicator: Indicator, values: pd.DataFrame, programme: Programme) -> dict[str, object]:
    sources = "; ".join(sorted(values["source_name"].unique()))
    return {
        "id": indicator.id,
        "values": float(latest_edition(values)["value"].count()),
        "sources": sources,
        **in_both("name", indicator.name),
        **in_both("goal", _goal(indicator, programme)),
        **in_both("unit", indicator.unit_label),
        **in_both("wanted", DIRECTIONS[indicator.direction]),
        **in_both("years", _years(values["year"].dropna().astype(int))),
        **in_both("breaks", _breaks(indicator)),
    }


def _goal(indicator: Indicator, programme: Programme) -> Text:
    numbers = {goal.id: goal.number for goal in programme.goals}
    return CONTEXT if indicator.goal is None else _both(numbers[indicator.goal])


def _years(years: Iterable[int]) -> Text:
    every = sorted(set(years))
    if not every:
        return NO_YEAR
    first, last = every[0], every[-1]
    return _both(str(first) if first == last else f"{first}–{last}")


def _breaks(indicator: Indicator) -> Text:
    def told(language: Language) -> str:
        return "; ".join(f"{each.period}: {each.reason[language]}" for each in indicator.breaks)

    return Text(**{language: told(language) for language in LANGUAGES})


def _both(text: str) -> Text:
    return Text(sv=text, en=text)
