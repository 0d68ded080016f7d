"""The template of a new evaluation: whole, in order, in the language that is asked for."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from evaltools.checking import check_evaluation
from evaltools.declarations import Language
from evaltools.errors import ConfigurationError
from evaltools.evaluation import read_evaluation
from evaltools.programme import read_programme
from evaltools.template import evaluation, lay_out_evaluation, template_files

FILES = Path(evaluation.__file__).parent / "files"
CHOICES: tuple[tuple[Language, ...], ...] = (("sv",), ("en",), ("sv", "en"))
in_each = pytest.mark.parametrize("languages", CHOICES, ids="-".join)


@pytest.fixture(scope="module", params=CHOICES, ids="-".join)
def new(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay a new evaluation out in each choice of languages."""
    folder = tmp_path_factory.mktemp("new") / "evaluation"
    lay_out_evaluation(folder, languages=request.param)
    return folder


def test_check_tells_of_the_data_that_are_to_come_and_of_nothing_else(new: Path) -> None:
    checked = check_evaluation(read_evaluation(new / "evaluation.yml"), today=date(2025, 10, 1))
    wanting = [(part.path, len(part.faults)) for part in checked.parts if part.faults]
    assert wanting == [("data_raw/survey.xlsx", 1), ("data_raw/frame.xlsx", 1)]


def test_it_has_five_goals_and_all_that_is_said_of_them_is_an_example(new: Path) -> None:
    programme = read_programme(new / "programme")
    said = [*programme.goals, *programme.violence_types]
    said += [activity for goal in programme.goals for activity in goal.activities]
    assert len(programme.goals) == 5 and all(each.illustrative for each in said)


def test_it_has_the_notebooks_of_the_repository(new: Path, root: Path) -> None:
    here, there = (
        {path.name: path.read_bytes() for path in (each / "notebooks").glob("*.ipynb")}
        for each in (new, root)
    )
    assert here == there and len(there) > 10


def test_its_yaml_names_schemas_that_are_there(new: Path) -> None:
    named = {
        path: re.search(r"^# yaml-language-server: \$schema=(.+)$", path.read_text("utf-8"), re.M)
        for path in new.rglob("*.yml")
    }
    assert {path.name for path, schema in named.items() if not schema} == set()
    lost = [p.name for p, schema in named.items() if schema and not (p.parent / schema[1]).exists()]
    assert lost == [] and len(named) > 5


def test_its_manuscript_places_whatever_a_run_may_save(new: Path, root: Path) -> None:
    saved = {
        f"{'fig' if 'figure' in call else 'tab'}-{name}"
        for path in (root / "notebooks").glob("*.ipynb")
        for call, name in saved_by(path)
    }
    text = "".join(path.read_text("utf-8") for path in new.glob("reports/manuscript/*/*.md"))
    placed = {f"{kind}-{name}" for kind, name in re.findall(r"^::(fig|tab):(\S+)$", text, re.M)}
    assert saved - placed == set() and len(saved) > 50


def saved_by(notebook: Path) -> Iterator[tuple[str, str]]:
    """Yield what a notebook saves for a reader under a name of its own, with the function."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = next((each.value for each in node.keywords if each.arg == "name"), None)
            if node.func.id in ("save_table", "save_figure", "save") and name is not None:
                yield from [(node.func.id, name.value)] if isinstance(name, ast.Constant) else []


def test_git_would_take_no_data(new: Path) -> None:
    ignored = (new / ".gitignore").read_text("utf-8").splitlines()
    assert {"data_raw/*", "data_clean/", "reports/*"} <= {*ignored}


@in_each
def test_no_mark_of_a_language_is_left(languages: tuple[Language, ...]) -> None:
    files = {path: content.decode() for path, content in template_files(languages).items()}
    other = [each for each in ("sv", "en") if each not in languages]
    marks = re.compile("|".join([r"^ *# (sv|en):", *(rf"^ +{each}: " for each in other)]), re.M)
    assert [
        path for path, text in files.items() if path[-4:] == ".yml" and marks.search(text)
    ] == []
    assert [path for path in files if {*other} & {*re.split(r"[./]", path)}] == []


@pytest.mark.parametrize("path", sorted(FILES.rglob("*.yml")), ids=lambda path: path.name)
def test_what_a_comment_says_it_says_in_both_languages(path: Path) -> None:
    marks = "".join(
        found[1][0]
        for line in path.read_text("utf-8").splitlines()
        for found in [re.match(r" *# (sv|en):", line) or re.match("()", "")]
        if found[1]
    )
    assert re.fullmatch(r"(s+e+)*", marks)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "notes.txt").write_text("mine")
    for place in (tmp_path / "a", tmp_path / "a" / "notes.txt"):
        with pytest.raises(ConfigurationError, match="nothing is written over"):
            lay_out_evaluation(place, languages=("sv",))
    assert [path.name for path in tmp_path.rglob("*")] == ["a", "notes.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    made = lay_out_evaluation(tmp_path, languages=("en",))
    assert {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()} == {*made}


def test_what_cannot_be_written_whole_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_the_disk(path: Path, content: bytes) -> None:
        if path.name == "programme.yml":
            raise OSError(28, "No space left on device")
        write(path, content)

    write = evaluation.write_atomically
    monkeypatch.setattr(evaluation, "write_atomically", fill_the_disk)
    with pytest.raises(ConfigurationError, match="the folder cannot be made"):
        lay_out_evaluation(tmp_path / "a", languages=("sv",))
    assert list(tmp_path.iterdir()) == []


def test_the_wheel_carries_what_the_template_takes_from_the_repository(root: Path) -> None:
    built = ast.parse((root / "setup.py").read_text("utf-8")).body
    values = {
        target.id: node.value
        for node in built
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert ast.literal_eval(values["CARRIED"]) == evaluation.CARRIED
    carried = [root / folder for folder in evaluation.CARRIED]
    assert [str(folder) for folder in carried if not any(folder.iterdir())] == []


def test_the_wheel_carries_every_file_of_the_template() -> None:
    every = {path for path in FILES.rglob("*") if path.is_file()}
    declared = {path for path in FILES.parent.glob("files/**/*") if path.is_file()}
    assert every == declared
    assert [path.name for path in every if path.name.startswith(".")] == []
