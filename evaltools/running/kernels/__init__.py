"""Kernels that are forked warm, and what watches them."""

from evaltools.running.kernels.machine import KERNEL, Kernels, Kind
from evaltools.running.kernels.watch import Use

__all__ = ["KERNEL", "Kernels", "Kind", "Use"]
