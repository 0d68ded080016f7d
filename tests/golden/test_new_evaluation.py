"""A new evaluation, from the template to its report, by the commands that a newcomer gives."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pikepdf
import pytest

from tests.canary import evaltools

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an evaluation, invent its answers and run it, once."""
    folder = tmp_path_factory.mktemp("newcomer")
    said = []
    for place, *command in (
        (folder, "new", "city"), (folder / "city", "simulate"), (folder / "city", "run"),
    ):  # fmt: skip
        done = evaltools(*command, cwd=place)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    (folder / "city" / "said.txt").write_text("\n".join(said))
    return folder / "city"


def table(new: Path, name: str) -> pd.DataFrame:
    """Read a table of the run."""
    (path,) = (new / "reports/draft/results").glob(f"*/tab-{name}.parquet")
    return pd.read_parquet(path)


def test_its_report_is_there_in_every_format(new: Path) -> None:
    made = {path.name for path in (new / "reports/draft").glob("rapport.*")}
    assert made == {f"rapport.sv.{suffix}" for suffix in ("html", "pdf", "docx", "xlsx")}


def test_its_report_has_five_goals_and_the_steps_of_the_ladder(new: Path) -> None:
    assert len(table(new, "goal-verdicts")) == 5
    assert len(table(new, "ladder")) == 5 and not table(new, "ladder")["hidden"].any()


def test_every_page_says_that_the_answers_are_invented(new: Path) -> None:
    import pypdfium2

    pages = pypdfium2.PdfDocument(new / "reports/draft/rapport.sv.pdf")
    texts = [page.get_textpage().get_text_range() for page in pages]
    assert len(texts) > 5 and all("SYNTETISKA DATA" in text for text in texts)


def test_each_body_has_a_sheet_of_one_page(new: Path) -> None:
    sheets = [*(new / "reports/draft/factsheets").glob("*.pdf")]
    assert {len(pikepdf.open(path).pages) for path in sheets} == {1} and len(sheets) == 6


def test_check_finds_nothing_then(new: Path) -> None:
    done = evaltools("check", cwd=new)
    assert done.returncode == 0, done.stderr


def test_the_way_is_told_step_by_step(new: Path) -> None:
    said = (new / "said.txt").read_text()
    for word in ("evaltools simulate", "README.md", "data_raw/survey.xlsx", "reports/draft/"):
        assert word in said
