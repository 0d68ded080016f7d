"""A second evaluation: a made-up municipality, five goals, English alone, no baseline."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

import yaml

FIXTURE = Path(__file__).parent / "fixtures" / "norrvik"
DECLARES = {
    "survey": ("waves", "current_wave"),
    "indicators": ("published_indicators",),
    "consultation": ("consultation", "coding"),
}
"""Fields of evaluation.yml by the kind of evidence that they declare."""
CHAPTERS = {"survey": "05_survey.md", "indicators": "06_indicators.md",
            "consultation": "07_consultation.md"}  # fmt: skip


def write_norrvik(
    folder: Path, *, notebooks: Path, parts: Collection[str] = tuple(DECLARES)
) -> None:
    """Write the evaluation with some kinds of evidence, and as if the others had never been.

    Parameters
    ----------
    folder : pathlib.Path
        Where it goes.
    notebooks : pathlib.Path
        The notebooks of the repository.
    parts : collection of {"survey", "indicators", "consultation"}
        The kinds of evidence.
    """
    shutil.copytree(FIXTURE, folder)
    shutil.copytree(notebooks, folder / "notebooks")
    declared = yaml.safe_load((folder / "evaluation.yml").read_text(encoding="utf-8"))
    manuscript = folder / "reports" / "manuscript"
    for part in set(DECLARES) - set(parts):
        for field in DECLARES[part]:
            del declared[field]
        (manuscript / "en" / CHAPTERS[part]).unlink()
        (manuscript / f"left_out_{part}.yml").unlink()
    if "indicators" not in parts:
        (folder / "programme" / "indicators.yml").unlink()
        _without_primary(folder / "programme" / "programme.yml")
    if {*parts} == {"consultation"}:
        (manuscript / "en" / "19_files.md").unlink()
    if "survey" not in parts:
        _without_figures(manuscript / "factsheet.en.md")
    (folder / "evaluation.yml").write_text(yaml.safe_dump(declared), encoding="utf-8")
    _join_left_out(manuscript)


def _without_primary(file: Path) -> None:
    programme = yaml.safe_load(file.read_text(encoding="utf-8"))
    for goal in programme["goals"]:
        goal.pop("primary_indicator", None)
    file.write_text(yaml.safe_dump(programme, allow_unicode=True), encoding="utf-8")


def _without_figures(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text[text.index("# The goals") :], encoding="utf-8")


def _join_left_out(manuscript: Path) -> None:
    """Join what is left out of each kind of evidence into the one file that evaltools reads."""
    files = sorted(manuscript.glob("left_out_*.yml"))
    entries = [each for file in files for each in yaml.safe_load(file.read_text("utf-8"))]
    (manuscript / "left_out.yml").write_text(yaml.safe_dump({"left_out": entries}), "utf-8")
    for file in files:
        file.unlink()
