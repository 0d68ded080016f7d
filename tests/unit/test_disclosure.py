"""What leaves and what falls silent."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest

from evaltools.declarations import Sensitivity, Text
from evaltools.disclosure import (
    check_release,
    protect_counts,
    protect_estimates,
    protect_indicators,
    protect_pooled,
    protect_ranks,
    protect_waves,
    publish_facts,
    without_hidden,
)
from evaltools.errors import DisclosureError
from evaltools.estimates import Estimates, pool_shares
from evaltools.estimates.results import Kind
from evaltools.evaluation import DisclosureRules
from evaltools.survey import Universe


def estimates(
    sensitivity: Sensitivity, *rows: tuple[float, int], by: tuple[str, ...] = ("body",)
) -> Estimates:
    """Make estimates from shares and n."""
    table = pd.DataFrame(
        {
            "measure": "m",
            "body": [f"b{place}" for place in range(len(rows))],
            "estimate": [share for share, _ in rows],
            "std_error": 0.0123,
            "p_value": 0.01234,
            "p_adjusted": 0.02468,
            "conf_low": [max(share - 0.05123, 0) for share, _ in rows],
            "conf_high": [min(share + 0.05123, 1) for share, _ in rows],
            "n": [n for _, n in rows],
            "n_weighted": 1234.5678,
        }
    )
    return Estimates(table, "share", by, sensitivity, 0.95, 1.1, 1.5, Universe("2025"), True)


def test_open_groups_under_ten_answers_fall_silent(rules: DisclosureRules) -> None:
    few = estimates("open", (0.5, 9), (0.5, 9), (0.5, 10))
    table = protect_estimates(few, rules=rules).tidy()
    assert table["hidden"].tolist() == [True, True, False]
    assert table.loc[:1, ["estimate", "conf_low", "conf_high", "n"]].isna().all(axis=None)


def test_a_large_group_falls_silent_where_the_total_would_tell_of_a_small_one(
    rules: DisclosureRules,
) -> None:
    few = estimates("open", (0.5, 9), (0.5, 30), (0.5, 200))
    table = protect_estimates(few, rules=rules).tidy()
    assert table["hidden"].tolist() == [True, True, False]


@pytest.mark.parametrize(("asked", "silent"), [(100, "b1"), (12, "b2")])
def test_a_group_that_hides_another_must_have_room_for_it(
    asked: int, silent: str, rules: DisclosureRules
) -> None:
    """Nine of 9 asked: only if nine more can be elsewhere may the reader think them none."""
    universe = Universe("t", sizes={"body": {"b0": 9.0, "b1": asked, "b2": 300.0}})
    few = replace(estimates("open", (0.5, 9), (0.5, 11), (0.5, 200)), universe=universe)
    assert protect_estimates(few, rules=rules).tidy().query("hidden")["body"].tolist() == [
        "b0", silent
    ]  # fmt: skip


def test_open_shares_are_in_whole_per_cent(rules: DisclosureRules) -> None:
    table = protect_estimates(estimates("open", (0.61234, 100)), rules=rules).tidy()
    assert table["estimate"][0] == 0.61


def test_weighted_sums_and_standard_errors_do_not_leave(rules: DisclosureRules) -> None:
    for sensitivity in ("open", "personal", "sensitive"):
        table = protect_estimates(estimates(sensitivity, (0.5, 100)), rules=rules).tidy()
        assert not {"n_weighted", "std_error", "p_value", "statistic"} & set(table)


def test_personal_groups_under_twenty_answers_fall_silent(rules: DisclosureRules) -> None:
    table = protect_estimates(estimates("personal", (0.5, 19), (0.5, 20)), rules=rules).tidy()
    assert table["hidden"].tolist() == [True, False]


def test_a_personal_share_is_its_rounded_count_over_its_rounded_n(rules: DisclosureRules) -> None:
    table = protect_estimates(estimates("personal", (0.61234, 103)), rules=rules).tidy()
    assert (table["n"][0], table["estimate"][0]) == (105, 65 / 105)


@pytest.mark.parametrize("share", [0.0, 0.03, 0.97, 1.0])
def test_small_personal_counts_fall_silent_on_either_side(
    share: float, rules: DisclosureRules
) -> None:
    assert protect_estimates(estimates("personal", (share, 100)), rules=rules).tidy()["hidden"][0]


def test_sensitive_answers_leave_for_the_whole_city_only(rules: DisclosureRules) -> None:
    assert protect_estimates(estimates("sensitive", (0.5, 500)), rules=rules).tidy()["hidden"][0]
    whole = protect_estimates(estimates("sensitive", (0.5, 500), by=()), rules=rules).tidy()
    assert not whole["hidden"][0]


def test_sensitive_cells_under_ten_fall_silent(rules: DisclosureRules) -> None:
    whole = protect_estimates(estimates("sensitive", (0.01, 500), by=()), rules=rules).tidy()
    assert whole["hidden"][0]


def test_the_rules_of_evaluation_yml_hold(rules: DisclosureRules) -> None:
    stricter = DisclosureRules.model_validate({"open": {"smallest_group": 30}})
    assert protect_estimates(estimates("open", (0.5, 29)), rules=stricter).tidy()["hidden"][0]


def test_a_rule_cannot_be_loosened_below_its_floor() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 3"):
        DisclosureRules.model_validate({"open": {"smallest_group": 1}})


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ({"personal": {"round_to": 8}}, "hide_counts_to must be at least round_to"),
        ({"sensitive": {"hide_counts_to": 4}}, "hide_counts_to must be at least round_to"),
        ({"personal": {"round_to": 11, "hide_counts_to": 11}}, "at least twice round_to"),
    ],
)
def test_rules_that_would_undo_each_other_are_refused(
    rules: dict[str, dict[str, int]], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        DisclosureRules.model_validate(rules)


def test_counts_of_answers_under_ten_fall_silent_with_what_is_derived(
    rules: DisclosureRules,
) -> None:
    rates = pd.DataFrame({"employees": [12, 200], "n": [4, 100], "rate": [1 / 3, 0.5]})
    table = protect_counts(
        rates,
        count="n",
        universe=None,
        derived=("rate",),
        known=("employees",),
        rules=rules,
        synthetic=True,
    ).tidy()
    assert table.loc[0, ["n", "rate"]].isna().all()


def indicators(sensitivity: str | None, value: float, *, is_count: bool) -> pd.DataFrame:
    """Make one indicator value."""
    of = {"counted": "reports, Stockholm", "sex": "", "rest": "", "year": 2024.0}
    return pd.DataFrame([{"value": value, "sensitivity": sensitivity, "is_count": is_count} | of])


def test_published_values_stand_as_they_are(rules: DisclosureRules) -> None:
    table = protect_indicators(
        indicators("open", 3, is_count=True),
        columns={"value": "year"},
        rules=rules,
        synthetic=False,
    ).tidy()
    assert table["value"][0] == 3


@pytest.mark.parametrize(
    ("synthetic", "told"),
    [
        ([False, False], "Värdena är redan publicerade"),
        ([True, True], "Påhittat exempel"),
        ([True, False], "Påhittade exempel är inte hämtade ur någon källa. Övriga"),
    ],
)
def test_invented_values_are_not_said_to_be_published(
    synthetic: list[bool], told: str, rules: DisclosureRules
) -> None:
    values = pd.concat([indicators("open", 3, is_count=True)] * 2, ignore_index=True)
    shown = protect_indicators(
        values.assign(synthetic=synthetic), columns={"value": "year"}, rules=rules,
        synthetic=any(synthetic),
    )  # fmt: skip
    assert shown.rule.sv.startswith(told)


def test_rows_stand_in_the_declared_order_and_others_last(rules: DisclosureRules) -> None:
    shown = protect_estimates(estimates("open", *3 * [(0.5, 100)]), rules=rules)
    assert shown.in_order("body", ("b2", "b0")).tidy()["body"].tolist() == ["b2", "b0", "b1"]


@pytest.mark.parametrize(("count", "shown"), [(0, None), (1, None), (7, None), (8, 10), (23, 25)])
def test_register_counts_are_hidden_or_rounded(
    count: float, shown: float | None, rules: DisclosureRules
) -> None:
    table = protect_indicators(
        indicators("sensitive", count, is_count=True), columns={"value": "year"}, rules=rules,
        synthetic=False,
    ).tidy()  # fmt: skip
    assert (None if table["hidden"][0] else table["value"][0]) == shown


def test_an_undeclared_sensitivity_is_an_error(rules: DisclosureRules) -> None:
    with pytest.raises(DisclosureError, match="1 rows have no sensitivity"):
        protect_indicators(
            indicators(None, 3, is_count=True),
            columns={"value": "year"},
            rules=rules,
            synthetic=False,
        )


def test_differences_of_personal_shares_are_refused(rules: DisclosureRules) -> None:
    difference = replace(estimates("personal", (0.5, 100)), kind="difference")
    with pytest.raises(DisclosureError, match="cannot be published"):
        protect_estimates(difference, rules=rules)


def test_both_p_values_of_a_difference_leave_in_three_decimals(rules: DisclosureRules) -> None:
    difference = replace(estimates("open", (0.1, 100), (0.1, 100), (0.1, 9)), kind="difference")
    table = protect_estimates(difference, rules=rules).tidy()
    assert table.loc[0, ["p_value", "p_adjusted"]].tolist() == [0.012, 0.025]
    assert table.loc[2, ["p_value", "p_adjusted"]].isna().all()


def test_a_personal_mean_score_says_no_more_than_its_rounded_sum(rules: DisclosureRules) -> None:
    score = replace(estimates("personal", (0.61234, 103)), kind="mean")
    assert protect_estimates(score, rules=rules).tidy()["estimate"][0] == 65 / 105


def test_means_of_other_scores_have_no_protected_form(rules: DisclosureRules) -> None:
    hours = replace(estimates("open", (12.3, 103)), kind="mean")
    with pytest.raises(DisclosureError, match="kind mean cannot be published"):
        protect_estimates(hours, rules=rules)


def test_waves_side_by_side_are_hidden_where_one_is(rules: DisclosureRules) -> None:
    after = estimates("open", *3 * [(0.5, 100)])
    before = estimates("open", (0.4, 100), *2 * [(0.5, 8)])
    joined = protect_waves(after, before=before, rules=rules).tidy()
    assert joined["hidden"].tolist() == [False, True, True]
    assert joined.loc[1:, ["before", "after", "difference"]].isna().all(axis=None)


def test_an_open_change_is_the_estimated_one_in_whole_per_cent(rules: DisclosureRules) -> None:
    after, before = estimates("open", (0.6149, 100)), estimates("open", (0.4051, 100))
    assert protect_waves(after, before=before, rules=rules).tidy()["difference"][0] == 0.21


@pytest.mark.parametrize("sensitivity", ["personal", "sensitive"])
def test_a_change_that_is_not_open_follows_from_the_published_shares(
    sensitivity: Sensitivity, rules: DisclosureRules
) -> None:
    """Waves that are published alike have the same change, whatever the answers were."""
    by = () if sensitivity == "sensitive" else ("body",)

    def change(now: float, then: float) -> pd.DataFrame:
        waves = [estimates(sensitivity, (share, 103), by=by) for share in (now, then)]
        return protect_waves(waves[0], before=waves[1], rules=rules).tidy()

    pd.testing.assert_frame_equal(change(0.612, 0.409), change(0.6149, 0.4051))


def test_tests_are_adjusted_for_the_number_of_those_that_are_shown(rules: DisclosureRules) -> None:
    after = estimates("open", (0.60, 400), (0.55, 400), (0.9, 9), (0.8, 8))
    before = estimates("open", (0.55, 400), (0.50, 400), (0.1, 9), (0.2, 8))
    both = protect_waves(after, before=before, rules=rules).tidy()
    first = [replace(each, _table=each.tidy()[:2]) for each in (after, before)]
    alone = protect_waves(first[0], before=first[1], rules=rules).tidy()
    assert both["hidden"].tolist() == [False, False, True, True]
    assert both["p_adjusted"][:2].tolist() == alone["p_adjusted"].tolist()


@pytest.mark.parametrize("kind", ["difference", "effect"])
def test_tests_of_groups_are_adjusted_for_the_number_of_those_that_are_shown(
    kind: Kind, rules: DisclosureRules
) -> None:
    rows = ((0.2, 400, 0.02), (0.1, 400, 0.03), (0.3, 9, 0.001), (0.2, 8, 0.025))
    found = replace(estimates("open", *(row[:2] for row in rows)), kind=kind)
    tested = found.tidy().assign(p_value=[row[2] for row in rows], p_adjusted=np.nan)
    both = protect_estimates(replace(found, _table=tested), rules=rules).tidy()
    assert both["hidden"].tolist() == [False, False, True, True]
    assert both["p_adjusted"][:2].tolist() == [0.04, 0.04]
    assert both["p_adjusted"][2:].isna().all()


def test_the_stricter_wave_rules_both(rules: DisclosureRules) -> None:
    after, before = estimates("open", (0.5, 19)), estimates("personal", (0.5, 100))
    assert protect_waves(after, before=before, rules=rules).tidy()["hidden"][0]


def test_what_leaves_cannot_be_changed_from_outside() -> None:
    about = Text(sv="om", en="about")
    publishable = publish_facts(pd.DataFrame({"a": [1]}), about=about, synthetic=False)
    copy = publishable.tidy()
    copy.loc[0, "a"] = 2
    assert publishable.tidy()["a"][0] == 1


def test_pooled_and_raw_shares_of_small_areas_fall_silent_together(rules: DisclosureRules) -> None:
    pooled = estimates("open", (0.51234, 100), (0.5, 9), (0.5, 8))
    pooled = replace(pooled, _table=pooled.tidy().assign(raw=0.61234))
    table = protect_pooled(pooled, rules=rules).tidy()
    assert table.loc[0, ["raw", "estimate"]].tolist() == [0.61, 0.51]
    assert table.loc[1, ["raw", "estimate", "n"]].isna().all()


def test_pooled_shares_of_areas_that_are_shown_borrow_from_those_alone(
    rules: DisclosureRules,
) -> None:
    shown = ((0.3, 200), (0.5, 150), (0.8, 200), (0.6, 90), (0.4, 300))
    pooled = [
        protect_pooled(
            pool_shares(without_hidden(estimates("open", *shown, *few), rules=rules)), rules=rules
        ).tidy()
        for few in (((0.9, 9), (0.9, 8)), ((0.1, 9), (0.2, 8)))
    ]
    assert pooled[0]["hidden"].tolist() == [False] * 5 + [True] * 2
    pd.testing.assert_frame_equal(*pooled)


def test_an_area_without_a_pooled_share_is_hidden(rules: DisclosureRules) -> None:
    pooled = estimates("open", (0.5, 100), (np.nan, 50), (0.5, 80))
    table = protect_pooled(replace(pooled, _table=pooled.tidy().assign(raw=0.6)), rules=rules)
    assert table.tidy()["hidden"].tolist() == [False, True, False]
    assert table.tidy().loc[1, ["raw", "n"]].isna().all()


def test_places_tell_nothing_of_areas_that_are_hidden(rules: DisclosureRules) -> None:
    pooled = estimates("open", (0.3, 200), (0.5, 9), (0.8, 200), (0.9, 8), (0.6, 200))
    pooled = replace(pooled, _table=pooled.tidy().assign(raw=0.5, std_error=0.02))
    ranks = protect_ranks(pooled, rng=np.random.default_rng(1), rules=rules).tidy()
    assert ranks["hidden"].tolist() == [False] * 3 + [True] * 2
    assert ranks["rank"].sum() == pytest.approx(1 + 2 + 3)
    order = pooled.tidy()[pooled.by[0]]
    assert ranks[pooled.by[0]].tolist()[3:] == [order[1], order[3]]


def test_pooled_personal_shares_have_no_protected_form(rules: DisclosureRules) -> None:
    pooled = estimates("personal", (0.5, 100))
    with pytest.raises(DisclosureError, match="kind pooled share cannot be published"):
        protect_pooled(replace(pooled, _table=pooled.tidy().assign(raw=0.6)), rules=rules)


def test_a_refusal_of_personal_shares_of_areas_names_the_function_that_refuses(
    rules: DisclosureRules,
) -> None:
    with pytest.raises(DisclosureError, match="without_hidden: personal numbers"):
        without_hidden(estimates("personal", (0.5, 100)), rules=rules)


def test_shares_derived_from_personal_answers_do_not_leave_with_counts(
    rules: DisclosureRules,
) -> None:
    table = pd.DataFrame({"n": [100], "share": [0.5], "alpha": [0.81234]})
    with pytest.raises(DisclosureError, match="personal numbers of the kind derived share"):
        protect_counts(
            table, count="n", universe=None, derived=("share",), coefficients=("alpha",),
            sensitivity="personal", rules=rules, synthetic=True,
        )  # fmt: skip
    shown = protect_counts(
        table.assign(n=103).drop(columns="share"), count="n", universe=None,
        coefficients=("alpha",), sensitivity="personal", rules=rules, synthetic=True,
    ).tidy()  # fmt: skip
    assert (shown["n"][0], shown["alpha"][0]) == (105, 0.81)


def test_what_stands_beside_a_hidden_row_is_hidden(rules: DisclosureRules) -> None:
    left = protect_estimates(estimates("open", (0.5, 100), (0.5, 9), (0.5, 9)), rules=rules)
    facts = pd.DataFrame({"body": ["b0", "b1", "b2"], "size": [1.0, 2.0, 3.0]})
    right = publish_facts(facts, about=Text(sv="om", en="about"), synthetic=False)
    table = left.beside(right, on="body", columns=("size",)).tidy()
    assert table["size"].isna().tolist() == [False, True, True]
    assert table["hidden"].tolist() == [False, True, True]


def test_rows_put_together_keep_the_stricter_rule(rules: DisclosureRules) -> None:
    open_rows = protect_estimates(estimates("open", (0.5, 100)), rules=rules)
    personal = protect_estimates(estimates("personal", (0.5, 100)), rules=rules)
    assert open_rows.with_rows(personal).sensitivity == "personal"


def test_numbers_that_no_rule_covers_do_not_leave_beside_a_count(rules: DisclosureRules) -> None:
    """What is left of a known total gives a hidden count away."""
    table = pd.DataFrame({"n": [4], "asked": [10], "silent": [6]})
    with pytest.raises(DisclosureError, match="no rule covers the numbers in silent"):
        protect_counts(
            table, count="n", universe=None, known=("asked",), rules=rules, synthetic=True
        )


def test_words_that_follow_from_a_hidden_count_are_not_shown(rules: DisclosureRules) -> None:
    table = pd.DataFrame({"n": [4, 40], "why.sv": "Bara 4.", "why.en": "Only 4."})
    shown = protect_counts(
        table, count="n", universe=None, told=("why",), rules=rules, synthetic=True
    ).tidy()
    assert shown["why.sv"].tolist() == ["Redovisas inte", "Bara 4."]


CLOSED = pd.DataFrame(
    {"latest": [3.0, 40.0], "change": [0.5, 0.9], "status.sv": ["Uppfylls helt"] * 2,
     "status.en": ["Met in full"] * 2, "sensitivity": "sensitive", "is_count": True,
     "counted": "reports, Stockholm", "sex": "", "rest": ["a", "b"], "year": 2024.0,
     "certainty.sv": "Säkert", "certainty.en": "Sure", "target": [5.0, 30.0]}
)  # fmt: skip


def closed_indicators(**target: float) -> pd.DataFrame:
    """Let register counts out with what is computed from them and what is said of them."""
    return protect_indicators(
        CLOSED.assign(**target), columns={"latest": "year"}, derived=("change",),
        told=("certainty",), status="status", rules=DisclosureRules(), synthetic=False,
    ).tidy()  # fmt: skip


def test_what_is_said_of_a_hidden_count_is_hidden_too() -> None:
    """That a target of three is met would tell that the count is at most three."""
    assert list(closed_indicators()["status.en"]) == ["Not shown", "Met in full"]


def test_what_is_computed_from_closed_counts_has_no_form_yet() -> None:
    assert closed_indicators()["change"].isna().all()


@pytest.mark.parametrize("target", [38.0, 42.0])
def test_a_status_that_tells_more_than_the_rounded_count_is_hidden(target: float) -> None:
    """Forty stands for 38 to 42: that 39 is met, or 41 is not, would say more."""
    assert closed_indicators(target=target)["status.en"][1] == "Not shown"


def test_how_sure_one_may_be_of_a_closed_count_is_not_told() -> None:
    assert list(closed_indicators()["certainty.en"]) == ["Not shown"] * 2


def test_women_men_and_all_are_counts_of_the_same(rules: DisclosureRules) -> None:
    """What a total and one sex tell of the other is for the release gate to see."""
    of = {"sensitivity": "sensitive", "is_count": True, "counted": "reports", "rest": ""}
    both = pd.DataFrame([{"women": 40.0, "men": 12.0, "year": 2024.0} | of])
    total = pd.DataFrame([{"value": 52.0, "year": 2024.0, "sex": ""} | of])
    protect = partial(protect_indicators, rules=rules, synthetic=False)
    told = {
        "tab-sexes": protect(both, columns={"women": "year", "men": "year"}).told(),
        "tab-total": protect(total, columns={"value": "year"}).told(),
    }
    parts = [claim.part.get("sex") for each in told.values() for claim in each.claims]
    assert parts == [("women",), ("men",), None]
    assert {claim.universe for each in told.values() for claim in each.claims} == {"reports, 2024"}
    assert check_release(told, earlier={}, asked={}).claims == 3
