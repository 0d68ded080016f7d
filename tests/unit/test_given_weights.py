"""Answers that came with their weights."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evaltools.errors import DataError
from evaltools.estimates import estimate_shares
from evaltools.survey import Survey, design_survey, take_weights


def answers(**columns: object) -> pd.DataFrame:
    """Six answers in two regions; a column that is None is left out."""
    usual = {
        "vikt": [10.0, 10.0, 10.0, 20.0, 20.0, 20.0],
        "region": ["N", "N", "N", "S", "S", "S"],
        "heard": [True, False, True, True, False, False],
    }
    made = {name: each for name, each in (usual | columns).items() if each is not None}
    return pd.DataFrame(made)


def taken(frame: pd.DataFrame, **named: str) -> Survey:
    """Take the weights of a frame."""
    return take_weights(frame, weight="vikt", wave="test", synthetic=False, **named)


def share(survey: Survey) -> pd.Series:
    """Estimate who has heard of it."""
    reached = survey.tidy()[["heard"]]
    return estimate_shares(survey, reached=reached, sensitivity="open").tidy().iloc[0]


def test_the_share_is_that_of_the_weights_that_came() -> None:
    assert share(taken(answers()))["estimate"] == pytest.approx((10 + 10 + 20) / 90)


def test_strata_take_their_part_out_of_the_variance() -> None:
    frame = answers(heard=[True, True, True, False, False, True])
    assert share(taken(frame, stratum="region"))["std_error"] < share(taken(frame))["std_error"]


def test_who_answers_for_a_large_part_of_the_population_leaves_less_to_chance() -> None:
    frame = answers(size=[4, 4, 4, 6, 6, 6])
    without = share(taken(frame, stratum="region"))["std_error"]
    assert share(taken(frame, stratum="region", population="size"))["std_error"] < without


def test_respondents_of_one_cluster_are_one_unit() -> None:
    frame = answers(
        site=["a", "a", "b", "c", "c", "d"], heard=[True, True, False, True, True, False]
    )
    clustered = share(taken(frame, stratum="region", cluster="site"))
    assert clustered["std_error"] > share(taken(frame, stratum="region"))["std_error"]


def test_an_index_of_the_frame_changes_nothing() -> None:
    frame = answers()
    frame.index = [7] * 6
    assert share(taken(frame, stratum="region"))["estimate"] == pytest.approx(40 / 90)


@pytest.mark.parametrize(
    ("frame", "named", "told"),
    [
        (answers(vikt=None), {}, "the column vikt is lacking"),
        (answers(cluster=list("aabbcc")), {}, "the column cluster would be taken for part"),
        (answers(vikt=[0, 1, 2, -3, np.nan, np.inf]), {}, "4 answers have no weight above 0"),
        (answers(vikt=["1,5"] * 6), {}, "6 answers have no weight above 0"),
        (answers(region=["N", None, "N", "S", "S", "S"]), {"stratum": "region"},
         "1 answers have no stratum"),
        (answers(size=[4, 5, 4, 6, 6, 6]), {"stratum": "region", "population": "size"},
         "1 strata have no size, or several"),
        (answers(size=[2, 2, 2, 6, 6, 6]), {"stratum": "region", "population": "size"},
         "1 strata have more units than could be drawn"),
    ],
)  # fmt: skip
def test_weights_that_are_none_are_refused(
    frame: pd.DataFrame, named: dict[str, str], told: str
) -> None:
    with pytest.raises(DataError, match=told):
        taken(frame, **named)


def test_no_value_of_a_respondent_is_told() -> None:
    frame = answers(vikt=["hemligt"] * 6)
    with pytest.raises(DataError) as told:
        taken(frame)
    assert "hemligt" not in str(told.value)


def test_a_design_that_was_made_here_is_the_same_when_it_is_taken() -> None:
    people = pd.DataFrame(
        {"body": ["A"] * 12 + ["B"] * 18, "role": "staff", "heard": [True, False, True] * 10}
    )
    frame = pd.DataFrame({"body": ["A", "B"], "role": "staff", "employees": [30, 90]})
    made = design_survey(
        people, frame=frame, body="body", role="role", wave="test", synthetic=False
    )
    again = take_weights(
        made.tidy(), weight="weight", stratum="stratum", population="population", wave="test",
        synthetic=False,
    )  # fmt: skip
    pd.testing.assert_series_equal(share(again), share(made))
