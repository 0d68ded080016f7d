"""A small run with its files, for what reads and writes manifests."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import replace
from functools import cache
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from evaltools.provenance import (
    Run,
    RunStep,
    fingerprint_all,
    fingerprints,
    package_versions,
    write_crate,
)
from evaltools.running.notebooks import source_of

ANSWERS = "data_raw/remissvar"
"""Folder of answers, whose names and contents are nobody's business."""
FILES = {
    f"{ANSWERS}/Robin Svensson.txt": "Avstyrker.",
    "data_raw/svar å.csv": "Kim Larsson;0707",
    "programme/programme.yml": "goals: []",
    "data_clean/02/answers.csv": "a",
    "reports/demo/results/04/tab-a.json": "{}",
    "reports/demo/results/04/deep/tab b.csv": "1",
    "reports/demo/notebooks/02-2025.ipynb": "{}",
    "reports/demo/notebooks/04.ipynb": '{"metadata": {"papermill": {"duration": 1}}, "cells": []}',
}


def lay_out(root: Path) -> None:
    """Write the files of a run, and its notebooks."""
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    (root / "notebooks").mkdir()
    for name in ("02", "04"):
        nbformat.write(new_notebook(cells=[new_code_cell(name)]), root / f"notebooks/{name}.ipynb")


def step(root: Path, name: str, *, reads: list[str], makes: list[str], **told: object) -> RunStep:
    """Tell of a step."""
    notebook = f"notebooks/{name[:2]}.ipynb"
    touched = {path: str(fingerprint_all(fingerprints(root / path))) for path in reads + makes}
    plain = RunStep(
        name=name,
        notebook=notebook,
        source=source_of(root / notebook),
        does="counts",
        parameters={},
        inputs={path: touched[path] for path in reads},
        products={path: touched[path] for path in makes},
        began="2025-12-01T08:00:00.000+00:00",
        seconds=1.5,
        reused=False,
    )
    return replace(plain, **told)  # type: ignore[arg-type]


def tell(root: Path) -> Run:
    """Tell of a run of two steps, the first of them reused."""
    cleans = step(
        root,
        "02-2025",
        reads=["data_raw/svar å.csv", "programme/programme.yml"],
        makes=["data_clean/02", "reports/demo/notebooks/02-2025.ipynb"],
        parameters={"wave": "2025", "seed": 3, "conf_level": 0.9, "strict": True, "other": None},
        reused=True,
    )
    counts = step(
        root,
        "04",
        reads=["data_clean/02", ANSWERS, "programme/programme.yml"],
        makes=["reports/demo/results/04", "reports/demo/notebooks/04.ipynb"],
        began="2025-12-01T08:00:02.000+00:00",
    )
    return Run(
        name="demo",
        folder="reports/demo",
        settings='{"run": "demo"}',
        steps=(cleans, counts),
        began="2025-12-01T08:00:00.000+00:00",
        ended="2025-12-01T08:00:04.000+00:00",
        commit="1831b7a05ba0c720543968d342cbeba514b5cfc0+changes",
        python=platform.python_version(),
        packages=dict(list(installed().items())[:3]),
        code={"errors/__init__.py": of_library("errors/__init__.py")},
    )


@cache
def installed() -> dict[str, str]:
    """Look once at what is installed."""
    return package_versions()


def of_library(name: str) -> str:
    """Compute the fingerprint of a file of evaltools."""
    return hashlib.sha256((Path(__file__).parents[1] / "evaltools" / name).read_bytes()).hexdigest()


def write_run(root: Path) -> Path:
    """Write a whole run; its manifest."""
    lay_out(root)
    return write_crate(tell(root), root=root)
