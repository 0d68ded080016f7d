"""The employees of a city, the answers they would give, and who of them answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from evaltools.codebook import NOT_SHOWN, Codebook, Question
from evaltools.programme import Body
from evaltools.synthetic.testimony import draw_texts

ROLES = ("manager", "client_facing", "other")


ANSWER_RATE = {"manager": 0.62, "client_facing": 0.46, "other": 0.38}


HEARD = {"district_board": 0.8, "specialist_board": 0.1, "company": -0.9}


ROLE_LIFT = {"manager": 0.9, "client_facing": 0.3, "other": -0.5}


LIFT = {
    "has_read": -0.3, "knows_goals": -0.5, "knows_responsibility": -0.8, "uses_programme": -1.3,
    "uses_in_planning": 0.1, "uses_in_routines": -0.2, "uses_in_casework": -0.7,
    "uses_in_followup": -1.1, "trained": -0.3, "routine_known": 0.1, "routine_used": -0.9,
    "cooperation_city": 0.3, "cooperation_police": -0.4, "cooperation_health": -0.7,
    "employer_support_known": -0.6,
}  # fmt: skip
"""Log odds by which a question differs from what the respondent is inclined to answer."""


TYPE_LIFT = {
    "close_relationships": 0.5, "honour": 0.2, "prostitution": -0.9, "trafficking": -1.0,
    "sexual_violence": -0.3,
}  # fmt: skip


BASELINE_LIFT = -0.6
"""Log odds by which the predecessor programme was less known."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Everyone in the frame of a synthetic wave, asked or not.

    Attributes
    ----------
    people : pandas.DataFrame
        One row per employee: the questions of the codebook, and `answers` that is True for
        those who take part in the survey.
    """

    people: pd.DataFrame

    def frame(self) -> pd.DataFrame:
        """Count the employees of each body and role."""
        return self.people.groupby(["body", "role"]).size().rename("employees").reset_index()

    def respondents(self) -> pd.DataFrame:
        """Return the answers of those who take part."""
        return self.people[self.people["answers"]].drop(columns="answers").reset_index(drop=True)


def draw_population(
    codebook: Codebook,
    *,
    bodies: tuple[Body, ...],
    size: int,
    lift: float,
    rng: np.random.Generator,
) -> Population:
    """Draw everyone who works in the bodies, with the answers they would give.

    Parameters
    ----------
    codebook : Codebook
        The questionnaire.
    bodies : tuple of Body
        The bodies of the wave; the first question of the codebook names them.
    size : int
        Number of employees in all.
    lift : float
        Log odds added to every question about the programme.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    Population
        `size` employees; taking part depends on body and role alone.
    """
    people = _employees(bodies, size=size, rng=rng)
    kinds = {body.id: body.kind for body in bodies}
    body_lift = {body.id: rng.normal(0, 0.35) for body in bodies}
    inclination = (
        people["body"].map(kinds).map(HEARD)
        + people["body"].map(body_lift)
        + people["role"].map(ROLE_LIFT)
        + rng.normal(0, 0.5, len(people))
    )
    for question in codebook.questions:
        if question.name not in (codebook.body, codebook.role):
            people[question.name] = _answer(question, people, inclination + lift, rng)
    body_rate = {body.id: rng.uniform(0.75, 1.2) for body in bodies}
    rate = people["role"].map(ANSWER_RATE) * people["body"].map(body_rate)
    return Population(people.assign(answers=rng.random(len(people)) < rate))


def true_shares(population: Population, *, codebook: Codebook) -> pd.DataFrame:
    """Compute what the survey is to estimate from everyone in the frame.

    Parameters
    ----------
    population : Population
        Everyone in the frame.
    codebook : Codebook
        The questionnaire with its measures.

    Returns
    -------
    pandas.DataFrame
        One row per measure and body, and per measure for the whole city (`body` is "all");
        `share` is between 0 and 1.
    """
    rows = []
    for measure in codebook.measures:
        column = population.people[measure.question]
        not_relevant = codebook.question(measure.question).answer_names(kind="not_applicable")
        outside = column.isin(not_relevant)
        if measure.base == "shown":
            outside |= column.eq(NOT_SHOWN)
        yes = column.isin(measure.counts)[~outside]
        bodies = population.people["body"][~outside]
        rows.append({"measure": measure.name, "body": "all", "share": yes.mean()})
        rows += [
            {"measure": measure.name, "body": body, "share": share}
            for body, share in yes.groupby(bodies).mean().items()
        ]
    return pd.DataFrame(rows)


def draw_choice(
    question: Question, *, inclination: pd.Series[float], rng: np.random.Generator
) -> pd.Series[str]:
    """Draw what is chosen in answer to a question.

    Parameters
    ----------
    question : Question
        A question with answers to choose: of two the first is the yes, of more they stand from
        least to most.
    inclination : pandas.Series
        Log odds of each person.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.Series
        Names of answers; a few do not know, or find the question not relevant.
    """
    names = question.answer_names(kind="valid")
    draw = _yes_or_no if len(names) == 2 else _on_scale
    return _with_unsure(draw(names, inclination, rng), question, rng)


def draw_dispositions(population: Population, *, rng: np.random.Generator) -> pd.DataFrame:
    """Draw what became of everyone who was asked.

    Parameters
    ----------
    population : Population
        Everyone in the frame.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row per body; counts `complete`, `refusal`, `non_contact` and `other` of those in
        the frame, and `not_eligible` of those who were asked though they had left.
    """
    answered = population.people.groupby("body")["answers"].agg(["sum", "size"])
    silent = (answered["size"] - answered["sum"]).to_numpy()
    fates = rng.multinomial(silent, [0.04, 0.07, 0.89])
    return pd.DataFrame(
        {
            "body": answered.index,
            "complete": answered["sum"].to_numpy(),
            "refusal": fates[:, 0],
            "non_contact": fates[:, 1],
            "other": fates[:, 2],
            "not_eligible": rng.binomial(answered["size"].to_numpy(), 0.02),
        }
    )


def _employees(bodies: tuple[Body, ...], *, size: int, rng: np.random.Generator) -> pd.DataFrame:
    weights = {"district_board": 1.0, "specialist_board": 0.5, "company": 0.18}
    sizes = np.array([weights[body.kind] * rng.lognormal(0, 0.5) for body in bodies])
    sizes[-1] *= 0.1
    people = rng.choice([body.id for body in bodies], size=size, p=sizes / sizes.sum())
    roles = rng.choice(ROLES, size=size, p=[0.08, 0.62, 0.30])
    return pd.DataFrame({"body": people, "role": roles})


def _answer(
    question: Question,
    people: pd.DataFrame,
    inclination: pd.Series[float],
    rng: np.random.Generator,
) -> pd.Series[str]:
    if question.type == "open":
        return _free_text(question, len(people), rng)
    lift = LIFT.get(question.name, 0.0) + TYPE_LIFT.get(question.violence_type or "", 0.0)
    answer = draw_choice(question, inclination=inclination + lift, rng=rng)
    if question.asked_if:
        shown = people[question.asked_if.question].isin(question.asked_if.answers)
        answer = answer.where(shown, NOT_SHOWN)
    return answer


def _yes_or_no(
    names: tuple[str, ...], log_odds: pd.Series[float], rng: np.random.Generator
) -> pd.Series[str]:
    yes, no = names
    chosen = rng.random(len(log_odds)) < 1 / (1 + np.exp(-log_odds))
    return pd.Series(np.where(chosen, yes, no), index=log_odds.index, dtype="str")


def _on_scale(
    names: tuple[str, ...], inclination: pd.Series[float], rng: np.random.Generator
) -> pd.Series[str]:
    score = inclination + rng.logistic(0, 1, len(inclination))
    cuts = np.linspace(-2.2, 1.8, len(names) - 1)
    return pd.Series(np.array(names)[np.searchsorted(cuts, score)], index=inclination.index)


def _with_unsure(
    answer: pd.Series[str], question: Question, rng: np.random.Generator
) -> pd.Series[str]:
    chance = rng.random(len(answer))
    for kind, limit in (("dont_know", 0.05), ("not_applicable", 0.08)):
        for name in question.answer_names(kind=kind):
            answer = answer.mask((chance >= limit - 0.04) & (chance < limit), name)
    return answer


WRITES = 0.22
"""Share of the respondents who write anything in answer to an open question."""


def _free_text(question: Question, size: int, rng: np.random.Generator) -> pd.Series[str]:
    """Draw who writes, and what, from a stream of its own: other questions do not depend on it."""
    wrote = pd.Series(rng.random(size) < WRITES)
    return draw_texts(question.name, wrote=wrote, rng=rng.spawn(1)[0])
