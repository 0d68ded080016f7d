"""Steps are run by content, published only when whole, and leave nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from evaltools.errors import ConfigurationError, DataError, RunError
from evaltools.running import Step, check_notebook, explain, run
from evaltools.running.notebooks import check_parameters

WORK = """
from pathlib import Path
Path("made").mkdir(exist_ok=True)
Path("made/out.txt").write_text(Path("in.txt").read_text() + word)
"""


def write_notebook(path: Path, *code: str, parameters: str = 'word: str = "x"  # a word') -> Path:
    """Write a notebook with a cell of parameters."""
    first = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    book = new_notebook(cells=[first, *map(new_code_cell, code)], metadata=kernel)
    nbformat.write(book, path)
    return path


def make_step(root: Path, **changes: object) -> Step:
    """Make a step that reads in.txt and fills the folder made/."""
    fields = {
        "name": "work", "notebook": root / "work.ipynb", "does": "works", "parameters": {},
        "inputs": (root / "in.txt",), "folders": (root / "made",),
        "files": (root / "done" / "work.ipynb",), "settings": "",
    } | changes  # fmt: skip
    return Step(**fields)  # type: ignore[arg-type]


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """Make a folder in which the step has run once."""
    (tmp_path / "in.txt").write_text("a")
    write_notebook(tmp_path / "work.ipynb", WORK)
    step = make_step(tmp_path)
    assert outcome(step) == "made"
    return step


def outcome(step: Step) -> str:
    """Run a step and return what became of it."""
    return run((step,), root=step.notebook.parent)[0].outcome


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
    assert "parameters" in " ".join(explain((changed,), root=step.notebook.parent)["work"])


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
    done = run((step,), root=step.notebook.parent)[0]
    assert done.outcome == "failed" and done.error is not None
    failed = step.files[0].with_name("work.failed.ipynb")
    return done.error, failed.read_text()  # type: ignore[return-value]


def test_a_failure_puts_back_what_an_earlier_run_made(step: Step) -> None:
    fail(step, 'Path("made/out.txt").write_text("half")\nraise ValueError("no")')
    assert (step.folders[0] / "out.txt").read_text() == "ax"
    assert [path.name for path in step.folders[0].parent.glob(".made*")] == []


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


def test_a_killed_kernel_is_a_failure(step: Step) -> None:
    error, _ = fail(step, "import os\nos._exit(1)")
    assert "the end of its kernel" in str(error) or "Dead" in str(error)


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
        files=(tmp_path / "done" / "after.ipynb",), notebook=tmp_path / "other.ipynb",
    )  # fmt: skip
    beside = make_step(
        tmp_path, name="beside", folders=(), files=(tmp_path / "done" / "beside.ipynb",),
        notebook=tmp_path / "other.ipynb",
    )  # fmt: skip
    outcomes = {o.step.name: o.outcome for o in run((broken, after, beside), root=tmp_path)}
    assert outcomes == {"work": "failed", "after": "stopped", "beside": "made"}


def test_a_missing_input_is_told_in_words(tmp_path: Path) -> None:
    write_notebook(tmp_path / "work.ipynb", WORK)
    with pytest.raises(DataError, match=r"in\.txt: the file does not exist"):
        run((make_step(tmp_path),), root=tmp_path)


def test_a_second_run_in_the_same_folder_is_refused(step: Step) -> None:
    import fcntl

    with (step.notebook.parent / ".evaltools" / "run.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(RunError, match="another run is under way"):
            outcome(step)


def test_unknown_and_mistyped_parameters_are_refused_at_once(tmp_path: Path) -> None:
    notebook = write_notebook(
        tmp_path / "n.ipynb", parameters="level: float = 0.95  # l\nwave: str = '2025'  # w"
    )
    with pytest.raises(ConfigurationError) as caught:
        check_parameters(notebook, {"levl": 0.9, "wave": 2025})
    assert len(caught.value.faults) == 2
    assert "Known are level (float), wave (str)" in str(caught.value)


def test_a_whole_number_is_a_good_float(tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "n.ipynb", parameters="level: float = 0.95  # l")
    check_parameters(notebook, {"level": 1})


@pytest.mark.parametrize(
    "code", ["for i in []:\n    pass", "def f(): ...", "try:\n    1\nfinally:\n    2"]
)
def test_code_that_belongs_in_the_library_is_told(tmp_path: Path, code: str) -> None:
    assert check_notebook(write_notebook(tmp_path / "n.ipynb", code))
