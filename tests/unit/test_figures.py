"""What a figure shows and says."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import partial
from xml.etree import ElementTree

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


def test_a_synthetic_figure_says_so() -> None:
    plain, marked = (
        draw_shares(publishable(SHARES, synthetic=synthetic), row="measure").svg["sv"]
        for synthetic in (False, True)
    )
    assert b"SYNTETISKA DATA" in marked and b"SYNTETISKA DATA" not in plain


def test_a_figure_carries_no_date() -> None:
    assert b"<dc:date>" not in draw_shares(publishable(SHARES), row="measure").svg["sv"]


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


HOSTILE = [r"$\frac{a}$", "$x$ <script>x</script>", "--> <a onload='x'>&amp;", r"\$5 ]]> _x {0} %s"]


def hostile() -> pd.DataFrame:
    """Give shares whose labels mean something to matplotlib, XML or Python."""
    labels = {f"measure.{language}": HOSTILE for language in ("sv", "en")}
    numbers = {"estimate": 0.6, "raw": 0.5, "conf_low": 0.5, "conf_high": 0.7, "n": 120}
    base = {"base.sv": "", "base.en": ""}
    return pd.DataFrame(labels).assign(**numbers, **base, hidden=False)


DRAWN = [
    draw_shares,
    partial(draw_pooled, whole=publishable(pd.DataFrame({"estimate": [0.6], "hidden": False}))),
    partial(draw_effects, reference="base"),
]


@pytest.mark.parametrize("draw", DRAWN)
def test_a_label_is_drawn_as_it_is_written(draw: Callable[..., Figure]) -> None:
    svg = draw(publishable(hostile()), row="measure").svg["sv"]
    said = re.sub(r"\s+", " ", html.unescape(svg.decode())).replace("- ->", "-->")
    assert [label for label in HOSTILE if label not in said] == []


@pytest.mark.parametrize("draw", DRAWN)
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
