"""Executing notebooks on this machine, each in a kernel of its own."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, Self

from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager

from evaltools.running.kernels.managers import NativeKernels, WarmKernels, private_sockets
from evaltools.running.kernels.warm import WarmServer, can_fork, kernel_environment
from evaltools.running.kernels.watch import TOLD, Use, begin, read_use

KERNEL = "python3"
Kind = Literal["warm", "ordinary"]
_silent = logging.getLogger(__name__)
_silent.addHandler(logging.NullHandler())
_silent.propagate = False


class Kernels:
    """The kernels of one run on this machine.

    Parameters
    ----------
    kind : {"warm", "ordinary"}
        Whether they are forked from a process that has imported the libraries. Where that is not
        safe they are ordinary.
    time_limit : float, optional
        Seconds after which a notebook is stopped.
    server : WarmServer, optional
        The warm process, where one has been started already.
    """

    def __init__(
        self,
        kind: Kind = "warm",
        *,
        time_limit: float | None = None,
        server: WarmServer | None = None,
    ) -> None:
        self.kind: Kind = kind if can_fork() else "ordinary"
        self._time_limit = time_limit
        self._server = (server or WarmServer()) if self.kind == "warm" else None
        self._alive: set[NativeKernels] = set()
        self._is_stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave no kernel, and no warm process."""
        self.stop()
        if self._server is not None:
            self._server.close()

    def stop(self) -> None:
        """Kill every kernel, and let no other begin."""
        self._is_stopped = True
        for manager in tuple(self._alive):
            _kill_group(manager)

    def execute(
        self, book: NotebookNode, *, folder: Path, environment: dict[str, str]
    ) -> tuple[str, Use | None]:
        """Execute the cells until the first error.

        What the kernel writes past the notebook, to the terminal, is thrown away.

        Parameters
        ----------
        book : nbformat.NotebookNode
            The notebook, which receives the outputs and papermill's metadata.
        folder : pathlib.Path
            Where the kernel runs.
        environment : dict of str to str
            What it finds beside this process's environment.

        Returns
        -------
        str
            Empty if the kernel was alive to the end; else what ended it.
        Use or None
            What of the library the notebook used, if it came to its end.
        """
        journal = NotebookExecutionManager(book, progress_bar=False)
        journal.notebook_start()
        use, limit = None, _Limit(self._time_limit)
        try:
            with (
                self._client(journal, folder, kernel_environment() | environment) as client,
                limit.on(client.km),
            ):
                _ask(client, begin())
                client.papermill_execute_cells()
                info = client.wait_for_reply(client.kc.kernel_info())
                book.metadata["language_info"] = info["content"]["language_info"]
                use = read_use(_ask(client, "", told=TOLD))
        except OSError:
            return "no kernel, which could not be started", None
        except (DeadKernelError, RuntimeError):
            return ("its time limit" if limit.is_exceeded else "the end of its kernel"), None
        finally:
            journal.notebook_complete()
        return "", use

    @contextlib.contextmanager
    def _client(
        self, journal: NotebookExecutionManager, folder: Path, environment: dict[str, str]
    ) -> Iterator[PapermillNotebookClient]:
        """Start a kernel, and leave nothing of it."""
        with TemporaryDirectory(prefix="kernel-") as private:
            manager = self._manager(Path(private))
            client = PapermillNotebookClient(
                journal,
                km=manager,
                extra_arguments=["--HistoryManager.enabled=False"],
                shutdown_kernel="immediate",
                log=_silent,
            )
            self._alive.add(manager)
            quiet = dict.fromkeys(("stdout", "stderr"), subprocess.DEVNULL)
            try:
                with client.setup_kernel(
                    cleanup_kc=True, cwd=str(folder), env=environment, **quiet
                ):
                    if self._is_stopped:
                        raise RuntimeError("the run is stopped")
                    yield client
            finally:
                self._alive.discard(manager)
                _kill_group(manager)

    def _manager(self, private: Path) -> NativeKernels:
        config = private_sockets(private)
        if self._server is None:
            return NativeKernels(kernel_name=KERNEL, config=config)
        return WarmKernels(kernel_name=KERNEL, config=config, server=self._server)


class _Limit:
    """Kills a kernel that takes too long."""

    def __init__(self, seconds: float | None) -> None:
        self.is_exceeded, self._seconds = False, seconds

    @contextlib.contextmanager
    def on(self, manager: NativeKernels) -> Iterator[None]:
        if self._seconds is None:
            yield
            return
        timer = threading.Timer(self._seconds, self._exceed, [manager])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _exceed(self, manager: NativeKernels) -> None:
        self.is_exceeded = True
        _kill_group(manager)


def _ask(client: PapermillNotebookClient, code: str, **expressions: str) -> dict[str, Any]:
    """Let the kernel run code, or tell what expressions are, without a trace in the notebook."""
    asked = client.kc.execute(code, silent=True, store_history=False, user_expressions=expressions)
    answer: dict[str, Any] = client.wait_for_reply(asked)
    return answer


def _kill_group(manager: NativeKernels) -> None:
    """Kill a kernel with the processes that it has started."""
    group = getattr(manager.provisioner, "pgid", None)
    if group is not None and hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
