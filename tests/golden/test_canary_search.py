"""The search for the planted respondent finds them wherever they are hidden."""

from __future__ import annotations

import base64
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pandas as pd
import pikepdf
import pytest
from openpyxl import Workbook

from tests.canary import copy_of_row, found

WORD = "Kanariefågel"


def parquet(folder: Path) -> Path:
    pd.DataFrame({"a": [WORD] * 3}).to_parquet(folder / "a.parquet", compression="zstd")
    return folder / "a.parquet"


def parquet_metadata(folder: Path) -> Path:
    frame = pd.DataFrame({"a": [1]})
    frame.attrs["note"] = WORD
    frame.to_parquet(folder / "a.parquet")
    return folder / "a.parquet"


def pdf(folder: Path, **place: bool) -> Path:
    with pikepdf.new() as made:
        made.add_blank_page()
        if "info" in place:
            made.docinfo["/Author"] = WORD
        if "xmp" in place:
            with made.open_metadata() as metadata:
                metadata["dc:title"] = WORD
        if "attached" in place:
            made.attachments["a.csv"] = WORD.encode()
        if "stream" in place:
            made.Root.Hidden = made.make_indirect(pikepdf.Stream(made, WORD.encode()))
        made.save(folder / "a.pdf", compress_streams=True)
    return folder / "a.pdf"


def notebook(folder: Path) -> Path:
    (folder / "a.ipynb").write_text(json.dumps({"cells": [{"outputs": ["x", WORD]}]}))
    return folder / "a.ipynb"


def image_in_notebook(folder: Path) -> Path:
    image = base64.b64encode(b"PNG tEXt " + WORD.encode()).decode()
    (folder / "a.ipynb").write_text(json.dumps({"data": {"image/png": image}}))
    return folder / "a.ipynb"


def comment(folder: Path) -> Path:
    (folder / "a.html").write_text("<!-- Kanariefågel -->".replace("å", "&aring;"))
    return folder / "a.html"


def picture_in_html(folder: Path) -> Path:
    svg = base64.b64encode(f"<metadata>{WORD}</metadata>".encode()).decode()
    (folder / "a.html").write_text(f'<img src="data:image/svg+xml;base64,{svg}">')
    return folder / "a.html"


def workbook(folder: Path) -> Path:
    book = Workbook()
    book.properties.creator = WORD
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def nested(folder: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", WORD)
    with zipfile.ZipFile(folder / "a.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("b.zip", inner.getvalue())
    return folder / "a.docx"


def state(folder: Path) -> Path:
    with sqlite3.connect(folder / "a.sqlite3") as base:
        base.execute("CREATE TABLE t (a)")
        base.execute("INSERT INTO t VALUES (?)", (WORD,))
    return folder / "a.sqlite3"


def windows(folder: Path) -> Path:
    (folder / "a.log").write_bytes(WORD.encode("cp1252"))
    return folder / "a.log"


@pytest.mark.parametrize(
    "hide",
    [parquet, parquet_metadata, notebook, image_in_notebook, comment, picture_in_html, workbook,
     nested, state, windows],
)  # fmt: skip
def test_a_hidden_word_is_found(tmp_path: Path, hide: object) -> None:
    assert found(hide(tmp_path), WORD) == [WORD]  # type: ignore[operator]


def test_a_row_of_a_frame_that_a_notebook_shows_is_found(tmp_path: Path) -> None:
    frame = pd.DataFrame([[f"a{place}" for place in range(40)]])
    (tmp_path / "a.ipynb").write_text(json.dumps({"text/html": [frame._repr_html_()]}))
    assert found(tmp_path / "a.ipynb", *copy_of_row([f"a{place}" for place in range(9)]))


@pytest.mark.parametrize("place", ["info", "xmp", "attached", "stream"])
def test_a_word_hidden_in_a_pdf_is_found(tmp_path: Path, place: str) -> None:
    pytest.importorskip("pypdfium2", reason="needs requirements-dev.txt")
    assert found(pdf(tmp_path, **{place: True}), WORD) == [WORD]
