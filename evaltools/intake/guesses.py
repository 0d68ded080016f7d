"""What can be guessed of a question from its text and its answers, for a person to look through."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class KnownAnswer(NamedTuple):
    """An answer that many questionnaires have: its name, its texts, what it is."""

    name: str
    sv: str
    en: str
    kind: str = "valid"


KNOWN = (
    KnownAnswer("yes", "Ja", "Yes"),
    KnownAnswer("no", "Nej", "No"),
    KnownAnswer("not_at_all", "Inte alls", "Not at all"),
    KnownAnswer("little", "I liten utsträckning", "To a small extent"),
    KnownAnswer("some", "I viss utsträckning", "To some extent"),
    KnownAnswer("large", "I stor utsträckning", "To a large extent"),
    KnownAnswer("very_large", "I mycket stor utsträckning", "To a very large extent"),
    KnownAnswer("never", "Aldrig", "Never"),
    KnownAnswer("seldom", "Sällan", "Seldom"),
    KnownAnswer("sometimes", "Ibland", "Sometimes"),
    KnownAnswer("often", "Ofta", "Often"),
    KnownAnswer("always", "Alltid", "Always"),
    KnownAnswer("very_badly", "Mycket dåligt", "Very badly"),
    KnownAnswer("badly", "Ganska dåligt", "Rather badly"),
    KnownAnswer("neither", "Varken bra eller dåligt", "Neither well nor badly"),
    KnownAnswer("well", "Ganska bra", "Rather well"),
    KnownAnswer("very_well", "Mycket bra", "Very well"),
    KnownAnswer("dont_know", "Vet ej", "Don't know", "dont_know"),
    KnownAnswer("dont_know", "Vet inte", "Don't know", "dont_know"),
    KnownAnswer("not_applicable", "Ej relevant", "Not relevant", "not_applicable"),
    KnownAnswer("not_applicable", "Inte relevant", "Not relevant", "not_applicable"),
)
"""In the order in which a scale has them."""
COUNTED = ("yes", "large", "very_large", "often", "always", "well", "very_well")
"""Names of the answers that a share counts, of those that are known."""
LADDER = {
    "heard_of": re.compile(r"hört talas|heard of", re.IGNORECASE),
    "has_read": re.compile(r"\bläst\b|\bread\b", re.IGNORECASE),
    "knows_goals": re.compile(r"\bmål\b|\bgoals?\b", re.IGNORECASE),
    "knows_responsibility": re.compile(r"ansvar|responsib", re.IGNORECASE),
    "uses_programme": re.compile(r"\banvän[dt]|\bused?\b", re.IGNORECASE),
}
"""Steps of the ladder of awareness, by words of a question about the programme."""
ABOUT_PROGRAMME = re.compile(r"program", re.IGNORECASE)
ROLE = re.compile(r"\broll\b|befattning|\bchef\b|\brole\b|manager", re.IGNORECASE)
FILLED = 0.5
"""Share of a group above which it counts as having been shown a question."""


def known_answer(text: str) -> KnownAnswer | None:
    """Return the answer that a text is, if it is one that many questionnaires have."""
    folded = " ".join(text.split()).casefold()
    alike = (each for each in KNOWN if folded in (each.sv.casefold(), each.en.casefold()))
    return next(alike, None)


def place_on_scale(text: str) -> int:
    """Return the place of an answer among those that are known; behind them if it is not."""
    answer = known_answer(text)
    return KNOWN.index(answer) if answer else len(KNOWN)


def name_steps(labels: Mapping[str, str]) -> dict[str, str]:
    """Find the steps of the ladder of awareness.

    Parameters
    ----------
    labels : mapping of str to str
        Questions that can be answered by yes: their texts by anything that tells them apart.

    Returns
    -------
    dict of str to str
        Names of steps, in order, by the keys of `labels`; a step that two questions could be,
        or none, is left out.
    """
    about = {key: text for key, text in labels.items() if ABOUT_PROGRAMME.search(text)}
    steps: dict[str, str] = {}
    for step, words in LADDER.items():
        fit = [key for key, text in about.items() if words.search(text) and key not in steps]
        if len(fit) == 1:
            steps[fit[0]] = step
    return steps


def find_body(answers: Mapping[str, Sequence[str]], *, bodies: Mapping[str, str]) -> str | None:
    """Find the question that says in which body the respondent works.

    Parameters
    ----------
    answers : mapping of str to sequence of str
        Texts of the answers, by question.
    bodies : mapping of str to str
        Ids of the bodies by what they are called, in small letters.

    Returns
    -------
    str or None
        The question most of whose answers are bodies, two at least; None where there is none.
    """
    hits = {key: sum(each.casefold() in bodies for each in texts) for key, texts in answers.items()}
    best = max(hits, key=hits.__getitem__, default=None)
    return best if best is not None and hits[best] >= 2 else None


def find_routing(
    column: pd.Series[str], *, earlier: Mapping[str, pd.Categorical], fewest: int
) -> tuple[str, tuple[str, ...]] | None:
    """Find an earlier question whose answers decided who was shown this one.

    Parameters
    ----------
    column : pandas.Series
        Cells of the question; "" where there is no answer.
    earlier : mapping of str to pandas.Categorical
        Cells of the questions with answers to choose that stand before it.
    fewest : int
        Rows that those shown it and those routed past must each be.

    Returns
    -------
    tuple or None
        The question and the texts of its answers; of several the one that leaves fewest cells
        empty among those shown. None where nobody was routed past.
    """
    given = (column != "").to_numpy()
    found = {
        name: routed
        for name, cells in earlier.items()
        if (routed := _routed(given, cells, fewest)) is not None
    }
    best = max(found, key=lambda name: found[name][0], default=None)
    return (best, found[best][1]) if best is not None else None


def _routed(
    given: NDArray[np.bool_], cells: pd.Categorical, fewest: int
) -> tuple[float, tuple[str, ...]] | None:
    """Return how many of those shown answered, and the answers that led there."""
    size = len(cells.categories)
    rows = np.bincount(cells.codes, minlength=size)
    answered = np.bincount(cells.codes[given], minlength=size)
    led = (answered > FILLED * rows) & (cells.categories != "")
    shown, past = rows[led].sum(), rows[~led].sum()
    if answered[~led].any() or min(shown, past) < fewest:
        return None
    return answered[led].sum() / shown, tuple(map(str, cells.categories[led]))
