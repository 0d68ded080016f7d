"""The walls of the house hold, and the checks that hold them are red when one is broken."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("importlinter", reason="needs requirements-dev.txt")
pytest.importorskip("mypy", reason="needs requirements-dev.txt")


@pytest.fixture
def house(root: Path, tmp_path: Path) -> Path:
    """Copy the library, so that walls can be broken in the copy."""
    shutil.copytree(root / "evaltools", tmp_path / "evaltools")
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    """Check the import contracts of a house."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    return subprocess.run(
        [*command, "--no-cache"], cwd=house, capture_output=True, text=True, check=False
    )


def mypy(house: Path, file: str) -> subprocess.CompletedProcess[str]:
    """Check the types of one file of a house."""
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml"]
    return subprocess.run(
        [*command, "--follow-imports", "silent", file],
        cwd=house, capture_output=True, text=True, check=False,
    )  # fmt: skip


def plant(house: Path, file: str, code: str) -> None:
    """Add code at the end of a file."""
    path = house / "evaltools" / file
    path.write_text(path.read_text(encoding="utf-8") + code, encoding="utf-8")


def test_the_walls_stand(house: Path) -> None:
    assert lint_imports(house).returncode == 0


@pytest.mark.parametrize(
    ("file", "room"),
    [
        ("report/html.py", "estimates"),
        ("tables.py", "awareness"),
        ("figures/shares.py", "survey"),
        ("artefacts/saving.py", "testimony"),
        ("synthesis/evidence.py", "testimony"),
        ("report/html.py", "documents"),
        ("estimates/shares.py", "cleaning"),
        ("intake/reading.py", "cleaning"),
    ],
)
def test_an_import_through_a_wall_is_red(house: Path, file: str, room: str) -> None:
    plant(house, file, f"\nfrom evaltools import {room}\n")
    assert lint_imports(house).returncode != 0


def test_a_room_outside_the_plan_is_red(house: Path) -> None:
    (house / "evaltools" / "utils.py").write_text('"""Everything else."""\n')
    assert lint_imports(house).returncode != 0


@pytest.mark.slow
def test_a_table_of_estimates_is_a_type_error(house: Path) -> None:
    plant(
        house,
        "disclosure/shares.py",
        "\n\ndef leak(estimates: Estimates) -> object:\n"
        "    from evaltools.tables import lay_out\n\n    return lay_out(estimates, ())\n",
    )
    done = mypy(house, "evaltools/disclosure/shares.py")
    assert 'incompatible type "Estimates"; expected "Publishable"' in done.stdout


def builders(folder: Path) -> set[str]:
    """Find the modules that build a Publishable, by name or by copying one with changes."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Publishable"):
                found.add(path.relative_to(folder).as_posix())
            if isinstance(node, ast.Call) and "publishable" in ast.unparse(node).lower():
                name = ast.unparse(node.func)
                if name in ("replace", "dataclasses.replace") or name.endswith("__new__"):
                    found.add(path.relative_to(folder).as_posix())
    return found


def test_only_disclosure_builds_a_publishable(root: Path) -> None:
    assert {Path(file).parent.name for file in builders(root / "evaltools")} == {"disclosure"}


def test_a_second_door_is_found(house: Path) -> None:
    plant(house, "figures/canvas.py", "\n\nLEAK = Publishable(None, 'open', None, False)\n")
    assert "figures/canvas.py" in builders(house / "evaltools")


def test_only_a_review_makes_signed_quotes(root: Path) -> None:
    makers = {
        path.name
        for path in (root / "evaltools").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("Signed", "SignedQuote"))
    }
    assert makers == {"review.py"}


def test_only_the_gate_lets_a_release_through(root: Path) -> None:
    building = [
        path.name
        for path in (root / "evaltools").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Release")
    ]
    assert building == ["gate.py"]


def test_no_room_is_called_utils(root: Path) -> None:
    names = {path.stem for path in (root / "evaltools").rglob("*.py")}
    assert not names & {"utils", "helpers", "common", "misc", "core", "base"}
