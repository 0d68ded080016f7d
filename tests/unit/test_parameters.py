"""What a notebook's parameters may be is declared once, for us and for papermill."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from contextlib import redirect_stderr
from pathlib import Path

import nbformat
import papermill.cli
import pytest
from click.testing import CliRunner
from papermill import inspect_notebook

from evaltools.running.parameters import DeclaredParameter, parameter_faults, read_parameters

LIST = 'Literal["robust","plain"]'
NUMBER = "a number, written with a point, such as 0.9"


@pytest.mark.parametrize(
    ("type", "fitting", "unfit"),
    [
        ("str", ["", "2025"], [2025, None, ["a"]]),
        ("int", [0, -7, 10**400], [True, 1.0, "1"]),
        ("float", [0.9, 1, 10**400], [True, "0,9", float("nan"), float("inf")]),
        ("bool", [True, False], [0, 1, "yes"]),
        ("float|None", [None, 0.9], ["", False]),
        ("Optional[int]", [None, 3], [3.5]),
        ("list[str]", [[], ["a", "b"]], ["a", ["a", 1], None]),
        ("list[float]", [[0.9, 1]], [[True], 0.9]),
        (LIST, ["robust", "plain"], ["Robust", "", None]),
        ("Literal[1,2]", [1], [True, 1.0, "1", 3]),
        ('Literal["all"]|float', ["all", 0.5], ["none"]),
        ("date", [], ["2025-01-01", 1]),
    ],
)
def test_a_value_fits_its_type_and_no_other(
    type: str, fitting: list[object], unfit: list[object]
) -> None:
    declared = DeclaredParameter(type, None)
    assert [value for value in fitting if not declared.accepts(value)] == []
    assert [value for value in unfit if declared.accepts(value)] == []


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("str", "2025", "2025"),
        ("str", "true", "true"),
        ("str", '"2025"', "2025"),
        ("str|None", "null", None),
        ("float", "1", 1),
        ("float", "0,9", "0,9"),
        ("list[str]", "[a, b]", ["a", "b"]),
        ('Literal["1","2"]', "2", "2"),
    ],
)
def test_the_declared_type_says_how_a_text_is_read(type: str, text: str, value: object) -> None:
    assert DeclaredParameter(type, None).read(text, place="-p x") == value


@pytest.mark.parametrize(
    ("type", "value", "told"),
    [
        ("float", "high", f"must be {NUMBER}, and it is str."),
        ("float", float("nan"), f"must be {NUMBER}, and it is no finite number."),
        ("list[str]", ["a", 1, 2], "must be list[str], and it is list[str|int]."),
        ("int", None, "must be int, and it is None."),
        ('Literal["all"]|float', "none", 'must be Literal["all"]|float, and it is str.'),
        (LIST, "robus", "must be one of robust, plain, and it is robus."),
    ],
)
def test_what_a_value_must_be_is_told(type: str, value: object, told: str) -> None:
    assert DeclaredParameter(type, None).misfit(value)[0] == told  # type: ignore[arg-type]


def test_the_nearest_value_of_a_list_is_suggested_and_nothing_that_is_far() -> None:
    declared = DeclaredParameter(LIST, "plain")
    assert declared.misfit("robus")[1].startswith("Did you mean robust? ")
    assert "Did you mean" not in declared.misfit("x")[1]


CELL = f"""level: float = 0.95  # level of the intervals
width: "Optional[float]" = None  # half width
wanted: list[str] = ["a#b", "c"]  # what is drawn
method = "plain"  # type: {LIST} how intervals are made
ceiling = None  # type: float|None the highest value
"""


def test_types_stand_in_annotations_or_in_comments() -> None:
    declared = {name: (each.type, each.default) for name, each in read_parameters(CELL).items()}
    assert declared == {
        "level": ("float", 0.95),
        "width": ("Optional[float]", None),
        "wanted": ("list[str]", ["a#b", "c"]),
        "method": (LIST, "plain"),
        "ceiling": ("float|None", None),
    }


def test_what_is_declared_in_full_is_in_order() -> None:
    assert parameter_faults(CELL, place="n") == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a = 1  # what", "lacks its type"),
        ("a: int  # what", "lacks its type"),
        ("a: int = 1", "lacks its type"),
        ('a: str = "#"', "lacks its type"),
        ("a = 1  # type: int", "lacks its type"),
        ("a: int = 1  # type: int what", "has two types"),
        ("a, b = 1, 2  # type: int what", "lacks its type"),
        ("print(1)  # what", "lacks its type"),
        ("a: int = 'x'  # what", "is not of its type, int"),
        ("a: date = 1  # what", "is not of its type, date"),
        ("a = 'z'  # type: Literal['x','y'] what", "is not of its type"),
        ("a: float | None = None  # what", "papermill cannot tell the type of a."),
        ('a: Literal["x"] = "x"  # what', "papermill cannot tell the type of a."),
        ('a: str = "b=c"  # what', "papermill cannot tell the type of a."),
        ("a: int = 1  # what = that", "papermill cannot tell the type of a."),
        ('a: str = "x"  # what {mesures}', "chosen from mesures, which is not known."),
        ("a: float = 95  # what {share}", "is not of its type, float"),
    ],
)
def test_what_is_not_declared_in_full_or_hidden_from_papermill_is_told(
    line: str, told: str
) -> None:
    (fault,) = parameter_faults(f"first: int = 1  # one\n{line}\n", place="n.ipynb, cell 1")
    assert told in fault.problem and fault.place == "n.ipynb, cell 1, line 2"


def test_what_ids_are_chosen_from_is_told_behind_what_they_are() -> None:
    drawn = read_parameters('drawn: str = "A B"  # indicators to draw {indicators}')["drawn"]
    assert (drawn.help, drawn.mark) == ("indicators to draw", "indicators")


@pytest.mark.parametrize(
    ("value", "is_share"), [(0.9, True), (0, False), (1.0, False), (95, False)]
)
def test_a_share_lies_between_0_and_1(value: float, is_share: bool) -> None:
    level = read_parameters("level: float = 0.95  # of the intervals {share}")["level"]
    assert level.accepts(value) == is_share


def test_a_number_that_is_no_share_is_told() -> None:
    level = read_parameters("level: float = 0.95  # of the intervals {share}")["level"]
    assert level.misfit(95)[0].startswith("must be a number between 0 and 1")
    assert level.misfit(95)[0].endswith("and it is 95.")


def test_a_value_may_hold_what_looks_like_the_end_of_a_line() -> None:
    assert parameter_faults('a: str = "å\u2028å"  # what\n', place="n") == []


def test_papermill_tells_type_and_explanation_of_every_parameter(root: Path) -> None:
    for notebook in sorted((root / "notebooks").glob("*.ipynb")):
        with redirect_stderr(io.StringIO()) as warned:
            inspected = inspect_notebook(notebook)
        cells = nbformat.read(notebook, 4).cells
        (cell,) = [each.source for each in cells if "parameters" in each.metadata.get("tags", [])]
        types = {name: each["inferred_type_name"] for name, each in inspected.items()}
        assert types == {name: each.type for name, each in read_parameters(cell).items()}
        assert all(each["help"] for each in inspected.values()) and not warned.getvalue()


def test_papermill_shows_our_parameters_to_who_asks(root: Path) -> None:
    notebook = str(root / "notebooks" / "04_awareness.ipynb")
    done = CliRunner().invoke(papermill.cli.papermill, ["--help-notebook", notebook])
    assert "conf_level: float (default 0.95)" in done.stdout and done.exit_code == 0
    assert "level of the confidence intervals" in done.stdout
    assert "Unknown type" not in done.stdout


def test_a_notebook_runs_in_plain_papermill_with_a_parameter(root: Path, tmp_path: Path) -> None:
    for part in ("programme", "data_raw/demo"):
        shutil.copytree(root / part, tmp_path / part)
    shutil.copy(root / "evaluation.yml", tmp_path)
    notebook = str(root / "notebooks" / "02_clean_survey.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "papermill", notebook, "out.ipynb", "-r", "wave", "2019"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.ipynb").is_file()
    assert (tmp_path / "data_clean" / "02_clean_survey-2019" / "answers.parquet").is_file()
