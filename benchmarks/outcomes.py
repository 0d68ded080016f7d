"""Time the ladder at the size of a country, and fixed effects against pyfixest.

Run by hand: `python benchmarks/outcomes.py [indicators] [municipalities] [years]`. The ladder is
climbed for one municipality per indicator beside all others, with every pretended start, area
left out and specification, and every other municipality is given the programme in turn. pyfixest
is timed on the same panels where it is installed. Prints seconds, the ratio per model, and the
largest difference of estimates and standard errors.
"""

from __future__ import annotations

import importlib.util
import sys
import time

import numpy as np
import pandas as pd

from evaltools.designs import two_way_effects
from evaltools.evaluation import OutcomeGates
from evaltools.outcomes.panels import Panel
from evaltools.outcomes.rungs import change_rung, comparison_rung, series_rung


def draw(rng: np.random.Generator, *, areas: int, years: int) -> Panel:
    """Draw cases in municipalities of very different size."""
    sizes = np.exp(rng.normal(np.log(16_000), 1, areas))
    exposure = np.repeat(sizes[:, None], years, axis=1)
    counts = rng.poisson(exposure * 0.004 * np.exp(0.05 * rng.normal(size=exposure.shape)))
    return Panel(
        areas=tuple(map(str, range(areas))),
        times=np.arange(2005.0, 2005 + years),
        start=2005.0 + years - 5,
        outcomes=np.log((counts + 0.5) / exposure),
        chance=1 / (counts + 0.5),
        counts=counts.astype(float),
        exposure=exposure,
        per_year=1,
    )


def climb(panel: Panel) -> None:
    """Try every rung."""
    alone = panel.beside(np.zeros(len(panel.areas) - 1, dtype=bool))
    comparison_rung(panel, gates=OutcomeGates(), conf_level=0.95)
    series_rung(alone, gates=OutcomeGates(), conf_level=0.95)
    change_rung(alone, gates=OutcomeGates(), conf_level=0.95)


def fixed_effects(panels: list[Panel]) -> None:
    """Time fixed effects both ways on all panels, ours and pyfixest's."""
    outcomes = np.stack([panel.outcomes for panel in panels])
    treatment = np.zeros(outcomes.shape[1:])
    treatment[: len(treatment) // 10, -5:] = 1
    two_way_effects(outcomes[:1], treatment=treatment)
    began = time.perf_counter()
    ours = two_way_effects(outcomes, treatment=treatment)
    seconds = (time.perf_counter() - began) / len(panels)
    print(f"two-way fixed effects, ours: {1e3 * seconds:.2f} ms a model")
    if importlib.util.find_spec("pyfixest") is None:
        print("pyfixest is not installed: no ratio")
        return
    import pyfixest

    places = np.indices(treatment.shape).reshape(2, -1)
    frames = [
        pd.DataFrame({"y": each.ravel(), "d": treatment.ravel(), "i": places[0], "t": places[1]})
        for each in outcomes
    ]
    pyfixest.feols("y ~ d | i + t", frames[0], vcov={"CRV1": "i"})
    began = time.perf_counter()
    fits = [pyfixest.feols("y ~ d | i + t", frame, vcov={"CRV1": "i"}) for frame in frames]
    theirs = (time.perf_counter() - began) / len(panels)
    apart = max(abs(fit.coef()["d"] - mine.estimate) for fit, mine in zip(fits, ours, strict=True))
    print(f"pyfixest: {1e3 * theirs:.2f} ms a model, {theirs / seconds:.0f} times ours")
    print(f"largest difference of estimates: {apart:.1e}")


def main() -> None:
    """Time both."""
    indicators, areas, years = map(int, sys.argv[1:4] or (50, 290, 20))
    rng = np.random.default_rng(1)
    panels = [draw(rng, areas=areas, years=years) for _ in range(indicators)]
    began = time.perf_counter()
    for panel in panels:
        climb(panel)
    seconds = time.perf_counter() - began
    print(f"the ladder, {indicators} x {areas} x {years}: {seconds:.1f} s")
    fixed_effects(panels)


if __name__ == "__main__":
    main()
