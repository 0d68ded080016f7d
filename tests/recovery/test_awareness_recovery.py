"""Known truth is found, and intervals cover it as often as they claim.

A population is drawn once. Surveys are drawn from it again and again, as respondents would: each
body and role answers at its own rate. Seeds are fixed, so that a test says the same each time.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

import numpy as np
import pandas as pd
import pytest

from evaltools.disclosure import protect_estimates
from evaltools.estimates import Estimates, compare_shares, estimate_shares
from evaltools.evaluation import DisclosureRules
from evaltools.survey import Survey, design_survey

CELLS = pd.DataFrame(
    [
        ("large", "chief", 90, 0.8, 0.9),
        ("large", "staff", 900, 0.35, 0.5),
        ("middle", "chief", 30, 0.7, 0.7),
        ("middle", "staff", 220, 0.35, 0.3),
        ("small", "chief", 8, 0.8, 0.6),
        ("small", "staff", 60, 0.6, 0.4),
    ],
    columns=["body", "role", "employees", "answers", "yes"],
)
RUNS = 250


@cache
def population() -> pd.DataFrame:
    """Draw everyone, with what they would say."""
    rng = np.random.default_rng(1)
    people = CELLS.loc[CELLS.index.repeat(CELLS["employees"])].reset_index(drop=True)
    return people.assign(yes=rng.random(len(people)) < people["yes"])


def draw(rng: np.random.Generator) -> Survey:
    """Let some of the population answer."""
    people = population()
    answers = people[rng.random(len(people)) < people["answers"]].reset_index(drop=True)
    return design_survey(
        answers[["body", "role", "yes"]],
        frame=CELLS[["body", "role", "employees"]],
        body="body",
        role="role",
        wave="drawn",
        synthetic=True,
    )


def estimate(survey: Survey) -> tuple[Estimates, Estimates]:
    """Estimate the share of yes overall and by body."""
    reached = pd.DataFrame({"yes": survey.tidy()["yes"].astype("boolean")})
    ask = partial(estimate_shares, survey, reached=reached, sensitivity="open")
    return ask(), ask(by=("body",))


@cache
def runs() -> pd.DataFrame:
    """Survey the population many times."""
    rng = np.random.default_rng(2)
    tables = []
    for _ in range(RUNS):
        survey = draw(rng)
        city, bodies = estimate(survey)
        personal = replace(bodies, sensitivity="personal")
        shown = protect_estimates(personal, rules=DisclosureRules()).tidy()
        limits = {"shown_low": shown["conf_low"], "shown_high": shown["conf_high"]}
        tables += [city.tidy().assign(body="all"), bodies.tidy().assign(**limits)]
    truth = population().groupby("body")["yes"].mean().to_dict()
    truth["all"] = population()["yes"].mean()
    table = pd.concat(tables, ignore_index=True)
    return table.assign(truth=table["body"].map(truth))


@pytest.mark.parametrize("body", ["all", "large", "middle", "small"])
def test_estimates_centre_on_the_truth(body: str) -> None:
    table = runs().query("body == @body")
    error = (table["estimate"] - table["truth"]).mean()
    assert abs(error) < 4 * table["estimate"].std() / RUNS**0.5


@pytest.mark.parametrize("body", ["all", "large", "middle", "small"])
def test_intervals_cover_the_truth_as_often_as_they_claim(body: str) -> None:
    table = runs().query("body == @body")
    covered = table["truth"].between(table["conf_low"], table["conf_high"]).mean()
    assert covered > 0.95 - 2 * (0.95 * 0.05 / RUNS) ** 0.5


def test_published_intervals_of_personal_shares_cover_the_truth() -> None:
    table = runs().query("body != 'all'").dropna(subset=["shown_low"])
    covered = table["truth"].between(table["shown_low"], table["shown_high"]).mean()
    assert covered > 0.95


def test_unweighted_shares_would_miss_the_truth() -> None:
    rng = np.random.default_rng(3)
    naive = np.mean([draw(rng).tidy()["yes"].mean() for _ in range(40)])
    assert naive - population()["yes"].mean() > 0.01


def test_no_difference_is_found_where_there_is_none() -> None:
    rng = np.random.default_rng(4)
    found = []
    for _ in range(120):
        after, before = (estimate(draw(rng))[1] for _ in range(2))
        table = compare_shares(after, before=before).tidy()
        found += ((table["conf_low"] > 0) | (table["conf_high"] < 0)).tolist()
    assert np.mean(found) < 0.05 + 2 * (0.05 * 0.95 / len(found)) ** 0.5
