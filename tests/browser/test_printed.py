"""The report's PDF as its validator has it."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from tests.verapdf import validate


def test_the_pdf_is_accessible_and_archivable(report: Path) -> None:
    held = validate(report / "rapport.sv.pdf", report / "rapport.en.pdf")
    assert {name: each["failed"] for name, each in held.items() if each["failed"]} == {}
    assert len(held) == 4 and all(each["checks"] > 10_000 for each in held.values())


def test_the_validator_finds_a_figure_without_alternative_text(
    report: Path, tmp_path: Path
) -> None:
    with pikepdf.open(report / "rapport.sv.pdf") as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure":
                del each["/Alt"]
        pdf.save(tmp_path / "silent.pdf")
    assert any(
        "7.3-1" in rule for rule in validate(tmp_path / "silent.pdf")["silent.pdf ua1"]["failed"]
    )
