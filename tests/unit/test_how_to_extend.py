"""Whoever follows a how-to that extends the evaluation gets what it promises."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evaltools.artefacts import Artefacts, read_artefacts
from evaltools.checking import check_evaluation
from evaltools.disclosure import Publishable, protect_estimates
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.outcomes import assess_indicators
from evaltools.running import check_notebook, plan
from evaltools.sources import read_catalogue, read_publications
from evaltools.survey import Survey
from tests.extensions import install_project
from tests.how_to import ROOT, follow, write_cells
from tests.running import run_here


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the evaluation without what staff answered."""
    shutil.copytree(ROOT / "programme", tmp_path / "programme")
    (tmp_path / "data_raw" / "demo").mkdir(parents=True)
    for file in (ROOT / "data_raw" / "demo").glob("jamforelse*.csv"):
        shutil.copy(file, tmp_path / "data_raw" / "demo")
    shutil.copy(ROOT / "evaluation.yml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(code: str, **known: Any) -> dict[str, Any]:
    exec(code, known)
    return known


def test_an_indicator_is_assessed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = run(follow("add-an-indicator", folder))
    assert capsys.readouterr().out == "2 Nivån har minskat (önskad riktning) -9.0\n"
    assert made["row"]["goal"] == "goal-4"


def test_an_area_is_compared_with(folder: Path) -> None:
    area = pd.MultiIndex.from_product(
        [["Exempelkommun 31"], ["Kvinnor", "Män"], range(2010, 2026)], names=["Kommun", "Kön", "År"]
    ).to_frame(index=False)
    counted = area.assign(**{"Per 100 000": 50, "Antal": 10, "Invånare": 20_000})
    counted.to_csv(folder / "data_raw" / "kommun31.csv", sep=";", index=False)
    tried = run(follow("add-a-comparison-area", folder))["tried"].query("level == 4")
    others = pd.read_csv(folder / "data_raw/demo/jamforelseomraden.csv", sep=";")["geography"]
    neighbours, itself = 2, 1
    assert set(tried["areas"]) == {others.nunique() - itself - neighbours + 1}


PX = """CHARSET="ANSI";
TITLE="Skyddat boende efter region och år";
STUB="region";
HEADING="år";
VALUES("region")="Exempelstad","Exempelkommun 1";
VALUES("år")="2023","2024";
DATA=
61.5 63.0
".." 40;
"""


@pytest.fixture
def px(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Follow the page, install its reader and put a file there; return the code to run."""
    code = follow("add-a-reader", folder)
    monkeypatch.syspath_prepend(folder / "packages")
    install_project(folder / "px-reader", folder / "packages")
    (folder / "data_raw" / "shelters.px").write_text(PX, encoding="cp1252")
    return code


def test_a_file_of_its_suffix_is_read(px: str) -> None:
    raw = run(px)["raw"]
    assert raw.tidy().loc[0].to_dict() == {"region": "Exempelstad", "år": "2023", "value": "61.5"}


def test_a_reader_serves_a_publication(px: str, folder: Path) -> None:
    tables = read_publications(read_catalogue(folder / "programme"), root=folder)
    values = tables["shelters 1"].tidy()
    assert values["value"].tolist() == ["61.5", "63.0", "", "40"]
    assert values["qualifier"].tolist()[2] == "missing_dots"


@pytest.fixture
def trend_forecast(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Follow the page and install its package; return the code to run."""
    code = follow("add-a-design", folder)
    monkeypatch.syspath_prepend(folder / "packages")
    install_project(folder / "trend-forecast", folder / "packages")
    return code


def test_a_design_holds_what_it_promises_and_is_tried(trend_forecast: str) -> None:
    made = run(trend_forecast)
    evaluation, series = made["evaluation"], made["series"]
    assert "Forecast from the trend [own design] (ratio)" in made["tried"]["design.en"].tolist()
    calm = evaluation.outcomes.model_copy(update={"pandemic_years": ()})
    for found in assess_indicators(series, start=2021, gates=calm):
        (own,) = (rung for rung in found.rungs if rung.name)
        assert own.name.en == "Forecast from the trend [own design, trend-forecast 1.0]"
        assert np.isfinite(own.diagnostics["placebo_date_p"])


def test_an_estimator_holds_what_it_promises(
    folder: Path, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(folder)
    heard = survey.tidy()[["heard"]].eq("yes").astype("boolean")
    code = follow("add-an-estimator", folder).replace("\nprint", "\n_ = str")
    known = {"survey": survey, "reached": heard, "protect_estimates": protect_estimates}
    shown: Publishable = run(code, **known, evaluation=read_evaluation())["shown"]
    assert shown.tidy().set_index("body").loc["north", "n"] == 60


ASKED = "Har du använt programmet i ditt arbete de senaste tolv månaderna?"
NEW = "Har din chef frågat hur du använder programmet?"


def add_question(file: Path) -> None:
    """Let the export have one question more, which those who use the programme answered."""
    rows = list(csv.DictReader(io.StringIO(file.read_text("cp1252")), delimiter=";"))
    answers = (str(1 + number % 2) for number in range(len(rows)))
    new = [row | {NEW: next(answers) if row[ASKED] == "1" else ""} for row in rows]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(new[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(new)
    file.write_text(text.getvalue(), encoding="cp1252")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """Follow the pages on a question and on a notebook, and run what the notebook needs."""
    folder = tmp_path_factory.mktemp("walked")
    for part in ("data_raw", "programme", "notebooks", "reports/manuscript"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "evaluation.yml", folder)
    add_question(folder / "data_raw" / "demo" / "medarbetarenkat_2025.csv")
    for page in ("add-an-indicator", "add-a-question", "add-a-notebook"):
        follow(page, folder)
    write_cells("add-a-notebook", folder / "notebooks" / "10_trained_by_role.ipynb")
    evaluation = read_evaluation(folder / "evaluation.yml")
    needed = ("01_intake", "02_clean_survey-2025", "10_trained_by_role")
    outcomes = run_here([step for step in plan(evaluation) if step.name in needed], folder)
    assert [each.outcome for each in outcomes] == ["made"] * 3, [each.error for each in outcomes]
    return evaluation


def test_what_the_pages_add_is_in_order(walked: Evaluation) -> None:
    assert check_evaluation(walked, today=date(2026, 3, 1)).faults == []


def test_a_notebook_of_your_own_hands_its_results_to_the_report(walked: Evaluation) -> None:
    made: Artefacts = read_artefacts(walked.report_folder / "results")
    ids = {"fig-trained-by-role", "tab-trained-by-role", "val-trained-in-all"}
    assert all(each in made for each in ids)


def test_its_cells_keep_to_the_rules(walked: Evaluation) -> None:
    assert check_notebook(walked.root / "notebooks" / "10_trained_by_role.ipynb") == []


def test_a_question_is_analysed_by_group(
    walked: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(walked.root)
    made = run(follow("add-a-question", walked.root))
    shown: pd.DataFrame = made["shown"].tidy()
    assert made["shown"].sensitivity == "personal" and set(shown["role.en"]) >= {"Other role"}
    assert shown["n"].dropna().mod(5).eq(0).all() and not shown["hidden"].all()
    assert (walked.results_folder("10_manager") / "val-manager-asked.json").is_file()
