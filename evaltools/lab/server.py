"""Starting JupyterLab in the folder of an evaluation."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

from evaltools.running import kernel_environment

SETTINGS = "JUPYTER_CONFIG_PATH"
"""Names folders whose settings are read beside the user's own, which stay as they are."""


def open_lab(page: Path, *, arguments: Sequence[str] = ()) -> None:
    """Start JupyterLab on a page, in the folder of that page, until it is stopped.

    Its settings hold for this start alone. It answers on this machine alone, to who has its token.

    Parameters
    ----------
    page : pathlib.Path
        The page that it opens on.
    arguments : sequence of str, optional
        What JupyterLab is told besides, such as "--no-browser".
    """
    # it takes a second to import
    from jupyterlab.labapp import LabApp

    with as_file(files("evaltools.lab") / "jupyter") as settings:
        before = os.environ.get(SETTINGS)
        os.environ |= kernel_environment()  # by hand, a notebook gives what it gives in a run
        os.environ[SETTINGS] = os.pathsep.join(filter(None, [str(settings), before]))
        LabApp.launch_instance([*arguments, *_told(page)])


def _told(page: Path) -> list[str]:
    return [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={page.parent}",
        f"--LabApp.default_url=/lab/tree/{page.name}",
    ]
