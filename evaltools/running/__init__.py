"""Running the journey: which notebooks, in which order, and which of them anew."""

from __future__ import annotations

from evaltools.running.journey import ThisMachine, alone, check_run_name, make_report
from evaltools.running.notebooks import check_notebook
from evaltools.running.options import Asked, read_options
from evaltools.running.plan import Step, absent_notebooks, plan, select, undeclared_notebooks
from evaltools.running.progress import follow
from evaltools.running.retention import Purge, overdue, plan_purge, purge_data
from evaltools.running.scheduler import Outcome, Watcher, explain, run

__all__ = [
    "Asked",
    "Outcome",
    "Purge",
    "Step",
    "ThisMachine",
    "Watcher",
    "absent_notebooks",
    "alone",
    "check_notebook",
    "check_run_name",
    "explain",
    "follow",
    "make_report",
    "overdue",
    "plan",
    "plan_purge",
    "purge_data",
    "read_options",
    "run",
    "select",
    "undeclared_notebooks",
]
