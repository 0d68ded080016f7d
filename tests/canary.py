"""A respondent who must be found nowhere, and a search that would find them."""

from __future__ import annotations

import base64
import html
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pandas as pd
import pikepdf
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

NAME, ADDRESS, TELEPHONE = "Kanariefågel Ärlig", "kanariefagel@example.invalid", "070-999 99 17"
PERSONAL, KEY, KEY_BEFORE = "859912-1717", "918273645", "918273646"
PHRASE = f"{NAME} berättar: ring {TELEPHONE}, {PERSONAL}."
SECRETS = ("Kanariefågel", "Ärlig", "kanariefagel", TELEPHONE, PERSONAL, KEY, KEY_BEFORE)
"""What points at the planted respondent, and stands in nothing that is written."""

PARTS = ("evaluation.yml", "programme", "notebooks", "data_raw", "reports/manuscript")
EXPORT = "data_raw/demo/medarbetarenkat_2025.csv"
EXPORT_BEFORE = "data_raw/demo/medarbetarenkat_2019.xlsx"
MAY_LEAD = ("XDG_", "JUPYTER_", "IPYTHON", "MPLCONFIGDIR", "TEMP", "TMP")
"""Settings that would lead files elsewhere."""
ENCODINGS = ("utf-8", "cp1252", "utf-16-le", "utf-16-be")


def plant(folder: Path) -> None:
    """Give the first respondent of each wave what nobody else has."""
    export = folder / EXPORT
    text = export.read_bytes().decode("cp1252")
    text = text.replace("\nR00001;person1@example.invalid;", f"\n{KEY};{ADDRESS};", 1)
    text = text.replace("Bra stöd när vi skrev vår rutin.", PHRASE, 1)
    assert all(word in text for word in (KEY, ADDRESS, PHRASE))
    export.write_bytes(text.encode("cp1252"))
    book = load_workbook(folder / EXPORT_BEFORE)
    first = book["Svar"]["A5"]
    first.value, first.comment = int(KEY_BEFORE), Comment(PHRASE, NAME)
    book.properties.creator = book.properties.lastModifiedBy = NAME
    notes = book.create_sheet("Anteckningar")
    notes.sheet_state, notes["A1"] = "hidden", PHRASE
    book.save(folder / EXPORT_BEFORE)


def copy_evaluation(root: Path, folder: Path, *, notebooks: tuple[str, ...] = ()) -> Path:
    """Copy what an evaluation is made of, with all notebooks or some, and plant."""
    for part in PARTS:
        source, target = root / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    for notebook in (folder / "notebooks").iterdir():
        if notebooks and notebook.stem not in notebooks:
            notebook.unlink()
    plant(folder)
    return folder


def evaltools(*arguments: str, cwd: Path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run the command; what it writes outside its folder, it writes into home/ and t/."""
    for name in ("home", "t"):
        (cwd / name).mkdir(exist_ok=True)
    private = {name: value for name, value in os.environ.items() if not name.startswith(MAY_LEAD)}
    return subprocess.run(
        [sys.executable, "-m", "evaltools", *arguments],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=timeout,
        env=private | {"HOME": str(cwd / "home"), "TMPDIR": str(cwd / "t")},
    )  # fmt: skip


def copy_of_row(values: list[str]) -> set[str]:
    """Write a respondent's answers in the ways in which a row is copied."""
    marks = (";", ",", "\t", "|", " ", ", ", '","', '";"', "', '", '", "', "</td><td>",
             "</td>\n      <td>")  # fmt: skip
    return {mark.join(values) for mark in marks}


def written(folder: Path, *, but: tuple[str, ...] = PARTS) -> list[Path]:
    """List the files of a folder that were not put there at the start."""
    given = [folder / part for part in but]
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(path == each or each in path.parents for each in given)
    ]


def found(path: Path, *words: str) -> list[str]:
    """List the words that stand in a file, in its bytes or in anything packed in it."""
    content = path.read_bytes()
    raw = {word for word in words for code in ENCODINGS if word.encode(code) in content}
    unpacked = "\n".join(_unpacked(content, path.suffix))
    return sorted(raw | {word for word in words if word in unpacked})


def _unpacked(content: bytes, suffix: str) -> Iterator[str]:
    readers = {
        ".parquet": _of_parquet, ".pdf": _of_pdf, ".png": _of_png, ".html": _of_markup,
        ".svg": _of_markup, ".json": _of_json, ".ipynb": _of_json, ".jsonl": _of_json,
    }  # fmt: skip
    if content.startswith(b"PK\x03\x04"):
        yield from _of_zip(content)
    elif content.startswith(b"SQLite format 3"):
        yield from _of_sqlite(content)
    elif suffix in readers:
        yield from readers[suffix](content)


def _of_parquet(content: bytes) -> Iterator[str]:
    for name, value in (pq.read_schema(io.BytesIO(content)).metadata or {}).items():
        yield f"{name.decode(errors='replace')} {value.decode(errors='replace')}"
        yield from _of_json(value) if value.startswith(b"{") else ()
    yield str(pq.read_metadata(io.BytesIO(content)).to_dict())
    yield pd.read_parquet(io.BytesIO(content)).to_csv()


def _of_pdf(content: bytes) -> Iterator[str]:
    pdfium = pytest.importorskip("pypdfium2", reason="needs requirements-dev.txt")
    for page in pdfium.PdfDocument(content):
        yield page.get_textpage().get_text_range()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for name, attached in pdf.attachments.items():
            data = attached.get_file().read_bytes()
            yield name
            yield data.decode(errors="replace")
            yield from _unpacked(data, Path(name).suffix)
        for each in pdf.objects:
            yield str(each) if not isinstance(each, pikepdf.Stream) else _of_stream(each)


def _of_stream(stream: pikepdf.Stream) -> str:
    try:
        return f"{dict(stream)!r} {stream.read_bytes().decode(errors='replace')}"
    except pikepdf.PdfError:
        return repr(dict(stream))


def _of_png(content: bytes) -> Iterator[str]:
    for packed in re.finditer(rb"(?:zTXt|iTXt)[^\0]+\0+(.*?)IDAT", content, re.DOTALL):
        yield zlib.decompressobj().decompress(packed[1]).decode(errors="replace")


def _of_markup(content: bytes) -> Iterator[str]:
    text = content.decode(errors="replace")
    yield html.unescape(text)
    for kind, packed in re.findall(r"data:([\w/+.-]+)[^,\"']*;base64,([A-Za-z0-9+/=\s]+)", text):
        data = base64.b64decode(packed)
        yield data.decode(errors="replace")
        yield from _unpacked(data, "." + kind.rpartition("/")[2].partition("+")[0])
    for packed in re.findall(r"data:[\w/+.-]+(?:;charset=[\w-]+)?,([^\"')\s]+)", text):
        yield unquote_to_bytes(packed).decode(errors="replace")


def _of_json(content: bytes) -> Iterator[str]:
    for line in [content] if content.count(b"\n{") == 0 else content.splitlines():
        yield from _strings(json.loads(line))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for pair in value.items() for part in pair for text in _strings(part))
        if "image/png" in value:
            yield base64.b64decode("".join(value["image/png"])).decode(errors="replace")
    elif isinstance(value, list):
        yield "".join(part for part in value if isinstance(part, str))
        yield from (text for part in value for text in _strings(part))
    else:
        yield str(value)
        yield html.unescape(str(value))


def _of_zip(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            data = packed.read(name)
            yield f"{name}\n{data.decode(errors='replace')}"
            yield from _unpacked(data, Path(name).suffix)


def _of_sqlite(content: bytes) -> Iterator[str]:
    with sqlite3.connect(":memory:") as base:
        base.deserialize(content)
        yield from base.iterdump()
