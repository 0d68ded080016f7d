"""The questionnaire as its readers may see it."""

from __future__ import annotations

import pandas as pd

from evaltools.codebook.questions import Question
from evaltools.codebook.reading import Codebook
from evaltools.declarations import LANGUAGES, Sensitivity, Text, in_both


def list_questions(codebook: Codebook) -> pd.DataFrame:
    """List what was asked, in order.

    Parameters
    ----------
    codebook : Codebook
        The questionnaire.

    Returns
    -------
    pandas.DataFrame
        One row per question: `number` (from 1), and in both languages `question`, `answers`
        (what could be chosen, or the kind of answer), `shown` (to whom) and `rule` (how the
        answers are protected); `goal`, the goal that it is evidence for, or None.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.codebook import list_questions, read_codebook
    >>> codebook = read_codebook(Path("programme/codebooks/staff_survey_2025.yml"))
    >>> list_questions(codebook)[["number", "rule.en"]].head(3)
       number rule.en
    0     1.0    open
    1     2.0    open
    2     3.0    open
    """
    return pd.DataFrame(
        [
            {
                "number": float(number),
                **in_both("question", question.label),
                **in_both("answers", _answers(question)),
                **in_both("shown", _shown(question, codebook)),
                **in_both("rule", SENSITIVITIES[question.sensitivity]),
                "goal": question.goal,
            }
            for number, question in enumerate(codebook.questions, start=1)
        ]
    )


def list_goals(codebook: Codebook) -> pd.DataFrame:
    """List the measures that are evidence for a goal.

    Parameters
    ----------
    codebook : Codebook
        The questionnaire.

    Returns
    -------
    pandas.DataFrame
        One row per measure whose question belongs to a goal: `measure` and `goal`.
    """
    goals = {each.name: codebook.question(each.question).goal for each in codebook.measures}
    told = [(name, goal) for name, goal in goals.items() if goal]
    return pd.DataFrame(told, columns=["measure", "goal"], dtype="str")


SENSITIVITIES: dict[Sensitivity, Text] = {
    "open": Text(sv="öppen", en="open"),
    "personal": Text(sv="personlig", en="personal"),
    "sensitive": Text(sv="känslig", en="sensitive"),
}
_OPEN = Text(sv="fri text", en="free text")
_NUMBER = Text(sv="ett tal", en="a number")
_SEVERAL = Text(sv="flera kan väljas: ", en="several may be chosen: ")
_EVERYONE = Text(sv="alla", en="everyone")


def _answers(question: Question) -> Text:
    """Name what could be chosen, in order."""
    if not question.answer_names():
        return _NUMBER if question.type == "number" else _OPEN
    labels = [question.answer_label(name) for name in question.answer_names()]
    several = question.type == "multiple"
    return Text(
        **{
            each: (_SEVERAL[each] if several else "") + ", ".join(label[each] for label in labels)
            for each in LANGUAGES
        }
    )


def _shown(question: Question, codebook: Codebook) -> Text:
    """Say to whom the question was shown."""
    condition = question.asked_if
    if condition is None:
        return _EVERYONE
    number = 1 + [each.name for each in codebook.questions].index(condition.question)
    labels = [codebook.question(condition.question).answer_label(a) for a in condition.answers]
    said = {each: " / ".join(label[each] for label in labels) for each in LANGUAGES}
    return Text(
        sv=f"den som på fråga {number} svarade {said['sv']}",
        en=f"those who answered {said['en']} to question {number}",
    )
