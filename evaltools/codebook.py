"""The codebook: what each question of a survey means, may be answered with and may reveal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, field_validator, model_validator

from evaltools.declarations import Declared, Sensitivity, Text, read_declaration
from evaltools.errors import ConfigurationError, Fault

NOT_SHOWN = "not_shown"
"""Answer of a respondent who was routed past the question: known to be absent, not missing."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class Answer(Declared):
    """One answer that may be chosen.

    Attributes
    ----------
    code : str
        What the survey tool writes where it exports codes.
    name : str
        What the answer is called in clean data.
    label : Text
        What the respondent read.
    kind : {"valid", "dont_know", "not_applicable"}
        "Vet ej" and "Ej relevant" are answers of their own, never missing values.
    """

    code: str
    name: Name
    label: Text
    kind: Literal["valid", "dont_know", "not_applicable"] = "valid"

    @field_validator("code", mode="before")
    @classmethod
    def _code_is_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Routing(Declared):
    """The condition under which a question is shown."""

    question: Name
    answers: Annotated[tuple[Name, ...], Field(min_length=1)]


class Question(Declared):
    """One column of the export.

    Attributes
    ----------
    name : str
        What the column is called in clean data.
    label : Text
        The question as the respondent read it.
    header : str, optional
        The column's header in the export, where it is not the Swedish question.
    type : {"choice", "open"}
        One of `answers`, or free text; free text never enters clean data.
    scale : str, optional
        Name of one of the codebook's scales, in place of `answers`.
    answers : tuple of Answer
        What may be chosen.
    sensitivity : {"open", "personal", "sensitive"}
        Decides the rule of protection; there is no default.
    asked_if : Routing, optional
        When the question is shown; always, where it is not given.
    goal, violence_type : str, optional
        Goal of the programme and type of violence that the question is about.
    """

    name: Name
    label: Text
    type: Literal["choice", "open"] = "choice"
    sensitivity: Sensitivity
    header: str | None = None
    scale: str | None = None
    answers: tuple[Answer, ...] = ()
    asked_if: Routing | None = None
    goal: str | None = None
    violence_type: str | None = None

    @property
    def column(self) -> str:
        """Header of the question's column in the export."""
        return self.header or self.label.sv

    def answer_names(self, *, kind: str | None = None) -> tuple[str, ...]:
        """Return the names of the answers, of one kind or of all."""
        return tuple(a.name for a in self.answers if kind in (None, a.kind))

    def answer_label(self, name: str) -> Text:
        """Return what the respondent read for the answer called `name`."""
        return next(answer.label for answer in self.answers if answer.name == name)


class Measure(Declared):
    """A share that is reported: who of those asked gave one of some answers.

    Attributes
    ----------
    name : str
        What the measure is called in results.
    label : Text
        What a reader sees.
    question : str
        The question that is measured.
    counts : tuple of str
        Names of the answers that count as yes.
    base : {"everyone", "shown"}
        "everyone" counts those who were routed past the question as no,
        as a ladder must; "shown" leaves them out.

    Notes
    -----
    "Vet ej" is in the base and is not a yes; "Ej relevant" and no answer are outside it.
    """

    name: Name
    label: Text
    question: Name
    counts: Annotated[tuple[Name, ...], Field(min_length=1)]
    base: Literal["everyone", "shown"]


class Codebook(Declared):
    """A questionnaire, its export and the measures that are taken from it.

    Attributes
    ----------
    name : str
        What the questionnaire is called.
    title : Text
        Title of the questionnaire.
    identifying_columns : tuple of str
        Headers that point at a person (address, token, network); dropped unread.
    body, role : str
        Names of the questions that place the respondent in the frame.
    scales : dict of str to tuple of Answer
        Answers that several questions share.
    questions : tuple of Question
        All columns of the export, in order.
    measures : tuple of Measure
        The shares that are reported.
    sets : dict of str to tuple of str
        Measures that are shown together, in order: ladder, knowledge and so on.
    """

    name: Name
    title: Text
    identifying_columns: tuple[str, ...] = ()
    body: Name
    role: Name
    scales: dict[str, tuple[Answer, ...]] = {}
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    measures: tuple[Measure, ...] = ()
    sets: dict[Name, tuple[Name, ...]] = {}

    @model_validator(mode="before")
    @classmethod
    def _questions_take_their_scale(cls, data: Any) -> Any:
        scales = data.get("scales", {})
        questions = [
            {**question, "answers": scales[question["scale"]]}
            if question.get("scale") in scales and "answers" not in question
            else question
            for question in data.get("questions", [])
        ]
        return {**data, "questions": questions}

    @model_validator(mode="after")
    def _fits_together(self) -> Codebook:
        problems = [
            *self._repeated_names(),
            *self._questions_without_answers(),
            *self._broken_routing(),
            *self._broken_measures(),
            *self._broken_sets(),
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def question(self, name: str) -> Question:
        """Return the question called `name`."""
        return _named(self.questions, name, what=f"question in the codebook {self.name}")

    def measure(self, name: str) -> Measure:
        """Return the measure called `name`."""
        return _named(self.measures, name, what=f"measure in the codebook {self.name}")

    def measure_set(self, name: str) -> tuple[Measure, ...]:
        """Return the measures of the set called `name`, in order."""
        return tuple(self.measure(measure) for measure in self.sets[name])

    def _repeated_names(self) -> list[str]:
        names = [q.name for q in self.questions] + [f"measure {m.name}" for m in self.measures]
        headers = [f"the header of {q.name}" for q in self.questions if self._shares_header(q)]
        return [f"{name} is given twice" for name in _repeated(names) + headers]

    def _shares_header(self, question: Question) -> bool:
        return sum(other.column == question.column for other in self.questions) > 1

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
            f"the set {name} has unknown measures: {', '.join(sorted(set(members) - known))}"
            for name, members in self.sets.items()
            if not set(members) <= known
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
    """
    return read_declaration(path, Codebook)


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


NamedThing = TypeVar("NamedThing", Question, Measure)


def _named(things: tuple[NamedThing, ...], name: str, *, what: str) -> NamedThing:
    for thing in things:
        if thing.name == name:
            return thing
    known = ", ".join(thing.name for thing in things)
    raise ConfigurationError(Fault(name, f"there is no such {what}.", f"Known are {known}."))
