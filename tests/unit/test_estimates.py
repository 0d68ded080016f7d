"""Estimates against numbers that nobody here computed."""

from __future__ import annotations

import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from evaltools.estimates import Estimates, compare_shares, estimate_shares
from evaltools.survey import Survey, Universe, weight_effect


def shares(survey: Survey, yes: list[bool | None], **more: object) -> pd.DataFrame:
    """Estimate one share."""
    reached = pd.DataFrame({"m": pd.array(yes, dtype="boolean")})
    return estimate_shares(survey, reached=reached, sensitivity="open", **more).tidy()


def api_cluster_schools() -> Survey:
    """Return the simple random sample `apisrs` of R's survey package: 200 of 6194 schools."""
    answers = pd.DataFrame(
        {"stratum": "all", "population": 6194.0, "weight": 6194 / 200, "body": "all"},
        index=range(200),
    )
    return Survey(_answers=answers, wave="api", synthetic=False)


def test_a_simple_random_sample_agrees_with_the_textbook() -> None:
    """Cochran (1977), Sampling Techniques, eq. 3.8: v(p) = (1 - f) p q / (n - 1)."""
    table = shares(api_cluster_schools(), [True] * 122 + [False] * 78)
    expected = ((1 - 200 / 6194) * 0.61 * 0.39 / 199) ** 0.5
    assert table["std_error"][0] == pytest.approx(expected, rel=1e-9)


def test_a_stratified_share_agrees_with_the_textbook(survey: Survey) -> None:
    """Cochran (1977), eq. 5.53: weighted strata, each with its own correction."""
    table = shares(survey, [True, False, True] * 30)
    strata = [(60, 30), (45, 30), (90, 30)]
    total = sum(size for size, _ in strata)
    variance = sum(
        (size / total) ** 2 * (1 - n / size) * (2 / 3) * (1 / 3) / (n - 1) for size, n in strata
    )
    assert table["std_error"][0] == pytest.approx(variance**0.5, rel=1e-9)


def test_the_interval_shrinks_to_nothing_in_a_census() -> None:
    answers = pd.DataFrame(
        {"stratum": "a", "population": 60.0, "weight": 1.0, "body": "a"}, index=range(60)
    )
    table = shares(Survey(_answers=answers, wave="c", synthetic=False), [True, False] * 30)
    assert table["std_error"][0] == pytest.approx(0, abs=1e-12)


def test_a_share_of_all_has_the_exact_interval_of_clopper_and_pearson() -> None:
    answers = pd.DataFrame(
        {"stratum": "a", "population": 1e9, "weight": 1e9 / 30, "body": "a"}, index=range(30)
    )
    table = shares(Survey(_answers=answers, wave="c", synthetic=False), [True] * 30)
    low, _ = proportion_confint(30, 30, method="beta")
    assert table["conf_low"][0] == pytest.approx(low, abs=1e-9)


def test_respondents_outside_the_base_do_not_count(survey: Survey) -> None:
    table = shares(survey, [True] * 20 + [False] * 10 + [None] * 60)
    assert (table["n"][0], table["estimate"][0]) == (30, pytest.approx(2 / 3))


def test_nobody_saying_yes_is_a_share_of_zero(survey: Survey) -> None:
    table = shares(survey, [False] * 90)
    assert (table["estimate"][0], table["conf_low"][0]) == (0, 0)
    assert 0 < table["conf_high"][0] < 0.1


def test_groups_are_estimated_as_if_alone(survey: Survey) -> None:
    table = shares(survey, [True, False, True] * 30, by=("body",)).set_index("body")
    assert table.loc["south", "n_weighted"] == pytest.approx(90)


def test_a_difference_agrees_with_newcombes_interval() -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873-890: 56/70 against 48/80."""

    def wilson(count: int, n: int) -> Estimates:
        low, high = proportion_confint(count, n, method="wilson")
        row = {"measure": "m", "estimate": count / n, "std_error": 0.1, "statistic": float("nan"),
               "p_value": float("nan"), "conf_low": low, "conf_high": high, "n": n,
               "n_weighted": n}  # fmt: skip
        return Estimates(
            pd.DataFrame([row]), "share", (), "open", 0.95, 1.0, 1.0, Universe("t"), False
        )

    difference = compare_shares(wilson(56, 70), before=wilson(48, 80)).tidy().iloc[0]
    low, high = confint_proportions_2indep(56, 70, 48, 80, method="newcomb")
    assert (difference["conf_low"], difference["conf_high"]) == pytest.approx((low, high))
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


def test_the_p_value_of_a_difference_is_that_of_the_normal_table() -> None:
    """Two standard errors of .1 and a difference of .2: z is 1.414, p .157 in any table."""
    row = {"measure": "m", "estimate": 0.5, "std_error": 0.1, "conf_low": 0.3, "conf_high": 0.7,
           "n": 25, "n_weighted": 25}  # fmt: skip
    after, before = (
        Estimates(
            pd.DataFrame([row | {"estimate": share}]),
            "share",
            (),
            "open",
            0.95,
            1.0,
            1.0,
            Universe("t"),
            False,
        )
        for share in (0.7, 0.5)
    )
    difference = compare_shares(after, before=before).tidy().iloc[0]
    assert (round(difference["statistic"], 3), round(difference["p_value"], 3)) == (1.414, 0.157)


def test_equal_weights_have_no_design_effect() -> None:
    assert weight_effect(pd.Series([2.0] * 9)) == pytest.approx(1)


def test_estimates_that_nobody_has_protected_do_not_show_themselves(survey: Survey) -> None:
    """The last line of a notebook's cell is shown in the executed copy."""
    reached = pd.DataFrame({"m": pd.array([True] * 90, dtype="boolean")})
    assert "std_error" not in repr(estimate_shares(survey, reached=reached, sensitivity="open"))
