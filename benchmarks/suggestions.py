"""Measure the proposals of themes on the demo's coded texts: ten-fold, three shuffles.

Run by hand: `python benchmarks/suggestions.py`. Prints, by how many coded texts were learnt from,
the share of the texts with a theme where the first proposal, and one of three, was decided.
"""

from __future__ import annotations

import numpy as np

from evaltools.evaluation import read_evaluation
from evaltools.testimony import Coding, Decided, Unit, open_codings, open_scheme, open_source
from evaltools.testimony.suggestions import suggest

FOLDS, SHUFFLES = 10, 3
EVALUATION = read_evaluation()
SCHEME = open_scheme(EVALUATION)


def learnt(units: list[Unit], decided: Decided) -> list[Coding]:
    """Return what was decided on texts as the codings of one person."""
    return [
        Coding(unit.id, "AA", theme, valence)
        for unit in units
        for theme, valence in decided.themes[unit.id] or [(None, None)]
    ]


def hits(units: list[Unit], decided: Decided, *, examples: int, seed: int) -> list[list[bool]]:
    """Tell for each text with a theme which of its three proposals were decided."""
    order = [units[at] for at in np.random.default_rng(seed).permutation(len(units))]
    found = []
    for fold in range(FOLDS):
        asked = {unit.id for unit in order[fold::FOLDS]}
        rest = [unit for unit in order if unit.id not in asked][:examples]
        proposed = suggest(units, scheme=SCHEME, codings=learnt(rest, decided))
        for unit in asked:
            if themes := {theme for theme, _ in decided.themes[unit]}:
                told = [each.theme in themes for each in proposed.get(unit, ())[:3]]
                found.append([*told, False, False, False][:3])
    return found


def main() -> None:
    """Print a line for each number of texts learnt from."""
    source = EVALUATION.current_wave
    units = open_source(EVALUATION, source).units
    _, decided = open_codings(EVALUATION, source, scheme=SCHEME, units=units)
    coded = [unit for unit in units if unit.id in decided.themes]
    for examples in (0, 28, 60, len(coded)):
        told = [hits(coded, decided, examples=examples, seed=seed) for seed in range(SHUFFLES)]
        every = np.array([row for shuffle in told for row in shuffle])
        first, three = every[:, 0].mean(), every.any(axis=1).mean()
        print(f"{examples:>4} texts: first {first:.2f}, one of three {three:.2f}")


if __name__ == "__main__":
    main()
