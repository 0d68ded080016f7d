"""The claim that each series carries, and no stronger one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from evaltools.evaluation import AttainmentRule, OutcomeGates
from evaltools.indicators import IndicatorSeries, split_series
from evaltools.outcomes import (
    Assessment,
    adjust_tests,
    assess,
    assess_indicators,
    compare_sexes,
    count_activities,
    count_verdicts,
    judge_attainment,
    list_diagnostics,
    list_specifications,
    tabulate,
    tabulate_attainment,
)
from evaltools.programme import Indicator

GATES = OutcomeGates()
CALM = OutcomeGates(pandemic_years=())
BEFORE = {2018: 10.0, 2019: 11.0, 2020: 10.5}


class Catalogue:
    """Knows one indicator."""

    def __init__(self, **more: object) -> None:
        self.only = Indicator.model_validate(
            {"id": "X", "name": {"sv": "x", "en": "x"}, "goal": None, "unit": "%",
             "direction": "increase", "sensitivity": "open", "published": True} | more
        )  # fmt: skip

    def indicator(self, _: str) -> Indicator:
        return self.only


def observed(values: dict[int, float], **columns: object) -> pd.DataFrame:
    """Make observations of one series from values by year."""
    years = pd.array(list(values), dtype="Float64")
    return pd.DataFrame(
        {"indicator_id": "X", "name_sv": "x", "name_en": "x", "geography": "here", "group": None,
         "period": [str(year) for year in values], "first_year": years, "year": years,
         "month": pd.array([pd.NA] * len(values), dtype="Float64"),
         "value": list(values.values()), "numerator": np.nan, "denominator": np.nan,
         "uncertainty": np.nan, "definition": None, "edition": None, "sex": None,
         "source_name": "s", "qualifier": "exact", "synthetic": False} | columns
    )  # fmt: skip


def series(
    values: dict[int, float],
    *,
    breaks: tuple[int, ...] = (),
    columns: dict[str, object] | None = None,
    **more: object,
) -> IndicatorSeries:
    """Make a series from values by year."""
    declared = [{"period": year, "reason": {"sv": "r", "en": "r"}} for year in breaks]
    catalogue = Catalogue(breaks=declared, **more)
    (only,) = split_series(observed(values, **(columns or {})), programme=catalogue)  # type: ignore[arg-type]
    return only


def row_of(
    only: IndicatorSeries, *, gates: OutcomeGates = GATES, start: int = 2021
) -> dict[str, object]:
    return tabulate([assess(only, start=start, gates=gates)]).to_dict("records")[0]


def rates(
    changes: Sequence[float], *, seed: int = 0, first: int = 2005, begins: int = 2014
) -> list[IndicatorSeries]:
    """Make an area for each change of the logarithm of its rate, the first the one asked about."""
    rng, years = np.random.default_rng(seed), range(first, 2020)
    parts = []
    for number, change in enumerate(changes):
        rate = 0.002 * np.exp(change * np.array([year >= begins for year in years]))
        cases = rng.poisson(200_000 * rate)
        values = dict(zip(years, 500 * cases / 1_000.0, strict=True))
        parts.append(
            observed(values, geography=f"area {number}", numerator=cases, denominator=200_000.0)
        )
    catalogue = Catalogue(
        unit="per 100 000", direction="decrease",
        comparison={"treated": ["area 0"], "neighbours": ["area 1"]},
    )  # fmt: skip
    return split_series(pd.concat(parts), programme=catalogue)  # type: ignore[arg-type]


def highest(changes: Sequence[float], **more: int) -> Assessment:
    (only,) = assess_indicators(rates(changes, **more), start=2014, gates=CALM)
    return only


NOISE = list(np.random.default_rng(3).normal(0, 0.05, 30))


# Levels 0 to 2


def test_a_series_that_ends_before_the_programme_cannot_be_assessed() -> None:
    row = row_of(series(BEFORE))
    assert (row["level"], row["reading.en"]) == (0, "Cannot be assessed")


def test_a_series_without_values_cannot_be_assessed() -> None:
    assert row_of(series({2022: np.nan}))["level"] == 0


def test_two_years_before_give_a_level_and_no_change() -> None:
    row = row_of(series({2019: 10.0, 2020: 11.0, 2022: 20.0}))
    assert row["level"] == 1 and np.isnan(row["change"])


def test_three_years_before_give_a_change() -> None:
    row = row_of(series({**BEFORE, 2022: 30.0, 2023: 30.5, 2024: 30.2}))
    assert (row["level"], row["reading.sv"]) == (2, "Nivån har ökat (önskad riktning)")


def test_an_ambiguous_indicator_is_never_called_better() -> None:
    row = row_of(series({**BEFORE, 2022: 30.0, 2023: 30.5, 2024: 30.2}, direction="ambiguous"))
    assert row["reading.en"] == "The level has risen (may mean different things)"


def test_a_break_takes_the_years_before_it_out_of_the_comparison() -> None:
    row = row_of(series({**BEFORE, 2022: 20.0}, breaks=(2022,)))
    assert row["level"] == 1 and np.isnan(row["baseline"])


def test_a_change_of_definition_within_the_programme_leaves_only_what_came_after() -> None:
    row = row_of(series({**BEFORE, 2022: 20.0, 2024: 50.0}, breaks=(2024,)))
    assert (row["level"], row["latest"]) == (1, 50.0)


def test_a_new_definition_in_the_data_is_a_break_too() -> None:
    values = {**BEFORE, 2021: 20.0, 2022: 21.0}
    row = row_of(series(values, columns={"definition": ["a", "a", "a", "a", "b"]}))
    assert (row["level"], row["latest"]) == (1, 21.0)


def test_a_value_pooled_over_a_break_is_compared_with_nothing() -> None:
    columns = {"first_year": pd.array([2017, 2018, 2019, 2021, 2022], dtype="Float64")}
    only = series({**BEFORE, 2022: 20.0, 2023: 21.0}, columns=columns, breaks=(2022,))
    assert list(only.comparable()["year"]) == [2023]


def test_pooled_years_that_overlap_are_not_counted_twice() -> None:
    columns = {"first_year": pd.array([2017, 2018, 2019, 2021, 2022], dtype="Float64")}
    only = series({**BEFORE, 2022: 20.0, 2023: 21.0}, columns=columns)
    assert list(only.comparable()["year"]) == [2018, 2020, 2023]


def test_values_that_never_vary_carry_no_interval() -> None:
    row = row_of(series({2018: 5.0, 2019: 5.0, 2020: 5.0, 2022: 6.0}))
    assert (row["level"], row["reading.en"]) == (1, "Level, no target")


def test_counts_of_nothing_on_one_side_have_no_ratio() -> None:
    row = row_of(series({2018: 4.0, 2019: 6.0, 2020: 5.0, 2022: 0.0, 2023: 0.0}, unit="antal"))
    assert row["level"] == 1


@pytest.mark.parametrize(
    ("direction", "latest", "reading"),
    [("increase", 60.0, "Reaches the target"), ("increase", 40.0, "Does not reach the target"),
     ("decrease", 40.0, "Reaches the target"), ("ambiguous", 40.0, "Level, no target")],
)  # fmt: skip
def test_a_level_is_read_against_its_target(direction: str, latest: float, reading: str) -> None:
    assert row_of(series({2022: latest}, target=50, direction=direction))["reading.en"] == reading


def test_a_change_of_counts_is_a_ratio() -> None:
    row = row_of(series({2018: 100.0, 2019: 90.0, 2020: 110.0, 2022: 50.0}, unit="antal"))
    assert row["change"] == pytest.approx(0.5)


def test_months_are_periods_of_their_own() -> None:
    frame = observed(dict.fromkeys((2020, 2021), 10.0))
    monthly = pd.concat([frame.assign(month=float(month)) for month in range(1, 13)])
    (only,) = split_series(monthly, programme=Catalogue())  # type: ignore[arg-type]
    assert only.per_year == 12 and only.tidy()["time"].is_unique


def often(months: Sequence[int], *, shift: float = 0.0) -> IndicatorSeries:
    """Make a series of counts with a season that shifts in 2019."""
    rng = np.random.default_rng(1)
    parts = [
        observed(
            {
                year: float(
                    rng.poisson(np.exp(5 + 0.3 * np.sin(month / 2) + shift * (year >= 2019)))
                )
            },
            month=float(month),
        )
        for year in range(2011, 2021)
        for month in months
    ]
    catalogue = Catalogue(unit="antal", direction="decrease")
    (only,) = split_series(pd.concat(parts), programme=catalogue)  # type: ignore[arg-type]
    return only


@pytest.mark.parametrize("months", [range(1, 13), (3, 6, 9, 12)], ids=["months", "quarters"])
def test_months_and_quarters_carry_a_series_with_a_season(months: Sequence[int]) -> None:
    fallen, stayed = (
        row_of(often(months, shift=shift), gates=CALM, start=2019) for shift in (-0.4, 0.0)
    )
    assert fallen["level"] == stayed["level"] == 3
    assert fallen["conf_high"] < 1 and "No shift established" in str(stayed["reading.en"])


def test_quarters_are_four_to_a_year() -> None:
    assert often((3, 6, 9, 12)).per_year == 4


def test_a_programme_of_one_year_leaves_no_slope_to_estimate() -> None:
    """Without the pandemic years a single year is left after the start."""
    values = {year: 20.0 + (year % 3) for year in range(2008, 2023)}
    found = assess(series(values), start=2020, gates=GATES)
    assert found.rungs[1].specifications


# Level 3


LONG = {year: 20.0 + 0.5 * (year % 3) for year in range(2004, 2014)}


def test_a_long_series_that_shifts_is_told_as_a_shift_without_a_cause() -> None:
    row = row_of(series(LONG | {2014: 40.0, 2015: 40.5, 2016: 41.0}), gates=CALM, start=2014)
    assert row["level"] == 3
    assert row["reading.en"].startswith("Rose when the programme began; the cause is not est")


def test_a_start_in_the_pandemic_takes_a_series_without_comparison_down() -> None:
    values = {year + 7: value for year, value in LONG.items()} | {2021: 40.0, 2022: 40.5, 2023: 41}
    row = row_of(series(values))
    assert row["level"] == 2 and "pandemic" in row["why.en"]


def test_a_shift_where_nothing_began_takes_a_series_down() -> None:
    values = {2004 + n: 20.0 + 0.1 * (n % 2) + 10 * (n >= 5) for n in range(10)}
    row = row_of(series(values | {2014: 50.0, 2015: 50.2, 2016: 50.1}), gates=CALM, start=2014)
    assert row["level"] == 2 and "date at which nothing began" in row["why.en"]


def test_few_cases_carry_no_series() -> None:
    values = {2000 + n: float(n % 3) for n in range(18)}
    row = row_of(series(values, unit="antal"), gates=CALM, start=2014)
    assert row["level"] == 2 and "Too few cases" in row["why.en"]


def test_a_line_without_any_chance_carries_no_series() -> None:
    row = row_of(
        series({year: year - 2000.0 for year in range(2004, 2018)}), gates=CALM, start=2014
    )
    assert row["level"] == 2 and "uncertainty cannot be estimated" in row["why.en"]


# Level 4


def test_an_area_that_leaves_the_others_is_compatible_with_an_effect() -> None:
    found = highest([-0.4, *NOISE])
    assert found.level == 4
    assert found.reading.en.startswith("Moved downwards against comparison areas; compatible with")


def test_an_area_that_goes_with_the_others_is_not_told_apart() -> None:
    assert highest([-0.02, *NOISE]).reading.en == "No difference from comparison areas established"


def test_eighteen_areas_are_too_few() -> None:
    found = highest([-0.4, *NOISE[:19]])
    assert found.level == 3 and "18 comparison areas" in found.why_not_higher.en


def test_neighbours_that_changed_too_take_a_comparison_down() -> None:
    found = highest([-0.4, -0.4, *NOISE])
    assert found.level < 4 and "the programme may have spread" in found.why_not_higher.en


def test_comparison_areas_are_not_assessed_themselves() -> None:
    assert len(assess_indicators(rates([0.0] * 25), start=2014, gates=CALM)) == 1


def test_an_area_that_lacks_a_year_is_not_compared_with() -> None:
    whole = rates([-0.4, *NOISE])
    gap = IndicatorSeries(whole[5].tidy().iloc[1:], whole[5].indicator, False)
    (found,) = assess_indicators([*whole[:5], gap, *whole[6:]], start=2014, gates=CALM)
    assert found.rungs[0].diagnostics["areas"] == 28


def test_areas_that_all_change_alike_carry_no_interval() -> None:
    values = {year: float(year % 2) for year in range(2005, 2020)}
    parts = [observed(values, geography=f"area {number}") for number in range(25)]
    catalogue = Catalogue(comparison={"treated": ["area 0"]})
    every = split_series(pd.concat(parts), programme=catalogue)  # type: ignore[arg-type]
    (found,) = assess_indicators(every, start=2014, gates=CALM)
    assert found.level < 4


def test_every_specification_is_listed_with_the_main_one_marked() -> None:
    listed = list_specifications([highest([-0.4, *NOISE])])
    assert listed["is_main"].sum() == 1 and listed["change"].is_monotonic_increasing
    assert set(listed["areas.en"]) == {"without neighbours", "neighbours too"}


def test_a_series_without_specifications_gives_an_empty_list() -> None:
    assert list_specifications([assess(series(BEFORE), start=2021, gates=GATES)]).empty


def test_diagnostics_have_a_row_for_every_design_that_gave_a_number() -> None:
    listed = list_diagnostics([highest([-0.4, *NOISE])])
    assert list(listed["level"]) == [4, 3, 2] and listed["change"].lt(1).all()


def test_the_e_value_is_one_where_nothing_is_established() -> None:
    values = [highest([change, *NOISE]).rungs[0].diagnostics["e_value"] for change in (0, -0.4)]
    assert values[0] == 1 and values[1] > 1.5


def test_the_detectable_change_is_wider_than_half_the_interval() -> None:
    row = tabulate([highest([-0.02, *NOISE])]).iloc[0]
    half = np.sqrt(row["conf_high"] / row["conf_low"])
    assert np.log(row["detectable"]) / np.log(half) == pytest.approx(1.4294, abs=1e-3)


# Level 5


def districts(
    effect: float, *, treated: int = 6, drift: float = 0.0, unit: str = "%"
) -> list[Assessment]:
    """Assess districts of which some had the programme from 2014."""
    rng, years = np.random.default_rng(1), range(2008, 2020)
    names = [f"district {number}" for number in range(14)]
    parts = []
    for number, name in enumerate(names):
        has = number < treated
        path = [
            20 + rng.normal(0, 0.5) + effect * has * (year >= 2014) + drift * has * (year - 2008)
            for year in years
        ]
        parts.append(observed(dict(zip(years, path, strict=True)), geography=name))
    catalogue = Catalogue(unit=unit, comparison={"treated": names[:treated]})
    every = split_series(pd.concat(parts), programme=catalogue)  # type: ignore[arg-type]
    return assess_indicators(every, start=2014, gates=CALM)


def test_districts_with_and_without_speak_for_an_effect() -> None:
    found = districts(3.0)[-1]
    assert (found.level, found.reading.en) == (
        5, "Rose more where the programme was; speaks for an effect (wanted direction)",
    )  # fmt: skip
    assert found.claim is not None and found.claim.effect is not None
    assert found.claim.effect.conf_low < 3 < found.claim.effect.conf_high


def test_districts_without_an_effect_are_not_told_apart() -> None:
    assert "No difference established" in districts(0.0)[-1].reading.en


def test_four_districts_with_the_programme_are_too_few() -> None:
    found = districts(3.0, treated=4)[-1]
    assert found.level == 0 and "4 areas with the programme" in found.why_not_higher.en


def test_districts_that_moved_apart_before_carry_no_claim() -> None:
    found = districts(0.0, drift=2.0)[-1]
    assert found.level == 0 and "moved apart already before" in found.why_not_higher.en


@pytest.mark.parametrize("unit", ["%", "medel 0-10"])
def test_several_areas_together_have_no_value_of_their_own(unit: str) -> None:
    row = tabulate([districts(3.0, unit=unit)[-1]]).iloc[0]
    assert np.isnan(row["baseline"]) and np.isnan(row["latest"])
    assert row["change"] == pytest.approx(3, abs=0.7)


# Multiplicity


class Goals:
    """A programme with one goal."""

    def __init__(self, primary: str) -> None:
        declared = type("Primary", (), {"indicator": primary})
        self.goals = [type("Goal", (), {"primary_indicator": declared})]


def test_primary_indicators_are_adjusted_by_holm_and_the_rest_by_benjamini_hochberg() -> None:
    table = pd.DataFrame(
        {"indicator_id": ["P", "P", "R", "R"], "p_value": [0.03, 0.04, 0.03, 0.04]}
    )
    adjusted = adjust_tests(table, programme=Goals("P"))  # type: ignore[arg-type]
    assert list(adjusted["p_adjusted"]) == pytest.approx([0.06, 0.06, 0.04, 0.04])


def test_what_was_not_tested_has_no_adjusted_p_value() -> None:
    table = pd.DataFrame({"indicator_id": ["P", "R"], "p_value": [np.nan, 0.02]})
    adjusted = adjust_tests(table, programme=Goals("P"))  # type: ignore[arg-type]
    assert adjusted["p_adjusted"].isna().tolist() == [True, False]


# Targets


def attained(only: IndicatorSeries, part_way: float | None = None) -> tuple[str, str]:
    found = judge_attainment(only, start=2021, rule=AttainmentRule(part_way=part_way))
    return found.status, found.certainty


def test_a_missing_value_is_missing_and_not_a_target_that_is_not_met() -> None:
    assert attained(series(BEFORE, target=50)) == ("missing", "missing")


def test_the_same_printed_value_may_be_met_in_full_and_undecided() -> None:
    parts = {"numerator": [52.0], "denominator": [100.0]}
    assert attained(series({2024: 52.0}, target=50, columns=parts)) == ("full", "undecided")


def test_many_answers_decide() -> None:
    parts = {"numerator": [52_000.0], "denominator": [100_000.0]}
    assert attained(series({2024: 52.0}, target=50, columns=parts)) == ("full", "met")
    assert attained(series({2024: 52.0}, target=55, columns=parts)) == ("none", "not met")


def test_a_value_without_denominator_or_uncertainty_cannot_be_decided() -> None:
    assert attained(series({2024: 52.0}, target=50)) == ("full", "unknown")


def test_a_published_uncertainty_decides() -> None:
    only = series({2024: 52.0}, target=50, columns={"uncertainty": [1.0]})
    assert attained(only) == ("full", "met")


def test_the_part_way_counts_only_where_the_city_says_so() -> None:
    values = {2020: 40.0, 2024: 46.0}
    assert attained(series(values, target=50))[0] == "none"
    assert attained(series(values, target=50), part_way=0.5)[0] == "part"


def test_a_declared_baseline_goes_before_the_values() -> None:
    values = {2020: 40.0, 2024: 46.0}
    assert attained(series(values, target=50, baseline=45), part_way=0.5)[0] == "none"


def test_fewer_is_better_where_the_indicator_is_to_decrease() -> None:
    values = {2020: 40.0, 2024: 28.0}
    assert attained(series(values, target=30, direction="decrease"))[0] == "full"


def test_a_count_is_taken_for_a_draw_of_poisson() -> None:
    """Garwood's limits of 20 are 12.2 and 30.9; Jeffreys' lie within."""
    found = judge_attainment(
        series({2024: 20.0}, unit="antal", target=15, direction="decrease"),
        start=2021,
        rule=AttainmentRule(),
    )
    assert (found.status, found.certainty) == ("none", "undecided")
    assert 12.2 < found.conf_low < 13 and 30 < found.conf_high < 30.9


def test_the_probability_of_a_rate_is_on_the_scale_of_the_rate() -> None:
    parts = {"numerator": [50.0], "denominator": [100_000.0]}
    only = series({2024: 50.0}, unit="per 100 000", target=50, direction="decrease", columns=parts)
    found = judge_attainment(only, start=2021, rule=AttainmentRule())
    assert found.probability == pytest.approx(stats.gamma(50.5).cdf(50))
    assert found.conf_low < 50 < found.conf_high


def test_only_series_with_a_target_stand_in_the_table() -> None:
    with_target = assess(series({2024: 52.0}, target=50), start=2021, gates=GATES)
    without = assess(series({2024: 52.0}), start=2021, gates=GATES)
    table = tabulate_attainment([without, with_target], rule=AttainmentRule())
    assert list(table["status.en"]) == ["Met in full"]


# Women and men


def test_women_and_men_of_the_same_year_stand_beside_each_other() -> None:
    parts = [
        observed({2023: value}, group=f"{group} 16-24", sex=sex)
        for group, sex, value in (("kvinnor", "women", 12.0), ("män", "men", 7.0))
    ]
    every = split_series(pd.concat(parts), programme=Catalogue())  # type: ignore[arg-type]
    (row,) = compare_sexes(assess_indicators(every, start=2021, gates=GATES)).to_dict("records")
    assert (row["place.sv"], row["women"], row["men"]) == ("here, 16-24", 12.0, 7.0)


def test_girls_and_boys_do_not_stand_beside_women_and_men_as_if_they_were_the_same() -> None:
    parts = [
        observed({2023: value}, group=group, sex=sex)
        for group, sex, value in (
            ("kvinnor", "women", 22.0), ("män", "men", 8.0),
            ("flickor", "women", 6.0), ("pojkar", "men", 4.0),
        )
    ]  # fmt: skip
    every = split_series(pd.concat(parts), programme=Catalogue())  # type: ignore[arg-type]
    found = compare_sexes(assess_indicators(every, start=2021, gates=GATES))
    assert list(found["place.en"]) == ["here", "here, children"]
    assert list(found["women"]) == [22.0, 6.0]


# The boards' own follow-up


@pytest.mark.parametrize("latest", [1.0, 10.5, 40.0])
def test_no_reading_without_comparison_says_effect(latest: float) -> None:
    row = row_of(series({**BEFORE, 2022: latest, 2023: latest + 1}))
    assert "effekt" not in f"{row['reading.sv']} {row['why.sv']}".lower()


def test_verdicts_of_the_year_are_counted_from_annual_reports_alone() -> None:
    followup = pd.DataFrame(
        [
            (2025, "VB", "goal", "g1", "full", np.nan, np.nan),
            (2025, "VB", "goal", "g1", "none", np.nan, np.nan),
            (2025, "T1", "goal", "g1", "part", np.nan, np.nan),
            (2024, "VB", "goal", "g1", "part", np.nan, np.nan),
            (2025, "VB", "indicator", "g1", None, 61.0, 60.0),
            (2025, "VB", "indicator", "g1", None, 59.0, 60.0),
        ],
        columns=["year", "period", "item_type", "goal", "verdict", "outcome", "target"],
    )
    row = count_verdicts(followup, year=2025).iloc[0]
    assert row.to_dict() == {
        "goal": "g1", "full": 1, "part": 0, "none": 1, "indicators": 2, "reached": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "outcome", "reached"),
    [("full", 4.0, 1), ("none", 6.0, 0), ("part", 6.0, 0), ("not_applicable", 6.0, 1),
     (None, 5.0, 1), (None, 4.0, 0)],
)  # fmt: skip
def test_an_indicator_reached_its_target_where_its_own_verdict_says_so(
    verdict: str | None, outcome: float, reached: int
) -> None:
    """Without a verdict, higher is taken as better."""
    rows = [("goal", "full", np.nan, np.nan), ("indicator", verdict, outcome, 5.0)]
    followup = pd.DataFrame(rows, columns=["item_type", "verdict", "outcome", "target"])
    followup = followup.assign(year=2025, period="VB", goal="g1")
    assert count_verdicts(followup, year=2025)["reached"].tolist() == [reached]


def test_activities_are_counted_by_what_became_of_them() -> None:
    followup = pd.DataFrame(
        {"year": 2025, "goal": "g1", "item_type": ["activity"] * 4 + ["goal"],
         "state": ["done", "done", "delayed", None, None]}
    )  # fmt: skip
    (row,) = count_activities(followup, by=["year", "goal"]).to_dict("records")
    assert (row["activities"], row["done"], row["delayed"], row["missing"]) == (4, 2, 1, 1)
    assert row["not_started"] == 0
