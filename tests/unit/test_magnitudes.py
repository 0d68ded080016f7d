"""No respondent stands behind an amount that leaves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from evaltools.declarations import Sensitivity
from evaltools.disclosure import protect_magnitudes
from evaltools.errors import DisclosureError
from evaltools.estimates import Estimates, estimate_means, estimate_quantiles, estimate_totals
from evaltools.evaluation import DisclosureRules
from evaltools.survey import Survey

SIZES = {"a": 60, "b": 40, "c": 30}


def hours(**largest: float) -> tuple[Survey, pd.DataFrame]:
    """Give everyone an hour in three bodies, and the first of each named body as many as given."""
    body = np.repeat(list(SIZES), list(SIZES.values()))
    answers = pd.DataFrame({"body": body, "stratum": body, "weight": 1.0, "population": 1000.0})
    values = pd.Series(1.0, index=answers.index)
    for name, amount in largest.items():
        values[answers.index[answers["body"] == name][0]] = amount
    return Survey(answers, "2025", True), pd.DataFrame({"hours": values})


def totals(
    sensitivity: Sensitivity = "open", by: tuple[str, ...] = ("body",), **largest: float
) -> Estimates:
    """Estimate the total hours."""
    survey, values = hours(**largest)
    return estimate_totals(survey, values=values, sensitivity=sensitivity, by=by)


def hidden(estimates: Estimates) -> list[bool]:
    """Tell which rows fall silent by the rules as they are."""
    return protect_magnitudes(estimates, rules=DisclosureRules()).tidy()["hidden"].tolist()


@pytest.mark.parametrize(("largest", "dominates"), [(380, False), (381, True)])
def test_all_but_the_two_largest_must_add_up_to_a_tenth_of_the_largest(
    largest: float, dominates: bool
) -> None:
    """Forty answers: beside the largest and one of the others there are thirty-eight hours."""
    assert hidden(totals(b=largest))[1] is dominates


def test_of_the_two_largest_neither_counts_as_the_rest() -> None:
    survey, values = hours()
    values.loc[60:61, "hours"] = 500.0
    rows = estimate_totals(survey, values=values, sensitivity="open", by=("body",)).tidy()
    assert rows.loc[1, ["largest", "rest"]].tolist() == [500, 38]


def test_contributions_are_weighted() -> None:
    survey, values = hours(b=5)
    heavy = replace(survey, _answers=survey.tidy().assign(weight=3.0))
    rows = estimate_means(heavy, values=values, sensitivity="open", by=("body",)).tidy()
    assert rows.loc[1, ["largest", "rest"]].tolist() == [15, 114]


def test_a_second_body_falls_silent_where_the_total_would_tell_of_the_first() -> None:
    assert sum(hidden(totals(b=600))) == 2


def test_amounts_have_two_digits_and_groups_their_size() -> None:
    row = protect_magnitudes(totals(a=3.4567), rules=DisclosureRules()).tidy().iloc[0]
    assert (row["estimate"], row["n"]) == (62, 60)


@pytest.mark.parametrize(("sensitivity", "silent"), [("open", False), ("personal", True)])
def test_that_everyone_has_nothing_is_told_of_open_questions_alone(
    sensitivity: Sensitivity, silent: bool
) -> None:
    survey, values = hours()
    none = estimate_totals(survey, values=values * 0, sensitivity=sensitivity, by=("body",))
    assert hidden(none) == [silent] * 3


def test_sensitive_amounts_leave_for_the_whole_city_only() -> None:
    assert hidden(totals("sensitive")) == [True] * 3
    assert hidden(totals("sensitive", by=())) == [False]


def test_of_personal_amounts_the_number_of_answers_is_rounded() -> None:
    told = protect_magnitudes(totals("personal", by=()), rules=DisclosureRules()).told()
    assert [(claim.low, claim.high) for claim in told.claims] == [(128, 132)]


def test_amounts_below_nought_are_refused() -> None:
    with pytest.raises(DisclosureError, match="1 groups have amounts below nought"):
        hidden(totals(b=-1))


def test_quantiles_of_amounts_have_no_protected_form() -> None:
    survey, values = hours()
    median = estimate_quantiles(survey, values=values, probability=0.5, sensitivity="open")
    with pytest.raises(DisclosureError, match="kind quantile cannot be published"):
        hidden(median)


def test_where_no_choice_of_bodies_would_do_all_fall_silent() -> None:
    assert hidden(totals(b=5_000)) == [True] * 3
