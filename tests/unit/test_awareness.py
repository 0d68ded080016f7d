"""Who is in the base of a measure, and how waves are set against each other."""

from __future__ import annotations

import pandas as pd
import pytest

from evaltools.awareness import map_bodies, measure, reach
from evaltools.codebook import Codebook
from evaltools.errors import DataError
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
