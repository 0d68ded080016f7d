"""A run to be shown: some steps made, some reused, some failed, one notebook run for many."""

from __future__ import annotations

from dataclasses import replace

from evaltools.running.page import ShownRun, ShownStep

BEGAN = "2025-12-01T08:00:00.000+00:00"


def shown(name: str, *builds_on: str, **told: object) -> ShownStep:
    """Show a step that was made in two seconds."""
    step = ShownStep(
        name=name,
        notebook=name.partition("-")[0],
        does="counts",
        builds_on=builds_on,
        outcome="made",
        reasons=("svar.csv has changed",),
        began="2025-12-01T08:00:01.000+00:00",
        seconds=2.0,
        worker="1",
        executed=f"notebooks/{name}.ipynb",
    )
    return replace(step, **told)  # type: ignore[arg-type]


NEVER = {"outcome": "not run", "began": None, "seconds": None, "worker": None, "executed": None}
REUSED = {"outcome": "reused", "reasons": (), "began": "2025-11-30T10:00:00.000+00:00"}


def shown_run(**told: object) -> ShownRun:
    """Show a run in which two of nine factsheets failed, on two workers."""
    sheets = [f"08_body_factsheet-{number}" for number in range(9)]
    failed = {"outcome": "failed", "reasons": ('stopped in cell 4 with <Error & "so">',)}
    steps = (
        shown("01_intake", **REUSED),
        shown("02_clean-2025", "01_intake"),
        shown("03_indicators", "01_intake", worker="2"),
        shown("04_awareness", "01_intake", "02_clean-2025"),
        shown("05_outcomes", "03_indicators"),
        *(shown(each, "04_awareness", "01_intake", **failed if each[-1] in "12" else {})
          for each in sheets),
        shown("09_report", "01_intake", "03_indicators", "05_outcomes", *sheets,
              reasons=("08_body_factsheet-1 failed",), **NEVER),
    )  # fmt: skip
    run = ShownRun("demo", BEGAN, "2025-12-01T08:01:15.000+00:00", "1831b7a", steps,
                   ("rapport.sv.html", "factsheets/å.html"), None)  # fmt: skip
    return replace(run, **told)  # type: ignore[arg-type]
