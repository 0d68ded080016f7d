from .machine import KERNEL, Kernels, Kind
from .warm import WarmServer, can_fork, kernel_environment
from .watch import Use

__all__ = ["KERNEL", "Kernels", "Kind", "Use", "WarmServer", "can_fork", "kernel_environment"]
