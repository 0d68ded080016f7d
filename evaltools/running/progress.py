"""Telling how a run goes: a line for each step that ran, and a bar for who looks on."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from evaltools.running.records import read_record, record_file
from evaltools.running.scheduler import Outcome, Watcher
from evaltools.running.steps import Step, builds_on


@contextlib.contextmanager
def follow(
    root: Path, *, write: Callable[[str], object], says_why: bool = False
) -> Iterator[Watcher]:
    """Tell how a run goes: with a bar where somebody looks on, in lines alone elsewhere.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the evaluation, in which it is remembered how long steps took.
    write : callable
        Takes a line, where nobody looks on.
    says_why : bool, optional
        Whether the reasons for which a step ran are told too.

    Yields
    ------
    Watcher
        Whom the run tells.
    """
    console = Console()
    if not console.is_terminal:
        yield Lines(write, says_why=says_why)
        return
    with Bar(console, root=root, says_why=says_why) as bar:
        yield bar


class Lines:
    """Tells of each step that ran in one line, when it has ended.

    Parameters
    ----------
    write : callable
        Takes a line.
    says_why : bool
        Whether the reasons for which it ran follow, a line each.
    """

    def __init__(self, write: Callable[[str], object], *, says_why: bool) -> None:
        self._write, self._says_why = write, says_why

    def expects(self, steps: Sequence[Step], at_once: int) -> None:
        """Say nothing yet."""

    def began(self, step: Step) -> None:
        """Say nothing yet."""

    def ended(self, outcome: Outcome) -> None:
        """Write a line of a step that was made or has failed."""
        name = f"{outcome.step.name:<24} {outcome.step.does}"
        if outcome.outcome == "failed":
            self._write(f"{name} ... failed")
        elif outcome.outcome == "made" and outcome.record:
            self._write(f"{name} ... {outcome.record.seconds:.1f} s")
        for reason in outcome.reasons if self._says_why else ():
            self._write(f"    {reason}")


class Bar:
    """The same, with a bar below of how far it has come and how long it may take.

    Parameters
    ----------
    console : rich.console.Console
        The terminal.
    root : pathlib.Path
        Folder of the evaluation, in which it is remembered how long steps took.
    says_why : bool
        Whether the reasons for which a step ran are told too.
    """

    def __init__(self, console: Console, *, root: Path, says_why: bool) -> None:
        self._root, self._lock = root, threading.Lock()
        write = partial(console.print, highlight=False, markup=False, soft_wrap=True)
        self._lines = Lines(write, says_why=says_why)
        self._progress = Progress(
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]}"),
            TextColumn("{task.fields[running]}", markup=False),
            console=console,
            transient=True,
        )
        self._task = self._progress.add_task("", total=None, left="", running="")
        self._began: dict[str, float] = {}
        self._expected: dict[str, float] = {}
        self._above: Mapping[str, set[str]] = {}
        self._at_once = 1

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def expects(self, steps: Sequence[Step], at_once: int) -> None:
        """Reckon how long the steps that are stale may take."""
        self._at_once, self._above = at_once, builds_on(steps)
        self._expected = expected_seconds(steps, root=self._root)
        self._progress.update(self._task, total=len(steps))

    def began(self, step: Step) -> None:
        """Show that it is under way."""
        with self._lock:
            self._began[step.name] = time.monotonic()
        self._show()

    def ended(self, outcome: Outcome) -> None:
        """Show that it is no longer under way."""
        self._lines.ended(outcome)
        with self._lock:
            self._began.pop(outcome.step.name, None)
            was_expected = self._expected.pop(outcome.step.name, None) is not None
        self._progress.advance(self._task, int(was_expected))
        self._show()

    def _show(self) -> None:
        with self._lock:
            now = time.monotonic()
            spent = {name: now - began for name, began in self._began.items()}
            left = {
                name: max(took - spent.get(name, 0), 0) for name, took in self._expected.items()
            }
        seconds = time_left(left, above=self._above, at_once=self._at_once)
        told = f"about {_in_words(seconds)} left" if seconds else ""
        self._progress.update(self._task, left=told, running=", ".join(spent))


def expected_seconds(steps: Sequence[Step], *, root: Path) -> dict[str, float]:
    """Reckon how long steps take: as long as last time, or as others of the same notebook.

    Parameters
    ----------
    steps : sequence of Step
        The steps.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    dict of str to float
        Seconds by step; 0 where nothing is known.
    """
    records = {step.name: read_record(record_file(step, root)) for step in steps}
    took = {name: record.seconds for name, record in records.items() if record}
    alike = {step.notebook: took[step.name] for step in steps if step.name in took}
    return {step.name: took.get(step.name, alike.get(step.notebook, 0.0)) for step in steps}


def time_left(
    seconds: Mapping[str, float], *, above: Mapping[str, set[str]], at_once: int
) -> float:
    """Reckon how long steps take that wait for each other and for a free place.

    Parameters
    ----------
    seconds : dict of str to float
        What is left of each step, in an order in which they can be made.
    above : dict of str to set of str
        The steps that each builds on.
    at_once : int
        How many are worked off at once.

    Returns
    -------
    float
        Seconds: the longest chain, or all the work spread over the places, if that takes longer.
    """
    ends: dict[str, float] = {}
    for name, took in seconds.items():
        ends[name] = took + max((ends[each] for each in above[name] if each in ends), default=0.0)
    return max([sum(seconds.values()) / at_once, *ends.values()])


def _in_words(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
