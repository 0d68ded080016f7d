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
    draw_shares,
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
