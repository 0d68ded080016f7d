"""The warm process: it has imported the libraries, and forks a kernel for each notebook.

A script of its own, started by path. It never imports evaltools, so that every kernel reads the
library anew. It runs no thread of its own; allocators' threads, which libraries start by
themselves, are left behind by a fork. It lives as long as the process that started it, and takes
all that it forked with it.

It reads requests from the socket that it is given: the command line, the folder and the
environment of a kernel, as JSON. It answers with the kernel's process number, and a file
descriptor that becomes readable when that process has ended.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

PRELOADED = (
    "numpy", "pandas", "pandas.plotting._matplotlib", "pyarrow.parquet", "statsmodels.api",
    "matplotlib.pyplot", "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger",
    "IPython.core.completerlib", "IPython.extensions.storemagic",
    "pydantic.main", "pydantic.type_adapter", "pydantic.types", "pydantic.functional_validators",
    "yaml.cyaml", "yaml.composer", "lazy_loader", "pyreadstat", "python_calamine", "openpyxl",
    "docx", "lxml.etree", "requests", "svy", "highspy", "markdown_it.tree", "mdit_py_plugins.attrs",
    "mdit_py_plugins.footnote", "matplotlib.backends.backend_svg", "pikepdf", "typst", "xlsxwriter",
    "fontTools.ttLib", "pypdfium2",
)  # fmt: skip
"""What the notebooks import; what is lacking here a kernel imports by itself.

Not the inline backend: imported before there is a shell it never shows a figure.
"""
LIMIT = 1 << 20
"""Bytes of the longest request."""
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36


def main(descriptor: int) -> None:
    """Import, then fork on request until the owner is gone."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(signum, signal.SIG_IGN)
    owner = socket.socket(fileno=descriptor)
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()
    try:
        _serve(owner)
    finally:
        _kill_children()


def _serve(owner: socket.socket) -> None:
    server = os.getpid()
    while request := owner.recv(LIMIT):
        pid = os.fork()
        if pid == 0:
            owner.close()
            _become_kernel(server, **json.loads(request))
        ended = os.pidfd_open(pid)
        socket.send_fds(owner, [str(pid).encode()], [ended])
        os.close(ended)


def _become_kernel(server: int, *, argv: list[str], cwd: str, environment: dict[str, str]) -> None:
    """Be what `python -m ipykernel_launcher` would be, with nothing of the server's own."""
    try:
        os.setsid()
        _die_with(server)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for signum in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(signum, signal.SIG_DFL)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(cwd)
        sys.argv = argv
        tempfile.tempdir = None
        sys.modules["numpy"].random.seed()
        _launch(argv[1:])
    finally:
        atexit._run_exitfuncs()
        os._exit(0)


def _die_with(server: int) -> None:
    """End with the server, before others when memory is short, and leave no picture of memory."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != server:
        os._exit(1)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    _prctl(PR_SET_DUMPABLE, 0)


def _launch(arguments: list[str]) -> None:
    app: Any = sys.modules["ipykernel.kernelapp"].IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(arguments)
    app.start()


def _kill_children() -> None:
    """Kill what was forked, and what that left behind, until nothing is left."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    while children := listed.read_text(encoding="ascii").split():
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
