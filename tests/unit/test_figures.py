"""What a figure shows and says."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from evaltools.declarations import Text
from evaltools.disclosure import Publishable
from evaltools.figures import (
    Figure,
    draw_effects,
    draw_pooled,
    draw_series,
    draw_shares,
    draw_verdicts,
    draw_waves,
)


def publishable(table: pd.DataFrame, *, synthetic: bool = False) -> Publishable:
    """Let a table out."""
    return Publishable(table, "open", Text(sv="regel", en="rule"), synthetic)


SHARES = pd.DataFrame(
    {
        "measure.sv": ["Känner till", "Använder"],
        "measure.en": ["Knows", "Uses"],
        "estimate": [0.61, None],
        "conf_low": [0.5, None],
        "conf_high": [0.7, None],
        "n": [120, None],
        "hidden": [False, True],
    }
)


def test_the_same_numbers_give_the_same_bytes() -> None:
    first, second = (draw_shares(publishable(SHARES), row="measure") for _ in range(2))
    assert first.svg == second.svg


def test_a_synthetic_figure_says_so() -> None:
    plain, marked = (
        draw_shares(publishable(SHARES, synthetic=synthetic), row="measure").svg["sv"]
        for synthetic in (False, True)
    )
    assert b"SYNTETISKA DATA" in marked and b"SYNTETISKA DATA" not in plain


def test_the_alternative_text_says_the_numbers_and_what_is_hidden() -> None:
    alt = draw_shares(publishable(SHARES), row="measure").alt
    assert alt.sv == "Andelar i procent: Känner till 61. 1 rader redovisas ej."


def test_a_hidden_row_keeps_its_line() -> None:
    assert "redovisas ej" in draw_shares(publishable(SHARES), row="measure").svg["sv"].decode()


def test_a_figure_carries_no_date() -> None:
    assert b"<dc:date>" not in draw_shares(publishable(SHARES), row="measure").svg["sv"]


def test_waves_tell_both_shares() -> None:
    table = pd.DataFrame(
        {"measure.sv": ["Känner till"], "measure.en": ["Knows"], "before": [0.4], "after": [0.6],
         "difference": [0.2], "conf_low": [0.1], "conf_high": [0.3], "p_adjusted": [0.01],
         "hidden": [False]}
    )  # fmt: skip
    alt = draw_waves(publishable(table), row="measure").alt
    assert alt.en == "Change between two surveys: Knows from 40 to 60 per cent."


def test_series_tell_their_first_and_last_value() -> None:
    table = pd.DataFrame(
        {"panel.sv": "P", "panel.en": "P", "line.sv": "", "line.en": "", "year": [2019, 2022],
         "value": [7.0, 22.5], "segment": [0, 0], "hidden": False}
    )  # fmt: skip
    assert draw_series(publishable(table)).alt.sv == "P: 7 (2019) till 22,5 (2022)."


def test_verdicts_are_told_in_words() -> None:
    table = pd.DataFrame(
        {"goal.sv": ["Mål 1"], "goal.en": ["Goal 1"], "full": [3], "part": [2], "none": [0],
         "hidden": [False]}
    )  # fmt: skip
    alt = draw_verdicts(publishable(table)).alt
    assert "Goal 1: 3 met in full, 2 met in part, 0 not met" in alt.en


def test_effects_tell_their_intervals() -> None:
    table = pd.DataFrame(
        {"level.sv": ["Chef", "Annan"], "level.en": ["Manager", "Other"],
         "estimate": [0.12, np.nan], "conf_low": [0.05, np.nan], "conf_high": [0.19, np.nan],
         "n": [240, np.nan], "hidden": [False, True]}
    )  # fmt: skip
    alt = draw_effects(publishable(table), row="level").alt
    assert alt.sv == "Skillnader i procentenheter med intervall: Chef +12 (+5 till +19)."


def test_pooled_shares_tell_the_raw_ones_too() -> None:
    table = pd.DataFrame(
        {"body.sv": ["Farsta"], "body.en": ["Farsta"], "raw": [0.8], "estimate": [0.7],
         "conf_low": [0.6], "conf_high": [0.78], "n": [15], "hidden": [False]}
    )  # fmt: skip
    assert draw_pooled(publishable(table), row="body").alt.en == (
        "Pooled shares in per cent: Farsta 70 (raw 80)."
    )


HOSTILE = [r"$\frac{a}$", "$x$ <script>x</script>", "--> <a onload='x'>&amp;", r"\$5 ]]> _x {0} %s"]


def hostile() -> pd.DataFrame:
    """Give shares whose labels mean something to matplotlib, XML or Python."""
    labels = {f"measure.{language}": HOSTILE for language in ("sv", "en")}
    numbers = {"estimate": 0.6, "raw": 0.5, "conf_low": 0.5, "conf_high": 0.7, "n": 120}
    return pd.DataFrame(labels).assign(**numbers, hidden=False)


@pytest.mark.parametrize("draw", [draw_shares, draw_pooled, draw_effects])
def test_a_label_is_drawn_as_it_is_written(draw: Callable[..., Figure]) -> None:
    svg = draw(publishable(hostile()), row="measure").svg["sv"]
    said = re.sub(r"\s+", " ", html.unescape(svg.decode())).replace("- ->", "-->")
    assert [label for label in HOSTILE if label not in said] == []


@pytest.mark.parametrize("draw", [draw_shares, draw_pooled, draw_effects])
def test_no_label_adds_an_element_or_attribute_to_a_drawing(draw: Callable[..., Figure]) -> None:
    drawn = ElementTree.fromstring(draw(publishable(hostile()), row="measure").svg["sv"])
    tags = {each.tag.rpartition("}")[2] for each in drawn.iter()}
    assert not tags & {"script", "a", "image", "foreignObject"}
    assert not any(name.startswith("on") for each in drawn.iter() for name in each.attrib)


def test_the_title_of_a_panel_is_drawn_as_it_is_written() -> None:
    names = {f"{what}.{each}": r"$\frac{a}$" for what in ("panel", "line") for each in ("sv", "en")}
    table = pd.DataFrame({"year": [2020, 2021], "value": [1.0, 2.0], "segment": 0, "hidden": False})
    svg = draw_series(publishable(table.assign(**names))).svg["sv"].decode()
    assert svg.count(r"$\frac{a}$") == 2
