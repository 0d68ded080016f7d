"""What must not enter git is refused: each violation is planted and seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NUMBER = "850312" + "-1234"
GIT = ["git", "-c", "user.name=n", "-c", "user.email=n@example.invalid"]


def guard(folder: Path, *arguments: str, root: Path) -> list[str]:
    """Run the guard; return its findings."""
    done = subprocess.run(
        [sys.executable, str(root / ".ci" / "guard"), *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    findings = done.stderr.splitlines()
    assert done.returncode == bool(findings)
    return findings


def git(folder: Path, *arguments: str) -> None:
    """Run git without the hooks of whoever runs the tests."""
    subprocess.run([*GIT, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Make an empty checkout."""
    git(tmp_path, "init", "-q")
    return tmp_path


def add(checkout: Path, name: str, content: str | bytes = "") -> Path:
    """Write a file and stage it, whatever .gitignore says."""
    path = checkout / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(checkout, "add", "-f", name)
    return path


def test_nothing_in_git_is_refused(root: Path) -> None:
    if not (root / ".git").exists():
        pytest.skip("not a git checkout")
    assert guard(root, root=root) == []


@pytest.mark.parametrize(
    "name",
    ["data_raw/svar.csv", "data_raw/demo.csv", "data_clean/02/answers.json",
     "reports/review/quotes-2025.csv", "reports/demo/rapport.sv.html", "svar.sav", "docs/SVAR.DTA",
     "tests/unit/svar.xlsx", "programme/a.parquet"],
)  # fmt: skip
def test_data_where_none_may_be_are_refused(checkout: Path, root: Path, name: str) -> None:
    add(checkout, name)
    findings = guard(checkout, root=root)
    assert findings and all(finding.startswith(f"- {name}: ") for finding in findings)


@pytest.mark.parametrize(
    "name",
    ["data_raw/demo/svar.xlsx", "data_raw/published/a.csv", "data_clean/README.md",
     "reports/ledger.jsonl", "reports/manuscript/sv/01.md", "tests/fixtures/intake/a.sav"],
)  # fmt: skip
def test_data_where_they_may_be_are_let_through(checkout: Path, root: Path, name: str) -> None:
    add(checkout, name)
    assert guard(checkout, root=root) == []


def notebook(**cell: object) -> str:
    """Write a notebook of one cell."""
    fields = {"cell_type": "code", "source": [], "outputs": [], "execution_count": None} | cell
    return json.dumps({"cells": [{**fields, "metadata": {}}]}, indent=1)


@pytest.mark.parametrize(
    "cell", [{"execution_count": 3}, {"outputs": [{"output_type": "stream", "text": ["Kim"]}]}]
)
def test_a_notebook_with_output_is_refused(
    checkout: Path, root: Path, cell: dict[str, object]
) -> None:
    add(checkout, "notebooks/a.ipynb", notebook(**cell))
    (finding,) = guard(checkout, root=root)
    assert finding.startswith("- notebooks/a.ipynb, line ") and "carries output" in finding


def test_a_notebook_without_output_is_let_through(checkout: Path, root: Path) -> None:
    add(checkout, "notebooks/a.ipynb", notebook())
    assert guard(checkout, root=root) == []


@pytest.mark.parametrize(
    "number",
    [NUMBER, f"19{NUMBER}", NUMBER.replace("-", ""), NUMBER.replace("-", "+"),
     NUMBER.replace("-", " "), "1985-03-12" + "-1234", "850372" + "-1234", "851399" + "-1234"],
)  # fmt: skip
@pytest.mark.parametrize("line", ["{}", "nr;{};1", "Hon ({}).", 'x = "{}"', "a,{},b"])
def test_a_personal_number_is_refused_by_its_shape(
    checkout: Path, root: Path, number: str, line: str
) -> None:
    add(checkout, "docs/a.md", f"Rubrik\n{line.format(number)}\n")
    (finding,) = guard(checkout, root=root)
    assert finding.startswith("- docs/a.md, line 2: what looks like a personal number.")
    assert number not in finding


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_personal_number_is_found_in_any_encoding(
    checkout: Path, root: Path, encoding: str
) -> None:
    add(checkout, "a.txt", f"Åsa {NUMBER}".encode(encoding))
    assert len(guard(checkout, root=root)) == 1


@pytest.mark.parametrize(
    "text", ["859912-1234", "070-123 45 67", "0.8503121234", "2021-10-01 12:30", "a850312" + "1234"]
)
def test_a_number_that_is_nobodys_is_let_through(checkout: Path, root: Path, text: str) -> None:
    add(checkout, "a.txt", text)
    assert guard(checkout, root=root) == []


def test_a_commit_is_held_to_what_is_staged_not_to_what_lies_there(
    checkout: Path, root: Path
) -> None:
    add(checkout, "a.txt", NUMBER).write_text("mended")
    assert len(guard(checkout, "--staged", root=root)) == 1


def test_a_commit_is_held_to_what_it_changes(checkout: Path, root: Path) -> None:
    add(checkout, "a.txt", NUMBER)
    git(checkout, "commit", "-qm", "first", "--no-verify")
    add(checkout, "b.txt", "nothing")
    assert guard(checkout, "--staged", root=root) == []


def test_a_commit_without_files_is_let_through(checkout: Path, root: Path) -> None:
    assert guard(checkout, "--staged", root=root) == []


@pytest.mark.skipif(os.name == "nt", reason="the hook is a shell script")
def test_the_hook_refuses_a_commit(checkout: Path, root: Path) -> None:
    for name in (".ci/guard", ".githooks/pre-commit"):
        add(checkout, name, (root / name).read_bytes()).chmod(0o755)
    git(checkout, "config", "core.hooksPath", ".githooks")
    git(checkout, "commit", "-qm", "first")
    add(checkout, "data_raw/svar.csv", "Kim Larsson")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        git(checkout, "commit", "-qm", "second")
    assert b"data_raw/svar.csv" in refused.value.stderr and b"Larsson" not in refused.value.stderr
