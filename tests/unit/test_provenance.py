"""Fingerprints, and files that are never half written."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from evaltools.provenance import commit_of, fingerprint, write_atomically, write_manifest


def test_a_fingerprint_is_the_sha256_of_the_content(tmp_path: Path) -> None:
    """FIPS 180-2, appendix B.1: the digest of "abc"."""
    (tmp_path / "a").write_bytes(b"abc")
    assert fingerprint(tmp_path / "a").startswith("ba7816bf8f01cfea414140de5dae2223")


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"before")
    with pytest.raises(TypeError):
        write_atomically(path, "no bytes")  # type: ignore[arg-type]
    assert [p.name for p in tmp_path.iterdir()] == ["a"] and path.read_bytes() == b"before"


def test_a_written_file_and_its_folder_are_its_users_alone(tmp_path: Path) -> None:
    write_atomically(tmp_path / "folder" / "a", b"Kim Larsson")
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("folder", "folder/a")]
    assert modes == [0o700, 0o600]


def test_what_others_may_read_afterwards_is_as_before(tmp_path: Path) -> None:
    before = os.umask(0o022)
    write_atomically(tmp_path / "a", b"")
    assert os.umask(before) == 0o022


def test_outside_git_there_is_no_commit(tmp_path: Path) -> None:
    assert commit_of(tmp_path) is None


def test_a_manifest_names_inputs_from_the_folder_of_the_evaluation(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"abc")
    write_manifest(
        tmp_path / "m.json", root=tmp_path, inputs=[tmp_path / "in.csv"], parameters={}, seconds={}
    )
    manifest = json.loads((tmp_path / "m.json").read_text())
    assert list(manifest["inputs"]) == ["in.csv"] and "svy" in manifest["packages"]


def write_small(folder: Path) -> bytes:
    """Write a manifest of one input and one seed."""
    (folder / "in.csv").write_bytes(b"Kim Larsson")
    write_manifest(
        folder / "m.json",
        root=folder,
        inputs=[folder / "in.csv"],
        parameters={"b": {"seed": 3, "a": 1}, "a": {}},
        seconds={"b": 0.123},
    )
    return (folder / "m.json").read_bytes()


def test_a_manifest_holds_no_content_of_the_inputs(tmp_path: Path) -> None:
    assert b"Larsson" not in write_small(tmp_path)


def test_a_manifest_lists_the_seeds(tmp_path: Path) -> None:
    assert json.loads(write_small(tmp_path))["seeds"] == {"b": 3}


def test_the_same_run_writes_the_same_manifest(tmp_path: Path) -> None:
    assert write_small(tmp_path) == write_small(tmp_path)


def test_changed_files_mark_the_commit(tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=n", "-c", "user.email=n@example.invalid"]
    (tmp_path / "a").write_text("1")
    for command in (["init", "-q"], ["add", "a"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    (tmp_path / "a").write_text("2")
    assert str(commit_of(tmp_path)).endswith("+changes")
