"""A check tells everything at once, each fault under its file, and nothing of a respondent."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from lxml import html
from rich.console import Console

from evaltools.checking import PAGE, Checked, check_folder, draw_check_page
from evaltools.cli.checked import show
from evaltools.declarations import LANGUAGES, Language
from tests.canary import EXPORT, EXPORT_BEFORE, SECRETS, copy_evaluation, evaltools, found
from tests.spoilt import ODD, WRONG, spoil

ROOT = Path(__file__).parents[2]
TOLD = {
    "evaluation.yml": ("data were to be kept until 2020-12-31", "data skulle behållas till"),
    "data_raw/demo/ram_2019.csv": ("The file does not exist.", "Filen finns inte."),
    EXPORT: ("1 rows have an answer outside the codes of body.",
             "1 rad har ett svar utanför svarskoderna för body."),
    EXPORT_BEFORE: ("There is no sheet Blad1.", "Det finns inget blad Blad1."),
    "data_raw/demo/ram_2025.csv": ("column employees: 1 rows have an empty cell or one",
                                   "kolumn employees: 1 rad har en cell som är tom"),
    "data_raw/demo/utskick_2025.csv": ("Two columns are called avböjt.",
                                       "Två kolumner heter avböjt."),
    "data_raw/demo/remissinstanser.csv": ("row 3: no such body is declared.",
                                          "rad 3: ingen sådan nämnd är angiven."),
    "programme/codebooks/themes.yml": ("The file is not saved as UTF-8.",
                                       "Filen är inte sparad som UTF-8."),
    "programme/synthesis.yml": ("there is no goal goal-9.", "mål goal-9 finns inte."),
    "notebooks/05_outcomes.ipynb": ("a parameter lacks its type", "en parameter saknar typ"),
    "reports/manuscript/sv/05_kannedom.md": (
        "the last run has made no result tab-laddern.",
        "den senaste körningen har inte gjort något resultat tab-laddern."),
    "reports/manuscript/en/05_kannedom.md": (
        "the last run has made no result tab-laddern.",
        "den senaste körningen har inte gjort något resultat tab-laddern."),
}  # fmt: skip
"""What is told of each spoilt file, in English and in Swedish."""


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """Check an evaluation that is spoilt in ten ways, and write down what is told."""
    folder = spoil(ROOT, tmp_path_factory.mktemp("spoilt"))
    checked = check_folder(folder / "evaluation.yml", today=date(2026, 1, 1))
    for language in LANGUAGES:
        page = draw_check_page(checked, language=language)
        (folder / f"check.{language}.html").write_text(page, encoding="utf-8")
        out = StringIO()
        show(checked, language=language, console=Console(file=out, width=100))
        (folder / f"said.{language}.txt").write_text(out.getvalue(), encoding="utf-8")
    return checked


@pytest.mark.slow
def test_of_the_demo_everything_is_in_order(tmp_path: Path) -> None:
    copy_evaluation(ROOT, tmp_path)
    done = evaltools("check", cwd=tmp_path)
    assert done.returncode == 0 and "Everything is in order" in done.stdout, done.stdout
    assert found(tmp_path / PAGE, *SECRETS) == []


def test_faults_of_all_files_are_told_at_once(spoilt: Checked) -> None:
    assert {part.path for part in spoilt.of("wrong")} == WRONG == TOLD.keys()


def test_what_needs_a_file_with_faults_waits_for_it(spoilt: Checked) -> None:
    because = {part.path: part.because for part in spoilt.of("waits")}
    assert because["data_raw/demo/kodning"] == ("programme/codebooks/themes.yml",)
    assert because["data_raw/demo/remissvar"] == ("data_raw/demo/remissinstanser.csv",)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", list(TOLD))
def test_a_fault_is_told_under_its_file(spoilt: Checked, path: str, language: Language) -> None:
    page = html.parse(str(spoilt.root / f"check.{language}.html"))
    (article,) = (each for each in page.findall(".//article") if each.findtext("h3/code") == path)
    english, swedish = TOLD[path]
    told = " ".join(article.text_content().split())
    assert (swedish if language == "sv" else english) in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("told", ["check.{}.html", "said.{}.txt"])
def test_nothing_of_a_respondent_is_told(spoilt: Checked, told: str, language: str) -> None:
    assert found(spoilt.root / told.format(language), *SECRETS, *ODD) == []


def test_nothing_is_left_in_english_on_the_swedish_page(spoilt: Checked) -> None:
    page = html.parse(str(spoilt.root / "check.sv.html"))
    told = {" ".join(each.text_content().split()) for each in page.findall(".//article//li")}
    words = (" the ", " is ", " are ", " have ", "Correct", "Write")
    assert [each for each in told if any(word in each for word in words)] == []
