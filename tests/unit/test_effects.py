"""What models say of groups, and what they refuse to say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from evaltools.errors import ConfigurationError, DataError
from evaltools.estimates import compare_groups
from evaltools.estimates.effects import (
    estimate_effects,
    estimate_margins,
    estimate_ordinal_effects,
)
from evaltools.estimates.models import fit_glm
from evaltools.survey import Survey


def staff(n: int = 400, *, strata: int = 4, seed: int = 1) -> Survey:
    """Return answers of persons in strata, drawn with replacement."""
    rng = np.random.default_rng(seed)
    role = rng.choice(["chief", "office", "street"], n, p=[0.2, 0.3, 0.5])
    lean = (role == "chief") * 1.0 + rng.logistic(size=n)
    answers = pd.DataFrame(
        {
            "stratum": [f"s{place % strata}" for place in range(n)],
            "population": np.nan,
            "weight": rng.uniform(1, 3, n),
            "role": role,
            "years": rng.integers(0, 40, n).astype(float),
            "knows": lean > 0.3,
            "extent": 1 + (lean[:, None] > [-1, 0, 1.5]).sum(axis=1),
        }
    )
    return Survey(answers, "test", True)


def effects(survey: Survey, *drivers: str, **more: object) -> pd.DataFrame:
    """Estimate effects on knowing."""
    outcome = more.pop("outcome", survey.tidy()["knows"])
    return estimate_effects(
        survey, outcome=outcome, drivers=drivers, sensitivity="open", **more
    ).tidy()


def refused(survey: Survey, *drivers: str, **more: object) -> str:
    """Return the words in which effects are refused."""
    with pytest.raises(DataError) as error:
        effects(survey, *drivers, **more)
    return str(error.value)


def with_column(survey: Survey, **columns: object) -> Survey:
    """Give the answers another column."""
    return replace(survey, _answers=survey.tidy().assign(**columns))


def test_the_effect_of_a_single_driver_is_the_plain_difference_of_shares() -> None:
    survey = staff()
    reached = survey.tidy()[["knows"]]
    plain = compare_groups(
        survey, reached=reached, by="role", reference="street", sensitivity="open"
    ).tidy()
    plain = plain.set_index("role")[["estimate", "std_error"]]
    found = effects(survey, "role").set_index("level")[["estimate", "std_error"]]
    pd.testing.assert_frame_equal(found, plain.loc[found.index], check_names=False)


def test_the_reference_is_the_largest_group() -> None:
    assert set(effects(staff(), "role")["reference"]) == {"street"}


def test_effects_are_differences_of_margins() -> None:
    survey = staff()
    margins = estimate_margins(
        survey, outcome=survey.tidy()["knows"], drivers=("role", "years"), sensitivity="open"
    ).tidy()
    share = margins.set_index("level")["estimate"]
    found = effects(survey, "role", "years").set_index("level")["estimate"]
    assert found["chief"] == pytest.approx(share["chief"] - share["street"], abs=1e-12)


def test_a_number_is_raised_by_its_step() -> None:
    row = effects(staff(), "role", "years", steps={"years": 10}).iloc[-1]
    assert (row["driver"], row["level"], row["reference"], row["n"]) == ("years", "+10", "+0", 400)


def test_n_is_that_of_the_level() -> None:
    survey = staff()
    n = effects(survey, "role").set_index("level")["n"]
    assert n["chief"] == survey.tidy()["role"].eq("chief").sum()


def test_respondents_who_lack_a_driver_are_left_out() -> None:
    survey = staff()
    years = survey.tidy()["years"].mask(np.arange(400) < 50)
    assert effects(with_column(survey, years=years), "years")["n"].tolist() == [350]


def test_the_name_of_the_outcome_is_the_measure() -> None:
    assert set(effects(staff(), "role")["measure"]) == {"knows"}


def test_in_a_census_effects_have_no_sampling_error() -> None:
    answers = staff().tidy().assign(weight=1.0, population=100.0)
    table = effects(Survey(answers, "census", True), "role", "years")
    assert table["std_error"].tolist() == pytest.approx([0, 0, 0], abs=1e-12)


def test_an_outcome_without_variation_is_refused() -> None:
    outcome = pd.Series([True] * 400, name="knows")
    assert "all answers of the outcome are alike" in refused(staff(), "role", outcome=outcome)


def test_groups_with_few_answers_on_a_side_are_counted_and_refused() -> None:
    survey = staff()
    role = survey.tidy()["role"].mask(np.arange(400) < 15, "guest")
    message = refused(with_column(survey, role=role), "role")
    assert "1 of 4 groups have fewer than 10 answers on a side" in message
    assert "guest" not in message


def test_drivers_that_follow_from_each_other_are_refused() -> None:
    survey = staff()
    post = survey.tidy()["role"] + " post"
    assert "knows, post: it has a single value, or it follows" in refused(
        with_column(survey, post=post), "role", "post"
    )


def test_a_driver_with_one_value_is_refused() -> None:
    assert "single value" in refused(with_column(staff(), city="all"), "city")


def test_perfect_prediction_is_refused() -> None:
    survey = staff()
    years = survey.tidy()["knows"] * 5 + survey.tidy()["years"] / 40
    assert "perfectly (separation)" in refused(with_column(survey, years=years), "years")


def test_more_slopes_than_the_drawn_units_can_carry_are_refused() -> None:
    survey = with_column(staff(), cluster=[f"c{place % 4}" for place in range(400)], stratum="all")
    assert "3 degrees of freedom" in refused(survey, "role", "years", "extent")


def test_too_few_answers_for_the_slopes_are_refused() -> None:
    survey = staff()
    rng = np.random.default_rng(2)
    more = {f"x{number}": rng.normal(size=400) for number in range(20)}
    assert "22 slopes need at least 220 answers" in refused(
        with_column(survey, **more), "role", *more
    )


def test_all_faults_are_told_at_once() -> None:
    survey = staff()
    role = survey.tidy()["role"].mask(np.arange(400) < 15, "guest")
    message = refused(with_column(survey, role=role, city="all"), "role", "city")
    assert "1 of 4 groups" in message
    assert "single value" in message


def test_an_outcome_that_is_not_yes_or_no_is_refused() -> None:
    survey = staff()
    message = refused(survey, "role", outcome=survey.tidy()["extent"])
    assert "not yes or no" in message


def test_an_outcome_of_text_is_refused_without_quoting_it() -> None:
    survey = staff()
    message = refused(survey, "years", outcome=survey.tidy()["role"].rename("knows"))
    assert "the outcome is text" in message
    assert "chief" not in message


def test_an_unknown_driver_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="the survey lacks shoe"):
        effects(staff(), "shoe")


def test_a_model_without_drivers_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="there are none"):
        effects(staff())


def test_a_base_without_anybody_is_refused() -> None:
    outcome = pd.Series([None] * 400, dtype="boolean", name="knows")
    assert "nobody has outcome and all drivers" in refused(staff(), "role", outcome=outcome)


def test_a_step_for_a_group_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="the step 2 cannot be taken"):
        effects(staff(), "role", steps={"role": 2})


def test_counts_of_zero_alone_are_refused() -> None:
    with pytest.raises(DataError, match="everyone has a count of 0"):
        fit_glm(
            staff(),
            outcome=pd.Series([0.0] * 400, name="visits"),
            drivers=("years",),
            family="poisson",
        )


def ordinal(survey: Survey, **more: object) -> pd.DataFrame:
    """Estimate effects on a high extent."""
    asked = {"outcome": survey.tidy()["extent"], "at_least": 4} | more
    return estimate_ordinal_effects(
        survey, drivers=("role", "years"), sensitivity="open", **asked
    ).tidy()


def test_ordered_answers_tell_more_than_one_cut() -> None:
    survey = staff(2_000)
    one_cut = effects(survey, "role", "years", outcome=survey.tidy()["extent"].ge(4))
    assert (ordinal(survey)["std_error"] < one_cut["std_error"]).all()


def test_lines_that_are_not_parallel_are_refused() -> None:
    survey = staff(2_000)
    rng = np.random.default_rng(3)
    years = survey.tidy()["years"]
    extent = 2 + (rng.random(2_000) < years / 80) - (rng.random(2_000) < years / 80)
    with pytest.raises(DataError, match="do not move every cut of the answers alike"):
        ordinal(survey, outcome=extent.rename("extent"), at_least=3)


def test_a_cut_that_parts_no_answers_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="parts no answers"):
        ordinal(staff(), at_least=1)


def test_an_answer_that_hardly_anybody_gave_is_refused() -> None:
    survey = staff()
    extent = survey.tidy()["extent"].mask(np.arange(400) < 5, 9)
    with pytest.raises(DataError, match="1 of 5 answers were given fewer than 10 times"):
        ordinal(survey, outcome=extent)
