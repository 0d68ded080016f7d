"""What a question of a survey means, may be answered with and may reveal."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from evaltools.declarations import Declared, Sensitivity, Text

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
NOT_SHOWN = "not_shown"
"""Answer of a respondent who was routed past the question: known to be absent, not missing."""


def _code_as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Code = Annotated[str, BeforeValidator(_code_as_text, json_schema_input_type=str | int)]


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
    aliases : tuple of str
        Other texts that the export may hold for it.
    """

    code: Code
    name: Name
    label: Text
    aliases: tuple[str, ...] = ()
    kind: Literal["valid", "dont_know", "not_applicable"] = "valid"


class Option(Declared):
    """One of several answers that may be chosen together.

    Attributes
    ----------
    name : str
        What the option is called in clean data, after the name of its question.
    label : Text
        What the respondent read.
    header : str, optional
        Header of its column, where it is not "Question [label]" in Swedish.
    pattern : str, optional
        Regular expression that finds the header instead.
    aliases : tuple of str
        Other texts that the export may hold for it, where all options share a cell.
    """

    name: Name
    label: Text
    header: str | None = None
    pattern: str | None = None
    aliases: tuple[str, ...] = ()


class Routing(Declared):
    """The condition under which a question is shown.

    Attributes
    ----------
    question : str
        A question that stands before it.
    answers : tuple of str
        Names of the answers to it that lead here.
    """

    question: Name
    answers: Annotated[tuple[Name, ...], Field(min_length=1)]


class Question(Declared):
    """One question of the export, in one column or, with several options, in several.

    Attributes
    ----------
    name : str
        What the column is called in clean data.
    label : Text
        The question as the respondent read it.
    header : str, optional
        The column's header in the export, where it is not the Swedish question.
    pattern : str, optional
        Regular expression that finds the header instead; it must find exactly one.
    type : {"choice", "multiple", "number", "open"}
        One of `answers`, several of `options`, a number, or free text; free text never enters
        clean data.
    options : tuple of Option
        What may be chosen together.
    separator : str, optional
        What stands between the options, where they share one cell; else each has a column.
    empty_means : {"none_chosen", "no_answer"}, optional
        What it means that no option is chosen though the question was shown: the file cannot
        tell, so the evaluator must.
    minimum, maximum : float, optional
        Limits of a number.
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
    type: Literal["choice", "multiple", "number", "open"] = "choice"
    sensitivity: Sensitivity
    header: str | None = None
    pattern: str | None = None
    options: tuple[Option, ...] = ()
    separator: str | None = None
    empty_means: Literal["none_chosen", "no_answer"] | None = None
    minimum: float | None = None
    maximum: float | None = None
    scale: str | None = None
    answers: tuple[Answer, ...] = ()
    asked_if: Routing | None = None
    goal: str | None = None
    violence_type: str | None = None

    @property
    def column(self) -> str:
        """Header of the question's column in the export."""
        return self.header or self.label.sv

    @property
    def sought(self) -> dict[str, tuple[str, str | None]]:
        """Header and pattern of each column of the export, by its name in clean data."""
        if self.type != "multiple" or self.separator:
            return {self.name: (self.column, self.pattern)}
        return {
            f"{self.name}.{option.name}": (
                option.header or f"{self.column} [{option.label.sv}]",
                option.pattern,
            )
            for option in self.options
        }

    @property
    def clean_columns(self) -> tuple[str, ...]:
        """Names of the question's columns in clean data."""
        if self.type != "multiple":
            return (self.name,)
        return tuple(f"{self.name}.{option.name}" for option in self.options)

    def answer_names(self, *, kind: str | None = None) -> tuple[str, ...]:
        """Return the names of the answers, or options, of one kind or of all."""
        if self.type == "multiple":
            return tuple(option.name for option in self.options if kind in (None, "valid"))
        return tuple(a.name for a in self.answers if kind in (None, a.kind))

    def answer_label(self, name: str) -> Text:
        """Return what the respondent read for the answer, or the option, called `name`."""
        labels = {answer.name: answer.label for answer in self.answers}
        return (labels | {option.name: option.label for option in self.options})[name]
