"""What the annexes list: questions, indicators, caveats, what the report was made with."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evaltools.artefacts import Artefacts, TableArtefact, make_table
from evaltools.codebook import Codebook, list_questions
from evaltools.declarations import Text
from evaltools.disclosure import Publishable
from evaltools.indicators import list_catalogue, list_publications
from evaltools.manuscript import list_caveats, read_caveats
from evaltools.manuscript.caveats import Caveat
from evaltools.programme import Programme, read_programme
from evaltools.provenance import describe_build
from evaltools.tables import Column, lay_out

WORD = Text(sv="ord", en="word")


# The questionnaire


@pytest.fixture
def questions(codebook: Codebook) -> pd.DataFrame:
    """List the small codebook by the name of each question."""
    listed = list_questions(codebook)
    return listed.set_index(pd.Index([each.name for each in codebook.questions]))


def test_every_question_is_listed_in_order(questions: pd.DataFrame) -> None:
    assert list(questions["number"]) == [*range(1, len(questions) + 1)]


def test_a_question_is_listed_with_its_answers(questions: pd.DataFrame, codebook: Codebook) -> None:
    asked = next(q for q in codebook.questions if q.scale or q.answers)
    labels = [answer.label.en for answer in asked.answers]
    assert questions.loc[asked.name, "answers.en"] == ", ".join(labels)


def test_free_text_is_called_so(questions: pd.DataFrame, codebook: Codebook) -> None:
    (name,) = [question.name for question in codebook.questions if question.type == "open"]
    assert questions.loc[name, "answers.sv"] == "fri text"


def test_a_routed_question_says_to_whom_it_was_shown(
    questions: pd.DataFrame, codebook: Codebook
) -> None:
    routed = next(question for question in codebook.questions if question.asked_if)
    number = questions.loc[routed.asked_if.question, "number"]  # type: ignore[union-attr]
    said = questions.loc[routed.name, "shown.en"]
    assert said == f"those who answered Yes to question {number:.0f}"


# The catalogue


@pytest.fixture
def programme(root: Path) -> Programme:
    """Read the programme of the demonstration."""
    return read_programme(root / "programme")


def observation(indicator_id: str, **more: object) -> dict[str, object]:
    """Make an observation as it stands in clean data."""
    return {
        "indicator_id": indicator_id, "year": 2020.0, "source_name": "Brå",
        "source_url": "https://example.org/a", "name_sv": "namn", "geography": "Riket",
        "group": "", "period": "2020", "edition": "", "value": 1.0,
    } | more  # fmt: skip


def test_an_indicator_is_listed_with_its_years_sources_and_breaks(programme: Programme) -> None:
    broken = next(each for each in programme.indicators if each.breaks)
    rows = [
        observation(broken.id, year=2018.0, period="2018"),
        observation(broken.id, source_name="SCB"),
    ]
    (entry,) = list_catalogue(pd.DataFrame(rows), programme=programme).to_dict("records")
    assert (entry["years.sv"], entry["values"], entry["sources"]) == ("2018–2020", 2, "Brå; SCB")
    assert entry["breaks.en"].startswith(f"{broken.breaks[0].period}: ")


def test_a_value_is_counted_once_and_only_if_it_is_there(programme: Programme) -> None:
    of = partial(observation, programme.indicators[0].id)
    rows = [of(edition="2021"), of(edition="2022"), of(period="2019", value=np.nan),
            of(period="2018"), of(period="2018", edition="2022", value=np.nan)]  # fmt: skip
    assert list(list_catalogue(pd.DataFrame(rows), programme=programme)["values"]) == [1]


def test_an_indicator_without_values_is_not_listed(programme: Programme) -> None:
    rows = pd.DataFrame([observation(programme.indicators[0].id)])
    assert len(list_catalogue(rows, programme=programme)) == 1


def test_a_value_without_a_year_is_said(programme: Programme) -> None:
    rows = pd.DataFrame([observation(programme.indicators[0].id, year=np.nan)])
    assert list(list_catalogue(rows, programme=programme)["years.en"]) == ["without a year"]


def test_a_count_is_named_in_the_reader_s_language(programme: Programme) -> None:
    counted = next(each for each in programme.indicators if each.unit == "antal")
    entry = list_catalogue(pd.DataFrame([observation(counted.id)]), programme=programme)
    assert (entry["unit.sv"].item(), entry["unit.en"].item()) == ("antal", "number")


def test_publications_are_counted_by_address() -> None:
    rows = [observation("A"), observation("B"), observation("C", source_url=None)]
    assert list_publications(pd.DataFrame(rows)).to_dict("records") == [
        {"source": "Brå", "address": "https://example.org/a", "values": 2}
    ]


def test_of_a_publication_every_number_that_it_prints_is_counted() -> None:
    rows = [observation("A", edition="2021"), observation("A", edition="2022"),
            observation("A", period="2019", value=np.nan)]  # fmt: skip
    assert list(list_publications(pd.DataFrame(rows))["values"]) == [2]


# The caveats


def table(name: str, *, note: Text | None = None, hidden: int = 0) -> TableArtefact:
    """Make a table of three rows of which some are hidden."""
    frame = pd.DataFrame({"n": [1.0, 2.0, 3.0], "hidden": [place < hidden for place in range(3)]})
    shown = Publishable(frame, "open", WORD, False)
    return make_table(
        lay_out(shown, (Column("n", WORD, "count"),)),
        name=name, caption=WORD, source=WORD, producer="04", note=note,
    )  # fmt: skip


def listed(*tables: TableArtefact, declared: tuple[Caveat, ...] = ()) -> pd.DataFrame:
    """List the caveats of a report that shows all tables."""
    results = Artefacts({each.metadata.id: each for each in tables}, {}, {})
    return list_caveats(declared, artefacts=results, shown=list(results.tables))


def test_a_declared_caveat_comes_first_and_cites_its_tables() -> None:
    declared = Caveat(caveat=WORD, handled=WORD, cites=("tab-b",))
    found = listed(table("a", note=Text(sv="not", en="note")), table("b"), declared=(declared,))
    assert list(found["cites"]) == ["tab-b", "tab-a"]


def test_the_same_note_is_listed_once_with_all_that_bear_it() -> None:
    note = Text(sv="not", en="note")
    assert list(listed(table("a", note=note), table("b", note=note))["cites"]) == ["tab-a tab-b"]


def test_hidden_rows_are_counted_over_all_tables() -> None:
    (row,) = listed(table("a", hidden=2), table("b", hidden=1), table("c")).to_dict("records")
    assert row["caveat.en"].startswith("3 rows in 2 of 3 tables") and row["cites"] == "tab-a tab-b"


def test_a_report_without_caveats_has_an_empty_log(tmp_path: Path) -> None:
    assert read_caveats(tmp_path) == () and listed(table("a")).empty


# What the report was made with


def build(tmp_path: Path, **parameters: dict[str, object]) -> dict[str, str]:
    """Describe a build in a folder that is no checkout."""
    described = describe_build(tmp_path, parameters=parameters)
    return dict(zip(described["what.en"], described["value"], strict=True))


def test_the_packages_that_evaltools_asks_for_are_listed_with_their_versions(
    tmp_path: Path,
) -> None:
    assert build(tmp_path)["Package pandas"] == f"version {pd.__version__}"


def test_a_parameter_that_was_given_is_listed(tmp_path: Path) -> None:
    described = build(tmp_path, awareness={"conf_level": 0.9})
    assert described["Parameter awareness.conf_level"] == "0.9"


def test_a_folder_outside_git_has_no_commit(tmp_path: Path) -> None:
    assert build(tmp_path)["Commit in git"] == "–"
