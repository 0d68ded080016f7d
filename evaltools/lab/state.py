"""How things stand: the last run of an evaluation, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evaltools.errors import EvaltoolsError, Fault, RunError
from evaltools.evaluation import Evaluation
from evaltools.running import alone, explain, last_began, plan


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How things stand.

    Attributes
    ----------
    began : datetime.datetime or None
        When the newest step of the last run began, in local time; None before the first run.
    steps : tuple of str
        The steps of the plan.
    stale : tuple of str
        Those that a run would make anew, or that build on one of these.
    failed : tuple of str
        Those that failed when they were run last.
    faults : tuple of Fault
        What keeps the evaluation from being planned.
    is_under_way : bool
        Whether a run is under way.
    """

    began: datetime | None = None
    steps: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_under_way: bool = False


def read_state(evaluation: Evaluation) -> State:
    """Look at the last run, and at what has changed since; nothing is run.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Returns
    -------
    State
        How things stand; with faults alone where the plan cannot be made.
    """
    try:
        steps = plan(evaluation)
        with alone(evaluation.root):
            stale = explain(steps, root=evaluation.root)
    except RunError:
        return State(is_under_way=True)
    except EvaltoolsError as error:
        return State(faults=error.faults)
    failed = sorted((evaluation.report_folder / "notebooks").glob("*.failed.ipynb"))
    return State(
        began=last_began(steps, root=evaluation.root),
        steps=tuple(step.name for step in steps),
        stale=tuple(stale),
        failed=tuple(path.name.removesuffix(".failed.ipynb") for path in failed),
    )
