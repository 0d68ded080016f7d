"""Data are deleted when their time has come, and only those."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from evaltools.errors import RunError
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.running import alone, overdue, plan_purge, purge_data

DAY = date(2028, 1, 1)
HELD = (
    "data_raw/svar.csv", "data_raw/utskick.csv", "data_raw/people.txt",
    "data_raw/kodning/kodning-2025-AB.xlsx", "data_raw/kodning/avgorande-2025.csv",
    "data_clean/02_clean_survey-2025/answers.parquet", "reports/demo/notebooks/a.ipynb",
    "reports/other/notebooks/b.failed.ipynb", "reports/review/quotes-2025.csv",
    ".evaltools/steps/demo/01_intake.json",
)  # fmt: skip
STAYS = (
    "data_raw/demo/ram_2025.csv", "data_raw/ram.csv", "data_clean/README.md",
    "reports/demo/rapport.sv.pdf", "reports/demo/results/04/tab-a.parquet",
    "reports/demo/ro-crate-metadata.json", "reports/ledger.jsonl", "reports/manuscript/sv/01.md",
)  # fmt: skip


@pytest.fixture
def evaluation(root: Path, tmp_path: Path) -> Evaluation:
    """Make the folder of an evaluation with data that are not in git."""
    for name in (*HELD, *STAYS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"Kim Larsson {name}")
    text = (root / "evaluation.yml").read_text(encoding="utf-8")
    text = text.replace("data_raw/demo/medarbetarenkat_2025.csv", "data_raw/svar.csv")
    text = text.replace("data_raw/demo/utskick_2025.csv", "data_raw/utskick.csv")
    text = text.replace("folder: data_raw/demo/kodning", "folder: data_raw/kodning")
    text = text.replace("# people:", "people:").replace("# retention:", "retention:")
    (tmp_path / "evaluation.yml").write_text(text, encoding="utf-8")
    return read_evaluation(tmp_path / "evaluation.yml")


def files(folder: Path) -> set[str]:
    """List all files of a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_purge_deletes_what_holds_respondents_data_and_nothing_else(
    evaluation: Evaluation,
) -> None:
    purge_data(evaluation, day=DAY)
    assert files(evaluation.root) == {*STAYS, "evaluation.yml", "reports/deletion-log.jsonl"}


def test_a_coding_folder_that_holds_other_data_too_is_not_emptied(evaluation: Evaluation) -> None:
    text = (evaluation.root / "evaluation.yml").read_text("utf-8")
    text = text.replace("folder: data_raw/kodning", "folder: data_raw")
    text = text.replace("frame: data_raw/demo/ram_2025.csv", "frame: data_raw/ram.csv")
    (evaluation.root / "evaluation.yml").write_text(text, "utf-8")
    planned = plan_purge(read_evaluation(evaluation.root / "evaluation.yml")).files
    names = {path.relative_to(evaluation.root).as_posix() for path in planned}
    assert "data_raw/kodning/kodning-2025-AB.xlsx" in names and "data_raw/ram.csv" not in names


def test_what_is_planned_is_what_is_deleted(evaluation: Evaluation) -> None:
    root = evaluation.root
    assert {path.relative_to(root).as_posix() for path in plan_purge(evaluation).files} == {*HELD}


def test_the_log_tells_date_path_hash_and_size_but_no_content(evaluation: Evaluation) -> None:
    content = (evaluation.root / "data_raw/svar.csv").read_bytes()
    purge_data(evaluation, day=DAY)
    log = (evaluation.root / "reports/deletion-log.jsonl").read_text()
    assert json.loads(log.splitlines()[0]) == {
        "date": "2028-01-01", "path": "data_raw/svar.csv",
        "sha256": sha256(content).hexdigest(), "size": len(content),
    }  # fmt: skip
    assert "Larsson" not in log


def test_the_log_is_added_to(evaluation: Evaluation) -> None:
    log = evaluation.root / "reports/deletion-log.jsonl"
    log.write_text("earlier\n")
    purge_data(evaluation, day=DAY)
    assert log.read_text().splitlines()[0] == "earlier"


def test_folders_that_held_only_data_are_gone(evaluation: Evaluation) -> None:
    purge_data(evaluation, day=DAY)
    gone = (
        "reports/review",
        "reports/demo/notebooks",
        "data_clean/02_clean_survey-2025",
        ".evaltools",
    )
    assert [name for name in gone if (evaluation.root / name).exists()] == []


def test_demo_data_stay_and_it_is_said(evaluation: Evaluation) -> None:
    told = [str(fault) for fault in plan_purge(evaluation).kept]
    assert told == [
        "data_raw/demo/medarbetarenkat_2019.xlsx: it is demo or published data, and is not "
        "deleted. Take it out of evaluation.yml if you do not use it."
    ]


def test_raw_data_in_git_stay_and_it_is_said(evaluation: Evaluation) -> None:
    for command in (["init", "-q"], ["add", "-f", "data_raw/svar.csv"]):
        subprocess.run(["git", *command], cwd=evaluation.root, check=True)
    planned = plan_purge(evaluation)
    assert evaluation.root / "data_raw/svar.csv" not in planned.files
    assert "data_raw/svar.csv: it is in git" in " ".join(map(str, planned.kept))


@pytest.mark.parametrize("folder", ["data_clean", "reports/review", "reports/demo", ".evaltools"])
def test_a_folder_that_is_a_link_is_not_followed(
    evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory, folder: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "there"
    place = evaluation.root / folder
    shutil.move(place, elsewhere)
    place.symlink_to(elsewhere)
    before = files(elsewhere)
    kept = plan_purge(evaluation).kept
    if folder != ".evaltools":
        purge_data(evaluation, day=DAY)
    assert files(elsewhere) == before and any(str(fault).startswith(folder) for fault in kept)


def test_a_link_among_the_data_is_not_followed(evaluation: Evaluation, root: Path) -> None:
    link = evaluation.root / "data_clean" / "link.csv"
    link.symlink_to(root / "README.md")
    purge_data(evaluation, day=DAY)
    assert (root / "README.md").is_file() and link.is_symlink()


def test_data_outside_the_folder_are_not_deleted_and_it_is_said(
    evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "namn.txt"
    planned = plan_purge(evaluation.model_copy(update={"people": str(outside)}))
    assert "outside the folder of the evaluation" in str(planned.kept[-1])
    assert all(evaluation.root in path.parents for path in planned.files)


def test_nothing_is_purged_while_a_run_is_under_way(evaluation: Evaluation) -> None:
    with alone(evaluation.root), pytest.raises(RunError):
        purge_data(evaluation, day=DAY)
    assert {*HELD} <= files(evaluation.root)


def test_data_kept_too_long_are_told_with_the_remedy(evaluation: Evaluation) -> None:
    assert str(overdue(evaluation, today=DAY)) == (
        "evaluation.yml, retention: data were to be kept until 2027-12-31, and 10 files are "
        "there. Run `evaltools purge`."
    )


def test_nothing_is_told_on_the_last_day(evaluation: Evaluation) -> None:
    assert overdue(evaluation, today=date(2027, 12, 31)) is None


def test_nothing_is_told_where_nothing_is_left(evaluation: Evaluation) -> None:
    purge_data(evaluation, day=DAY)
    assert overdue(evaluation, today=DAY) is None
    with alone(evaluation.root):
        pass
    assert overdue(evaluation, today=DAY) is None
