"""Everything declared, written or delivered is read before a run, and told of at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from evaltools.checking import Part, check_evaluation, check_folder, within
from evaltools.checking.delivered import _as_read
from evaltools.checking.found import gather
from evaltools.checking.looking import Look, look_at
from evaltools.declarations import Text
from evaltools.errors import DataError, Fault
from evaltools.evaluation import read_evaluation
from evaltools.intake import RawTable

WHAT = Text(sv="en fil", en="a file")


@pytest.fixture
def bare(root: Path, tmp_path: Path) -> Path:
    """Copy what is declared and written, without the data."""
    for part in ("programme", "reports/manuscript"):
        shutil.copytree(root / part, tmp_path / part)
    shutil.copy(root / "evaluation.yml", tmp_path)
    return tmp_path


def told(folder: Path, **changes: object) -> str:
    """Return the sentences that `evaltools check` would write."""
    evaluation = read_evaluation(folder / "evaluation.yml").model_copy(update=changes)
    return "\n".join(map(str, check_evaluation(evaluation, today=date(2026, 1, 1)).faults))


def test_what_is_declared_beside_the_text_is_read_before_the_first_run(bare: Path) -> None:
    for name in ("caveats.yml", "left_out.yml"):
        (bare / "reports" / "manuscript" / name).write_text("other: []\n", encoding="utf-8")
    faults = told(bare)
    assert "caveats.yml, other: Extra inputs" in faults
    assert "left_out.yml, other: Extra inputs" in faults


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_a_logo_that_is_not_there_or_no_picture_is_told_before_the_first_run(
    bare: Path, content: bytes | None
) -> None:
    text = (bare / "evaluation.yml").read_text("utf-8")
    logo = "report:\n  logo: {file: programme/logo.svg, alt: {sv: Staden, en: The city}}"
    (bare / "evaluation.yml").write_text(text.replace("report:", logo, 1), "utf-8")
    if content:
        (bare / "programme" / "logo.svg").write_bytes(content)
    assert "evaluation.yml, report.logo: programme/logo.svg is not there" in told(bare)


def test_a_run_that_cannot_be_planned_hides_no_other_fault(bare: Path) -> None:
    faults = told(bare, parameters={"4_awareness": {}})
    assert "parameters of 4_awareness" in faults and "ram_2019.csv" in faults


# Looks


def look(path: Path, *told: Text | Fault, error: Fault | None = None) -> Look:
    """Look at a file that tells some things and then may stop with an error."""

    def act() -> Iterator[Text | Fault]:
        yield from told
        if error:
            raise DataError(error)

    return Look(path, WHAT, WHAT, act)


def parts(root: Path, *looks: Look) -> dict[str, Part]:
    """Look, and return the parts by path."""
    return {part.path: part for part in look_at(looks, root=root)}


@pytest.mark.parametrize("place", ["a.csv", "data/a.csv, row 3", "{root}/data/a.csv, column b"])
def test_a_fault_stands_under_the_file_that_its_place_names(tmp_path: Path, place: str) -> None:
    fault = Fault(place.format(root=tmp_path), "it is wrong.", "Correct it.")
    found = parts(tmp_path, look(tmp_path / "data/a.csv"), look(tmp_path / "b.yml", fault))
    assert [part.state for part in found.values()] == ["wrong", "waits"]
    assert found["data/a.csv"].faults[0].problem == "it is wrong."


def test_a_file_that_meets_the_faults_of_another_alone_waits_for_it(tmp_path: Path) -> None:
    error = Fault(str(tmp_path / "a.yml"), "it is wrong.", "Correct it.")
    found = parts(tmp_path, look(tmp_path / "a.yml"), look(tmp_path / "b.csv", error=error))
    assert (found["b.csv"].state, found["b.csv"].because) == ("waits", ("a.yml",))


def test_a_fault_whose_place_is_no_file_stands_under_what_was_looked_at(tmp_path: Path) -> None:
    found = parts(tmp_path, look(tmp_path / "a.yml", Fault("parameter x", "no.", "")))
    assert found["a.yml"].state == "wrong"


def test_a_fault_that_another_look_meets_again_keeps_its_file(tmp_path: Path) -> None:
    fault = Fault("letter.pdf", "it holds no text.", "Save it again.")
    found = parts(tmp_path, look(tmp_path / "answers", fault), look(tmp_path / "c.csv", fault))
    assert (found["answers"].state, found["c.csv"].state) == ("wrong", "waits")


def test_what_was_found_before_an_error_is_kept(tmp_path: Path) -> None:
    fact = Text(sv="3 rader", en="3 rows")
    found = parts(tmp_path, look(tmp_path / "a.csv", fact, error=Fault("a.csv", "no.", "")))
    assert found["a.csv"].facts == (fact,)


def test_where_a_file_is_named_above_its_name_is_not_said_again() -> None:
    fault = Fault("ram.csv, column roll", "it is wrong.", "")
    assert within(fault, "data_raw/ram.csv").place == "column roll"
    assert within(fault, "data_raw/ram.csv.bak").place == "ram.csv, column roll"


def test_like_files_of_a_folder_are_counted_together() -> None:
    alike = [Part(f"notebooks/{name}.ipynb", WHAT, WHAT, "fine") for name in "abc"]
    (together,) = gather(alike)
    assert (together.path, together.facts[0].en) == ("notebooks/", "3 files")


@pytest.mark.parametrize(("rows", "said"), [(10, "10 rows"), (9, "fewer than 10 rows")])
def test_few_answers_are_not_counted(rows: int, said: str) -> None:
    raw = RawTable(pd.DataFrame({"a": ["x"] * rows}), "a.csv", None, "", "utf-8", ";", False, 1)
    assert next(_as_read(raw, fewest=10)).en == said


def test_an_evaluation_yml_with_faults_is_told_in_its_own_language(bare: Path) -> None:
    text = (bare / "evaluation.yml").read_text("utf-8")
    (bare / "evaluation.yml").write_text(text.replace("followup:", "folowup:"), "utf-8")
    checked = check_folder(bare / "evaluation.yml", today=date(2026, 1, 1))
    assert [part.path for part in checked.parts] == ["evaluation.yml"]
    assert (checked.language, checked.parts[0].state) == ("sv", "wrong")
