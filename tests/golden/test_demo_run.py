"""The demo evaluation from end to end, with a planted respondent who must be found nowhere."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

EXPECTED = Path(__file__).parent / "expected"
CANARY = ("kanariefagel", "Kanariefågel Ärlig", "R00001")
PARTS = ("evaluation.yml", "programme", "notebooks", "data_raw", "reports/manuscript")


def plant(export: Path) -> None:
    """Give the first respondent with free text an address and words that nobody else has."""
    text = export.read_text(encoding="cp1252")
    text = text.replace("person1@example.invalid", f"{CANARY[0]}@example.invalid")
    text = text.replace("Bra stöd när vi skrev vår rutin.", f"{CANARY[1]} berättar.", 1)
    assert all(word in text for word in CANARY)
    export.write_text(text, encoding="cp1252", newline="")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the whole evaluation once, in a folder of its own."""
    root, folder = Path(__file__).parents[2], tmp_path_factory.mktemp("demo")
    for part in PARTS:
        source, target = root / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    plant(folder / "data_raw" / "demo" / "medarbetarenkat_2025.csv")
    done = subprocess.run(
        [sys.executable, "-m", "evaltools", "run"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (folder / "reports" / "demo" / "said.txt").write_text(done.stdout + done.stderr)
    return folder


def table(run: Path, name: str) -> pd.DataFrame:
    """Read a table artefact of the run."""
    (path,) = (run / "reports" / "demo" / "results").glob(f"*/tab-{name}.parquet")
    return pd.read_parquet(path)


@pytest.mark.parametrize("suffix", ["sv.html", "sv.pdf", "en.html", "en.pdf"])
def test_the_report_is_there_in_both_languages_and_formats(run: Path, suffix: str) -> None:
    assert (run / "reports" / "demo" / f"rapport.{suffix}").stat().st_size > 100_000


@pytest.mark.parametrize(
    "name",
    ["ladder", "heard-by-body", "waves", "waves-tests", "employer", "survey-quality", "missing",
     "drivers", "indices", "bounds", "verdicts", "changes", "attainment", "designs",
     "activities"],
)  # fmt: skip
def test_tables_are_as_they_were(run: Path, name: str) -> None:
    expected = pd.read_csv(EXPECTED / f"{name}.csv", keep_default_na=True)
    made = table(run, name).reset_index(drop=True)
    pd.testing.assert_frame_equal(
        pd.read_csv(io.StringIO(made.to_csv(index=False))), expected, rtol=1e-9
    )


def test_the_ladder_finds_the_truth_of_the_population(run: Path) -> None:
    truth = pd.read_csv(run / "data_raw/demo/sanning.csv", sep=";")
    truth = truth[(truth["wave"] == 2025) & (truth["body"] == "all")]
    shares = [round(share, 2) for share in truth.set_index("measure")["share"][
        ["heard_of", "has_read", "knows_goals", "knows_responsibility", "uses_programme"]
    ]]  # fmt: skip
    ladder = table(run, "ladder")
    assert (abs(ladder["estimate"] - shares) <= 0.03).all()


def words_of(path: Path) -> str:
    """Return everything that stands in a file, unpacked where it is packed."""
    if path.suffix == ".parquet":
        return pd.read_parquet(path).to_csv()
    if path.suffix == ".pdf":
        pdfium = pytest.importorskip("pypdfium2", reason="needs requirements-dev.txt")
        return "\n".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(path))
    return path.read_bytes().decode("utf-8", errors="replace")


def written(run: Path) -> list[Path]:
    """List every file that the run wrote."""
    places = (run / "reports" / "demo", run / "data_clean", run / ".evaltools")
    return [path for place in places for path in place.rglob("*") if path.is_file()]


def test_the_planted_respondent_is_found_nowhere(run: Path) -> None:
    found = [path.name for path in written(run) for word in CANARY if word in words_of(path)]
    assert len(written(run)) > 60 and found == []


def test_no_path_of_the_machine_is_published(run: Path) -> None:
    texts = [
        p for p in (run / "reports" / "demo").rglob("*") if p.suffix in (".json", ".ipynb", ".html")
    ]
    assert [path.name for path in texts if str(run) in words_of(path)] == []


def test_every_page_says_that_the_data_are_synthetic(run: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="needs requirements-dev.txt")
    for language, mark in (("sv", "SYNTETISKA DATA"), ("en", "SYNTHETIC DATA")):
        pdf = pdfium.PdfDocument(run / "reports" / "demo" / f"rapport.{language}.pdf")
        unmarked = [
            n for n, page in enumerate(pdf) if mark not in page.get_textpage().get_text_range()
        ]
        assert unmarked == [] and len(pdf) > 10


def test_every_figure_of_the_survey_says_that_it_is_synthetic(run: Path) -> None:
    figures = list((run / "reports/demo/results/04_awareness").glob("*.sv.svg"))
    assert len(figures) == 9
    assert [f.name for f in figures if "SYNTETISKA DATA" not in f.read_text(encoding="utf-8")] == []


def test_a_figure_of_real_values_does_not_say_so(run: Path) -> None:
    figure = run / "reports/demo/results/05_outcomes/fig-series.sv.svg"
    assert "SYNTETISKA DATA" not in figure.read_text(encoding="utf-8")


def test_qualifiers_of_published_values_reach_the_report(run: Path) -> None:
    html = (run / "reports/demo/rapport.sv.html").read_text(encoding="utf-8")
    for words in ("avrundat i källan", "minst detta värde", "dolt av källan", "noll"):
        assert words in html


def test_the_manifest_names_every_input_by_its_hash(run: Path) -> None:
    text = (run / "reports/demo/manifest.json").read_text(encoding="utf-8")
    assert len(re.findall(r'"data_raw/[^"]+": "[0-9a-f]{64}"', text)) == 9


def test_a_report_that_is_handed_out_stands_in_the_ledger_once(run: Path) -> None:
    for said in ("stands in reports/ledger.jsonl now", "was released before, and tells the same"):
        done = subprocess.run(
            [sys.executable, "-m", "evaltools", "release"],
            cwd=run, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert said in done.stdout
    assert len((run / "reports" / "ledger.jsonl").read_text("utf-8").splitlines()) == 1
