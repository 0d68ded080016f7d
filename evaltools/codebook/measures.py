"""What is measured by the answers: shares and scales."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from evaltools.codebook.questions import Name
from evaltools.declarations import Declared, Text


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
        Names of the answers that count as yes; of the options, of which one is enough.
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


def _as_set(data: Any) -> Any:
    return {"measures": data} if isinstance(data, list | tuple) else data


class MeasureSet(Declared):
    """Measures that belong together; written as a list where nothing more is said of them.

    Attributes
    ----------
    measures : tuple of str
        The measures, in order.
    caption : Text, optional
        What they show. A set with a caption has a figure and a table in the report.
    topic : Text, optional
        What stands above the figure; the caption where it is not given.
    shown_as : {"shares", "answers"}
        The share that each measure counts, or how all answers are spread.
    by_group : bool
        Whether there is a table by role and kind of body too.
    """

    measures: Annotated[tuple[Name, ...], Field(min_length=1)]
    caption: Text | None = None
    topic: Text | None = None
    shown_as: Literal["shares", "answers"] = "shares"
    by_group: bool = False

    @model_validator(mode="before")
    @classmethod
    def _may_be_a_list(cls, data: Any) -> Any:
        return _as_set(data)

    @property
    def heading(self) -> Text | None:
        """What stands above the figure."""
        return self.topic or self.caption


AnySet = Annotated[
    MeasureSet,
    BeforeValidator(_as_set, json_schema_input_type=MeasureSet | tuple[Name, ...]),
]
"""A set in a codebook; editors are told that it may be a list."""


class Index(Declared):
    """A scale: several questions about one thing whose answers are averaged.

    Attributes
    ----------
    name : str
        What the scale is called in results.
    label : Text
        What a reader sees.
    items : tuple of str
        Its questions; their valid answers stand in order, from least to most.
    reverse : tuple of str
        Questions that ask the other way round.
    at_least : int
        Fewest questions that must be answered for a score.
    """

    name: Name
    label: Text
    items: Annotated[tuple[Name, ...], Field(min_length=2)]
    reverse: tuple[Name, ...] = ()
    at_least: Annotated[int, Field(ge=1)]
