"""Areas with and without: agreement with clubSandwich, closed forms, and refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from evaltools.designs import (
    EventStudy,
    adoption_changes,
    cluster_effect,
    compare_changes,
    event_study,
    honest_bounds,
    pretrend_test,
    two_way_effects,
    wild_bootstrap,
)
from evaltools.errors import DataError

REFERENCE = Path(__file__).parents[1] / "reference"
NEVER = np.nan


def draw(seed: int, *, areas: int = 14, periods: int = 8) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(areas, periods)) + rng.normal(0, 3, (areas, 1))


# Clusters


@pytest.fixture(scope="module")
def said() -> pd.DataFrame:
    """What R says: tests/reference/panels.R."""
    return pd.read_csv(REFERENCE / "panels.csv").set_index("what")


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "panel_data.csv")


def full(panel: pd.DataFrame) -> np.ndarray:
    """Make a design with every fixed effect as a column."""
    area, period = (pd.get_dummies(panel[name], dtype=float) for name in ("area", "period"))
    return np.column_stack([panel["treated"], area, period.iloc[:, 1:]])


@pytest.mark.parametrize("kind", ["CR1", "CR2"])
def test_clustered_errors_are_those_of_clubsandwich(
    kind: str, said: pd.DataFrame, panel: pd.DataFrame
) -> None:
    effect = cluster_effect(
        panel["y"].to_numpy(), design=full(panel), column=0, clusters=panel["area"],
        kind=kind,  # type: ignore[arg-type]
    )  # fmt: skip
    expected = said.loc[kind]
    assert effect.estimate == pytest.approx(expected["estimate"], rel=1e-8)
    assert effect.std_error == pytest.approx(expected["std_error"], rel=1e-8)
    if kind == "CR2":
        assert effect.df == pytest.approx(expected["df"], rel=1e-6)
        assert effect.p_value == pytest.approx(expected["p_value"], rel=1e-6)


def test_fixed_effects_taken_out_are_fixed_effects_as_columns(panel: pd.DataFrame) -> None:
    wide = [panel.pivot_table(index="area", columns="period", values=name).to_numpy()
            for name in ("y", "treated")]  # fmt: skip
    (fast,) = two_way_effects(wide[0][None], treatment=wide[1])
    slow = cluster_effect(
        panel["y"].to_numpy(), design=full(panel), column=0, clusters=panel["area"]
    )
    for name in ("estimate", "std_error", "df", "conf_low"):
        assert getattr(fast, name) == pytest.approx(getattr(slow, name), rel=1e-8)


def test_many_outcomes_at_once_are_one_after_another() -> None:
    outcomes = np.stack([draw(seed) for seed in range(3)])
    treatment = np.zeros((14, 8))
    treatment[:5, 5:] = 1
    together = two_way_effects(outcomes, treatment=treatment)
    alone = [two_way_effects(each[None], treatment=treatment)[0] for each in outcomes]
    assert [each.conf_high for each in together] == pytest.approx(
        [each.conf_high for each in alone]
    )


def test_two_groups_of_one_size_have_welchs_error() -> None:
    """CR2 with a cluster per area is HC2: the variance of a difference of two means."""
    changes = draw(1)[:, 0]
    treated = np.r_[np.ones(7), np.zeros(7)]
    effect = compare_changes(changes, treated=treated)
    parts = [changes[treated == side].var(ddof=1) / 7 for side in (0, 1)]
    assert effect.std_error == pytest.approx(np.sqrt(sum(parts)))


# Adoption


def test_areas_that_began_together_are_compared_by_their_changes() -> None:
    outcomes, times = draw(2), np.arange(8.0)
    began = np.r_[np.full(5, 5.0), np.full(9, NEVER)]
    changes = adoption_changes(outcomes, times=times, began=began)
    treatment = np.isfinite(began)[:, None] * (times >= 5)
    (plain,) = two_way_effects(outcomes[None], treatment=treatment.astype(float))
    found = compare_changes(changes, treated=np.isfinite(began).astype(float))
    assert found.estimate == pytest.approx(plain.estimate)


def test_effects_that_grow_are_not_mistaken_where_areas_began_at_different_times() -> None:
    """Plain fixed effects both ways give too little here: areas compared with treated ones."""
    times = np.arange(10.0)
    began = np.r_[np.full(5, 3.0), np.full(5, 7.0), np.full(6, NEVER)]
    since = times - began[:, None] + 1
    outcomes = np.where(since > 0, since, 0.0) + times + 1e-6 * draw(3, areas=16, periods=10)
    truth = np.mean([(np.arange(1, 8)).mean()] * 5 + [(np.arange(1, 4)).mean()] * 5)
    changes = adoption_changes(outcomes, times=times, began=began)
    found = compare_changes(changes, treated=np.isfinite(began).astype(float))
    (plain,) = two_way_effects(outcomes[None], treatment=(since > 0).astype(float))
    assert found.estimate == pytest.approx(truth, abs=1e-4)
    assert plain.estimate < 0.9 * truth


def test_the_bootstrap_with_few_areas_goes_through_every_way() -> None:
    """Twice the same call without a seed in common gives the same p-value."""
    changes, treated = draw(4, areas=9)[:, 0], np.r_[np.ones(4), np.zeros(5)]
    one, two = (
        wild_bootstrap(changes, treated=treated, rng=np.random.default_rng(seed)) for seed in (1, 2)
    )
    assert one == two and (one.p_value * 2**8) % 1 == 0


def test_what_lies_within_the_bootstraps_interval_is_not_rejected() -> None:
    changes, treated = draw(5, areas=12)[:, 0], np.r_[np.ones(5), np.zeros(7)]
    rng = np.random.default_rng(1)
    effect = wild_bootstrap(changes, treated=treated, rng=rng)
    for shift, rejected in ((effect.conf_high - 0.05, False), (effect.conf_high + 0.05, True)):
        moved = wild_bootstrap(changes - shift * treated, treated=treated, rng=rng)
        assert (moved.p_value <= 0.05) is rejected


def test_five_areas_are_too_few_for_the_bootstrap() -> None:
    with pytest.raises(DataError, match="no p-value can be below"):
        wild_bootstrap(np.arange(5.0), treated=np.r_[1.0, 1, 0, 0, 0], rng=np.random.default_rng(1))


# Before the programme


def study(seed: int, *, areas: int = 30, apart: float = 0.0) -> EventStudy:
    began = np.r_[np.full(areas // 2, 5.0), np.full(areas - areas // 2, NEVER)]
    outcomes = draw(seed, areas=areas) + apart * np.isfinite(began)[:, None] * np.arange(8)
    return event_study(outcomes, times=np.arange(8.0), began=began)


def test_a_lag_is_the_difference_of_two_means() -> None:
    found = study(6)
    outcomes = draw(6, areas=30)
    apart = outcomes[:, 6] - outcomes[:, 4]
    expected = stats.ttest_ind(apart[:15], apart[15:], equal_var=False)
    row = found.tidy().set_index("lag").loc[1]
    assert row["estimate"] / row["std_error"] == pytest.approx(expected.statistic)


def test_areas_that_drifted_apart_before_are_found_out() -> None:
    assert pretrend_test(study(7, apart=1.0)) < 0.01


@pytest.mark.simulation
def test_areas_that_moved_alike_are_suspected_once_in_twenty() -> None:
    suspected = np.mean([pretrend_test(study(seed)) <= 0.05 for seed in range(1000)])
    assert 0.03 < suspected < 0.07


def test_starts_at_different_times_have_no_common_lags() -> None:
    began = np.r_[3.0, 4.0, NEVER, NEVER]
    with pytest.raises(DataError, match="2 different times"):
        event_study(draw(8, areas=4), times=np.arange(8.0), began=began)


def test_no_move_allowed_gives_the_plain_interval_and_more_only_widens_it() -> None:
    found = study(9)
    bounds = [honest_bounds(found, most=most) for most in (0.0, 0.5, 1.0)]
    after = found.lags >= 0
    assert bounds[0].estimate == pytest.approx(found.estimates[after].mean())
    widths = [each.conf_high - each.conf_low for each in bounds]
    assert widths[0] < widths[1] < widths[2]


@pytest.mark.simulation
def test_the_bounds_hold_where_areas_go_on_moving_apart_as_before() -> None:
    held = 0
    for seed in range(400):
        bounds = honest_bounds(study(seed, apart=0.5), most=1.0)
        held += bounds.conf_low <= 0 <= bounds.conf_high
    assert held / 400 >= 0.95


@pytest.mark.simulation
@pytest.mark.parametrize(("kind", "least", "most"), [("CR2", 0.02, 0.07), ("CR1", 0.07, 0.3)])
def test_few_treated_areas_need_the_correction(kind: str, least: float, most: float) -> None:
    """Three areas of fourteen: CR1 finds effects too often, CR2 as often as it says."""
    rng, treated = np.random.default_rng(10), np.r_[np.ones(3), np.zeros(11)]
    design, areas = np.column_stack([treated, np.ones(14)]), np.arange(14)
    found = [
        cluster_effect(
            rng.normal(size=14), design=design, column=0, clusters=areas,
            kind=kind,  # type: ignore[arg-type]
        ).p_value
        <= 0.05
        for _ in range(4000)
    ]  # fmt: skip
    assert least <= np.mean(found) <= most


@given(st.integers(0, 10_000), st.floats(-3, 3))
def test_an_effect_added_to_the_treated_is_found(seed: int, effect: float) -> None:
    outcomes, times = draw(seed), np.arange(8.0)
    began = np.r_[np.full(5, 5.0), np.full(9, NEVER)]
    added = outcomes + effect * np.isfinite(began)[:, None] * (times >= 5)
    treated = np.isfinite(began).astype(float)
    one, two = (
        compare_changes(adoption_changes(each, times=times, began=began), treated=treated)
        for each in (outcomes, added)
    )
    assert two.estimate - one.estimate == pytest.approx(effect, abs=1e-8)
