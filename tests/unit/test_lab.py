"""What the form asks for, and what the start page tells, without a browser."""

from __future__ import annotations

import json
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
import yaml

from evaltools.errors import ConfigurationError
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.lab import (
    Draft,
    Field,
    draft_command,
    list_fields,
    read_choices,
    results_page,
    to_keep,
    write_start_pages,
)
from evaltools.lab.drafts import STOPPED
from evaltools.lab.saving import without_outputs
from evaltools.lab.words import SWEDISH
from evaltools.running import DECIDED, read_options
from tests.running import write_notebook
from tests.unit.test_report_build import save_results

CHOICES = {"measure": {"heard_of": "Har hört talas om"}, "indicator": {"A": "Första", "B": "Andra"}}
ASKS = {
    "x: bool = True  # whether": "tick",
    "x: float = 0.9  # level {share}": "number",
    "x: int = 7  # seed": "whole",
    "x: str = 'å'  # words": "text",
    'x = "a"  # type: Literal["a","b"] which': "one",
    "x: str = 'heard_of'  # which {measure}": "one",
    "x: str = 'B A'  # which {indicators}": "several",
    "x = ['B']  # type: list[str] which {indicators}": "several",
    "x = [1]  # type: list[int] which": "written",
    "x = None  # type: Optional[float] level": "written",
}


def field(folder: Path, declared: str, **given: object) -> Field:
    """List the only field of a notebook with one parameter."""
    notebook = write_notebook(folder / "n.ipynb", parameters=declared)
    (only,) = list_fields(notebook, given=given, choices=CHOICES)  # type: ignore[arg-type]
    return only


@pytest.fixture
def evaluation(root: Path, tmp_path: Path) -> Evaluation:
    """Copy the demo evaluation, which has not been run."""
    for part in ("programme", "notebooks", "data_raw", "reports/manuscript"):
        shutil.copytree(root / part, tmp_path / part)
    shutil.copy(root / "evaluation.yml", tmp_path)
    return read_evaluation(tmp_path / "evaluation.yml")


@pytest.mark.parametrize(("declared", "kind"), ASKS.items())
def test_a_parameter_is_asked_for_by_its_type_and_what_it_is_chosen_from(
    tmp_path: Path, declared: str, kind: str
) -> None:
    assert field(tmp_path, declared).kind == kind


@pytest.mark.parametrize("declared", ASKS)
def test_what_is_not_touched_stays_as_it_was(tmp_path: Path, declared: str) -> None:
    asked = field(tmp_path, declared)
    assert asked.read(asked.shown) == asked.value


def test_what_evaluation_yml_gives_goes_before_the_default(tmp_path: Path) -> None:
    assert field(tmp_path, "x: int = 7  # seed", x=8).value == 8


def test_an_id_is_offered_by_its_name_and_one_that_is_gone_by_itself(tmp_path: Path) -> None:
    asked = field(tmp_path, "x: str = 'GONE B'  # which {indicators}")
    assert asked.choices == {"Första (A)": "A", "Andra (B)": "B", "GONE": "GONE"}


def test_a_value_of_another_type_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"x: must be list\[int\], and it is list\[str\]"):
        field(tmp_path, "x = [1]  # type: list[int] which").read("[a]")


def test_what_the_run_decides_is_not_asked(root: Path) -> None:
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    asked = {each.name for one in notebooks for each in list_fields(one, given={}, choices={})}
    assert asked.isdisjoint(DECIDED) and {"conf_level", "drawn", "seed"} <= asked


def test_every_id_of_the_demo_is_offered_by_its_name(root: Path) -> None:
    choices = read_choices(read_evaluation(root / "evaluation.yml"), language="sv")
    asked = [
        each
        for notebook in sorted((root / "notebooks").glob("*.ipynb"))
        for each in list_fields(notebook, given={}, choices=choices)
        if each.kind in ("one", "several")
    ]
    unnamed = [name for each in asked for name, id in each.choices.items() if name == id]
    assert unnamed == [] and len(asked) == 5


def test_a_draft_is_asked_of_the_run_as_it_is_entered(evaluation: Evaluation) -> None:
    given = {"drivers": "role", "conf_level": 0.9, "seed": 7}
    command = draft_command(evaluation, notebook="04b_awareness_in_depth", given=given)
    options = [each for before, each in pairwise(command) if before == "-p"]
    asked = read_options(evaluation, parameters=options).evaluation
    assert asked.parameters == {"04b_awareness_in_depth": given}
    assert command[command.index("--run") + 1] == "demo-draft"


def test_a_draft_writes_lines_though_the_kernel_says_that_it_is_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    asks = "from rich.console import Console; print(Console().is_terminal)"
    told: list[object] = []
    Draft([sys.executable, "-c", asks], folder=tmp_path, tell=told.append, ended=told.append).wait()
    assert told == ["False", 0]


def test_a_draft_tells_its_lines_where_another_encoding_is_usual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    told: list[object] = []
    says = [sys.executable, "-c", "print('pågår')"]
    Draft(says, folder=tmp_path, tell=told.append, ended=told.append).wait()
    assert told == ["pågår", 0]


@pytest.fixture
def kernel_s_signals() -> Iterator[None]:
    """Ignore interrupts, as a kernel does between its cells: what it starts ignores them too."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("kernel_s_signals")
def test_a_draft_that_is_stopped_while_it_still_loads_was_stopped(tmp_path: Path) -> None:
    told: list[object] = []
    sleeps = "import time; print('begun', flush=True); time.sleep(5)"
    draft = Draft(
        [sys.executable, "-c", sleeps], folder=tmp_path, tell=told.append, ended=told.append
    )
    while not told:
        time.sleep(0.05)
    draft.stop()
    draft.wait()
    assert told[0] == "begun" and told[-1] == STOPPED


def test_to_stop_a_draft_that_has_ended_changes_nothing(tmp_path: Path) -> None:
    told: list[object] = []
    draft = Draft([sys.executable, "-c", ""], folder=tmp_path, tell=told.append, ended=told.append)
    draft.wait()
    draft.stop()
    assert told == [0]


def test_what_is_to_be_kept_leaves_other_notebooks_as_they_are(evaluation: Evaluation) -> None:
    declared = evaluation.model_copy(update={"parameters": {"05_outcomes": {"apart": "Å"}}})
    kept = to_keep(declared, notebook="04_awareness", given={"conf_level": 0.9})
    assert yaml.safe_load(kept)["parameters"] == {
        "05_outcomes": {"apart": "Å"}, "04_awareness": {"conf_level": 0.9},
    }  # fmt: skip


def test_the_start_page_is_written_in_every_language_the_main_one_first(
    evaluation: Evaluation,
) -> None:
    swedish, english = write_start_pages(evaluation)
    assert (swedish.name, english.name) == ("start.sv.md", "start.en.md")
    assert "Utvärderingen har inte körts ännu." in swedish.read_text("utf-8")
    assert "How well is the programme known" not in swedish.read_text("utf-8")
    assert "[04 Awareness](notebooks/04_awareness.ipynb)" in english.read_text("utf-8")


def test_every_file_that_the_start_page_links_is_there(evaluation: Evaluation) -> None:
    for page in write_start_pages(evaluation):
        links = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
        assert len(links) > 15
        assert [link for link in links if not (evaluation.root / link).is_file()] == []


def test_an_evaluation_that_cannot_be_planned_has_a_start_page_that_says_why(
    evaluation: Evaluation,
) -> None:
    wrong = evaluation.model_copy(update={"parameters": {"04_awarenes": {}}})
    (page, _) = write_start_pages(wrong)
    assert "Menade du 04\\_awareness?" in page.read_text("utf-8")


def test_every_notebook_has_a_title_and_a_question_in_swedish(root: Path) -> None:
    assert {path.stem for path in (root / "notebooks").glob("*.ipynb")} == set(SWEDISH)


@pytest.mark.parametrize("broken", [b"", b"<<<<<<< HEAD", b"[]", b'{"cells": [{}]}'])
def test_a_notebook_that_cannot_be_read_stands_on_the_start_page_by_its_file(
    evaluation: Evaluation, broken: bytes
) -> None:
    (evaluation.root / "notebooks" / "Untitled.ipynb").write_bytes(broken)
    page, _ = write_start_pages(evaluation)
    assert "[Untitled Untitled](notebooks/Untitled.ipynb)" in page.read_text("utf-8")


def test_a_file_whose_name_has_a_blank_is_linked(evaluation: Evaluation) -> None:
    write_notebook(evaluation.root / "notebooks" / "Egna tal (2).ipynb")
    page, _ = write_start_pages(evaluation)
    assert "](notebooks/Egna%20tal%20%282%29.ipynb)" in page.read_text("utf-8")


def test_a_how_to_of_ones_own_may_be_in_another_encoding(evaluation: Evaluation) -> None:
    (evaluation.root / "docs" / "how-to").mkdir(parents=True)
    (evaluation.root / "docs" / "how-to" / "own.md").write_bytes("# Så gör vi".encode("cp1252"))
    page, _ = write_start_pages(evaluation)
    assert "r vi](docs/how-to/own.md)" in page.read_text("utf-8")


def test_a_title_cannot_make_markup_of_the_start_page(evaluation: Evaluation) -> None:
    title = evaluation.report.title.model_copy(update={"sv": "<img src=x> [a](b)"})
    cover = evaluation.report.model_copy(update={"title": title})
    page, _ = write_start_pages(evaluation.model_copy(update={"report": cover}))
    assert page.read_text("utf-8").startswith("# \\<img src=x\\> \\[a\\](b)\n")


def test_a_notebook_of_the_journey_is_saved_without_what_its_cells_showed() -> None:
    cell = {"cell_type": "code", "source": "1", "outputs": [{"data": "secret"}],
            "execution_count": 3}  # fmt: skip
    model = {"type": "notebook", "content": {"cells": [cell]}}
    without_outputs(model=model, path="notebooks/04_awareness.ipynb")
    assert (cell["outputs"], cell["execution_count"]) == ([], None)


@pytest.mark.parametrize(
    "path", ["own.ipynb", "notebooks/old/04.ipynb", "research/notebooks.ipynb"]
)
def test_a_notebook_of_ones_own_keeps_what_its_cells_showed(path: str) -> None:
    cell = {"cell_type": "code", "outputs": ["shown"], "execution_count": 3}
    without_outputs(model={"type": "notebook", "content": {"cells": [cell]}}, path=path)
    assert cell["outputs"] == ["shown"]


def test_results_are_shown_as_in_the_report_and_those_of_other_notebooks_are_not(
    evaluation: Evaluation,
) -> None:
    save_results(evaluation.report_folder / "results", synthetic=True)
    folder = next((evaluation.report_folder / "results").iterdir())
    page = results_page(evaluation, notebook=folder.name, language="sv")
    assert page and '<table id="tab-boards">' in page and "SYNTETISKA DATA" in page
    assert results_page(evaluation, notebook="99_none", language="sv") is None


def test_the_form_is_a_notebook_that_jupyter_reads(evaluation: Evaluation) -> None:
    write_start_pages(evaluation)
    form = evaluation.root / "form.ipynb"
    nbformat.validate(nbformat.read(form, as_version=4))
    assert json.loads(form.read_bytes())["cells"][1]["metadata"]["jupyter"]["source_hidden"]
