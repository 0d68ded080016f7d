"""A run is made again from its manifest, beside the first, and what differs is told."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from evaltools.errors import Fault, RunError
from evaltools.evaluation import read_evaluation
from evaltools.provenance import CRATE, read_crate
from evaltools.running import alone, compare_products, make_report, reproduce_run
from evaltools.running.reproduction import PLACE
from tests.crates import write_run
from tests.running import Listener, write_notebook
from tests.unit.test_cli import evaltools

WORK = """
import time
from evaltools.evaluation import read_evaluation
made = read_evaluation(evaluation_file).results_folder("01_intake")
(made / "seed.txt").write_text(str(seed))
(made / "clock.txt").write_text(str(time.time_ns()))
"""
RESULTS = "reports/demo/results/01_intake"
ANSWERS = "data_raw/demo/remissvar"
COUNT = f"""
from evaltools.evaluation import read_evaluation
made = read_evaluation(evaluation_file).results_folder("06b_consultation")
found = {{path.name: path.stat().st_size for path in sorted(made.parents[3].glob("{ANSWERS}/*"))}}
(made / "answers.txt").write_text(str(found))
"""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a notebook that tells the time, with another seed, and one that reads a folder."""
    root, folder = Path(__file__).parents[2], tmp_path_factory.mktemp("finished")
    for part in ("data_raw", "programme"):
        shutil.copytree(root / part, folder / part)
    shutil.copy(root / "evaluation.yml", folder)
    (folder / "notebooks").mkdir()
    parameters = 'evaluation_file: str = "evaluation.yml"  # e\nseed: int = 7  # s'
    write_notebook(folder / "notebooks" / "01_intake.ipynb", WORK, parameters=parameters)
    parameters = 'evaluation_file: str = "evaluation.yml"  # e'
    write_notebook(folder / "notebooks" / "06b_consultation.ipynb", COUNT, parameters=parameters)
    evaluation = read_evaluation(folder / "evaluation.yml")
    given = {"parameters": {"01_intake": {"seed": 8}}}
    outcomes = make_report(evaluation.model_copy(update=given), watcher=Listener())
    assert [outcome.error for outcome in outcomes] == [None, None]
    return folder


@pytest.fixture(scope="module")
def differences(finished: Path) -> list[Fault]:
    """Make that run again."""
    return reproduce_run(
        finished / "reports" / "demo" / CRATE, root=finished, watcher=Listener(), tell=str
    )


@pytest.fixture
def spoilt(finished: Path, tmp_path: Path) -> Path:
    """Copy the folder, so that it can be spoilt."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_only_what_tells_the_time_differs(differences: list[Fault]) -> None:
    assert [fault.place for fault in differences] == [f"{RESULTS}/clock.txt"]


def test_it_ran_with_the_parameters_of_that_time(finished: Path, differences: list[Fault]) -> None:
    """Else seed.txt would differ: the notebook's own seed is 7, and evaluation.yml gives none."""
    assert (finished / RESULTS / "seed.txt").read_text() == "8" and len(differences) == 1


def test_a_folder_that_it_read_is_copied_whole(finished: Path, differences: list[Fault]) -> None:
    """Else answers.txt would differ, which names each file that the notebook found there."""
    told = (finished / RESULTS).with_name("06b_consultation") / "answers.txt"
    assert all(path.name in told.read_text() for path in (finished / ANSWERS).iterdir())
    assert len(differences) == 1


def test_with_another_file_in_a_folder_nothing_is_run(spoilt: Path) -> None:
    (spoilt / ANSWERS / "new.txt").touch()
    with pytest.raises(RunError) as caught:
        reproduce_run(
            spoilt / "reports" / "demo" / CRATE, root=spoilt, watcher=Listener(), tell=str
        )
    assert [fault.place for fault in caught.value.faults] == [ANSWERS]


def test_nothing_is_left_of_it(finished: Path, differences: list[Fault]) -> None:
    assert differences and not (finished / PLACE).exists()


@pytest.mark.parametrize(
    ("path", "change"),
    [("data_raw/demo/ram_2025.csv", lambda text: text + b"\n"),
     ("notebooks/01_intake.ipynb", lambda text: text.replace(b"str(seed)", b"str(9)"))],
)  # fmt: skip
def test_with_other_inputs_or_notebooks_nothing_is_run(
    spoilt: Path, path: str, change: Callable[[bytes], bytes]
) -> None:
    (spoilt / path).write_bytes(change((spoilt / path).read_bytes()))
    told: list[str] = []
    with pytest.raises(RunError) as caught:
        reproduce_run(
            spoilt / "reports" / "demo" / CRATE, root=spoilt, watcher=Listener(), tell=told.append
        )
    assert [fault.place for fault in caught.value.faults] == [path] and told == []


def test_with_another_library_nothing_is_run(spoilt: Path) -> None:
    crate = spoilt / "reports" / "demo" / CRATE
    told = json.loads(crate.read_bytes())
    for each in told["@graph"]:
        if each["@id"] == "#library/errors/__init__.py":
            each["sha256"] = "0" * 64
    crate.write_text(json.dumps(told))
    with pytest.raises(RunError, match="not the one that the run used"):
        reproduce_run(crate, root=spoilt, watcher=Listener(), tell=str)


def test_it_waits_for_no_run_that_is_under_way(spoilt: Path) -> None:
    with alone(spoilt), pytest.raises(RunError, match="another run is under way"):
        reproduce_run(
            spoilt / "reports" / "demo" / CRATE, root=spoilt, watcher=Listener(), tell=str
        )


# What is compared


TABLE = "reports/demo/results/04/tab-a.json"


@pytest.fixture
def again(tmp_path: Path) -> Path:
    """Write a small run, and beside it what came out when it was made again: the same."""
    write_run(tmp_path / "first")
    shutil.copytree(tmp_path / "first", tmp_path / "again")
    return tmp_path / "again"


def compared(again: Path) -> list[str]:
    """Say what differs."""
    first = again.with_name("first")
    manifest = read_crate(first / "reports" / "demo" / CRATE, root=first)
    return list(map(str, compare_products(manifest, again=again)))


def test_the_same_is_not_told(again: Path) -> None:
    assert compared(again) == []


def test_a_product_that_differs_is_told_with_its_size(again: Path) -> None:
    (again / TABLE).write_text("abc")
    assert compared(again) == [f"{TABLE}: it differs: 3 bytes, and it had 2."]


def test_a_product_that_was_not_made_is_told(again: Path) -> None:
    (again / TABLE).unlink()
    assert compared(again) == [f"{TABLE}: it was not made this time."]


def test_a_product_that_is_new_is_told(again: Path) -> None:
    (again / TABLE).with_name("more.csv").touch()
    assert compared(again) == ["reports/demo/results/04/more.csv: it was made this time only."]


@pytest.mark.parametrize("name", ["answers.csv", "more.csv"])
def test_clean_data_that_differ_are_told_as_a_folder(again: Path, name: str) -> None:
    (again / "data_clean/02" / name).write_text("ab")
    assert compared(again) == ["data_clean/02: it differs."]


def test_clean_data_that_were_not_made_are_told_as_a_folder(again: Path) -> None:
    shutil.rmtree(again / "data_clean")
    assert compared(again) == ["data_clean/02: it was not made this time."]


# The commands


def test_the_command_tells_that_nothing_differs(spoilt: Path) -> None:
    done = evaltools("verify", cwd=spoilt)
    assert (done.stdout.strip(), done.returncode) == ("All is as it was for this run.", 0)


def test_the_command_tells_what_differs_by_its_exit_code(spoilt: Path) -> None:
    (spoilt / RESULTS / "seed.txt").write_text("9")
    done = evaltools("verify", "demo", cwd=spoilt)
    assert done.returncode == 1
    assert done.stdout.startswith(f"- {RESULTS}/seed.txt: it has changed since the run made it.")


@pytest.mark.parametrize(
    ("command", "run", "code"),
    [("verify", "never", 6), ("reproduce", "never", 6)],
)
def test_a_run_that_there_is_not_is_told(spoilt: Path, command: str, run: str, code: int) -> None:
    done = evaltools(command, run, cwd=spoilt)
    assert done.returncode == code and done.stderr.startswith("- ")


def test_who_stops_it_is_told_what_stands(spoilt: Path) -> None:
    command = [sys.executable, "-m", "evaltools", "reproduce"]
    begun = subprocess.Popen(command, cwd=spoilt, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not (spoilt / PLACE).exists() and time.monotonic() < until:
        time.sleep(0.01)
    begun.send_signal(signal.SIGINT)
    _, told = begun.communicate(timeout=60)
    assert told == "Stopped. What it had made is deleted; the run is as it was.\n"
    assert begun.returncode == 130 and not (spoilt / PLACE).exists()


@pytest.mark.parametrize("command", ["verify", "reproduce"])
def test_what_is_no_name_for_a_run_is_told_as_it_was_given(spoilt: Path, command: str) -> None:
    done = evaltools(command, "../demo", cwd=spoilt)
    assert done.stderr.startswith("- run ../demo: this is no name for a run.")
    assert done.returncode == 2
