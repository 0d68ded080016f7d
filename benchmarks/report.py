"""Time the report of a finished run in four formats and both languages, and a longer one.

Run by hand in the folder of an evaluation that has been run: `python benchmarks/report.py
[copies]`. Each chapter is taken so many times, under other names. Prints seconds per format and
what the largest process took of memory.
"""

from __future__ import annotations

import io
import re
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pikepdf

from evaltools.artefacts import Artefacts, read_artefacts
from evaltools.declarations import Language
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.manuscript import Book, check_manuscript, read_book
from evaltools.report.building import RENDERERS


def again(text: str, copy: int) -> str:
    """Give the figures, tables and headings of a chapter other names, and lead links there."""
    text = re.sub(r"::(fig|tab):([a-z0-9-]+)", rf"::\1:\2-{copy}", text)
    text = re.sub(r"\(#((?:fig|tab):)?([a-z0-9-]+)\)", rf"(#\1\2-{copy})", text)
    text = re.sub(r"\{#([a-z0-9-]+)\}", rf"{{#\1-{copy}}}", text)
    return re.sub(r"^(#+ [^{\n]+)$", rf"\1 {{#made-{copy}-{len(text)}}}", text, flags=re.M)


def longer(manuscript: Path, language: Language, folder: Path, copies: int) -> Book:
    """Read the manuscript several times over."""
    (folder / language).mkdir(exist_ok=True)
    for path in (manuscript / language).glob("*.md"):
        text = path.read_text("utf-8")
        for copy in range(copies):
            name = f"{copy}-{path.name}" if copy else path.name
            (folder / language / name).write_text(again(text, copy) if copy else text, "utf-8")
    return read_book(folder, language=language)


def copied(artefacts: Artefacts, copies: int) -> Artefacts:
    """Have every figure and table under the names of its copies too."""
    figures, tables = dict(artefacts.figures), dict(artefacts.tables)
    for copy in range(1, copies):
        figures |= {f"{name}-{copy}": each for name, each in artefacts.figures.items()}
        tables |= {f"{name}-{copy}": each for name, each in artefacts.tables.items()}
    return replace(artefacts, figures=figures, tables=tables)


def render(evaluation: Evaluation, artefacts: Artefacts, books: list[Book]) -> None:
    """Render all formats; tell the seconds of each, pages and bytes."""
    total = 0.0
    for suffix, renderer in RENDERERS.items():
        start = time.perf_counter()
        made = [renderer(book, artefacts=artefacts, evaluation=evaluation) for book in books]
        seconds = time.perf_counter() - start
        total += seconds
        print(f"{suffix:5} {seconds:6.2f} s  {sum(map(len, made)) / 1e6:6.1f} MB")
        if suffix == "pdf":
            print(f"      {[len(pikepdf.open(io.BytesIO(each)).pages) for each in made]} pages")
    print(f"all   {total:6.2f} s")


def main(copies: int) -> None:
    """Time the report of the run, or one that is so many times as long."""
    evaluation = read_evaluation("evaluation.yml")
    manuscript = evaluation.root / "reports" / "manuscript"
    start = time.perf_counter()
    artefacts = read_artefacts(evaluation.report_folder / "results")
    faults = check_manuscript(manuscript, languages=evaluation.languages, artefacts=artefacts)
    print(f"read and checked {time.perf_counter() - start:6.2f} s, {len(faults)} faults")
    with tempfile.TemporaryDirectory() as name:
        books = [longer(manuscript, each, Path(name), copies) for each in evaluation.languages]
        render(evaluation, copied(artefacts, copies), books)
    for who, of in (("evaltools", resource.RUSAGE_SELF), ("Typst", resource.RUSAGE_CHILDREN)):
        print(f"{who}: {resource.getrusage(of).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
