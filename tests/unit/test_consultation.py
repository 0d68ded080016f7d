"""The answers to a referral, opened together; what their passages are about; who speaks of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.documents import glossary, goals_in, read_folder
from evaltools.errors import ConfigurationError, DataError
from evaltools.evaluation import read_evaluation
from evaltools.programme import Organisation, Programme, read_organisation, read_programme
from evaltools.synthetic.testimony import passages_about
from evaltools.testimony import (
    CONSULTATION,
    Coding,
    Consulted,
    Unit,
    coded_sources,
    count_bodies_by_goal,
    decide,
    list_passages,
    open_codings,
    open_consultation,
    open_scheme,
    open_source,
)
from tests.coding import SCHEME

UNITS = (
    Unit("a.txt:1", "a.txt", "I mål 3 och 4 saknas utbildning.", None, 1),
    Unit("a.txt:9", "a.txt", "Mer utbildning behövs.", None, 9),
    Unit("b.txt:1.2", "b.txt", "Tiden räcker inte till mål 3.", 1, 2),
    Unit("c.txt:1", "c.txt", "Ingen utbildning.", None, 1),
)
DECIDED = decide(
    [
        Coding("a.txt:1", "AB", "training", "need"),
        Coding("a.txt:9", "AB", "training", "need"),
        Coding("b.txt:1.2", "AB", "time", "weakness"),
        Coding("b.txt:1.2", "AB", "training", "need"),
        Coding("c.txt:1", "AB", "training", "weakness"),
    ]
)
CODED = {"units": UNITS, "issuers": {"a.txt": "A", "b.txt": "B"}, "scheme": SCHEME}


@pytest.fixture(scope="session")
def programme() -> Programme:
    return read_programme(Path(__file__).parents[2] / "programme")


@pytest.fixture(scope="session")
def organisation() -> Organisation:
    return read_organisation(Path(__file__).parents[2] / "programme")


@pytest.fixture(scope="session")
def consulted(programme: Programme, organisation: Organisation) -> Consulted:
    pytest.importorskip("wordfreq", reason="the words for repair are not installed")
    evaluation = read_evaluation(Path(__file__).parents[2] / "evaluation.yml")
    return open_consultation(evaluation, programme=programme, organisation=organisation)


def test_a_passage_is_about_the_goals_that_it_refers_to(programme: Programme) -> None:
    assert goals_in(UNITS[0].text, programme=programme) == ("goal-3", "goal-4")


def test_bodies_are_counted_by_goal_once_each(programme: Programme) -> None:
    counted = count_bodies_by_goal(DECIDED, programme=programme, **CODED)  # type: ignore[arg-type]
    bodies = counted.set_index(["goal", "theme", "valence"])["bodies"]
    assert bodies.loc["goal-3", "training", "need"] == 2
    assert bodies.loc["goal-3", "time", "weakness"] == 1


def test_a_passage_without_a_goal_is_about_that_of_its_theme(programme: Programme) -> None:
    counted = count_bodies_by_goal(DECIDED, programme=programme, **CODED)  # type: ignore[arg-type]
    assert counted.query("goal == 'goal-6'")[["theme", "bodies"]].to_numpy().tolist() == [
        ["training", 1]
    ]


def test_a_passage_is_listed_once_with_its_themes_and_place() -> None:
    listed = list_passages(DECIDED, **CODED)  # type: ignore[arg-type]
    assert listed["body"].tolist() == ["A", "A", "B"]
    assert listed["themes.sv"].tolist()[-1] == "Utbildning (behov); Tid (svaghet)"
    assert listed["place.sv"].tolist()[-1] == "s.\u00a01, rad\u00a02"


def test_before_anything_is_coded_the_list_of_passages_is_empty_and_has_its_columns() -> None:
    listed = list_passages(decide([]), **CODED)  # type: ignore[arg-type]
    assert listed.empty and {"body", "place.sv", "themes.en", "passage"} <= {*listed}


def test_a_sender_outside_the_register_is_neither_counted_nor_listed() -> None:
    assert "c.txt" not in list_passages(DECIDED, **CODED)["file"].tolist()  # type: ignore[arg-type]


def test_every_passage_of_the_demo_that_is_about_something_is_found(consulted: Consulted) -> None:
    assert set(passages_about()) <= {unit.id for unit in consulted.passages}


def test_the_passages_of_the_demo_are_coded(consulted: Consulted, root: Path) -> None:
    evaluation = read_evaluation(root / "evaluation.yml")
    codings, decided = open_codings(
        evaluation, CONSULTATION, scheme=open_scheme(evaluation), units=consulted.passages
    )
    assert {coding.coder for coding in codings} == {"AA", "BB"}
    assert len(decided.themes) + len(decided.undecided) == len(consulted.passages)


def test_issuers_are_bodies_of_the_register(consulted: Consulted) -> None:
    assert set(consulted.issuers.values()) <= {each.name for each in consulted.invited}
    assert "remissvar_13_trygga_hem.docx" not in consulted.issuers


def test_answers_that_say_that_they_are_synthetic_are(consulted: Consulted) -> None:
    assert consulted.synthetic


def test_running_text_is_redacted(consulted: Consulted) -> None:
    assert consulted.redact("Ring Anna Svensson.") == "Ring [namn]."


def test_without_a_consultation_there_is_nothing_to_open(
    root: Path, programme: Programme, organisation: Organisation
) -> None:
    evaluation = read_evaluation(root / "evaluation.yml").model_copy(update={"consultation": None})
    with pytest.raises(ConfigurationError, match="declares no consultation"):
        open_consultation(evaluation, programme=programme, organisation=organisation)
    assert CONSULTATION not in coded_sources(evaluation)
    with pytest.raises(ConfigurationError, match="nothing called remissvar"):
        open_source(evaluation, CONSULTATION)


def test_an_answer_that_cannot_be_read_stops_the_folder(
    tmp_path: Path, programme: Programme, organisation: Organisation
) -> None:
    (tmp_path / "a.doc").write_bytes(b"x")
    with pytest.raises(DataError, match=r"a\.doc"):
        read_folder(tmp_path, glossary=glossary(programme, organisation))
