"""The report as a reader meets it, in HTML and PDF."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pikepdf
import pytest

from evaltools.artefacts import read_artefacts, save_figure, save_table, save_value
from evaltools.declarations import Text
from evaltools.disclosure import Publishable, check_release
from evaltools.errors import ConfigurationError, ReportError
from evaltools.evaluation import Evaluation, Logo, ReportSettings
from evaltools.figures import Figure
from evaltools.report.building import NAMED, build_report
from evaltools.report.logo import read_logo
from evaltools.report.pictures import PNG
from evaltools.report.publishing import publish
from evaltools.tables import Column, Table

HOSTILE = "#panic() $x$ @y <b>z</b> *_`~\\ \"q\" [l](u) & '//' /* {val:n} ::tab:n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 10"><path d="M0 0h60"/></svg>'
SOURCE = Text(sv="Enkäten.", en="The survey.")
CHAPTER = """# Resultat {{#resultat}}

{{val:n}} svarade.[^n] [](#tab:boards) och [](#fig:ladder) visar {0}.[^n]

::fig:ladder

- **ett**
- *två*, se [](#resultat)

::tab:boards

[^n]: En not om <script>alert(1)</script>.
"""


def evaluation() -> Evaluation:
    """Declare no more than a report needs."""
    return Evaluation.model_construct(
        run="test-run",
        languages=("sv", "en"),
        report=ReportSettings(
            title=Text(sv="Utvärdering #1", en="Evaluation #1"),
            subtitle=Text(sv="Under <b>", en="Below <b>"),
            author=Text(sv="Gruppen", en="The team"),
            date=date(2025, 12, 1),
        ),
    )


def publishable(table: dict[str, list[object]], *, synthetic: bool) -> Publishable:
    """Let a table out with nothing hidden."""
    rule = Text(sv="Regel.", en="Rule.")
    return Publishable(pd.DataFrame(table).assign(hidden=False), "open", rule, synthetic)


def save_results(results: Path, *, name: str = "Norr", rows: int = 3, synthetic: bool) -> None:
    """Save a table, a figure and a value."""
    boards = publishable(
        {
            "body.sv": [name] * rows,
            "body.en": [name] * rows,
            "file": [name] * rows,
            "n": [6012.0] * rows,
        },
        synthetic=synthetic,
    )
    columns = (
        Column("body", Text(sv="Nämnd", en="Board"), "text"),
        Column("file", Text(sv="Fil", en="File"), "code"),
        Column("n", Text(sv="Svar", en="Answers"), "count"),
    )
    place = {"folder": results / "04", "producer": "04"}
    caption = Text(sv=f"Om {name}", en=f"On {name}")
    save_table(Table(boards, columns, 1), name="boards", caption=caption, source=SOURCE, **place)
    alt = Text(sv=f"Bild av {name}", en=f"Picture of {name}")
    figure = Figure({"sv": SVG, "en": SVG}, alt, boards)
    save_figure(figure, name="ladder", caption=caption, source=SOURCE, **place)
    number = publishable({"n": [6012.0]}, synthetic=synthetic)
    save_value(number, column="n", format="count", name="n", **place)


def write_manuscript(folder: Path, *, text: str = "allt") -> Path:
    """Write one chapter in both languages."""
    for language in ("sv", "en"):
        (folder / language).mkdir(parents=True, exist_ok=True)
        (folder / language / "01.md").write_text(CHAPTER.format(text), encoding="utf-8")
    return folder


def build(folder: Path, *, out: str = "out", **cover: object) -> dict[str, bytes]:
    """Build the report and return the content of its files by name."""
    results, declared = folder / "results", evaluation()
    report = declared.report.model_copy(update=cover)
    written = build_report(
        declared.model_copy(update={"report": report}),
        release=check_release(read_artefacts(results).told(), earlier={}, asked={}),
        manuscript=folder / "text",
        results=results,
        out=folder / out,
    )
    return {path.name: path.read_bytes() for path in written}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Build a report on synthetic data whose names are hostile to markup."""
    folder = tmp_path_factory.mktemp("report")
    write_manuscript(folder / "text", text=r"\#panic() \$x\$ &lt;i&gt;")
    save_results(folder / "results", name=HOSTILE, rows=90, synthetic=True)
    return build(folder)


class Tags(HTMLParser):
    """Collect the start tags and the text of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page_texts(content: bytes) -> list[str]:
    """Read the text of each page of a PDF."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]


def cells(content: bytes, tag: str) -> Iterator[str | None]:
    """Yield the scope of every table cell with a tag, None where it has no scope."""
    with pikepdf.open(io.BytesIO(content)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == f"/{tag}":
                found = each.get("/A", [])
                attributes = found if isinstance(found, pikepdf.Array | list) else [found]
                yield next((str(one.Scope) for one in attributes if "/Scope" in one), None)


def test_the_report_and_what_it_tells_are_written(built: dict[str, bytes]) -> None:
    assert sorted(built) == [
        *(f"rapport.{each}" for each in ("en.docx", "en.html", "en.pdf", "en.xlsx")),
        *(f"rapport.{each}" for each in ("sv.docx", "sv.html", "sv.pdf", "sv.xlsx")),
        "told.json",
    ]


def test_nothing_is_written_where_a_reference_is_unknown(tmp_path: Path) -> None:
    write_manuscript(tmp_path / "text")
    with pytest.raises(ReportError, match="line 5: there is no result fig-ladder"):
        build(tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_character_that_the_fonts_lack_is_told_before_anything_is_written(tmp_path: Path) -> None:
    write_manuscript(tmp_path / "text", text="\U0001f389")
    save_results(tmp_path / "results", synthetic=False)
    with pytest.raises(ReportError, match="could not be displayed"):
        build(tmp_path)
    assert not (tmp_path / "out").exists()


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    write_manuscript(tmp_path / "text")
    save_results(tmp_path / "results", synthetic=True)
    first = build(tmp_path, out="one")
    time.sleep(1.1)  # a time of writing in seconds would differ
    assert build(tmp_path, out="two") == first


def test_a_new_report_takes_the_place_of_the_old(tmp_path: Path) -> None:
    save_results(tmp_path / "results", synthetic=False)
    for text in ("gammalt", "nytt"):
        write_manuscript(tmp_path / "text", text=text)
        build(tmp_path)
    page = (tmp_path / "out" / "rapport.sv.html").read_text("utf-8")
    assert "nytt" in page and "gammalt" not in page
    assert len(list((tmp_path / "out").iterdir())) == 9


def test_html_shows_names_as_they_are(built: dict[str, bytes]) -> None:
    assert Tags(built["rapport.sv.html"]).text.count(HOSTILE) == 2 * 2 + 2 * 90


def test_html_lets_no_markup_of_the_manuscript_through(built: dict[str, bytes]) -> None:
    page = Tags(built["rapport.sv.html"])
    assert not {"script", "i"} & {tag for tag, _ in page.tags}
    assert "<script>alert(1)</script>" in page.text


def test_html_needs_nothing_beside_it(built: dict[str, bytes]) -> None:
    loaded = re.findall(rb'(?:src=|url\()["\']?(.{5})', built["rapport.sv.html"])
    assert len(loaded) == 4
    assert set(loaded) == {b"data:"}


def test_no_two_elements_share_an_id(built: dict[str, bytes]) -> None:
    ids = [
        attributes["id"]
        for _, attributes in Tags(built["rapport.sv.html"]).tags
        if "id" in attributes
    ]
    assert len(ids) == len(set(ids))


def test_every_link_within_the_page_has_its_target(built: dict[str, bytes]) -> None:
    page = Tags(built["rapport.sv.html"])
    ids = {attributes.get("id") for _, attributes in page.tags}
    links = {str(each["href"])[1:] for each in page.attributes("a")}
    assert links <= ids


def test_each_citation_of_a_footnote_has_its_way_back(built: dict[str, bytes]) -> None:
    links = [each["href"] for each in Tags(built["rapport.sv.html"]).attributes("a")]
    assert links.count("#_n1") == 2
    assert {"#_r1-0", "#_r1-1"} <= set(links)


def test_html_tells_its_language(built: dict[str, bytes]) -> None:
    for language in ("sv", "en"):
        assert Tags(built[f"rapport.{language}.html"]).attributes("html") == [{"lang": language}]


def test_a_figure_carries_its_alternative_text(built: dict[str, bytes]) -> None:
    assert Tags(built["rapport.en.html"]).attributes("img")[0]["alt"] == f"Picture of {HOSTILE}"


def test_table_heads_tell_what_they_head(built: dict[str, bytes]) -> None:
    scopes = [each["scope"] for each in Tags(built["rapport.sv.html"]).attributes("th")]
    assert scopes == ["col"] * 3 + ["row"] * 90


def test_references_have_the_same_numbers_in_both_languages(built: dict[str, bytes]) -> None:
    for language, said in (
        ("sv", "Tabell\u00a01 och figur\u00a01"),
        ("en", "Table\u00a01 och figure\u00a01"),
    ):
        assert said in Tags(built[f"rapport.{language}.html"]).text


def test_a_value_stands_in_the_text(built: dict[str, bytes]) -> None:
    assert "6\u00a0012 svarade" in Tags(built["rapport.sv.html"]).text
    assert "6,012 svarade" in Tags(built["rapport.en.html"]).text


def test_html_on_synthetic_data_has_a_band(built: dict[str, bytes]) -> None:
    assert {"class": "synthetic", "aria-label": "SYNTHETIC DATA"} in Tags(
        built["rapport.en.html"]
    ).attributes("aside")


def test_every_page_on_synthetic_data_says_so(built: dict[str, bytes]) -> None:
    for language, mark in (("sv", "SYNTETISKA DATA"), ("en", "SYNTHETIC DATA")):
        pages = page_texts(built[f"rapport.{language}.pdf"])
        assert len(pages) > 4
        assert all(mark in text for text in pages)


def test_a_report_on_true_data_does_not_speak_of_synthetic(tmp_path: Path) -> None:
    write_manuscript(tmp_path / "text")
    save_results(tmp_path / "results", synthetic=False)
    files = build(tmp_path)
    assert "SYNTETISKA" not in Tags(files["rapport.sv.html"]).text
    assert not any("SYNTETISKA" in text for text in page_texts(files["rapport.sv.pdf"]))


def test_every_page_has_its_number(built: dict[str, bytes]) -> None:
    pages = page_texts(built["rapport.sv.pdf"])
    for number, text in enumerate(pages, start=1):
        assert f"Sida {number} av {len(pages)}" in text


def test_the_head_of_a_long_table_comes_back_on_each_page(built: dict[str, bytes]) -> None:
    pages = [text for text in page_texts(built["rapport.en.pdf"]) if text.count("6,012") > 2]
    assert len(pages) > 1
    assert all("Answers" in text for text in pages)


def test_the_pdf_shows_names_as_they_are(built: dict[str, bytes]) -> None:
    shown = re.sub(r"[\s\ufffe\u00ad-]", "", "".join(page_texts(built["rapport.sv.pdf"])))
    assert shown.count(re.sub(r"[\s-]", "", HOSTILE)) >= 90


def test_the_pdf_claims_to_be_accessible_and_archivable(built: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(built["rapport.sv.pdf"])) as document:
        claims = document.open_metadata()
        assert claims["pdfuaid:part"] == "1"
        assert claims["pdfaid:part"] + claims["pdfaid:conformance"] == "2A"


def test_the_first_cell_of_each_row_is_tagged_as_its_head(built: dict[str, bytes]) -> None:
    heads = list(cells(built["rapport.sv.pdf"], "TH"))
    assert (heads.count("/Row"), heads.count("/Column")) == (90, 3)
    assert list(cells(built["rapport.sv.pdf"], "TD")) == [None] * 2 * 90


def test_a_wide_table_stands_across_with_its_heading(tmp_path: Path) -> None:
    save_results(tmp_path / "results", synthetic=False)
    label = Text(sv="Sammanlagt", en="Altogether")
    wide = Table(
        publishable({f"n{place}": [1.0] * 20 for place in range(9)}, synthetic=False),
        tuple(Column(f"n{place}", label, "count") for place in range(9)),
        row_headers=0,
    )
    place = {"folder": tmp_path / "results" / "05", "producer": "05"}
    save_table(wide, name="wide", caption=label, source=SOURCE, **place)
    for language in ("sv", "en"):
        (tmp_path / "text" / language).mkdir(parents=True)
        text = "# Före\n\n::fig:ladder\n\n::tab:boards\n\n# Bred {#bred}\n\n::tab:wide\n"
        (tmp_path / "text" / language / "01.md").write_text(text, encoding="utf-8")
    content = build(tmp_path)["rapport.sv.pdf"]
    with pikepdf.open(io.BytesIO(content)) as document:
        across = [page.mediabox[2] > page.mediabox[3] for page in document.pages]
    assert across == [False] * (len(across) - 1) + [True]
    assert "Bred" in page_texts(content)[-1]


def test_a_note_stands_under_its_table(tmp_path: Path) -> None:
    write_manuscript(tmp_path / "text")
    save_results(tmp_path / "results", synthetic=False)
    metadata = tmp_path / "results" / "04" / "tab-boards.json"
    note = '"note": {"sv": "Läs varsamt.", "en": "Read with care."}'
    metadata.write_text(metadata.read_text("utf-8").replace('"note": null', note), "utf-8")
    line = "Source: The survey. Rule. Note: Read with care."
    assert line in Tags(build(tmp_path)["rapport.en.html"]).text


def test_a_report_can_be_read_by_nobody_else(tmp_path: Path) -> None:
    small_report(tmp_path)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()} == {0o600}


def test_a_file_that_the_report_has_no_more_is_taken_away(tmp_path: Path) -> None:
    for name in ("rapport.en.pdf", "rapport.sv.pdf", "rapport.en.pdf.bak", "egen.sv.pdf"):
        (tmp_path / name).write_bytes(b"earlier")
    publish({"rapport.sv.pdf": b"new"}, tmp_path, named=NAMED)
    left = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert left == {"rapport.sv.pdf": b"new"} | dict.fromkeys(
        ("rapport.en.pdf.bak", "egen.sv.pdf"), b"earlier"
    )


def test_nothing_is_renamed_before_all_is_written(tmp_path: Path) -> None:
    (tmp_path / "rapport.sv.pdf").write_bytes(b"earlier")
    with pytest.raises(OSError):
        publish({"rapport.sv.pdf": b"new", "x" * 300: b""}, tmp_path, named=NAMED)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "rapport.sv.pdf": b"earlier"
    }


def small_report(folder: Path, *, text: str = "allt", **cover: object) -> dict[str, bytes]:
    """Build a report on true data in a folder of its own."""
    write_manuscript(folder / "text", text=text)
    save_results(folder / "results", synthetic=False)
    return build(folder, **cover)


@pytest.fixture(scope="module")
def dressed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Build a report with the look of another city."""
    folder = tmp_path_factory.mktemp("dressed")
    (folder / "vapen.svg").write_bytes(SVG)
    return small_report(
        folder,
        text="[the whole truth]{lang=en}",
        accent="#7a1f3d",
        organisation=Text(sv="Exempelstaden", en="Example City"),
        logo=Logo(file=str(folder / "vapen.svg"), alt=Text(sv="Vapen", en="Coat of arms")),
    )


def test_the_logo_stands_on_the_cover_in_words_too(dressed: dict[str, bytes]) -> None:
    assert Tags(dressed["rapport.sv.html"]).attributes("img")[0]["alt"] == "Vapen"
    with pikepdf.open(io.BytesIO(dressed["rapport.en.pdf"])) as document:
        alts = {str(each["/Alt"]) for each in document.objects
                if isinstance(each, pikepdf.Dictionary) and "/Alt" in each}  # fmt: skip
    assert "Coat of arms" in alts


def test_the_organisation_stands_at_the_head_of_each_page(dressed: dict[str, bytes]) -> None:
    _, *pages = page_texts(dressed["rapport.sv.pdf"])
    assert all("Exempelstaden · Utvärdering #1" in text for text in pages)


def test_the_colour_is_that_of_the_organisation(dressed: dict[str, bytes]) -> None:
    assert b"--accent: #7a1f3d" in dressed["rapport.sv.html"]
    assert b"#0b5394" not in dressed["rapport.sv.html"]


def test_a_passage_in_another_language_says_so(dressed: dict[str, bytes]) -> None:
    assert Tags(dressed["rapport.sv.html"]).attributes("span")[0] == {"lang": "en"}
    with pikepdf.open(io.BytesIO(dressed["rapport.sv.pdf"])) as document:
        spoken = {str(each["/Lang"]) for each in document.objects
                  if isinstance(each, pikepdf.Dictionary) and "/Lang" in each}  # fmt: skip
    assert any(language.startswith("en") for language in spoken)


@pytest.mark.parametrize(("language", "day"), [("sv", "1 december"), ("en", "1 December")])
def test_the_date_is_written_as_its_readers_write_it(
    dressed: dict[str, bytes], language: str, day: str
) -> None:
    assert f"{day} 2025" in Tags(dressed[f"rapport.{language}.html"]).text
    assert f"{day} 2025" in page_texts(dressed[f"rapport.{language}.pdf"])[0]


def test_a_column_in_another_language_says_so(tmp_path: Path) -> None:
    write_manuscript(tmp_path / "text")
    save_results(tmp_path / "results", synthetic=False)
    metadata = tmp_path / "results" / "04" / "tab-boards.json"
    written = json.loads(metadata.read_text("utf-8"))
    written["columns"][0]["language"] = "sv"
    metadata.write_text(json.dumps(written), "utf-8")
    files = build(tmp_path)
    heads = Tags(files["rapport.en.html"]).attributes("th")
    assert [each.get("lang") for each in heads if each["scope"] == "row"] == ["sv"] * 3
    assert "lang" not in Tags(files["rapport.sv.html"]).attributes("th")[-1]


def test_the_summary_has_a_page_of_its_own(tmp_path: Path) -> None:
    for language in ("sv", "en"):
        (tmp_path / "text" / language).mkdir(parents=True)
        for name in ("ett", "två"):
            text = f"# Kapitel {name}\n\nText.\n"
            (tmp_path / "text" / language / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "results").mkdir()
    pages = page_texts(build(tmp_path)["rapport.sv.pdf"])
    assert "Kapitel ett" in pages[-2] and "Kapitel två" in pages[-1]


ILLUSTRATED = (
    b"""\xef\xbb\xbf<?xml version="1.0"?>
<!-- Generator: <svg> --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" [
  <!ENTITY ns_svg "http://www.w3.org/2000/svg">
]>
"""
    + SVG
)


def read(folder: Path, name: str, content: bytes) -> bytes:
    """Read a logo that is such a file."""
    (folder / name).write_bytes(content)
    return read_logo(Logo(file=str(folder / name), alt=SOURCE), evaluation=evaluation())


@pytest.mark.parametrize("content", [SVG, ILLUSTRATED], ids=["drawn", "illustrated"])
def test_a_logo_may_begin_as_programs_write_it(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, "vapen.SVG", content) == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", SVG),
        ("a.svg", PNG + SVG),
        ("a.svg", b"<!DOCTYPE html><html>" + SVG),
        ("a.svg", b"<??>" * 9999),
        ("a.svg", b""),
    ],
    ids=["svg as png", "png as svg", "page", "long", "empty"],
)
def test_a_logo_is_what_its_name_says(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(ConfigurationError, match=r"evaluation.yml, report.logo: .*no SVG or PNG"):
        read(tmp_path, name, content)


@pytest.mark.parametrize("file", ["vapen.svg", "vapen.jpg"])
def test_a_logo_that_is_not_there_is_told(tmp_path: Path, file: str) -> None:
    (tmp_path / "vapen.jpg").write_bytes(SVG)
    alt = Text(sv="Vapen", en="Coat of arms")
    with pytest.raises(ConfigurationError, match="no SVG or PNG file"):
        small_report(tmp_path, logo=Logo(file=str(tmp_path / file), alt=alt))
