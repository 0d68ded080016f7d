"""The coding scheme says what a code means, or every fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.errors import ConfigurationError
from evaltools.programme import Programme, read_programme
from evaltools.testimony import read_scheme
from evaltools.testimony.scheme import VALENCE_NAMES, find_valence, is_none

SCHEME = """
title: {{sv: Teman, en: Themes}}
themes:
  - id: training
    name: {{sv: Utbildning, en: Training}}
    definition: {{sv: Om utbildning., en: On training.}}
    terms: [utbild]
    goal: {goal}
  - id: time
    name: {{sv: {name}, en: Time}}
    definition: {{sv: Om tid., en: On time.}}
    perspective: {perspective}
"""


@pytest.fixture(scope="module")
def programme() -> Programme:
    """Read the programme that is in git."""
    return read_programme(Path(__file__).parents[2] / "programme")


def write(
    folder: Path, *, goal: str = "goal-6", name: str = "Tid", perspective: str = "equality"
) -> Path:
    """Write a scheme of two themes."""
    path = folder / "themes.yml"
    path.write_text(SCHEME.format(goal=goal, name=name, perspective=perspective), "utf-8")
    return path


@pytest.mark.parametrize("code", ["training", "Utbildning", "  utbildning ", "TRAINING"])
def test_a_code_is_known_by_id_and_by_either_name(
    tmp_path: Path, programme: Programme, code: str
) -> None:
    assert read_scheme(write(tmp_path), programme=programme).find_theme(code) == "training"


def test_a_code_outside_the_scheme_means_nothing(tmp_path: Path, programme: Programme) -> None:
    assert read_scheme(write(tmp_path), programme=programme).find_theme("utbild") is None


def test_every_reference_to_nothing_is_told_at_once(tmp_path: Path, programme: Programme) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_scheme(write(tmp_path, goal="goal-9", perspective="hope"), programme=programme)
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == 2
    assert "training.goal: there is no goal goal-9" in told[0]
    assert "time.perspective: there is no perspective hope" in told[1]


@pytest.mark.parametrize("name", ["utbildning", "Ingen", "none"])
def test_a_code_with_two_meanings_is_refused(
    tmp_path: Path, programme: Programme, name: str
) -> None:
    with pytest.raises(ConfigurationError, match="may mean two themes, or that there is none"):
        read_scheme(write(tmp_path, name=name), programme=programme)


def test_every_valence_is_known_by_both_its_names() -> None:
    for valence, name in VALENCE_NAMES.items():
        assert (find_valence(name.sv.upper()), find_valence(f" {name.en}")) == (valence, valence)


def test_none_is_no_valence_but_a_code_in_both_languages() -> None:
    assert find_valence("ingen") is None and is_none("Ingen ") and is_none("NONE")


def test_the_scheme_of_the_demo_says_that_it_is_one(root: Path, programme: Programme) -> None:
    scheme = read_scheme(root / "programme/codebooks/themes.yml", programme=programme)
    assert scheme.illustrative and len(scheme.ids) == 12
