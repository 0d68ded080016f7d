"""Confounding: the papers' own examples, and what must hold whatever the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from evaltools.designs import Effect
from evaltools.designs.confounding import (
    Benchmark,
    adjust_for_benchmark,
    e_value,
    partial_r2,
    robustness_value,
)
from evaltools.errors import DataError

# Being directly harmed and attitudes to peace in Darfur: the regression of Cinelli and Hazlett
# (2020), table 1, and the partial R2 of gender with treatment and outcome, from their data.
HARMED = Effect(0.0973158193, 0.0232565378, 783, np.nan, np.nan, np.nan)
T_VALUE = HARMED.estimate / HARMED.std_error
FEMALE = {"with_treatment": 0.0090810652, "with_outcome": 0.1090339154}
t_values = st.floats(-30, 30)


def as_strong_as_female(times: float) -> Benchmark:
    return adjust_for_benchmark(HARMED, times=times, **FEMALE)


def test_the_e_value_of_breastfeeding_is_the_paper_s() -> None:
    """VanderWeele and Ding (2017): 3.9 (1.8-8.7) has E-values 7.26 and 3.0."""
    found = e_value(3.9, conf_low=1.8, conf_high=8.7)
    assert found.estimate == pytest.approx(7.26, abs=0.005)
    assert found.limit == pytest.approx(3.0, abs=0.005)


@given(st.floats(0.05, 20))
def test_a_protective_ratio_needs_what_its_inverse_needs(ratio: float) -> None:
    one = e_value(ratio, conf_low=ratio / 2, conf_high=ratio * 1.5)
    other = e_value(1 / ratio, conf_low=1 / (ratio * 1.5), conf_high=2 / ratio)
    assert one.estimate == pytest.approx(other.estimate)
    assert one.limit == pytest.approx(other.limit)


@given(st.floats(1, 20))
def test_a_confounder_as_strong_as_the_e_value_just_explains_the_ratio(ratio: float) -> None:
    """Ding and VanderWeele (2016): two ratios a and b bias by ab / (a + b - 1) at most."""
    needed = e_value(ratio, conf_low=1, conf_high=ratio).estimate
    assert needed**2 / (2 * needed - 1) == pytest.approx(ratio)


def test_an_interval_that_holds_one_needs_no_confounder() -> None:
    assert e_value(1.4, conf_low=0.9, conf_high=2.2).limit == 1


def test_no_events_after_need_an_endless_confounder() -> None:
    found = e_value(0, conf_low=0, conf_high=0.5)
    assert np.isinf(found.estimate) and found.limit == pytest.approx(2 + 2**0.5)


def test_a_ratio_outside_its_limits_is_refused() -> None:
    with pytest.raises(DataError, match="does not lie between its limits"):
        e_value(1.4, conf_low=1.5, conf_high=2)


def test_darfur_s_robustness_values_are_the_published_ones() -> None:
    """Cinelli and Hazlett (2020), table 1: 13.9 % and at the level .05 7.6 %."""
    assert robustness_value(T_VALUE, df=783) == pytest.approx(0.13878, abs=5e-6)
    assert robustness_value(T_VALUE, df=783, alpha=0.05) == pytest.approx(0.07626, abs=5e-6)


def test_darfur_s_partial_r2_is_the_published_one() -> None:
    """Cinelli and Hazlett (2020), table 1: 2.2 %."""
    assert partial_r2(T_VALUE, df=783) == pytest.approx(0.02187, abs=5e-6)


@pytest.mark.parametrize(
    ("times", "shares", "estimate", "std_error", "limits"),
    [
        (1, (0.0092, 0.1246), 0.0752, 0.0219, (0.0323, 0.1182)),
        (2, (0.0183, 0.2493), 0.0529, 0.0204, (0.0130, 0.0929)),
        (3, (0.0275, 0.3741), 0.0304, 0.0187, (-0.0063, 0.0670)),
    ],
)
def test_darfur_s_bounds_by_gender_are_the_published_ones(
    times: float,
    shares: tuple[float, float],
    estimate: float,
    std_error: float,
    limits: tuple[float, float],
) -> None:
    """As the authors' package sensemakr prints them."""
    found = as_strong_as_female(times)
    assert (found.with_treatment, found.with_outcome) == pytest.approx(shares, abs=6e-5)
    assert found.effect.estimate == pytest.approx(estimate, abs=6e-5)
    assert found.effect.std_error == pytest.approx(std_error, abs=6e-5)
    assert (found.effect.conf_low, found.effect.conf_high) == pytest.approx(limits, abs=6e-5)


def test_a_confounder_of_no_strength_costs_one_degree_of_freedom() -> None:
    effect = as_strong_as_female(0).effect
    assert effect.estimate == pytest.approx(HARMED.estimate) and effect.df == 782


@given(st.floats(0.1, 30), st.floats(5, 2000))
def test_a_confounder_as_strong_as_the_robustness_value_leaves_nothing(
    t_value: float, df: float
) -> None:
    """The bias in standard errors is the root of df R2 R2 / (1 - R2)."""
    value = robustness_value(t_value, df=df)
    assert (df * value**2 / (1 - value)) ** 0.5 == pytest.approx(t_value)


@given(t_values, st.floats(5, 2000))
def test_to_undo_significance_is_easier_than_to_undo_the_estimate(
    t_value: float, df: float
) -> None:
    at_level = robustness_value(t_value, df=df, alpha=0.05)
    assert 0 <= at_level <= robustness_value(t_value, df=df) < 1


def test_the_two_forms_of_the_robustness_value_meet() -> None:
    """At a size of one over the critical one the extreme confounder takes over."""
    critical = 0.5
    df = 5.0
    alpha = 2 * float(stats.t.sf(critical * (df - 1) ** 0.5, df - 1))
    near, past = (
        robustness_value(df**0.5 * size / critical, df=df, alpha=alpha)
        for size in (1 - 1e-9, 1 + 1e-9)
    )
    assert near == pytest.approx(0.75) and past == pytest.approx(0.75)


def test_an_effect_that_is_not_significant_has_no_robustness_at_the_level() -> None:
    assert robustness_value(1.5, df=50, alpha=0.05) == 0


def test_a_confounder_can_turn_the_sign() -> None:
    weak = Effect(-0.01, 0.02, 100, np.nan, np.nan, np.nan)
    assert adjust_for_benchmark(weak, **FEMALE, times=3).effect.estimate > 0


def test_more_than_all_that_is_left_of_the_outcome_is_all() -> None:
    found = adjust_for_benchmark(HARMED, with_treatment=0.1, with_outcome=0.6)
    assert found.with_outcome == 1 and found.effect.std_error == 0


def test_a_confounder_that_cannot_be_is_refused() -> None:
    with pytest.raises(DataError, match="No confounder can be 3 times as strong"):
        adjust_for_benchmark(HARMED, with_treatment=0.3, with_outcome=0.1, times=3)


def test_all_that_is_wrong_with_a_robustness_value_is_told_at_once() -> None:
    with pytest.raises(DataError) as caught:
        robustness_value(2, df=1, share=0)
    assert len(caught.value.faults) == 2
