"""No declared path leads out of the folder of the evaluation."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from evaltools.errors import ConfigurationError, DataError
from evaltools.evaluation import read_evaluation
from evaltools.manuscript import check_manuscript
from evaltools.running import make_report, plan
from evaltools.sources import SourceCatalogue, fetch_publications, read_publications
from evaltools.sources.fetching import Answer, store_answers, stored_editions
from evaltools.sources.pxweb import PxwebSource
from tests.running import Listener

LONG = {
    "kind": "long_table", "id": "a", "source_name": "x", "source_url": "", "file": "a.csv",
    "mapping": {"value": "v"},
}  # fmt: skip


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """Copy what the demo declares, without its data."""
    folder = tmp_path / "utvärdering"
    shutil.copytree(root / "programme", folder / "programme")
    shutil.copy(root / "evaluation.yml", folder)
    return folder


def changed(folder: Path, old: str, new: str) -> Path:
    """Write evaluation.yml with another text."""
    file = folder / "evaluation.yml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("field", "old"),
    [
        ("waves.2025.answers", "data_raw/demo/medarbetarenkat_2025.csv"),
        ("waves.2025.codebook", "programme/codebooks/staff_survey_2025.yml"),
        ("waves.2019.frame", "data_raw/demo/ram_2019.csv"),
        ("published_indicators", "data_raw/published/indicators_published.csv"),
        ("programme", "programme: programme"),
    ],
)
@pytest.mark.parametrize("path", ["../annat/svar.csv", "data_raw/../../x.csv", "/srv/svar.csv"])
def test_a_path_that_leads_out_is_refused_with_its_field(
    folder: Path, field: str, old: str, path: str
) -> None:
    new = f"programme: {path}" if field == "programme" else path
    file = changed(folder, old, new)
    with pytest.raises(ConfigurationError) as caught:
        read_evaluation(file)
    assert f"{field}: the path leads out of utvärdering" in str(caught.value)
    assert "Copy what it names into the folder" in str(caught.value)


def test_all_paths_that_lead_out_are_told_at_once(folder: Path) -> None:
    file = changed(folder, "data_raw/demo/", "../demo/")
    with pytest.raises(ConfigurationError) as caught:
        read_evaluation(file)
    assert len(caught.value.faults) == 9


@pytest.mark.parametrize("link", ["data_raw", "reports/demo", "data_clean", "programme/x"])
def test_a_link_out_of_the_folder_is_refused(folder: Path, link: str) -> None:
    (folder / link).parent.mkdir(exist_ok=True)
    (folder.parent / "annat").mkdir()
    (folder / link).symlink_to(folder.parent / "annat")
    if link == "programme/x":
        changed(folder, "programme/codebooks/", "programme/x/")
    with pytest.raises(ConfigurationError, match="leads out"):
        read_evaluation(folder / "evaluation.yml")


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "filer").mkdir()
    (folder / "data_raw").symlink_to(folder / "filer")
    assert read_evaluation(folder / "evaluation.yml").root == folder


@pytest.mark.parametrize("name", ["../2025", "2025/x", ".2025", "a\\b"])
def test_the_name_of_a_wave_is_no_path(folder: Path, name: str) -> None:
    file = changed(folder, '"2025"', f"'{name}'")
    with pytest.raises(ConfigurationError, match="waves"):
        read_evaluation(file)


@pytest.mark.parametrize("name", ["../../x", "/x", "manuscript", "Manuscript", ".git", "a b", ""])
def test_the_name_of_a_run_is_refused_before_anything_is_written(folder: Path, name: str) -> None:
    before = sorted(folder.rglob("*"))
    said = re.escape(f"run {name}: this is no name for a run")
    with pytest.raises(ConfigurationError, match=said):
        make_report(read_evaluation(folder / "evaluation.yml"), name=name, watcher=Listener())
    made = {path.relative_to(folder).parts[0] for path in {*folder.rglob("*")} - {*before}}
    assert made <= {".evaltools"}


def test_no_parameter_leads_a_notebook_to_another_evaluation(folder: Path, root: Path) -> None:
    shutil.copytree(root / "notebooks", folder / "notebooks")
    file = changed(folder, "parameters: {}", "parameters: {01_intake: {evaluation_file: /x.yml}}")
    with pytest.raises(ConfigurationError, match="parameter evaluation_file of 01_intake"):
        plan(read_evaluation(file))


@pytest.mark.parametrize("path", ["../a.csv", "/etc/passwd"])
def test_a_publication_outside_the_folder_is_refused_unread(tmp_path: Path, path: str) -> None:
    catalogue = SourceCatalogue.model_validate({"publications": [LONG | {"file": path}]})
    with pytest.raises(ConfigurationError, match=r"sources\.yml, .* leads out"):
        read_publications(catalogue, root=tmp_path)


def pxweb(name: str) -> SourceCatalogue:
    """Declare a source that has a server."""
    source = PxwebSource.model_construct(id=name)
    return SourceCatalogue.model_construct(publications=(source,), followup=None)


def test_nothing_is_fetched_into_a_folder_outside(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "data_raw").mkdir(parents=True)
    (root / "data_raw" / "scb").symlink_to(tmp_path)
    with pytest.raises(ConfigurationError, match="leads out"):
        fetch_publications(pxweb("scb"), root=root, day="2025-01-01")


@pytest.mark.parametrize("name", ["../x", "a/b", ".x"])
def test_the_id_of_a_source_is_no_path(name: str) -> None:
    with pytest.raises(ValueError, match="id"):
        SourceCatalogue.model_validate({"publications": [LONG | {"id": name}]})


@pytest.mark.parametrize(
    "record",
    ["{", "[1]", '{"a": 1}', '[{"file": "../../x.json", "address": "a", "sha256": "b"}]'],
)
def test_a_record_of_what_was_fetched_names_files_beside_it(tmp_path: Path, record: str) -> None:
    answer = Answer("https://example.invalid", None, "2025", json.dumps({}).encode())
    edition = store_answers([answer], tmp_path, day="2025-01-01")
    assert edition is not None
    (edition / "fetched.json").write_text(record, encoding="utf-8")
    with pytest.raises(DataError, match="not the record of what was fetched"):
        list(stored_editions(tmp_path)[0].payloads())


def test_a_chapter_that_is_a_link_out_of_the_manuscript_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "text" / "sv").mkdir(parents=True)
    (tmp_path / "hemligt.md").write_text("# Hemligt", encoding="utf-8")
    (tmp_path / "text" / "sv" / "01.md").symlink_to(tmp_path / "hemligt.md")
    faults = check_manuscript(tmp_path / "text", languages=("sv",), artefacts=None)
    assert ["leads out of text" in str(fault) for fault in faults] == [True]
