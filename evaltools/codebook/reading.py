"""A questionnaire with its export and the measures that are taken from it, as one file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, model_validator

from evaltools.codebook.measures import AnySet, Index, Measure, MeasureSet
from evaltools.codebook.processing import Paradata, Quality
from evaltools.codebook.questions import Answer, Name, Question
from evaltools.declarations import STRICTNESS, Declared, Sensitivity, Text, read_declaration
from evaltools.errors import ConfigurationError, Fault

STEPS = 3
"""How many measures a factsheet has room for."""


class Codebook(Declared):
    """A questionnaire, its export and the measures that are taken from it.

    Attributes
    ----------
    name : str
        What the questionnaire is called.
    title : Text
        Title of the questionnaire.
    identifying_columns : tuple of str
        Headers that point at a person (address, token, network), dropped unread; one between
        slashes is a regular expression.
    paradata : Paradata
        Columns that tell how a response came about.
    quality : Quality
        What is looked for among the responses.
    body, role : str
        Names of the questions that place the respondent in the frame.
    scales : dict of str to tuple of Answer
        Answers that several questions share.
    questions : tuple of Question
        All columns of the export, in order.
    measures : tuple of Measure
        The shares that are reported.
    indices : tuple of Index
        The scales that are averaged; questions in none never are.
    sets : dict of str to MeasureSet
        Measures that belong together. `ladder` is how far the programme has reached, from the
        first step; `by_body` is what each body is told of itself.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.codebook import read_codebook
    >>> codebook = read_codebook(Path("programme/codebooks/staff_survey_2025.yml"))
    >>> codebook.question("heard_of").sensitivity, codebook.measure("heard_of").counts
    ('open', ('yes',))
    >>> [each.name for each in codebook.measure_set("ladder")][:2]
    ['heard_of', 'has_read']
    """

    name: Name
    title: Text
    identifying_columns: tuple[str, ...] = ()
    paradata: Paradata = Paradata()
    quality: Quality = Quality()
    body: Name
    role: Name
    scales: dict[str, tuple[Answer, ...]] = {}
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    measures: tuple[Measure, ...] = ()
    indices: tuple[Index, ...] = ()
    sets: dict[Name, AnySet] = {}

    @model_validator(mode="before")
    @classmethod
    def _questions_take_their_scale(cls, data: Any) -> Any:
        parts = data if isinstance(data, dict) else {}
        scales, questions = parts.get("scales"), parts.get("questions")
        if not isinstance(scales, dict) or not isinstance(questions, list):
            return data
        return {**data, "questions": [_with_scale(each, scales) for each in questions]}

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_left_to_do(cls, data: Any) -> Any:
        left = str(data).count("TODO")
        if left:
            raise ValueError(f"{left} times TODO is left in this draft: replace each of them")
        return data

    @model_validator(mode="after")
    def _fits_together(self) -> Codebook:
        problems = [
            *self._repeated_names(),
            *self._questions_without_answers(),
            *self._broken_routing(),
            *self._broken_options(),
            *self._broken_patterns(),
            *self._broken_measures(),
            *self._broken_indices(),
            *self._broken_sets(),
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def identifies(self, header: str) -> bool:
        """Tell whether a column points at a person and is dropped unread."""
        return any(
            re.search(each[1:-1], header) if _is_pattern(each) else each == header
            for each in self.identifying_columns
        )

    def question(self, name: str) -> Question:
        """Return the question called `name`."""
        return _named(self.questions, name, what=f"question in the codebook {self.name}")

    def measure(self, name: str) -> Measure:
        """Return the measure called `name`."""
        return _named(self.measures, name, what=f"measure in the codebook {self.name}")

    def wording(self, measure: Measure) -> Text:
        """Return the question of a measure as it was asked, with the answers that it counts."""
        question = self.question(measure.question)
        counted = [question.answer_label(name) for name in measure.counts]
        return Text(
            sv=f"{question.label.sv} ({', '.join(each.sv for each in counted)})",
            en=f"{question.label.en} ({', '.join(each.en for each in counted)})",
        )

    def measure_set(self, name: str) -> tuple[Measure, ...]:
        """Return the measures of the set called `name`, in order."""
        if name not in self.sets:
            problem = f"the codebook {self.name} has no set of that name."
            remedy = f"Declare {name} under sets, with its measures."
            raise ConfigurationError(Fault(f"set {name}", problem, remedy))
        return tuple(self.measure(measure) for measure in self.sets[name].measures)

    def shown_as(self, kind: Literal["shares", "answers"]) -> dict[str, MeasureSet]:
        """Return the sets that have a figure and a table of this kind, in order."""
        captioned = {name: each for name, each in self.sets.items() if each.caption}
        return {name: each for name, each in captioned.items() if each.shown_as == kind}

    @property
    def shown_by_group(self) -> dict[str, MeasureSet]:
        """The sets that have a table by role and kind of body, besides the ladder."""
        return {name: each for name, each in self.sets.items() if each.by_group and each.caption}

    @property
    def told_sets(self) -> list[str]:
        """The ladder and the sets that have a figure and a table, in the order of the file."""
        return [name for name, each in self.sets.items() if each.caption or name == "ladder"]

    @property
    def by_body(self) -> tuple[Measure, ...]:
        """The measures that each body is told of itself: the set of that name, or three steps."""
        return self.measure_set("by_body" if "by_body" in self.sets else "ladder")[:STEPS]

    def _repeated_names(self) -> list[str]:
        names = [q.name for q in self.questions] + [f"measure {m.name}" for m in self.measures]
        headers = [f"the header of {q.name}" for q in self.questions if self._shares_header(q)]
        return [f"{name} is given twice" for name in _repeated(names) + headers]

    def _shares_header(self, question: Question) -> bool:
        sought = [pair for other in self.questions for pair in other.sought.values()]
        headers = [header for header, pattern in sought if pattern is None]
        own = [header for header, pattern in question.sought.values() if pattern is None]
        return any(headers.count(header) > 1 for header in own)

    def _questions_without_answers(self) -> list[str]:
        return [
            f"{q.name} is a choice without answers or names an unknown scale"
            for q in self.questions
            if q.type == "choice" and not q.answers
        ] + [
            f"an answer of {q.name} is given twice"
            for q in self.questions
            if _repeated([a.name for a in q.answers]) or _repeated([a.code for a in q.answers])
        ]

    def _broken_routing(self) -> list[str]:
        return [
            f"{q.name} is asked if {q.asked_if.question} has answers that it does not have"
            for q in self.questions
            if q.asked_if and not self._can_answer(q.asked_if.question, q.asked_if.answers)
        ] + [
            f"{q.name} is asked if {q.asked_if.question} is answered, which stands after it"
            for place, q in enumerate(self.questions)
            if q.asked_if and q.asked_if.question not in [p.name for p in self.questions[:place]]
        ]

    def _broken_options(self) -> list[str]:
        return [
            f"{q.name} may have several answers and needs options and empty_means"
            for q in self.questions
            if q.type == "multiple" and not (q.options and q.empty_means)
        ] + [
            f"an option of {q.name} is given twice"
            for q in self.questions
            if _repeated([option.name for option in q.options])
        ]

    def _broken_patterns(self) -> list[str]:
        sought = [pattern for q in self.questions for _, pattern in q.sought.values() if pattern]
        sought += [each[1:-1] for each in self.identifying_columns if _is_pattern(each)]
        return [f"{each} is no regular expression" for each in sought if not _can_compile(each)]

    def _broken_indices(self) -> list[str]:
        sizes = {
            q.name: len(q.answer_names(kind="valid")) for q in self.questions if q.type == "choice"
        }
        return [
            f"the index {index.name} has unknown questions, too few, or some of other scales"
            for index in self.indices
            if not {*index.reverse} <= {*index.items} <= {*sizes}
            or index.at_least > len(index.items)
            or len({sizes[item] for item in index.items}) > 1
        ]

    def _broken_measures(self) -> list[str]:
        return [
            f"the measure {m.name} counts answers that {m.question} does not have"
            for m in self.measures
            if not self._can_answer(m.question, m.counts)
        ]

    def _broken_sets(self) -> list[str]:
        known = {measure.name for measure in self.measures}
        return [
            f"the set {name} has unknown measures: {', '.join(sorted(set(each.measures) - known))}"
            for name, each in self.sets.items()
            if not set(each.measures) <= known
        ]

    def _can_answer(self, question: str, answers: tuple[str, ...]) -> bool:
        known = {q.name: set(q.answer_names()) for q in self.questions}
        return set(answers) <= known.get(question, set())


def read_codebook(path: Path) -> Codebook:
    """Read a codebook.

    Parameters
    ----------
    path : pathlib.Path
        A YAML file under programme/codebooks.

    Returns
    -------
    Codebook
        The codebook, complete and consistent.

    Raises
    ------
    ConfigurationError
        For everything that is missing or does not fit together.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.codebook import read_codebook
    >>> read_codebook(Path("programme/codebooks/staff_survey_2025.yml")).body
    'body'
    """
    return read_declaration(path, Codebook)


def strictest(codebook: Codebook, *columns: str) -> Sensitivity:
    """Return the strictest sensitivity of some columns of a survey.

    Parameters
    ----------
    codebook : Codebook
        The questionnaire, in which every question declares its sensitivity.
    *columns : str
        Questions; `body`, `role` and `body_kind` stand for the questions that place the
        respondent, whatever the codebook calls them. How many answered a question that only
        some were shown tells of the question that led there, which counts with it.

    Returns
    -------
    {"open", "personal", "sensitive"}
        The sensitivity of what is crossed.

    Raises
    ------
    ConfigurationError
        If the codebook knows no such question.
    """
    placing = {"body": codebook.body, "role": codebook.role, "body_kind": codebook.body}
    asked = [codebook.question(placing.get(name, name)) for name in columns]
    led = [question.asked_if.question for question in asked if question.asked_if]
    declared = [question.sensitivity for question in asked]
    declared += [strictest(codebook, *led)] if led else []
    return max(declared, key=STRICTNESS.index)


def _with_scale(question: Any, scales: dict[Any, Any]) -> Any:
    scale = question.get("scale") if isinstance(question, dict) else None
    if not isinstance(scale, str) or scale not in scales or "answers" in question:
        return question
    return {**question, "answers": scales[scale]}


def _is_pattern(header: str) -> bool:
    return len(header) > 2 and header[0] == header[-1] == "/"


def _can_compile(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


NamedThing = TypeVar("NamedThing", Question, Measure)


def _named(things: tuple[NamedThing, ...], name: str, *, what: str) -> NamedThing:
    for thing in things:
        if thing.name == name:
            return thing
    known = ", ".join(thing.name for thing in things)
    raise ConfigurationError(Fault(name, f"there is no such {what}.", f"Known are {known}."))
