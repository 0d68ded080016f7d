"""What differs from what a run read, made and was made with is told; what does not is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

from evaltools.errors import RunError
from evaltools.provenance import CRATE, GROWING, PAGE, write_crate
from evaltools.running import verify_run
from tests.crates import ANSWERS, lay_out, step, tell, write_run

Change = Callable[[Path], object]


def found(crate: Path) -> list[str]:
    """List the places of what differs."""
    root = crate.parents[2]
    return [fault.place for fault in verify_run(crate, root=root)]


def test_nothing_differs_from_a_run_that_has_just_ended(tmp_path: Path) -> None:
    assert verify_run(write_run(tmp_path), root=tmp_path) == []


@pytest.mark.parametrize(
    "path",
    ["data_raw/svar å.csv", "reports/demo/results/04/tab-a.json", "reports/demo/notebooks/04.ipynb",
     "reports/demo/evaluation.yml"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("change", "told"),
    [(lambda path: path.write_text("edited"), "it has changed since the run"),
     (lambda path: path.unlink(), "it is missing")],
)  # fmt: skip
def test_a_file_that_changed_or_went_is_told(
    tmp_path: Path, path: str, change: Change, told: str
) -> None:
    crate = write_run(tmp_path)
    change(tmp_path / path)
    (fault,) = verify_run(crate, root=tmp_path)
    assert fault.place == path and fault.problem.startswith(told)


@pytest.mark.parametrize(
    ("folder", "since"),
    [(ANSWERS, "the run read it"), ("data_clean/02", "the run made it")],
)
@pytest.mark.parametrize(
    "change",
    [lambda folder: (folder / "new.txt").touch(),
     lambda folder: next(folder.iterdir()).write_text("edited"),
     lambda folder: next(folder.iterdir()).rename(folder / "other.txt")],
)  # fmt: skip
def test_a_folder_in_which_something_changed_is_told_and_no_file_of_it(
    tmp_path: Path, folder: str, since: str, change: Change
) -> None:
    crate = write_run(tmp_path)
    change(tmp_path / folder)
    (fault,) = verify_run(crate, root=tmp_path)
    assert (fault.place, fault.problem) == (folder, f"it has changed since {since}.")


def test_a_folder_that_went_is_told(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    shutil.rmtree(tmp_path / ANSWERS)
    (fault,) = verify_run(crate, root=tmp_path)
    assert (fault.place, fault.problem) == (ANSWERS, "it is missing.")


@pytest.mark.parametrize("path", ["reports/demo/new.csv", "reports/demo/results/04/new.csv"])
def test_a_new_file_in_the_runs_folder_is_told(tmp_path: Path, path: str) -> None:
    crate = write_run(tmp_path)
    (tmp_path / path).touch()
    assert found(crate) == [path]


def test_a_new_file_elsewhere_is_nobodys_business(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    (tmp_path / "data_raw" / "new.csv").touch()
    assert found(crate) == []


def test_the_page_of_the_run_may_be_drawn_again(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    crate.with_name(PAGE).touch()
    assert found(crate) == []


def test_a_notebook_that_says_something_else_is_told(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    notebook = tmp_path / "notebooks" / "04.ipynb"
    notebook.write_text(notebook.read_text().replace('"04"', '"05"'))
    assert found(crate) == ["notebooks/04.ipynb"]


def test_a_notebook_saved_with_outputs_says_the_same(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    notebook = tmp_path / "notebooks" / "04.ipynb"
    book = nbformat.read(notebook, 4)
    book.cells[0].outputs = [new_output("stream", text="x")]
    nbformat.write(book, notebook)
    assert found(crate) == []


@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: path.write_text("{")])
def test_a_notebook_that_is_gone_or_broken_is_told(tmp_path: Path, change: Change) -> None:
    crate = write_run(tmp_path)
    change(tmp_path / "notebooks" / "04.ipynb")
    assert found(crate) == ["notebooks/04.ipynb"]


def retold(crate: Path, name: str, **changes: str) -> None:
    """Let a manifest say something else of an entity."""
    told = json.loads(crate.read_bytes())
    for each in told["@graph"]:
        if each.get("name") == name:
            each.update(changes)
    crate.write_text(json.dumps(told))


def test_another_library_is_told_with_the_commit_to_go_back_to(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    retold(crate, "errors/__init__.py", sha256="0" * 64)
    (fault,) = verify_run(crate, root=tmp_path)
    assert fault.place == "evaltools/errors/__init__.py" and "1831b7a05ba0" in fault.remedy


def test_another_python_is_told(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    retold(crate, "Python", softwareVersion="3.9.0")
    (fault,) = verify_run(crate, root=tmp_path)
    assert (fault.place, "used version 3.9.0" in fault.problem) == ("Python", True)


def test_another_version_of_a_package_is_told(tmp_path: Path) -> None:
    crate = write_run(tmp_path)
    name = next(iter(tell(tmp_path).packages))
    retold(crate, name, softwareVersion="0.0")
    assert found(crate) == [name]


def test_what_was_released_since_is_no_change(tmp_path: Path) -> None:
    """`evaltools release` appends to the ledger that the next run reads."""
    lay_out(tmp_path)
    ledger = tmp_path / GROWING
    ledger.write_text('{"run": "2024"}\n')
    made = ["reports/demo/results/04", "reports/demo/notebooks"]
    reads = step(tmp_path, "04", reads=[GROWING], makes=made)
    crate = write_crate(replace(tell(tmp_path), steps=(reads,)), root=tmp_path)
    with ledger.open("a") as file:
        file.write('{"run": "demo"}\n')
    assert found(crate) == []
    ledger.write_text('{"run": "none"}\n' * 2)
    assert found(crate) == [GROWING]


def test_a_manifest_that_lacks_is_told_as_an_error(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="there is no manifest"):
        verify_run(tmp_path / CRATE, root=tmp_path)
