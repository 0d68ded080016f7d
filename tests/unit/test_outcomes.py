"""The claim that each series carries, and no stronger one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evaltools.indicators import IndicatorSeries
from evaltools.outcomes import (
    assess,
    count_verdicts,
    estimate_count_change,
    estimate_level_change,
)
from evaltools.programme import Indicator


def series(
    values: dict[int, float], *, breaks: tuple[int, ...] = (), **more: object
) -> IndicatorSeries:
    """Make a series from values by year."""
    from evaltools.indicators import split_series

    indicator = Indicator.model_validate(
        {"id": "X", "name": {"sv": "x", "en": "x"}, "goal": None, "unit": "%",
         "direction": "increase", "sensitivity": "open", "published": True,
         "breaks": [{"period": year, "reason": {"sv": "r", "en": "r"}} for year in breaks], **more}
    )  # fmt: skip

    class Catalogue:
        """Knows one indicator."""

        def indicator(self, _: str) -> Indicator:
            return indicator

    table = pd.DataFrame(
        {"indicator_id": "X", "name_sv": "x", "name_en": "x", "geography": "here", "group": None,
         "year": pd.array(list(values), dtype="Float64"), "value": list(values.values()),
         "source_name": "s", "qualifier": "exact"}
    )  # fmt: skip
    return split_series(table, programme=Catalogue(), synthetic=False)[0]  # type: ignore[arg-type]


BEFORE = {2018: 10.0, 2019: 11.0, 2020: 10.5}


def test_a_series_that_ends_before_the_programme_cannot_be_assessed() -> None:
    row = assess(series(BEFORE), start=2021)
    assert (row["level"], row["reading.en"]) == (0, "Cannot be assessed")


def test_a_series_without_values_cannot_be_assessed() -> None:
    assert assess(series({2022: np.nan}), start=2021)["level"] == 0


def test_two_years_before_give_a_level_and_no_change() -> None:
    row = assess(series({2019: 10.0, 2020: 11.0, 2022: 20.0}), start=2021)
    assert row["level"] == 1 and np.isnan(row["change"])


def test_three_years_before_give_a_change() -> None:
    row = assess(series({**BEFORE, 2022: 20.0, 2023: 21.0}), start=2021)
    assert (row["level"], row["reading.sv"]) == (2, "Nivån har ökat")


def test_a_break_takes_the_years_before_it_out_of_the_comparison() -> None:
    row = assess(series({**BEFORE, 2022: 20.0}, breaks=(2022,)), start=2021)
    assert row["level"] == 1 and np.isnan(row["baseline"])


def test_a_change_of_definition_within_the_programme_leaves_only_what_came_after() -> None:
    row = assess(series({**BEFORE, 2022: 20.0, 2024: 50.0}, breaks=(2024,)), start=2021)
    assert (row["level"], row["latest"]) == (1, 50.0)


def test_values_that_never_vary_carry_no_interval() -> None:
    row = assess(series({2018: 5.0, 2019: 5.0, 2020: 5.0, 2022: 6.0}), start=2021)
    assert (row["level"], row["reading.en"]) == (1, "Level, no target")


def test_zeros_alone_on_one_side_carry_no_ratio() -> None:
    counts = {2018: 0.0, 2019: 0.0, 2020: 0.0, 2022: 1.0, 2023: 3.0}
    row = assess(series(counts, unit="antal"), start=2021)
    assert row["level"] == 1 and np.isnan(row["change"])


@pytest.mark.parametrize(
    ("direction", "target", "reading"),
    [
        ("increase", 15.0, "Reaches the target"),
        ("increase", 25.0, "Does not reach the target"),
        ("decrease", 15.0, "Does not reach the target"),
        ("ambiguous", 15.0, "Level, no target"),
        ("increase", None, "Level, no target"),
    ],
)
def test_the_level_is_read_against_the_target_by_direction(
    direction: str, target: float | None, reading: str
) -> None:
    row = assess(series({2022: 20.0}, direction=direction, target=target), start=2021)
    assert row["reading.en"] == reading


def test_no_reading_says_effect() -> None:
    rows = [assess(series({**BEFORE, 2022: v, 2023: v + 1}), start=2021) for v in (1, 10.5, 40)]
    assert not any("effekt" in f"{row['reading.sv']} {row['why.sv']}".lower() for row in rows)


def test_a_change_of_means_agrees_with_students_sleep_data() -> None:
    """Student (1908), Biometrika 6, 1-25; R: t.test(extra ~ group, sleep, var.equal = TRUE)."""
    first = pd.Series([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    second = pd.Series([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    change = estimate_level_change(first, second, conf_level=0.95)
    assert change.estimate == pytest.approx(1.58)
    assert (change.conf_low, change.conf_high) == pytest.approx((-0.203874, 3.363874), abs=1e-6)


def test_a_ratio_of_counts_is_the_ratio_of_their_means() -> None:
    change = estimate_count_change(
        pd.Series([110, 90, 100]), pd.Series([130, 110]), conf_level=0.95
    )
    assert change.estimate == pytest.approx(1.2)


def test_the_interval_of_a_ratio_agrees_with_rs_quasipoisson() -> None:
    """R 4.3, glm(counts ~ outcome + treatment, quasipoisson) is Dobson's; here its two levels.

    For two groups the standard error is closed: sqrt(phi (1/sum before + 1/sum during)),
    McCullagh and Nelder (1989), section 6.2, phi from Pearson's statistic.
    """
    before, during = np.array([18.0, 17, 15, 20, 10]), np.array([20.0, 25, 13, 12])
    phi = (
        ((before - before.mean()) ** 2 / before.mean()).sum()
        + ((during - during.mean()) ** 2 / during.mean()).sum()
    ) / 7
    half = 2.364624 * np.sqrt(max(phi, 1) * (1 / before.sum() + 1 / during.sum()))
    change = estimate_count_change(pd.Series(before), pd.Series(during), conf_level=0.95)
    assert np.log(change.conf_high / change.estimate) == pytest.approx(half, rel=1e-6)


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
