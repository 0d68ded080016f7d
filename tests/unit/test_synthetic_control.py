"""Weighted areas obey their own laws; the papers' figures stand in test_published_figures."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.designs.synthetic_control import (
    Estimator,
    difference,
    leave_one_out,
    placebo_test,
    predictor_weights,
    simplex_weights,
    synthetic_control,
    synthetic_difference_in_differences,
)
from evaltools.errors import DataError

ESTIMATORS = [
    difference,
    synthetic_control,
    partial(synthetic_control, intercept=True),
    synthetic_difference_in_differences,
]
seeds = st.integers(0, 2**32 - 1)


def panel(seed: int, units: int = 8, periods: int = 12) -> np.ndarray:
    """Draw outcomes that share two paths."""
    rng = np.random.default_rng(seed)
    paths = rng.standard_normal((2, periods)).cumsum(axis=1)
    return rng.uniform(0, 1, (units, 2)) @ paths + rng.standard_normal((units, periods))


@given(seeds, st.booleans(), st.sampled_from([0.0, 0.3, 3.0]))
def test_weights_are_the_exact_solution(seed: int, intercept: bool, ridge: float) -> None:
    """No donor has a gradient below the weighted mean of gradients (Kuhn and Tucker)."""
    y = panel(seed)
    weights = simplex_weights(y[1:], target=y[0], ridge=ridge, intercept=intercept)
    distance = y[1:] - y[0]
    distance -= intercept * distance.mean(axis=1, keepdims=True)
    gradient = distance @ (distance.T @ weights) + y.shape[1] * ridge**2 * weights
    assert weights.sum() == pytest.approx(1) and weights.min() >= 0
    assert gradient.min() >= weights @ gradient - 1e-8 * np.abs(gradient).max()


@given(seeds)
def test_a_mixture_of_donors_is_taken_apart(seed: int) -> None:
    y = panel(seed)
    mixture = np.array([0.5, 0.3, 0.2, 0, 0, 0, 0])
    found = simplex_weights(y[1:], target=mixture @ y[1:])
    assert found == pytest.approx(mixture, abs=1e-6)


def test_a_high_price_of_uneven_weights_makes_them_even() -> None:
    y = panel(1)
    assert simplex_weights(y[1:], target=y[0], ridge=1e4) == pytest.approx(1 / 7, abs=1e-4)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_what_is_added_after_is_what_is_estimated(estimator: Estimator) -> None:
    y = panel(2)
    more = y.copy()
    more[0, 8:] += 5
    without = estimator(y, periods_before=8).estimate
    assert estimator(more, periods_before=8).estimate == pytest.approx(without + 5)


@pytest.mark.parametrize("estimator", [ESTIMATORS[0], *ESTIMATORS[2:]])
def test_a_lasting_distance_is_no_change(estimator: Estimator) -> None:
    y = panel(3)
    apart = y.copy()
    apart[0] += 100
    near, far = (estimator(each, periods_before=8).estimate for each in (y, apart))
    assert far == pytest.approx(near)


def test_the_difference_is_that_of_four_means() -> None:
    y = panel(4)
    changes = y[:, 8:].mean(axis=1) - y[:, :8].mean(axis=1)
    expected = changes[0] - changes[1:].mean()
    assert difference(y, periods_before=8).estimate == pytest.approx(expected)


def test_a_placebo_difference_is_a_donor_s_change_less_the_others() -> None:
    y = panel(5)
    changes = (y[:, 8:].mean(axis=1) - y[:, :8].mean(axis=1))[1:]
    test = placebo_test(y, periods_before=8, estimator=difference)
    assert test.estimates == pytest.approx((changes - changes.mean()) * 7 / 6)


def test_placebos_never_see_the_treated_unit() -> None:
    y = panel(6)
    other = y.copy()
    other[0] += 1000 * np.arange(12)
    one, two = (
        placebo_test(each, periods_before=8, estimator=synthetic_control) for each in (y, other)
    )
    assert one.estimates == pytest.approx(two.estimates)


def test_leaving_a_donor_out_of_the_difference_has_a_closed_form() -> None:
    y = panel(7)
    changes = y[:, 8:].mean(axis=1) - y[:, :8].mean(axis=1)
    without = changes[0] - (changes[1:].sum() - changes[1:]) / 6
    left_out = leave_one_out(y, periods_before=8, estimator=difference)
    assert left_out == pytest.approx(without)


def test_no_effect_is_seldom_found() -> None:
    """Of 400 panels without effect at most 5 % and chance have a p-value up to .05."""
    tests = (
        placebo_test(panel(seed, 20, 8), periods_before=5, estimator=difference)
        for seed in range(400)
    )
    found = np.mean([test.p_estimate <= 0.05 for test in tests])
    assert found <= 0.05 + 3 * (0.05 * 0.95 / 400) ** 0.5


def test_a_comparison_that_does_not_follow_the_unit_is_flagged() -> None:
    y = panel(8)
    y[0] += 50
    flags = synthetic_control(y, periods_before=8).flags
    assert any("does not follow the unit before" in flag for flag in flags)


def test_a_fit_without_error_is_flagged() -> None:
    y = panel(9, units=40, periods=6)
    y[0] = y[1:].mean(axis=0)
    flags = synthetic_control(y, periods_before=3).flags
    assert any("too few periods to judge by" in flag for flag in flags)


def test_donors_that_are_all_alike_are_compared_with_too() -> None:
    y = np.ones((5, 12))
    y[0] = np.arange(12)
    flags = difference(y, periods_before=8).flags
    assert any("the spread between donors 0." in flag for flag in flags)


def test_donors_and_periods_that_lack_are_told_in_words() -> None:
    y = panel(10, units=2)
    y[1, 3] = np.nan
    with pytest.raises(DataError) as caught:
        difference(y, periods_before=8)
    missing, few = (str(fault) for fault in caught.value.faults)
    assert "1 of 2 units lack a number" in missing and "1 donors are too few" in few


@pytest.mark.parametrize("periods_before", [0, 1, 12])
def test_a_comparison_without_before_or_after_is_refused(periods_before: int) -> None:
    with pytest.raises(DataError, match="At least two must be before"):
        synthetic_control(panel(11), periods_before=periods_before)


def test_a_predictor_that_is_the_same_everywhere_is_refused() -> None:
    predictors = np.column_stack([np.arange(5.0), np.ones(5)])
    with pytest.raises(DataError, match="1 of 2 predictors are the same"):
        predictor_weights(predictors, outcomes=panel(12, units=5))
