"""An evaluation spoilt in the ways in which evaluators spoil one, with a planted respondent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evaltools.manuscript.reading import read_book
from evaltools.provenance import CRATE
from tests.canary import EXPORT, EXPORT_BEFORE, copy_evaluation

ODD = ("kanariesvar", "4711,5")
"""An answer that is none, and a number of employees that is none."""
Change = Callable[[Path], None]


def replaced(before: str, after: str, *, encoding: str = "utf-8") -> Change:
    """Write something else in a text file."""

    def change(path: Path) -> None:
        text = path.read_bytes().decode(encoding)
        assert before in text, (path, before)
        path.write_bytes(text.replace(before, after, 1).encode(encoding))

    return change


def saved_by_excel(path: Path) -> None:
    """Save a file of text in the encoding of Swedish Excel."""
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))


def answered_oddly(path: Path) -> None:
    """Give the planted respondent an answer of their own."""
    first, second, *rest = path.read_bytes().decode("cp1252").split("\n")
    cells = second.split(";")
    cells[3] = ODD[0]
    path.write_bytes("\n".join([first, ";".join(cells), *rest]).encode("cp1252"))


SPOILT: dict[str, tuple[Change, ...]] = {
    "evaluation.yml": (
        replaced("# retention: 2027-12-31", "retention: 2020-12-31"),
        replaced("parameters: {}", "parameters: {04_awareness: {conf_levle: 0.9}}"),
        replaced("sheet: Svar", "sheet: Blad1"),
    ),
    "data_raw/demo/ram_2019.csv": (Path.unlink,),
    EXPORT: (answered_oddly,),
    "data_raw/demo/ram_2025.csv": (replaced(";168;", f";{ODD[1]};", encoding="cp1252"),),
    "data_raw/demo/utskick_2025.csv": (replaced("Ej nådda", "Avböjt", encoding="cp1252"),),
    "data_raw/demo/remissinstanser.csv": (replaced("sdn-jarva", "sdn-jerva", encoding="cp1252"),),
    "programme/codebooks/themes.yml": (saved_by_excel,),
    "programme/synthesis.yml": (replaced("goal: goal-1", "goal: goal-9"),),
    "notebooks/05_outcomes.ipynb": (replaced("conf_level: float = 0.95", "conf_level = 0.95"),),
    "reports/manuscript/sv/05_kannedom.md": (replaced("::tab:ladder\n", "::tab:laddern\n"),),
    "reports/manuscript/en/05_kannedom.md": (replaced("::tab:ladder\n", "::tab:laddern\n"),),
}
"""What is done to which file: the decimal comma, the header given twice, the wrong sheet …"""
WRONG = {*SPOILT, EXPORT_BEFORE}
"""Files with faults: the sheet that evaluation.yml names is told of the workbook."""


def spoil(root: Path, folder: Path) -> Path:
    """Copy the evaluation with the marks of a whole run, plant, and spoil."""
    copy_evaluation(root, folder)
    _mark_results(folder)
    kept = folder / "data_clean" / "02_clean_survey-2025" / "answers.parquet"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"answers")
    for path, changes in SPOILT.items():
        for change in changes:
            change(folder / path)
    return folder


def _mark_results(folder: Path) -> None:
    """Leave the files by which results are known that the text cites."""
    manuscript, report = folder / "reports" / "manuscript", folder / "reports" / "demo"
    (report / "results" / "04_awareness").mkdir(parents=True)
    (report / CRATE).write_text("{}", encoding="utf-8")
    for chapter in read_book(manuscript, language="sv").chapters:
        for _, cited in (*chapter.directives(), *chapter.values()):
            (report / "results" / "04_awareness" / f"{cited}.json").write_text("{}", "utf-8")
