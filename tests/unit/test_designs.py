"""Designs against numbers that nobody here computed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from evaltools.designs import (
    AUTOCORRELATIONS,
    Changes,
    change_areas,
    interrupted_series,
    leave_one_out,
    mean_contrast,
    mix_autocorrelations,
    placebo_effect,
    placebo_rank,
    rate_posterior,
    share_posterior,
    step_design,
    trend_contrast,
)

REFERENCE = Path(__file__).parents[1] / "reference" / "designs.csv"

# Posteriors


def test_a_rate_of_nothing_has_an_upper_limit() -> None:
    """Half of chi-squared with one degree: 5.024 / 2, for no event under Jeffreys' prior."""
    low, high = rate_posterior(0.0, exposure=1.0).interval(0.95)
    assert low < 0.001 and high == pytest.approx(5.0239 / 2, abs=1e-4)


def test_a_share_agrees_with_jeffreys_interval() -> None:
    """Brown, Cai and DasGupta (2001), table 5: x = 5 of n = 20 gives (.102, .464)."""
    low, high = share_posterior(5.0, trials=20.0).interval(0.95)
    assert (round(low, 3), round(high, 3)) == (0.102, 0.464)


# Interrupted series


YEARS = np.r_[2004:2013, 2014:2020].astype(float)
VALUES = np.array(
    [5.1, 4.8, 5.6, 5.9, 5.2, 5.0, 5.7, 6.1, 5.8, 7.4, 7.9, 7.1, 7.6, 8.2, 8.0]
)  # fmt: skip


def test_each_autocorrelation_is_fitted_and_weighed_as_by_nlme() -> None:
    """tests/reference/designs.R: gls(correlation = corCAR1(rho, fixed = TRUE)), REML."""
    reference = pd.read_csv(REFERENCE)
    reference = reference[reference["what"] == "step"]
    mixture = mix_autocorrelations(
        VALUES[None, :], times=YEARS, design=step_design(YEARS, start=2014)
    )
    place = np.searchsorted(AUTOCORRELATIONS, reference["rho"] - 1e-6)
    assert mixture.estimate[place, 0] == pytest.approx(reference["estimate"], rel=1e-7)
    assert mixture.std_error[place, 0] == pytest.approx(reference["std_error"], rel=1e-7)
    likelihood = np.exp(reference["loglik"] - reference["loglik"].max())
    weight = mixture.weight[place, 0]
    assert weight / weight.sum() == pytest.approx(likelihood / likelihood.sum(), rel=1e-6)


def test_without_autocorrelation_a_step_is_that_of_least_squares() -> None:
    mixture = mix_autocorrelations(
        VALUES[None, :], times=YEARS, design=step_design(YEARS, start=2014)
    )
    place = int(np.flatnonzero(AUTOCORRELATIONS == 0)[0])
    fit = sm.OLS(VALUES, step_design(YEARS, start=2014)).fit()
    assert mixture.estimate[place, 0] == pytest.approx(fit.params[0])
    assert mixture.std_error[place, 0] == pytest.approx(fit.bse[0])


def test_the_limits_are_those_of_the_mixture() -> None:
    design = step_design(YEARS, start=2014)
    mixture = mix_autocorrelations(VALUES[None, :], times=YEARS, design=design)
    effect, _ = interrupted_series(VALUES, times=YEARS, design=design, conf_level=0.9)
    centre, spread, weight = (
        each[:, 0] for each in (mixture.estimate, mixture.std_error, mixture.weight)
    )
    for limit, chance in ((effect.conf_low, 0.05), (effect.conf_high, 0.95)):
        below = (weight * stats.t.cdf((limit - centre) / spread, 12)).sum()
        assert below == pytest.approx(chance, abs=1e-6)


def test_the_step_of_an_exact_series_is_found() -> None:
    times = np.arange(2000.0, 2020.0)
    values = 3 + 0.5 * times + 7 * (times >= 2010) + 1e-3 * np.sin(times * 9)
    effect, _ = interrupted_series(values, times=times, design=step_design(times, start=2010))
    assert effect.estimate == pytest.approx(7, abs=0.01)


def test_a_season_is_not_taken_for_a_step() -> None:
    times = np.arange(72.0)
    values = 10 * np.sin(2 * np.pi * times / 12) + 0.01 * np.cos(times * 7)
    design = step_design(times, start=39, season=12, harmonics=2)
    effect, _ = interrupted_series(values, times=times, design=design)
    assert abs(effect.estimate) < 0.05


def test_years_that_lack_are_left_out_without_closing_the_gap() -> None:
    times = np.array([2001.0, 2002, 2003, 2005, 2006, 2008, 2009, 2011, 2012, 2014])
    values = 0.5 * times + 4 * (times >= 2008) + 1e-3 * np.cos(times * 5)
    effect, _ = interrupted_series(values, times=times, design=step_design(times, start=2008))
    assert effect.estimate == pytest.approx(4, abs=0.01)


def test_a_series_moves_with_its_unit() -> None:
    rng, times = np.random.default_rng(2), np.arange(14.0)
    values, design = rng.normal(size=14), step_design(times, start=9)
    one, _ = interrupted_series(values, times=times, design=design)
    ten, _ = interrupted_series(10 * values + 3, times=times, design=design)
    assert ten.conf_low == pytest.approx(10 * one.conf_low, rel=1e-6)
    assert ten.p_value == pytest.approx(one.p_value, rel=1e-6)


# Placebo


def changes(others: int, *, own: float = 0.0, seed: int = 0) -> Changes:
    rng = np.random.default_rng(seed)
    return Changes(np.r_[own, rng.normal(0, 0.1, others)], np.full(others + 1, 1e-12))


def test_areas_of_one_size_give_nearly_students_prediction_interval() -> None:
    """The variance between areas is estimated from the others: Student with one less."""
    given = changes(60)
    others = given.change[1:]
    half = stats.t.ppf(0.975, 59) * others.std(ddof=1) * np.sqrt(1 + 1 / 60)
    effect = placebo_effect(given)
    assert effect.estimate == pytest.approx(-others.mean(), abs=1e-6)
    assert (effect.conf_high - effect.conf_low) / 2 == pytest.approx(half, rel=0.02)


def test_leaving_an_area_out_is_estimating_without_it() -> None:
    given = changes(25, own=-0.3)
    without = leave_one_out(given)[4]
    alone = placebo_effect(given.without(5))
    assert without.estimate == pytest.approx(alone.estimate, abs=1e-4)
    assert without.conf_low == pytest.approx(alone.conf_low, abs=2e-3)


def test_a_small_area_has_a_wider_interval_than_a_large_one() -> None:
    given = changes(30)
    small = Changes(given.change, np.r_[0.05, given.variance[1:]])
    widths = [each.conf_high - each.conf_low for each in map(placebo_effect, (given, small))]
    assert widths[0] < widths[1]


def test_the_oddest_of_twenty_areas_has_rank_one_in_twenty() -> None:
    assert placebo_rank(changes(19, own=-5.0)) == pytest.approx(1 / 20)


@given(st.floats(-5, 5), st.integers(0, 1000))
def test_a_shift_of_every_area_changes_nothing(shift: float, seed: int) -> None:
    given_changes = changes(20, own=0.1, seed=seed)
    moved = Changes(given_changes.change + shift, given_changes.variance)
    assert placebo_effect(moved).conf_low == pytest.approx(
        placebo_effect(given_changes).conf_low, abs=1e-6
    )


def test_a_trend_of_its_own_is_taken_out_by_the_trend_contrast() -> None:
    times = np.arange(2005.0, 2020.0)
    outcomes = np.outer([3.0, -2.0, 1.0], times)
    found = change_areas(
        outcomes, chance=np.ones_like(outcomes), contrast=trend_contrast(times, start=2014)
    )
    assert np.abs(found.change).max() < 1e-8


def test_the_variance_of_a_change_of_means_is_that_of_two_means() -> None:
    during = np.arange(6) >= 4
    found = change_areas(np.zeros((1, 6)), chance=np.ones((1, 6)), contrast=mean_contrast(during))
    assert found.variance[0] == pytest.approx(1 / 4 + 1 / 2)
