"""A notebook of the evaluator's own is planned, run and stale as any, and lets no answer out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from evaltools.artefacts import save_table
from evaltools.declarations import Text
from evaltools.errors import ConfigurationError
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.examples import small_table
from evaltools.running import Step, explain, plan
from evaltools.running.own_notebooks import stray_files
from evaltools.running.plan import NOTEBOOKS
from tests.running import run_here, write_notebook

ROOT = Path(__file__).parents[2]
OWN = 'evaluation_file: str = "evaluation.yml"  # e\nname: str = "own"  # name of the value'
SAVES = """
from pathlib import Path
import pandas as pd
from evaltools.artefacts import save_value
from evaltools.declarations import Text
from evaltools.disclosure import publish_facts
from evaltools.evaluation import read_evaluation

evaluation = read_evaluation(evaluation_file)
folder = next(evaluation.root.glob("reports/demo/results/1*"))
lines = len((evaluation.root / "data_raw" / "extra.csv").read_text().splitlines())
facts = publish_facts(pd.DataFrame({"lines": [float(lines)]}),
                      about=Text(sv="Rader.", en="Lines."), synthetic=True)
save_value(facts, column="lines", format="count", name=name, folder=folder, producer="own")
facts.tidy()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with the project's programme and no notebook of the journey."""
    shutil.copytree(ROOT / "programme", tmp_path / "programme")
    (tmp_path / "data_raw").mkdir()
    (tmp_path / "data_raw" / "extra.csv").write_text("a\n1\n")
    return tmp_path


def declared(folder: Path, **reads: list[str]) -> Evaluation:
    """Declare notebooks, each with what it reads."""
    text = (ROOT / "evaluation.yml").read_text(encoding="utf-8")
    entries = [f"  {name}: {{does: asks, reads: {json.dumps(r)}}}" for name, r in reads.items()]
    section = "\n".join(["notebooks:", *entries] if entries else [])
    (folder / "evaluation.yml").write_text(f"{text}\n{section}\n", encoding="utf-8")
    return read_evaluation(folder / "evaluation.yml")


def written(evaluation: Evaluation, *names: str, code: str = "1") -> None:
    for name in names:
        path = evaluation.root / "notebooks" / f"{name}.ipynb"
        write_notebook(path, code, parameters=OWN)


def step_of(evaluation: Evaluation, name: str) -> Step:
    return next(step for step in plan(evaluation) if step.name == name)


def test_it_is_run_before_the_report_which_reads_its_results(folder: Path) -> None:
    evaluation = declared(folder, **{"10_own": ["programme"]})
    written(evaluation, *NOTEBOOKS, "10_own")
    *_, own, report = plan(evaluation)
    assert (own.name, own.does, report.name) == ("10_own", "asks", "09_report")
    assert set(own.folders) < set(report.inputs)


def test_it_reads_all_that_a_step_made_and_the_files_that_it_names(folder: Path) -> None:
    reads = ["02_clean_survey-2025", "data_raw/extra.csv"]
    evaluation = declared(folder, **{"10_own": reads, "11_own": ["10_own"]})
    written(evaluation, "02_clean_survey", "10_own", "11_own")
    first, second = step_of(evaluation, "10_own"), step_of(evaluation, "11_own")
    assert set(first.inputs) == {
        evaluation.results_folder("02_clean_survey-2025"),
        evaluation.clean_folder("02_clean_survey-2025"),
        folder / "data_raw" / "extra.csv",
    }
    assert second.inputs == (evaluation.results_folder("10_own"),)


def test_nothing_of_it_goes_to_clean_data(folder: Path) -> None:
    evaluation = declared(folder, **{"10_own": ["programme"]})
    written(evaluation, "10_own")
    assert step_of(evaluation, "10_own").folders == (evaluation.results_folder("10_own"),)


def test_declaring_it_makes_no_other_step_anew(folder: Path) -> None:
    bare, with_own = declared(folder), declared(folder, **{"10_own": ["programme"]})
    written(with_own, *NOTEBOOKS, "10_own")
    others = [step for step in plan(with_own) if step.name not in ("10_own", "09_report")]
    assert [s.settings for s in others] == [s.settings for s in plan(bare)[:-1]]


@pytest.mark.parametrize(
    ("name", "read", "told"),
    [
        ("04_Awareness", "programme", "a notebook of the journey has this name"),
        ("12_absent", "programme", "there is no notebooks/12_absent.ipynb"),
        ("10_own", "04_awarenes", "neither a step before the notebook nor a file. Did you mean"),
        ("10_own", "05_outcomes", "neither a step before the notebook nor a file"),
        ("10_own", "11_own", "neither a step before the notebook nor a file"),
        ("10_own", "09_report", "neither a step before the notebook nor a file"),
        ("10_own", "../elsewhere", "leads out of"),
        ("10_own", "data_clean", "it is what a step makes"),
        ("10_own", "data_raw/demo/medarbetarenkat_2025.csv", "what persons have answered"),
        ("10_own", "data_raw", "what persons have answered"),
        ("10_own", "data_raw/link.csv", "what persons have answered"),
        ("10_own", "data_raw/linked", "what persons have answered"),
        ("10_own", "data_raw/astray", "leads out of"),
        ("10_own", ".evaltools", "it is what a step makes"),
        ("10_own", ".", "it is what a step makes"),
    ],
)
def test_what_cannot_be_read_is_told(folder: Path, name: str, read: str, told: str) -> None:
    evaluation = declared(folder, **{name: [read], "11_own": ["programme"]})
    written(evaluation, "10_own", "11_own", "04_awareness")
    (folder / "data_raw" / "demo").mkdir()
    answers = folder / "data_raw" / "demo" / "medarbetarenkat_2025.csv"
    answers.touch()
    (folder / "data_raw" / "link.csv").symlink_to(answers)
    for within, target in {"linked": answers, "astray": ROOT / "evaluation.yml"}.items():
        (folder / "data_raw" / within).mkdir()
        (folder / "data_raw" / within / "in_it.csv").symlink_to(target)
    with pytest.raises(ConfigurationError, match=told) as caught:
        plan(evaluation)
    assert f"evaluation.yml, notebooks.{name}" in str(caught.value)


def test_a_name_that_could_be_that_of_a_step_is_refused(folder: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"notebooks"):
        declared(folder, **{"02_clean_survey-2025": ["programme"]})


def test_its_parameters_may_be_given(folder: Path) -> None:
    evaluation = declared(folder, **{"10_own": ["programme"]})
    written(evaluation, "10_own")
    given = evaluation.model_copy(update={"parameters": {"10_own": {"name": "other"}}})
    assert step_of(given, "10_own").parameters == {"name": "other"}


def test_it_is_made_anew_when_what_it_reads_changes_and_shows_no_row(folder: Path) -> None:
    evaluation = declared(folder, **{"10_own": ["data_raw/extra.csv"]})
    written(evaluation, "10_own", code=SAVES)
    step = step_of(evaluation, "10_own")
    assert run_here((step,), folder)[0].outcome == "made"
    value = json.loads((step.folders[0] / "val-own.json").read_text())
    executed = json.loads(step.executed.read_text())
    assert value["value"] == 2 and not any(cell["outputs"] for cell in executed["cells"])
    (folder / "data_raw" / "extra.csv").write_text("a\n1\n2\n")
    assert explain((step,), root=folder)["10_own"] == ["data_raw/extra.csv has changed"]


def test_what_is_no_artefact_does_not_leave_it(folder: Path) -> None:
    evaluation = declared(folder, **{"10_own": ["data_raw/extra.csv"]})
    strays = '(folder / "rows.csv").touch(), (folder / "tab-rows.parquet").touch()'
    written(evaluation, "10_own", code=f"{SAVES}\n{strays}")
    step = step_of(evaluation, "10_own")
    (outcome,) = run_here((step,), folder)
    assert outcome.outcome == "failed" and "2 files that are no artefacts" in str(outcome.error)
    assert not step.folders[0].exists()


@pytest.mark.parametrize(
    ("spoil", "stray"),
    [
        (lambda made: (made / "rows.csv").touch(), "rows.csv"),
        (lambda made: (made / "what one wrote").mkdir(), "what one wrote"),
        (lambda made: pd.DataFrame({"a": [1]}).to_json(made / "tab-rows.json"), "tab-rows.json"),
        (lambda made: (made / "tab-goals.parquet").write_bytes(b"rows"), "tab-goals.parquet"),
        (lambda made: (made / "val-x.json").symlink_to(made / "tab-goals.json"), "val-x.json"),
        (lambda made: (made / "tab-goals.json").rename(made / "tab-wrote.json"), "tab-wrote.json"),
    ],
)
def test_only_a_whole_artefact_is_one(
    folder: Path, spoil: Callable[[Path], object], stray: str
) -> None:
    evaluation, text = declared(folder, **{"10_own": ["programme"]}), Text(sv="Mål", en="Goals")
    written(evaluation, "10_own")
    step = step_of(evaluation, "10_own")
    (made,) = step.folders
    save_table(
        small_table(), folder=made, name="goals", caption=text, source=text, producer="10_own"
    )
    assert stray_files(step) == []
    spoil(made)
    assert stray in {path.name for path in stray_files(step)}
