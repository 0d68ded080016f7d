"""What the respondents of the demo wrote, what it is about, and how two persons would code it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import pandas as pd

from evaltools.declarations import Declared, read_declaration

OPEN_QUESTIONS = ("strengths", "weaknesses", "needs")
"""The open questions of the demo."""
About = Mapping[str, str]
"""Themes, each with how it is spoken of."""
OTHER_VALENCE = {"strength": "descriptive", "weakness": "need", "need": "weakness",
                 "descriptive": "strength"}  # fmt: skip
"""What a coder takes a valence for who reads it otherwise."""
OVERLOOKS, MISREADS, ADDS = 0.25, 0.08, 0.05
"""How often a coder overlooks the second theme, misreads a valence, or sees one more theme."""
LEFT_OPEN = 4
"""Texts on which nobody has decided yet."""


class OpenAnswer(Declared):
    """A text that respondents of the demo write.

    Attributes
    ----------
    text : str
        The words.
    about : dict of str to str
        The themes that it is about, each with how it is spoken of.
    """

    text: str
    about: dict[str, str]


class _OpenAnswers(Declared):
    strengths: tuple[OpenAnswer, ...]
    weaknesses: tuple[OpenAnswer, ...]
    needs: tuple[OpenAnswer, ...]


class _Passages(Declared):
    passages: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class DrawnCodes:
    """How invented persons coded the texts of a source.

    Attributes
    ----------
    coders : dict of str to dict
        For each coder, for each text, the themes found.
    decided : dict of str to dict
        For the texts that they coded differently, but for a few, what a third one decided.
    """

    coders: Mapping[str, Mapping[str, About]]
    decided: Mapping[str, About]


@cache
def open_answers(question: str) -> tuple[OpenAnswer, ...]:
    """Return the texts of a question of the demo, the most common first."""
    with as_file(files("evaltools.synthetic") / "open_answers.yml") as path:
        answers: tuple[OpenAnswer, ...] = getattr(read_declaration(path, _OpenAnswers), question)
    return answers


@cache
def passages_about() -> Mapping[str, About]:
    """Return what the passages of the demo's consultation answers are about, by their place."""
    with as_file(files("evaltools.synthetic") / "passages.yml") as path:
        return read_declaration(path, _Passages).passages


def draw_texts(
    question: str, *, wrote: pd.Series[bool], rng: np.random.Generator
) -> pd.Series[str]:
    """Draw what those write who write anything.

    Parameters
    ----------
    question : str
        The question.
    wrote : pandas.Series
        True for each respondent who writes.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.Series
        The words; "" for those who write nothing.
    """
    texts = np.array([answer.text for answer in open_answers(question)], dtype=object)
    likely = 1 / np.sqrt(np.arange(1, len(texts) + 1))
    drawn = rng.choice(texts, size=len(wrote), p=likely / likely.sum())
    return pd.Series(np.where(wrote, drawn, ""), index=wrote.index, dtype="str")


def draw_codes(
    truth: Mapping[str, About], *, themes: Sequence[str], rng: np.random.Generator
) -> DrawnCodes:
    """Draw how two persons code texts, and what a third decides where they differ.

    Parameters
    ----------
    truth : dict of str to dict
        For each text, by whatever tells it from others, what it is about.
    themes : sequence of str
        The themes that a coder may see.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    DrawnCodes
        All texts coded by "AA" and "BB"; where they differ decided as it is, but for a few.
    """
    coders = {
        coder: {text: _read_by_person(about, themes, rng) for text, about in truth.items()}
        for coder in ("AA", "BB")
    }
    differ = [text for text in truth if coders["AA"][text] != coders["BB"][text]]
    return DrawnCodes(coders, {text: truth[text] for text in differ[LEFT_OPEN:]})


def _read_by_person(about: About, themes: Sequence[str], rng: np.random.Generator) -> About:
    overlooks, misreads, adds = rng.random(3) < (OVERLOOKS, MISREADS, ADDS)
    another = str(rng.choice(list(themes)))
    found = dict(list(about.items())[:1] if overlooks else about)
    if misreads and found:
        first = next(iter(found))
        found[first] = OTHER_VALENCE[found[first]]
    if adds and about:
        found.setdefault(another, next(iter(about.values())))
    return dict(list(found.items())[:3])
