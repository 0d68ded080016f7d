"""Missing answers are filled in as often and as differently as they should be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from evaltools.errors import ConfigurationError, DataError
from evaltools.estimates import Estimates, estimate_shares
from evaltools.estimates.imputation import combine, impute
from evaltools.survey import Survey, Universe

REFERENCE = Path(__file__).parents[1] / "reference" / "effects.csv"
ESTIMATES = (0.41, 0.47, 0.39, 0.44, 0.43), (12.1, 12.6, 11.8, 12.0, 12.2)
VARIANCES = tuple(np.array([4, 5, 4.5, 4.2, 4.8]) * each for each in (1e-4, 0.1))


def staff(n: int = 300, *, clusters: bool = False) -> Survey:
    """Return answers of which some are missing, and some questions were not shown."""
    rng = np.random.default_rng(1)
    role = rng.choice(["chief", "office"], n)
    years = rng.integers(0, 40, n).astype(float)
    heard = pd.Series(np.where(rng.random(n) < 0.3 + years / 80, "yes", "no"), dtype="str")
    read = heard.where(rng.random(n) < 0.7, "dont_know").where(heard == "yes", "not_shown")
    answers = pd.DataFrame(
        {
            "stratum": np.where(np.arange(n) % 2, "north", "south"),
            "population": 4.0 * n,
            "weight": rng.uniform(1, 3, n),
            "role": role,
            "years": years,
            "heard": heard.mask(rng.random(n) < 0.2),
            "read": read.mask((heard == "yes") & (rng.random(n) < 0.3)),
            "score": pd.Series(years + rng.normal(0, 5, n)).mask(rng.random(n) < 0.2),
        }
    )
    places = {"cluster": (np.arange(n) // 2 % 12).astype(str)} if clusters else {}
    return Survey(answers.assign(**places), "test", True)


def filled(survey: Survey, *columns: str, m: int = 3) -> list[pd.DataFrame]:
    """Fill in columns, given role and years."""
    rng = np.random.default_rng(2)
    imputed = impute(survey, columns=columns, predictors=("role", "years"), m=m, rng=rng)
    return [each.tidy() for each in imputed]


def pooled(row: int, *, df: float, kind: str = "mean") -> pd.Series:
    """Combine one of the two examples."""
    return combine(
        tuple(
            estimate(value, variance**0.5, kind=kind)
            for value, variance in zip(ESTIMATES[row], VARIANCES[row], strict=True)
        ),
        df=df,
    ).tidy().iloc[0]  # fmt: skip


def estimate(value: float, error: float, *, kind: str = "mean", measure: str = "m") -> Estimates:
    """Return a single estimate."""
    row = {"measure": measure, "estimate": value, "std_error": error, "n": 30, "n_weighted": 60.0,
           "conf_low": value - error, "conf_high": value + error}  # fmt: skip
    return Estimates(pd.DataFrame([row]), kind, (), "open", 0.95, 1.0, 1.0, Universe("t"), False)


def rs_numbers(df: str, term: str) -> pd.Series:
    """Return what R's mitools made of the example."""
    table = pd.read_csv(REFERENCE).query("design == 'rubin'")
    return table.set_index(["model", "term", "statistic"])["value"].astype(float)[df][term]


@pytest.mark.parametrize(("row", "term"), [(0, "a"), (1, "b")])
def test_rubins_rules_agree_with_mitools(row: int, term: str) -> None:
    ours, theirs = pooled(row, df=np.inf), rs_numbers("Inf", term)
    reach = stats.t.isf(0.025, theirs["df"]) * theirs["std_error"]
    assert ours["estimate"] == pytest.approx(theirs["estimate"], rel=1e-12)
    assert ours["std_error"] == pytest.approx(theirs["std_error"], rel=1e-12)
    assert ours["conf_high"] - ours["estimate"] == pytest.approx(reach, rel=1e-9)


def test_degrees_of_freedom_of_many_imputations_agree_with_mitools() -> None:
    """Mitools forgets 1/m in the share that is missing; with 2,000 imputations it is nothing."""
    draws = 0.4 + 0.03 * stats.norm.ppf((np.arange(2_000) + 0.5) / 2_000)
    ours = combine(tuple(estimate(each, 0.03) for each in draws), df=26).tidy().iloc[0]
    theirs = rs_numbers("many", "a")
    reach = stats.t.isf(0.025, theirs["df"]) * theirs["std_error"]
    assert ours["conf_high"] - ours["estimate"] == pytest.approx(reach, rel=1e-4)


def test_degrees_of_freedom_are_those_of_barnard_and_rubin() -> None:
    """Barnard and Rubin (1999), eq. 3, by hand: B = .00092, U = .00045, m = 5, df 26."""
    missing = 1.2 * 0.00092 / (0.00045 + 1.2 * 0.00092)
    df = 1 / (missing**2 / 4 + 1 / (27 / 29 * 26 * (1 - missing)))
    row = pooled(0, df=26)
    reach = stats.t.isf(0.025, df) * row["std_error"]
    assert row["conf_high"] - row["estimate"] == pytest.approx(reach, rel=1e-9)


def test_imputations_that_agree_leave_a_little_fewer_degrees_of_freedom() -> None:
    """Barnard and Rubin (1999): (df + 1) / (df + 3) df without missing answers."""
    row = combine((estimate(0.4, 0.03), estimate(0.4, 0.03)), df=26).tidy().iloc[0]
    reach = stats.t.isf(0.025, 27 / 29 * 26) * 0.03
    assert row["conf_high"] - row["estimate"] == pytest.approx(reach, rel=1e-9)


def test_intervals_of_combined_shares_stay_between_0_and_1() -> None:
    low = combine(tuple(estimate(0.02, 0.02, kind="share") for _ in range(3)), df=30).tidy()
    assert 0 <= low["conf_low"][0] < 0.02 < low["conf_high"][0] < 1


def test_combined_effects_have_a_test() -> None:
    assert pooled(0, df=26, kind="effect")["p_value"] < 0.01


def test_imputations_with_different_rows_are_refused() -> None:
    with pytest.raises(DataError, match="do not have the same rows"):
        combine((estimate(0.4, 0.1), estimate(0.4, 0.1, measure="other")), df=9)


@pytest.mark.parametrize("clusters", [False, True])
def test_nothing_is_missing_afterwards(clusters: bool) -> None:
    for answers in filled(staff(clusters=clusters), "heard", "read", "score"):
        assert not answers[["heard", "read", "score"]].isna().any(axis=None)


def test_answers_that_were_given_stay() -> None:
    survey = staff()
    before = survey.tidy()
    for answers in filled(survey, "heard", "read", "score"):
        given = before.notna()
        pd.testing.assert_frame_equal(answers.where(given), before.where(given))


def test_not_shown_is_never_drawn() -> None:
    survey = staff()
    count = survey.tidy()["read"].eq("not_shown").sum()
    assert [a["read"].eq("not_shown").sum() for a in filled(survey, "read", "score")] == [count] * 3


def test_types_stay() -> None:
    survey = staff()
    answers = survey.tidy()
    more = answers.assign(
        knows=answers["heard"].eq("yes").astype("boolean").mask(answers.index < 9)
    )
    for each in filled(replace(survey, _answers=more), "heard", "knows", "score"):
        pd.testing.assert_series_equal(each.dtypes, more.dtypes)


def test_imputations_differ_from_each_other() -> None:
    first, second, _ = filled(staff(), "heard")
    assert not first["heard"].equals(second["heard"])


def test_the_same_seed_fills_in_the_same() -> None:
    once, again = filled(staff(), "heard", "score"), filled(staff(), "heard", "score")
    pd.testing.assert_frame_equal(once[0], again[0])


def test_missing_answers_widen_the_interval() -> None:
    survey = staff()

    def share(survey: Survey) -> Estimates:
        reached = survey.tidy()[["heard"]].eq("yes").astype("boolean")
        return estimate_shares(survey, reached=reached, sensitivity="open")

    rng = np.random.default_rng(3)
    several = impute(survey, columns=("heard",), predictors=("years",), m=20, rng=rng)
    alone = share(several[0]).tidy()["std_error"][0]
    assert combine(tuple(map(share, several)), df=298).tidy()["std_error"][0] > alone


def test_predictors_with_missing_answers_are_refused() -> None:
    with pytest.raises(DataError, match="answers of this predictor are missing"):
        impute(staff(), columns=("read",), predictors=("heard",), m=3, rng=np.random.default_rng(1))


def test_unknown_columns_are_refused() -> None:
    with pytest.raises(DataError, match="the survey has no such column"):
        filled(staff(), "shoe")


def test_a_column_without_answers_is_refused() -> None:
    survey = staff()
    empty = survey.tidy().assign(heard=pd.Series([None] * 300, dtype="str"))
    with pytest.raises(DataError, match="it has no answers"):
        filled(replace(survey, _answers=empty), "heard")


def test_one_imputation_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="do not tell how unsure"):
        filled(staff(), "heard", m=1)
