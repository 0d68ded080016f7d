"""Intervals cover the truth as often as they claim, after nonresponse and calibration.

A population is drawn once; a thousand samples and more are drawn from it as a survey would be.
Whom nobody hears of differs from those who answer, by body and role, and the weights mend it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from evaltools.estimates import adjust_p, compare_shares, estimate_shares
from evaltools.survey import Survey, design_survey, rake

pytestmark = pytest.mark.simulation
SAMPLES = 1_000
MARGIN = 2 * (0.95 * 0.05 / SAMPLES) ** 0.5
"""Two simulation errors of a coverage."""


@cache
def population(share: float, size: int) -> pd.DataFrame:
    """Draw everyone: two bodies, two roles, workplaces of some sixty persons."""
    rng = np.random.default_rng(1)
    people = pd.DataFrame(
        {
            "body": rng.choice(["a", "b"], size, p=[0.6, 0.4]),
            "role": rng.choice(["chief", "staff"], size, p=[0.2, 0.8]),
        }
    )
    people["cluster"] = people["body"] + rng.integers(0, size // 125 + 1, size).astype(str)
    lean = people["role"].map({"chief": 0.6, "staff": -0.1}) + people["body"].map(
        {"a": 0.3, "b": -0.3}
    )
    moods = {place: rng.normal(0, 0.25) for place in sorted(people["cluster"].unique())}
    draw = lean + people["cluster"].map(moods) + rng.logistic(size=size)
    people["yes"] = draw > draw.quantile(1 - share)
    people["answers"] = people["role"].map({"chief": 0.7, "staff": 0.4})
    return people


def frame(people: pd.DataFrame) -> pd.DataFrame:
    """Count the employees of each body and role."""
    return people.groupby(["body", "role"]).size().rename("employees").reset_index()


def persons(share: float, n: int, rng: np.random.Generator) -> Survey:
    """Ask everyone of a population of which some `n` will answer."""
    people = population(share, round(n / 0.46 * 1.0))
    answers = people[rng.random(len(people)) < people["answers"]].reset_index(drop=True)
    return design_survey(
        answers[["body", "role", "yes"]],
        frame=frame(people), body="body", role="role", wave="t", synthetic=True,
    )  # fmt: skip


def raked(share: float, n: int, rng: np.random.Generator) -> Survey:
    """Draw people with replacement from a large population and rake those who answer."""
    people = population(share, 5_000)
    asked = people.iloc[rng.integers(0, len(people), round(n / 0.46))]
    answers = asked[rng.random(len(asked)) < asked["answers"]].reset_index(drop=True)
    drawn = answers.drop(columns="cluster").assign(
        stratum="all", population=np.nan, weight=len(people) / len(answers)
    )
    totals = pd.concat(
        people[name].value_counts().rename_axis("category").reset_index(name="total")
        .assign(margin=name)
        for name in ("body", "role")
    )  # fmt: skip
    return rake(Survey(drawn, "t", True), totals=totals)


def workplaces(share: float, n: int, rng: np.random.Generator) -> Survey:
    """Draw a tenth of the workplaces of each body; part of the staff answer."""
    people = population(share, 20_000)
    places = people.groupby("body")["cluster"].unique()
    wanted = round(n / 0.46 / len(people) * len(places.iloc[0]))
    chosen = np.concatenate([rng.choice(each, wanted, replace=False) for each in places])
    asked = people[people["cluster"].isin(chosen)]
    answers = asked[rng.random(len(asked)) < asked["answers"]].reset_index(drop=True)
    return design_survey(
        answers[["body", "role", "cluster", "yes"]],
        frame=frame(people), body="body", role="role", wave="t", synthetic=True,
        cluster="cluster",
    )  # fmt: skip


def covered(draw: object, share: float, n: int, *, samples: int = SAMPLES) -> float:
    """Count how often the interval covers the share of the population."""
    rng = np.random.default_rng(2)
    hits = 0
    size = {persons: round(n / 0.46), raked: 5_000, workplaces: 20_000}[draw]
    truth = population(share, size)["yes"].mean()
    for _ in range(samples):
        survey = draw(share, n, rng)
        reached = survey.tidy()[["yes"]].astype("boolean")
        row = estimate_shares(survey, reached=reached, sensitivity="open").tidy().iloc[0]
        hits += row["conf_low"] <= truth <= row["conf_high"]
    return hits / samples


@pytest.mark.parametrize("n", [100, 1_000])
@pytest.mark.parametrize("share", [0.2, 0.5])
@pytest.mark.parametrize("draw", [persons, raked])
def test_95_per_cent_intervals_cover_93_to_97(draw: object, share: float, n: int) -> None:
    assert 0.93 - MARGIN / 2 <= covered(draw, share, n) <= 0.97 + MARGIN / 2


@pytest.mark.parametrize("share", [0.2, 0.5])
def test_intervals_of_drawn_workplaces_cover(share: float) -> None:
    assert 0.93 - MARGIN / 2 <= covered(workplaces, share, 1_000) <= 0.97 + MARGIN / 2


@pytest.mark.parametrize(("share", "n"), [(0.2, 30), (0.02, 100), (0.02, 1_000)])
@pytest.mark.parametrize("draw", [persons, raked])
def test_few_cases_never_cover_less_than_93(draw: object, share: float, n: int) -> None:
    assert covered(draw, share, n) >= 0.93 - MARGIN / 2


def test_false_alarms_between_waves_stay_under_five_per_cent_after_holm() -> None:
    rng = np.random.default_rng(3)
    alarms = 0
    for _ in range(SAMPLES):
        waves = []
        for _ in range(2):
            survey = persons(0.3, 400, rng)
            reached = survey.tidy()[["yes"]].astype("boolean")
            waves.append(estimate_shares(survey, reached=reached, sensitivity="open", by=("body",)))
        after, before = waves
        change = compare_shares(after, before=before)
        if change.tidy()["p_value"].min() < 0.05:  # an adjusted p-value is never below its own
            alarms += adjust_p(change).tidy()["p_adjusted"].min() < 0.05
    assert alarms / SAMPLES <= 0.05 + MARGIN
