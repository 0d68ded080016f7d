"""Models find a known truth, and their intervals cover it as often as they claim.

Samples of workplaces in four strata of unequal size are drawn again and again from a known model:
years at work and being a chief make people know, and some workplaces know more than others.
Those in the field are as likely to know as others of the same years, but have been there longer.
Seeds are fixed, so that a test says the same each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from evaltools.errors import DataError
from evaltools.estimates import Estimates, estimate_shares
from evaltools.estimates.effects import (
    estimate_effects,
    estimate_margins,
    estimate_ordinal_effects,
)
from evaltools.estimates.imputation import combine, impute
from evaltools.survey import Survey

SHARES = np.array([0.4, 0.3, 0.2, 0.1])
"""Share of all employees who work in each stratum; as many workplaces are drawn in each."""
PLACES, STAFF = 10, 14
CHIEF = 0.9
CUTS = np.array([-0.8, 0.6])
RUNS, FEWER = 1_000, 300


def draw_people(places: int, *, rng: np.random.Generator) -> pd.DataFrame:
    """Draw staff of some workplaces of each stratum, with the line behind their answers."""
    stratum = np.repeat(np.arange(4), places * STAFF)
    place = np.repeat(np.arange(4 * places), STAFF)
    chief = rng.random(len(place)) < 0.25 + 0.05 * stratum
    field = rng.random(len(place)) < 0.5
    years = rng.normal(field * 1.2, 1) + 0.2 * stratum
    mood = rng.normal(0, 0.35, 4 * places)[place]
    return pd.DataFrame(
        {
            "stratum": stratum.astype(str),
            "cluster": place.astype(str),
            "weight": SHARES[stratum],
            "population": np.nan,
            "post": np.where(chief, "chief", "other"),
            "work": np.where(field, "field", "desk"),
            "years": years,
            "rest": -0.6 + 0.7 * years + mood,
        }
    )


def draw_sample(rng: np.random.Generator) -> Survey:
    """Let a sample answer."""
    people = draw_people(PLACES, rng=rng)
    latent = people["rest"] + CHIEF * (people["post"] == "chief") + rng.logistic(size=len(people))
    extent = 1 + (latent.to_numpy()[:, None] > CUTS).sum(axis=1)
    return Survey(people.assign(knows=latent > 0, extent=extent), "drawn", True)


@cache
def truth() -> dict[str, float]:
    """Average over very many employees what the model says of them."""
    people = draw_people(5_000, rng=np.random.default_rng(1))
    weight, rest = people["weight"], people["rest"]

    def share(line: pd.Series) -> float:
        return float(np.average(expit(line), weights=weight))

    now = rest + CHIEF * (people["post"] == "chief")
    return {
        "chief": share(rest + CHIEF) - share(rest),
        "field": 0.0,
        "+1": share(now + 0.7) - share(now),
        "margin": share(rest + CHIEF),
        "high": share(rest + CHIEF - CUTS[1]) - share(rest - CUTS[1]),
        "knows": share(now),
    }


def replicated(runs: int, ask: Callable[[Survey], pd.DataFrame], seed: int) -> pd.DataFrame:
    """Ask one sample after the other."""
    rng = np.random.default_rng(seed)
    return pd.concat([ask(draw_sample(rng)) for _ in range(runs)], ignore_index=True)


def effects_of(survey: Survey) -> pd.DataFrame:
    """Estimate effects on knowing; the largest of two halves is either of them."""
    table = estimate_effects(
        survey,
        outcome=survey.tidy()["knows"],
        drivers=("post", "work", "years"),
        sensitivity="open",
    ).tidy()
    turned = table["level"].eq("desk")
    signs = np.where(turned, -1, 1)
    low, high = table["conf_low"], table["conf_high"]
    return table.assign(
        level=table["level"].mask(turned, "field"),
        estimate=table["estimate"] * signs,
        conf_low=low.where(~turned, -high),
        conf_high=high.where(~turned, -low),
    )


@cache
def effects() -> pd.DataFrame:
    """Estimate effects in many samples."""
    table = replicated(RUNS, effects_of, seed=2)
    return table.assign(truth=table["level"].map(truth()))


def check_coverage(table: pd.DataFrame) -> None:
    """Hold intervals of 95 per cent to between 93 and 97."""
    covered = table["truth"].between(table["conf_low"], table["conf_high"]).mean()
    assert 0.93 <= covered <= 0.97


@pytest.mark.simulation
@pytest.mark.parametrize("level", ["chief", "field", "+1"])
def test_effects_centre_on_the_truth(level: str) -> None:
    error = effects().query("level == @level").eval("estimate - truth")
    assert abs(error.mean()) < 4 * error.std() / RUNS**0.5


@pytest.mark.simulation
@pytest.mark.parametrize("level", ["chief", "field", "+1"])
def test_intervals_of_effects_cover_the_truth(level: str) -> None:
    check_coverage(effects().query("level == @level"))


@pytest.mark.simulation
def test_no_effect_is_found_where_there_is_none() -> None:
    found = effects().query("level == 'field'")["p_value"].lt(0.05).mean()
    assert found < 0.05 + 2 * (0.05 * 0.95 / RUNS) ** 0.5


def test_the_plain_difference_would_find_one() -> None:
    def ask(survey: Survey) -> pd.DataFrame:
        reached = survey.tidy()[["knows"]].astype("boolean")
        return estimate_shares(survey, reached=reached, sensitivity="open", by=("work",)).tidy()

    share = replicated(20, ask, seed=3).groupby("work")["estimate"].mean()
    assert share["field"] - share["desk"] > 0.1


@pytest.mark.simulation
def test_intervals_of_margins_cover_the_truth() -> None:
    def ask(survey: Survey) -> pd.DataFrame:
        return estimate_margins(
            survey,
            outcome=survey.tidy()["knows"],
            drivers=("post", "years"),
            sensitivity="open",
        ).tidy()

    table = replicated(FEWER, ask, seed=4).query("level == 'chief'")
    check_coverage(table.assign(truth=truth()["margin"]))


@pytest.mark.simulation
def test_intervals_of_ordinal_effects_cover_the_truth() -> None:
    """Lines are parallel; a sample in a hundred is refused by chance."""

    def ask(survey: Survey) -> pd.DataFrame:
        try:
            return estimate_ordinal_effects(
                survey,
                outcome=survey.tidy()["extent"],
                at_least=3,
                drivers=("post", "years"),
                sensitivity="open",
            ).tidy()
        except DataError:
            return pd.DataFrame()

    table = replicated(FEWER, ask, seed=5).query("level == 'chief'")
    assert len(table) > 0.96 * FEWER
    check_coverage(table.assign(truth=truth()["high"]))


def with_gaps(survey: Survey, rng: np.random.Generator) -> Survey:
    """Lose answers of those who are chiefs and have been there long."""
    answers = survey.tidy()
    chance = expit(-1.4 + 0.6 * answers["years"] + 0.8 * (answers["post"] == "chief"))
    knows = pd.Series(np.where(answers["knows"], "yes", "no"), dtype="str")
    gone = rng.random(len(answers)) < chance
    return replace(survey, _answers=answers.assign(knows=knows.mask(gone)))


def shares_of(*surveys: Survey) -> tuple[Estimates, ...]:
    """Estimate the share that knows in surveys of the same people, of those who answered."""
    columns = {str(place): survey.tidy()["knows"] for place, survey in enumerate(surveys)}
    knows = pd.DataFrame(columns)
    reached = knows.eq("yes").astype("boolean").mask(knows.isna())
    together = estimate_shares(surveys[0], reached=reached, sensitivity="open")
    rows = together.tidy().assign(measure="knows")
    return tuple(replace(together, _table=rows.iloc[[place]]) for place in range(len(surveys)))


@cache
def imputed() -> pd.DataFrame:
    """Estimate shares of many samples with gaps: of those who answered, and of all."""
    rng = np.random.default_rng(6)

    def ask(survey: Survey) -> pd.DataFrame:
        gappy = with_gaps(survey, rng)
        several = impute(gappy, columns=("knows",), predictors=("post", "years"), m=5, rng=rng)
        pooled = combine(shares_of(*several), df=4 * PLACES - 4).tidy()
        alone = shares_of(gappy)[0].tidy()
        return pd.concat([alone.assign(base="complete"), pooled.assign(base="all")])

    return replicated(FEWER, ask, seed=7).assign(truth=truth()["knows"])


@pytest.mark.simulation
def test_complete_cases_miss_the_truth_and_imputations_do_not() -> None:
    table = imputed()
    error = table.assign(error=table["estimate"] - table["truth"]).groupby("base")["error"].mean()
    assert error["complete"] < -0.03
    assert abs(error["all"]) < 0.005


@pytest.mark.simulation
def test_intervals_of_imputed_shares_cover_the_truth() -> None:
    check_coverage(imputed().query("base == 'all'"))
