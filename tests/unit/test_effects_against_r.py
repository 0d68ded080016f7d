"""Models agree with R's packages survey and mitools (tests/reference/effects.R)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evaltools.estimates.effects import (
    estimate_effects,
    estimate_margins,
    estimate_ordinal_effects,
)
from evaltools.estimates.models import fit_glm
from evaltools.estimates.ordinal import fit_ordinal, parallel_lines_test
from evaltools.survey import Survey, add_jackknife, calibrate

REFERENCE = Path(__file__).parents[1] / "reference"
LINEARISED = ("strata_fpc", "clusters_fpc", "clusters", "calibrated")
DESIGNS = (*LINEARISED, "jackknife")
DRIVERS = ("role", "age")
AGREES = 1e-6


@cache
def expected() -> pd.Series:
    """Return R's numbers by design, model, term and statistic."""
    table = pd.read_csv(REFERENCE / "effects.csv").fillna({"term": ""})
    return table.set_index(["design", "model", "term", "statistic"])["value"].astype(float)


@cache
def survey(design: str) -> Survey:
    """Build the design as R does."""
    answers = pd.read_csv(REFERENCE / "staff.csv")
    employed = answers.groupby("body")["weight"].transform("sum").round()
    if design == "strata_fpc":
        return Survey(answers.assign(stratum=answers["body"], population=employed), "t", True)
    clusters = answers.assign(stratum=answers["body"], cluster=answers["workplace"])
    if design == "clusters_fpc":
        return Survey(clusters.assign(population=answers["workplaces"]), "t", True)
    without = Survey(clusters.assign(population=np.nan), "t", True)
    if design == "calibrated":
        return calibrate(without, totals=totals(answers))
    return add_jackknife(without) if design == "jackknife" else without


def totals(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the margins of the population."""
    cells = answers.drop_duplicates(["body", "role"])
    number = {"margin": "score", "category": None, "total": 52 * cells["employees"].sum()}
    groups = [
        cells.groupby(name)["employees"].sum().rename_axis("category").reset_index(name="total")
        .assign(margin=name)
        for name in ("body", "role")
    ]  # fmt: skip
    return pd.concat([*groups, pd.DataFrame([number])])[["margin", "category", "total"]]


def outcome(name: str) -> pd.Series:
    """Return an outcome of the sample."""
    column = survey("clusters").tidy()[name]
    return column.astype("boolean") if name == "heard" else column


def check(table: pd.DataFrame, design: str, model: str, names: list[str]) -> None:
    """Hold estimates and standard errors, in the order of `names`, to R's."""
    for statistic in ("estimate", "std_error"):
        theirs = [expected()[(design, model, name, statistic)] for name in names]
        assert table[statistic].tolist() == pytest.approx(theirs, rel=AGREES)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize(("name", "family"), [("heard", "binomial"), ("visits", "poisson")])
def test_coefficients_agree_with_svyglm(design: str, name: str, family: str) -> None:
    model = fit_glm(survey(design), outcome=outcome(name), drivers=DRIVERS, family=family)
    check(model.tidy(), design, name, ["(Intercept)", "rolemanager", "roleother", "age"])


@pytest.mark.parametrize("design", DESIGNS)
def test_degrees_of_freedom_agree_with_svyglm(design: str) -> None:
    model = fit_glm(survey(design), outcome=outcome("heard"), drivers=DRIVERS, family="binomial")
    assert model.df == expected()[(design, "heard", "", "df")]


@pytest.mark.parametrize("design", DESIGNS)
def test_effects_agree_with_contrasts_of_margins_in_r(design: str) -> None:
    effects = estimate_effects(
        survey(design),
        outcome=outcome("heard"),
        drivers=DRIVERS,
        steps={"age": 10},
        sensitivity="open",
    )
    check(effects.tidy(), design, "effects", ["manager", "other", "later"])


@pytest.mark.parametrize("design", DESIGNS)
def test_margins_agree_with_r(design: str) -> None:
    margins = estimate_margins(
        survey(design), outcome=outcome("heard"), drivers=DRIVERS, sensitivity="open"
    ).tidy()
    check(margins, design, "margins", margins["level"].tolist())


@pytest.mark.parametrize("design", LINEARISED)
def test_margins_agree_with_svypredmeans(design: str) -> None:
    """Its standard errors leave out how coefficients go together with who the employees are.

    The jackknife, which leaves nothing out, is on our side: for client-facing staff it says .0375,
    linearisation .0374, svypredmeans .0337.
    """
    margins = estimate_margins(
        survey(design), outcome=outcome("heard"), drivers=("role", "score"), sensitivity="open"
    ).tidy()
    theirs = expected()[design]["svypredmeans"].unstack().loc[margins["level"]]
    assert margins["estimate"].tolist() == pytest.approx(theirs["estimate"].tolist(), rel=AGREES)
    assert margins["std_error"].tolist() == pytest.approx(theirs["std_error"].tolist(), rel=0.12)


def test_margins_vary_as_the_jackknife_says() -> None:
    linearised, jackknife = (
        estimate_margins(
            survey(design), outcome=outcome("heard"), drivers=("role", "score"), sensitivity="open"
        ).tidy()["std_error"]
        for design in ("clusters", "jackknife")
    )
    assert linearised.tolist() == pytest.approx(jackknife.tolist(), rel=0.02)


@pytest.mark.parametrize("design", LINEARISED)
def test_ordinal_coefficients_agree_with_svyolr(design: str) -> None:
    model = fit_ordinal(survey(design), outcome=outcome("extent"), drivers=("role", "score")).tidy()
    names = ["1|2", "2|3", "3|4", "4|5", "rolemanager", "roleother", "score"]
    check(model, design, "extent", names)


def high_extent(design: str) -> pd.DataFrame:
    """Estimate effects on a high extent."""
    return estimate_ordinal_effects(
        survey(design),
        outcome=outcome("extent"),
        at_least=4,
        drivers=("role", "score"),
        sensitivity="open",
        steps={"score": 10},
    ).tidy()


@pytest.mark.parametrize("design", LINEARISED)
def test_ordinal_effects_agree_with_differences_in_r(design: str) -> None:
    """R's standard errors by the delta method hold the employees fixed."""
    effects = high_extent(design)
    theirs = expected()[design]["high_given_employees"].unstack().loc[["manager", "other", "later"]]
    assert effects["estimate"].tolist() == pytest.approx(theirs["estimate"].tolist(), rel=AGREES)
    assert effects["std_error"].tolist() == pytest.approx(theirs["std_error"].tolist(), rel=0.03)


def test_ordinal_effects_vary_as_the_jackknife_says() -> None:
    linearised, jackknife = (
        high_extent(design)["std_error"] for design in ("clusters", "jackknife")
    )
    assert linearised.tolist() == pytest.approx(jackknife.tolist(), rel=0.05)


@pytest.mark.parametrize("design", LINEARISED)
def test_the_test_of_parallel_lines_agrees_with_r(design: str) -> None:
    test = parallel_lines_test(survey(design), outcome=outcome("extent"), drivers=DRIVERS)
    theirs = expected()[design]["parallel"].droplevel(0)
    found = (test.statistic, test.p_value)
    assert found == pytest.approx((theirs["statistic"], theirs["p_value"]), rel=AGREES)
