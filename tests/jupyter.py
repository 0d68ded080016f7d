"""A real JupyterLab on loopback, that knows no settings but those it is started with."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SECONDS = 60
"""How long JupyterLab may take to answer."""
KINDS = ("CONFIG", "DATA", "RUNTIME")
AS_ROOT = ["--allow-root"] if os.name == "posix" and os.getuid() == 0 else []
STARTS = (
    *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1"),
    *("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"),
    *AS_ROOT,
)


@dataclass(frozen=True, slots=True)
class Lab:
    """A JupyterLab that runs.

    Attributes
    ----------
    address : str
        Where it answers, with a slash at the end.
    token : str
        What opens it.
    """

    address: str
    token: str

    def url(self, path: str = "lab") -> str:
        """Return the address of a page, such as "lab/tree/evaluation.yml", that opens it."""
        return f"{self.address}{path}?token={self.token}"


@contextmanager
def open_lab(folder: Path, *, private: Path, command: Sequence[str] = STARTS) -> Iterator[Lab]:
    """Start JupyterLab in a folder; skip the test where a browser could not look at it.

    What it writes beside its notebooks goes into `private`, an empty folder.
    """
    pytest.importorskip("playwright.sync_api", reason="needs requirements-dev.txt")
    if shutil.which("chromium") is None:
        pytest.skip("there is no chromium: apt-get install chromium")
    own = {f"JUPYTER_{kind}_DIR": str(private / kind.lower()) for kind in KINDS}
    own |= {"HOME": str(private), "IPYTHONDIR": str(private / "ipython")}
    with (private / "said.txt").open("wb") as said:
        server = subprocess.Popen(
            command, cwd=folder, env=os.environ | own, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            yield _await(server, private)
        finally:
            server.terminate()
            server.wait(SECONDS)


def _await(server: subprocess.Popen[bytes], private: Path) -> Lab:
    """Wait until the server has written where it answers, by its process id."""
    until = time.monotonic() + SECONDS
    told = private / "runtime" / f"jpserver-{server.pid}.json"
    while not told.is_file() and server.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
    assert told.is_file(), (private / "said.txt").read_text(encoding="utf-8")
    knows = json.loads(told.read_bytes())
    return Lab(knows["url"], knows["token"])
