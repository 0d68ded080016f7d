"""Scales, small areas, planning and bounds agree with R and with their authors' formulas."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from evaltools.errors import DataError
from evaltools.estimates import (
    Estimates,
    answers_needed,
    bound_shares,
    detectable_difference,
    estimate_reliability,
    pool_shares,
    rank_areas,
    score_index,
)
from evaltools.estimates.areas import fit_areas
from evaltools.estimates.reliability import weighted_covariance
from evaltools.survey import Universe

REFERENCE = Path(__file__).parents[1] / "reference"
ITEMS = [f"item{n}" for n in range(1, 6)]


@cache
def expected() -> dict[tuple[str, str], float]:
    """Return R's numbers (tests/reference/scales.R)."""
    table = pd.read_csv(REFERENCE / "scales.csv")
    return dict(
        zip(zip(table["what"], table["statistic"], strict=True), table["value"], strict=True)
    )


@cache
def staff() -> pd.DataFrame:
    """Return the answers."""
    return pd.read_csv(REFERENCE / "staff.csv")


def equal_weights() -> pd.Series:
    """Weight everyone alike."""
    return pd.Series(1.0, index=staff().index)


def test_alpha_omega_and_item_rest_agree_with_r() -> None:
    found = estimate_reliability(
        staff()[ITEMS], weight=equal_weights(), rng=np.random.default_rng(1)
    )
    assert found.alpha == pytest.approx(expected()["alpha", "raw"], rel=1e-9)
    assert found.omega == pytest.approx(expected()["omega", "total"], rel=1e-5)
    assert found.item_rest == pytest.approx({i: expected()["item_rest", i] for i in ITEMS})
    assert found.conf_low < found.alpha < found.conf_high


def test_weighted_covariances_agree_with_r() -> None:
    weight = staff()["weight"].to_numpy()
    covariance = weighted_covariance(staff()[ITEMS].to_numpy(float), weight)
    assert covariance[0, 0] == pytest.approx(expected()["weighted_covariance", "first"])
    assert covariance[0, 1] == pytest.approx(expected()["weighted_covariance", "cross"])


def test_two_things_are_not_one_scale() -> None:
    rng = np.random.default_rng(1)
    traits = rng.normal(size=(400, 2))
    noise = 0.4 * rng.normal(size=(400, 6))
    items = pd.DataFrame(traits[:, [0, 0, 0, 1, 1, 1]] + noise)
    found = estimate_reliability(items, weight=pd.Series(1.0, index=items.index), rng=rng)
    assert found.eigenvalue_ratio < 3 and found.verdict.sv == "mäter mer än en sak"


def test_a_scale_that_cannot_be_judged_is_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(DataError, match="are too few"):
        estimate_reliability(staff()[ITEMS].head(20), weight=equal_weights().head(20), rng=rng)
    with pytest.raises(DataError, match="same answer to item1"):
        items = staff()[ITEMS].assign(item1=3)
        estimate_reliability(items, weight=equal_weights(), rng=rng)


def test_a_score_runs_from_nought_to_one_and_needs_enough_answers() -> None:
    items = pd.DataFrame({"a": [1, 5, 3, np.nan], "b": [5, 1, np.nan, np.nan]})
    score = score_index(items, lowest=1, highest=5, reverse=("b",), at_least=1)
    assert score.tolist()[:3] == [0, 1, 0.5] and np.isnan(score[3])
    assert score_index(items, lowest=1, highest=5, reverse=("b",), at_least=2).isna()[2]


DIRECT = np.array([0.42, 0.55, 0.61, 0.38, 0.50, 0.71, 0.45, 0.58, 0.66, 0.33])
VARIANCES = np.array([0.010, 0.002, 0.004, 0.015, 0.001, 0.020, 0.003, 0.006, 0.012, 0.008])


def test_the_area_model_agrees_with_r() -> None:
    model = fit_areas(DIRECT, variances=VARIANCES)
    assert model.variance == pytest.approx(expected()["area_model", "tau2"], rel=1e-4)
    said = [expected()["area_blup", f"a{place}"] for place in range(1, 11)]
    assert model.estimate == pytest.approx(said, rel=1e-5)


def test_equal_variances_have_a_closed_form() -> None:
    """The variance between is that of the estimates less that of the sampling."""
    model = fit_areas(DIRECT, variances=np.full(10, 0.004))
    assert model.variance == pytest.approx(DIRECT.var(ddof=1) - 0.004, rel=1e-5)
    assert model.shrinkage[0] == pytest.approx(1 - 0.004 / DIRECT.var(ddof=1), rel=1e-5)


def test_areas_that_differ_by_chance_alone_are_still_uncertain() -> None:
    model = fit_areas(np.full(8, 0.5) + 0.001 * np.arange(8), variances=np.full(8, 0.01))
    assert model.variance > 0 and (model.mse > 0).all()


def test_few_areas_are_refused() -> None:
    with pytest.raises(DataError, match="4 areas are too few"):
        fit_areas(DIRECT[:4], variances=VARIANCES[:4])


def shares(values: list[float], n: list[int]) -> Estimates:
    """Make direct shares of areas."""
    share, size = np.array(values), np.array(n, dtype=float)
    table = pd.DataFrame(
        {"measure": "m", "body": [f"b{place}" for place in range(len(n))], "estimate": share,
         "std_error": np.sqrt(share * (1 - share) / size), "conf_low": 0.0, "conf_high": 1.0,
         "n": n}
    )  # fmt: skip
    return Estimates(table, "share", ("body",), "open", 0.95, 1.0, 1.0, Universe("t"), True)


def test_small_areas_are_drawn_further() -> None:
    direct = shares([0.8, 0.8, 0.5, 0.4, 0.6, 0.5], [10, 400, 100, 100, 100, 100])
    pooled = pool_shares(direct).tidy()
    assert pooled["estimate"][0] < pooled["estimate"][1] < 0.8
    assert pooled["shrinkage"][0] < pooled["shrinkage"][1]
    assert pooled["raw"].tolist() == direct.tidy()["estimate"].tolist()


def test_areas_where_all_or_none_said_yes_keep_an_interval() -> None:
    pooled = pool_shares(shares([1.0, 0.0, 0.5, 0.4, 0.6, 0.5], [12, 12, 80, 80, 80, 80])).tidy()
    assert (pooled["conf_low"] < pooled["conf_high"]).all()


def test_ranks_are_uncertain_where_shares_are() -> None:
    ranks = rank_areas(
        pool_shares(shares([0.5] * 6 + [0.9], [50] * 7)), rng=np.random.default_rng(1)
    )
    assert ranks["rank"].iloc[-1] < 1.2
    assert (ranks["rank_high"] - ranks["rank_low"]).iloc[0] >= 4
    assert ranks["rank"].sum() == pytest.approx(28)


@pytest.mark.simulation
def test_pooled_shares_are_nearer_the_truth_and_their_intervals_cover_it() -> None:
    rng = np.random.default_rng(1)
    size = np.array([12, 15, 20, 25, 30, 40, 60, 80, 120, 200])
    raw_error = pooled_error = covered = 0.0
    for _ in range(1_000):
        truth = np.sin(rng.normal(0.75, 0.12, 10)) ** 2
        direct = rng.binomial(size, truth) / size
        pooled = pool_shares(shares(list(direct), list(size))).tidy()
        raw_error += ((direct - truth) ** 2).mean()
        pooled_error += ((pooled["estimate"] - truth) ** 2).mean()
        covered += ((pooled["conf_low"] <= truth) & (truth <= pooled["conf_high"])).mean()
    assert pooled_error < 0.8 * raw_error
    assert 0.93 <= covered / 1_000 <= 0.97


@pytest.mark.parametrize("n", [100, 400, 2000])
@pytest.mark.parametrize("share", [0.2, 0.5])
def test_the_detectable_difference_agrees_with_power_prop_test(n: int, share: float) -> None:
    found = detectable_difference(
        pd.Series([share]), n_before=pd.Series([n]), n_after=pd.Series([n])
    )
    assert found[0] == pytest.approx(expected()["detectable", f"{n} {share}"], abs=1e-4)


def test_a_difference_that_cannot_be_detected_is_not_given() -> None:
    few = pd.Series([4])
    assert detectable_difference(pd.Series([0.7]), n_before=few, n_after=few).isna()[0]


def test_the_answers_needed_are_cochran_s() -> None:
    """Cochran (1977), p. 76: P 50, d 5 per cent, t 2: 400; of 3,200 students 357."""
    z2 = stats.norm.isf(0.0228) ** 2
    needed = answers_needed(
        pd.Series([0.5]), margin=0.05, employees=pd.Series([3_200]),
        conf_level=1 - 2 * stats.norm.sf(2),
    )  # fmt: skip
    assert z2 == pytest.approx(4, abs=0.01) and needed[0] in (356, 357)


def test_a_body_is_never_asked_for_more_answers_than_it_has_employees() -> None:
    needed = answers_needed(pd.Series([0.5]), margin=0.001, employees=pd.Series([40]))
    assert needed[0] == 40


def test_worst_case_bounds_are_manski_s() -> None:
    """Six of ten who answered, half of all: between .3 and .8 (Manski 1989, eq. 5)."""
    row = bound_shares(shares([0.6], [100]), rate=0.5).iloc[0]
    assert (row["lowest"], row["highest"]) == (pytest.approx(0.3), pytest.approx(0.8))
    assert row["outer_low"] < 0.3 and row["outer_high"] > 0.8
    assert (row["delta_low"], row["delta_high"]) == (pytest.approx(0.55), pytest.approx(0.65))
    assert row["tipping"] == pytest.approx(-0.2)


def test_without_nonresponse_the_bounds_are_the_share() -> None:
    direct = shares([0.6], [100])
    row = bound_shares(direct, rate=1.0).iloc[0]
    error = direct.tidy()["std_error"][0]
    assert [row["lowest"], row["highest"]] == pytest.approx([0.6, 0.6])
    assert row["outer_high"] == pytest.approx(0.6 + 1.959964 * error, rel=1e-5)


def test_wide_bounds_need_the_one_sided_value() -> None:
    """With a wide region the critical value is that of one side, 1.645."""
    direct = shares([0.5], [10_000])
    row = bound_shares(direct, rate=0.5).iloc[0]
    error = 0.5 * direct.tidy()["std_error"][0]
    assert row["outer_low"] == pytest.approx(0.25 - 1.644854 * error, rel=1e-6)


def test_an_area_with_a_single_answer_keeps_its_row_without_a_share() -> None:
    """Its number of answers decides which others may be shown beside the total."""
    direct = shares([0.2, 0.5, 0.5, 0.6, 0.4, 0.5], [1, 50, 60, 70, 80, 90])
    pooled = pool_shares(direct)
    table, ranks = pooled.tidy(), rank_areas(pooled, rng=np.random.default_rng(1))
    assert table["n"].tolist() == ranks["n"].tolist() == [1, 50, 60, 70, 80, 90]
    assert (
        table["estimate"].isna().tolist() == ranks["rank"].isna().tolist() == [True] + 5 * [False]
    )


def test_an_area_with_a_single_answer_changes_nothing_for_the_others() -> None:
    few = [0.5, 0.5, 0.6, 0.4, 0.5], [50, 60, 70, 80, 90]
    with_one = pool_shares(shares([0.2, *few[0]], [1, *few[1]])).tidy()[1:]
    pd.testing.assert_frame_equal(
        with_one[["estimate", "raw"]].reset_index(drop=True),
        pool_shares(shares(*few)).tidy()[["estimate", "raw"]],
    )
