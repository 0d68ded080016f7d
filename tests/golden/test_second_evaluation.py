"""Another municipality and programme, five goals, English alone: run whole, and in parts."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from evaltools.artefacts import Artefacts, read_artefacts
from tests.norrvik import FIXTURE, write_norrvik

ABSENT = {
    "survey": "No survey is part of this evaluation.",
    "indicators": "No indicators are part of this evaluation.",
    "consultation": "No consultation answers are part of this evaluation.",
}
NOT_PART = {"survey": "The survey's questions", "indicators": "The indicators",
            "consultation": "The consulted bodies"}  # fmt: skip
SWEDISH = re.compile(r"[åäöÅÄÖ]|\b(och|inte|eller|nämnd|SYNTETISKA|Stockholm\w*|violence|city)\b")

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
Run = Callable[..., Path]


@pytest.fixture(scope="session")
def run_norrvik(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return what runs the evaluation, or some of its parts, and gives its folder back."""

    def run(*parts: str) -> Path:
        folder = tmp_path_factory.mktemp("norrvik") / "-".join(parts)
        write_norrvik(folder, notebooks=NOTEBOOKS, parts=parts)
        command = [sys.executable, "-m", "evaltools", "run"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return folder

    return run


@pytest.fixture(scope="session")
def whole(run_norrvik: Run) -> Path:
    """Return the folder of the evaluation, run with all that it has."""
    return run_norrvik("survey", "indicators", "consultation")


@pytest.fixture(scope="session")
def results(whole: Path) -> Artefacts:
    """Return what was published of it."""
    return read_artefacts(whole / "reports/routes/results")


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    """Return the answers with their weights, counted without evaltools."""
    raw = FIXTURE / "data_raw"
    rows = pd.read_excel(raw / "survey_2025.xlsx", header=2)
    rows.columns = ["id", "body", "role", "heard", "used", "teaches", "asks", "origin"]
    frame = pd.read_csv(raw / "employees_2025.csv", sep=";").set_index(["body", "role"])
    answered = rows.groupby(["body", "role"])["id"].transform("size")
    employed = rows.set_index(["body", "role"]).index.map(frame["employees"])
    return rows.assign(weight=employed / answered)


def text_of(page: Path) -> str:
    """Return what a reader sees of a page."""
    shown = re.sub(r"<style.*?</style>|<[^>]+>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(shown))


def share(answers: pd.DataFrame, column: str) -> float:
    """Return the weighted share of yes."""
    return round(
        float(answers.loc[answers[column] == "Yes", "weight"].sum() / answers["weight"].sum()), 2
    )


def rows_of(results: Artefacts, table: str, key: str) -> pd.DataFrame:
    """Return a table by what its rows are about."""
    return results.tables[table].data.set_index(key)


def test_it_makes_the_report_in_every_format(whole: Path) -> None:
    made = {path.name for path in (whole / "reports/routes").glob("rapport.*")}
    assert made == {f"rapport.en.{suffix}" for suffix in ("html", "pdf", "docx", "xlsx")}


def test_all_five_goals_stand_in_it(whole: Path) -> None:
    told = text_of(whole / "reports/routes/rapport.en.html")
    assert all(f"Evidence on goal {number}:" in told for number in range(1, 6))
    assert "Evidence on goal 6:" not in told


@pytest.mark.parametrize(
    "page", ["rapport.en.html", "factsheets/streets.en.html", "factsheets/index.en.html"]
)
def test_nothing_in_it_is_swedish_or_of_another_programme(whole: Path, page: str) -> None:
    path = whole / "reports/routes" / page
    assert set(re.findall(r'lang="(\w+)"', path.read_text("utf-8"))) == {"en"}
    assert SWEDISH.findall(text_of(path)) == []


def test_shares_are_those_that_a_count_without_evaltools_gives(
    results: Artefacts, answers: pd.DataFrame
) -> None:
    ladder = rows_of(results, "tab-ladder", "measure.en")["estimate"]
    assert ladder["Has heard of the programme"] == share(answers, "heard")
    assert ladder["Has used it this year"] == share(answers, "used")
    asking = rows_of(results, "tab-asking", "measure.en")["estimate"]
    assert asking["Says that pupils are asked"] == share(answers, "asks")


def test_the_share_of_a_body_is_that_of_its_own_answers(
    results: Artefacts, answers: pd.DataFrame
) -> None:
    shown = rows_of(results, "tab-heard-by-body", "body.en")
    own = answers[answers["body"] == "Education board"]
    assert shown.loc["Education board", "estimate"] == share(own, "heard")
    assert shown.loc["Education board", "n"] == len(own)


def test_a_small_body_is_silent_everywhere(whole: Path, results: Artefacts) -> None:
    shown = rows_of(results, "tab-heard-by-body", "body.en").loc["Norrvik Housing Ltd"]
    assert shown["hidden"] and shown[["estimate", "conf_low", "conf_high", "n"]].isna().all()
    assert (
        results.tables["tab-response"]
        .data.set_index("body")
        .loc["housing", ["n", "rate"]]
        .isna()
        .all()
    )
    sheet = text_of(whole / "reports/routes/factsheets/housing.en.html")
    assert "Here not shown not shown not shown" in sheet


def test_a_file_of_few_rows_does_not_tell_how_many_answered(results: Artefacts) -> None:
    shown = rows_of(results, "tab-sources", "file")
    assert shown.loc["survey_2025.xlsx", "rows"] == 319
    assert shown.loc["employees_2025.csv", ["hidden"]].all()
    assert shown["rows"].isna().tolist() == shown["hidden"].tolist()


def test_indicators_are_those_of_the_file(results: Artefacts) -> None:
    latest = rows_of(results, "tab-indicators", "name.en")["latest"]
    assert latest["Pupils injured on the way to school"] == 22
    assert latest["Pupils who walk or cycle to school"] == 51


def test_what_is_absent_is_told_in_words(whole: Path) -> None:
    told = text_of(whole / "reports/routes/rapport.en.html")
    assert "This evaluation rests on a survey, indicators and consultation answers." in told
    assert "There is no earlier survey to compare with." in told
    assert not any(sentence in told for sentence in ABSENT.values())


@pytest.mark.slow
@pytest.mark.parametrize("part", ABSENT)
def test_one_kind_of_evidence_is_enough(run_norrvik: Run, part: str) -> None:
    report = run_norrvik(part) / "reports/routes"
    told = text_of(report / "rapport.en.html")
    assert {each for each, sentence in ABSENT.items() if sentence in told} == {*ABSENT} - {part}
    for other in {*NOT_PART} - {part}:
        assert f"{NOT_PART[other]} Not part of this evaluation." in told
    assert (report / "factsheets/streets.en.html").is_file()
