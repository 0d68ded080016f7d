"""Running the journey: which notebooks, in which order, and which of them anew."""

from __future__ import annotations

from evaltools.running.journey import ThisMachine, alone, make_report, renamed
from evaltools.running.kernels import kernel_environment
from evaltools.running.notebooks import check_notebook, declared_parameters
from evaltools.running.options import Asked, read_options
from evaltools.running.parameters import ONE_OF_MANY, DeclaredParameter
from evaltools.running.plan import DECIDED, absent_notebooks, plan, select, undeclared_notebooks
from evaltools.running.progress import follow
from evaltools.running.records import last_began
from evaltools.running.reproduction import compare_products, reproduce_run
from evaltools.running.retention import Purge, overdue, plan_purge, purge_data
from evaltools.running.scheduler import Outcome, Watcher, explain, run
from evaltools.running.steps import Step
from evaltools.running.verification import verify_run

__all__ = [
    "DECIDED",
    "ONE_OF_MANY",
    "Asked",
    "DeclaredParameter",
    "Outcome",
    "Purge",
    "Step",
    "ThisMachine",
    "Watcher",
    "absent_notebooks",
    "alone",
    "check_notebook",
    "compare_products",
    "declared_parameters",
    "explain",
    "follow",
    "kernel_environment",
    "last_began",
    "make_report",
    "overdue",
    "plan",
    "plan_purge",
    "purge_data",
    "read_options",
    "renamed",
    "reproduce_run",
    "run",
    "select",
    "undeclared_notebooks",
    "verify_run",
]
