"""What never changes a number of the survey, whatever the answers are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("hypothesis", reason="needs requirements-dev.txt")
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.cleaning import clean_answers
from evaltools.codebook import Codebook
from evaltools.estimates import estimate_shares
from evaltools.intake import RawTable
from evaltools.survey import Survey, rake

NUMBERS = ["estimate", "std_error", "conf_low", "conf_high", "n", "n_weighted"]


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """Draw answers of two strata with weights, and some without an answer."""
    n = draw(st.integers(20, 60))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    clusters = draw(st.booleans())
    answers = pd.DataFrame(
        {
            "stratum": np.where(np.arange(n) % 2 == 0, "a", "b"),
            "body": rng.choice(["x", "y", "z"], n),
            "yes": rng.choice([1.0, 0.0, np.nan], n, p=[0.5, 0.4, 0.1]),
            "other": rng.choice([1.0, 0.0], n),
            "weight": rng.uniform(1, 9, n),
            "population": np.where(clusters, 40.0, 300.0),
        }
    )
    if clusters:
        answers["cluster"] = answers["stratum"] + (np.arange(n) // 2 % 5).astype(str)
    return Survey(answers, "t", True)


def shares(survey: Survey, *names: str, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Estimate shares, by group or in all."""
    reached = survey.tidy()[list(names)].astype("boolean")
    table = estimate_shares(survey, reached=reached, sensitivity="open", by=by).tidy()
    return table.set_index(["measure", *by])[NUMBERS].sort_index()


def with_answers(survey: Survey, answers: pd.DataFrame) -> Survey:
    """Put other answers into a survey."""
    return Survey(answers, survey.wave, survey.synthetic, survey.margins)


@settings(max_examples=40, deadline=None)
@given(survey=surveys(), seed=st.integers(0, 100))
def test_the_order_of_rows_and_columns_never_changes_a_number(survey: Survey, seed: int) -> None:
    turned = survey.tidy().sample(frac=1, random_state=seed)[sorted(survey.tidy())]
    pd.testing.assert_frame_equal(
        shares(with_answers(survey, turned.reset_index(drop=True)), "yes", by=("body",)),
        shares(survey, "yes", by=("body",)), rtol=1e-9,
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(survey=surveys())
def test_a_measure_does_not_depend_on_the_others(survey: Survey) -> None:
    alone, among = shares(survey, "yes"), shares(survey, "other", "yes")
    pd.testing.assert_frame_equal(alone, among.loc[["yes"]])


@settings(max_examples=40, deadline=None)
@given(survey=surveys())
def test_yes_and_no_are_mirror_images(survey: Survey) -> None:
    answers = survey.tidy().assign(no=lambda table: 1 - table["yes"])
    both = shares(with_answers(survey, answers), "yes", "no")
    yes, no = both.loc["yes"], both.loc["no"]
    assert yes["estimate"] + no["estimate"] == pytest.approx(1)
    assert yes["std_error"] == pytest.approx(no["std_error"], abs=1e-12)
    assert yes["conf_low"] == pytest.approx(1 - no["conf_high"], abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(survey=surveys(), factor=st.floats(0.01, 100))
def test_weights_times_a_constant_change_no_share(survey: Survey, factor: float) -> None:
    heavier = survey.tidy().assign(weight=lambda table: factor * table["weight"])
    kept = ["estimate", "std_error", "conf_low", "conf_high", "n"]
    pd.testing.assert_frame_equal(
        shares(with_answers(survey, heavier), "yes")[kept], shares(survey, "yes")[kept],
        rtol=1e-7,
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(survey=surveys())
def test_raking_twice_is_raking_once(survey: Survey) -> None:
    sizes = survey.tidy()["body"].value_counts()
    totals = pd.DataFrame(
        {"margin": "body", "category": sizes.index, "total": 10.0 * np.arange(1, len(sizes) + 1)}
    )
    once = rake(survey, totals=totals)
    twice = rake(once, totals=totals)
    assert twice.tidy()["weight"].to_numpy() == pytest.approx(once.tidy()["weight"].to_numpy())
    assert (twice.tidy()["base_weight"] == survey.tidy()["weight"]).all()


CODES = st.sampled_from(["1", "2", "8", "9", "Ja", "nej", "Vet ej", "", "Ej relevant"])
ROWS = st.lists(
    st.tuples(st.sampled_from(["1", "2", ""]), st.sampled_from(["1", "2", ""]), CODES, CODES,
              CODES, st.sampled_from(["", "words"])),
    min_size=1, max_size=15,
)  # fmt: skip
HEADERS = [f"Fråga {name}?" for name in ("body", "role", "heard", "read", "safe", "words")]


def export(rows: list[tuple[str, ...]], headers: list[str] = HEADERS) -> RawTable:
    """Make a raw table as intake would."""
    frame = pd.DataFrame(rows, columns=headers, dtype="str")
    return RawTable(frame, "svar.csv", None, "0" * 64, "utf-8", ";", False, 1)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_every_row_is_accounted_for(codebook_once: Codebook, rows: list[tuple[str, ...]]) -> None:
    cleaned = clean_answers(export(rows), codebook=codebook_once)
    fates = cleaned.account().set_index("fate")["rows"]
    assert fates["read"] == len(rows) == fates.drop("read").sum()
    assert fates["kept"] == len(cleaned.tidy())


@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_the_order_of_the_columns_never_changes_clean_data(
    codebook_once: Codebook, rows: list[tuple[str, ...]]
) -> None:
    turned = export([row[::-1] for row in rows], HEADERS[::-1])
    pd.testing.assert_frame_equal(
        clean_answers(turned, codebook=codebook_once).tidy(),
        clean_answers(export(rows), codebook=codebook_once).tidy(),
    )


@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_cleaning_twice_is_cleaning_once(
    codebook_once: Codebook, rows: list[tuple[str, ...]]
) -> None:
    once = clean_answers(export(rows), codebook=codebook_once).tidy()
    texts = once.drop(columns=[c for c in once if str(c).startswith("flag.")]).fillna("")
    again = texts.mask(texts.eq("not_shown"), "").set_axis(HEADERS, axis=1)
    raw = RawTable(again.astype("str"), "svar.csv", None, "0" * 64, "utf-8", ";", False, 1)
    pd.testing.assert_frame_equal(clean_answers(raw, codebook=codebook_once).tidy(), once)
