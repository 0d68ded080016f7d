"""What is written can be read again."""

from __future__ import annotations

import pytest

hypothesis = pytest.importorskip("hypothesis", reason="needs requirements-dev.txt")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from evaltools.cleaning import parse_number  # noqa: E402
from evaltools.numerals import write_number, write_percent  # noqa: E402


@given(st.integers(-(10**12), 10**12), st.sampled_from([0, 1, 2]))
def test_a_number_written_in_swedish_is_read_back(whole: int, decimals: int) -> None:
    value = whole / 10**decimals
    assert parse_number(write_number(value, language="sv", decimals=decimals)) == value


@given(st.integers(0, 1000))
def test_halves_are_rounded_away_from_zero(thousandths: int) -> None:
    assert int(write_percent(thousandths / 1000, language="en")) == (thousandths + 5) // 10
