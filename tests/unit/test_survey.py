"""Weights, strata and response rates."""

from __future__ import annotations

import pandas as pd
import pytest

from evaltools.errors import DataError
from evaltools.survey import Survey, design_survey, response_rates


def designed(answered: dict[tuple[str, str], int], employees: dict[tuple[str, str], int]) -> Survey:
    """Design a survey from counts per body and role."""
    rows = [cell for cell, n in answered.items() for _ in range(n)]
    return design_survey(
        pd.DataFrame(rows, columns=["body", "role"]),
        frame=frame(employees),
        body="body",
        role="role",
        wave="test",
        synthetic=False,
    )


def frame(employees: dict[tuple[str, str], int]) -> pd.DataFrame:
    """Make a frame from counts per body and role."""
    return pd.DataFrame([(*cell, n) for cell, n in employees.items()],
                        columns=["body", "role", "employees"])  # fmt: skip


def test_weights_add_up_to_the_employees_of_each_body_and_role() -> None:
    employees = {("a", "x"): 40, ("a", "y"): 90, ("b", "x"): 30, ("b", "y"): 25}
    survey = designed(dict.fromkeys(employees, 10), employees).tidy()
    sums = survey.groupby(["body", "role"])["weight"].sum().to_dict()
    assert sums == pytest.approx(employees)


def test_a_role_with_few_answers_is_weighted_with_the_next_smallest() -> None:
    employees = {("a", "x"): 12, ("a", "y"): 30, ("a", "z"): 60}
    survey = designed({("a", "x"): 2, ("a", "y"): 6, ("a", "z"): 20}, employees).tidy()
    assert survey.groupby("stratum")["population"].first().tolist() == [42, 60]


def test_a_role_without_answers_keeps_its_employees_in_the_sum() -> None:
    survey = designed({("a", "y"): 10}, {("a", "x"): 12, ("a", "y"): 30}).tidy()
    assert survey["weight"].sum() == pytest.approx(42)


def test_small_bodies_are_weighted_together() -> None:
    employees = {("a", "x"): 10, ("b", "x"): 8, ("c", "x"): 100}
    survey = designed({("a", "x"): 3, ("b", "x"): 3, ("c", "x"): 30}, employees).tidy()
    assert survey.groupby("stratum")["population"].first().to_dict()["small bodies"] == 18


def test_a_single_answer_is_weighted_with_the_smallest_stratum() -> None:
    employees = {("a", "x"): 40, ("b", "x"): 9, ("c", "x"): 90}
    survey = designed({("a", "x"): 20, ("b", "x"): 1, ("c", "x"): 30}, employees).tidy()
    assert survey.groupby("stratum")["population"].first().to_dict() == {"a/0": 49, "c/0": 90}


def test_a_body_without_answers_keeps_its_employees_in_the_sum() -> None:
    survey = designed({("a", "x"): 20}, {("a", "x"): 40, ("b", "x"): 9}).tidy()
    assert survey["weight"].sum() == pytest.approx(49)


def test_a_survey_of_one_answer_is_refused() -> None:
    with pytest.raises(DataError, match="a single answer stands for a"):
        designed({("a", "x"): 1}, {("a", "x"): 40})


def test_drawn_workplaces_vary_within_their_bodies() -> None:
    employees = {("a", "x"): 40, ("b", "x"): 60}
    answers = pd.DataFrame(
        {"body": ["a"] * 20 + ["b"] * 20, "role": "x", "place": [f"p{n // 5}" for n in range(40)]}
    )
    survey = design_survey(
        answers, frame=frame(employees), body="body", role="role",
        wave="t", synthetic=True, cluster="place",
    )  # fmt: skip
    drawn = survey.tidy()
    assert survey.margins == ("cell",)
    assert drawn.groupby("stratum")["cluster"].nunique().to_dict() == {"a": 4, "b": 4}
    assert drawn["population"].isna().all()
    assert drawn["weight"].sum() == pytest.approx(100)


def test_answers_without_the_workplace_that_was_drawn_are_refused() -> None:
    answers = pd.DataFrame({"body": ["a"] * 9, "role": "x", "place": ["p"] * 8 + [None]})
    with pytest.raises(DataError, match="1 answers have no place, which was drawn"):
        design_survey(
            answers, frame=frame({("a", "x"): 40}), body="body", role="role", wave="t",
            synthetic=True, cluster="place",
        )  # fmt: skip


def test_more_answers_than_employees_are_refused() -> None:
    with pytest.raises(DataError, match="more answers than employees in some role of a"):
        designed({("a", "x"): 20}, {("a", "x"): 10})


def test_answers_from_a_body_outside_the_frame_are_refused() -> None:
    with pytest.raises(DataError, match="in some role of b"):
        designed({("a", "x"): 9, ("b", "x"): 9}, {("a", "x"): 10})


def test_the_response_rate_counts_bodies_without_answers() -> None:
    employees = {("a", "x"): 40, ("b", "x"): 60}
    survey = designed({("a", "x"): 20}, employees)
    assert response_rates(survey, frame=frame(employees))["rate"].tolist() == [0.2]
    assert response_rates(survey, frame=frame(employees), by="body")["rate"].tolist() == [0.5, 0]
