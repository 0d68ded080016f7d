"""What the tables behind the figures of boards, consultation and chain hold."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from evaltools.artefacts import Artefacts
from evaltools.documents import Fact, Invited, count_stances, list_stances
from evaltools.outcomes import list_verdicts
from evaltools.programme import read_organisation, read_programme
from evaltools.synthesis import Conclusions, gather_evidence, lay_chain
from evaltools.synthesis.chain import _changed, _outcomes


def test_a_body_that_says_nothing_of_a_goal_is_not_taken_to_refuse_it(root: Path) -> None:
    programme = read_programme(root / "programme")
    organisation = read_organisation(root / "programme")
    followup = pd.DataFrame(
        {"year": 2025, "period": "VB", "body": "sdn-farsta", "goal": ["goal-1", "goal-2", "goal-3"],
         "item_type": "goal", "verdict": ["full", "not_applicable", None],
         "outcome": None, "target": None}
    )  # fmt: skip
    listed = list_verdicts(followup, year=2025, programme=programme, organisation=organisation)
    farsta = listed[listed["body"] == "sdn-farsta"].set_index("goal")["verdict"]
    assert list(farsta[["goal-1", "goal-2", "goal-3", "goal-4"]]) == [
        "full", "not_applicable", "not_reported", "not_reported"
    ]  # fmt: skip
    assert "sdn-hagersten-liljeholmen" not in set(listed["body"])


def test_the_indicators_of_a_body_that_reached_their_targets_are_counted(root: Path) -> None:
    programme = read_programme(root / "programme")
    organisation = read_organisation(root / "programme")
    measured = {"year": 2025, "period": "VB", "body": "sdn-farsta", "goal": "goal-1",
                "item_type": "indicator", "verdict": None, "target": 60.0}  # fmt: skip
    followup = pd.DataFrame([measured | {"outcome": 70.0}, measured | {"outcome": 50.0},
                             measured | {"outcome": None}])  # fmt: skip
    listed = list_verdicts(followup, year=2025, programme=programme, organisation=organisation)
    farsta = listed[listed["body"] == "sdn-farsta"].set_index("goal")[["indicators", "reached"]]
    assert farsta.loc[["goal-1", "goal-2"]].to_numpy().tolist() == [[2, 1], [0, 0]]


def fact(file: str, field: str, value: str) -> Fact:
    return Fact(file=file, field=field, value=value, raw=value, page=1, line=1)


def test_stances_that_are_listed_add_up_to_those_that_are_counted() -> None:
    facts = [fact(file, field, value)
             for file, body, decision in (("a", "Farsta", "approves"), ("b", "Farsta", "rejects"),
                                          ("c", "Bromma", "not_stated"), ("d", "Okänd", "rejects"))
             for field, value in (("body", body), ("decision", decision))]  # fmt: skip
    invited = [Invited(name, "board") for name in ("Farsta", "Bromma", "Järva")]
    listed = list_stances(facts, invited=invited)
    counted = count_stances(facts, invited=invited).set_index("kind.sv")
    assert dict(zip(listed["body.sv"], listed["stance"], strict=True)) == {
        "Farsta": "differing", "Bromma": "not_stated", "Järva": "no_answer", "Okänd": "rejects"
    }  # fmt: skip
    for (kind, stance), number in listed.value_counts(["kind.sv", "stance"]).items():
        if stance != "no_answer":
            assert counted.loc[kind, stance] == number


def test_without_evidence_every_link_is_assumed(root: Path) -> None:
    programme, nothing = read_programme(root / "programme"), Artefacts({}, {}, {})
    evidence = gather_evidence(nothing, programme=programme)
    chain = lay_chain(evidence, artefacts=nothing, conclusions=Conclusions(), programme=programme)
    assert (chain[["to_staff", "to_outcomes", "to_verdict"]] == "assumed").all(axis=None)
    assert chain[["to_staff.sv", "to_verdict.sv"]].stack().str.startswith("antas: ").all()


@pytest.mark.parametrize(
    ("p_values", "told"),
    [((0.01, 0.4, 0.01), "3 can be tested, 2 established changes"),
     ((0.01, 0.4), "2 can be tested, 1 established change"),
     ((0.4,), "1 can be tested, 0 established changes")],
)  # fmt: skip
def test_the_chain_counts_the_changes_that_are_established(
    p_values: tuple[float, ...], told: str
) -> None:
    _, more = _outcomes(pd.concat([indicators(p_adjusted=p) for p in p_values]))
    assert more.en == told


def indicators(**more: object) -> pd.DataFrame:
    row = {"level": 2, "change": 3.0, "conf_low": 1.0, "conf_high": 5.0, "p_adjusted": 0.01,
           "is_ratio": False, "direction": "increase"}  # fmt: skip
    return pd.DataFrame([row | more])


@pytest.mark.parametrize(
    ("way", "more", "strength"),
    [("open", {"level": 1}, "level"), ("open", {"p_adjusted": 0.4}, "open"), ("for", {}, "for"),
     ("for", {"level": 4}, "for"), ("against", {"change": -3.0}, "against")],
)  # fmt: skip
def test_a_link_to_outcomes_is_no_stronger_than_its_design(
    way: str, more: dict[str, object], strength: str
) -> None:
    found, words = _changed(way, indicators(**more))  # type: ignore[arg-type]
    assert found == strength
    assert ("andra områden" in words.sv) == (more.get("level") == 4)
    assert found != "for" or "orsak ej visad" in words.sv
