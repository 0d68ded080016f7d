"""Fingerprints, and files that are never half written."""

from __future__ import annotations

import json
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


def test_outside_git_there_is_no_commit(tmp_path: Path) -> None:
    assert commit_of(tmp_path) is None


def test_a_manifest_names_inputs_from_the_folder_of_the_evaluation(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"abc")
    write_manifest(
        tmp_path / "m.json", root=tmp_path, inputs=[tmp_path / "in.csv"], parameters={}, seconds={}
    )
    manifest = json.loads((tmp_path / "m.json").read_text())
    assert list(manifest["inputs"]) == ["in.csv"] and "svy" in manifest["packages"]
