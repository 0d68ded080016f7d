"""Steps are run by content, published only when whole, and leave nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from evaltools.errors import ConfigurationError, DataError, RunError
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.provenance import CRATE, PAGE, fingerprint
from evaltools.running import (
    Step,
    ThisMachine,
    absent_notebooks,
    alone,
    check_notebook,
    explain,
    journey,
    make_report,
    plan,
    run,
    undeclared_notebooks,
)
from evaltools.running.notebooks import check_parameters
from tests.running import WORK, Here, Listener, make_step, run_here, write_notebook

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder in which the step has run once."""
    root = tmp_path_factory.mktemp("finished")
    (root / "in.txt").write_text("a")
    write_notebook(root / "work.ipynb", WORK)
    assert outcome(make_step(root)) == "made"
    return root


@pytest.fixture
def step(finished: Path, tmp_path: Path) -> Step:
    """Copy that folder, so that it can be spoilt."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return make_step(tmp_path)


def outcome(step: Step) -> str:
    """Run a step and return what became of it."""
    return run_here((step,), step.notebook.parent)[0].outcome


def test_a_step_runs_once_and_its_product_stands(step: Step) -> None:
    assert outcome(step) == "unchanged"
    assert (step.folders[0] / "out.txt").read_text() == "ax"


def test_new_content_with_an_older_time_is_seen(step: Step) -> None:
    (source,) = step.inputs
    time = source.stat().st_mtime_ns
    source.write_text("b")
    os.utime(source, ns=(time - 10**12, time - 10**12))
    assert outcome(step) == "made"
    assert (step.folders[0] / "out.txt").read_text() == "bx"


def test_new_content_with_the_same_time_is_seen(step: Step) -> None:
    (source,) = step.inputs
    time = source.stat().st_mtime_ns
    source.write_text("b")
    os.utime(source, ns=(time, time))
    assert "in.txt has changed" in explain((step,), root=source.parent)["work"]


def test_a_product_edited_by_hand_is_made_again(step: Step) -> None:
    (step.folders[0] / "out.txt").write_text("edited")
    assert outcome(step) == "made"
    assert (step.folders[0] / "out.txt").read_text() == "ax"


def test_a_deleted_product_is_missing_and_told(step: Step) -> None:
    (step.folders[0] / "out.txt").unlink()
    assert explain((step,), root=step.notebook.parent)["work"] == ["made is missing"]


def test_a_new_parameter_is_seen(step: Step) -> None:
    changed = make_step(step.notebook.parent, parameters={"word": "y"})
    assert "the parameter word" in " ".join(explain((changed,), root=step.notebook.parent)["work"])


def test_a_notebook_saved_with_outputs_is_not_stale(step: Step) -> None:
    book = nbformat.read(step.notebook, 4)
    book.cells[1].execution_count = 7
    book.metadata["other"] = 1
    nbformat.write(book, step.notebook)
    assert explain((step,), root=step.notebook.parent) == {}


def test_the_executed_copy_holds_no_path_of_the_machine(step: Step) -> None:
    assert str(step.notebook.parent) not in step.files[0].read_text()


def fail(step: Step, code: str) -> tuple[RunError | DataError, str]:
    """Let the step's notebook fail; return the error and the text of the failed copy."""
    write_notebook(step.notebook, "from pathlib import Path\n" + code)
    done = run_here((step,), step.notebook.parent)[0]
    assert done.outcome == "failed" and done.error is not None
    failed = step.files[0].with_name("work.failed.ipynb")
    return done.error, failed.read_text()  # type: ignore[return-value]


def test_a_failure_puts_back_what_an_earlier_run_made(step: Step) -> None:
    fail(step, 'Path("made/out.txt").write_text("half")\nraise ValueError("no")')
    assert (step.folders[0] / "out.txt").read_text() == "ax"
    assert list((step.notebook.parent / ".evaltools" / "attempts").iterdir()) == []


def test_a_foreign_error_is_told_without_its_message(step: Step) -> None:
    error, copy = fail(step, 'name = "Kim " + "Larsson"\nraise KeyError(name)')
    assert "stopped in cell 2 with KeyError" in str(error)
    assert "Kim Larsson" not in str(error) + copy


def test_an_error_of_ours_is_told_with_its_sentences(step: Step) -> None:
    error, _ = fail(
        step,
        "from evaltools.errors import DataError, Fault\n"
        'raise DataError([Fault("a.csv", "is empty.", "Export it."), Fault("b.csv", "too.", "")])',
    )
    assert isinstance(error, DataError)
    assert [str(fault) for fault in error.faults] == ["a.csv: is empty. Export it.", "b.csv: too."]


def test_several_errors_in_the_last_cell_are_a_failure(step: Step) -> None:
    """IPython prints a group of errors to the terminal, and the notebook shows none."""
    code = 'name = "Kim " + "Larsson"\nraise ExceptionGroup(name, [KeyError(name)])'
    error, copy = fail(step, f"{WORK}\n{code}")
    assert "stopped in cell 2 with" in str(error) and "Kim Larsson" not in str(error) + copy


def test_a_killed_kernel_is_a_failure(step: Step) -> None:
    before = step.files[0].read_bytes()
    error, _ = fail(step, "import os\nos._exit(1)")
    assert "stopped in cell 2 with the end of its kernel" in str(error)
    assert step.files[0].read_bytes() == before


def test_a_notebook_that_leaves_before_its_end_is_a_failure(step: Step) -> None:
    error, _ = fail(step, "import sys\nsys.exit(0)")
    assert "stopped in cell 2 with SystemExit" in str(error)


def test_a_product_that_is_not_made_is_a_failure(step: Step) -> None:
    error, _ = fail(step, "1 + 1")
    assert "ended without having made made" in str(error)


def test_the_failed_copy_shows_the_way_to_the_error(step: Step) -> None:
    _, copy = fail(step, "import json\njson.loads('{')")
    assert "json/decoder.py, line" in copy and "Cell In[2], line 3" in copy


def test_warnings_of_libraries_are_not_kept(step: Step) -> None:
    _, copy = fail(step, 'import warnings\nwarnings.warn("Kim " + "Larsson")\n1 / 0')
    assert "Kim Larsson" not in copy


def test_a_failure_writes_no_value_to_the_terminal(
    step: Step, capfd: pytest.CaptureFixture[str]
) -> None:
    fail(step, 'import os\nname = b"Kim " + b"Larsson"\nos.write(2, name)\nraise KeyError(name)')
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "")


def test_the_next_run_makes_what_failed(step: Step) -> None:
    fail(step, "1 / 0")
    write_notebook(step.notebook, WORK, "mended = True")
    assert outcome(step) == "made"
    assert not step.files[0].with_name("work.failed.ipynb").exists()


def test_a_failure_stops_only_what_builds_on_it(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("a")
    write_notebook(tmp_path / "work.ipynb", "1 / 0")
    write_notebook(tmp_path / "other.ipynb", "1 + 1")
    broken = make_step(tmp_path)
    after = make_step(
        tmp_path, name="after", inputs=(tmp_path / "made",), folders=(),
        files=(tmp_path / "reports/x/notebooks/after.ipynb",), notebook=tmp_path / "other.ipynb",
    )  # fmt: skip
    beside = make_step(
        tmp_path, name="beside", folders=(), files=(tmp_path / "reports/x/notebooks/beside.ipynb",),
        notebook=tmp_path / "other.ipynb",
    )  # fmt: skip
    outcomes = {o.step.name: o.outcome for o in run_here((broken, after, beside), tmp_path)}
    assert outcomes == {"work": "failed", "after": "stopped", "beside": "made"}


def test_a_missing_input_is_told_in_words(tmp_path: Path) -> None:
    write_notebook(tmp_path / "work.ipynb", WORK)
    with pytest.raises(DataError, match=r"in\.txt: the file does not exist"):
        run_here((make_step(tmp_path),), tmp_path)


def test_a_second_run_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    refused = pytest.raises(RunError, match="another run is under way")
    with alone(tmp_path), refused, alone(tmp_path):
        pass


def test_the_lock_of_a_killed_run_blocks_nobody(tmp_path: Path) -> None:
    code = (
        "import os, pathlib\nfrom evaltools.running import alone\n"
        "with alone(pathlib.Path.cwd()):\n    os._exit(9)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert killed.returncode == 9
    with alone(tmp_path):
        assert (tmp_path / ".evaltools" / "run.lock").exists()


def test_unknown_and_mistyped_parameters_are_refused_at_once(tmp_path: Path) -> None:
    notebook = write_notebook(
        tmp_path / "n.ipynb", parameters="level: float = 0.95  # l\nwave: str = '2025'  # w"
    )
    faults = check_parameters(notebook, {"levl": 0.9, "wave": 2025})
    assert [str(fault) for fault in faults] == [
        "parameter levl of n: is not known. Did you mean level? "
        "Known are level (float), wave (str).",
        "parameter wave of n: must be str, and it is int. "
        "Correct it in evaluation.yml or on the command line.",
    ]


def test_a_whole_number_is_a_good_float(tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "n.ipynb", parameters="level: float = 0.95  # l")
    assert check_parameters(notebook, {"level": 1}) == []


@pytest.mark.parametrize(
    "code", ["for i in []:\n    pass", "def f(): ...", "try:\n    1\nfinally:\n    2"]
)
def test_code_that_belongs_in_the_library_is_told(tmp_path: Path, code: str) -> None:
    assert check_notebook(write_notebook(tmp_path / "n.ipynb", code))


@pytest.mark.parametrize(
    "parameters", ["level = 0.95  # l", "level: float  # l", "level: float = 0.95"]
)
def test_a_parameter_without_type_value_or_explanation_is_told(
    tmp_path: Path, parameters: str
) -> None:
    (fault,) = check_notebook(write_notebook(tmp_path / "n.ipynb", parameters=parameters))
    assert "lacks its type, value or explanation" in fault.problem


def test_cells_with_one_id_are_told(tmp_path: Path) -> None:
    """nbformat gives the second one another id on every reading."""
    notebook = write_notebook(tmp_path / "n.ipynb", "a = 1", "b = 2")
    book = json.loads(notebook.read_text())
    book["cells"][2]["id"] = book["cells"][1]["id"] = "same"
    notebook.write_text(json.dumps(book))
    assert [fault.problem for fault in check_notebook(notebook)] == ["2 cells have the id same."]


def test_a_line_that_is_not_python_is_told(tmp_path: Path) -> None:
    (fault,) = check_notebook(write_notebook(tmp_path / "n.ipynb", "a = 1\n%matplotlib inline"))
    assert fault.place == "n.ipynb, cell 2, line 2"


def test_a_file_that_is_no_notebook_is_told(tmp_path: Path) -> None:
    (tmp_path / "n.ipynb").write_text("{}")
    with pytest.raises(ConfigurationError, match="cannot be read as a notebook"):
        check_notebook(tmp_path / "n.ipynb")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work off reports too with the kernels that all tests share."""
    monkeypatch.setattr(journey, "ThisMachine", Here)


@pytest.fixture
def evaluation(tmp_path: Path) -> Evaluation:
    """Make an evaluation with the project's data and one small notebook."""
    for part in ("data_raw", "programme"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "evaluation.yml", tmp_path)
    (tmp_path / "reports" / "manuscript").mkdir(parents=True)
    for language in ("sv", "en"):
        (tmp_path / "reports" / "manuscript" / f"factsheet.{language}.md").write_text("# Blad\n")
    (tmp_path / "notebooks").mkdir()
    write_notebook(
        tmp_path / "notebooks" / "01_intake.ipynb",
        "from evaltools.evaluation import read_evaluation\n"
        'made = read_evaluation(evaluation_file).results_folder("01_intake")\n'
        '(made / "out.txt").write_text(str(seed))',
        parameters='evaluation_file: str = "evaluation.yml"  # e\nseed: int = 7  # s',
    )
    return read_evaluation(tmp_path / "evaluation.yml")


@pytest.fixture
def whole(evaluation: Evaluation) -> Evaluation:
    """Give the evaluation every notebook of the journey."""
    for name in absent_notebooks(evaluation):
        parameters = 'wave: str = "2025"  # w\nbody: str = ""  # b\nlevel: float = 0.9  # l'
        write_notebook(evaluation.root / "notebooks" / f"{name}.ipynb", parameters=parameters)
    return evaluation


def test_a_notebook_that_is_not_there_is_left_out_of_the_plan(evaluation: Evaluation) -> None:
    assert [step.name for step in plan(evaluation)] == ["01_intake"]


def test_no_step_waits_for_a_notebook_that_is_not_there(whole: Evaluation) -> None:
    (whole.root / "notebooks" / "05_outcomes.ipynb").unlink()
    left_out = whole.results_folder("05_outcomes")
    assert [step.name for step in plan(whole) if left_out in step.inputs] == []


def test_the_survey_is_cleaned_once_per_wave(whole: Evaluation) -> None:
    waves = [step.parameters["wave"] for step in plan(whole) if step.name.startswith("02")]
    assert waves == ["2019", "2025"]


def test_the_factsheet_is_made_once_per_body(whole: Evaluation) -> None:
    names = [step.name for step in plan(whole) if step.name.startswith("08")]
    assert "08_body_factsheet-sdn-jarva" in names and len(names) > 20


def test_every_folder_that_a_step_reads_is_filled_by_an_earlier_one(whole: Evaluation) -> None:
    filled = {whole.root / "reports" / "manuscript"}
    filled |= {whole.path(each) for each in ("data_raw/demo/remissvar", "data_raw/demo/kodning")}
    for step in plan(whole):
        folders = {path for path in step.inputs if not path.is_file()}
        assert [path for path in folders if filled.isdisjoint((path, path.parent))] == [], step.name
        filled |= set(step.folders)


def test_testimony_waits_for_answers_codings_and_what_a_person_signed(whole: Evaluation) -> None:
    quotes = whole.review_file("2025")
    quotes.parent.mkdir(parents=True)
    quotes.touch()
    step = next(step for step in plan(whole) if step.name == "06_testimony")
    declared = ("data_raw/demo/kodning", "programme/codebooks/themes.yml")
    assert {quotes, *map(whole.path, declared)} <= set(step.inputs)


def test_who_answered_or_coded_is_told_by_neither_manifest_nor_page(
    evaluation: Evaluation,
) -> None:
    """A private person's answer is named after them, a file of codings after who coded."""
    notebooks = evaluation.root / "notebooks"
    (notebooks / "01_intake.ipynb").unlink()
    write_notebook(
        notebooks / "06b_consultation.ipynb",
        "from evaltools.evaluation import read_evaluation\n"
        'made = read_evaluation(evaluation_file).results_folder("06b_consultation")\n'
        '(made / "out.txt").touch()',
        parameters='evaluation_file: str = "evaluation.yml"  # e',
    )
    make_report(evaluation, watcher=Listener())
    planted = evaluation.path("data_raw/demo/remissvar/Robin Svensson.txt")
    planted.write_text("Avstyrker.")
    evaluation.path("data_raw/demo/kodning/kodning-2025-QZ.csv").touch()
    make_report(evaluation, watcher=Listener())
    told, page = ((evaluation.report_folder / name).read_text("utf-8") for name in (CRATE, PAGE))
    assert "data_raw/demo/remissvar has changed" in page
    traces = ("Svensson", "QZ", "Avstyrker", fingerprint(planted))
    assert [each for each in traces if each in told + page] == []


@pytest.mark.parametrize(
    ("field", "notebooks"),
    [("synthesis", ["07_synthesis"]), ("people", ["06_testimony", "06b_consultation"])],
)
def test_what_few_notebooks_read_makes_no_others_anew(
    whole: Evaluation, field: str, notebooks: list[str]
) -> None:
    other = whole.model_copy(update={field: "programme/x.yml"})
    changed = [
        a.name for a, b in zip(plan(whole), plan(other), strict=True) if a.settings != b.settings
    ]
    assert changed == notebooks


@pytest.mark.parametrize(
    ("without", "left_out"),
    [
        (("coding",), {"06_testimony": "coding", "06b_consultation": "coding"}),
        (("consultation",), {"06b_consultation": "consultation"}),
        (("coding", "consultation"),
         {"06_testimony": "coding", "06b_consultation": "coding and consultation"}),
        (("baseline_wave",), {"04c_since_baseline": "baseline_wave"}),
        (("followup",), {"03b_clean_followup": "followup", "05c_followup": "followup"}),
    ],
)  # fmt: skip
def test_what_is_not_declared_is_left_out_and_said(
    whole: Evaluation, without: tuple[str, ...], left_out: dict[str, str]
) -> None:
    bare = whole.model_copy(update=dict.fromkeys(without))
    assert undeclared_notebooks(bare) == left_out
    assert {step.name for step in plan(bare)}.isdisjoint(left_out)
    read = {path for step in plan(bare) for path in step.inputs}
    assert read.isdisjoint(map(bare.results_folder, left_out))


NONE_OF_IT: dict[str, object] = {
    "waves": {}, "current_wave": None, "baseline_wave": None, "published_indicators": None,
    "followup": None, "consultation": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("kept", "evidence"),
    [
        (("waves", "current_wave"), {"04_awareness"}),
        (("published_indicators",), {"05_outcomes"}),
        (("followup",), {"05c_followup"}),
        (("consultation",), {"06b_consultation"}),
    ],
)
def test_one_kind_of_evidence_is_planned_by_itself(
    whole: Evaluation, kept: tuple[str, ...], evidence: set[str]
) -> None:
    (whole.path(whole.programme) / "sources.yml").unlink()  # it declares publications
    absent = {name: value for name, value in NONE_OF_IT.items() if name not in kept}
    planned = {step.name for step in plan(whole.model_copy(update=absent))}
    assert planned & {"04_awareness", "05_outcomes", "05c_followup", "06b_consultation"} == evidence
    assert {"07_synthesis", "07b_bodies", "09_report"} <= planned


def test_nothing_to_evaluate_by_is_refused(whole: Evaluation) -> None:
    (whole.path(whole.programme) / "sources.yml").unlink()
    with pytest.raises(ConfigurationError, match="it declares nothing to evaluate by"):
        plan(whole.model_copy(update=NONE_OF_IT))


def test_texts_in_too_few_languages_are_told_before_anything_runs(whole: Evaluation) -> None:
    file = whole.path(whole.programme) / "programme.yml"
    text = file.read_text(encoding="utf-8").replace(", en: the programme against violence", "")
    file.write_text(text.replace("  en: The City", "  # The City", 1), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        plan(whole)
    assert [fault.place for fault in caught.value.faults] == [
        f"{file}, name",
        f"{file}, short_name",
    ]


def test_the_report_waits_for_the_results_of_every_step(whole: Evaluation) -> None:
    *earlier, report = plan(whole)
    results = whole.report_folder / "results"
    made = {folder for step in earlier for folder in step.folders if results in folder.parents}
    assert made < set(report.inputs)


def test_a_new_title_makes_only_factsheets_and_report_anew(whole: Evaluation) -> None:
    other = whole.model_copy(update={"report": whole.report.model_copy(update={"author": None})})
    before, after = plan(whole), plan(other)
    changed = [a.name for a, b in zip(before, after, strict=True) if a.settings != b.settings]
    assert {name.partition("-")[0] for name in changed} == {"08_body_factsheet", "09_report"}


def test_parameters_that_do_not_fit_are_told_for_all_notebooks_at_once(whole: Evaluation) -> None:
    parameters = {"1_intake": {"seed": 1}, "01_intake": {"seed": "x"}, "04_awareness": {"levl": 1}}
    with pytest.raises(ConfigurationError) as caught:
        plan(whole.model_copy(update={"parameters": parameters}))
    places = [fault.place for fault in caught.value.faults]
    assert places == [
        "parameters of 1_intake", "parameter seed of 01_intake", "parameter levl of 04_awareness",
    ]  # fmt: skip


def test_a_parameter_that_the_plan_decides_is_refused(whole: Evaluation) -> None:
    with pytest.raises(ConfigurationError, match="the run itself gives it"):
        plan(whole.model_copy(update={"parameters": {"02_clean_survey": {"wave": "2019"}}}))


def test_a_run_with_another_name_fills_its_own_folder(evaluation: Evaluation) -> None:
    make_report(evaluation, name="strict", watcher=Listener())
    reports = sorted(path.name for path in (evaluation.root / "reports").iterdir())
    assert reports == ["manuscript", "strict"]


def test_what_a_run_writes_is_its_users_alone(
    evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journey, "ThisMachine", ThisMachine)  # a run's own kernels have its umask
    notebook = evaluation.root / "notebooks" / "01_intake.ipynb"
    book = nbformat.read(notebook, 4)
    book.cells.append(new_code_cell('(made / "by").mkdir()\n(made / "by" / "hand.txt").touch()'))
    nbformat.write(book, notebook)
    make_report(evaluation, watcher=Listener())
    made = [path for place in (evaluation.report_folder, evaluation.root / ".evaltools")
            for path in (place, *place.rglob("*"))]  # fmt: skip
    assert len(made) > 10
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []


def test_the_manifest_tells_the_seeds(evaluation: Evaluation) -> None:
    make_report(evaluation, watcher=Listener())
    graph = json.loads((evaluation.report_folder / CRATE).read_text("utf-8"))["@graph"]
    seeds = {each["@id"]: each["value"] for each in graph if "seed" in each.get("description", "")}
    assert seeds == {"#value/01_intake/seed": 7}


def test_a_sheet_alone_leaves_other_results_and_the_manifest_as_they_are(
    evaluation: Evaluation,
) -> None:
    write_notebook(
        evaluation.root / "notebooks" / "08_body_factsheet.ipynb",
        "from evaltools.evaluation import read_evaluation\n"
        'made = read_evaluation(evaluation_file).results_folder("08_body_factsheet-" + body)\n'
        '(made / "out.txt").touch()',
        parameters='evaluation_file: str = "evaluation.yml"  # e\nbody: str = ""  # b',
    )
    other = evaluation.results_folder("02_clean_survey-2012")
    other.mkdir(parents=True)
    (done,) = make_report(evaluation, bodies=["sdn-jarva"], watcher=Listener())
    assert (done.step.name, done.outcome) == ("08_body_factsheet-sdn-jarva", "made")
    assert other.exists() and not (evaluation.report_folder / "manifest.json").exists()


def test_results_that_no_step_makes_any_more_are_removed(evaluation: Evaluation) -> None:
    old = evaluation.results_folder("02_clean_survey-2012")
    old.mkdir(parents=True)
    (old / "tab-old.json").write_text("{}")
    make_report(evaluation, watcher=Listener())
    assert not old.exists()


# What a run must not believe


def test_an_input_that_was_another_while_a_step_ran_is_not_believed(step: Step) -> None:
    """It is put back before the next run: what was read is remembered, not what was there."""
    (source,) = step.inputs
    source.write_text("b")

    class Meanwhile(Listener):
        def began(self, step: Step) -> None:
            source.write_text("wrong")

    root = source.parent
    run((step,), root=root, place=Here(root), watcher=Meanwhile())
    source.write_text("b")
    assert outcome(step) == "made"
    assert (step.folders[0] / "out.txt").read_text() == "bx"


def test_a_page_and_a_manifest_that_are_gone_are_made_again(evaluation: Evaluation) -> None:
    make_report(evaluation, watcher=Listener())
    for name in (CRATE, PAGE):
        (evaluation.report_folder / name).unlink()
    make_report(evaluation, watcher=Listener())
    assert all((evaluation.report_folder / name).is_file() for name in (CRATE, PAGE))


def test_after_a_failure_there_is_no_manifest_of_what_was(evaluation: Evaluation) -> None:
    make_report(evaluation, watcher=Listener())
    write_notebook(evaluation.root / "notebooks" / "01_intake.ipynb", "1 / 0")
    make_report(evaluation, watcher=Listener())
    assert not (evaluation.report_folder / CRATE).exists()
    page = (evaluation.report_folder / PAGE).read_text("utf-8")
    assert "ZeroDivisionError" in page and str(evaluation.root) not in page


def test_a_linked_folder_among_the_inputs_is_not_followed(step: Step, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "own").mkdir(parents=True)
    (folder / "link").symlink_to(tmp_path.parent, target_is_directory=True)
    write_notebook(
        step.notebook,
        'import os\nfrom pathlib import Path\nPath("made/out.txt").write_text('
        'str(sorted(os.listdir("folder") if os.path.isdir("folder") else [])))',
    )
    changed = make_step(tmp_path, inputs=(folder,))
    assert run_here((changed,), tmp_path)[0].outcome == "made"
    assert (tmp_path / "made" / "out.txt").read_text() == "[]"


def test_what_a_killed_run_has_left_is_swept(evaluation: Evaluation) -> None:
    for left in ("attempts/x-1/answers.csv", "reproduction/answers.csv", "token-1"):
        path = evaluation.root / ".evaltools" / left
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    make_report(evaluation, watcher=Listener())
    left = {path.name for path in (evaluation.root / ".evaltools").iterdir()}
    assert left <= {"run.lock", "steps", "attempts"}
    assert list((evaluation.root / ".evaltools" / "attempts").iterdir()) == []


def test_a_lock_that_is_no_lock_is_told(tmp_path: Path) -> None:
    (tmp_path / ".evaltools").mkdir()
    (tmp_path / ".evaltools" / "run.lock").write_text("not a lock, and long enough to be read" * 99)
    with pytest.raises(RunError, match="cannot be locked"), alone(tmp_path):
        pass
