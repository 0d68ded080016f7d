"""Differences, many tests at once, published baselines, and svy as a second reference."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
import svy
from statsmodels.stats.proportion import proportion_confint

from evaltools.errors import DataError
from evaltools.estimates import (
    Estimates,
    adjust_p,
    compare_shares,
    estimate_means,
    estimate_shares,
    published_shares,
    rao_scott_test,
    share_interval,
)
from evaltools.estimates.linearised import estimate_ratio, lay_out_design, lay_out_domains
from evaltools.survey import Survey, Universe

STAFF = pd.read_csv(Path(__file__).parents[1] / "reference" / "staff.csv")
STRATA = STAFF.assign(
    stratum=STAFF["body"],
    population=STAFF.groupby("body")["weight"].transform("sum").round(),
)


def compared(*p_values: float) -> Estimates:
    """Make differences with these p-values."""
    table = pd.DataFrame({"measure": "m", "estimate": 0.1, "p_value": p_values})
    return Estimates(table, "difference", (), "open", 0.95, 1.0, 1.0, Universe("t"), True)


def test_holm_s_adjustment_is_the_textbook_s() -> None:
    """Holm (1979): .01, .04, .03, .005 of four tests become .03, .06, .06, .02."""
    adjusted = adjust_p(compared(0.01, 0.04, 0.03, 0.005)).tidy()
    assert adjusted["p_adjusted"].tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert adjusted["p_value"].tolist() == [0.01, 0.04, 0.03, 0.005]


def test_benjamini_and_hochberg_s_adjustment_is_the_textbook_s() -> None:
    adjusted = adjust_p(compared(0.01, 0.04, 0.03, 0.005), method="bh").tidy()
    assert adjusted["p_adjusted"].tolist() == pytest.approx([0.02, 0.04, 0.04, 0.02])


def test_rows_without_a_p_value_do_not_count_as_tests() -> None:
    adjusted = adjust_p(compared(0.01, np.nan, 0.04)).tidy()["p_adjusted"]
    assert adjusted[0] == pytest.approx(0.02) and np.isnan(adjusted[1])


def test_a_published_share_has_wilson_s_interval_over_its_rounding() -> None:
    shares = pd.DataFrame({"measure": ["m"], "share": [0.41], "n": [1250]})
    row = (
        published_shares(shares, sensitivity="open", universe=Universe("t"), synthetic=False)
        .tidy()
        .iloc[0]
    )
    low, _ = proportion_confint(0.405 * 1250, 1250, method="wilson")
    _, high = proportion_confint(0.415 * 1250, 1250, method="wilson")
    assert (row["conf_low"], row["conf_high"]) == (pytest.approx(low), pytest.approx(high))


def test_a_share_that_is_not_rounded_has_wilson_s_own() -> None:
    shares = pd.DataFrame({"measure": ["m"], "share": [0.7], "n": [80]})
    one = published_shares(
        shares, sensitivity="open", universe=Universe("t"), synthetic=False, rounded_to=0
    )
    other = published_shares(
        shares.assign(share=0.6, n=80),
        sensitivity="open",
        universe=Universe("t"),
        synthetic=False,
        rounded_to=0,
    )
    change = compare_shares(one, before=other).tidy().iloc[0]
    assert change["estimate"] == pytest.approx(0.1)
    assert change["std_error"] == pytest.approx((0.21 / 80 + 0.24 / 80) ** 0.5)


@pytest.mark.parametrize(
    ("method", "theirs"),
    [("logit", "logit"), ("korn_graubard", "korn-graubard"), ("beta", "beta"),
     ("wilson", "wilson")],
)  # fmt: skip
@pytest.mark.parametrize("variable", ["heard", "rare"])
def test_intervals_agree_with_svy(method: str, theirs: str, variable: str) -> None:
    survey = Survey(STRATA, "t", True)
    table = estimate_ratio(
        lay_out_design(survey), lay_out_domains(STRATA, ()),
        numerator=STRATA[variable].to_numpy(float), denominator=np.ones(len(STRATA)),
    )  # fmt: skip
    low, high = share_interval(table, method=method)
    design = svy.Design(stratum="stratum", wgt="weight", pop_size="population")
    columns = ["stratum", "weight", "population", variable]
    said = svy.Sample(pl.from_pandas(STRATA[columns]), design).estimation.prop(
        variable, ci_method=theirs
    )
    yes = said.to_polars().filter(pl.col(variable) == 1)
    if method != "wilson":
        assert (low[0], high[0]) == (
            pytest.approx(yes["lci"][0], rel=1e-6), pytest.approx(yes["uci"][0], rel=1e-6)
        )  # fmt: skip
    else:
        effective = 1 / (table["std_error"] ** 2 / (table["estimate"] * (1 - table["estimate"])))
        wilson = proportion_confint(table["estimate"] * effective, effective, method="wilson")
        assert (low[0], high[0]) == (pytest.approx(wilson[0][0]), pytest.approx(wilson[1][0]))


def test_where_everyone_has_answered_there_is_no_sampling_error() -> None:
    answers = pd.DataFrame({"stratum": "a", "population": 40.0, "weight": 1.0}, index=range(40))
    reached = pd.DataFrame({"m": pd.array([True] * 30 + [False] * 10, dtype="boolean")})
    row = estimate_shares(Survey(answers, "t", True), reached=reached, sensitivity="open").tidy()
    assert row[["estimate", "conf_low", "conf_high"]].iloc[0].tolist() == [0.75] * 3


def test_a_near_census_has_a_short_interval() -> None:
    def width(population: float) -> float:
        answers = pd.DataFrame(
            {"stratum": "a", "population": population, "weight": population / 40},
            index=range(40),
        )
        reached = pd.DataFrame({"m": pd.array([True] * 20 + [False] * 20, dtype="boolean")})
        row = estimate_shares(
            Survey(answers, "t", True), reached=reached, sensitivity="open"
        ).tidy()
        return float(row["conf_high"][0] - row["conf_low"][0])

    assert width(44) < 0.35 * width(4_000)


def test_a_test_of_answers_that_nobody_combines_is_refused() -> None:
    answers = STRATA.assign(copy=STRATA["heard"])
    with pytest.raises(DataError, match="2 combinations of answers were given by nobody"):
        rao_scott_test(Survey(answers, "t", True), "heard", "copy")


def test_a_stratum_of_one_unit_is_refused() -> None:
    answers = STRATA.assign(stratum=["alone", *STRATA["stratum"][1:]])
    with pytest.raises(DataError, match="a single unit was drawn in alone"):
        estimate_means(Survey(answers, "t", True), values=answers[["score"]], sensitivity="open")


R_API = """
suppressMessages(library(survey)); data(api)
write.csv(apistrat[c("stype", "pw", "fpc", "api00", "api99", "sch.wide")], "api.csv",
          row.names = FALSE)
d <- svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
m <- svymean(~api00, d); p <- svyciprop(~I(sch.wide == "Yes"), d, method = "logit")
cat(format(c(coef(m), SE(m), coef(p), confint(p)), digits = 15), "\\n")
"""


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R with its package survey")
def test_r_s_own_schools_agree(tmp_path: Path) -> None:
    done = subprocess.run(
        ["Rscript", "-e", R_API], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("R has no package survey")
    said = [float(word) for word in done.stdout.split()]
    schools = pd.read_csv(tmp_path / "api.csv")
    answers = schools.assign(
        stratum=schools["stype"], population=schools["fpc"].astype(float), weight=schools["pw"]
    )
    survey = Survey(answers, "api", False)
    mean = estimate_means(survey, values=answers[["api00"]], sensitivity="open").tidy().iloc[0]
    reached = pd.DataFrame({"m": schools["sch.wide"].eq("Yes").astype("boolean")})
    share = estimate_shares(survey, reached=reached, sensitivity="open").tidy().iloc[0]
    found = [*mean[["estimate", "std_error"]], *share[["estimate", "conf_low", "conf_high"]]]
    assert found == pytest.approx(said, rel=1e-6)
