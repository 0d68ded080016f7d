"""Running the journey: which notebooks, in which order, and which of them anew."""

from __future__ import annotations

from evaltools.running.journey import alone, make_report
from evaltools.running.notebooks import check_notebook
from evaltools.running.plan import Step, absent_notebooks, plan
from evaltools.running.scheduler import Outcome, explain, run

__all__ = [
    "Outcome",
    "Step",
    "absent_notebooks",
    "alone",
    "check_notebook",
    "explain",
    "make_report",
    "plan",
    "run",
]
