"""Every sentence of the source is said in Swedish and is in the catalogue; none is left over."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Annotated, Literal

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from evaltools.errors import Fault
from evaltools.errors.speaking import say, speak

ROOT = Path(__file__).parents[2]


def _read_writer() -> ModuleType:
    """Import docs/write_errors.py, which is no part of the library."""
    spec = importlib.util.spec_from_file_location("write_errors", ROOT / "docs/write_errors.py")
    assert spec and spec.loader
    module = sys.modules["write_errors"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


writer = _read_writer()
FIELDS = {"report.logo", "retention"}
"""Places that are fields of evaluation.yml, the same in both languages."""
SWEDISH: dict[str, dict[str, str]] = writer.read_swedish()


def holes(text: str) -> Counter[str]:
    """Count the holes of a text by number."""
    return Counter(re.findall(r"\{(\d+)", text))


def test_every_sentence_of_the_source_is_said_in_swedish() -> None:
    lacking = [each for each in writer.read_source() if each.text not in SWEDISH["sentences"]]
    assert lacking == [], "translate them in evaltools/errors/sv.yml"


def test_no_sentence_is_left_over() -> None:
    assert SWEDISH["sentences"].keys() <= {each.text for each in writer.read_source()}
    assert SWEDISH["phrases"].keys() <= writer.read_templates()


@pytest.mark.parametrize("place", sorted(writer.read_places()))
def test_every_place_of_the_source_is_said_in_swedish(place: str) -> None:
    assert place in FIELDS or speak(Fault(place, "", ""), language="sv").place != place


@pytest.mark.parametrize("kind", list(SWEDISH))
def test_both_languages_have_the_same_holes(kind: str) -> None:
    unlike = [en for en, sv in SWEDISH[kind].items() if not holes(sv) <= holes(en)]
    lost = [en for en, sv in SWEDISH["sentences"].items() if holes(sv) != holes(en)]
    assert unlike == [] and lost == []


@pytest.mark.parametrize("language", list(writer.TARGETS))
def test_the_catalogue_is_current(language: str) -> None:
    written = writer.TARGETS[language].read_text(encoding="utf-8")
    assert written == writer.write_catalogue(language), "run python docs/write_errors.py"


def test_an_anchor_leads_to_one_sentence() -> None:
    anchors = re.findall(r'<a id="([^"]+)"', writer.write_catalogue("en"))
    assert len(anchors) > 400 and [each for each, n in Counter(anchors).items() if n > 1] == []


ASKED: list[tuple[object, object]] = [
    (int, "x"), (int, 1.5), (int, None), (float, "x"), (float, None), (bool, "x"), (str, 1),
    (date, "x"), (date, None), (tuple[str, ...], "x"), (dict[str, str], 1), (list[str], 1),
    (Literal["a", "b"], "c"), (Annotated[int, Field(ge=3)], 1), (Annotated[int, Field(le=3)], 4),
    (Annotated[float, Field(gt=0)], 0), (Annotated[float, Field(lt=1)], 1),
    (Annotated[str, Field(pattern="^a$")], "b"), (Annotated[str, Field(min_length=3)], "b"),
    (Annotated[tuple[str, ...], Field(min_length=1)], []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), ASKED)
def test_what_pydantic_says_of_a_field_is_said_in_swedish(kind: object, value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    (detail,) = caught.value.errors()
    assert say(f"{detail['msg']}.") != f"{detail['msg']}."
