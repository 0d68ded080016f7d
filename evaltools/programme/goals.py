"""A programme: its goals, what is to be done for them, and the indicators they are read by."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evaltools.declarations import Declared, Sensitivity, Text
from evaltools.programme.claims import (
    Bodies,
    Claim,
    Id,
    Source,
    Wording,
    identified,
    refers_to,
    refuse,
    repeated,
)

COUNTED = "antal"
"""Unit of the values that count people, cases or places, as the data have it."""


class Period(Declared):
    """First and last calendar year.

    Attributes
    ----------
    first_year, last_year : int
        The years, both included.
    """

    first_year: int
    last_year: int

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last_year < self.first_year:
            raise ValueError(f"{self.last_year} is before {self.first_year}")
        return self


class Term(Claim):
    """Something that the programme names, such as a target group or a perspective.

    Attributes
    ----------
    id : str
        What data and other files call it; do not change it once they use it.
    name : Text
        What readers call it.
    """

    id: Id
    name: Text


class ViolenceType(Term):
    """A type of violence that the programme is about.

    Attributes
    ----------
    new_in : int, optional
        Year from which a programme has covered it, where the predecessor did not.
    """

    new_in: int | None = None


class Document(Term):
    """A document that the programme is linked to.

    Attributes
    ----------
    level : {"international", "national", "regional", "city"}
        Who has adopted it.
    """

    level: Literal["international", "national", "regional", "city"]


class RegionalGoal(Term):
    """A goal of the regional strategy.

    Attributes
    ----------
    number : str
        What readers call it: "1", "2.3".
    wording : {"adopted", "paraphrase"}
        Whether `name` is the adopted text.
    """

    number: str
    wording: Wording


class Duty(Claim):
    """Who follows up or coordinates what; no `bodies` means all of them.

    Attributes
    ----------
    text : Text
        What they do.
    bodies : tuple of str
        Who does it.
    """

    text: Text
    bodies: Bodies = ()


class Condition(Claim):
    """Something that must be in place for a goal to be reached.

    Attributes
    ----------
    text : Text
        What must be in place.
    level : {"city", "regional"}
        Who can see to it.
    wording : {"adopted", "paraphrase"}
        Whether `text` is the adopted text.
    """

    text: Text
    level: Literal["city", "regional"]
    wording: Wording


class Activity(Claim):
    """Something that bodies are to do for a goal.

    Attributes
    ----------
    id : str
        What data call it.
    text : Text
        What is to be done.
    responsible : tuple of str
        Who is to do it; none means all bodies.
    """

    id: Id
    text: Text
    responsible: Bodies = ()


class PrimaryIndicator(Claim):
    """The one indicator by which a goal is tested, declared before its values are seen.

    Attributes
    ----------
    indicator : str
        The indicator.
    """

    indicator: Annotated[Id, refers_to("indicator")]


class Goal(Claim):
    """A goal of the programme, or a part of one.

    Attributes
    ----------
    id : str
        What data and codebooks call the goal.
    number : str
        What readers call it: "1", "2.3", "B".
    name, short_name : Text
        The goal in full, and in the few words that fit a table or a figure.
    wording : {"adopted", "paraphrase"}
        Whether `name` is the adopted text.
    parent : str, optional
        The goal that this one is part of; it stands above in the file.
    regional_goals, violence_types, target_groups : tuple of str
        What the goal corresponds to and is limited to; none means no limit.
    conditions, activities : tuple
        What must be in place, and what is to be done.
    primary_indicator : PrimaryIndicator, optional
        The indicator by which the goal is tested.
    """

    id: Id
    number: str
    name: Text
    short_name: Text
    wording: Wording
    parent: Id | None = None
    regional_goals: Annotated[tuple[Id, ...], refers_to("regional goal")] = ()
    violence_types: Annotated[tuple[Id, ...], refers_to("violence type")] = ()
    target_groups: Annotated[tuple[Id, ...], refers_to("target group")] = ()
    conditions: tuple[Condition, ...] = ()
    activities: tuple[Activity, ...] = ()
    primary_indicator: PrimaryIndicator | None = None


class Break(Declared):
    """A change after which values are not comparable with those before.

    Attributes
    ----------
    period : int
        First year of the new definition.
    reason : Text
        What was changed.
    """

    period: int
    reason: Text


class Comparison(Declared):
    """Where the programme was, and the areas that it is compared with.

    Attributes
    ----------
    treated : tuple of str
        Areas that the programme covers, as the data name them.
    areas : tuple of str
        Areas to compare with; none given means every other area that has values.
    neighbours : tuple of str
        Comparison areas to which the programme may have spread.
    began : dict of str to int
        First year of treated areas that began in another year than the programme.
    """

    treated: Annotated[tuple[str, ...], Field(min_length=1)]
    areas: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    began: dict[str, int] = {}

    @model_validator(mode="after")
    def _no_area_on_both_sides(self) -> Self:
        both = sorted(set(self.treated) & {*self.areas, *self.neighbours})
        if both:
            raise ValueError(f"{', '.join(both)} is both treated and compared with")
        return self


class Indicator(Declared):
    """An indicator of the catalogue; its values stand in the data.

    Attributes
    ----------
    id, name : str, Text
        What the data call it, and what readers do.
    series_names : tuple of Text
        Names of its series, where the data have more than one.
    goal : str, optional
        The goal it belongs to; none for context such as response rates.
    unit : str
        As in the data; "antal" is a count.
    unit_name : Text, optional
        What readers call the unit, where it is not the same in both languages.
    direction : {"increase", "decrease", "ambiguous", "none"}
        Which way is better; "ambiguous" where a change has several meanings, "none" where it
        says nothing about the goal.
    sensitivity : {"open", "personal", "sensitive"}
        Decides the rule of protection. Only what is published may be open: register counts
        of victims and cases that are not are sensitive.
    published : bool
        True if an authority has published the values.
    breaks : tuple of Break
        Changes of definition.
    not_comparable_with : tuple of str
        Indicators of like name that must not be joined to this one.
    edition_of : str, optional
        The indicator of which this is an earlier edition.
    baseline : float, optional
        The value to start from, in `unit`; the last comparable value before the programme where
        none is declared.
    target : float, optional
        The value to be reached, in `unit`.
    comparison : Comparison, optional
        Where the programme was, and what that is compared with.
    responsible : tuple of str
        The bodies that answer for it.
    drawn, cited : bool
        Whether the figure of series draws it, and whether the text may cite its values; where
        no indicator is marked, all are.
    apart : bool
        Whether it stays out of the assessments, and only its designs are shown.

    Examples
    --------
    >>> from evaltools.declarations import Text
    >>> from evaltools.programme import Indicator
    >>> Indicator(
    ...     id="CALLS",
    ...     name=Text(sv="Samtal", en="Calls"),
    ...     unit="antal",
    ...     direction="ambiguous",
    ...     sensitivity="sensitive",
    ... ).unit_label["en"]
    'number'
    """

    id: Id
    name: Text
    series_names: tuple[Text, ...] = ()
    goal: Annotated[Id | None, refers_to("goal")] = None
    unit: str
    unit_name: Text | None = None
    direction: Literal["increase", "decrease", "ambiguous", "none"]
    sensitivity: Sensitivity
    published: bool = False
    breaks: tuple[Break, ...] = ()
    not_comparable_with: Annotated[tuple[Id, ...], refers_to("indicator")] = ()
    edition_of: Annotated[Id | None, refers_to("indicator")] = None
    baseline: float | None = None
    target: float | None = None
    comparison: Comparison | None = None
    responsible: Bodies = ()
    drawn: bool = False
    cited: bool = False
    apart: bool = False

    @property
    def unit_label(self) -> Text:
        """What readers call the unit."""
        if self.unit_name is not None:
            return self.unit_name
        return Text(sv=self.unit, en="number" if self.unit == COUNTED else self.unit)

    @model_validator(mode="after")
    def _what_is_open_is_published(self) -> Self:
        if self.sensitivity == "open" and not self.published:
            raise ValueError("it is open but not published; declare it personal or sensitive")
        return self


class Catalogue(Declared):
    """The content of indicators.yml, which is there where indicators are followed.

    Attributes
    ----------
    indicators : tuple of Indicator
        One per indicator_id in the data.
    """

    indicators: tuple[Indicator, ...]


class Predecessor(Claim):
    """The programme before this one, with its own frame.

    Attributes
    ----------
    name : Text
        Its name.
    period : Period
        The years it was for.
    adopted : datetime.date, optional
        Day of its adoption.
    reference : str, optional
        Its file number.
    groups : tuple of Text
        The groups under which its goals were ordered.
    goals, subgoals : int, optional
        How many it had.
    """

    name: Text
    period: Period
    adopted: date | None = None
    reference: str | None = None
    groups: tuple[Text, ...] = ()
    goals: int | None = None
    subgoals: int | None = None


class Programme(Declared):
    """A programme that is evaluated.

    Attributes
    ----------
    name, short_name : Text
        The full title, and what the programme is called in a sentence.
    period : Period
        The years it is for.
    adopted : datetime.date, optional
        Day of its adoption.
    sources : dict of str to Source
        Where what is said here is attested.
    violence_types, target_groups, perspectives, documents : tuple
        What the programme is about, is for, looks to and is linked to.
    regional_goals : tuple of RegionalGoal
        The goals of the regional strategy.
    duties : tuple of Duty
        Who follows the programme up.
    goals : tuple of Goal
        As many as there are, in the order in which they are reported.
    predecessor : Predecessor, optional
        The programme before this one.
    indicators : tuple of Indicator
        The catalogue; `read_programme` adds that of indicators.yml.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.programme import read_programme
    >>> programme = read_programme(Path("programme"))
    >>> programme.period.first_year, [goal.number for goal in programme.goals][:3]
    (2021, ['1', '2', '3'])
    >>> programme.indicator("OJ_SU").direction
    'increase'
    """

    name: Text
    short_name: Text
    period: Period
    adopted: date | None = None
    sources: dict[Id, Source] = {}
    violence_types: tuple[ViolenceType, ...] = ()
    target_groups: tuple[Term, ...] = ()
    perspectives: tuple[Term, ...] = ()
    documents: tuple[Document, ...] = ()
    regional_goals: tuple[RegionalGoal, ...] = ()
    duties: tuple[Duty, ...] = ()
    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]
    predecessor: Predecessor | None = None
    indicators: tuple[Indicator, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse(
            *repeated("violence type", [each.id for each in self.violence_types]),
            *repeated("target group", [each.id for each in self.target_groups]),
            *repeated("regional goal", [each.id for each in self.regional_goals]),
            *repeated("goal", [goal.id for goal in self.goals]),
            *repeated("goal number", [goal.number for goal in self.goals]),
            *repeated("activity", [each.id for goal in self.goals for each in goal.activities]),
            *self._goals_without_their_parent_above(),
        )
        return self

    def goal(self, goal_id: str) -> Goal:
        """Return the goal with the id `goal_id`."""
        return identified(self.goals, goal_id, what="goal of the programme")

    def indicator(self, indicator_id: str) -> Indicator:
        """Return the indicator with the id `indicator_id`."""
        return identified(self.indicators, indicator_id, what="indicator in the catalogue")

    def marked(self, mark: Literal["drawn", "cited", "apart"]) -> list[str]:
        """Return the indicators with a mark; of those to draw or cite all where none has it."""
        found = [each.id for each in self.indicators if getattr(each, mark)]
        return found or [each.id for each in self.indicators if mark != "apart"]

    def _goals_without_their_parent_above(self) -> list[str]:
        ids = [goal.id for goal in self.goals]
        return [
            f"the parent {goal.parent} of {goal.id} does not stand above it"
            for place, goal in enumerate(self.goals)
            if goal.parent is not None and goal.parent not in ids[:place]
        ]
