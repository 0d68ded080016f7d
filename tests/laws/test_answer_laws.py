"""What holds for every protected distribution of answers."""

from __future__ import annotations

import pandas as pd
import pytest

hypothesis = pytest.importorskip("hypothesis", reason="needs requirements-dev.txt")

from hypothesis import example, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from evaltools.declarations import Sensitivity  # noqa: E402
from evaltools.disclosure import check_release, protect_answers, protect_estimates  # noqa: E402
from evaltools.estimates import Estimates  # noqa: E402
from evaltools.evaluation import DisclosureRules  # noqa: E402
from evaltools.survey import Universe  # noqa: E402

RULES = DisclosureRules()
VALID = ("none", "little", "some", "large", "very")
BASE = (*VALID, "dont_know")


def estimates(counts: list[int], sensitivity: Sensitivity, ratio: float = 1.0) -> Estimates:
    """Make the distribution of one question from six counts, and that of "ej relevant"."""
    *given, apart = counts
    by_answer = dict(zip(BASE, given, strict=True))
    n, highest = sum(given), by_answer["large"] + by_answer["very"]
    rows = [
        {"answer": name, "kind": "valid" if name in VALID else name, "part": (name,),
         "whole": BASE, "counted": name in ("large", "very"), "yes": by_answer[name], "n": n}
        for name in BASE
    ]  # fmt: skip
    rows.append(
        {"answer": "apart", "kind": "not_applicable", "part": ("apart",), "whole": (*BASE, "apart"),
         "counted": False, "yes": apart, "n": n + apart}
    )  # fmt: skip
    rows.append(
        {"answer": "counted", "kind": "counted", "part": ("large", "very"), "whole": BASE,
         "counted": True, "yes": highest, "n": n}
    )  # fmt: skip
    table = pd.DataFrame(rows).assign(measure="m", std_error=0.01, n_weighted=float("nan"))
    share = (table["yes"] / table["n"].where(table["n"] > 0)).fillna(0)
    table = table.assign(estimate=share, conf_low=share, conf_high=share)
    return Estimates(
        table, "distribution", ("answer",), sensitivity, 0.95, 1.0, ratio, Universe("t"), False
    )


def measured(distribution: Estimates) -> Estimates:
    """Return the share that the measure counts, as another figure shows it."""
    table = distribution.tidy()
    return Estimates(
        table[table["kind"] == "counted"].reset_index(drop=True), "share", (),
        distribution.sensitivity, 0.95, 1.0, distribution.weight_ratio, Universe("t"), False,
    )  # fmt: skip


sizes = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 400)), min_size=7, max_size=7)
sensitivities = st.sampled_from(["open", "personal"])


@settings(max_examples=30, deadline=None)
@given(sizes, sensitivities, st.sampled_from([1.0, 1.8]))
def test_nobody_can_work_out_a_small_group_from_a_distribution(
    counts: list[int], sensitivity: Sensitivity, ratio: float
) -> None:
    """The release gate sets all answers against each other, and what they tell of the measure."""
    found = estimates(counts, sensitivity, ratio)
    told = {
        "fig-answers": protect_answers(found, rules=RULES).told(),
        "tab-measure": protect_estimates(measured(found), rules=RULES).told(),
    }
    check_release(told, earlier={}, asked={})


@settings(max_examples=30, deadline=None)
@given(sizes, sensitivities, st.sampled_from([1.0, 1.8]))
def test_a_distribution_tells_of_its_measure_what_the_measure_itself_tells(
    counts: list[int], sensitivity: Sensitivity, ratio: float
) -> None:
    """The gate sets it against the measure in groups."""
    found = estimates(counts, sensitivity, ratio)
    told = protect_answers(found, rules=RULES).told().claims
    of_measure = [claim for claim in told if "m" in claim.columns]
    assert of_measure == list(protect_estimates(measured(found), rules=RULES).told().claims)


@settings(max_examples=30, deadline=None)
@given(sizes, sensitivities)
def test_an_answer_is_shown_as_it_would_be_by_itself_or_not_at_all(
    counts: list[int], sensitivity: Sensitivity
) -> None:
    found = estimates(counts, sensitivity)
    shown = protect_answers(found, rules=RULES).tidy()
    table = found.tidy()
    apart = table.assign(measure=[f"m{row}" for row in range(len(table))])
    by_itself = Estimates(apart, "share", (), sensitivity, 0.95, 1.0, 1.0, Universe("t"), False)
    alone = protect_estimates(by_itself, rules=RULES).tidy()
    seen = ~shown["hidden"]
    numbers = ["estimate", "conf_low", "conf_high", "n"]
    pd.testing.assert_frame_equal(
        shown.loc[seen, numbers], alone.loc[seen, numbers], check_dtype=False
    )
    assert not (alone["hidden"] & seen).any()


@settings(max_examples=30, deadline=None)
@given(sizes, sensitivities)
@example([1, 1, 1, 1, 1, 0, 7], "open")
def test_those_apart_are_not_shown_beside_a_base_that_is_hidden(
    counts: list[int], sensitivity: Sensitivity
) -> None:
    """All who answered, less those apart, are the base."""
    table = protect_answers(estimates(counts, sensitivity), rules=RULES).tidy()
    apart = table["kind"].eq("not_applicable")
    assert table.loc[apart, "hidden"].all() or not table.loc[~apart, "hidden"].all()


@settings(max_examples=30, deadline=None)
@given(sizes)
def test_of_a_personal_question_all_answers_are_shown_or_none(counts: list[int]) -> None:
    table = protect_answers(estimates(counts, "personal"), rules=RULES).tidy()
    steps = table[table["kind"].isin(["valid", "dont_know"])]
    assert steps["hidden"].nunique() == 1
    assert steps["hidden"].all() or min(counts[:-1]) > RULES.personal.hide_counts_to
