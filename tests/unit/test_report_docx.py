"""The report as those meet it who edit it in Word."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from evaltools.declarations import Text
from evaltools.errors import ConfigurationError, ReportError
from evaltools.manuscript.reading import parse_chapter
from evaltools.report.docx import render_docx
from evaltools.report.docx.markup import LONGEST_NAME, NAMESPACES, bookmark_name
from evaltools.report.office import printable
from evaltools.report.pictures import as_png, size_of
from tests.office import HOSTILE, ROWS, SVG, Small, convert, findings, parts, root_of, small_report

W = f"{{{NAMESPACES['w']}}}"
DOCUMENT = "word/document.xml"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def render(small: Small) -> bytes:
    """Render the small report."""
    return render_docx(small.book, artefacts=small.artefacts, evaluation=small.evaluation)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Render it in Swedish, with a logo."""
    return render(small_report(tmp_path_factory.mktemp("sv"), logo=True))


@pytest.fixture(scope="module")
def body(made: bytes) -> etree._Element:
    """Parse its document."""
    return root_of(made, DOCUMENT)


def found(root: etree._Element, path: str) -> list[etree._Element]:
    """Find elements by a path in which w: is the prefix."""
    return root.xpath(path, namespaces=NAMESPACES)


def text_of(element: etree._Element) -> str:
    """Read the text of an element as Word shows it."""
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def styled(root: etree._Element, style: str) -> list[str]:
    """Read the paragraphs of a style."""
    return [text_of(each) for each in found(root, f".//w:p[w:pPr/w:pStyle/@w:val='{style}']")]


def instructions(root: etree._Element) -> list[str]:
    """Read what fields compute."""
    return [(each.text or "").strip() for each in root.iter(f"{W}instrText")]


def marked(root: etree._Element) -> dict[str, str]:
    """Read the text of each bookmark by its name."""
    texts = {}
    for start in root.iter(f"{W}bookmarkStart"):
        texts[start.get(f"{W}name")] = ""
        for each in start.itersiblings():
            if each.tag == f"{W}bookmarkEnd":
                break
            texts[start.get(f"{W}name")] += text_of(each)
    return texts


def referred(root: etree._Element) -> list[tuple[str, str]]:
    """Read which bookmark each reference names, and what it shows."""
    pairs, name, text = [], "", ""
    for each in root.iter(f"{W}instrText", f"{W}fldChar", f"{W}t"):
        if each.tag == f"{W}instrText" and each.text.split()[0] == "REF":
            name, text = each.text.split()[1], ""
        elif each.tag == f"{W}t":
            text += each.text
        elif each.get(f"{W}fldCharType") == "end" and name:
            pairs.append((name, text))
            name = ""
    return pairs


def tables(root: etree._Element) -> list[etree._Element]:
    """Find the tables."""
    return found(root, ".//w:tbl")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_schema_of_office_finds_nothing(tmp_path: Path, language: str) -> None:
    made = render(small_report(tmp_path, language=language, logo=True))
    assert findings(made, tmp_path / "a.docx") == []


def test_nothing_is_packed_that_the_report_does_not_use(made: bytes) -> None:
    names = {name for name in parts(made) if not name.endswith(".rels")}
    assert names == {
        "[Content_Types].xml", "docProps/core.xml", "word/document.xml", "word/styles.xml",
        "word/numbering.xml", "word/settings.xml", "word/footnotes.xml", "word/fontTable.xml",
        "word/theme.xml", "word/header-cover.xml", "word/header-upright.xml",
        "word/header-across.xml", "word/footer-cover.xml", "word/footer-upright.xml",
        "word/footer-across.xml", "word/media/fig-ladder.png", "word/media/logo.png",
    }  # fmt: skip


def test_its_properties_are_those_of_the_report_and_tell_no_other_time(made: bytes) -> None:
    told = Document(io.BytesIO(made)).core_properties
    assert (told.title, told.author, told.language) == ("Utvärdering & mer", "Gruppen", "sv-SE")
    assert {told.created.replace(tzinfo=None), told.modified.replace(tzinfo=None)} == {
        datetime(2025, 12, 1)
    }


def test_headings_have_the_styles_of_their_levels(made: bytes) -> None:
    levels = [
        (each.style.name, each.text)
        for each in Document(io.BytesIO(made)).paragraphs
        if each.style.name.startswith("Heading")
    ]
    assert levels == [
        ("Heading 1", "Resultat"), ("Heading 1", "Listor"), ("Heading 2", "Ny lista"),
        ("Heading 1", "Bred"), ("Heading 1", "Sist"),
    ]  # fmt: skip


def test_captions_are_counted_by_fields(body: etree._Element) -> None:
    assert styled(body, "Caption") == [
        "Figur\u00a01. Stegen", "Tabell\u00a01. Om nämnder", "Tabell\u00a02. Lång",
        "Tabell\u00a03. Värde", "Tabell\u00a04. Värde",
    ]  # fmt: skip
    counted = [each for each in instructions(body) if each.startswith("SEQ")]
    assert counted == [r"SEQ Figur \* ARABIC"] + [r"SEQ Tabell \* ARABIC"] * 4


def test_each_reference_shows_what_stands_at_its_bookmark(body: etree._Element) -> None:
    marks, references = marked(body), referred(body)
    assert [text for _, text in references] == ["1", "1", "Listor", "1", "1"]
    assert [marks[name] for name, _ in references] == [text for _, text in references]


def test_a_reference_that_begins_a_sentence_has_a_capital(body: etree._Element) -> None:
    (text,) = [each for each in styled(body, "BodyText") if "svarade" in each]
    assert "Tabell\u00a01 och figur\u00a01 visar mer, se Listor." in text


def test_every_link_within_leads_to_a_bookmark(body: etree._Element) -> None:
    anchors = {each.get(f"{W}anchor") for each in body.iter(f"{W}hyperlink")} - {None}
    assert anchors <= set(marked(body)) and len(anchors) == 10


def test_bookmarks_have_numbers_and_short_names_of_their_own(body: etree._Element) -> None:
    starts = list(body.iter(f"{W}bookmarkStart"))
    assert len({each.get(f"{W}id") for each in starts}) == len(starts)
    assert len({each.get(f"{W}name") for each in starts}) == len(starts)
    long = [bookmark_name(f"tab-{'a' * 50}-{n}") for n in range(2)]
    assert len(set(long)) == 2 and max(map(len, long)) <= LONGEST_NAME


def test_addresses_outside_stand_beside_the_text(made: bytes) -> None:
    links = parts(made)["word/_rels/document.xml.rels"].decode()
    assert 'Target="https://example.invalid/a?b=1&amp;c=2"' in links


def test_contents_and_lists_are_fields_with_their_entries(body: etree._Element) -> None:
    kinds = [each for each in instructions(body) if each.startswith("TOC")]
    assert kinds == [r'TOC \o "1-2" \h \z \u', r'TOC \h \z \c "Figur"', r'TOC \h \z \c "Tabell"']
    assert styled(body, "TOC1") == ["Resultat", "Listor", "Bred", "Sist"]
    assert styled(body, "TOC2") == ["Ny lista"]
    assert styled(body, "TableofFigures")[0] == "Figur\u00a01. Stegen"


def test_every_field_that_begins_ends(body: etree._Element) -> None:
    kinds = [each.get(f"{W}fldCharType") for each in body.iter(f"{W}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") > 10


def test_a_note_cited_twice_stands_once(made: bytes, body: etree._Element) -> None:
    assert [each.get(f"{W}id") for each in body.iter(f"{W}footnoteReference")] == ["1"]
    (again,) = [each for each in instructions(body) if each.startswith("NOTEREF")]
    assert again.split()[1] in marked(body)
    notes = root_of(made, "word/footnotes.xml")
    kinds = [each.get(f"{W}type") for each in notes]
    assert kinds == ["separator", "continuationSeparator", None]
    assert text_of(notes[2]) == " En not om <script>alert(1)</script>."


def test_numbered_lists_begin_where_they_say(made: bytes, body: etree._Element) -> None:
    items = found(body, ".//w:p[w:pPr/w:pStyle/@w:val='ListNumber']")
    numbers = [found(each, "w:pPr/w:numPr/w:numId/@w:val")[0] for each in items]
    assert [text_of(each) for each in items] == ["tre", "fyra", "ett"]
    assert numbers[0] == numbers[1] != numbers[2]
    numbering = root_of(made, "word/numbering.xml")
    starts = [
        found(numbering, f".//w:num[@w:numId={n}]/w:lvlOverride[@w:ilvl=0]/w:startOverride/@w:val")
        for n in numbers
    ]
    assert starts == [["3"], ["3"], ["1"]]


def test_a_list_in_a_list_is_one_level_down(body: etree._Element) -> None:
    (item,) = found(body, ".//w:p[w:pPr/w:pStyle/@w:val='ListBullet']")
    assert found(item, "w:pPr/w:numPr/w:ilvl/@w:val") == ["1"]
    assert styled(body, "ListContinue") == ["mer om fyra"]


def test_tables_have_one_head_row_and_no_merged_cells(body: etree._Element) -> None:
    for each in tables(body):
        heads = [bool(found(row, "w:trPr/w:tblHeader")) for row in found(each, "w:tr")]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert found(each, ".//w:gridSpan | .//w:vMerge") == []
        assert len(found(each, "w:tr[w:trPr/w:cantSplit]")) == len(heads)


def test_the_first_column_heads_its_rows_where_the_table_says_so(body: etree._Element) -> None:
    looks = [found(each, "w:tblPr/w:tblLook/@w:firstColumn")[0] for each in tables(body)]
    assert looks == ["1", "1", "1", "0"]


def test_tables_tell_what_they_show(body: etree._Element) -> None:
    first = tables(body)[0]
    assert found(first, "w:tblPr/w:tblCaption/@w:val") == ["Om nämnder"]
    (described,) = found(first, "w:tblPr/w:tblDescription/@w:val")
    line = "Källa: Enkäten. Regel. SYNTETISKA DATA. Anmärkning: Läs varsamt."
    assert described == line and line in styled(body, "Source")


def test_cells_are_as_wide_as_the_grid_and_fit_on_the_page(body: etree._Element) -> None:
    for each, room in zip(tables(body), (9184, 9184, 14116, 9184), strict=True):
        grid = [int(width) for width in found(each, "w:tblGrid/w:gridCol/@w:w")]
        assert sum(grid) <= room
        for row in found(each, "w:tr"):
            assert [int(n) for n in found(row, "w:tc/w:tcPr/w:tcW/@w:w")] == grid


def test_words_stand_where_numbers_are_hidden_or_lacking(body: etree._Element) -> None:
    rows = [
        [text_of(cell) for cell in found(row, "w:tc")] for row in found(tables(body)[0], "w:tr")
    ]
    assert [row[3:] for row in rows] == [
        ["Andel, %", "Svar"], ["47", "6\u00a0012"], ["uppgift saknas", "−1\u00a0234"],
        ["redovisas ej", "redovisas ej"],
    ]  # fmt: skip
    assert rows[2][0] == HOSTILE


def test_numbers_stand_to_the_right(made: bytes, body: etree._Element) -> None:
    row = found(tables(body)[0], "w:tr")[1]
    styles = found(row, "w:tc/w:p/w:pPr/w:pStyle/@w:val")
    assert styles == ["TableText", "TableText", "TableCode", "TableNumber", "TableNumber"]
    aligned = found(root_of(made, "word/styles.xml"), ".//w:style[@w:styleId='TableNumber']//w:jc")
    assert aligned[0].get(f"{W}val") == "right"


def test_the_language_of_a_column_is_told_where_it_is_another(tmp_path: Path) -> None:
    root = root_of(render(small_report(tmp_path, language="en")), DOCUMENT)
    told = {text_of(each.getparent().getparent()): each.get(f"{W}val")
            for each in root.iter(f"{W}lang")}  # fmt: skip
    assert told == dict.fromkeys(("sagt", "skrivet", "ropat"), "sv-SE")


@pytest.mark.parametrize(("language", "locale"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_the_document_tells_its_language(tmp_path: Path, language: str, locale: str) -> None:
    styles = root_of(render(small_report(tmp_path, language=language)), "word/styles.xml")
    assert found(styles, "w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val") == [locale]


def test_cells_that_cite_refer_by_fields(body: etree._Element) -> None:
    cell = found(tables(body)[3], "w:tr")[1][-1]
    assert text_of(cell) == "Tabell\u00a01, Figur\u00a01"
    assert [each.split()[1] for each in instructions(cell)] == ["_tab_boards", "_fig_ladder"]


def test_a_wide_table_stands_across_with_its_heading(body: etree._Element) -> None:
    described = found(body, ".//w:sectPr/w:pgSz")
    assert [each.get(f"{W}orient") for each in described] == [None, None, "landscape", None]
    ends = found(body, ".//w:p[w:pPr/w:sectPr]")
    between = body[0][body[0].index(ends[1]) + 1 : body[0].index(ends[2])]
    assert text_of(between[0]) == "Bred" and between[-1].tag == f"{W}tbl"


def test_a_caption_stays_with_its_table_and_a_low_table_with_its_source(
    body: etree._Element,
) -> None:
    first, long = tables(body)[:2]
    kept = [bool(found(row, "w:tc/w:p/w:pPr/w:keepNext")) for row in found(first, "w:tr")]
    assert kept == [True] * 4
    kept = [bool(found(row, "w:tc/w:p/w:pPr/w:keepNext")) for row in found(long, "w:tr")]
    assert kept == [True] * 3 + [False] * (ROWS - 4) + [True] * 2


def test_a_figure_has_its_alternative_text_and_fits_on_the_page(body: etree._Element) -> None:
    logo, figure = found(body, ".//wp:docPr")
    assert (logo.get("descr"), figure.get("descr")) == ("Stadens vapen", "Stegen har fem steg")
    widths = [int(each.get("cx")) / 635 for each in found(body, ".//wp:extent")]
    assert max(widths) <= 9184


def test_the_head_of_each_page_has_title_organisation_and_mark(made: bytes) -> None:
    for name in ("upright", "across"):
        head = text_of(root_of(made, f"word/header-{name}.xml"))
        assert head == "Utvärdering & mer · StadenSYNTETISKA DATA"
        foot = root_of(made, f"word/footer-{name}.xml")
        assert instructions(foot) == ["PAGE", "NUMPAGES"]
    assert text_of(root_of(made, "word/header-cover.xml")) == "SYNTETISKA DATA"


def test_a_report_on_true_data_does_not_speak_of_synthetic(tmp_path: Path) -> None:
    unpacked = parts(render(small_report(tmp_path, synthetic=False)))
    assert [name for name, content in unpacked.items() if b"SYNTETISKA" in content] == []


def test_the_colour_of_the_report_is_that_of_its_headings(made: bytes) -> None:
    styles = root_of(made, "word/styles.xml")
    for name in ("Title", "Heading1", "Hyperlink"):
        colour = found(styles, f".//w:style[@w:styleId='{name}']/w:rPr/w:color/@w:val")
        assert colour == ["7a1f5c"]


def test_every_style_that_is_used_is_defined(made: bytes) -> None:
    defined = set(found(root_of(made, "word/styles.xml"), ".//w:style/@w:styleId"))
    used = {
        name
        for part in parts(made)
        if part.endswith(".xml") and part.startswith("word/")
        for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next")
        for name in found(root_of(made, part), f".//w:{kind}/@w:val")
    }
    assert used <= defined and len(used) > 25


def test_a_report_of_a_few_words_is_a_document_too(tmp_path: Path) -> None:
    small = small_report(tmp_path)
    book = replace(small.book, chapters=(parse_chapter("Text.", path=tmp_path),), numbers={},
                   headings=())  # fmt: skip
    assert findings(render(replace(small, book=book)), tmp_path / "a.docx") == []


def test_what_xml_cannot_hold_is_a_space_in_the_properties_too(tmp_path: Path) -> None:
    small = small_report(tmp_path)
    title = Text(sv="Ett\x07\ud800tal", en="A number")
    cover = small.evaluation.report.model_copy(update={"title": title})
    made = render(replace(small, evaluation=small.evaluation.model_copy(update={"report": cover})))
    assert "Ett  tal" in root_of(made, "docProps/core.xml").itertext()


def test_a_logo_that_is_not_there_is_told(tmp_path: Path) -> None:
    small = small_report(tmp_path, logo=True)
    (tmp_path / "logo.svg").unlink()
    with pytest.raises(ConfigurationError, match=r"evaluation.yml, report.logo: logo.svg is not"):
        render(small)


def test_what_xml_cannot_hold_becomes_a_space() -> None:
    assert printable("a\x00b\tc\ud800d\uffffe") == "a b c d e"


def test_a_drawing_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ReportError, match="fig-bad: it cannot be drawn"):
        as_png({"fig-good": SVG, "fig-bad": b"<svg"})


def test_pictures_are_as_large_as_their_drawings_and_no_wider_than_a_page() -> None:
    drawn = as_png({"large": SVG.replace(b"600 100", b"6000 1000"), "small": SVG})
    assert size_of(drawn["large"]) == pytest.approx((468, 78), abs=0.5)
    assert size_of(drawn["small"]) == pytest.approx((450, 75), abs=0.5)


def test_libreoffice_reads_the_document_without_loss(made: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(made)
    read = etree.fromstring(parts(convert(tmp_path / "a.docx", "odt").read_bytes())["content.xml"])
    text, table = f"{{{ODF}text:1.0}}", f"{{{ODF}table:1.0}}"
    headings = [each.get(f"{text}outline-level") for each in read.iter(f"{text}h")]
    assert headings == ["1", "1", "2", "1", "1"]
    assert len(list(read.iter(f"{table}table"))) == 4
    assert len(list(read.iter(f"{table}table-header-rows"))) == 4
    assert len(list(read.iter(f"{text}note"))) == 1
    spoken = ["".join(each.itertext()) for each in read.iter(f"{text}p")]
    assert "Tabell\u00a03. Värde" in spoken


def test_libreoffice_prints_the_document_page_by_page(made: bytes, tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    (tmp_path / "a.docx").write_bytes(made)
    document = pdfium.PdfDocument(convert(tmp_path / "a.docx", "pdf").read_bytes())
    pages = [page.get_textpage().get_text_range() for page in document]
    assert all("SYNTETISKA DATA" in text for text in pages)
    for number, text in enumerate(pages[1:], start=2):
        assert re.search(rf"Sida {number} av {len(pages)}", text)
    spoken = " ".join("".join(pages).split())
    assert "Tabell 1 och figur 1 visar mer, se Listor." in spoken
    sizes = [page.get_size() for page in document]
    assert [width > height for width, height in sizes].count(True) == 1
