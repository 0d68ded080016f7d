"""How JupyterLab finds the language server."""

from __future__ import annotations

import sys
from typing import Any


def specify(manager: object) -> dict[str, Any]:
    """Tell jupyter-lsp how the language server is started, and for which files.

    Parameters
    ----------
    manager : object
        What manages language servers; it is not asked.

    Returns
    -------
    dict
        A specification of version 2, by the name of the server.
    """
    return {
        "evaltools": {
            "version": 2,
            "argv": [sys.executable, "-m", "evaltools.editing"],
            "languages": ["yaml"],
            "mime_types": ["text/x-yaml", "text/yaml", "application/yaml"],
            "display_name": "evaltools",
            "urls": {},
        }
    }
