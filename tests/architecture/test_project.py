"""What the project promises about itself."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from evaltools.running import check_notebook


def pins(root: Path) -> list[str]:
    """Read the pins of requirements.txt."""
    lines = (root / "requirements.txt").read_text().splitlines()
    return [line for line in lines if not line.startswith("-e")]


def test_every_requirement_is_pinned_and_the_project_comes_last(root: Path) -> None:
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[^ ;]+", pin) for pin in pins(root))
    assert (root / "requirements.txt").read_text().splitlines()[-1] == "-e ."


def test_conda_users_get_the_same_pins(root: Path) -> None:
    environment = yaml.safe_load((root / "environment.yml").read_text())
    *conda, pip = environment["dependencies"]
    assert conda == ["python=3.11", "pip"]
    assert pip["pip"] == [*pins(root), "-e ."]


def test_what_pyproject_asks_for_is_pinned(root: Path) -> None:
    text = (root / "pyproject.toml").read_text()
    asked = re.findall(r'^    "([a-z0-9-]+)[^"]*",$', text.split("[project.optional")[0], re.M)
    pinned = {pin.partition("==")[0].lower().replace("_", "-") for pin in pins(root)}
    assert set(asked) <= pinned and len(asked) > 15


def tracked(root: Path) -> list[Path]:
    """List the files in git."""
    done = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a git checkout")
    return [root / name for name in done.stdout.splitlines()]


def test_clean_data_and_finished_reports_are_not_in_git(root: Path) -> None:
    names = [path.relative_to(root).as_posix() for path in tracked(root)]
    kept = ("data_clean/README.md", "reports/README.md", "reports/manuscript/", "reports/ledger")
    strays = [n for n in names if n.startswith(("data_clean/", "reports/"))]
    assert [name for name in strays if not name.startswith(kept)] == []


def test_only_demo_and_published_data_are_in_git(root: Path) -> None:
    names = [path.relative_to(root).as_posix() for path in tracked(root)]
    kept = ("data_raw/README.md", "data_raw/demo/", "data_raw/published/")
    assert [n for n in names if n.startswith("data_raw/") and not n.startswith(kept)] == []


def test_notebooks_are_thin_and_carry_no_output(root: Path) -> None:
    faults = [
        f for path in sorted((root / "notebooks").glob("*.ipynb")) for f in check_notebook(path)
    ]
    assert faults == []


def test_every_command_is_documented(root: Path) -> None:
    from evaltools.cli import app

    text = (root / "docs/how-to/run-the-evaluation.md").read_text(encoding="utf-8")
    commands = [command.callback.__name__ for command in app.registered_commands]
    assert [name for name in commands if f"evaltools {name}" not in text] == []


@pytest.mark.parametrize("link", ["docs", "CONTRIBUTING.md", "README.md"])
def test_links_between_documents_lead_somewhere(root: Path, link: str) -> None:
    start = root / link
    documents = start.rglob("*.md") if start.is_dir() else [start]
    dead = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert dead == []


def test_who_writes_for_a_spreadsheet_makes_texts_inert(root: Path) -> None:
    writers = re.compile(r"\.to_csv\(|\.to_excel\(|csv\.(writer|DictWriter)\(|openpyxl\.Workbook\(")
    sources = {path: path.read_text(encoding="utf-8") for path in root.glob("evaltools/**/*.py")}
    writing = {path: text for path, text in sources.items() if writers.search(text)}
    assert writing
    guards = re.compile(r"import (inert|.*neutral)")
    assert [path.name for path, text in writing.items() if not guards.search(text)] == []
    notebooks = "".join(path.read_text("utf-8") for path in root.glob("notebooks/*.ipynb"))
    assert not writers.search(notebooks)


def test_every_test_that_a_promise_names_is_there(root: Path) -> None:
    text = (root / "docs" / "quality" / "security.md").read_text(encoding="utf-8")
    tests = {path.name: path.read_text(encoding="utf-8") for path in root.glob("tests/*/*.py")}
    named = re.findall(r"(test_\w+\.py)(?:::(test_\w+))?", text)
    assert len(named) > 50
    assert [pair for pair in named if f"def {pair[1]}" not in tests.get(pair[0], "")] == []
