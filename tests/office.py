"""A small report that has one of each thing, and what office programs make of its files."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

from evaltools.artefacts import Artefacts, read_artefacts, save_figure, save_table, save_value
from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.evaluation import Evaluation, ReportSettings
from evaltools.figures import Figure
from evaltools.manuscript import Book, read_book
from evaltools.tables import Column, Table

HOSTILE = "=1+1 <w:b/> ]]> & \"q\" {val:n} ::tab:n _x0041_ 'x'"
"""Signs that mean something to XML, to Word's fields or to a spreadsheet."""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 100"><path d="M0 0h600"/></svg>'
CHAPTERS = {
    "01.md": """# Resultat {#resultat}

{val:n} svarade.[^n] [](#tab:boards) och [](#fig:ladder) visar mer, se [](#lista).[^n]

::fig:ladder

Se **fet *och kursiv***, `kod`, [utåt](https://example.invalid/a?b=1&c=2), [inåt](#tab:wide).

::tab:boards

> Ett citat.

```
rad ett
rad två
```

[^n]: En not om <script>alert(1)</script>.
""",
    "02.md": """# Listor {#lista}

3. tre
4. fyra
   - under

   mer om fyra

## Ny lista

1. ett

::tab:long

# Bred

::tab:wide

# Sist

::tab:evidence
""",
}
ROWS = 30


def evaluation(root: Path, *, language: Language = "sv", logo: bool = False) -> Evaluation:
    """Declare what stands on the cover."""
    (root / "logo.svg").write_bytes(SVG)
    declared = {"logo": {"file": "logo.svg", "alt": {"sv": "Stadens vapen", "en": "Arms"}}}
    settings = ReportSettings(
        title=Text(sv="Utvärdering & mer", en="Evaluation & more"),
        subtitle=Text(sv="Under <b>", en="Below <b>"),
        author=Text(sv="Gruppen", en="The team"),
        organisation=Text(sv="Staden", en="The city"),
        accent="#7a1f5c",
        date=date(2025, 12, 1),
        **(declared if logo else {}),
    )
    made = Evaluation.model_construct(run="test-run", languages=("sv", "en"), report=settings)
    object.__setattr__(made, "__pydantic_private__", {"_root": root})
    return made


def publishable(table: dict[str, Sequence[object]], *, synthetic: bool = True) -> Publishable:
    """Let a table out as it is; a row is hidden where `hidden` says so."""
    rule = Text(sv="Regel.", en="Rule.")
    frame = pd.DataFrame({"hidden": False} | table)
    return Publishable(frame, "open", rule, synthetic)


def save_results(results: Path, *, synthetic: bool = True, share: float = 0.4712) -> None:
    """Save tables of all formats, a figure and a value."""
    place = {"folder": results / "04", "producer": "04"}
    source = Text(sv="Enkäten.", en="The survey.")
    boards = publishable(
        {
            "body.sv": ["Norr", HOSTILE, "Söder"],
            "body.en": ["North", HOSTILE, "South"],
            "quote": ["sagt", "skrivet", "ropat"],
            "file": ["a.csv; b.csv", "c.csv", "d.csv"],
            "share": [share, float("nan"), float("nan")],
            "n": [6012.0, -1234.0, float("nan")],
            "hidden": [False, False, True],
        },
        synthetic=synthetic,
    )
    columns = (
        Column("body", Text(sv="Nämnd", en="Board"), "text"),
        Column("quote", Text(sv="Citat", en="Quote"), "text", "sv"),
        Column("file", Text(sv="Fil", en="File"), "code"),
        Column("share", Text(sv="Andel, %", en="Share, %"), "percent"),
        Column("n", Text(sv="Svar", en="Answers"), "count"),
    )
    told = {"source": source, **place}
    caption = Text(sv="Om nämnder", en="On boards")
    note = Text(sv="Läs varsamt.", en="Read with care.")
    save_table(Table(boards, columns, 1), name="boards", caption=caption, note=note, **told)
    alt = Text(sv="Stegen har fem steg", en="The ladder has five steps")
    ladder = Figure({"sv": SVG, "en": SVG}, alt, boards)
    save_figure(ladder, name="ladder", caption=Text(sv="Stegen", en="The ladder"), **told)
    _save_numbers(told, synthetic=synthetic)
    number = publishable({"n": [6012.0]}, synthetic=synthetic)
    save_value(number, column="n", format="count", name="n", **place)


def _save_numbers(told: dict[str, object], *, synthetic: bool) -> None:
    """Save a long table, a wide one whose heads come again, and one that cites."""
    label = Text(sv="Värde", en="Value")
    formats = ("points", "decimal", "number", "p", "year", "number", "p", "decimal")
    values = (-0.031, 12.34, 3.10, 0.00002, 2021.0, 1.25, 0.0412, -1234.56)
    wide = publishable(
        {"name": ["x", "y"] * 10, **{f"v{n}": [value] * 20 for n, value in enumerate(values)}},
        synthetic=synthetic,
    )
    head = Text(sv="Genomsnittsvärde", en="Average value")
    columns = tuple(Column(f"v{n}", head, each) for n, each in enumerate(formats))
    first = Column("name", Text(sv="Namn", en="Name"), "text")
    save_table(Table(wide, (first, *columns), 1), name="wide", caption=label, **told)
    long = publishable({"name": ["ord " * 40] * ROWS, "v": [1.0] * ROWS}, synthetic=synthetic)
    save_table(Table(long, (first, Column("v", label, "count")), 1), name="long",
               caption=Text(sv="Lång", en="Long"), **told)  # fmt: skip
    cited = publishable({"v": [1.0], "cites": ["tab-boards fig-ladder"]}, synthetic=synthetic)
    cites = (Column("v", label, "count"), Column("cites", label, "cites"))
    save_table(Table(cited, cites, 0), name="evidence", caption=label, **told)


@dataclass(frozen=True, slots=True)
class Small:
    """The small report in one language."""

    book: Book
    artefacts: Artefacts
    evaluation: Evaluation


def small_report(folder: Path, *, language: Language = "sv", logo: bool = False,
                 synthetic: bool = True, share: float = 0.4712) -> Small:  # fmt: skip
    """Write, save and read the small report."""
    (folder / "text" / language).mkdir(parents=True)
    for name, text in CHAPTERS.items():
        (folder / "text" / language / name).write_text(text, encoding="utf-8")
    save_results(folder / "results", synthetic=synthetic, share=share)
    book = read_book(folder / "text", language=language)
    artefacts = read_artefacts(folder / "results")
    return Small(book, artefacts, evaluation(folder, language=language, logo=logo))


def parts(package: bytes) -> dict[str, bytes]:
    """Unpack a file of an office program."""
    with zipfile.ZipFile(io.BytesIO(package)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def root_of(package: bytes, part: str) -> etree._Element:
    """Parse a part."""
    return etree.fromstring(parts(package)[part])


def findings(package: bytes, path: Path) -> list[str]:
    """Hold a file to the schema of Office."""
    audit = pytest.importorskip("openxml_audit", reason="needs requirements-dev.txt")
    path.write_bytes(package)
    return [str(each) for each in audit.OpenXmlValidator(max_errors=0).validate(path).errors]


def convert(path: Path, kind: str) -> Path:
    """Convert a file by LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", kind, "--outdir", path.parent, path],
        check=True, capture_output=True, timeout=120,
        env=os.environ | {"HOME": str(path.parent)},
    )  # fmt: skip
    return path.with_suffix(f".{kind}")
