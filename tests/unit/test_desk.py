"""Coders and who decides between them get their files by command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evaltools.cli import app
from evaltools.errors import ConfigurationError, DataError
from evaltools.evaluation import read_evaluation
from evaltools.testimony import check_written, prepare_coding

FOLDER = "data_raw/demo/kodning"


@pytest.fixture
def copy(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the demo evaluation, and stand in it."""
    for part in ("evaluation.yml", "programme", "data_raw"):
        source, target = root / part, tmp_path / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def evaltools(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, list(arguments))


def edit(path: Path, old: str, new: str) -> None:
    """Change a text file."""
    path.write_text(path.read_text("utf-8-sig").replace(old, new, 1), "utf-8")


def test_a_coder_gets_a_file_of_their_own_and_is_told_how_much_awaits(copy: Path) -> None:
    done = evaltools("code", "--coder", "dd", "--as", "csv")
    assert done.stdout.strip() == f"{FOLDER}/kodning-2025-DD.csv: 153 of 153 texts await you."
    text = (copy / FOLDER / "kodning-2025-DD.csv").read_text("utf-8-sig")
    assert '"Vilka är programmets styrkor?";"Kunskap och utbildning (styrka)"' in text


def test_who_decides_gets_what_coders_coded_differently(copy: Path) -> None:
    told = "avgorande-2025.csv: 4 of 37 texts coded differently await a decision."
    assert evaltools("adjudicate").stdout.strip().endswith(told)
    text = (copy / FOLDER / "avgorande-2025.csv").read_text("utf-8-sig")
    assert text.startswith('"id";"källa";"text";"fråga";"AA";"BB";"kod 1"')


def test_where_nothing_can_be_coded_no_file_is_written(copy: Path) -> None:
    assert "There is nothing to do" in evaltools("code", "--coder", "DD", "--source", "2019").stdout
    assert not list((copy / FOLDER).glob("*2019*"))


def test_a_source_that_is_not_there_is_told(copy: Path) -> None:
    with pytest.raises(ConfigurationError, match="Known are 2019, 2025"):
        prepare_coding(read_evaluation(), source="2031", coder="DD")


def test_a_kind_of_file_that_is_not_known_is_told(copy: Path) -> None:
    done = evaltools("code", "--coder", "DD", "--as", "ods")
    assert "it is not xlsx, csv or qdpx" in str(done.exception)


def test_without_a_scheme_the_remedy_is_told(copy: Path) -> None:
    edit(copy / "evaluation.yml", "coding:", "# coding:")
    for line in ("  scheme: programme", "  folder: data_raw/demo/kodning"):
        edit(copy / "evaluation.yml", line, f"# {line}")
    assert check_written(read_evaluation(), "2025") is None
    with pytest.raises(ConfigurationError, match="it declares no coding"):
        prepare_coding(read_evaluation(), source="2025", coder="DD")


def test_the_demo_codings_are_in_order(copy: Path) -> None:
    assert check_written(read_evaluation(), "2025") is None


def test_the_faults_of_coding_files_are_told(copy: Path) -> None:
    edit(copy / FOLDER / "kodning-2025-BB.csv", '"Samverkan"', '"Samvaro"')
    with pytest.raises(DataError, match=r"kodning-2025-BB\.csv, row 2: a code is not in"):
        check_written(read_evaluation(), "2025")


def test_the_faults_of_the_scheme_are_told(copy: Path) -> None:
    edit(copy / "programme/codebooks/themes.yml", "goal: goal-6", "goal: goal-99")
    with pytest.raises(ConfigurationError, match=r"training\.goal: there is no goal goal-99"):
        check_written(read_evaluation(), "2025")


def test_the_coders_of_a_text_do_not_teach_each_other(copy: Path) -> None:
    """What is suggested to DD is the same whether or not AA and BB have coded."""
    evaltools("code", "--coder", "DD", "--as", "csv")
    beside = (copy / FOLDER / "kodning-2025-DD.csv").read_bytes()
    for path in (copy / FOLDER).glob("kodning-2025-*"):
        path.unlink()
    evaltools("code", "--coder", "DD", "--as", "csv")
    assert (copy / FOLDER / "kodning-2025-DD.csv").read_bytes() == beside


def test_a_coder_may_get_a_project_of_qualitative_software(copy: Path) -> None:
    done = evaltools("code", "--coder", "DD", "--as", "qdpx")
    assert done.stdout.strip() == f"{FOLDER}/kodning-2025-DD.qdpx: 153 of 153 texts await you."
    assert check_written(read_evaluation(), "2025") is None


def test_passages_of_consultation_answers_are_coded_as_open_answers_are(copy: Path) -> None:
    done = evaltools("code", "--coder", "AA", "--source", "remissvar")
    assert done.stdout.strip() == f"{FOLDER}/kodning-remissvar-AA.xlsx: 0 of 67 texts await you."
