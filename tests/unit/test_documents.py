"""Files as bodies send them in become lines with their places, or a sentence that says why not."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
import typst
from docx.oxml import parse_xml
from PIL import Image

from evaltools.documents import (
    Document,
    pdf_process,
    pdfs,
    read_document,
    read_folder,
    reading,
    word_files,
)
from evaltools.documents.letters import plain_line
from evaltools.documents.scans import find_tesseract, read_picture
from evaltools.errors import DataError
from evaltools.intake import SYNTHETIC_MARK
from tests.answers import ANSWER, WITHOUT

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


FIRST = ANSWER.split("\n\n")[0]
"""A paragraph: enough to tell that letters are lost."""


def texts(document: Document) -> list[str]:
    """Return the lines of a document."""
    return [line.text for line in document.lines]


def refusal(path: Path) -> str:
    """Return what is said when a document, or a folder of them, is refused."""
    with pytest.raises(DataError) as told:
        read_folder(path) if path.is_dir() else read_document(path)
    return str(told.value)


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text file."""
    path.write_bytes(text.encode(encoding))
    return path


def pdf(path: Path, markup: str, *, page: str = "a4") -> Path:
    """Write a PDF by Typst, without hyphens unless the markup asks for them."""
    setting = f'#set page(paper: "{page}")\n#set text(lang: "sv", hyphenate: false)\n'
    path.write_bytes(typst.compile((setting + markup).encode()))
    return path


def lines_of(text: str) -> str:
    """Write Typst markup that breaks lines where a text does."""
    return " \\\n".join(text.split("\n"))


def pictured(path: Path, source: Path, *, dots: int = 200) -> Path:
    """Write a PDF that is nothing but the pictures of another one's pages."""
    pages = [page.render(scale=dots / 72).to_pil() for page in pypdfium2.PdfDocument(source)]
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=dots)
    return path


def word(path: Path, fill: Callable[[docx.document.Document], object]) -> Path:
    """Write a file of Word."""
    document = docx.Document()
    fill(document)
    document.save(str(path))
    return path


def with_parts(path: Path, changes: dict[str, Callable[[str], str]]) -> Path:
    """Write a package anew with some of its parts changed, or added where they lack."""
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in changes if name not in old.namelist())]:
            content = old.read(name).decode("latin-1") if name in old.namelist() else ""
            new.writestr(name, changes.get(name, str)(content).encode("latin-1"))
    return path


@pytest.fixture
def tesseract() -> str:
    """Find Tesseract with Swedish."""
    found = find_tesseract()
    if not found:
        pytest.skip("Tesseract with Swedish is not installed")
    return found


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide Tesseract."""
    monkeypatch.setattr(pdfs, "find_tesseract", lambda: None)


# Text files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_of_swedish_offices(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path / "svar.txt", "Nämnden\r\n\r\ntillstyrker å", encoding)
    assert texts(read_document(path)) == ["Nämnden", "", "tillstyrker å"]


def test_form_feeds_divide_text_into_pages(tmp_path: Path) -> None:
    document = read_document(written(tmp_path / "svar.txt", "a\nb\n\fc\n\f"))
    assert [(line.page, line.number, line.raw) for line in document.lines] == [
        (1, 1, "a"), (1, 2, "b"), (2, 1, "c"),
    ]  # fmt: skip


def test_text_without_form_feeds_has_no_pages(tmp_path: Path) -> None:
    document = read_document(written(tmp_path / "svar.txt", "a\nb"))
    assert [(line.page, line.number) for line in document.lines] == [(None, 1), (None, 2)]


def test_a_document_knows_its_file(tmp_path: Path) -> None:
    path = written(tmp_path / "svar.txt", "a")
    document = read_document(path)
    assert (document.file, document.reading) == ("svar.txt", "text")
    assert document.sha256 == hashlib.sha256(b"a").hexdigest()


@pytest.mark.parametrize(("text", "synthetic"), [(f"{SYNTHETIC_MARK}\nJa", True), ("Ja", False)])
def test_the_mark_of_synthetic_data_is_seen_and_kept(
    tmp_path: Path, text: str, synthetic: bool
) -> None:
    document = read_document(written(tmp_path / "svar.txt", text))
    assert (document.synthetic, texts(document)) == (synthetic, text.split("\n"))


@pytest.mark.parametrize(
    ("found", "plain"),
    [
        ("a\u030a a\u0308 o\u0308", "å ä ö"),
        ("e\ufb03cient \ufb01n", "efficient fin"),
        ("till\u202estyr\u200bker", "tillstyrker"),
        ("kvinno\xadjour", "kvinnojour"),
        ("kvinno\xad", "kvinno-"),
        ("slut  ", "slut"),
    ],
)
def test_letters_are_written_as_one_reads_them(found: str, plain: str) -> None:
    assert plain_line(found) == plain


# Word


def test_paragraphs_and_tables_come_in_the_order_of_the_body(tmp_path: Path) -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("Före")
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Dnr", "SOD 2020/1"
        table.cell(1, 0).text, table.cell(1, 1).text = "Ett", "Två\nTre"
        document.add_paragraph("Efter")

    document = read_document(word(tmp_path / "svar.docx", fill))
    assert texts(document) == ["Före", "Dnr\tSOD 2020/1", "Ett", "Två", "Tre", "Efter"]
    assert [(line.page, line.number) for line in document.lines][:2] == [(None, 1), (None, 2)]


def test_headers_come_first_and_footers_last(tmp_path: Path) -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("Svar")
        document.sections[0].header.paragraphs[0].text = "Dnr 1/2025"
        document.sections[0].footer.paragraphs[0].text = "Nämndens adress"

    path = word(tmp_path / "svar.docx", fill)
    assert texts(read_document(path)) == ["Dnr 1/2025", "Svar", "Nämndens adress"]


def with_xml(document: docx.document.Document, xml: str) -> None:
    """Put XML of Word's own at the start of the body."""
    document.element.body.insert(0, parse_xml(f"<w:body {W}>{xml}</w:body>")[0])


def run(text: str) -> str:
    """Write a run of Word."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


def box(text: str) -> str:
    """Write a text box of Word."""
    return f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TWICE = (
    f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice>{box("en gång")}</mc:Choice>'
    f"<mc:Fallback>{box('en gång')}</mc:Fallback></mc:AlternateContent>"
)
TAB_STOPS = "<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"
FORMS = {
    "breaks": ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/></w:r></w:p>", ["a", "b"]),
    "control": (f"<w:sdt><w:sdtContent><w:p>{run('vald')}</w:p></w:sdtContent></w:sdt>", ["vald"]),
    "link": (f"<w:p><w:hyperlink>{run('länk')}</w:hyperlink></w:p>", ["länk"]),
    "hidden": (
        f"<w:p>{run('syns')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>ej</w:t></w:r></w:p>",
        ["syns"],
    ),
    "symbol": ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>', ["☒"]),
    "box of a form": (
        f"<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/>"
        f"</w:checkBox></w:ffData></w:fldChar></w:r>{run(' Ja')}</w:p>",
        ["☒ Ja"],
    ),
    "tab stops": (f"<w:p>{TAB_STOPS}{run('a')}</w:p>", ["a"]),
    "text box": (
        f"<w:p>{run('vid')}<w:r><w:pict>{box('ruta')}</w:pict></w:r></w:p>",
        ["vid", "ruta"],
    ),
    "drawn twice": (f"<w:p><w:r>{TWICE}</w:r></w:p>", ["", "en gång"]),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_no_text_of_word_is_lost(tmp_path: Path, form: str) -> None:
    xml, lines = FORMS[form]
    path = word(tmp_path / "svar.docx", lambda document: with_xml(document, xml))
    assert texts(read_document(path)) == lines


def with_part(path: Path, name: str, *, kind: str, content: str) -> Path:
    """Add a part to a file of Word."""
    override = f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/></Types>'
    relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
    related = f'<Relationship Id="rId99" Type="{relation}" Target="{name}.xml"/></Relationships>'
    return with_parts(
        path,
        {
            f"word/{name}.xml": lambda _: content,
            "[Content_Types].xml": lambda old: old.replace("</Types>", override),
            "word/_rels/document.xml.rels": lambda old: old.replace("</Relationships>", related),
        },
    )


def test_footnotes_are_read(tmp_path: Path) -> None:
    path = word(tmp_path / "svar.docx", lambda document: document.add_paragraph("Svar"))
    note = f"<w:footnotes {W}><w:footnote><w:p>{run('En not')}</w:p></w:footnote></w:footnotes>"
    with_part(path, "footnotes", kind=word_files.KIND.format("footnotes"), content=note)
    assert texts(read_document(path)) == ["Svar", "En not"]


def test_tracked_changes_in_footnotes_are_for_a_person(tmp_path: Path) -> None:
    path = word(tmp_path / "svar.docx", lambda document: document.add_paragraph("Svar"))
    note = f"<w:footnotes {W}><w:footnote><w:p><w:ins/></w:p></w:footnote></w:footnotes>"
    with_part(path, "footnotes", kind=word_files.KIND.format("footnotes"), content=note)
    assert refusal(path).startswith("svar.docx, footnotes: 1 tracked")


def test_a_diagram_is_not_passed_over(tmp_path: Path) -> None:
    path = word(tmp_path / "svar.docx", lambda document: document.add_paragraph("Svar"))
    with_part(path, "diagramData", kind=word_files.DIAGRAM, content="<a/>")
    assert "SmartArt" in refusal(path)


CHANGES = {
    "insertion": f"<w:p>{run('tillstyrker')}<w:ins>{run('med synpunkter')}</w:ins></w:p>",
    "deletion": "<w:p><w:del><w:r><w:delText>avstyrker</w:delText></w:r></w:del></w:p>",
    "moved from": f"<w:p><w:moveFrom>{run('a')}</w:moveFrom></w:p>",
    "moved to": f"<w:p><w:moveTo>{run('a')}</w:moveTo></w:p>",
    "mark of a paragraph": "<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr></w:p>",
    "row": "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    "in a text box": f"<w:p><w:r><w:pict>{box('a').replace('w:r>', 'w:ins>')}</w:pict></w:r></w:p>",
}


@pytest.mark.parametrize("change", CHANGES)
def test_tracked_changes_are_for_a_person(tmp_path: Path, change: str) -> None:
    path = word(tmp_path / "svar.docx", lambda document: with_xml(document, CHANGES[change]))
    told = refusal(path)
    assert told.startswith("svar.docx, document: ") and "accept or reject" in told
    assert "synpunkter" not in told and "avstyrker" not in told


@pytest.mark.parametrize("place", ["header", "footer"])
def test_tracked_changes_are_found_at_the_edges_of_the_page(tmp_path: Path, place: str) -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("Svar")
        edge = getattr(document.sections[0], place)
        edge.paragraphs[0]._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>x</w:t></w:r></w:ins>"))

    assert refusal(word(tmp_path / "svar.docx", fill)).startswith(f"svar.docx, {place}: 1 tracked")


def test_comments_are_no_text(tmp_path: Path) -> None:
    def fill(document: docx.document.Document) -> None:
        paragraph = document.add_paragraph("Svar")
        document.add_comment(paragraph.runs, text="Stämmer detta?")

    assert texts(read_document(word(tmp_path / "svar.docx", fill))) == ["Svar"]


def test_text_of_another_file_is_not_passed_over(tmp_path: Path) -> None:
    path = word(tmp_path / "svar.docx", lambda document: with_xml(document, "<w:altChunk/>"))
    assert "text of another file" in refusal(path)


# PDF


def test_lines_and_pages_of_a_pdf_are_kept(tmp_path: Path) -> None:
    path = pdf(tmp_path / "svar.pdf", "Nämnden \\ tillstyrker \n#pagebreak()\n Sida två")
    document = read_document(path)
    assert [(line.page, line.number, line.text) for line in document.lines] == [
        (1, 1, "Nämnden"), (1, 2, "tillstyrker"), (2, 1, "Sida två"),
    ]  # fmt: skip
    assert document.reading == "text"


def test_a_word_divided_in_a_pdf_keeps_its_hyphen_and_its_lines(tmp_path: Path) -> None:
    markup = "#set text(hyphenate: true)\n#block(width: 3.2cm)[Stadsdelsförvaltningarna]"
    found = texts(read_document(pdf(tmp_path / "svar.pdf", markup)))
    assert len(found) > 1 and all(line.endswith("-") for line in found[:-1])
    assert "".join(line.removesuffix("-") for line in found) == "Stadsdelsförvaltningarna"


def test_an_empty_page_stays_a_page(tmp_path: Path) -> None:
    path = pdf(tmp_path / "svar.pdf", "Ett\n#pagebreak()\n#pagebreak()\nTre")
    lines = read_document(path).lines
    assert [(line.page, line.text) for line in lines] == [(1, "Ett"), (2, ""), (3, "Tre")]


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    source = pdf(tmp_path / "plain.pdf", "Hemligt")
    locked = tmp_path / "svar.pdf"
    with pikepdf.open(source) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refusal(locked) == "svar.pdf: it has a password. Save it without one."


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nnonsense", b"PK\x03\x04 no package"])
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / f"svar.{kind}"
    path.write_bytes(content)
    assert refusal(path).startswith(f"svar.{kind}: it cannot be")


def test_pages_beyond_any_answer_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pdf(tmp_path / "svar.pdf", "a\n#pagebreak()\nb")
    monkeypatch.setattr(pdf_process, "MOST_PAGES", 1)
    assert pdf_process.read_content(str(path)) == {"refused": "pages", "pages": []}


def test_letters_beyond_any_answer_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pdf(tmp_path / "svar.pdf", "abc")
    monkeypatch.setattr(pdf_process, "MOST_LETTERS", 2)
    assert pdf_process.read_content(str(path))["refused"] == "letters"


def test_every_reason_of_the_other_process_has_its_words() -> None:
    assert set(pdfs.REFUSED) == {"password", "damaged", "pages", "letters", "form"}


def test_a_pdf_that_takes_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfs, "MOST_SECONDS", 0.001)
    assert "took more than" in refusal(pdf(tmp_path / "svar.pdf", "a"))


def test_a_pdf_that_ends_its_process_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = written(tmp_path / "crash.py", "import os; os.abort()")
    monkeypatch.setattr(pdfs, "PROGRAM", crash)
    assert "reading it failed" in refusal(pdf(tmp_path / "svar.pdf", "a"))


TICKED = {
    "/V": pikepdf.Name.Ja,
    "/AS": pikepdf.Name.Ja,
    "/AP": pikepdf.Dictionary(N=pikepdf.Dictionary(Ja=pikepdf.Dictionary())),
}


def with_note(path: Path, note: dict[str, object]) -> Path:
    """Put a note or a field on the first page of a PDF."""
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        entries = {"/Type": pikepdf.Name.Annot, "/Rect": [10, 10, 90, 40], **note}
        put = opened.make_indirect(pikepdf.Dictionary(entries))
        opened.pages[0].Annots = pikepdf.Array([put])
        if "/FT" in note:
            put.T = pikepdf.String("svar")
            opened.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([put]))
        opened.save(path)
    return path


@pytest.mark.parametrize(
    ("note", "refused"),
    [
        ({"/Subtype": pikepdf.Name.FreeText, "/Contents": "Nej"}, True),
        ({"/Subtype": pikepdf.Name.Widget, "/FT": pikepdf.Name.Tx, "/V": "Nej"}, True),
        ({"/Subtype": pikepdf.Name.Widget, "/FT": pikepdf.Name.Btn, **TICKED}, True),
        ({"/Subtype": pikepdf.Name.Widget, "/FT": pikepdf.Name.Tx}, False),
        ({"/Subtype": pikepdf.Name.Widget, "/FT": pikepdf.Name.Sig}, False),
        ({"/Subtype": pikepdf.Name.Text, "/Contents": "Kommentar"}, False),
        ({"/Subtype": pikepdf.Name.Link}, False),
    ],
    ids=[
        "text on top",
        "filled field",
        "ticked box",
        "empty field",
        "signature",
        "comment",
        "link",
    ],
)
def test_text_put_on_top_of_a_page_is_not_passed_over(
    tmp_path: Path, note: dict[str, object], refused: bool
) -> None:
    path = with_note(pdf(tmp_path / "svar.pdf", "Tillstyrker ni?"), note)
    if refused:
        assert refusal(path).startswith("svar.pdf, page 1: 1 fields or notes hold text")
    else:
        assert texts(read_document(path)) == ["Tillstyrker ni?"]


def test_a_pdf_made_to_fill_the_memory_with_one_page_is_drawn_coarser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_process, "MOST_DOTS", 10_000)
    picture = pdf_process.draw_page(str(pdf(tmp_path / "svar.pdf", "a")), 1)
    width, height = Image.open(io.BytesIO(picture)).size
    assert width * height <= 11_000


# Pictures


def test_a_scanned_page_is_read_by_tesseract(tmp_path: Path, tesseract: str) -> None:
    source = pdf(tmp_path / "source.pdf", f"#set text(size: 11pt)\n{lines_of(ANSWER)}")
    document = read_document(pictured(tmp_path / "svar.pdf", source))
    found, true = " ".join(texts(document)).split(), ANSWER.split()
    wrong = sum(
        max(stop - start, last - first)
        for what, start, stop, first, last in SequenceMatcher(
            None, found, true, autojunk=False
        ).get_opcodes()
        if what != "equal"
    )
    assert document.reading == "scanned"
    assert wrong / len(true) <= 0.005


def test_lost_letters_are_read_again_from_the_page(
    tmp_path: Path, tesseract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pdf(tmp_path / "svar.pdf", f"#set text(size: 11pt)\n{lines_of(FIRST)}")
    pages = pdf_process.read_content(str(path))
    pages["pages"][0]["text"] = pages["pages"][0]["text"].translate(WITHOUT)
    run = pdfs._run

    def lossy(path: Path, what: str, *more: str) -> bytes:
        return json.dumps(pages).encode() if what == "text" else run(path, what, *more)

    monkeypatch.setattr(pdfs, "_run", lossy)
    document = read_document(path)
    assert document.reading == "scanned"
    assert texts(document)[0].startswith("Nämnden ställer sig bakom förslaget")


def test_a_stamp_on_a_scanned_page_does_not_stand_for_the_page(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("L", (800, 1100), 200).save(picture, "PNG")
    typst_file = written(tmp_path / "svar.typ", '#place(image("sida.png", width: 17cm))Signerat')
    (tmp_path / "sida.png").write_bytes(picture.getvalue())
    typst.compile(str(typst_file), output=str(tmp_path / "svar.pdf"))
    (page,) = pdf_process.read_content(str(tmp_path / "svar.pdf"))["pages"]
    assert page["text"] == "Signerat" and page["scanned"]


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_pictures_are_refused_by_their_pages(tmp_path: Path) -> None:
    source = pdf(tmp_path / "source.pdf", "Ett\n#pagebreak()\nTvå")
    told = refusal(pictured(tmp_path / "svar.pdf", source, dots=50))
    assert told.startswith("svar.pdf, page 1, 2: 2 of 2 pages are pictures without text.")
    assert "tesseract-ocr-swe" in told


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_text_that_has_lost_letters_stays_to_be_repaired(tmp_path: Path) -> None:
    pytest.importorskip("wordfreq", reason="needs the extra `text`")
    pdf(tmp_path / "svar.pdf", lines_of(ANSWER.translate(WITHOUT)))
    (document,) = read_folder(tmp_path)
    assert document.reading == "repaired"
    assert document.lines[0].raw.startswith("Namnden staller")
    assert document.lines[0].text.startswith("Nämnden ställer")


def test_a_tesseract_without_swedish_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = written(tmp_path / "tesseract", "#!/bin/sh\necho eng\n")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    assert find_tesseract() is None


def test_a_picture_that_cannot_be_read_is_told_by_its_page(tesseract: str) -> None:
    with pytest.raises(DataError, match=r"svar\.pdf, page 3: Tesseract could not read"):
        read_picture(b"no picture", tesseract=tesseract, place="svar.pdf, page 3")


# Hostile packages


def test_entities_in_word_are_refused(tmp_path: Path) -> None:
    path = with_parts(
        word(tmp_path / "svar.docx", lambda document: document.add_paragraph("&a;")),
        {"word/document.xml": lambda old: old.replace("?>", "?><!DOCTYPE a [<!ENTITY b 'c'>]>", 1)},
    )
    assert "document type" in refusal(path)


def test_a_package_that_grows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_files, "MOST_XML", 1_000)
    path = word(tmp_path / "svar.docx", lambda document: document.add_paragraph("Svar"))
    assert "its text takes" in refusal(path)


@pytest.mark.parametrize(
    ("old", "new"), [('Target="word/document.xml"', ""), ("<Relationship ", "<Else ")]
)
def test_a_package_whose_parts_do_not_fit_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = word(tmp_path / "svar.docx", lambda document: document.add_paragraph("Svar"))
    with_parts(path, {"_rels/.rels": lambda content: content.replace(old, new)})
    assert refusal(path).startswith("svar.docx: it cannot be read as .docx.")


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = with_parts(
        word(tmp_path / "svar.docx", lambda document: document.add_paragraph("Svar")),
        {"word/media/x.bin": lambda _: "\0" * (64 << 20)},
    )
    assert "would grow" in refusal(path)


@pytest.mark.parametrize("name", ["svar.doc", "svar.odt", "svar.rtf", "svar.jpg", "svar"])
def test_another_kind_is_told_what_to_be_saved_as(tmp_path: Path, name: str) -> None:
    assert "Save it as .docx or .pdf" in refusal(written(tmp_path / name, "Svar"))


def test_a_file_without_text_is_refused(tmp_path: Path) -> None:
    assert "holds no text" in refusal(word(tmp_path / "svar.docx", lambda _: None))


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_TEXT", 3)
    assert "MiB" in refusal(written(tmp_path / "svar.txt", "Svar"))


# Folders


def test_a_folder_is_read_by_name(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a.txt",
        ".DS_Store",
        "~$a.docx",
        "~WRL0.tmp",
        "Thumbs.db",
        "desktop.ini",
    ):
        written(tmp_path / name, name)
    assert [document.file for document in read_folder(tmp_path)] == ["a.txt", "b.txt"]


def test_all_faults_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "bilagor").mkdir()
    written(tmp_path / "a.odt", "a")
    written(tmp_path / "b.pdf", "b")
    written(tmp_path / "c.txt", "c")
    (tmp_path / "d.txt").symlink_to(tmp_path / "c.txt")
    told = refusal(tmp_path).split("\n")
    assert [fault.partition(":")[0] for fault in told] == ["a.odt", "b.pdf", "bilagor", "d.txt"]


def test_the_same_answer_twice_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "Svar")
    written(tmp_path / "b.txt", "Svar")
    assert refusal(tmp_path).count("another file has the same content") == 2


@pytest.mark.parametrize("name", ["tom", "saknas"])
def test_a_folder_without_documents_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "tom").mkdir()
    with pytest.raises(DataError, match=f"{name}: the folder"):
        read_folder(tmp_path / name)


def test_without_the_words_every_file_that_needs_them_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "wordfreq", None)
    written(tmp_path / "a.txt", ANSWER.translate(WITHOUT))
    written(tmp_path / "b.txt", ANSWER.translate(WITHOUT) + " ")
    written(tmp_path / "c.txt", ANSWER)
    told = refusal(tmp_path).split("\n")
    assert [fault.partition(":")[0] for fault in told] == ["a.txt", "b.txt"]
    assert all("pip install" in fault for fault in told)


def test_no_text_of_a_document_is_in_what_it_shows_of_itself(tmp_path: Path) -> None:
    document = read_document(written(tmp_path / "svar.txt", "Hemligheten"))
    assert "Hemligheten" not in repr(document) + repr(document.lines)
