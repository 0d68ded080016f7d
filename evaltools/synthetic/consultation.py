"""Invented answers to an invented referral, as the files in which real ones come."""

from __future__ import annotations

import io
import json
import re
import textwrap
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Literal

import docx
import numpy as np
import pandas as pd
import typst

from evaltools.declarations import Declared, read_declaration
from evaltools.intake import SYNTHETIC_MARK
from evaltools.provenance import without_times
from evaltools.synthetic.files import marked, write_csv

WIDTH = 68
"""Letters of a line of plain text."""
LINES = 44
"""Lines of a page of scanned text."""
NOISE = {
    "å": "aaaaé", "ä": "aaaaadi", "ö": "oooooé6", "Å": "A", "Ä": "A", "Ö": "O",
}  # fmt: skip
"""What a scanner without Swedish reads, as seen in a real answer; the more often, the likelier."""
ANSWERS, TRUTH, INVITED = "remissvar", "remissvar_sanning.csv", "remissinstanser.csv"
"""Names of the folder and of the tables, in the folder of the demo."""
WRITTEN_ON = 1_741_600_000
"""Seconds since 1970 that the PDF files give as their day."""

Block = tuple[Literal["heading", "paragraph"], str]


class SyntheticAnswer(Declared):
    """An invented answer, and what is true of it.

    Attributes
    ----------
    file : str
        Name of the file; its ending says of what kind it is.
    layout : {"letter", "columns", "agency", "docx", "txt"}
        How it looks.
    encoding : str
        Of a text file.
    noise : bool
        True for a text file as of a scanner that knows no Swedish letters.
    head : tuple of str
        Lines of the letterhead.
    text : str
        Headings behind "# ", and paragraphs, one a line.
    footer : str
        Foot of each page of a DOCX file.
    truth : dict of str to tuple of str
        By field of a fact its values; for running texts the heading above them.
    """

    file: str
    layout: Literal["letter", "columns", "agency", "docx", "txt"]
    encoding: str = "utf-8"
    noise: bool = False
    head: tuple[str, ...]
    text: str
    footer: str = ""
    truth: dict[str, tuple[str, ...]]

    def blocks(self) -> Iterator[Block]:
        """Yield the headings and the paragraphs."""
        for line in self.text.splitlines():
            heading = line.removeprefix("# ")
            yield ("heading" if heading != line else "paragraph", heading)

    def values(self, field: str) -> tuple[str, ...]:
        """Return the true values of a field, running texts in full."""
        values = self.truth.get(field, ())
        running = field in ("proposed_decision", "preparation")
        return tuple(self._below(value) for value in values) if running else values

    def _below(self, heading: str) -> str:
        blocks = list(self.blocks())
        start = blocks.index(("heading", heading)) + 1
        ends = [at for at, (kind, _) in enumerate(blocks) if kind == "heading" and at >= start]
        return " ".join(text for _, text in blocks[start : min(ends, default=len(blocks))])


class _Asked(Declared):
    name: str
    kind: str
    alias: str = ""
    body: str = ""


class Referral(Declared):
    """The invented referral: its answers, and who was asked."""

    answers: tuple[SyntheticAnswer, ...]
    invited: tuple[_Asked, ...]


def read_referral() -> Referral:
    """Read the invented answers that come with the toolkit."""
    return read_declaration(Path(str(files("evaltools.synthetic") / "answers.yml")), Referral)


def consultation_files(*, rng: np.random.Generator) -> dict[str, bytes]:
    """Make the files of the invented referral.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws what a scanner misreads.

    Returns
    -------
    dict of str to bytes
        By path in the folder of the demo: the answers, who was asked, and what is true.
    """
    referral = read_referral()
    written = {f"{ANSWERS}/{each.file}": _file(each, rng) for each in referral.answers}
    asked = pd.DataFrame([each.model_dump() for each in referral.invited])
    headers = {"name": "Instans", "kind": "Slag", "alias": "Alias", "body": "Organ"}
    written[INVITED] = write_csv(marked(asked.rename(columns=headers)), encoding="cp1252")
    written[TRUTH] = write_csv(marked(_truth(referral)), encoding="utf-8")
    return written


def _truth(referral: Referral) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (answer.file, field, value)
            for answer in referral.answers
            for field in answer.truth
            for value in answer.values(field)
        ],
        columns=["fil", "uppgift", "värde"],
    )


def _mark() -> str:
    return f"{SYNTHETIC_MARK} – påhittat remissvar som inte säger något om någon verklig instans"


def _file(answer: SyntheticAnswer, rng: np.random.Generator) -> bytes:
    if answer.layout == "docx":
        return _docx(answer)
    return _text(answer, rng) if answer.layout == "txt" else _pdf(answer)


def _pdf(answer: SyntheticAnswer) -> bytes:
    content = answer.model_dump(include={"file", "layout", "head"}) | {
        "mark": _mark(),
        "blocks": [{"kind": kind, "text": text} for kind, text in answer.blocks()],
    }
    return typst.compile(
        Path(str(files("evaltools.synthetic") / "answer.typ")),
        font_paths=[Path(str(files("evaltools") / "fonts"))],
        ignore_system_fonts=True,
        sys_inputs={"answer": json.dumps(content)},
        timestamp=WRITTEN_ON,
        format="pdf",
    )


def _docx(answer: SyntheticAnswer) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = _mark()
    document.sections[0].footer.paragraphs[0].text = answer.footer
    cells = [line.split(" | ") for line in answer.head if line.startswith("|")]
    for line in answer.head:
        if not line.startswith("|"):
            document.add_paragraph(line)
    table = document.add_table(rows=0, cols=2)
    for row in cells:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text.removeprefix("| ")
    for kind, text in answer.blocks():
        document.add_paragraph(text, style="Heading 2" if kind == "heading" else None)
    saved = io.BytesIO()
    document.save(saved)
    return without_times(saved.getvalue())


def text_lines(answer: SyntheticAnswer) -> list[str]:
    """Set an answer in lines of plain text; of a DOCX file a paragraph, or row, is a line.

    Parameters
    ----------
    answer : SyntheticAnswer
        The answer.

    Returns
    -------
    list of str
        The lines, without the noise of a scanner.
    """
    if answer.layout == "docx":
        cells = [line.removeprefix("| ").replace(" | ", "\t") for line in answer.head]
        return [_mark(), *cells, *(text for _, text in answer.blocks()), answer.footer]
    width = WIDTH * 2 // 3 if answer.layout == "columns" else WIDTH
    lines = [_mark(), "", *(line.replace(" | ", " " * 8) for line in answer.head), ""]
    for kind, text in answer.blocks():
        lines += [text, ""] if kind == "heading" else [*_wrapped(text, width), ""]
    return lines


def _text(answer: SyntheticAnswer, rng: np.random.Generator) -> bytes:
    lines = text_lines(answer)
    written = _scanned(lines, rng) if answer.noise else "\r\n".join(lines)
    return written.encode(answer.encoding)


def _wrapped(text: str, width: int) -> list[str]:
    """Break a paragraph into lines; a long word that does not fit is broken."""
    lines, rest = [], text
    while len(rest) > width:
        line = textwrap.wrap(rest, width, break_on_hyphens=False)[0]
        rest = rest[len(line) :].lstrip()
        head = re.match(r"[a-zåäö]{5,}(?=[a-zåäö]{5})", rest.split(" ")[0])
        fits = width - len(line) - 2
        if head and fits >= 5:
            part = rest[: min(fits, head.end())]
            line, rest = f"{line} {part}-", rest[len(part) :]
        lines.append(line)
    return [*lines, rest]


def _scanned(lines: list[str], rng: np.random.Generator) -> str:
    """Write text as a scanner without Swedish letters reads it, page by page."""
    noisy = ["".join(_misread(letter, rng) for letter in line) for line in lines]
    pages = [noisy[start : start + LINES] for start in range(0, len(noisy), LINES)]
    return "\ufeff" + "\f".join("\n".join(page) for page in pages)


def _misread(letter: str, rng: np.random.Generator) -> str:
    return str(rng.choice(list(NOISE[letter]))) if letter in NOISE else letter
