"""How whole distributions of answers are estimated, named and let out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from evaltools.awareness import measure, measure_answers, name_answers
from evaltools.codebook import Answer, Codebook, Measure, Question, Routing
from evaltools.declarations import Text
from evaltools.disclosure import protect_answers, protect_estimates
from evaltools.errors import ConfigurationError, DisclosureError
from evaltools.evaluation import DisclosureRules
from evaltools.survey import Survey

LABEL = Text(sv="Fråga", en="Question")
KINDS = {
    "little": "valid", "some": "valid", "large": "valid", "very_large": "valid",
    "dont_know": "dont_know", "not_applicable": "not_applicable",
}  # fmt: skip
SCALE = tuple(
    Answer(code=str(at), name=name, label=Text(sv=f"svar {at}", en=f"answer {at}"), kind=kind)
    for at, (name, kind) in enumerate(KINDS.items())
)
GIVEN = {"little": 30, "some": 40, "large": 50, "very_large": 20, "dont_know": 12,
         "not_applicable": 9, "not_shown": 5, None: 4}  # fmt: skip


def questionnaire() -> Codebook:
    """Make a codebook with one question on a scale, that some were routed past."""
    yes = (Answer(code="1", name="yes", label=LABEL), Answer(code="2", name="no", label=LABEL))
    body = Question(name="body", label=Text(sv="Nämnd", en="Body"), sensitivity="open", answers=yes)
    role = Question(name="role", label=Text(sv="Roll", en="Role"), sensitivity="open", answers=yes)
    asked = Question(
        name="extent", label=Text(sv="Grad", en="Extent"), sensitivity="personal", answers=SCALE,
        asked_if=Routing(question="role", answers=("yes",)),
    )  # fmt: skip
    counts = ("large", "very_large")
    measures = tuple(
        Measure(name=name, label=LABEL, question="extent", counts=counts, base=base)
        for name, base in (("extent", "shown"), ("extent_of_all", "everyone"))
    )
    return Codebook(
        name="c", title=LABEL, body="body", role="role", measures=measures,
        questions=tuple(each.model_dump() for each in (body, role, asked)),
    )  # fmt: skip


def answered() -> Survey:
    """Let 170 people answer, each of weight 2."""
    extent = [name for name, count in GIVEN.items() for _ in range(count)]
    answers = pd.DataFrame({"extent": extent}).assign(
        body="b", role="r", stratum="s", population=340, weight=2.0
    )
    return Survey(_answers=answers, wave="t", synthetic=True)


@pytest.fixture
def shares() -> pd.DataFrame:
    """Estimate the distribution."""
    codebook = questionnaire()
    found = measure_answers(answered(), codebook=codebook, measures=(codebook.measure("extent"),))
    return found.tidy().set_index("answer")


def test_the_answers_of_the_base_add_up_to_one(shares: pd.DataFrame) -> None:
    assert shares.loc[["little", "some", "large", "very_large", "dont_know"], "estimate"].sum() == (
        pytest.approx(1)
    )


def test_those_to_whom_it_is_not_relevant_are_a_share_of_them_and_the_base(
    shares: pd.DataFrame,
) -> None:
    assert shares.loc["not_applicable", "estimate"] == pytest.approx(9 / 161)
    assert shares["n"].to_dict() == dict.fromkeys(shares.index, 152) | {"not_applicable": 161}


def test_the_answers_that_count_together_are_the_measure(shares: pd.DataFrame) -> None:
    codebook = questionnaire()
    alone = measure(answered(), codebook=codebook, measures=(codebook.measure("extent"),)).tidy()
    numbers = ["estimate", "std_error", "conf_low", "conf_high", "n"]
    assert shares.loc["counted", numbers].tolist() == pytest.approx(alone.loc[0, numbers].tolist())


def test_the_answers_stand_in_the_order_of_the_questionnaire(shares: pd.DataFrame) -> None:
    assert shares.index.tolist() == [*KINDS, "counted"]


def test_a_measure_that_counts_those_who_were_not_asked_has_no_distribution() -> None:
    codebook = questionnaire()
    with pytest.raises(ConfigurationError, match="measure extent_of_all: the answers to extent"):
        measure_answers(answered(), codebook=codebook, measures=codebook.measures)


def test_answers_are_named_as_they_were_read() -> None:
    codebook = questionnaire()
    names = name_answers(codebook, measures=(codebook.measure("extent"),))
    assert names["little"].sv == "svar 0" and names["counted"].en == "answer 2 + answer 3"


def test_a_distribution_leaves_by_its_own_door_alone(rules: DisclosureRules) -> None:
    codebook = questionnaire()
    measures = (codebook.measure("extent"),)
    found = measure_answers(answered(), codebook=codebook, measures=measures)
    with pytest.raises(DisclosureError):
        protect_estimates(found, rules=rules)
    with pytest.raises(DisclosureError):
        protect_answers(measure(answered(), codebook=codebook, measures=measures), rules=rules)


def test_a_sensitive_distribution_is_refused(rules: DisclosureRules) -> None:
    codebook = questionnaire()
    found = measure_answers(answered(), codebook=codebook, measures=(codebook.measure("extent"),))
    with pytest.raises(DisclosureError, match="sensitive numbers of the kind distribution"):
        protect_answers(replace(found, sensitivity="sensitive"), rules=rules)


def test_what_is_let_out_is_rounded_and_says_whose_rule_it_was(rules: DisclosureRules) -> None:
    codebook = questionnaire()
    found = measure_answers(answered(), codebook=codebook, measures=(codebook.measure("extent"),))
    shown = protect_answers(found, rules=rules)
    table = shown.tidy().set_index("answer")
    assert shown.sensitivity == "personal" and shown.synthetic
    assert (table["n"] % 5 == 0).all() and (table["estimate"] * table["n"] % 5 < 1e-9).sum() >= 5
    assert table.loc["large", "estimate"] == pytest.approx(50 / 150)
