"""Defects planted in a document and a workbook, and what the inspection says of them."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from evaltools.errors import DataError
from evaltools.inspection import inspect_file
from tests.unit.test_inspection import DRAWING, problems

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
DOCUMENT = f"""<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{DRAWN}"><w:body>
<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:bookmarkStart w:id="1" w:name="_ett"/><w:r>
<w:t>Ett</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="H2"/></w:pPr><w:r><w:t>Två</w:t></w:r></w:p>
<w:p><w:r><w:t>Det är 12,5 procent av de som svarade, och 0,044. Dnr 2020/924. </w:t></w:r>
<w:r><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t>About 12.5 per cent. </w:t></w:r>
<w:hyperlink w:anchor="_ett"><w:r><w:t>ett</w:t></w:r></w:hyperlink>
<w:r><w:instrText> REF _ett \\h </w:instrText></w:r></w:p>
<w:p><w:r><w:drawing><wp:docPr id="1" name="Figur 1" descr="Norr 12"/></w:drawing></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Cap"/></w:pPr><w:r><w:t>Tabell 1. Svar</w:t></w:r></w:p>
<w:tbl><w:tblPr><w:tblLook w:val="06A0" w:firstColumn="1"/></w:tblPr>
<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:shd w:fill="0B5394"/></w:tcPr><w:p><w:r>
<w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>Nämnd</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>Norr</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:sectPr><w:headerReference r:id="rId1" w:type="default"/></w:sectPr></w:body></w:document>"""
STYLES = f"""<w:styles xmlns:w="{W}"><w:docDefaults><w:rPr><w:color w:val="1f2933"/>
<w:lang w:val="sv-SE"/></w:rPr></w:docDefaults>
<w:style w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:styleId="H1"><w:name w:val="heading 1"/>
<w:rPr><w:color w:val="0B5394"/></w:rPr></w:style>
<w:style w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/></w:style>
<w:style w:styleId="Cap"><w:name w:val="caption"/>
<w:basedOn w:val="Normal"/></w:style></w:styles>"""
CORE = """<cp:coreProperties xmlns:cp="x" xmlns:dc="y" xmlns:d="z"><dc:title>Rapport</dc:title>
<dc:creator>Gruppen</dc:creator><cp:lastModifiedBy>Gruppen</cp:lastModifiedBy>
<d:created>2025-12-01T00:00:00Z</d:created></cp:coreProperties>"""
RELATIONS = (
    '<Relationships xmlns="p"><Relationship Id="rId1" Target="header1.xml"/></Relationships>'
)
HEADER = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>SYNTETISKA DATA</w:t></w:r></w:p></w:hdr>'
DAY = datetime(2025, 12, 1)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
NOTE = f'<w:footnotes xmlns:w="{W}"><w:p><w:r><w:t>Av 2 345.</w:t></w:r></w:p></w:footnotes>'
PARTS = {
    "word/footnotes.xml": NOTE,
    "word/document.xml": DOCUMENT,
    "word/styles.xml": STYLES,
    "docProps/core.xml": CORE,
    "word/_rels/document.xml.rels": RELATIONS,
    "word/header1.xml": HEADER,
    "word/media/fig.svg": DRAWING,
}


def write_parts(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def write_document(folder: Path, before: str = "", after: str = "") -> Path:
    """Write a document with one thing in it replaced by another."""
    assert any(before in part for part in PARTS.values())
    changed, left = {}, True
    for name, part in PARTS.items():
        changed[name] = part.replace(before, after, 1) if left and before in part else part
        left = left and before not in part
    return write_parts(folder / "rapport.sv.docx", changed)


def test_nothing_is_said_of_a_document_without_defects(tmp_path: Path) -> None:
    assert inspect_file(write_document(tmp_path), synthetic=True) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (' descr="Norr 12"', "", "no alternative text"),
        ('descr="Norr 12"', 'descr=""', "alternative text is empty"),
        ('descr="Norr 12"', 'descr="image1.png"', "is a name"),
        ("heading 2", "heading 3", "a heading of level 3 follows one of level 1"),
        ('<w:pStyle w:val="H1"/>', "", "no heading of the first level"),
        ("<w:tblHeader/>", "", "first row is not marked"),
        (' w:firstColumn="1"', ' w:firstColumn="0"', "first cells of its rows are not marked"),
        ('w:val="06A0" w:firstColumn="1"', 'w:val="0620"', "first cells of its rows"),
        ('<w:pStyle w:val="Cap"/>', "", "no caption"),
        ('<w:lang w:val="sv-SE"/>', "", "does not tell its language"),
        ('<w:lang w:val="sv-SE"/>', '<w:lang w:val="en-GB"/>', "says that its language is en"),
        ('<w:color w:val="FFFFFF"/>', '<w:color w:val="4a86c0"/>', "#4a86c0 on #0b5394"),
        ('<w:color w:val="0B5394"/>', '<w:color w:val="8fb8de"/>', "#8fb8de on #ffffff"),
        ("12,5", "12.5", "12.5 is not written"),
        ("12,5", "1,234", "1,234 is not written"),
        ("Av 2 345", "Av 2,345", "2,345 is not written"),
        ('<w:lang w:val="en-GB"/>', "", "12.5 is not written"),
        ('w:anchor="_ett"', 'w:anchor="_tva"', "leads nowhere"),
        ("REF _ett", "REF _tva", "leads nowhere"),
        ("<dc:title>Rapport</dc:title>", "", "does not tell its title"),
        ("Gruppen</dc:creator>", "</dc:creator>", "does not tell its author"),
        ("2025-12-01T00:00:00Z", "", "does not tell its date"),
        ("2025-12-01T00:00:00Z", "2025-12-01T09:14:02Z", "a time of day"),
        ("Gruppen</cp:", "Anna Ek</cp:", "who saved the file last"),
        ("<dc:title>Rapport", "<dc:title>C:\\Users\\anna\\Rapport", "a folder of somebody"),
        ("<w:hyperlink", '<w:ins w:author="Anna"/><w:hyperlink', "who made them"),
        ("translate(10 20)", "translate(92 20)", "cut off at an edge"),
        ("SYNTETISKA DATA", "", "the data are synthetic"),
    ],
)  # fmt: skip
def test_a_defect_planted_in_a_document_is_found(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    found = problems(write_document(tmp_path, before, after), synthetic=True)
    assert any(said in problem for problem in found), found


def write_workbook(folder: Path, **plant: object) -> Path:
    """Write a workbook with one thing in it that is not as it should be."""
    path = folder / "tabeller.sv.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({
        "title": plant.get("title", "Tabeller"), "author": plant.get("author", "Gruppen"),
        "created": plant.get("created", DAY), "comments": plant.get("comments", ""),
    })  # fmt: skip
    sheet = book.add_worksheet("Tabell 1")
    sheet.set_header(str(plant.get("header", "SYNTETISKA DATA")))
    if plant.get("caption", True):
        sheet.write("A1", "Tabell 1. Det är svar på det som de var med om, av en och för den")
    sheet.write_row("A3", ["Nämnd", "Svar"])
    for row in range(4, 9):
        sheet.write_row(f"A{row}", ["Norr", 12.5])
    if plant.get("heads", True):
        sheet.freeze_panes(3, 1)
    sheet.write_string("D4", str(plant.get("text", "ingen uppgift")))
    sheet.write_url("D5", str(plant.get("link", "internal:'Tabell 1'!A1")), string="till toppen")
    image = io.BytesIO(PNG)
    sheet.insert_image(
        "F1", "f.png", {"image_data": image, "description": plant.get("alt", "Norr 12")}
    )
    book.close()
    return path


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        ({"alt": ""}, "no alternative text"),
        ({"alt": "bild1.png"}, "is a name"),
        ({"caption": False}, "no caption"),
        ({"heads": False}, "first row is not marked"),
        ({"text": "om 12.5 procent"}, "12.5 is not written"),
        ({"text": "12,5"}, "1 cell holds a number as text"),
        ({"link": "internal:'Tabell 2'!A1"}, "leads nowhere"),
        ({"title": ""}, "does not tell its title"),
        ({"author": ""}, "does not tell its author"),
        ({"comments": "from /home/anna/tabeller.xlsx"}, "a folder of somebody"),
        ({"header": ""}, "the data are synthetic"),
    ],
)
def test_a_defect_planted_in_a_workbook_is_found(
    tmp_path: Path, plant: dict[str, object], said: str
) -> None:
    found = problems(write_workbook(tmp_path, **plant), synthetic=True)
    assert any(said in problem for problem in found), found


def test_a_workbook_that_tells_the_time_of_the_run_is_found(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, created=DAY.replace(hour=9, minute=14))
    assert any("a time of day" in problem for problem in problems(path))


def test_a_workbook_of_another_language_is_found(tmp_path: Path) -> None:
    path = write_workbook(tmp_path).rename(tmp_path / "tables.en.xlsx")
    assert any("says that its language is en, but it is sv" in p for p in problems(path))


def test_nothing_is_said_of_a_workbook_without_defects(tmp_path: Path) -> None:
    assert inspect_file(write_workbook(tmp_path), synthetic=True) == []


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip"])
def test_what_is_no_package_is_refused(tmp_path: Path, suffix: str, content: bytes) -> None:
    (tmp_path / f"a.{suffix}").write_bytes(content)
    with pytest.raises(DataError, match="cannot be read"):
        inspect_file(tmp_path / f"a.{suffix}")


def test_a_document_that_defines_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]>' + DOCUMENT
    path = write_parts(tmp_path / "a.docx", {**PARTS, "word/document.xml": bomb})
    with pytest.raises(DataError, match="cannot be read"):
        inspect_file(path)


def test_a_document_that_would_grow_without_end_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "a" * (64 << 20))
    with pytest.raises(DataError, match="would grow"):
        inspect_file(tmp_path / "a.docx")
