"""The demo evaluation from end to end, with a planted respondent who must be found nowhere."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pikepdf
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from evaltools.provenance import CRATE, read_crate
from tests.canary import EXPORT, SECRETS, copy_evaluation, copy_of_row, evaltools, found, written
from tests.how_to import code_of

pytestmark = pytest.mark.slow

EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the whole evaluation once, in a folder of its own, with a planted respondent."""
    root, folder = Path(__file__).parents[2], tmp_path_factory.mktemp("demo")
    before = os.umask(0o022)
    copy_evaluation(root, folder)
    done = evaltools("run", cwd=folder, timeout=600)
    os.umask(before)
    assert done.returncode == 0, done.stderr
    (folder / "said.txt").write_text(done.stdout + done.stderr)
    return folder


def table(run: Path, name: str) -> pd.DataFrame:
    """Read a table artefact of the run."""
    (path,) = (run / "reports" / "demo" / "results").glob(f"*/tab-{name}.parquet")
    return pd.read_parquet(path)


@pytest.mark.parametrize("suffix", ["sv.html", "sv.pdf", "sv.docx", "sv.xlsx",
                                    "en.html", "en.pdf", "en.docx", "en.xlsx"])  # fmt: skip
def test_the_report_is_there_in_both_languages_and_formats(run: Path, suffix: str) -> None:
    assert (run / "reports" / "demo" / f"rapport.{suffix}").stat().st_size > 100_000


@pytest.mark.parametrize(
    "name",
    ["ladder", "heard-by-body", "waves", "waves-tests", "employer", "survey-quality", "missing",
     "knowledge", "cooperation",
     "drivers", "indices", "bounds", "verdicts", "changes", "attainment", "designs",
     "activities", "themes", "theme-valences", "coder-agreement", "stances", "consultation-goals",
     "consultation-themes", "consultation-answers", "goal-verdicts", "agreement",
     "evidence-goal-6", "proposals", "ladder-by-body", "verdicts-by-body"],
)  # fmt: skip
def test_tables_are_as_they_were(run: Path, name: str) -> None:
    expected = pd.read_csv(EXPECTED / f"{name}.csv", keep_default_na=True)
    made = table(run, name).reset_index(drop=True)
    pd.testing.assert_frame_equal(
        pd.read_csv(io.StringIO(made.to_csv(index=False))), expected, rtol=1e-9
    )


def test_every_body_has_a_sheet_of_one_page_in_both_languages(run: Path) -> None:
    sheets = sorted((run / "reports" / "demo" / "factsheets").glob("*.pdf"))
    lengths = {path.name: len(pikepdf.open(path).pages) for path in sheets}
    assert set(lengths.values()) == {1}
    assert len(lengths) == 2 * len(table(run, "response"))


def test_every_key_number_of_a_sheet_is_a_cell_of_the_published_table(run: Path) -> None:
    published = table(run, "ladder-by-body").set_index(["body", "measure"])["estimate"]
    results = run / "reports" / "demo" / "results"
    for body in table(run, "response")["body"]:
        (path,) = results.glob(f"07b_bodies/{body}/artefacts/tab-key-numbers.parquet")
        own = pd.read_parquet(path).iloc[0]
        for measure, share in published[body].items():
            told = "not shown" if pd.isna(share) else f"{round(100 * share)}%"
            assert own[f"{measure}.en"] == told, (body, measure)


def test_the_ladder_finds_the_truth_of_the_population(run: Path) -> None:
    truth = pd.read_csv(run / "data_raw/demo/sanning.csv", sep=";")
    truth = truth[(truth["wave"] == 2025) & (truth["body"] == "all")]
    shares = [round(share, 2) for share in truth.set_index("measure")["share"][
        ["heard_of", "has_read", "knows_goals", "knows_responsibility", "uses_programme"]
    ]]  # fmt: skip
    ladder = table(run, "ladder")
    assert (abs(ladder["estimate"] - shares) <= 0.03).all()


def test_no_theme_of_few_is_in_the_table_of_agreement(run: Path) -> None:
    shown = table(run, "coder-agreement").query("not hidden")["theme.sv"]
    spoken = table(run, "themes").set_index("theme.sv")
    assert not spoken.loc[shown, "hidden"].any()


def test_every_fact_of_the_compilation_names_its_place(run: Path) -> None:
    facts = table(run, "consultation-facts")
    told = facts[facts["raw"] != ""]
    assert (told["place.sv"].str.contains("rad")).all() and len(told) > 150


def test_the_planted_respondent_is_found_nowhere(run: Path) -> None:
    files = written(run)
    assert {path.name: words for path in files if (words := found(path, *SECRETS))} == {}
    assert len(files) > 100


def test_the_answers_of_one_respondent_stand_together_in_clean_data_alone(run: Path) -> None:
    raw = (run / EXPORT).read_bytes().decode("cp1252").splitlines()[1].split(";")[3:12]
    clean = pd.read_parquet(run / "data_clean/02_clean_survey-2025/answers.parquet")
    rows = copy_of_row(raw) | copy_of_row([str(name) for name in clean.iloc[0][:9]])
    places = [path.relative_to(run) for path in written(run) if found(path, *rows)]
    assert [place.as_posix() for place in places] == [
        "data_clean/02_clean_survey-2025/answers.parquet"
    ]


def test_nothing_is_left_in_temporary_folders(run: Path) -> None:
    assert list((run / "t").iterdir()) == []


def test_what_a_run_writes_is_its_users_alone(run: Path) -> None:
    places = (run / "reports" / "demo", run / ".evaltools", *(run / "data_clean").iterdir())
    made = [path for place in places for path in (place, *place.rglob("*"))]
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []


def test_no_path_of_the_machine_is_published(run: Path) -> None:
    texts = [
        p for p in (run / "reports" / "demo").rglob("*") if p.suffix in (".json", ".ipynb", ".html")
    ]
    assert [path.name for path in texts if found(path, str(run))] == []


def test_every_page_says_that_the_data_are_synthetic(run: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="needs requirements-dev.txt")
    for language, mark in (("sv", "SYNTETISKA DATA"), ("en", "SYNTHETIC DATA")):
        pdf = pdfium.PdfDocument(run / "reports" / "demo" / f"rapport.{language}.pdf")
        unmarked = [
            n for n, page in enumerate(pdf) if mark not in page.get_textpage().get_text_range()
        ]
        assert unmarked == [] and len(pdf) > 10


def test_every_figure_of_the_survey_says_that_it_is_synthetic(run: Path) -> None:
    steps = ("04_awareness", "04c_since_baseline")
    folders = [run / "reports/demo/results" / step for step in steps]
    figures = [figure for folder in folders for figure in folder.glob("*.sv.svg")]
    assert len(figures) == 11
    assert [f.name for f in figures if "SYNTETISKA DATA" not in f.read_text(encoding="utf-8")] == []


def test_a_figure_of_real_values_does_not_say_so(run: Path) -> None:
    figure = run / "reports/demo/results/05_outcomes/fig-series.sv.svg"
    assert "SYNTETISKA DATA" not in figure.read_text(encoding="utf-8")


def test_qualifiers_of_published_values_reach_the_report(run: Path) -> None:
    html = (run / "reports/demo/rapport.sv.html").read_text(encoding="utf-8")
    for words in ("avrundat i källan", "minst detta värde", "dolt av källan", "noll"):
        assert words in html


def test_the_manifest_names_every_input_and_no_file_of_a_folder(run: Path) -> None:
    manifest = read_crate(run / "reports/demo" / CRATE, root=run)
    raw = {path for path in manifest.read if path.startswith("data_raw/")}
    assert len(raw) == 12 and {"data_raw/demo/remissvar", "data_raw/demo/kodning"} < raw


def test_the_how_to_reads_the_results_into_pandas(
    run: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(run)
    names: dict[str, Any] = {}
    exec(code_of(root / "docs/how-to/read-results.md"), names)
    pd.testing.assert_frame_equal(names["heard"], names["table"].data)
    assert names["beside"]["caption"] == names["table"].metadata.caption.model_dump()


def test_the_how_to_reads_the_results_into_r(run: Path, root: Path) -> None:
    code = code_of(root / "docs/how-to/read-results.md", "r")
    done = subprocess.run(
        ["Rscript", "-e", with_a_reader_of_parquet(code)],
        cwd=run, capture_output=True, encoding="utf-8", env={**os.environ, "LC_ALL": "C.UTF-8"},
        timeout=120, check=False,
    )  # fmt: skip
    shown = table(run, "heard-by-body").query("not hidden").nlargest(3, "estimate")
    assert done.returncode == 0, done.stderr
    assert [each for each in shown["body.en"] if each not in done.stdout] == []


def with_a_reader_of_parquet(code: str) -> str:
    """Let R use the reader that it has, and skip the test where it has none."""
    if shutil.which("Rscript") is None:
        pytest.skip("there is no R: apt-get install r-base-core r-cran-jsonlite")
    known = "cat(Filter(function(each) requireNamespace(each, quietly = TRUE), commandArgs(TRUE)))"
    asked = ["Rscript", "-e", known, "arrow", "nanoparquet", "jsonlite"]
    *readers, json = subprocess.run(asked, capture_output=True, text=True).stdout.split() or [""]
    if not readers or json != "jsonlite":
        pytest.skip("R lacks arrow or nanoparquet, or jsonlite")
    return code.replace("library(arrow)", f"library({readers[0]})")


def test_tables_hold_nothing_that_only_pandas_knows(run: Path) -> None:
    files = list((run / "reports/demo/results").glob("*/*.parquet"))
    fields = [field for path in files for field in pq.read_schema(path)]
    assert {str(field.type) for field in fields} <= {
        "large_string", "double", "int64", "bool", "null"
    }  # fmt: skip
    assert [field.name for field in fields if field.name.startswith("__index")] == []
    assert len(files) > 50


def test_the_workbook_names_the_tables_that_the_how_to_names(run: Path) -> None:
    for language, name in (("sv", "Tabell_3"), ("en", "Table_3")):
        workbook = load_workbook(run / "reports" / "demo" / f"rapport.{language}.xlsx")
        assert name in {each for sheet in workbook for each in sheet.tables}


def test_the_how_to_reproduces_the_published_table(
    run: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(run)
    names: dict[str, Any] = {}
    exec(code_of(root / "docs/how-to/reproduce-a-published-table.md"), names)
    assert names["by_hand"] == pytest.approx(names["printed"], abs=0.005)
    assert names["mine"]["hidden"].any()


def test_all_is_as_it_was_for_the_run(run: Path) -> None:
    done = evaltools("verify", cwd=run)
    assert (done.stdout.strip(), done.returncode) == ("All is as it was for this run.", 0)


def test_a_report_that_is_handed_out_stands_in_the_ledger_once(run: Path) -> None:
    for said in ("stands in reports/ledger.jsonl now", "was released before, and tells the same"):
        assert said in evaltools("release", cwd=run).stdout
    assert len((run / "reports" / "ledger.jsonl").read_text("utf-8").splitlines()) == 1


def test_the_inspection_finds_nothing_in_the_report(run: Path) -> None:
    done = evaltools("inspect", "reports/demo", cwd=run)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("no findings") >= 4


@pytest.mark.parametrize("language", ["sv", "en"])
def test_all_formats_have_the_same_tables(run: Path, language: str) -> None:
    folder = run / "reports" / "demo"
    page = (folder / f"rapport.{language}.html").read_text(encoding="utf-8")
    word = docx.Document(str(folder / f"rapport.{language}.docx"))
    workbook = load_workbook(folder / f"rapport.{language}.xlsx", read_only=True)
    counts = {page.count("<table "), len(word.tables), len(workbook.sheetnames) - 1}
    assert len(counts) == 1 and counts.pop() > 60


def test_a_sentence_that_is_added_makes_the_report_anew_and_nothing_else(run: Path) -> None:
    for language, sentence in (("sv", "Ännu en mening."), ("en", "One more sentence.")):
        chapter = run / "reports" / "manuscript" / language / "01_sammanfattning.md"
        chapter.write_text(f"{chapter.read_text('utf-8')}\n{sentence}\n", encoding="utf-8")
    done = evaltools("run", cwd=run)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^1 of \d+ steps were run", done.stdout, re.M)
    assert "Ännu en mening." in (run / "reports/demo/rapport.sv.html").read_text("utf-8")
