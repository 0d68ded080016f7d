"""Weights meet what is known, or say why they cannot."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evaltools.errors import DataError
from evaltools.estimates import estimate_means
from evaltools.survey import (
    Survey,
    add_bootstrap,
    add_jackknife,
    calibrate,
    describe_weights,
    design_survey,
    poststratify,
    rake,
    rake_further,
    trim_weights,
)


@pytest.fixture
def asked() -> Survey:
    """Give 60 answers from three workplaces in each of two bodies."""
    rng = np.random.default_rng(1)
    answers = pd.DataFrame(
        {
            "body": np.repeat(["north", "south"], 30),
            "sex": np.tile(["woman", "man", "woman"], 20),
            "age": rng.integers(20, 65, 60).astype(float),
            "cluster": np.repeat([f"w{place}" for place in range(6)], 10),
            "score": rng.normal(50, 10, 60),
            "weight": 5.0,
            "population": np.nan,
        }
    )
    return Survey(answers.assign(stratum=answers["body"]), "2025", True)


SEX = pd.DataFrame({"margin": "sex", "category": ["woman", "man"], "total": [180.0, 120.0]})
BODY = pd.DataFrame({"margin": "body", "category": ["north", "south"], "total": [100.0, 200.0]})
BOTH = pd.concat([SEX, BODY])


@pytest.mark.parametrize("method", [rake, calibrate])
def test_the_margins_are_met(method: object, asked: Survey) -> None:
    answers = method(asked, totals=BOTH).tidy()
    assert answers.groupby("sex")["weight"].sum().to_dict() == pytest.approx(
        {"woman": 180, "man": 120}
    )
    assert answers.groupby("body")["weight"].sum().to_dict() == pytest.approx(
        {"north": 100, "south": 200}
    )


def test_further_margins_are_met_besides_body_and_role() -> None:
    rng = np.random.default_rng(1)
    answers = pd.DataFrame(
        {"body": np.repeat(["north", "south"], 40), "role": np.tile(["chief", "staff"], 40),
         "sex": rng.choice(["woman", "man"], 80, p=[0.7, 0.3])}
    )  # fmt: skip
    answers.loc[:7, "sex"] = None
    frame = pd.DataFrame(
        {"body": ["north", "north", "south", "south"], "role": ["chief", "staff"] * 2,
         "employees": [60, 90, 50, 100]}
    )  # fmt: skip
    survey = design_survey(answers, frame=frame, body="body", role="role", wave="t", synthetic=True)
    raked = rake_further(survey, totals=SEX).tidy()
    sums = raked.groupby(["body", "role"])["weight"].sum()
    assert sums.tolist() == pytest.approx([60, 90, 50, 100])
    known = raked.groupby("sex")["weight"].sum()
    assert known["woman"] / known.sum() == pytest.approx(0.6)
    before = survey.tidy()["weight"][survey.tidy()["sex"].isna()].sum()
    assert raked.loc[raked["sex"].isna(), "weight"].sum() == pytest.approx(before)
    assert raked["sex"].isna().sum() == 8


def test_a_number_s_total_is_met(asked: Survey) -> None:
    age = pd.DataFrame({"margin": ["age"], "category": [None], "total": [300 * 44.0]})
    answers = calibrate(asked, totals=pd.concat([BOTH, age])).tidy()
    assert (answers["weight"] * answers["age"]).sum() == pytest.approx(300 * 44)


def test_bounds_hold(asked: Survey) -> None:
    answers = calibrate(asked, totals=BOTH, bounds=(0.58, 1.6)).tidy()
    factor = answers["weight"] / answers["base_weight"]
    assert factor.between(0.58, 1.6).all() and factor.min() == pytest.approx(0.58)


def test_bounds_that_are_too_narrow_are_told(asked: Survey) -> None:
    with pytest.raises(DataError, match=r"within the bounds 0\.9 and 1\.1 meet the margins"):
        calibrate(asked, totals=BOTH, bounds=(0.9, 1.1))


def test_poststratification_is_calibration_on_the_full_cross(asked: Survey) -> None:
    cells = pd.DataFrame(
        {"body": ["north", "north", "south", "south"], "sex": ["woman", "man"] * 2,
         "total": [60.0, 40.0, 130.0, 70.0]}
    )  # fmt: skip
    answers = poststratify(asked, totals=cells).tidy()
    sums = answers.groupby(["body", "sex"])["weight"].sum()
    assert sums["south", "woman"] == pytest.approx(130)


def test_all_faults_of_the_margins_are_told_at_once(asked: Survey) -> None:
    wrong = pd.concat(
        [
            SEX.replace("man", "other"),
            BODY,
            pd.DataFrame({"margin": ["hair"], "category": ["red"], "total": [300.0]}),
        ]
    )
    with pytest.raises(DataError) as caught:
        rake(asked, totals=wrong)
    told = " ".join(str(fault) for fault in caught.value.faults)
    assert "20 respondents have none of the categories" in told
    assert "nobody answered other" in told and "no such column" in told


def test_margins_of_different_sums_are_told(asked: Survey) -> None:
    with pytest.raises(DataError, match="sex 300, body 600"):
        rake(asked, totals=pd.concat([SEX, BODY.assign(total=300.0)]))


def test_trimmed_weights_keep_their_sum_and_lose_their_margins(asked: Survey) -> None:
    weighted = rake(asked, totals=BOTH)
    trimmed = trim_weights(weighted, largest=1.3)
    weights = trimmed.tidy()["weight"]
    assert weights.sum() == pytest.approx(300) and weights.max() <= 1.3 * 5 * (1 + 1e-9)
    assert trimmed.margins == ()


def test_what_the_margins_explain_carries_no_variance(asked: Survey) -> None:
    weighted = rake(asked, totals=BOTH)
    woman = pd.DataFrame({"woman": weighted.tidy()["sex"].eq("woman").astype(float)})
    row = estimate_means(weighted, values=woman, sensitivity="open").tidy().iloc[0]
    assert row["estimate"] == pytest.approx(0.6) and row["std_error"] < 1e-9


@pytest.mark.parametrize("replicate", [add_jackknife, None])
def test_replicates_of_calibrated_weights_meet_the_margins(
    replicate: object, asked: Survey
) -> None:
    weighted = calibrate(asked, totals=BOTH)
    made = (
        add_jackknife(weighted)
        if replicate
        else add_bootstrap(weighted, replicates=20, rng=np.random.default_rng(1))
    )
    assert made.replicates is not None
    women = made.tidy()["sex"].eq("woman").to_numpy()
    assert made.replicates.weights[women].sum(axis=0) == pytest.approx(180)


def test_the_bootstrap_comes_close_to_linearisation(asked: Survey) -> None:
    rng = np.random.default_rng(1)
    made = add_bootstrap(asked, replicates=2_000, rng=rng)
    values = asked.tidy()[["score"]]
    errors = [
        estimate_means(each, values=values, sensitivity="open").tidy()["std_error"][0]
        for each in (asked, made)
    ]
    assert errors[1] == pytest.approx(errors[0], rel=0.06)


def test_weights_are_described() -> None:
    answers = pd.DataFrame(
        {"weight": [1.0, 1.0, 4.0], "stratum": "all", "population": np.nan, "body": "north"}
    )
    row = describe_weights(Survey(answers, "2025", True)).iloc[0]
    assert row["weight_effect"] == pytest.approx(3 * 18 / 36)
    assert (row["effective_n"], row["largest"]) == (pytest.approx(2), 2)
