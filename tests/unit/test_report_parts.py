"""The report says which kinds of evidence the evaluation has, and which it has not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from evaltools.artefacts import Artefacts
from evaltools.report.parts import PARTS, tell_parts

EVERY = [each.table for each in PARTS]


def artefacts(*tables: str) -> Artefacts:
    """Stand for results with some tables, of which nothing else is read."""
    return cast("Artefacts", SimpleNamespace(tables=dict.fromkeys(tables)))


def test_what_is_there_is_named_and_what_is_absent_has_a_sentence_of_its_own() -> None:
    told = tell_parts(artefacts("tab-indicators", "tab-stances"), language="en")
    assert told == (
        "This evaluation rests on indicators and consultation answers. "
        "No survey is part of this evaluation. "
        "No follow-up by the boards is part of this evaluation."
    )


@pytest.mark.parametrize("tables", [EVERY, []])
def test_nothing_is_said_where_nothing_is_absent_or_nothing_is_there(tables: list[str]) -> None:
    assert tell_parts(artefacts(*tables), language="sv") == ""


def test_a_missing_baseline_is_told_only_of_a_survey() -> None:
    earlier = "Ingen tidigare enkät finns att jämföra med."
    assert earlier in tell_parts(artefacts("tab-response"), language="sv")
    assert earlier not in tell_parts(artefacts("tab-verdicts"), language="sv")
