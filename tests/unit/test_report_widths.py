"""How wide the columns of a printed table are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.artefacts import ColumnMetadata
from evaltools.declarations import Text
from evaltools.report.widths import ACROSS, UPRIGHT, lay_out

WORD = "förvaltningsberättelse"


def columns(*formats: str) -> list[ColumnMetadata]:
    label = Text(sv="Rubrik", en="Head")
    return [
        ColumnMetadata.model_validate({"name": f"c{place}", "label": label, "format": each})
        for place, each in enumerate(formats)
    ]


def test_a_table_whose_cells_stand_on_a_line_each_fits() -> None:
    layout = lay_out(columns("text", "count"), rows=[["Nämnd", "Svar"], ["Norr", "12"]])
    assert (layout.fits, layout.across, layout.lines) == (True, False, 2)


def test_a_table_whose_words_are_too_many_stands_across() -> None:
    rows = [["Sammanlagt"] * 10] * 20
    assert lay_out(columns(*["text"] * 10), rows=rows).across


def test_a_long_cell_beside_a_longer_one_asks_for_no_width() -> None:
    rows = [["a", "b", "c"], ["ord " * 30, "ord " * 300, "ord"]]
    narrow, wide, _ = lay_out(columns("text", "text", "text"), rows=rows).widths
    assert wide > 4 * narrow


def test_only_a_column_with_too_long_a_word_is_hyphenated() -> None:
    rows = [["a", "b", "c"], [f"{WORD}s{WORD}", "ord " * 200, "ord " * 200]]
    assert lay_out(columns("text", "text", "text"), rows=rows).hyphenated == (True, False, False)


@given(st.lists(st.lists(st.text("aå m1", max_size=90), min_size=5, max_size=5), min_size=2))
def test_columns_together_are_never_wider_than_the_page(rows: list[list[str]]) -> None:
    layout = lay_out(columns("text", "text", "count", "code", "text"), rows=rows)
    page = ACROSS if layout.across else UPRIGHT
    assert sum(layout.widths) <= page + 1


@pytest.mark.parametrize("mark", ["\n", "\u4e00", ""])
def test_what_the_font_lacks_is_measured_too(mark: str) -> None:
    assert lay_out(columns("text"), rows=[["a"], [mark]]).lines == 2
