"""Managers of kernels: this very Python's, on private sockets, quick to be ready."""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import Instance, Type, default
from traitlets.config import Config

from evaltools.running.kernels.provisioner import WarmProvisioner
from evaltools.running.kernels.warm import WarmServer


class QuickClient(AsyncKernelClient):
    """A client that does not wait 0.2 s for messages that come before the kernel is ready."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        until = time.monotonic() + (timeout or 60.0)
        while not await self._has_answered():
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > until:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _has_answered(self) -> bool:
        """Ask who it is: both of its channels must carry a message."""
        self.kernel_info()
        try:
            reply = await self.shell_channel.get_msg(timeout=0.5)
            await self.iopub_channel.get_msg(timeout=0.1)
        except Empty:
            return False
        if reply["msg_type"] != "kernel_info_reply":
            return False
        self._handle_kernel_info_reply(reply)
        return True

    wait_for_ready = _async_wait_for_ready


class NativeKernels(AsyncKernelManager):
    """Kernels of this very Python, whatever others the user has registered."""

    client_factory = Type(QuickClient)

    async def _async_wait(self, pollinterval: float = 0.005) -> None:
        """Look often whether a kernel has ended: it takes a moment only."""
        await super()._async_wait(0.005)

    @default("kernel_spec_manager")
    def _only_the_native_one(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[])


class WarmKernels(NativeKernels):
    """The same, forked from a warm server."""

    server = Instance(WarmServer)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kernel_id = str(uuid.uuid4())
        self.provisioner = WarmProvisioner(
            kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
        )
        self.provisioner.server = self.server


def private_sockets(folder: Path) -> Config:
    """Let nobody else on the machine listen, where there are sockets in folders."""
    if os.name == "nt":
        return Config()
    return Config(KernelManager={"transport": "ipc", "ip": str(folder / "k")})
