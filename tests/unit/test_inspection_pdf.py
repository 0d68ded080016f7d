"""Defects planted in a PDF, and what the inspection says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from evaltools.errors import DataError
from evaltools.inspection import inspect_file
from evaltools.report.tags import tag_row_headers
from tests.unit.test_inspection import problems

SCRIPT = """#let day = datetime(year: 2025, month: 12, day: 1)
#set document(title: "Rapport", author: "Gruppen", date: day)
#set text(lang: "sv", font: "Source Sans 3")
#set page(header: [SYNTETISKA DATA])
= Ett <a>
== Två
Det är TAL av de som svarade, och det är inte för att den som en på är, se #link(<a>)[ett].
#figure(image("f.svg", alt: "Norr 12"), caption: [Figuren])
#let answers = table(columns: 2, table.header[Nämnd][Svar], [Norr], [12])
#figure(answers, caption: [Tabellen], kind: table)
"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set a small report without defects."""
    return write_pdf(tmp_path_factory.mktemp("pdf"))


def write_pdf(folder: Path, *, number: str = "12,5 procent") -> Path:
    """Set a small report."""
    import typst

    import evaltools

    script = SCRIPT.replace("TAL", number)
    (folder / "main.typ").write_text(script, encoding="utf-8")
    (folder / "f.svg").write_bytes(SVG)
    fonts = Path(evaltools.__file__).parent / "fonts"
    written_on = int(datetime(2025, 12, 1, tzinfo=UTC).timestamp())
    content = typst.compile(
        folder / "main.typ", font_paths=[fonts], ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"], timestamp=written_on, format="pdf",
    )  # fmt: skip
    (folder / "rapport.sv.pdf").write_bytes(tag_row_headers(content, [1]))
    return folder / "rapport.sv.pdf"


def tagged(pdf: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/S") == f"/{kind}":
            yield each


def change(key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    """Give every tag of a kind another value of an entry: `Figure/Alt`."""

    def changed(pdf: pikepdf.Pdf) -> None:
        kind, entry = key.split("/")
        for each in list(tagged(pdf, kind)):
            if value is not None:
                each[f"/{entry}"] = value
            elif f"/{entry}" in each:
                del each[f"/{entry}"]

    return changed


def untag_rows(pdf: pikepdf.Pdf) -> None:
    for each in tagged(pdf, "TH"):
        if each.get("/A") is not None and "/Row" in str(each.A):
            each.S = pikepdf.Name.TD


def dead_link(pdf: pikepdf.Pdf) -> None:
    (note,) = [n for page in pdf.pages for n in page.obj.get("/Annots", [])]
    note["/A"] = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.String("nowhere"))
    note["/Dest"] = pikepdf.String("nowhere")


def no_font(pdf: pikepdf.Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and "/FontFile3" in each:
            del each["/FontFile3"]
        if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each:
            del each["/FontFile2"]


def info(key: str, value: str | None) -> Callable[[pikepdf.Pdf], None]:
    def changed(pdf: pikepdf.Pdf) -> None:
        if value is None:
            del pdf.docinfo[key]
        else:
            pdf.docinfo[key] = value

    return changed


def root(key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    def changed(pdf: pikepdf.Pdf) -> None:
        if value is None:
            del pdf.Root[key]
        else:
            pdf.Root[key] = value

    return changed


def late_packet(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b"T00:00:00", b"T09:14:02"))


def unmark(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def test_nothing_is_said_of_a_pdf_without_defects(pdf: Path) -> None:
    assert inspect_file(pdf, synthetic=True) == []


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (change("Figure/Alt", None), "no alternative text"),
        (change("Figure/Alt", ""), "alternative text is empty"),
        (change("Figure/Alt", "figur-1.svg"), "is a name"),
        (change("H2/S", pikepdf.Name.H3), "a heading of level 3 follows one of level 1"),
        (change("H1/S", pikepdf.Name.P), "no heading of the first level"),
        (change("Caption/S", pikepdf.Name.P), "no caption"),
        (change("TH/S", pikepdf.Name.TD), "first row is not marked"),
        (untag_rows, "first cells of its rows are not marked"),
        (change("TH/A", None), "does not say whether it heads"),
        (root("/Lang", None), "does not tell its language"),
        (root("/Lang", "en-GB"), "says that its language is en"),
        (root("/StructTreeRoot", None), "no tags"),
        (root("/ViewerPreferences", None), "the name of the file instead of the title"),
        (dead_link, "leads nowhere"),
        (no_font, "is not in the file"),
        (info("/Title", None), "does not tell its title"),
        (info("/Author", None), "does not tell its author"),
        (info("/CreationDate", None), "does not tell its date"),
        (info("/CreationDate", "D:20251201091402Z"), "a time of day"),
        (info("/Subject", "C:\\Users\\anna\\rapport.docx"), "a folder of somebody"),
        (late_packet, "a time of day"),
        (unmark, "the data are synthetic"),
    ],
)  # fmt: skip
def test_a_planted_defect_is_found(
    pdf: Path, tmp_path: Path, plant: Callable[[pikepdf.Pdf], None], said: str
) -> None:
    with pikepdf.open(pdf) as opened:
        plant(opened)
        opened.save(tmp_path / "rapport.sv.pdf")
    found = problems(tmp_path / "rapport.sv.pdf", synthetic=True)
    assert any(said in problem for problem in found), found


def test_a_number_of_another_language_is_found_with_its_page(tmp_path: Path) -> None:
    (fault,) = inspect_file(write_pdf(tmp_path, number="12.5 procent"))
    assert (fault.place, fault.problem[:4]) == ("rapport.sv.pdf, page 1", "12.5")


def test_numbers_on_a_page_with_a_passage_in_another_language_are_left_alone(
    tmp_path: Path,
) -> None:
    assert problems(write_pdf(tmp_path, number='#text(lang: "en")[12.5 per cent]')) == []


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    with pytest.raises(DataError, match="cannot be read"):
        inspect_file(tmp_path / "a.pdf")


def test_tags_that_hold_themselves_do_not_go_on_for_ever(pdf: Path, tmp_path: Path) -> None:
    with pikepdf.open(pdf) as opened:
        top = opened.Root.StructTreeRoot.K
        first = top[0] if isinstance(top, pikepdf.Array) else top
        first.K = pikepdf.Array([first, first])
        opened.save(tmp_path / "rapport.sv.pdf")
    assert isinstance(inspect_file(tmp_path / "rapport.sv.pdf"), list)


def test_a_pdf_that_is_locked_is_told_apart_from_one_that_is_broken(
    pdf: Path, tmp_path: Path
) -> None:
    with pikepdf.open(pdf) as opened:
        locked = pikepdf.Encryption(owner="a", user="b")
        opened.save(tmp_path / "rapport.sv.pdf", encryption=locked)
    with pytest.raises(DataError, match="locked by a password"):
        inspect_file(tmp_path / "rapport.sv.pdf")


@pytest.mark.parametrize("entry", ["/ViewerPreferences", "/Metadata", "/StructTreeRoot", "/Names"])
def test_a_pdf_with_entries_of_another_type_is_refused(
    pdf: Path, tmp_path: Path, entry: str
) -> None:
    with pikepdf.open(pdf) as opened:
        root(entry, 3)(opened)
        opened.save(tmp_path / "rapport.sv.pdf", fix_metadata_version=False)
    with pytest.raises(DataError, match="cannot be read"):
        inspect_file(tmp_path / "rapport.sv.pdf")


def test_a_head_may_have_more_attributes_than_its_scope(pdf: Path, tmp_path: Path) -> None:
    with pikepdf.open(pdf) as opened:
        for each in tagged(opened, "TH"):
            own = each.A if isinstance(each.A, pikepdf.Array) else [each.A]
            each.A = pikepdf.Array([*own, 0])
        opened.save(tmp_path / "rapport.sv.pdf")
    assert inspect_file(tmp_path / "rapport.sv.pdf") == []


def test_a_heading_of_a_program_s_own_kind_is_one(pdf: Path, tmp_path: Path) -> None:
    with pikepdf.open(pdf) as opened:
        opened.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(Rubrik=pikepdf.Name.H1)
        change("H1/S", pikepdf.Name.Rubrik)(opened)
        opened.save(tmp_path / "rapport.sv.pdf")
    assert inspect_file(tmp_path / "rapport.sv.pdf") == []
