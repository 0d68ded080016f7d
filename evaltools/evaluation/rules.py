"""The numbers that decide what may be shown and what may be claimed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from evaltools.declarations import Declared


def _check_hides_enough(round_to: int, hide_counts_to: int) -> None:
    if round_to > hide_counts_to:
        raise ValueError(
            "hide_counts_to must be at least round_to: what is hidden would tell that it is small"
        )


class OpenRule(Declared):
    """Rule for what is not about persons' views: smallest group.

    Attributes
    ----------
    smallest_group : int
        Answers that a group needs to be shown.
    legal_basis : str
        What the rule rests on, in the evaluator's words; printed with it.
    """

    smallest_group: Annotated[int, Field(ge=3)] = 10
    legal_basis: str = ""


class PersonalRule(Declared):
    """Rule for views and gaps in own knowledge: smallest group, rounding and hidden counts.

    Attributes
    ----------
    smallest_group : int
        Answers that a group needs to be shown; at least twice `round_to`.
    round_to : int
        Counts are rounded to a multiple of it.
    hide_counts_to : int
        The largest count that is hidden; at least `round_to`.
    legal_basis : str
        What the rule rests on, in the evaluator's words; printed with it.
    """

    smallest_group: Annotated[int, Field(ge=10)] = 20
    round_to: Annotated[int, Field(ge=3)] = 5
    hide_counts_to: Annotated[int, Field(ge=2)] = 7
    legal_basis: str = ""

    @model_validator(mode="after")
    def _fits_together(self) -> PersonalRule:
        _check_hides_enough(self.round_to, self.hide_counts_to)
        if self.round_to * 2 > self.smallest_group:
            raise ValueError("smallest_group must be at least twice round_to")
        return self


class SensitiveRule(Declared):
    """Rule for own exposure (whole city only) and for register counts of victims.

    Attributes
    ----------
    smallest_cell : int
        Answers that every shown cell needs.
    round_to : int
        Counts are rounded to a multiple of it.
    hide_counts_to : int
        The largest count that is hidden; at least `round_to`.
    legal_basis : str
        What the rule rests on, in the evaluator's words; printed with it.
    """

    smallest_cell: Annotated[int, Field(ge=10)] = 10
    round_to: Annotated[int, Field(ge=3)] = 5
    hide_counts_to: Annotated[int, Field(ge=2)] = 7
    legal_basis: str = ""

    @model_validator(mode="after")
    def _fits_together(self) -> SensitiveRule:
        _check_hides_enough(self.round_to, self.hide_counts_to)
        return self


class MagnitudeRule(Declared):
    """Rule for amounts: what all but the two largest must add up to, in per cent of the largest.

    Attributes
    ----------
    p_percent : int
        The per cent.
    legal_basis : str
        What the rule rests on, in the evaluator's words; printed with it.
    """

    p_percent: Annotated[int, Field(ge=5, le=100)] = 10
    legal_basis: str = ""


class DisclosureRules(Declared):
    """The rules by which groups fall silent: one per declared sensitivity, and one for amounts.

    Attributes
    ----------
    open : OpenRule
        For awareness and use of the programme, and routines.
    personal : PersonalRule
        For attitudes, confidence and gaps in own knowledge.
    sensitive : SensitiveRule
        For own exposure, and register counts of victims and cases.
    magnitude : MagnitudeRule
        For amounts.

    Examples
    --------
    >>> from evaltools.evaluation import DisclosureRules
    >>> rules = DisclosureRules(open={"smallest_group": 15})
    >>> rules.open.smallest_group, rules.personal.round_to
    (15, 5)
    """

    open: OpenRule = OpenRule()
    personal: PersonalRule = PersonalRule()
    sensitive: SensitiveRule = SensitiveRule()
    magnitude: MagnitudeRule = MagnitudeRule()


class OutcomeGates(Declared):
    """What a series must have for each rung of the ladder of designs, and what takes it down.

    Attributes
    ----------
    years_before_change : int
        Comparable periods before the programme that a change of level needs.
    periods_before_series, periods_during_series : int
        Periods that an interrupted series needs; of months also two years before.
    comparison_areas, periods_before_comparison : int
        Areas beside the one asked about, and periods before, that a comparison needs.
    treated_areas, untreated_areas : int
        Areas on either side that a comparison of areas with and without needs.
    smallest_mean_count : float
        Cases per period below which a series of counts carries no model.
    pandemic_years : tuple of int
        Years in which a shift has another explanation: a programme that starts in one of them
        or the year after shows no shift of its own without comparison areas.
    alarm_level : float
        A placebo date with a p-value no larger than this takes the design down.
    dominant_area : float
        Largest weight that one area may have in a synthetic control.
    differing_specifications : float
        Largest share of specifications whose sign may differ from the main one.

    Examples
    --------
    >>> from evaltools.evaluation import OutcomeGates
    >>> OutcomeGates(years_before_change=5).years_before_change
    5
    """

    years_before_change: Annotated[int, Field(ge=3)] = 3
    periods_before_series: Annotated[int, Field(ge=8)] = 8
    periods_during_series: Annotated[int, Field(ge=3)] = 3
    comparison_areas: Annotated[int, Field(ge=19)] = 19
    periods_before_comparison: Annotated[int, Field(ge=5)] = 5
    treated_areas: Annotated[int, Field(ge=5)] = 5
    untreated_areas: Annotated[int, Field(ge=5)] = 5
    smallest_mean_count: Annotated[float, Field(ge=5)] = 5
    pandemic_years: tuple[int, ...] = (2020, 2021)
    alarm_level: Annotated[float, Field(ge=0.01, le=0.2)] = 0.05
    dominant_area: Annotated[float, Field(gt=0, le=1)] = 0.5
    differing_specifications: Annotated[float, Field(ge=0, le=0.5)] = 0.25


class AttainmentRule(Declared):
    """When a target counts as reached in part.

    Attributes
    ----------
    part_way : float, optional
        Share of the way from baseline to target that counts as in part; None where nothing but
        the target counts.

    Examples
    --------
    >>> from evaltools.evaluation import AttainmentRule
    >>> AttainmentRule(part_way=0.5).part_way
    0.5
    """

    part_way: Annotated[float, Field(gt=0, lt=1)] | None = None
