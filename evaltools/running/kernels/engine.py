"""The warm kernels as an engine of papermill, which finds it by its entry point."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from papermill.engines import NBClientEngine, NotebookExecutionManager
from traitlets import default

from evaltools.running.kernels.managers import WarmKernels, private_sockets
from evaltools.running.kernels.warm import WarmServer, can_fork


class WarmEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """Executes notebooks in kernels that are forked warm, where that is safe.

    `papermill.execute_notebook(…, engine_name="warm")`. The first notebook of a process waits for
    the imports, the others do not; the warm process ends with this one.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: Any
    ) -> None:
        """Execute a notebook that papermill has prepared."""
        if not can_fork():
            super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
            return
        with TemporaryDirectory(prefix="kernel-") as private:
            super().execute_managed_notebook(
                nb_man,
                kernel_name,
                kernel_manager_class=_SharedKernels,
                config=private_sockets(Path(private)),
                **kwargs,
            )


class _SharedKernels(WarmKernels):
    """Kernels of the one warm process that all notebooks of this process share."""

    @default("server")
    def _shared(self) -> WarmServer:
        return _server()


@cache
def _server() -> WarmServer:
    server = WarmServer()
    atexit.register(server.close)
    return server
