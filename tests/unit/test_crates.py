"""The manifest of a run: what it says, that others' tools read it, and that it tells of nobody."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evaltools.errors import RunError
from evaltools.provenance import (
    CRATE,
    GROWING,
    PAGE,
    SETTINGS,
    fingerprint_all,
    fingerprints,
    read_crate,
    write_crate,
)
from tests.crates import ANSWERS, FILES, lay_out, step, tell, write_run

PROFILE = "provenance-run-crate"
CONTEXT = Path(__file__).parents[1] / "fixtures" / "crate"


def graph(crate: Path) -> dict[str, dict[str, Any]]:
    """Read the entities of a manifest by name."""
    return {each["@id"]: each for each in json.loads(crate.read_bytes())["@graph"]}


def named(entity: dict[str, Any], by: str) -> set[str]:
    """List what an entity refers to."""
    linked = entity[by] if isinstance(entity[by], list) else [entity[by]]
    return {each["@id"] for each in linked}


# What others' tools say of it


@pytest.fixture(scope="session")
def validator(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Find the validator, and give it the context that it would else ask the network for."""
    command = shutil.which("rocrate-validator", path=os.environ.get("EVALTOOLS_VALIDATORS"))
    if command is None:
        pytest.skip(
            "there is no rocrate-validator: pip install roc-validator into a folder of its own, "
            "since it asks for an older rich, and name its bin in EVALTOOLS_VALIDATORS"
        )
    cache = tmp_path_factory.mktemp("validator") / "cache"
    python = Path(command).resolve().with_name("python")
    asked = [cache, "https://w3id.org/ro/crate/1.1/context", CONTEXT / "context-1.1.jsonld"]
    subprocess.run([python, CONTEXT / "fill_cache.py", *asked], check=True, timeout=60)
    return [command, "-y", "validate", "--offline", "--cache-path", str(cache), "-f", "json"]


def issues(validator: list[str], folder: Path) -> list[str]:
    """List what a validator says that a manifest must have and has not."""
    out = folder.parent / "issues.json"
    command = [*validator, "-o", str(out), "-p", PROFILE, str(folder)]
    subprocess.run(command, check=False, capture_output=True, timeout=120)
    return [each["message"] for each in json.loads(out.read_bytes())["issues"]]


def test_a_validator_finds_nothing_that_is_required(validator: list[str], tmp_path: Path) -> None:
    """The profile builds on those for workflow and process runs and on RO-Crate 1.1."""
    assert issues(validator, write_run(tmp_path).parent) == []


def test_a_validator_finds_a_step_without_its_notebook(
    validator: list[str], tmp_path: Path
) -> None:
    crate = write_run(tmp_path)
    told = json.loads(crate.read_bytes())
    for each in told["@graph"]:
        if each["@id"] == "#run/04":
            del each["instrument"]
    crate.write_text(json.dumps(told))
    found = issues(validator, crate.parent)
    assert any("instrument" in message for message in found)


def test_the_library_of_the_specification_reads_it(tmp_path: Path) -> None:
    rocrate = pytest.importorskip("rocrate.rocrate", reason="needs requirements-dev.txt")
    crate = rocrate.ROCrate(write_run(tmp_path).parent)
    (result,) = [each for each in crate.get_entities() if each.id == "results/04/"]
    assert crate.mainEntity.id == SETTINGS
    assert {part.id for part in result["hasPart"]} == {
        "results/04/tab-a.json", "results/04/deep/tab%20b.csv",
    }  # fmt: skip


# What it says


def test_the_same_run_writes_the_same_bytes(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    before = crate.read_bytes()
    crate.unlink()
    assert write_crate(tell(tmp_path), root=tmp_path).read_bytes() == before


def test_it_holds_no_content_of_what_was_read(tmp_path: Path) -> None:
    assert b"Larsson" not in write_run(tmp_path).read_bytes()


def test_it_names_neither_user_nor_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME"):
        monkeypatch.setenv(name, "kimlarsson")
    told = write_run(tmp_path).read_text(encoding="utf-8")
    assert [
        each for each in ("kimlarsson", os.uname().nodename, str(tmp_path)) if each in told
    ] == []


@pytest.mark.parametrize("path", [path for path in FILES if path.startswith("reports/")])
def test_a_product_is_told_by_its_length_and_the_sha256_of_its_content(
    tmp_path: Path, path: str
) -> None:
    told = read_crate(write_run(tmp_path), root=tmp_path).made[path]
    content = FILES[path].encode()
    assert (told.sha256, told.size) == (hashlib.sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize("path", ["data_raw/svar å.csv", "programme/programme.yml"])
def test_a_file_beyond_the_runs_folder_is_told_without_its_length(
    tmp_path: Path, path: str
) -> None:
    told = read_crate(write_run(tmp_path), root=tmp_path).read[path]
    assert (told.sha256, told.size) == (hashlib.sha256(FILES[path].encode()).hexdigest(), None)


def test_the_ledger_is_told_with_its_length(tmp_path: Path) -> None:
    """It grows: what a run read of it is its beginning."""
    lay_out(tmp_path)
    (tmp_path / GROWING).write_text("{}\n")
    reads = step(tmp_path, "04", reads=[GROWING], makes=["reports/demo/results/04"])
    crate = write_crate(replace(tell(tmp_path), steps=(reads,)), root=tmp_path)
    assert read_crate(crate, root=tmp_path).read[GROWING].size == 3


@pytest.mark.parametrize("folder", [ANSWERS, "data_clean/02"])
def test_a_folder_beyond_the_runs_is_told_by_one_fingerprint(tmp_path: Path, folder: str) -> None:
    manifest = read_crate(write_run(tmp_path), root=tmp_path)
    told = {**manifest.read, **manifest.made}
    assert told[folder].sha256 == fingerprint_all(fingerprints(tmp_path / folder))
    assert [path for path in told if path.startswith(f"{folder}/")] == []


def test_it_tells_nothing_of_a_single_answer_in_a_folder(tmp_path: Path) -> None:
    """Neither name nor length, nor a fingerprint that would confirm a guess of the words."""
    told = write_run(tmp_path).read_text("utf-8")
    fingerprint = hashlib.sha256(b"Avstyrker.").hexdigest()
    assert [each for each in ("Robin", "Svensson", "Avstyrker", fingerprint) if each in told] == []
    assert set(graph(tmp_path / "reports" / "demo" / CRATE)[f"#outside/{ANSWERS}/"]) == {
        "@id", "@type", "name", "identifier", "description", "version",
    }  # fmt: skip


def test_what_no_step_made_was_read(tmp_path: Path) -> None:
    manifest = read_crate(write_run(tmp_path), root=tmp_path)
    assert set(manifest.read) == {
        ANSWERS, "data_raw/svar å.csv", "programme/programme.yml", f"reports/demo/{SETTINGS}",
    }  # fmt: skip


def test_a_step_is_an_action_with_notebook_inputs_and_products(tmp_path: Path) -> None:
    action = graph(write_run(tmp_path))["#run/04"]
    assert named(action, "instrument") == {"#outside/notebooks/04.ipynb"}
    assert named(action, "object") == {
        "#outside/data_clean/02/", f"#outside/{ANSWERS}/", "#outside/programme/programme.yml",
    }  # fmt: skip
    assert named(action, "result") == {"results/04/", "notebooks/04.ipynb"}
    assert action["endTime"] == "2025-12-01T08:00:03.500+00:00"


@pytest.mark.parametrize(
    ("parameter", "value", "kind"),
    [("wave", "2025", "Text"), ("seed", 3, "Integer"), ("conf_level", 0.9, "Float"),
     ("strict", True, "Boolean"), ("other", "null", "Text")],
)  # fmt: skip
def test_a_parameter_is_told_with_its_value_and_kind(
    tmp_path: Path, parameter: str, value: object, kind: str
) -> None:
    told = graph(write_run(tmp_path))
    assert told[f"#value/02-2025/{parameter}"]["value"] == value
    assert told[f"#parameter/02/{parameter}"]["additionalType"] == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("evaluation.yml", "application/yaml"), ("notebooks/04.ipynb", "application/x-ipynb+json"),
     ("results/04/tab-a.json", "application/json"), ("results/04/deep/tab%20b.csv", "text/csv")],
)  # fmt: skip
def test_a_file_is_told_with_its_media_type(tmp_path: Path, name: str, kind: str) -> None:
    assert graph(write_run(tmp_path))[name]["encodingFormat"] == kind


def test_what_was_reused_is_told_and_what_was_run_too(tmp_path: Path) -> None:
    told = graph(write_run(tmp_path))
    names = [told[f"#order/{name}"]["name"] for name in ("02-2025", "04")]
    assert names == ["Reusing 02-2025", "Running 04"]


def test_what_the_run_was_told_lies_beside_it(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    assert crate.with_name(SETTINGS).read_text() == tell(tmp_path).settings


def test_a_page_of_the_run_is_named_where_there_is_one(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    assert PAGE not in graph(crate)
    crate.with_name(PAGE).touch()
    assert PAGE in graph(write_crate(tell(tmp_path), root=tmp_path))


@pytest.mark.parametrize("path", ["data_raw/svar å.csv", "data_clean/02/answers.csv"])
def test_a_file_that_changed_while_the_run_went_on_is_no_part_of_a_manifest(
    tmp_path: Path, path: str
) -> None:
    lay_out(tmp_path)
    run = tell(tmp_path)
    (tmp_path / path).write_text("edited")
    with pytest.raises(RunError, match="has changed while the run went on"):
        write_crate(run, root=tmp_path)
    assert not (tmp_path / "reports" / "demo" / CRATE).exists()


# Reading it


def test_a_run_outside_git_has_no_commit(tmp_path: Path) -> None:
    lay_out(tmp_path)
    crate = write_crate(replace(tell(tmp_path), commit=None), root=tmp_path)
    assert read_crate(crate, root=tmp_path).commit is None


def test_a_missing_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="there is no manifest"):
        read_crate(tmp_path / CRATE, root=tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"{", b"[]", b"{}", b'{"@graph": 1}', b'{"@graph": [1]}', b'{"@graph": []}',
     b'{"@graph": [{"@id": "#run"}]}', b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_manifest_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CRATE).write_bytes(content)
    with pytest.raises(RunError, match="cannot be read as the manifest"):
        read_crate(tmp_path / CRATE, root=tmp_path)


@pytest.mark.parametrize("name", ["/etc/passwd", "../../etc/passwd", "a/../../b"])
def test_a_manifest_that_names_files_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    crate = write_run(tmp_path)
    told = crate.read_text(encoding="utf-8")
    crate.write_text(told.replace('"identifier": "data_raw/svar å.csv"', f'"identifier": "{name}"'))
    with pytest.raises(RunError, match="names 1 files beyond"):
        read_crate(crate, root=tmp_path)


def test_a_manifest_that_leads_elsewhere_by_a_link_is_refused(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    (tmp_path / "programme").rename(outside)
    (tmp_path / "programme").symlink_to(outside)
    with pytest.raises(RunError, match="beyond"):
        read_crate(crate, root=tmp_path)
