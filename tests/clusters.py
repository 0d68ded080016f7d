"""A real scheduler and real workers on loopback, and what they execute."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from evaltools.running import Step

ROOT = Path(__file__).parents[1]
SAID_SOON = 60
GIVEN = 'name: str = ""  # its name\npause: float = 0.0  # seconds'
WORK = """
import time
from pathlib import Path
time.sleep(pause)
Path("made", name, "out.txt").write_text(Path("in.txt").read_text() + name, encoding="utf-8")
"""


def make_steps(root: Path, *, steps: int, pause: float = 0.3, code: str = WORK) -> list[Step]:
    """Write a notebook and its input, and plan it so many times."""
    (root / "in.txt").write_text("Kännedom ", encoding="utf-8")
    given = new_code_cell(GIVEN, metadata={"tags": ["parameters"]})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    book = new_notebook(cells=[given, new_code_cell(code)], metadata=kernel)
    nbformat.write(book, root / "work.ipynb")
    return [_step(root, f"s{number}", pause) for number in range(steps)]


def _step(root: Path, name: str, pause: float) -> Step:
    return Step(
        name=name,
        notebook=root / "work.ipynb",
        does="works",
        parameters={"name": name, "pause": pause},
        inputs=(root / "in.txt",),
        folders=(root / "made" / name,),
        files=(root / "reports" / "run" / "notebooks" / f"{name}.ipynb",),
        settings={},
    )


@contextlib.contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, Path]]:
    """Run a scheduler; give its address and the file that workers find it by."""
    file = folder / "scheduler.json"
    options = [
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(file),
    ]
    with _process(["distributed.cli.dask_scheduler", *options]):
        yield json.loads(_said(file))["address"], file


@contextlib.contextmanager
def workers(
    file: Path, *, folder: Path, number: int = 1, library: Path = ROOT, around: Sequence[str] = ()
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run workers of one thread each, with the evaltools that lies in `library`."""
    options = ["--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    command = ["distributed.cli.dask_worker", *options, "--local-directory", str(folder)]
    with contextlib.ExitStack() as stack:
        yield [
            stack.enter_context(_process(command, library=library, around=around))
            for _ in range(number)
        ]


@contextlib.contextmanager
def _process(
    module: Sequence[str], *, library: Path = ROOT, around: Sequence[str] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    paths = os.pathsep.join(map(str, (library, ROOT)))
    environment = {**os.environ, "PYTHONPATH": paths}
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [*around, sys.executable, "-m", *module]
    process = subprocess.Popen(command, env=environment, cwd="/", **quiet)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_workers(address: str, number: int) -> None:
    """Wait until so many workers are there, no more and no fewer."""
    from distributed import Client

    with Client(address) as client:
        wait_until(lambda: len(client.nthreads()) == number)


def can_run(command: Sequence[str]) -> bool:
    """Tell whether a command ends well."""
    try:
        return subprocess.run(command, capture_output=True, timeout=10).returncode == 0
    except OSError:
        return False


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, at most as long as a busy machine may take."""
    until = time.monotonic() + SAID_SOON
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError("it did not happen")
        time.sleep(0.02)


def _said(file: Path) -> str:
    wait_until(lambda: file.exists() and bool(file.read_text()))
    return file.read_text()
