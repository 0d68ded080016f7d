"""Series, their editions, and areas that have merged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.declarations import Text
from evaltools.errors import DataError
from evaltools.indicators import (
    IndicatorSeries,
    latest_edition,
    list_revisions,
    make_series,
    merge_areas,
    name_place,
)
from evaltools.programme import Break, Indicator, read_organisation


def values(*rows: dict[str, object]) -> pd.DataFrame:
    """Make observations."""
    usual = {"indicator_id": "X", "name_sv": "x", "name_en": "x", "geography": "here",
             "group": None, "period": "2024", "unit": "%", "value": 50.0, "numerator": np.nan,
             "denominator": np.nan, "uncertainty": np.nan, "qualifier": "exact",
             "edition": None, "synthetic": False}  # fmt: skip
    return pd.DataFrame([usual | row for row in rows])


# Editions


def test_the_latest_edition_is_used() -> None:
    found = latest_edition(
        values({"edition": "2025-03-01", "value": 2.0}, {"edition": "2024-03-01", "value": 1.0})
    )
    assert list(found["value"]) == [2.0]


def test_a_value_without_an_edition_is_the_oldest() -> None:
    found = latest_edition(values({"value": 1.0}, {"edition": "2025-03-01", "value": 2.0}))
    assert list(found["value"]) == [2.0]


def test_a_revision_tells_what_was_printed_before() -> None:
    (row,) = list_revisions(
        values({"edition": "2024-03-01", "value": 1.0}, {"edition": "2025-03-01", "value": 2.0})
    ).to_dict("records")
    assert (row["value_before"], row["value"], row["edition"]) == (1.0, 2.0, "2025-03-01")


def test_an_edition_that_changes_nothing_is_no_revision() -> None:
    assert list_revisions(values({"edition": "2024-03-01"}, {"edition": "2025-03-01"})).empty


def test_a_value_that_is_suppressed_later_is_a_revision() -> None:
    found = list_revisions(
        values({"edition": "2024-03-01"}, {"edition": "2025-03-01", "value": np.nan})
    )
    assert len(found) == 1


def test_another_place_is_no_revision() -> None:
    assert list_revisions(values({}, {"geography": "there", "value": 1.0})).empty


# Areas that have merged


def test_the_areas_of_merged_boards_are_those_of_their_successors() -> None:
    organisation = read_organisation(Path(__file__).parents[2] / "programme")
    found = organisation.area_crosswalk(on=date(2025, 12, 31))
    assert found["Spånga-Tensta"] == found["Rinkeby-Kista"] == "Järva"
    assert organisation.area_crosswalk(on=date(2021, 12, 31))["Älvsjö"] == "Hägersten-Älvsjö"
    assert "Norrmalm" not in organisation.area_crosswalk(on=date(2021, 12, 31))


CROSSWALK = {"Norra": "Nya", "Södra": "Nya", "Västra": "Västra"}


def test_counts_are_added() -> None:
    (row,) = merge_areas(
        values(
            {"geography": "Norra", "unit": "antal", "value": 3.0},
            {"geography": "Södra", "unit": "antal", "value": 5.0},
        ),
        crosswalk=CROSSWALK,
    ).to_dict("records")
    assert (row["geography"], row["value"], row["qualifier"]) == ("Nya", 8.0, "derived")


def test_a_share_is_computed_anew_from_its_parts() -> None:
    (row,) = merge_areas(
        values(
            {"geography": "Norra", "value": 50.0, "numerator": 5.0, "denominator": 10.0},
            {"geography": "Södra", "value": 10.0, "numerator": 9.0, "denominator": 90.0},
        ),
        crosswalk=CROSSWALK,
    ).to_dict("records")
    assert row["value"] == pytest.approx(14.0) and row["denominator"] == 100


def test_a_rate_keeps_its_scale() -> None:
    (row,) = merge_areas(
        values(
            {"geography": "Norra", "value": 10.0, "numerator": 1.0, "denominator": 10_000.0},
            {"geography": "Södra", "value": 40.0, "numerator": 4.0, "denominator": 10_000.0},
        ).assign(unit="per 100 000"),
        crosswalk=CROSSWALK,
    ).to_dict("records")
    assert row["value"] == pytest.approx(25.0)


def test_a_value_without_parts_is_lost_and_not_averaged() -> None:
    found = merge_areas(
        values({"geography": "Norra"}, {"geography": "Södra"}, {"geography": "Västra"}),
        crosswalk=CROSSWALK,
    )
    assert list(found["geography"]) == ["Västra"]


def test_a_sum_that_lacks_a_part_is_lost() -> None:
    found = merge_areas(
        values({"geography": "Norra", "unit": "antal", "value": 3.0}), crosswalk=CROSSWALK
    )
    assert found.empty


def test_a_merged_area_with_values_of_its_own_beside_its_parts_is_refused() -> None:
    with pytest.raises(DataError, match="1 values are given for a merged area and for its parts"):
        merge_areas(
            values({"geography": "Nya", "unit": "antal"}, {"geography": "Norra", "unit": "antal"}),
            crosswalk=CROSSWALK,
        )


def test_the_values_of_the_merged_area_itself_are_kept_as_they_are() -> None:
    (row,) = merge_areas(values({"geography": "Nya"}), crosswalk=CROSSWALK).to_dict("records")
    assert (row["value"], row["qualifier"]) == (50.0, "exact")


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=2))
def test_merging_loses_no_case(counts: list[int]) -> None:
    found = merge_areas(
        values(
            *(
                {"geography": area, "unit": "antal", "value": float(count)}
                for area, count in zip(("Norra", "Södra"), counts, strict=True)
            )
        ),
        crosswalk=CROSSWALK,
    )
    assert found["value"].sum() == sum(counts)


# What areas and groups are called


@pytest.mark.parametrize(
    ("swedish", "english"),
    [
        (("Stockholms län", "flickor; åk 8"), "Stockholm County, girls; grade 8"),
        (("Sverige", "16-79 år"), "Sweden, aged 16-79"),
        (("Sveriges kommuner", "verksamhetsområde: LSS vuxna"),
         "Sweden's municipalities, field of work: LSS, adults"),
        (("Exempelstad", "kvinnor 18+"), "Exempelstad, women 18+"),
        (("Område 1 + Område 2", ""), "Område 1 + Område 2"),
    ],
)  # fmt: skip
def test_the_words_of_sources_are_translated_and_names_are_kept(
    swedish: tuple[str, str], english: str
) -> None:
    found = name_place(*swedish)
    assert found.en == english
    assert found.sv == ", ".join(filter(None, swedish))


# Series of values at hand


ROUTINE = Indicator(
    id="ROUTINE", name=Text(sv="Rutin", en="Routine"), unit="%", direction="increase",
    sensitivity="open", published=True, breaks=(Break(period=2020, reason=Text(sv="x", en="x")),),
)  # fmt: skip


def made(**columns: object) -> IndicatorSeries:
    """Make a series of values at hand."""
    values = pd.DataFrame({"year": [2021, 2019, 2020], "value": [3.0, 1.0, 2.0]} | columns)
    return make_series(values, indicator=ROUTINE, geography="here", source="x", synthetic=True)


def test_values_at_hand_are_put_in_order_and_parted_at_the_breaks() -> None:
    assert made().tidy()[["year", "segment"]].to_numpy().tolist() == [
        [2019, 0],
        [2020, 1],
        [2021, 1],
    ]


def test_parts_that_are_at_hand_make_a_share_of_it() -> None:
    assert made(numerator=[30.0, 10.0, 20.0], denominator=[1000.0] * 3).measured == "share"


def test_quarters_at_hand_are_four_a_year() -> None:
    assert made(year=[2020, 2020, 2020], month=[3, 6, 9]).per_year == 4


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"year": [2019, 2019, 2020]}, "1 values are of the time of another"),
        ({"year": [2019, None, 2020]}, "1 values have no year"),
        ({"kommun": ["a", "b", "c"]}, "the column kommun is not known"),
        ({"value": ["41,0", "42,5", "44"]}, "the column value holds no numbers"),
        ({"year": ["2019", "2020", "2021"]}, "the column year holds no numbers"),
        ({"month": [0, 12, 13]}, "2 values have no month from 1 to 12"),
    ],
)
def test_values_that_are_no_series_are_refused(columns: dict[str, object], told: str) -> None:
    with pytest.raises(DataError, match=told):
        made(**columns)


def test_a_series_without_a_column_of_values_is_refused() -> None:
    with pytest.raises(DataError, match="the column value is lacking"):
        make_series(pd.DataFrame({"year": [2020]}), indicator=ROUTINE, geography="here",
                    source="x", synthetic=True)  # fmt: skip
