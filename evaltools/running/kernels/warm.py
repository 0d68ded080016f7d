"""The warm process, from here: it is started, asked for kernels and ended.

jupyter_client is not imported: the process is to be started before that, and warms up meanwhile.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path

from evaltools.running.own_code import FOLDER

SERVER = Path(__file__).with_name("server.py")
FIGURES = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
ALIKE = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "0", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}  # fmt: skip
"""The same in warm and ordinary kernels, so that results are: a fork cannot take threads along."""


def can_fork() -> bool:
    """Tell whether a warm process is safe here: only Linux lets a kernel die with its owner."""
    return sys.platform == "linux"


def kernel_environment() -> dict[str, str]:
    """Return what every kernel finds in its environment: it imports the library of this process."""
    path = [str(FOLDER.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    is_installed = str(FOLDER.parent) in sysconfig.get_paths().values()
    return os.environ | ALIKE | ({} if is_installed else {"PYTHONPATH": os.pathsep.join(path)})


class WarmServer:
    """The process that forks kernels; it ends with its owner, however that ends."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._one_at_a_time = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(SERVER), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=FIGURES | kernel_environment(),
                start_new_session=True,
            )

    def fork(self, argv: list[str], *, cwd: str, environment: dict[str, str]) -> WarmProcess:
        """Fork a kernel.

        Parameters
        ----------
        argv : list of str
            Command line of the kernel, the program's name first.
        cwd : str
            Folder in which it runs.
        environment : dict of str to str
            Its environment.

        Returns
        -------
        WarmProcess
            The kernel.

        Raises
        ------
        OSError
            If the process has ended.
        """
        request = {"argv": argv, "cwd": cwd, "environment": FIGURES | environment}
        with self._one_at_a_time:
            self._socket.sendall(json.dumps(request).encode())
            pid, ended, _, _ = socket.recv_fds(self._socket, 64, 1)
        if not ended:
            raise OSError("the warm process has ended")
        return WarmProcess(int(pid), ended[0])

    def close(self) -> None:
        """End the process, and every kernel that is left."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._process.wait()


class WarmProcess:
    """A forked kernel, as far as jupyter_client asks of a `subprocess.Popen`.

    Its session is its own, so its number is that of its process group too.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, ended: int) -> None:
        self.pid = pid
        self._ended: int | None = ended

    def poll(self) -> int | None:
        """Return None while it lives, then 0: with which code it ended is the server's to know."""
        if self._ended is not None and select.select([self._ended], [], [], 0)[0]:
            os.close(self._ended)
            self._ended = None
        return 0 if self._ended is None else None

    def wait(self) -> int:
        """Wait until it has ended."""
        if self._ended is not None:
            select.select([self._ended], [], [])
            self.poll()
        return 0

    def send_signal(self, signum: int) -> None:
        """Send it a signal, if it still lives."""
        if self._ended is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._ended, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)
