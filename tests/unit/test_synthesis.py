"""The synthesis sets evidence beside each other, averages nothing and says what is not known."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from evaltools.artefacts import Artefacts, read_artefacts, save_table
from evaltools.declarations import Text
from evaltools.disclosure import publish_facts
from evaltools.errors import ConfigurationError, ReportError
from evaltools.programme import Organisation, Programme, read_organisation, read_programme
from evaltools.synthesis import (
    Conclusions,
    Evidence,
    check_cited,
    describe_agreement,
    gather_evidence,
    judge_certainty,
    lay_evidence,
    lay_proposals,
    lay_verdicts,
    list_unknowns,
    read_conclusions,
)
from evaltools.synthesis.evidence import SOURCES
from evaltools.synthesis.measured import read_indicators, read_measures, read_targets
from evaltools.synthesis.reported import read_activities, read_verdicts
from evaltools.synthesis.said import read_passages, read_themes
from evaltools.synthesis.weighing import CERTAINTIES
from evaltools.tables import Column, lay_out

NOTHING = Artefacts({}, {}, {})
BOTH = Text(sv="x", en="x")


@pytest.fixture
def programme(root: Path) -> Programme:
    return read_programme(root / "programme")


@pytest.fixture
def organisation(root: Path) -> Organisation:
    return read_organisation(root / "programme")


def speaking(**directions: str) -> list[Evidence]:
    """Give evidence of one goal that speaks in the directions given."""
    kinds = ("boards", "activities", "indicators", "targets", "survey", "staff", "consulted")
    return [
        Evidence("goal-1", kind, BOTH, BOTH, directions.get(kind, "absent"), "tab-x")  # type: ignore[arg-type]
        for kind in kinds
    ]


AREA = {"place.sv": "Riket", "place.en": "the country"}


def indicator(**more: object) -> dict[str, object]:
    return {
        "name.sv": "Andel", "name.en": "Share", **AREA, "level": 2, "is_ratio": False,
        "change": 3.0, "conf_low": 1.0, "conf_high": 5.0, "p_adjusted": 0.01,
        "direction": "increase",
        "reading.sv": "Nivån har ökat", "reading.en": "The level has risen",
        "unit.sv": "procent", "unit.en": "per cent",
        "is_primary": False, "baseline": 50.0, "baseline_year": 2019, "latest": 53.5,
        "latest_year": 2023,
    } | more  # fmt: skip


def test_boards_speak_for_a_goal_only_by_more_than_half() -> None:
    says, _, direction = read_verdicts(pd.DataFrame({"full": [5], "part": [5], "none": [0]}))
    assert direction == "both"
    assert "Av 10 nämnder och bolag anser 5 att målet uppfylls helt" in says.sv


@pytest.mark.parametrize(
    ("full", "none", "direction"), [(6, 0, "for"), (0, 6, "against"), (5, 5, "both")]
)
def test_boards_speak_by_their_majority(full: int, none: int, direction: str) -> None:
    rows = pd.DataFrame({"full": [full], "part": [10 - full - none], "none": [none]})
    assert read_verdicts(rows)[2] == direction


@pytest.mark.parametrize(
    ("behind", "missing", "direction"), [(6, 0, "against"), (5, 0, "open"), (5, 5, "open")]
)
def test_activities_speak_against_a_goal_and_never_for_it(
    behind: int, missing: int, direction: str
) -> None:
    row = {"activities": 10, "done": 10 - behind - missing, "under_way": 0, "delayed": behind,
           "not_started": 0, "missing": missing}  # fmt: skip
    assert read_activities(pd.DataFrame([row]))[2] == direction


def test_states_of_which_there_are_no_activities_are_left_out() -> None:
    row = {"activities": 5, "done": 4, "under_way": 0, "delayed": 0, "not_started": 0, "missing": 1}
    says, _, _ = read_activities(pd.DataFrame([row]))
    assert says.sv == "Rapporterade: 4 genomförda, 1 utan uppgift."


@pytest.mark.parametrize(
    ("changed", "direction"),
    [
        ({}, "for"),
        ({"direction": "decrease"}, "against"),
        ({"direction": "ambiguous"}, "open"),
        ({"p_adjusted": 0.06}, "open"),
        ({"p_adjusted": float("nan")}, "open"),
        ({"conf_low": -1.0}, "open"),
        ({"level": 1}, "open"),
        ({"is_ratio": True, "change": 0.8, "conf_low": 0.7, "conf_high": 0.9}, "against"),
        ({"is_ratio": True, "change": 1.2, "conf_low": 0.9, "conf_high": 1.5}, "open"),
    ],
)
def test_an_indicator_speaks_only_where_its_change_is_established(
    changed: dict[str, object], direction: str
) -> None:
    assert read_indicators(pd.DataFrame([indicator(**changed)]))[2] == direction


def test_indicators_that_moved_apart_speak_both_ways() -> None:
    rows = pd.DataFrame([indicator(), indicator(direction="decrease")])
    assert read_indicators(rows)[2] == "both"


def test_a_tested_change_that_is_not_established_is_said_not_to_be() -> None:
    says, sure, _ = read_indicators(pd.DataFrame([indicator(conf_low=-1.0)]))
    assert says.sv.endswith("Förändringen kan prövas i 1 och är säkerställd i 0.")
    assert sure.sv == "Högsta design: nivå 2 av 5."


def test_where_the_primary_indicator_stands_is_said_without_a_direction() -> None:
    says, _, direction = read_indicators(pd.DataFrame([indicator(is_primary=True, level=1)]))
    assert says.sv.endswith("Primär indikator: Andel (procent): Riket 50 (2019), 53,5 (2023).")
    assert direction == "open"


@pytest.mark.parametrize(
    ("low", "high", "wanted", "direction"),
    [
        (61, 70, "increase", "for"),
        (50, 59, "increase", "against"),
        (50, 70, "increase", "open"),
        (50, 59, "decrease", "for"),
        (61, 70, "decrease", "against"),
        (float("nan"), float("nan"), "increase", "open"),
    ],
)
def test_a_target_speaks_only_where_the_whole_interval_is_on_one_side(
    low: float, high: float, wanted: str, direction: str
) -> None:
    row = {
        "name.sv": "Andel", "name.en": "Share", **AREA, "target": 60.0,
        "conf_low": low, "conf_high": high, "direction": wanted, "status.sv": "Uppfylls inte",
        "status.en": "Not met", "certainty.sv": "", "certainty.en": "",
    }  # fmt: skip
    assert read_targets(pd.DataFrame([row]))[2] == direction


def test_a_share_of_the_survey_speaks_neither_way() -> None:
    row = {"measure.sv": "Rutin", "measure.en": "Routine", "estimate": 0.56, "conf_low": 0.5,
           "conf_high": 0.62, "hidden": False}  # fmt: skip
    says, sure, direction = read_measures(pd.DataFrame([row]))
    assert (says.sv, direction) == ("Rutin: 56\u00a0% (50–62\u00a0%).", "open")
    assert "konfidensintervall" in sure.sv


def test_a_share_that_is_hidden_is_absent() -> None:
    row = {"measure.sv": "Rutin", "measure.en": "Routine", "estimate": float("nan"),
           "conf_low": float("nan"), "conf_high": float("nan"), "hidden": True}  # fmt: skip
    says, _, direction = read_measures(pd.DataFrame([row]))
    assert (says.sv, direction) == ("För få svar för att redovisas.", "absent")


def themes(*rows: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "theme.sv": "Kunskap", "theme.en": "Knowledge", "valence": valence,
            "valence.sv": valence, "valence.en": valence, "estimate": (low + high) / 2,
            "conf_low": low, "conf_high": high, "hidden": False,
        }
        for valence, low, high in rows
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "direction"),
    [
        ([("strength", 0.3, 0.4), ("need", 0.1, 0.2)], "for"),
        ([("strength", 0.1, 0.2), ("need", 0.1, 0.15), ("weakness", 0.3, 0.4)], "against"),
        ([("strength", 0.1, 0.3), ("need", 0.2, 0.4)], "both"),
        ([("need", 0.2, 0.4)], "against"),
        ([("descriptive", 0.2, 0.4)], "open"),
    ],
)
def test_staff_speak_one_way_only_where_intervals_lie_apart(
    rows: list[tuple[str, float, float]], direction: str
) -> None:
    assert read_themes(themes(*rows))[2] == direction


@pytest.mark.parametrize(
    ("valences", "direction"),
    [
        (["strength"], "for"),
        (["need"], "against"),
        (["strength", "need"], "both"),
        (["descriptive"], "open"),
    ],
)
def test_consulted_bodies_speak_by_what_they_name(valences: list[str], direction: str) -> None:
    rows = pd.DataFrame({"theme.sv": "T", "theme.en": "T", "valence": valences, "bodies": 1})
    rows = rows.assign(**{"valence.sv": "x", "valence.en": "x"})
    assert read_passages(rows)[2] == direction


@pytest.mark.parametrize(
    ("verdict", "directions", "certainty"),
    [
        ("full", {"indicators": "for", "boards": "for"}, "well"),
        ("full", {"indicators": "for", "boards": "against"}, "partly"),
        ("full", {"indicators": "against", "boards": "for"}, "contradicted"),
        ("full", {"indicators": "for", "targets": "against"}, "contradicted"),
        ("full", {"indicators": "open", "boards": "for"}, "weakly"),
        ("full", {"survey": "open"}, "not at all"),
        ("full", {"boards": "against", "staff": "against"}, "not at all"),
        ("full", {"boards": "against", "staff": "for"}, "weakly"),
        ("part", {"survey": "open"}, "not at all"),
        ("none", {"targets": "against"}, "well"),
        ("none", {"targets": "for"}, "contradicted"),
        ("part", {"indicators": "both"}, "well"),
        ("part", {"indicators": "for"}, "partly"),
        ("part", {"boards": "both"}, "weakly"),
        ("unknown", {"boards": "for"}, None),
        ("", {"boards": "for"}, None),
    ],
)
def test_the_certainty_of_a_verdict_follows_from_the_evidence(
    verdict: str, directions: dict[str, str], certainty: str | None
) -> None:
    assert judge_certainty(verdict, speaking(**directions)) == certainty


def test_a_verdict_is_well_founded_only_by_what_measures_outcomes() -> None:
    praised = speaking(boards="for", activities="for", staff="for", consulted="for")
    assert judge_certainty("full", praised) == "weakly"


def test_disagreement_is_named() -> None:
    said = describe_agreement(speaking(boards="for", indicators="against", staff="both"))
    assert said.sv == (
        "Nämndernas egen bedömning talar för att målet nås. Indikatorerna talar emot. "
        "Medarbetarnas egna ord talar åt båda hållen. Underlagen går isär."
    )


def test_evidence_of_several_directions_is_not_said_to_agree() -> None:
    said = describe_agreement(speaking(boards="both", consulted="against"))
    assert said.sv.endswith("Inget underlag säger rakt emot ett annat, men de är inte eniga.")
    alike = describe_agreement(speaking(boards="for", consulted="for"))
    assert alike.sv.endswith("Underlagen motsäger inte varandra.")


def test_a_kind_that_speaks_alone_is_said_to() -> None:
    said = describe_agreement(speaking(boards="for"))
    assert said.sv.endswith("Inget annat underlag prövar det.")


def test_what_is_not_known_names_what_is_absent_and_undecided() -> None:
    said = list_unknowns(speaking(boards="for", indicators="open", survey="open"))
    assert said.sv == (
        "Underlag saknas: aktiviteterna, målvärdena, medarbetarnas egna ord och "
        "remissinstanserna. Utfallet kan inte avgöras av: indikatorerna. "
        "Vad programmet har orsakat går inte att säga."
    )


def test_kinds_of_evidence_that_the_evaluation_does_not_have_are_told_apart_from_lacking_rows() -> (
    None
):
    said = list_unknowns(speaking(survey="apart"))
    assert "Not part of this evaluation: the survey's questions." in said.en


def test_without_results_no_kind_is_part_of_the_evaluation(programme: Programme) -> None:
    evidence = gather_evidence(NOTHING, programme=programme)
    assert len(evidence) == 7 * len(programme.goals)
    assert {each.direction for each in evidence} == {"apart"}
    assert {each.says.en for each in evidence} == {"Not part of this evaluation."}


def test_evidence_is_read_from_the_rows_of_its_goal(programme: Programme, tmp_path: Path) -> None:
    rows = pd.DataFrame(
        {"goal": ["goal-1", "goal-2"], "full": [9, 0], "part": [0, 0], "none": [0, 9]}
    )
    columns = (Column("full", BOTH, "count"), Column("part", BOTH, "count"),
               Column("none", BOTH, "count"))  # fmt: skip
    facts = publish_facts(rows, about=BOTH, synthetic=False)
    save_table(
        lay_out(facts, columns), folder=tmp_path / "05", name="verdicts", caption=BOTH,
        source=BOTH, producer="05", keys=("goal",),
    )  # fmt: skip
    evidence = gather_evidence(read_artefacts(tmp_path), programme=programme)
    directions = {each.goal: each.direction for each in evidence if each.kind == "boards"}
    assert (directions["goal-1"], directions["goal-2"], directions["goal-3"]) == (
        "for",
        "against",
        "absent",
    )


def test_the_methods_page_names_the_table_of_each_kind_of_evidence(root: Path) -> None:
    page = (root / "docs/methods/synthesis.md").read_text("utf-8")
    assert [table for table, _ in SOURCES.values() if f"`{table}`" not in page] == []


def test_the_methods_page_names_each_certainty(root: Path) -> None:
    page = (root / "docs/methods/synthesis.md").read_text("utf-8").lower()
    told = [text.en.split(":")[0].lower() for text in CERTAINTIES.values()]
    assert [name for name in told if f"| {name} |" not in page] == []


JUDGED = """
judgements:
  - {goal: goal-1, verdict: part, reason: {sv: Skäl, en: Reason}, evidence: [tab-verdicts],
     illustrative: true}
proposals:
  - {id: p, text: {sv: Gör, en: Do}, goals: [goal-1, goal-2], addressees: [socialnamnden],
     evidence: [tab-verdicts, fig-ladder]}
"""


def concluded(text: str, tmp_path: Path, programme: Programme, organisation: Organisation):
    path = tmp_path / "synthesis.yml"
    path.write_text(text, encoding="utf-8")
    return read_conclusions(path, programme=programme, organisation=organisation)


def test_a_verdict_stands_beside_its_certainty(
    tmp_path: Path, programme: Programme, organisation: Organisation
) -> None:
    conclusions = concluded(JUDGED, tmp_path, programme, organisation)
    table = lay_verdicts(
        speaking(boards="both"), conclusions=conclusions, programme=programme
    ).set_index("goal")
    assert table.loc["goal-1", "verdict.sv"] == "Exempel: Uppfylls delvis"
    assert str(table.loc["goal-1", "certainty.sv"]).startswith("Svagt underbyggd")
    assert table.loc["goal-2", "verdict.sv"] == "Ingen bedömning gjord"


def test_a_proposal_names_addressee_goals_and_evidence(
    tmp_path: Path, programme: Programme, organisation: Organisation
) -> None:
    conclusions = concluded(JUDGED, tmp_path, programme, organisation)
    (row,) = lay_proposals(conclusions, programme=programme, organisation=organisation).to_dict(
        "records"
    )
    assert (row["goals.sv"], row["addressees.sv"], row["cites"]) == (
        "1, 2",
        "Socialnämnden",
        "tab-verdicts fig-ladder",
    )


def test_a_page_has_a_row_for_every_kind_of_evidence() -> None:
    page = lay_evidence(speaking(boards="for"), goal="goal-1")
    assert page["direction.sv"].tolist()[:2] == ["Talar för", "Underlag saknas"]
    assert len(page) == 7


def test_unknown_goals_and_bodies_are_all_told(
    tmp_path: Path, programme: Programme, organisation: Organisation
) -> None:
    wrong = JUDGED.replace("goal: goal-1", "goal: goal-9").replace("socialnamnden", "nobody")
    with pytest.raises(ConfigurationError) as told:
        concluded(wrong, tmp_path, programme, organisation)
    assert ["goal-9" in str(told.value), "nobody" in str(told.value)] == [True, True]


def test_a_goal_is_judged_once(
    tmp_path: Path, programme: Programme, organisation: Organisation
) -> None:
    judgement = JUDGED.split("proposals:")[0]
    twice = judgement + judgement.replace("judgements:", "")
    with pytest.raises(ConfigurationError, match="given twice"):
        concluded(twice, tmp_path, programme, organisation)


def test_a_proposal_without_evidence_is_refused(
    tmp_path: Path, programme: Programme, organisation: Organisation
) -> None:
    bare = JUDGED.replace("[tab-verdicts, fig-ladder]", "[]")
    with pytest.raises(ConfigurationError):
        concluded(bare, tmp_path, programme, organisation)


def test_a_result_that_is_cited_must_be_there() -> None:
    conclusions = Conclusions.model_validate(
        {"proposals": [{"id": "p", "text": {"sv": "a", "en": "a"}, "addressees": ["b"],
                        "evidence": ["tab-none"]}]}
    )  # fmt: skip
    with pytest.raises(ReportError, match="proposal p: there is no result tab-none"):
        check_cited(conclusions, artefacts=NOTHING)
