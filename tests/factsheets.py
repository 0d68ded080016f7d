"""An evaluation with results of a few bodies, and notebook 8 run on them as it stands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from evaltools.artefacts import save_table, save_value
from evaltools.declarations import Text
from evaltools.disclosure import Publishable
from evaltools.tables import Column, Table, lay_out, lay_out_shares

ROOT = Path(__file__).parents[1]
PARTS = ("evaluation.yml", "programme", "reports/manuscript")
MEASURES = ("heard_of", "knows_responsibility", "uses_programme")
SHOWN, HIDDEN, MERGED, UNASKED = (
    "socialnamnden", "stockholmshem", "sdn-norra-innerstaden", "stockholms-stadshus-ab",
)  # fmt: skip
"""A body with numbers, one that is hidden, one that took over others, one without any row."""
EARLIER_ALONE = (MERGED, MEASURES[0])
"""A body and a measure of which only the earlier wave's numbers are hidden."""
RULE = Text(sv="Grupper med få svar redovisas inte.", en="Groups of few answers are not shown.")
BODY = Column("body", Text(sv="Nämnd", en="Board"), "text")
MEASURE = Column("measure", Text(sv="Fråga", en="Question"), "text")


def make_evaluation(folder: Path) -> Path:
    """Copy programme and manuscript, and save results of three bodies."""
    for part in PARTS:
        source, target = ROOT / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    _keep_bodies(folder / "programme")
    results = folder / "reports" / "demo" / "results"
    _save_shares(results / "04_awareness")
    _save_reported(results / "05b_outcomes_in_depth")
    _save_proposals(results / "07_synthesis")
    return folder


def _keep_bodies(programme: Path) -> None:
    """Leave four bodies of today, and the two that went into one of them."""
    kept = {SHOWN, HIDDEN, MERGED, UNASKED, "sdn-norrmalm", "sdn-ostermalm"}
    path = programme / "organisation.yml"
    declared = yaml.safe_load(path.read_text())
    declared["bodies"] = [each for each in declared["bodies"] if each["id"] in kept]
    declared["mergers"] = [each for each in declared["mergers"] if each["to"] == MERGED]
    path.write_text(yaml.safe_dump(declared | {"counts": []}))
    path = programme / "programme.yml"
    declared = yaml.safe_load(path.read_text())
    for activity in (each for goal in declared["goals"] for each in goal.get("activities", [])):
        activity["responsible"] = [SHOWN]
    for duty in declared["duties"]:
        duty["bodies"] = [each for each in duty.get("bodies", []) if each in kept]
    path.write_text(yaml.safe_dump(declared))


def gather(folder: Path) -> dict[str, Any]:
    """Run the cells of notebook 7b."""
    return _run("07b_bodies", {"evaluation_file": str(folder / "evaluation.yml")})


def run_notebook(folder: Path, body: str) -> dict[str, Any]:
    """Run the cells of notebook 8 for a body."""
    given = {"body": body, "evaluation_file": str(folder / "evaluation.yml")}
    return _run("08_body_factsheet", given)


def _run(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Run the cells of a notebook, as papermill does."""
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_bytes())["cells"]
    names: dict[str, Any] = {}
    for cell in (each for each in cells if each["cell_type"] == "code"):
        exec("".join(cell["source"]), names)
        if "parameters" in cell["metadata"].get("tags", []):
            names |= given
    return names


def gathered_of(folder: Path, body: str) -> Path:
    """Return the folder of what is gathered of a body."""
    return folder / "reports" / "demo" / "results" / "07b_bodies" / body


def sheet_of(folder: Path, body: str) -> Path:
    """Return the folder in which the sheet of a body waits."""
    return folder / "reports" / "demo" / "results" / f"08_body_factsheet-{body}" / "sheet"


def _published(rows: list[dict[str, object]]) -> Publishable:
    return Publishable(pd.DataFrame(rows), "open", RULE, True)


def _named(name: str, text: str) -> dict[str, object]:
    return {name: text, f"{name}.sv": text.upper(), f"{name}.en": text.title()}


def _share(body: str, measure: str, place: int) -> dict[str, object]:
    hidden = body == HIDDEN
    numbers = {"estimate": 0.41 + place / 10, "conf_low": 0.33, "conf_high": 0.77, "n": 123.0}
    shown = dict.fromkeys(numbers, np.nan) if hidden else numbers
    return {**_named("body", body), **_named("measure", measure), **shown, "hidden": hidden}


def _wave(body: str, measure: str) -> dict[str, object]:
    hidden = body == HIDDEN or (body, measure) == EARLIER_ALONE
    numbers = {"before": 0.31, "after": 0.41, "difference": 0.1, "conf_low": 0.02,
               "conf_high": 0.18, "n_before": 88.0, "n": 123.0}  # fmt: skip
    shown = dict.fromkeys(numbers, np.nan) if hidden else numbers
    return {**_named("body", body), **_named("measure", measure), **shown, "hidden": hidden}


def _save(table: Table, folder: Path, name: str, *keys: str) -> None:
    save_table(
        table, folder=folder, name=name, caption=RULE, source=RULE, producer=folder.name, keys=keys
    )


def _save_shares(folder: Path) -> None:
    bodies = (SHOWN, HIDDEN, MERGED)
    own = [_share(b, m, place) for place, m in enumerate(MEASURES) for b in bodies]
    _save(lay_out_shares(_published(own), row=BODY, also=MEASURE), folder, "ladder-by-body",
          "body", "measure")  # fmt: skip
    city = [_share("city", m, place) for place, m in enumerate(MEASURES)]
    _save(lay_out_shares(_published(city), row=MEASURE), folder, "ladder", "measure")
    counts = ("before", "after", "difference", "conf_low", "conf_high", "n_before", "n")
    columns = [Column(each, Text(sv=each, en=each), "percent") for each in counts]
    waves = _published([_wave(b, m) for m in MEASURES for b in bodies])
    _save(lay_out(waves, (BODY, MEASURE, *columns)), folder, "ladder-waves-by-body", "body",
          "measure")  # fmt: skip
    response = [
        {**_named("body", b), "employees": 240.0, "n": np.nan if b == HIDDEN else 126.0,
         "rate": np.nan if b == HIDDEN else 0.53, "hidden": b == HIDDEN}
        for b in bodies
    ]  # fmt: skip
    columns = [Column(each, Text(sv=each, en=each), "count") for each in ("employees", "n", "rate")]
    _save(lay_out(_published(response), (BODY, *columns)), folder, "response", "body")
    for name, value in (("respondents", 6099.0), ("employees", 13500.0), ("response-rate", 0.45)):
        row = _published([{"value": value, "hidden": False}])
        save_value(row, column="value", format="count", folder=folder, name=name, producer="04")


def _save_reported(folder: Path) -> None:
    verdicts = [
        {"body": SHOWN, "goal": f"goal-{place}", "verdict": verdict, "verdict.sv": f"Ord {verdict}",
         "verdict.en": f"Word {verdict}", "indicators": 2.0, "reached": 1.0, "hidden": False}
        for place, verdict in enumerate(("full", "part", "none", "missing"), start=1)
    ]  # fmt: skip
    columns = [Column(each, RULE, "text") for each in ("body", "goal", "verdict")]
    counts = [Column(each, RULE, "count") for each in ("indicators", "reached")]
    _save(lay_out(_published(verdicts), (*columns, *counts)), folder, "verdicts-by-body", "body",
          "goal", "verdict")  # fmt: skip
    states = {"activities": 3.0, "done": 2.0, "under_way": 0.0, "delayed": 1.0, "not_started": 0.0,
              "missing": 0.0}  # fmt: skip
    done = _published([{"body": SHOWN, **states, "hidden": False}])
    _save(lay_out(done, (BODY, *(Column(each, RULE, "count") for each in states))), folder,
          "activities-by-body", "body")  # fmt: skip


def _save_proposals(folder: Path) -> None:
    proposals = [
        {"number": float(place), "text.sv": f"Förslag {place}.", "text.en": f"Proposal {place}.",
         "goals.sv": "1", "goals.en": "1", "to": to, "hidden": False}
        for place, to in enumerate((SHOWN, f"kommunstyrelsen {SHOWN}", HIDDEN), start=1)
    ]  # fmt: skip
    columns = [Column("number", RULE, "count"), Column("text", RULE, "text")]
    _save(lay_out(_published(proposals), (*columns, Column("goals", RULE, "text"))), folder,
          "proposals", "to")  # fmt: skip
