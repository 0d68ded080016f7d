"""When data may no longer be kept: what is deleted, what is not, and a log of it."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaltools.errors import Fault
from evaltools.evaluation import Evaluation
from evaltools.provenance import fingerprint, privately, tracked_files
from evaltools.running.ground import LOCK, STATE
from evaltools.running.journey import alone

LOG = "deletion-log.jsonl"
IN_GIT = ("data_raw/demo", "data_raw/published")
"""Folders of data that hold no respondents': synthetic, or published already."""


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge would do.

    Attributes
    ----------
    files : tuple of pathlib.Path
        Files that it deletes.
    kept : tuple of Fault
        Why other files, which were declared or met on the way, stay.
    """

    files: tuple[Path, ...]
    kept: tuple[Fault, ...]


def plan_purge(evaluation: Evaluation) -> Purge:
    """Find what holds respondents' data, or what was made from them one by one.

    Raw answers and dispositions, names, coding files, clean data, executed notebooks of every
    run, review files and what is remembered between runs. Report files, results, manifests and
    the ledger of releases stay.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Returns
    -------
    Purge
        The plan. No link is followed, and nothing outside the folder of the evaluation is in it.
    """
    root = evaluation.root
    tracked = tracked_files(root)
    declared = {path: _reason_to_keep(path, root, tracked) for path in _declared(evaluation)}
    met = [path for folder in _folders(root) for path in _walk(folder, root)]
    derived = {
        path: _link(path, root)
        for path in met
        if path.relative_to(root).as_posix() not in tracked
        and path != root / "data_clean/README.md"
    }
    reasons = declared | derived
    return Purge(
        files=tuple(path for path, reason in reasons.items() if reason is None and path.is_file()),
        kept=tuple(reason for reason in reasons.values() if reason is not None),
    )


def purge_data(evaluation: Evaluation, *, day: date) -> None:
    """Delete what `plan_purge` finds; write a line of the log for each file.

    The log, reports/deletion-log.jsonl, tells of each its path, SHA-256 and size, and nothing of
    what stood in it.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    day : datetime.date
        Today.

    Raises
    ------
    RunError
        If a run is under way.
    """
    root = evaluation.root
    with alone(root):
        files = [each for each in plan_purge(evaluation).files if root / STATE not in each.parents]
        _delete(files, root=root, day=day)
    _delete(plan_purge(evaluation).files, root=root, day=day)
    for folder in _folders(root):
        _remove_empty(folder, root)


def overdue(evaluation: Evaluation, *, today: date) -> Fault | None:
    """Say that data are still there after the day until which they may be kept.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, with or without a date of retention.
    today : datetime.date
        Today.

    Returns
    -------
    Fault or None
        None before that day, and where nothing is left.
    """
    if evaluation.retention is None or today <= evaluation.retention:
        return None
    lock = evaluation.root / STATE / LOCK
    files = len([path for path in plan_purge(evaluation).files if path != lock])
    if not files:
        return None
    problem = f"data were to be kept until {evaluation.retention}, and {files} files are there."
    return Fault("evaluation.yml, retention", problem, "Run `evaltools purge`.")


def _declared(evaluation: Evaluation) -> Iterator[Path]:
    waves = evaluation.surveys.values()
    named = [path for wave in waves for path in (wave.answers, wave.dispositions) if path]
    for path in dict.fromkeys([*named, *([evaluation.people] if evaluation.people else [])]):
        yield Path(os.path.normpath(evaluation.path(path)))
    if evaluation.coding:
        folder = Path(os.path.normpath(evaluation.path(evaluation.coding.folder)))
        others = {*evaluation.declared_paths().values()} - {folder}
        met = _walk(folder, evaluation.root)
        yield from (path for path in met if others.isdisjoint({path, *path.parents}))


def _folders(root: Path) -> list[Path]:
    executed = sorted((root / "reports").glob("*/notebooks"))
    return [root / "data_clean", *executed, root / "reports" / "review", root / STATE]


def _walk(folder: Path, root: Path) -> Iterator[Path]:
    """List files and links below a folder; a folder that is a link, or behind one, as itself."""
    if _link(folder, root):
        yield folder
        return
    for here, folders, files in os.walk(folder, followlinks=False):
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        yield from (Path(here) / name for name in sorted([*links, *files]))


def _reason_to_keep(path: Path, root: Path, tracked: frozenset[str]) -> Fault | None:
    if not path.is_relative_to(root):
        problem = "it lies outside the folder of the evaluation, and is not deleted."
        return Fault(str(path), problem, "Delete it by hand.")
    name = path.relative_to(root).as_posix()
    if any(root / folder in path.parents for folder in IN_GIT):
        problem = "it is demo or published data, and is not deleted."
        return Fault(name, problem, "Take it out of evaluation.yml if you do not use it.")
    if name in tracked:
        problem = "it is in git, where deleting the file would leave it, and is not deleted."
        return Fault(name, problem, "Take it out of git and its history, then delete it by hand.")
    return _link(path, root)


def _link(path: Path, root: Path) -> Fault | None:
    above = [path, *(each for each in path.parents if root in each.parents)]
    if not any(each.is_symlink() for each in above):
        return None
    problem = "it is a link or lies behind one; links are not followed, and it is not deleted."
    name = path.relative_to(root).as_posix()
    return Fault(name, problem, "Delete what it leads to by hand.")


def _delete(files: Sequence[Path], *, root: Path, day: date) -> None:
    if not files:
        return
    with privately(), (root / "reports" / LOG).open("a", encoding="utf-8") as log:
        for path in files:
            gone = {
                "date": day.isoformat(),
                "path": path.relative_to(root).as_posix(),
                "sha256": fingerprint(path),
                "size": path.stat().st_size,
            }
            path.unlink()
            log.write(f"{json.dumps(gone, ensure_ascii=False)}\n")
            log.flush()


def _remove_empty(folder: Path, root: Path) -> None:
    if _link(folder, root):
        return
    for here, _, _ in os.walk(folder, topdown=False, followlinks=False):
        with contextlib.suppress(OSError):
            Path(here).rmdir()
