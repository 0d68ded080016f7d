"""What JupyterLab saves: notebooks of the journey without what their cells showed.

Outputs in a notebook would be refused by `evaltools check` and by git's hook; the run keeps its
own executed copies. JupyterLab loads this as an extension of its server.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

FOLDER = "notebooks"


def without_outputs(*, model: dict[str, Any], path: str, **_: object) -> None:
    """Take the outputs out of a notebook of the journey that is about to be saved.

    Parameters
    ----------
    model : dict
        What JupyterLab saves, in the form of Jupyter's contents; it is changed.
    path : str
        Its path from the folder of the evaluation.
    **_ : object
        What else Jupyter tells.
    """
    if model["type"] != "notebook" or PurePosixPath(path).parts[:-1] != (FOLDER,):
        return
    for cell in model["content"]["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    server.contents_manager.register_pre_save_hook(without_outputs)
