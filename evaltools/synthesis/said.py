"""What people and bodies say in their own words, as far as a person has coded it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from evaltools.artefacts import write
from evaltools.declarations import Language, Text
from evaltools.synthesis.words import BODIES_WORDS, NOT_SHOWN, SELECTED, Direction

SAID = 4
"""How many of a goal's themes a sentence names, the most common first; the table has them all."""
LEAST = 0.01
"""A smaller share is not named."""
NOBODY = Text(sv="Knappt någon tar upp målet.", en="Hardly anybody takes the goal up.")
PRAISE = "strength"
CRITIQUE = ("weakness", "need")


def read_themes(rows: pd.DataFrame) -> tuple[Text, Text, Direction]:
    """Read which themes staff raise, and how they speak of them.

    Parameters
    ----------
    rows : pandas.DataFrame
        The goal's rows of tab-theme-valences: `theme.sv`, `theme.en`, `valence`, `valence.sv`,
        `valence.en`, `estimate`, `conf_low`, `conf_high` and `hidden`.

    Returns
    -------
    Text
        The shares of those who wrote that raise the most common themes.
    Text
        For whom that speaks.
    {"for", "against", "both", "absent"}
        For where the least share of a strength is above the largest of any weakness or need,
        against in the opposite case; both where the intervals overlap.
    """
    shown = rows[~rows["hidden"] & rows["estimate"].notna()]
    if shown.empty:
        return NOT_SHOWN, Text(sv="", en=""), "absent"
    largest = shown[shown["estimate"] >= LEAST].sort_values("estimate", ascending=False)
    says = _sentence(largest.head(SAID).to_dict("records"), _share)
    return says, SELECTED, _by_intervals(shown)


def read_passages(rows: pd.DataFrame) -> tuple[Text, Text, Direction]:
    """Read how many consulted bodies raise each theme, and how they speak of it.

    Parameters
    ----------
    rows : pandas.DataFrame
        The goal's rows of tab-consultation-goal-themes: `theme.sv`, `theme.en`, `valence`,
        `valence.sv`, `valence.en` and `bodies`.

    Returns
    -------
    Text
        The number of bodies that raise the most common themes.
    Text
        What the numbers are.
    {"for", "against", "both"}
        For where strengths alone are named, against where weaknesses or needs alone are.
    """
    largest = rows.sort_values("bodies", ascending=False, kind="stable").head(SAID)
    says = _sentence(largest.to_dict("records"), _bodies)
    praised = bool(rows["valence"].eq(PRAISE).any())
    criticised = bool(rows["valence"].isin(CRITIQUE).any())
    if praised != criticised:
        return says, BODIES_WORDS, "for" if praised else "against"
    return says, BODIES_WORDS, "both" if praised else "open"


def _by_intervals(shown: pd.DataFrame) -> Direction:
    praise = shown[shown["valence"] == PRAISE]
    critique = shown[shown["valence"].isin(CRITIQUE)]
    if praise.empty and critique.empty:
        return "open"
    if critique.empty or praise["conf_low"].max() > critique["conf_high"].max():
        return "for"
    if praise.empty or critique["conf_low"].max() > praise["conf_high"].max():
        return "against"
    return "both"


def _sentence(
    rows: Iterable[Mapping[Hashable, Any]],
    number: Callable[[Mapping[Hashable, Any], Language], str],
) -> Text:
    every = list(rows)

    def of(language: Language) -> str:
        parts = [
            f"{row[f'theme.{language}']} ({row[f'valence.{language}'].lower()}): "
            f"{number(row, language)}"
            for row in every
        ]
        return f"{'; '.join(parts)}."

    return Text(sv=of("sv"), en=of("en")) if every else NOBODY


def _share(row: Mapping[Hashable, Any], language: Language) -> str:
    return f"{write(row['estimate'], format='percent', language=language)}\u00a0%"


def _bodies(row: Mapping[Hashable, Any], language: Language) -> str:
    number = int(row["bodies"])
    noun = {
        "sv": "instans" if number == 1 else "instanser",
        "en": "body" if number == 1 else "bodies",
    }
    return f"{number} {noun[language]}"
