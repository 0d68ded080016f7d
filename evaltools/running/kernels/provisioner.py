"""Kernels of the warm process for jupyter_client, and so for nbclient and papermill."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from evaltools.running.kernels.warm import WarmServer


class WarmProvisioner(LocalProvisioner):
    """Provides kernels that a warm server forks."""

    server: WarmServer
    process: Any

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that `python -m ipykernel_launcher …` would start."""
        _, _, launcher, *arguments = cmd
        self.cwd = str(kwargs.get("cwd") or Path.cwd())
        self.process = self.server.fork(
            [launcher, *arguments], cwd=self.cwd, environment=dict(kwargs["env"])
        )
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the end of the kernel; looked for often, since it takes a moment only."""
        while self.process and self.process.poll() is None:
            await asyncio.sleep(0.005)
        self.process = None
        return 0
