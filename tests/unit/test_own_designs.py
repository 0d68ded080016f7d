"""A design of another package may claim what its level allows, and is held to what ours are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaltools.declarations import Text
from evaltools.designs import Effect
from evaltools.errors import ConfigurationError
from evaltools.evaluation import OutcomeGates
from evaltools.indicators import IndicatorSeries
from evaltools.outcomes import (
    Assessment,
    Design,
    Panel,
    Rung,
    assess,
    assess_indicators,
    list_diagnostics,
    list_specifications,
    own_designs,
    tabulate,
)
from evaltools.provenance import package_versions
from tests.extensions import install
from tests.unit.test_outcomes import BEFORE, CALM, LONG, NOISE, rates, series

UP = Effect(5.0, 1.0, 8.0, 2.0, 8.0, 0.001)
NONE = Effect(0.1, 1.0, 8.0, -2.0, 2.0, 0.9)
DOUBTED = {2004 + n: 20.0 + 0.1 * (n % 2) + 10 * (n >= 5) for n in range(10)}
"""A long series in which the ladder finds a shift where nothing began."""
DURING = {2014: 50.0, 2015: 50.2, 2016: 50.1}


def design(
    effect: object = UP, *, level: int = 3, earlier: Effect = NONE, **more: object
) -> Design:
    """Make a design that finds one thing for the programme, another for any earlier date."""

    def estimate(panel: Panel, *, conf_level: float) -> Rung:
        found = effect if panel.start == 2014 else earlier
        return Rung(level, found, **more)  # type: ignore[arg-type]

    name, assumes = Text(sv="Prognos", en="Forecast"), Text(sv="Som förr.", en="As before.")
    return Design(level=level, name=name, assumption=assumes, estimate=estimate)


def tried(
    own: Design, *, values: dict[int, float] | None = None, gates: OutcomeGates = CALM
) -> Assessment:
    only = series(values or DOUBTED | DURING)
    return assess(only, start=2014, gates=gates, designs=(own,))


def claimed(found: Assessment) -> dict[str, object]:
    return tabulate([found]).to_dict("records")[0]


def test_its_claim_has_the_words_of_its_level_and_its_own_name_and_assumption() -> None:
    row = claimed(tried(replace(design(), package="forecasts 1.0")))
    assert (row["level"], row["change"]) == (3, 5.0)
    assert str(row["reading.en"]).startswith("Rose when the programme began; the cause is not est")
    assert row["design.sv"] == "Prognos [eget upplägg, forecasts 1.0] (skillnad)"
    assert row["assumption.en"] == "As before."


def test_the_ladder_speaks_first_where_it_can() -> None:
    """Else a design could be chosen by what it answers."""
    found = tried(design(NONE), values=LONG | {2014: 40.0, 2015: 40.5, 2016: 41.0})
    assert found.level == 3 and found.claim is not None and found.claim.name is None


def test_what_it_finds_stands_beside_what_the_ladder_found() -> None:
    found = tried(design(), values=LONG | {2014: 40.0, 2015: 40.5, 2016: 41.0})
    listed = list_diagnostics([found])
    assert listed["design.en"].tolist()[1] == "Forecast [own design] (difference)"
    ways = list_specifications([found])
    assert ways.loc[~ways["is_main"], "method.en"].str.startswith("Forecast").sum() == 1


def test_the_gates_of_its_level_hold_for_it() -> None:
    found = tried(design(), values={**{year - 7: each for year, each in BEFORE.items()}, **DURING})
    assert found.level == 2 and "needs 8 and 3" in found.why_not_higher.en


def test_what_it_asks_for_itself_is_told_with_its_name() -> None:
    found = tried(replace(design(), periods_before=12))
    assert found.level == 2 and "Forecast needs 12, 1 and 0" in found.why_not_higher.en


def test_an_effect_where_nothing_began_takes_it_down() -> None:
    assert tried(design(earlier=UP)).level == 2


def test_one_that_asks_for_too_much_to_be_tested_where_nothing_began_is_taken_down() -> None:
    found = tried(replace(design(earlier=UP), periods_before=6))
    assert found.level == 2 and "cannot be tested" in found.why_not_higher.en


def test_one_that_says_nothing_where_nothing_began_is_taken_down() -> None:
    def estimate(panel: Panel, *, conf_level: float) -> Rung:
        doubt = Text(sv="Vet ej.", en="Cannot tell.")
        return Rung(3, UP) if panel.start == 2014 else Rung(3, objections=(doubt,))

    found = tried(replace(design(), estimate=estimate))
    assert found.level == 2 and "cannot be tested" in found.why_not_higher.en


def test_a_start_in_the_pandemic_takes_it_down() -> None:
    in_pandemic = OutcomeGates(pandemic_years=(2013, 2014))
    assert tried(design(), gates=in_pandemic).level == 2


def test_the_opposite_of_what_the_ladder_established_takes_it_down() -> None:
    down = Effect(-5.0, 1.0, 8.0, -8.0, -2.0, 0.001)
    assert tried(design(down)).level == 2


def test_its_own_objections_take_it_down() -> None:
    doubt = Text(sv="Resterna hänger ihop.", en="The residuals hang together.")
    found = tried(design(objections=(doubt,)))
    assert found.level == 2 and doubt.en in found.why_not_higher.en


def test_a_comparison_sees_no_area_to_which_the_programme_may_have_spread() -> None:
    seen: list[tuple[str, ...]] = []

    def estimate(panel: Panel, *, conf_level: float) -> Rung:
        seen.append(panel.areas)
        return Rung(4, NONE)

    own = replace(design(level=4), estimate=estimate)
    treated, *others = rates([0.0, *NOISE])
    assess(treated, start=2014, gates=CALM, beside=others, designs=(own,))
    assert seen and all("area 0" in each and "area 1" not in each for each in seen)


def test_it_cannot_change_the_series() -> None:
    def estimate(panel: Panel, *, conf_level: float) -> Rung:
        panel.outcomes[:], panel.times[:] = 0, 0
        return Rung(3, UP)

    spoilt, whole = tried(replace(design(), estimate=estimate)), tried(design())
    assert [r.effect for r in spoilt.rungs][1:] == [r.effect for r in whole.rungs][1:]


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (design(Effect(np.nan, 1, 8, -1, 1, 0.5)), "its estimate is no finite number"),
        (design(Effect(5.0, 1, 8, 6.0, 8.0, 0.5)), "its interval does not hold its estimate"),
        (design(Effect(5.0, 1, 8, np.nan, 8.0, 0.5)), "its interval does not hold its estimate"),
        (design(Effect(5.0, 1, 8, 2.0, 8.0, np.nan)), "its p-value does not lie between 0 and 1"),
        (design(Effect([5.0], 1, 8, 2, 8, 0.5)), "are not all single numbers"),  # type: ignore[arg-type]
        (design(None), "neither an effect nor what speaks against one"),
        (design((5.0, 2.0, 8.0)), "must be an evaltools.designs.Effect"),
        (design(diagnostics={"sensitivity": 1.0}), "it gives the diagnostics sensitivity"),
        (design(objections=("doubt",)), "an objection is no Text"),
        (replace(design(level=4), level=3), "gives a rung of level 4, and is a design of level 3"),
        (replace(design(), estimate=lambda panel, conf_level: 5.0), "it gives float"),
        (replace(design(), estimate=lambda panel, conf_level: 1 / 0), "stopped with ZeroDivision"),
    ],
)
def test_what_is_no_finding_is_refused_with_the_package(own: Design, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told) as caught:
        tried(replace(own, package="forecasts 1.0"))
    assert "Forecast, forecasts 1.0, area here" in str(caught.value)


REGISTERED = """
from evaltools.declarations import Text
from evaltools.designs import Effect
from evaltools.outcomes import Design, Rung

def estimate(panel, *, conf_level):
    began = panel.start == 2014
    return Rung(3, Effect(5.0, 1.0, 8.0, 2.0 if began else -2.0, 8.0, 0.001 if began else 0.9))

forecast = Design(level=LEVEL, name=Text(sv="Prognos", en="Forecast"),
                  assumption=Text(sv="Som förr.", en="As before."), estimate=estimate)
"""


def register(folder: Path, monkeypatch: pytest.MonkeyPatch, *, level: int, what: str) -> None:
    monkeypatch.syspath_prepend(folder)
    module = f"forecasts_{level}"
    code = REGISTERED.replace("LEVEL", str(level))
    install(
        folder, f"forecasts-{level}", code, version="2.1", designs=f"forecast = {module}:{what}"
    )


def doubted() -> list[IndicatorSeries]:
    return [series(DOUBTED | DURING)]


def test_a_package_registers_it_by_an_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(tmp_path, monkeypatch, level=3, what="forecast")
    (found,) = assess_indicators(doubted(), start=2014, gates=CALM)
    assert claimed(found)["design.en"] == "Forecast [own design, forecasts-3 2.1] (difference)"


@pytest.mark.parametrize(
    ("level", "what", "told"),
    [(5, "forecast", "its level is 5, and must be one of 2, 3, 4"),
     (2, "estimate", "it is function, and must be an evaltools.outcomes.Design"),
     (2, "elsewhere", "cannot be imported")],
)  # fmt: skip
def test_what_cannot_be_tried_is_told_with_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: int, what: str, told: str
) -> None:
    register(tmp_path, monkeypatch, level=level, what=what)
    with pytest.raises(ConfigurationError, match=told) as caught:
        own_designs()
    assert f"of the package forecasts-{level} 2.1" in str(caught.value)


def test_an_edited_line_of_its_package_is_another_version_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(tmp_path, monkeypatch, level=4, what="forecast")
    before = package_versions()["forecasts-4"]
    module = tmp_path / "forecasts_4" / "__init__.py"
    module.write_text(module.read_text().replace("5.0", "6.0"))
    assert before.startswith("2.1 (code ") and package_versions()["forecasts-4"] != before
