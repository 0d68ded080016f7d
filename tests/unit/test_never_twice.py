"""Of 104 steps just those are run again that must be: the table of acceptance."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from evaltools.running import Step, records
from tests.running import make_step, run_here, write_notebook

pytestmark = pytest.mark.slow

BODIES = [f"body-{number:02}" for number in range(26)]
PARAMETERS = 'body: str = ""  # the body\nlevel: int = 1  # a level'
STAGES = {
    "1_clean": "text = Path(f'raw/{body}.txt').read_text().strip()",
    "2_count": "text = f'{Path(f\"made/1_clean-{body}/out.txt\").read_text()} {level}'",
    "3_print": "from evaltools.numerals import MARKS\n"
    "text = Path(f'made/2_count-{body}/out.txt').read_text()",
    "4_sheet": "text = Path(f'made/3_print-{body}/out.txt').read_text()[:-2]",
}
"""Four notebooks in a row; the last forgets what the second adds."""


def steps(root: Path, **parameters: int) -> list[Step]:
    """Plan four steps for each of 26 bodies."""
    planned = []
    for body in BODIES:
        reads = root / "raw" / f"{body}.txt"
        for stage in STAGES:
            name = f"{stage}-{body}"
            planned.append(
                make_step(
                    root, name=name, notebook=root / f"{stage}.ipynb", inputs=(reads,),
                    folders=(root / "made" / name,), parameters={"body": body} | parameters,
                    files=(root / "reports" / "x" / "notebooks" / f"{name}.ipynb",),
                )
            )  # fmt: skip
            reads = root / "made" / name
    return planned


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run all of them once."""
    root = tmp_path_factory.mktemp("finished")
    (root / "raw").mkdir()
    for body in BODIES:
        (root / "raw" / f"{body}.txt").write_text(f"{body}\n")
    for stage, code in STAGES.items():
        write = f"Path(f'made/{stage}-{{body}}/out.txt').write_text(text)"
        write_notebook(
            root / f"{stage}.ipynb", "from pathlib import Path", code, write, parameters=PARAMETERS
        )
    assert {each.outcome for each in run_here(steps(root), root)} == {"made"}
    return root


@pytest.fixture
def root(finished: Path, tmp_path: Path) -> Path:
    """Copy what they made, so that it can be spoilt."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return tmp_path


def made(root: Path, **parameters: int) -> list[str]:
    """Run what is stale; name it."""
    outcomes = run_here(steps(root, **parameters), root)
    return [each.step.name for each in outcomes if each.outcome != "unchanged"]


def chain(body: str, *stages: str) -> list[str]:
    return [f"{stage}-{body}" for stage in stages]


def touch(root: Path) -> None:
    for path in root.rglob("*.txt"):
        os.utime(path, (1, 1))


def save_with_outputs(root: Path) -> None:
    for path in root.glob("*.ipynb"):
        book = nbformat.read(path, 4)
        book.cells[-1].execution_count = 3
        book.cells[-1].outputs = [nbformat.v4.new_output("stream", text="seen")]
        book.metadata["language_info"] = {"name": "python"}
        nbformat.write(book, path)


def change_with_time(root: Path, seconds: float) -> None:
    raw = root / "raw" / "body-07.txt"
    time = raw.stat().st_mtime
    raw.write_text("Body-07\n")
    os.utime(raw, (time + seconds, time + seconds))


def change_older(root: Path) -> None:
    change_with_time(root, -1e6)


def change_with_equal_time(root: Path) -> None:
    change_with_time(root, 0)


def add_blank(root: Path) -> None:
    """Change a raw file in what cleaning takes away."""
    (root / "raw" / "body-07.txt").write_text("body-07  \n")


def edit_by_hand(root: Path) -> None:
    (root / "made" / "2_count-body-07" / "out.txt").write_text("better")


def delete(root: Path) -> None:
    shutil.rmtree(root / "made" / "2_count-body-07")


def change_notebook(root: Path) -> None:
    path = root / "4_sheet.ipynb"
    path.write_text(path.read_text().replace("[:-2]", "[:-2] + '.'"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda root: None, []),
        (touch, []),
        (save_with_outputs, []),
        (change_older, chain("body-07", *STAGES)),
        (change_with_equal_time, chain("body-07", *STAGES)),
        (add_blank, ["1_clean-body-07"]),
        (edit_by_hand, ["2_count-body-07"]),
        (delete, ["2_count-body-07"]),
        (change_notebook, [f"4_sheet-{body}" for body in BODIES]),
    ],
)
def test_just_what_must_is_run_again(
    root: Path, finished: Path, change: Callable[[Path], None], expected: list[str]
) -> None:
    change(root)
    assert made(root) == expected
    assert made(root) == []


def test_what_was_edited_by_hand_is_as_it_was(root: Path, finished: Path) -> None:
    edit_by_hand(root)
    made(root)
    for path in (finished / "made").rglob("*.txt"):
        assert (root / path.relative_to(finished)).read_bytes() == path.read_bytes()


def test_a_new_parameter_is_followed_as_far_as_it_reaches(root: Path) -> None:
    """Every step has it; the last makes the same of it, but from other inputs."""
    assert len(made(root, level=2)) == len(BODIES) * len(STAGES)
    assert made(root, level=2) == []


def test_changed_code_of_the_library_concerns_those_who_use_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = records.code_files() | {"numerals.py": "changed"}
    monkeypatch.setattr(records, "code_files", lambda: changed)
    assert made(root) == [f"3_print-{body}" for body in BODIES]


def test_another_version_of_a_package_concerns_all(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = records.package_versions() | {"pandas": "3.99"}
    monkeypatch.setattr(records, "package_versions", lambda: versions)
    assert len(made(root)) == len(BODIES) * len(STAGES)
