"""Typst in a process of its own: which packages it sees, and how it is told that it failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.errors import ReportError
from evaltools.report.typesetting import TypesettingError, typeset


def install(folder: Path, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a module in the place of Typst where only PYTHONPATH leads."""
    (folder / "packages").mkdir()
    (folder / "packages" / "typst.py").write_text(module, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder / "packages"))


def test_packages_to_which_pythonpath_leads_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "TypstError = ValueError\ndef compile(*_, **__): return b'made'", monkeypatch)
    assert typeset(tmp_path, "pdf") == [b"made"]


def test_no_file_of_the_report_stands_in_for_a_module_of_python(tmp_path: Path) -> None:
    (tmp_path / "main.typ").write_text("Text", encoding="utf-8")
    assert typeset(tmp_path, "pdf")[0].startswith(b"%PDF")


def test_what_typst_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    (tmp_path / "main.typ").write_text("#nobody", encoding="utf-8")
    with pytest.raises(TypesettingError, match="unknown variable: nobody"):
        typeset(tmp_path, "pdf")


@pytest.mark.parametrize(
    ("module", "told"),
    [
        ("raise ImportError('no such library')", "Typst: it ended with 1, .*no such library"),
        ("import os; os.kill(os.getpid(), 9)", "Typst: it ended with -9, .*without a word"),
    ],
    ids=["broken", "killed"],
)
def test_a_typst_that_cannot_run_is_no_fault_of_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, told: str
) -> None:
    install(tmp_path, module, monkeypatch)
    with pytest.raises(ReportError, match=told):
        typeset(tmp_path, "pdf")
