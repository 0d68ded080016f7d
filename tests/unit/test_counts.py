"""Counts and rates agree with R (tests/reference/counts.R), with papers and closed forms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.designs import Effect
from evaltools.designs.counts import (
    exact_rate_interval,
    exact_rate_ratio,
    negative_binomial,
    rate_change,
    rate_trend,
    seasonal_step,
    wilson_interval,
)
from evaltools.errors import DataError

R_SAYS = pd.read_csv(Path(__file__).parents[1] / "reference" / "counts.csv")
AGREES = {"rel": 1e-7, "abs": 1e-12}
COUNTS = np.array([12, 19, 9, 25, 14, 31, 27, 22, 40, 18])
SIZE = np.array([900, 910, 905, 930, 940, 935, 960, 955, 970, 990])
LATE = np.arange(10) > 5
ALIKE = [10, 10, 11, 9, 10, 10]


@cache
def said(case: str) -> dict[str, float]:
    """Return R's numbers of one case."""
    rows = R_SAYS[R_SAYS["case"] == case]
    return dict(zip(rows["statistic"], rows["value"].astype(float), strict=True))


def agree(effect: Effect, case: str) -> None:
    for statistic, value in said(case).items():
        assert getattr(effect, statistic) == pytest.approx(value, **AGREES), statistic


@pytest.mark.parametrize(
    "case", ["ratio_11_800_21_3011", "ratio_0_800_3_3011", "ratio_4_50_0_60", "ratio_120_7_90_9"]
)
def test_the_exact_rate_ratio_is_poisson_test_s_also_with_zeros(case: str) -> None:
    after, exposure_after, before, exposure_before = map(float, case.split("_")[1:])
    ratio = exact_rate_ratio(
        after,
        exposure_after=exposure_after,
        count_before=before,
        exposure_before=exposure_before,
    )
    agree(ratio, case)


def test_no_events_at_all_leave_the_ratio_anything() -> None:
    ratio = exact_rate_ratio(0, exposure_after=5, count_before=0, exposure_before=7)
    assert np.isnan(ratio.estimate)
    assert (ratio.conf_low, ratio.conf_high, ratio.p_value) == (0, np.inf, 1)


@pytest.mark.parametrize("count", [0, 1, 10, 137])
def test_the_exact_rate_interval_is_poisson_test_s(count: int) -> None:
    agree(exact_rate_interval(count, exposure=4, conf_level=0.9), f"rate_{count}_4")


def test_no_events_bound_a_rate_by_the_logarithm_of_the_tail() -> None:
    """Exp(-mean) is the chance of none, so the upper limit is -log(.025) per exposure."""
    interval = exact_rate_interval(0, exposure=2)
    assert interval.conf_high == pytest.approx(-np.log(0.025) / 2)


@pytest.mark.parametrize("count", [0, 1, 15, 20])
def test_wilson_s_interval_is_prop_test_s(count: int) -> None:
    agree(wilson_interval(count, trials=20), f"share_{count}_20")


def test_a_change_of_level_is_the_quasi_poisson_model_s() -> None:
    agree(rate_change(COUNTS, exposure=SIZE, during=LATE), "change")


def test_a_trend_is_the_quasi_poisson_model_s() -> None:
    agree(rate_trend(COUNTS, exposure=SIZE, times=np.arange(2011, 2021)), "trend")


def test_less_spread_than_chance_does_not_narrow_the_interval() -> None:
    """With dispersion one the log ratio of two sums has variance 1/31 + 1/29."""
    change = rate_change(ALIKE, exposure=1, during=[0, 0, 0, 1, 1, 1])
    assert change.std_error == pytest.approx((1 / 31 + 1 / 29) ** 0.5)


@given(st.lists(st.integers(1, 50), min_size=4, max_size=9), st.floats(0.1, 1e6))
def test_a_ratio_of_rates_does_not_depend_on_the_unit_of_exposure(
    counts: list[int], unit: float
) -> None:
    during = np.arange(len(counts)) >= len(counts) // 2
    one = rate_change(counts, exposure=1, during=during)
    other = rate_change(counts, exposure=unit, during=during)
    assert other.estimate == pytest.approx(one.estimate)
    assert other.conf_high == pytest.approx(one.conf_high)


def test_the_shortest_wave_of_a_season_needs_its_cosine_alone() -> None:
    quarters = np.arange(24)
    counts = np.round(50 + 10 * np.cos(np.pi * quarters))
    step = seasonal_step(
        counts, exposure=1, times=quarters, during=quarters > 11, harmonics=2, period=4
    )
    assert step.estimate == pytest.approx(1) and step.df == 24 - 6


def test_the_negative_binomial_is_glm_nb_s() -> None:
    """Drivers killed per kilometre before and after Britain's seat belt law, by month."""
    rows = R_SAYS[R_SAYS["case"] == "seatbelts_data"]
    data = rows.groupby("statistic")["value"].agg(lambda values: values.astype(float).to_numpy())
    months = (data["month"][:, None] == np.arange(1, 13)).astype(float)
    design = np.column_stack([data["law"], data["time"], months])
    fit = negative_binomial(data["DriversKilled"], design=design, offset=np.log(data["kms"]))
    expected = said("seatbelts")
    assert fit.coefficients[0] == pytest.approx(expected["law"], rel=1e-7)
    assert fit.std_errors[0] == pytest.approx(expected["law_std_error"], rel=1e-6)
    assert fit.theta == pytest.approx(expected["theta"], rel=1e-5) and fit.note == ""


def test_without_spread_beyond_chance_the_negative_binomial_is_poisson_and_says_so() -> None:
    fit = negative_binomial(ALIKE, design=np.ones((6, 1)))
    assert np.isinf(fit.theta) and "Poisson" in fit.note
    assert fit.coefficients == pytest.approx([np.log(10)])
    assert fit.std_errors == pytest.approx([1 / 60**0.5])


@pytest.mark.parametrize("counts", [[0, 0, 0, 4, 5], [0, 0, 0, 0, 0], [3, 1, 2, 0, 0]])
def test_a_level_without_events_is_refused_in_words(counts: list[int]) -> None:
    with pytest.raises(DataError, match="too few events"):
        rate_change(counts, exposure=1, during=[0, 0, 0, 1, 1])


def test_events_in_the_last_year_alone_are_no_trend() -> None:
    with pytest.raises(DataError, match="too few events"):
        rate_trend([0, 0, 0, 0, 4], exposure=1, times=range(5))


def test_zeros_among_other_counts_are_counts() -> None:
    """The ratio of two sums: 6 of two periods to 2 of three."""
    change = rate_change([0, 2, 0, 6, 0], exposure=1, during=[0, 0, 0, 1, 1])
    assert change.estimate == pytest.approx((6 / 2) / (2 / 3))


def test_all_that_is_wrong_with_counts_is_told_at_once() -> None:
    with pytest.raises(DataError) as caught:
        rate_change([1, 2.5, np.nan, 0, 0], exposure=[1, 1, 0, 1, 1], during=[0, 0, 0, 1, 1])
    counts, sizes = (fault.problem for fault in caught.value.faults)
    assert counts.startswith("2 of 5 counts") and sizes.startswith("1 of 5 sizes")


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(DataError, match="larger than what they are a share of"):
        wilson_interval(7, trials=6)


def test_a_series_without_periods_before_is_refused() -> None:
    with pytest.raises(DataError, match="do not tell the terms"):
        rate_change([3, 4, 5], exposure=1, during=[1, 1, 1])


def test_two_periods_are_too_few_for_a_dispersion() -> None:
    with pytest.raises(DataError, match="2 periods are too few"):
        rate_change([3, 4], exposure=1, during=[0, 1])


def test_series_of_unequal_length_are_refused() -> None:
    with pytest.raises(DataError, match="not equally many"):
        rate_change([3, 4, 5], exposure=[1, 1], during=[0, 1, 1])
