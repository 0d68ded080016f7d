"""Notebooks of one's own: their code runs as it stands, and shows what the page says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.how_to import ROOT, run_page, said_in

ALONE = "docs/how-to/use-the-library-alone.md"
EXAMPLE = "docs/examples/published-indicators.md"
Names = dict[str, Any]


def row(*cells: object) -> str:
    """Write a row as the pages have it."""
    return f"| {' | '.join(map(str, cells))} |"


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Names]:
    """Run the notebook of how the library is used alone."""
    with pytest.MonkeyPatch.context() as patch:
        yield run_page(ROOT / ALONE, tmp_path_factory.mktemp("alone"), patch)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Names]:
    """Run the worked example where it may write."""
    with pytest.MonkeyPatch.context() as patch:
        yield run_page(ROOT / EXAMPLE, tmp_path_factory.mktemp("example"), patch)


def test_the_how_to_shows_the_estimates_that_come_out(alone: Names, root: Path) -> None:
    numbers = ["estimate", "conf_low", "conf_high", "n"]
    rows = alone["known"].tidy().round(2)[["role", *numbers]].astype(object).to_numpy()
    assert {row(*each) for each in rows} <= set((root / ALONE).read_text("utf-8").splitlines())


def test_the_how_to_goes_from_a_frame_to_words_and_through_the_gate(alone: Names) -> None:
    assert "Chefer: 75 (42–95), n 12" in alone["figure"].alt["sv"]
    assert alone["release"].claims == 4


def test_the_how_to_says_how_far_its_indicator_carries(alone: Names) -> None:
    assert alone["found"].level == 2


def test_the_example_shows_the_values_of_the_file(example: Names, root: Path) -> None:
    shown = example["series"].tidy()[["period", "value", "qualifier"]].astype({"value": "int"})
    page = set((root / EXAMPLE).read_text("utf-8").splitlines())
    assert {row(*each) for each in shown.astype(object).to_numpy()} <= page


def test_the_example_shows_how_far_they_carry(example: Names, root: Path) -> None:
    page, found = said_in(root / EXAMPLE), example["found"]
    assert found.reading["en"] in page and found.why_not_higher["en"] in page
    told = example["row"][["change", "conf_low", "conf_high", "detectable"]]
    assert row(*pd.to_numeric(told).round(1)) in page


def test_the_example_shows_the_caption_and_the_words_of_its_figure(
    example: Names, root: Path
) -> None:
    page, figure = said_in(root / EXAMPLE), example["results"].figures["fig-follow-up"]
    texts = (figure.metadata.caption, figure.metadata.source, figure.metadata.alt)
    assert [text["en"] for text in texts if text["en"] not in page] == []


def test_the_example_shows_what_the_wording_check_tells(example: Names, root: Path) -> None:
    lines = (root / EXAMPLE).read_text("utf-8").splitlines()
    honest, bold = example["told"].values()
    assert honest == [] and len(bold) == 2
    assert {row(*each) for each in bold} <= set(lines)


def test_a_break_leaves_the_example_with_a_level_alone(example: Names) -> None:
    assert (example["broken"].level, example["broken"].reading["en"]) == (1, "Level, no target")
