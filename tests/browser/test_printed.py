"""The report's PDF as its validator has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.verapdf import validate


@pytest.fixture(scope="module")
def held(report: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Hold the reports to both standards, and one whose figures have lost their texts."""
    silent = tmp_path_factory.mktemp("silent") / "silent.pdf"
    with pikepdf.open(report / "rapport.sv.pdf") as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure":
                del each["/Alt"]
        pdf.save(silent)
    return validate(report / "rapport.sv.pdf", report / "rapport.en.pdf", silent)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("standard", ["ua1", "2a"])
def test_the_pdf_is_accessible_and_archivable(
    held: dict[str, dict[str, Any]], language: str, standard: str
) -> None:
    it = held[f"rapport.{language}.pdf {standard}"]
    assert it["failed"] == {} and it["checks"] > 10_000


def test_the_validator_finds_a_figure_without_alternative_text(
    held: dict[str, dict[str, Any]],
) -> None:
    assert any("7.3-1" in rule for rule in held["silent.pdf ua1"]["failed"])
