"""Who is in the base of a measure, and how waves are set against each other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evaltools.awareness import (
    PublishedShares,
    assess_indices,
    explain_measure,
    group_bodies,
    map_bodies,
    measure,
    measure_indices,
    reach,
    strictest,
)
from evaltools.codebook import Codebook, Index, Measure, Option, Question, Routing
from evaltools.declarations import Text
from evaltools.errors import DataError
from evaltools.estimates import compare_shares
from evaltools.survey import Survey

ANSWERS = pd.DataFrame({"read": ["yes", "no", "dont_know", "not_applicable", "not_shown", None]})


def reached(codebook: Codebook, name: str) -> list[bool | None]:
    """Return True, False or None per respondent."""
    values = reach(ANSWERS, codebook=codebook, of=codebook.measure(name))
    return [None if pd.isna(value) else bool(value) for value in values]


def test_a_ladder_counts_those_who_were_routed_past_as_no(codebook: Codebook) -> None:
    assert reached(codebook, "read") == [True, False, False, None, False, None]


def test_other_measures_leave_those_who_were_routed_past_out(codebook: Codebook) -> None:
    assert reached(codebook, "read_if_heard") == [True, False, False, None, None, None]


def test_the_strictest_sensitivity_of_a_set_holds(codebook: Codebook, survey: Survey) -> None:
    answers = survey.tidy().assign(safe="yes")
    both = measure(
        Survey(_answers=answers, wave="t", synthetic=True),
        codebook=codebook,
        measures=(codebook.measure("heard"), codebook.measure("safe")),
    )
    assert both.sensitivity == "personal"


def test_the_question_of_the_body_may_have_any_name(codebook: Codebook, survey: Survey) -> None:
    questions = [q.model_copy(update={"name": "unit"}) if q.name == "body" else q
                 for q in codebook.questions]  # fmt: skip
    renamed = codebook.model_copy(update={"body": "unit", "questions": tuple(questions)})
    heard = measure(survey, codebook=renamed, measures=(renamed.measure("heard"),), by=("body",))
    assert set(heard.tidy()["body"]) == {"north", "south"}


def test_estimates_from_synthetic_answers_are_synthetic(codebook: Codebook, survey: Survey) -> None:
    heard = measure(survey, codebook=codebook, measures=(codebook.measure("heard"),))
    assert heard.synthetic


def test_merged_bodies_are_estimated_together(codebook: Codebook, survey: Survey) -> None:
    moved = map_bodies(survey, crosswalk={"north": "whole", "south": "whole"})
    heard = measure(moved, codebook=codebook, measures=(codebook.measure("heard"),), by=("body",))
    assert heard.tidy()["n_weighted"].tolist() == [pytest.approx(195)]


def test_a_merger_keeps_the_design(codebook: Codebook, survey: Survey) -> None:
    heard = codebook.measure("heard")
    moved = map_bodies(survey, crosswalk={"north": "whole", "south": "whole"})
    alone = measure(survey, codebook=codebook, measures=(heard,)).tidy()
    merged = measure(moved, codebook=codebook, measures=(heard,), by=("body",)).tidy()
    assert merged["std_error"][0] == pytest.approx(alone["std_error"][0])


def test_a_body_that_nothing_took_over_is_told(survey: Survey) -> None:
    with pytest.raises(DataError, match="no body has taken over south"):
        map_bodies(survey, crosswalk={"north": "whole"})


def both(name: str) -> Text:
    """Say the same in both languages."""
    return Text(sv=name, en=name)


def test_of_several_options_one_is_enough(codebook: Codebook) -> None:
    options = tuple(Option(name=name, label=both(name)) for name in ("plan", "routine", "other"))
    use = Question(
        name="use", label=both("use"), type="multiple", options=options, sensitivity="open",
        empty_means="none_chosen",
    )  # fmt: skip
    asked = codebook.model_copy(update={"questions": (*codebook.questions, use)})
    answers = pd.DataFrame(
        {"use.plan": ["chosen", "not_chosen", "not_shown", None],
         "use.routine": ["not_chosen", "not_chosen", "not_shown", None],
         "use.other": ["not_chosen", "chosen", "not_shown", None]}
    )  # fmt: skip
    of = Measure(
        name="m", label=both("m"), question="use", counts=("plan", "routine"), base="shown"
    )
    found = reach(answers, codebook=asked, of=of)
    assert [None if pd.isna(each) else bool(each) for each in found] == [True, False, None, None]


def test_bodies_of_a_kind_are_counted_together(codebook: Codebook, survey: Survey) -> None:
    grouped = group_bodies(survey, kinds={"north": "board"})
    heard = measure(
        grouped, codebook=codebook, measures=(codebook.measure("heard"),), by=("body_kind",)
    ).tidy()
    assert heard["body_kind"].tolist() == ["board"]


PUBLISHED = PublishedShares(
    pd.DataFrame(
        {"measure": "heard", "body": [None, "north", "south", "east"],
         "share": [0.4, 0.5, 0.2, 0.6], "n": [400, 100, 300, 50]}
    ),
    "2019", False,
)  # fmt: skip


def test_published_shares_of_merged_bodies_are_put_together(codebook: Codebook) -> None:
    moved = map_bodies(
        PUBLISHED, crosswalk={"north": "whole", "south": "whole", "east": "new", "west": "new"}
    )
    shares = moved.tidy().dropna(subset=["body"])
    assert shares["body"].tolist() == ["whole"]
    assert (shares["share"].iloc[0], shares["n"].iloc[0]) == (pytest.approx(0.275), 400)


def test_a_survey_is_compared_with_published_shares(codebook: Codebook, survey: Survey) -> None:
    heard = (codebook.measure("heard"),)
    before = measure(PUBLISHED, codebook=codebook, measures=heard)
    change = compare_shares(measure(survey, codebook=codebook, measures=heard), before=before)
    row = change.tidy().iloc[0]
    assert row["conf_low"] < row["estimate"] < row["conf_high"]
    by_body = measure(PUBLISHED, codebook=codebook, measures=heard, by=("body",)).tidy()
    assert by_body["body"].tolist() == ["north", "south", "east"]


def test_published_shares_by_role_are_not_known(codebook: Codebook) -> None:
    with pytest.raises(DataError, match="are not known by role"):
        measure(PUBLISHED, codebook=codebook, measures=(codebook.measure("heard"),), by=("role",))


def scaled(codebook: Codebook) -> tuple[Codebook, Survey]:
    """Give 80 persons three questions on one scale."""
    rng = np.random.default_rng(1)
    names = ["a", "b", "c"]
    levels = [
        {"code": str(place), "name": f"l{place}", "label": both(f"l{place}").model_dump()}
        for place in range(1, 6)
    ]
    questions = tuple(
        Question.model_validate(
            {"name": name, "label": both(name).model_dump(), "sensitivity": "personal",
             "answers": levels}
        )
        for name in names
    )  # fmt: skip
    index = Index(name="i", label=both("i"), items=tuple(names), at_least=2)
    asked = codebook.model_copy(
        update={"questions": (*codebook.questions, *questions), "indices": (index,)}
    )
    trait = rng.integers(1, 6, 80)
    answers = pd.DataFrame(
        {name: [f"l{np.clip(level + rng.integers(-1, 2), 1, 5)}" for level in trait]
         for name in names}
        | {"stratum": "all", "population": 400.0, "weight": 5.0, "body": "north",
           "role": ["chief", "staff"] * 40, "heard": ["yes", "no", "no", "yes"] * 20}
    )  # fmt: skip
    return asked, Survey(answers, "2025", True)


def test_a_scale_is_scored_between_nought_and_one_by_the_strictest_rule(
    codebook: Codebook,
) -> None:
    asked, survey = scaled(codebook)
    scores = measure_indices(survey, codebook=asked)
    assert scores.sensitivity == "personal" and scores.kind == "mean"
    assert scores.tidy()["estimate"].between(0.3, 0.7).all()


def test_a_scale_says_how_far_it_holds_together(codebook: Codebook) -> None:
    asked, survey = scaled(codebook)
    row = assess_indices(survey, codebook=asked, rng=np.random.default_rng(1)).iloc[0]
    assert row["alpha"] > 0.8 and row["n"] == 80 and row["verdict.en"] == "holds together"


def test_what_goes_with_a_measure_takes_the_strictest_sensitivity(codebook: Codebook) -> None:
    asked, survey = scaled(codebook)
    effects = explain_measure(survey, codebook=asked, of=asked.measure("heard"), drivers=("role",))
    assert (effects.kind, effects.sensitivity) == ("effect", "open")
    assert effects.tidy()["measure"].tolist() == ["heard"]


def test_how_many_were_led_to_a_question_tells_of_the_one_that_led_there(
    codebook: Codebook,
) -> None:
    routed = {"question": "safe", "answers": ["yes"]}
    words = codebook.question("words").model_copy(
        update={"sensitivity": "open", "asked_if": Routing.model_validate(routed)}
    )
    asked = codebook.model_copy(update={"questions": (*codebook.questions[:-1], words)})
    assert (strictest(asked, "heard"), strictest(asked, "words")) == ("open", "personal")


def test_a_codebook_without_scales_has_no_scores(codebook: Codebook, survey: Survey) -> None:
    assert measure_indices(survey, codebook=codebook).tidy().empty
    assert assess_indices(survey, codebook=codebook, rng=np.random.default_rng(1)).empty
