"""A run that is killed anywhere is completed by the next one, to the byte."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evaltools.running import Step
from tests.running import make_step, run_here, write_notebook

ROOT = Path(__file__).parents[2]
NAMES = ("one", "two", "three", "four", "five", "six")
PARAMETERS = 'name: str = ""  # the step\nreads: str = ""  # what it reads'
CODE = """
import time
from pathlib import Path
for part in range(4):
    time.sleep(0.03)
    Path(f"made/{name}/{part}.txt").write_text(Path(reads).read_text() + name)
    Path(f"made/{name}.txt").write_text(name * part)
"""


def steps(root: Path) -> list[Step]:
    """Plan six steps, each with a folder and a file, two in three rows."""
    planned = []
    for place, name in enumerate(NAMES):
        before = NAMES[place - 2] if place > 1 else None
        reads = f"made/{before}/1.txt" if before else "in.txt"
        planned.append(
            make_step(
                root, name=name, inputs=(root / "made" / before if before else root / "in.txt",),
                folders=(root / "made" / name,), parameters={"name": name, "reads": reads},
                files=(root / "reports/x/notebooks" / f"{name}.ipynb", root / f"made/{name}.txt"),
            )
        )  # fmt: skip
    return planned


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write what they need."""
    root = tmp_path_factory.mktemp("begun")
    (root / "in.txt").write_text("a")
    write_notebook(root / "work.ipynb", CODE, parameters=PARAMETERS)
    return root


@pytest.fixture
def root(begun: Path, tmp_path: Path) -> Path:
    """Copy it, so that it can be spoilt."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    return tmp_path


def content(root: Path) -> dict[str, bytes]:
    """Read all that was made."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("made", "reports")
        for path in (root / folder).rglob("*")
        if path.is_file()
    }


def begin(root: Path) -> subprocess.Popen[bytes]:
    """Let another process work them off."""
    code = (
        "from pathlib import Path\nfrom evaltools.running import ThisMachine, run\n"
        "from tests.running import Listener\nfrom tests.unit.test_interruption import steps\n"
        "root = Path.cwd()\n"
        "run(steps(root), root=root, place=ThisMachine(root), watcher=Listener())"
    )
    paths = f"{ROOT}:{ROOT / 'evaltools' / '..'}"
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, env={"PYTHONPATH": paths, "PATH": "/usr/bin:/bin"},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture(scope="module")
def uninterrupted(
    begun: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, bytes], float]:
    """Work them off in one go; tell what was made and how long another process takes."""
    root = tmp_path_factory.mktemp("uninterrupted")
    shutil.copytree(begun, root, dirs_exist_ok=True)
    began = time.monotonic()
    assert begin(root).wait() == 0
    return content(root), time.monotonic() - began


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.slow)
                                       for n in range(2, 51))])  # fmt: skip
def test_a_killed_run_is_completed_by_the_next(
    root: Path, uninterrupted: tuple[dict[str, bytes], float], seed: int
) -> None:
    expected, takes = uninterrupted
    killed = begin(root)
    time.sleep(random.Random(seed).uniform(0.3 * takes, takes))
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert {each.outcome for each in run_here(steps(root), root)} <= {"made", "unchanged"}
    assert content(root) == expected


def test_ctrl_c_leaves_nothing_running_and_nothing_half_written(root: Path) -> None:
    write_notebook(root / "work.ipynb", CODE, "time.sleep(60)", parameters=PARAMETERS)
    run = begin(root)
    until = time.monotonic() + 60
    while not list(root.glob(".evaltools/attempts/*/made/*.txt")) and time.monotonic() < until:
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    assert run.wait(timeout=20) != 0
    assert content(root) == {} and list((root / ".evaltools" / "attempts").iterdir()) == []
