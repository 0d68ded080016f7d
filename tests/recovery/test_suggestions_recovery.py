"""How often the machine proposes what persons decide: the figures of docs/methods/coding.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from evaltools.evaluation import read_evaluation
from evaltools.testimony import Coding, Unit, decide, open_scheme, open_source
from evaltools.testimony.codings import read_adjudicated, read_codings
from evaltools.testimony.suggestions import Suggestion, suggest

EVALUATION = read_evaluation(Path(__file__).parents[2] / "evaluation.yml")
SCHEME = open_scheme(EVALUATION)
UNITS = open_source(EVALUATION, "2025").units


def read_all() -> tuple[tuple[Coding, ...], Mapping[str, set[str]]]:
    """Read the demo's codings, and the themes that are decided."""
    folder = EVALUATION.path("data_raw/demo/kodning")
    codings = read_codings(folder, source="2025", scheme=SCHEME, units=UNITS)
    adjudicated = read_adjudicated(folder, source="2025", scheme=SCHEME, units=UNITS)
    decided = decide(codings, adjudicated=adjudicated)
    return codings, {unit: {theme for theme, _ in found} for unit, found in decided.themes.items()}


def leave_out(codings: Sequence[Coding], *, learn_from: int) -> dict[str, tuple[Suggestion, ...]]:
    """Suggest themes of each tenth of the texts from codings of the others."""
    order = [str(each) for each in np.random.default_rng(0).permutation([u.id for u in UNITS])]
    suggested: dict[str, tuple[Suggestion, ...]] = {}
    for fold in np.array_split(order, 10):
        known = [unit for unit in order if unit not in fold][:learn_from]
        learnt = suggest(UNITS, scheme=SCHEME, codings=[c for c in codings if c.unit in known])
        suggested |= {str(unit): learnt[str(unit)] for unit in fold}
    return suggested


@pytest.mark.simulation
@pytest.mark.parametrize(
    ("learn_from", "first", "one_of_three"), [(0, 0.8, 0.85), (28, 0.8, 0.85), (200, 0.88, 0.93)]
)
def test_what_persons_decide_is_among_the_proposals(
    learn_from: int, first: float, one_of_three: float
) -> None:
    codings, themes = read_all()
    suggested = leave_out(codings, learn_from=learn_from)
    units: list[Unit] = [unit for unit in UNITS if themes.get(unit.id)]
    ranked = [[each.theme for each in suggested[unit.id]] for unit in units]
    hits = [
        [theme in themes[unit.id] for theme in row] for unit, row in zip(units, ranked, strict=True)
    ]
    assert np.mean([any(row[:1]) for row in hits]) > first
    assert np.mean([any(row) for row in hits]) > one_of_three
