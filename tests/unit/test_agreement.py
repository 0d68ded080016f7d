"""Agreement of coders, saturation and co-occurrence, against published numbers."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from evaltools.errors import DataError
from evaltools.estimates import (
    count_together,
    estimate_agreement,
    estimate_unseen,
    saturation_curve,
)
from evaltools.estimates.agreement import Level
from evaltools.estimates.saturation import expected_themes
from evaltools.testimony.coding import Coding, Unit
from evaltools.testimony.decisions import decide
from evaltools.testimony.reliability import rate_presence, rate_valence, tabulate_themes

GAP = None


def ratings(*coders: object, theme: str = "t") -> pd.DataFrame:
    """Give one row per coder as one row per unit and coder."""
    rows = [
        (theme, f"u{unit:03}", f"c{coder}", value)
        for coder, values in enumerate(coders)
        for unit, value in enumerate(values)  # type: ignore[arg-type, var-annotated]
    ]
    return pd.DataFrame(rows, columns=["theme", "unit", "coder", "value"])


def measured(frame: pd.DataFrame, measure: str = "alpha", level: Level = "nominal") -> pd.Series:
    """Estimate one measure of one theme."""
    table = estimate_agreement(frame, level=level, rng=np.random.default_rng(1))
    return table.set_index("measure").loc[measure]


def truths(*counts: tuple[bool, bool, int]) -> pd.DataFrame:
    """Give pairs of two coders' verdicts, so many units of each."""
    pairs = [(one, other) for one, other, times in counts for _ in range(times)]
    return ratings(*zip(*pairs, strict=True))


# Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability,
# repository.upenn.edu/asc_papers/43, sections A (Meg and Owen), B (Ben and Gerry) and C.
MEG_OWEN = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
BEN_GERRY = ["aabbdcccedda", "babbbccceddd"]
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
    [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
]


@pytest.mark.parametrize(
    ("data", "level", "printed"),
    [
        (MEG_OWEN, "nominal", 0.095),
        (BEN_GERRY, "nominal", 0.692),
        (FOUR_OBSERVERS, "nominal", 0.743),
        (FOUR_OBSERVERS, "ordinal", 0.815),
        (FOUR_OBSERVERS, "interval", 0.849),
    ],
)
def test_alpha_is_that_of_krippendorffs_examples(
    data: list[list[object]], level: Level, printed: float
) -> None:
    assert measured(ratings(*data), level=level)["estimate"] == pytest.approx(printed, abs=5e-4)


def test_units_and_units_coded_twice_are_counted() -> None:
    found = measured(ratings(*FOUR_OBSERVERS))
    assert (found["n"], found["units"], found["coders"]) == (11, 12, 4)


def test_kappa_is_that_of_sas() -> None:
    # SAS PROC FREQ on [[0, 4, 1], [0, 8, 0], [0, 1, 5]], as printed in statsmodels'
    # test_inter_rater.py: simple kappa 0.4842.
    cells = {(0, 1): 4, (0, 2): 1, (1, 1): 8, (2, 1): 1, (2, 2): 5}
    pairs = [pair for pair, times in cells.items() for _ in range(times)]
    found = measured(ratings(*zip(*pairs, strict=True)), "kappa")
    assert found["estimate"] == pytest.approx(0.4842, abs=5e-5)


def test_kappa_is_that_of_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    rng = np.random.default_rng(5)
    one = rng.integers(0, 4, 80)
    other = np.where(rng.random(80) < 0.7, one, rng.integers(0, 4, 80))
    found = measured(ratings(one, other), "kappa")["estimate"]
    assert found == pytest.approx(metrics.cohen_kappa_score(one, other), abs=1e-12)


def test_kappa_is_for_two_coders_only() -> None:
    table = estimate_agreement(
        ratings(*FOUR_OBSERVERS), level="nominal", rng=np.random.default_rng(1)
    )
    assert list(table["measure"]) == ["alpha"]


def test_a_rare_theme_shows_high_agreement_and_low_alpha_beside_its_prevalence() -> None:
    # The prevalence paradox, Feinstein and Cicchetti (1990).
    found = measured(
        truths((True, True, 1), (True, False, 4), (False, True, 4), (False, False, 191))
    )
    assert found["agreement"] == pytest.approx(0.96)
    assert found["estimate"] < 0.2
    assert found["prevalence"] == pytest.approx(0.025)
    assert "lita inte på intervallet" in found["caution.sv"]
    assert "do not trust the limits" in found["caution.en"]


@pytest.mark.parametrize("measure", ["alpha", "kappa"])
def test_nothing_is_said_of_agreement_where_nothing_varies(measure: str) -> None:
    found = measured(truths((False, False, 150)), measure)
    assert found[["estimate", "conf_low", "conf_high"]].isna().all()
    assert "kan inte skiljas från slump" in found["caution.sv"].replace(
        "enighet inte kan", "kan inte"
    )
    assert found["agreement"] == 1


def test_one_coder_alone_has_no_agreement() -> None:
    found = measured(ratings([True, False] * 60))
    assert found["n"] == 0
    assert np.isnan(found["estimate"])
    assert "Ingen av 120 enheter" in found["caution.sv"]


@pytest.mark.parametrize(("units", "warned"), [(99, True), (100, False)])
def test_fewer_than_a_hundred_units_are_told(units: int, warned: bool) -> None:
    found = measured(
        truths((True, True, 40), (True, False, 5), (False, True, 5), (False, False, units - 50))
    )
    assert ("under 100" in found["caution.sv"]) is warned
    assert ("below 100" in found["caution.en"]) is warned


def test_a_theme_that_one_unit_carries_has_no_limits() -> None:
    found = measured(truths((True, False, 1), (False, False, 149)))
    assert np.isnan(found["conf_low"])
    assert "Gränser saknas" in found["caution.sv"]


def test_agreement_without_exception_is_limited_by_the_units() -> None:
    found = measured(truths((True, True, 50), (False, False, 50)))
    # The exact upper limit of a share of which none was seen in 100: 1 - .025 ** (1 / 100).
    assert found["conf_low"] == pytest.approx(1 - 2 * (1 - 0.025**0.01), abs=0.002)
    assert found["conf_high"] == 1
    assert "Ingen oenighet" in found["caution.sv"]


def test_who_codes_a_unit_twice_is_refused() -> None:
    frame = ratings([True, False], [True, False])
    with pytest.raises(
        DataError, match="rows with a second value of a coder for a theme and unit: 1"
    ):
        estimate_agreement(
            pd.concat([frame, frame.head(1)]), level="nominal", rng=np.random.default_rng(1)
        )


def test_no_ratings_give_no_rows_but_the_columns() -> None:
    empty = estimate_agreement(ratings(), level="nominal", rng=np.random.default_rng(1))
    assert len(empty) == 0
    assert {"measure", "theme", "estimate", "caution.sv"} <= set(empty)


# The ants of 2,000 m in Costa Rica: Longino and Colwell (2011), as they stand in iNEXT's data.
ANTS = np.array([80, 59, 34, 23, 19, 15, 13, 8, 8, 4, 3, 2, 2, 1])


def test_the_curve_is_that_of_inext() -> None:
    # iNEXT's vignette prints 12.910 for h2000m at 104.631 of 200 units, between two numbers.
    at = expected_themes(ANTS, units=200, read=np.array([104, 105]))
    assert at[0] + 0.631 * (at[1] - at[0]) == pytest.approx(12.910, abs=5e-4)


def test_the_curve_is_the_mean_of_all_orders() -> None:
    table = pd.DataFrame(np.random.default_rng(2).random((6, 5)) < 0.3)
    orders = [
        np.cumsum(table.to_numpy()[list(order)], axis=0).astype(bool).sum(axis=1)
        for order in permutations(range(6))
    ]
    curve = saturation_curve(table, rng=np.random.default_rng(1))
    assert curve["expected"].to_numpy() == pytest.approx(np.mean(orders, axis=0), abs=1e-12)


def test_the_random_orders_are_near_the_exact_curve_and_end_in_all_themes() -> None:
    table = pd.DataFrame(np.random.default_rng(2).random((40, 9)) < 0.1)
    curve = saturation_curve(table, rng=np.random.default_rng(1))
    assert (curve["mean"] - curve["expected"]).abs().max() < 0.15
    assert (curve["low"] <= curve["high"]).all()
    assert curve["low"].iloc[-1] == curve["high"].iloc[-1] == table.any().sum()


def incidence(units: int, occurrences: list[int]) -> pd.DataFrame:
    """Give themes that are in so many units each."""
    return pd.DataFrame({f"t{at}": np.arange(units) < q for at, q in enumerate(occurrences)})


@pytest.mark.parametrize(
    ("units", "occurrences", "printed"),
    [
        # Two outputs of R's SpadeR::ChaoSpecies: estimate, s.e., upper 95 % limit of Chao2.
        (16, [1] * 9 + [2] * 4 + [3, 10], (24.492, 8.489, 57.648)),
        (40, [1] * 6 + [5, 7, 8, 9], (24.625, 13.216, 76.490)),
    ],
)
def test_unseen_themes_are_those_of_spader(
    units: int, occurrences: list[int], printed: tuple[float, ...]
) -> None:
    found = estimate_unseen(incidence(units, occurrences)).iloc[0]
    numbers = found[["estimate", "std_error", "conf_high"]].astype(float)
    assert tuple(numbers) == pytest.approx(printed, abs=6e-4)
    assert found["conf_low"] == found["observed"] == len(occurrences)


def test_without_themes_seen_once_nothing_is_said_of_more() -> None:
    found = estimate_unseen(incidence(120, [2, 5, 70])).iloc[0]
    assert found["unseen"] == 0
    assert np.isnan(found["std_error"])
    assert "inget sägas om fler" in found["caution.sv"]


def test_what_is_unseen_is_always_a_lower_bound_in_words() -> None:
    found = estimate_unseen(incidence(150, [1, 2, 30])).iloc[0]
    assert "nedre gräns" in found["caution.sv"] and "lower bound" in found["caution.en"]


def test_themes_are_counted_together() -> None:
    table = pd.DataFrame({"a": [1, 1, 1, 0], "b": [1, 1, 0, 0], "c": [0, 0, 0, 0]}).astype(bool)
    pair = count_together(table).set_index(["theme", "other"])
    assert list(pair.loc[("a", "b"), ["n_theme", "n_other", "n_both", "n"]]) == [3, 2, 2, 4]
    assert pair.loc[("a", "b"), "jaccard"] == pytest.approx(2 / 3)
    assert pair.loc[("a", "b"), "lift"] == pytest.approx(2 / (3 * 2 / 4))
    assert np.isnan(pair.loc[("a", "c"), "lift"])


def test_nothing_coded_is_refused() -> None:
    with pytest.raises(DataError, match="was coded"):
        estimate_unseen(pd.DataFrame())


CODINGS = (
    Coding("u1", "AB", "time", "need"),
    Coding("u1", "AB", "time", "weakness"),
    Coding("u1", "CD", "time", "need"),
    Coding("u2", "AB", None, None),
    Coding("u2", "CD", "staff", "strength"),
    Coding("u3", "AB", "staff", "strength"),
)


def test_who_looked_and_found_none_disagrees_with_who_found_one() -> None:
    found = rate_presence(CODINGS, themes=["staff", "time"])
    values = found.set_index(["theme", "unit", "coder"])["value"]
    assert not values["staff", "u2", "AB"]
    assert values["staff", "u2", "CD"]


def test_who_did_not_look_has_no_rating() -> None:
    found = rate_presence(CODINGS, themes=["staff"])
    assert set(found.loc[found["unit"] == "u3", "coder"]) == {"AB"}


def test_a_theme_that_nobody_found_is_rated_too() -> None:
    found = rate_presence(CODINGS, themes=["law"])
    assert not found["value"].any() and len(found) == 5


def test_valences_are_compared_where_the_theme_was_found() -> None:
    found = rate_valence(CODINGS).set_index(["theme", "unit", "coder"])["value"]
    assert found["time", "u1", "AB"] == "need+weakness"
    assert ("staff", "u2", "AB") not in found.index


UNITS = [Unit("u1", "q", "x"), Unit("u2", "q", "y"), Unit("u3", "r", "z"), Unit("u4", "r", "w")]
DECIDED = decide(
    [
        Coding("u1", "AB", "time", "need"),
        Coding("u2", "CD", None, None),
        Coding("u3", "AB", "staff", "strength"),
        Coding("u4", "AB", "staff", "strength"),
        Coding("u4", "CD", "time", "need"),
    ]
)


def test_what_is_decided_is_a_table_of_units_and_what_is_not_is_left_out() -> None:
    table = tabulate_themes(DECIDED, units=UNITS)
    assert list(table.index) == ["u1", "u2", "u3"]
    assert table.loc["u1"].to_dict() == {"staff": False, "time": True}
    assert not table.loc["u2"].any()


def test_decided_codings_are_a_table_of_sources() -> None:
    table = tabulate_themes(DECIDED, units=UNITS, by="source")
    assert table.loc["q"].to_dict() == {"staff": False, "time": True}
