"""What the page of a run shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

OutcomeName = Literal["made", "reused", "failed", "not run"]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the page shows it.

    Attributes
    ----------
    name : str
        The step.
    notebook : str
        Its notebook without folder and suffix: steps that share one may be drawn as one box.
    does : str
        What it does, in words.
    builds_on : tuple of str
        Names of the steps whose products it reads.
    outcome : {"made", "reused", "failed", "not run"}
        What became of it in this run.
    reasons : tuple of str
        Why, in words: of a step that was made what had changed, of one that failed the error.
    began : str or None
        When it last began, ISO 8601 in UTC; None if it has never run.
    seconds : float or None
        How long it took then.
    worker : str or None
        On which worker, told by a number: the name of a machine may name a person.
    executed : str or None
        The executed notebook, from the run's folder.
    """

    name: str
    notebook: str
    does: str
    builds_on: tuple[str, ...]
    outcome: OutcomeName
    reasons: tuple[str, ...]
    began: str | None
    seconds: float | None
    worker: str | None
    executed: str | None

    @property
    def ran(self) -> bool:
        """Whether it ran in this run, to its end or not."""
        return self.outcome in ("made", "failed") and self.began is not None

    def after(self, start: str) -> float:
        """Return how many seconds after a time it began."""
        began = datetime.fromisoformat(self.began or start)
        return max(0.0, (began - datetime.fromisoformat(start)).total_seconds())


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run as its page shows it.

    Attributes
    ----------
    name : str
        The run.
    began, ended : str
        When, ISO 8601 in UTC.
    commit : str or None
        The commit; None outside git.
    steps : tuple of ShownStep
        The steps in order.
    files : tuple of str
        Files of the report, from the run's folder.
    manifest : str or None
        The run's manifest, from there; None where a step failed and none was written.
    """

    name: str
    began: str
    ended: str
    commit: str | None
    steps: tuple[ShownStep, ...]
    files: tuple[str, ...]
    manifest: str | None

    @property
    def took(self) -> float:
        """How many seconds the run took."""
        ended = datetime.fromisoformat(self.ended)
        return max(0.0, (ended - datetime.fromisoformat(self.began)).total_seconds())
