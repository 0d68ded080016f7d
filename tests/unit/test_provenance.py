"""Fingerprints, and files that are never half written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from evaltools.provenance import (
    commit_of,
    fingerprint,
    fingerprint_all,
    fingerprints,
    write_atomically,
)


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


@pytest.fixture(autouse=True)
def _nobody_tells_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVALTOOLS_COMMIT", raising=False)


def test_outside_git_there_is_no_commit(tmp_path: Path) -> None:
    assert commit_of(tmp_path) is None


def test_a_commit_that_a_run_tells_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVALTOOLS_COMMIT", "abc+changes")
    assert commit_of(tmp_path) == "abc+changes"


def test_a_run_may_tell_that_there_is_no_commit(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVALTOOLS_COMMIT", "")
    assert commit_of(root) is None


def test_a_file_has_its_own_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert fingerprint_all(fingerprints(tmp_path / "a")) == fingerprint(tmp_path / "a")


def test_nothing_has_no_fingerprint(tmp_path: Path) -> None:
    assert [fingerprint_all(fingerprints(tmp_path / each)) for each in (".", "a")] == [None, None]


@pytest.mark.parametrize("change", [
    lambda folder: (folder / "a").write_text("2"),
    lambda folder: (folder / "a").rename(folder / "b"),
    lambda folder: (folder / "c").touch(),
    lambda folder: (folder / "a").unlink(),
])  # fmt: skip
def test_a_folder_has_another_fingerprint_when_a_file_in_it_changes(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    for name in ("a", "deep/d"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    before = fingerprint_all(fingerprints(tmp_path))
    change(tmp_path)
    assert fingerprint_all(fingerprints(tmp_path)) != before


def test_changed_files_mark_the_commit(tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=n", "-c", "user.email=n@example.invalid"]
    (tmp_path / "a").write_text("1")
    for command in (["init", "-q"], ["add", "a"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    (tmp_path / "a").write_text("2")
    assert str(commit_of(tmp_path)).endswith("+changes")
