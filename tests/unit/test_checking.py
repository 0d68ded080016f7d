"""Everything declared, written or delivered is read before a run, and told of at once."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from evaltools.checking import check_evaluation
from evaltools.evaluation import read_evaluation


@pytest.fixture
def bare(root: Path, tmp_path: Path) -> Path:
    """Copy what is declared and written, without the data."""
    for part in ("programme", "reports/manuscript"):
        shutil.copytree(root / part, tmp_path / part)
    shutil.copy(root / "evaluation.yml", tmp_path)
    return tmp_path


def told(folder: Path, **changes: object) -> str:
    """Return the sentences that `evaltools check` would write."""
    evaluation = read_evaluation(folder / "evaluation.yml").model_copy(update=changes)
    return "\n".join(map(str, check_evaluation(evaluation, today=date(2026, 1, 1))))


def test_what_is_declared_beside_the_text_is_read_before_the_first_run(bare: Path) -> None:
    for name in ("caveats.yml", "left_out.yml"):
        (bare / "reports" / "manuscript" / name).write_text("other: []\n", encoding="utf-8")
    faults = told(bare)
    assert "caveats.yml, other: Extra inputs" in faults
    assert "left_out.yml, other: Extra inputs" in faults


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_a_logo_that_is_not_there_or_no_picture_is_told_before_the_first_run(
    bare: Path, content: bytes | None
) -> None:
    text = (bare / "evaluation.yml").read_text("utf-8")
    logo = "report:\n  logo: {file: programme/logo.svg, alt: {sv: Staden, en: The city}}"
    (bare / "evaluation.yml").write_text(text.replace("report:", logo, 1), "utf-8")
    if content:
        (bare / "programme" / "logo.svg").write_bytes(content)
    assert "evaluation.yml, report.logo: programme/logo.svg is not there" in told(bare)


def test_a_run_that_cannot_be_planned_hides_no_other_fault(bare: Path) -> None:
    faults = told(bare, parameters={"4_awareness": {}})
    assert "parameters of 4_awareness" in faults and "ram_2019.csv" in faults
