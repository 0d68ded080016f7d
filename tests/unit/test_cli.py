"""The command line says what is wrong, in sentences, and changes nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PARTS = ("evaluation.yml", "programme", "notebooks", "data_raw", "reports/manuscript")
Result = subprocess.CompletedProcess[str]


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """Copy the evaluation, so that it can be spoilt."""
    for part in PARTS:
        source, target = root / part, tmp_path / part
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return tmp_path


def evaltools(*arguments: str, cwd: Path) -> Result:
    """Run the command as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "evaltools", *arguments],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def written(folder: Path) -> list[Path]:
    """List the files that a run would have made."""
    places = (folder / "reports" / "demo", folder / "data_clean")
    return [path for place in places for path in place.rglob("*") if path.is_file()]


def edit(path: Path, change: Callable[[str], str], encoding: str = "utf-8") -> None:
    """Change a text file."""
    path.write_bytes(change(path.read_bytes().decode(encoding)).encode(encoding))


def test_the_version_is_told(copy: Path) -> None:
    assert evaltools("version", cwd=copy).stdout.strip() == "0.1.0"


FOREIGN = """
import logging, sys, warnings
import evaltools.evaluation
from evaltools.cli import main

def stop():
    answer = "Kim " + "Larsson"
    warnings.warn(answer)
    logging.getLogger("library").warning(answer)
    raise KeyError(answer)

evaltools.evaluation.read_evaluation, sys.argv = stop, ["evaltools", "status"]
main()
"""


def test_a_foreign_error_is_told_by_type_and_place_alone(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FOREIGN], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "The command stopped with KeyError" in done.stderr
    assert "cli/making.py, line " in done.stderr
    assert "Larsson" not in done.stdout + done.stderr


def test_outside_an_evaluation_the_remedy_is_told(tmp_path: Path) -> None:
    done = evaltools("run", cwd=tmp_path)
    assert done.returncode == 2 and "Run the command in the folder" in done.stderr


def test_parameters_and_bodies_are_refused_before_anything_is_written(copy: Path) -> None:
    options = ("-p", "01_intake.wave=2025", "-p", "conf_level=high", "--body", "Järvas nämnd")
    done = evaltools("run", *options, cwd=copy)
    assert done.returncode == 2
    for sentence in (
        "parameter wave of 01_intake: is not known",
        "parameter conf_level of 04_awareness, 04b_awareness_in_depth, 04c_since_baseline",
        "body Järvas nämnd: there is no such body in organisation.yml.",
    ):
        assert sentence in done.stderr
    assert written(copy) == []


SURVEY = "data_raw/demo/medarbetarenkat_2025.csv"


def test_spoilt_answers_stop_the_run_with_file_column_and_rows(copy: Path) -> None:
    def spoil(text: str) -> str:
        return text.replace("Vilken är din huvudsakliga roll?", "Skostorlek").replace(
            ";13;", ";99;"
        )

    edit(copy / SURVEY, spoil, "cp1252")
    done = evaltools("check", cwd=copy)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "- column “Skostorlek”: the codebook does not know this column" in done.stdout
    assert "rows have an answer outside the codes of body" in done.stdout


def test_a_missing_file_is_told_and_nothing_is_written(copy: Path) -> None:
    (copy / SURVEY).unlink()
    done = evaltools("run", cwd=copy)
    assert done.returncode != 0 and "medarbetarenkat_2025.csv" in done.stderr
    assert written(copy) == []


def test_a_misspelt_key_of_evaluation_yml_is_told(copy: Path) -> None:
    edit(
        copy / "evaluation.yml",
        lambda text: text.replace("programme: programme", "programe: programme"),
    )
    done = evaltools("check", cwd=copy)
    assert done.returncode == 2 and "evaluation.yml\n- programme: Field required." in done.stdout


def test_faults_are_told_in_the_language_of_the_evaluation(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EVALTOOLS_LANGUAGE")
    edit(
        copy / "evaluation.yml",
        lambda text: text.replace("programme: programme", "programe: programme"),
    )
    assert "- programme: fältet måste anges." in evaltools("check", cwd=copy).stdout
    assert "programme: fältet måste anges." in evaltools("run", cwd=copy).stderr
    told = evaltools("check", "--language", "en", cwd=copy).stdout
    assert "- programme: Field required." in told


def test_status_runs_nothing(copy: Path) -> None:
    done = evaltools("status", cwd=copy)
    assert done.returncode == 0 and "06_testimony" in done.stdout
    assert written(copy) == []


def test_simulate_writes_the_files_that_are_in_git(copy: Path, root: Path) -> None:
    shutil.rmtree(copy / "data_raw" / "demo")
    assert evaltools("simulate", cwd=copy).returncode == 0
    demo = root / "data_raw" / "demo"
    names = {path.relative_to(demo).as_posix() for path in demo.rglob("*") if path.is_file()}
    same = [
        name
        for name in names
        if (copy / "data_raw/demo" / name).read_bytes() == (demo / name).read_bytes()
    ]
    assert sorted(same) == sorted(names)


def test_the_command_answers_before_it_loads_what_it_does_not_need(tmp_path: Path) -> None:
    code = (
        "import sys, evaltools.cli; print({'pandas', 'papermill', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "set()"


def test_a_draft_codebook_is_written_and_never_over_another(copy: Path) -> None:
    export = "data_raw/demo/medarbetarenkat_2025.csv"
    done = evaltools("codebook", export, cwd=copy)
    draft = copy / "programme" / "codebooks" / "medarbetarenkat_2025.yml"
    assert done.returncode == 0 and "replace every TODO" in done.stdout
    assert "TODO" in draft.read_text(encoding="utf-8")
    again = evaltools("codebook", export, cwd=copy)
    assert again.returncode == 2 and "there is a codebook of that name already" in again.stderr


def test_quotes_are_written_for_review_and_counted(copy: Path) -> None:
    done = evaltools("quotes", cwd=copy)
    assert done.stdout.strip() == "reports/review/quotes-2025.csv: 153 of 153 quotes await review."
    assert (copy / "reports/review/quotes-2025.csv").is_file()


def test_an_answer_is_never_told_of_a_review_that_is_not_in_order(copy: Path) -> None:
    evaltools("quotes", cwd=copy)
    file = copy / "reports/review/quotes-2025.csv"
    edit(file, lambda text: text.replace('rutin.";"";"";', 'rutin.";"";"kanske";'))
    before = file.read_bytes()
    done = evaltools("quotes", cwd=copy)
    assert done.returncode == 3 and "the decision is not known" in done.stderr
    assert "rutin" not in done.stderr and file.read_bytes() == before


def late(copy: Path) -> Path:
    """Let the time of the data be over, with a file that is to be purged."""
    edit(
        copy / "evaluation.yml",
        lambda text: text.replace("# retention: 2027-12-31", "retention: 2020-12-31"),
    )
    data = copy / "data_clean" / "02_clean_survey-2025" / "answers.parquet"
    data.parent.mkdir(parents=True)
    data.write_bytes(b"answers")
    return data


def test_run_tells_of_data_that_were_kept_too_long(copy: Path) -> None:
    late(copy)
    (copy / SURVEY).unlink()
    assert "data were to be kept until 2020-12-31" in evaltools("run", cwd=copy).stderr


def test_a_purge_asks_and_no_answer_deletes_nothing(copy: Path) -> None:
    data = late(copy)
    done = evaltools("purge", cwd=copy)
    assert done.returncode == 1 and "Delete these" in done.stdout and data.is_file()


def test_a_purge_that_was_said_yes_to_deletes_and_keeps_the_demo(copy: Path) -> None:
    data = late(copy)
    done = evaltools("purge", "--yes", cwd=copy)
    assert "1 files were deleted: reports/deletion-log.jsonl." in done.stdout
    assert "medarbetarenkat_2025.csv: it is demo or published data" in done.stderr
    assert (copy / SURVEY).is_file() and not data.exists()


@pytest.mark.parametrize(
    ("run", "said"), [("../demo", "this is no name for a run"), ("demo", "there is no report")]
)
def test_what_is_no_report_cannot_be_released(copy: Path, run: str, said: str) -> None:
    done = evaltools("release", "--run", run, cwd=copy)
    assert done.returncode != 0 and said in done.stderr
    assert not (copy / "reports" / "ledger.jsonl").exists()


def test_inspect_tells_findings_by_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><h1>Titel</h1><img src='data:,'></html>", "utf-8")
    done = evaltools("inspect", "a.html", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("a.html") and "5 findings" in done.stdout.splitlines()[0]
    assert (
        "- a.html, picture 1: it has no alternative text. Say in words what it shows."
        in done.stdout
    )


def test_inspect_says_where_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    done = evaltools("inspect", ".", cwd=tmp_path)
    assert done.returncode == 5 and "there is no HTML, PDF, DOCX or XLSX file" in done.stderr
