"""What notebooks hand to the report, and how a reader sees it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from evaltools.artefacts import (
    Meaning,
    read_artefacts,
    save_changes,
    save_figure,
    save_levels,
    save_table,
    save_value,
    write,
)
from evaltools.declarations import Text
from evaltools.disclosure import Publishable
from evaltools.errors import ReportError
from evaltools.figures import Figure
from evaltools.tables import Column, Format, Table

CAPTION = Text(sv="Vad den visar", en="What it shows")
SOURCE = Text(sv="Enkäten.", en="The survey.")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 10"></svg>'
ROWS = pd.DataFrame(
    {
        "body.sv": ["Norr", "Söder", "Väster"],
        "body.en": ["North", "South", "West"],
        "n": [6012.0, None, None],
        "estimate": [0.625, None, None],
        "secret": ["never", "to be", "saved"],
        "hidden": [False, True, False],
    }
)
COLUMNS = (
    Column("body", Text(sv="Nämnd", en="Board"), "text"),
    Column("n", Text(sv="Svar", en="Answers"), "count"),
    Column("estimate", Text(sv="Andel, %", en="Share, %"), "percent"),
)


def publishable(table: pd.DataFrame, *, synthetic: bool = False) -> Publishable:
    """Let a table out."""
    return Publishable(table, "open", Text(sv="Regel.", en="Rule."), synthetic)


def value(number: object, *, hidden: bool = False) -> Publishable:
    """Let one number out."""
    return publishable(pd.DataFrame({"estimate": [number], "hidden": [hidden]}))


def save_rows(folder: Path, *, name: str = "boards", caption: Text = CAPTION) -> None:
    """Save the rows above as a table."""
    table = Table(publishable(ROWS), COLUMNS, row_headers=1)
    save_table(
        table, folder=folder, name=name, caption=caption, source=SOURCE, producer=folder.name
    )


def save_drawing(folder: Path, *, alt: Text) -> None:
    """Save an empty drawing as a figure."""
    figure = Figure({"sv": SVG, "en": SVG}, alt, publishable(ROWS))
    save_figure(figure, folder=folder, name="ladder", caption=CAPTION, source=SOURCE, producer="04")


def phrase(folder: Path, number: object, *, format: Format, hidden: bool = False) -> list[str]:
    """Save a value and read it back as it stands in Swedish and English text."""
    kept = {"column": "estimate", "format": format, "name": "v", "producer": "04"}
    save_value(value(number, hidden=hidden), folder=folder / "04", **kept)
    saved = read_artefacts(folder).values["val-v"]
    return [saved.phrase("sv"), saved.phrase("en")]


def test_a_table_comes_back_as_a_reader_sees_it(tmp_path: Path) -> None:
    save_rows(tmp_path / "04")
    table = read_artefacts(tmp_path).tables["tab-boards"]
    assert table.cells("sv")[0] == ["Norr", "6\u00a0012", "63"]
    assert table.cells("en")[0] == ["North", "6,012", "63"]


def test_a_hidden_cell_says_that_it_is_not_shown(tmp_path: Path) -> None:
    save_rows(tmp_path / "04")
    table = read_artefacts(tmp_path).tables["tab-boards"]
    assert table.cells("sv")[1] == ["Söder", "redovisas ej", "redovisas ej"]
    assert table.cells("en")[1] == ["South", "not shown", "not shown"]


def test_a_missing_cell_says_that_there_is_no_data(tmp_path: Path) -> None:
    save_rows(tmp_path / "04")
    table = read_artefacts(tmp_path).tables["tab-boards"]
    assert table.cells("sv")[2] == ["Väster", "uppgift saknas", "uppgift saknas"]
    assert table.cells("en")[2] == ["West", "no data", "no data"]


def test_a_column_that_is_not_laid_out_is_not_saved(tmp_path: Path) -> None:
    save_rows(tmp_path)
    saved = pd.read_parquet(tmp_path / "tab-boards.parquet")
    assert list(saved) == ["body.sv", "body.en", "n", "estimate", "hidden"]


def test_the_metadata_count_the_hidden_rows(tmp_path: Path) -> None:
    save_rows(tmp_path)
    metadata = json.loads((tmp_path / "tab-boards.json").read_text("utf-8"))
    assert metadata["disclosure"]["hidden"] == 1


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for step in ("one", "two"):
        save_rows(tmp_path / step)
    one, two = ((tmp_path / step / "tab-boards.parquet").read_bytes() for step in ("one", "two"))
    assert one == two


def test_a_figure_comes_back_with_its_drawings(tmp_path: Path) -> None:
    save_drawing(tmp_path / "04", alt=Text(sv="En stege", en="A ladder"))
    figure = read_artefacts(tmp_path).figures["fig-ladder"]
    assert (figure.svg, figure.metadata.alt.en) == ({"sv": SVG, "en": SVG}, "A ladder")


def test_what_waits_aside_while_a_step_runs_is_not_read(tmp_path: Path) -> None:
    for step in ("09_report", ".09_report.before"):
        save_rows(tmp_path / step)
    assert list(read_artefacts(tmp_path).tables) == ["tab-boards"]


def test_a_caption_that_is_empty_in_one_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="caption: the text is empty in en"):
        save_rows(tmp_path, caption=Text(sv="Vad den visar", en=" "))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_alternative_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="alt: the text is empty in sv and en"):
        save_drawing(tmp_path, alt=Text(sv="", en=""))


@pytest.mark.parametrize("name", ["Boards", "by body", "../boards", "a--b", "", "boards\n"])
def test_a_name_that_could_be_misread_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReportError, match="small letters, digits and hyphens"):
        save_rows(tmp_path, name=name)


def test_a_value_is_exactly_one_row(tmp_path: Path) -> None:
    rows = publishable(ROWS)
    kept = {"column": "n", "format": "count", "name": "n", "producer": "04"}
    with pytest.raises(ReportError, match="a value is one row, and there are 3"):
        save_value(rows, folder=tmp_path, **kept)


@pytest.mark.parametrize(
    ("number", "form", "swedish", "english"),
    [
        (0.61, "percent", "61\u00a0procent", "61\u00a0per cent"),
        (0.1, "points", "10\u00a0procentenheter", "10\u00a0percentage points"),
        (6012, "count", "6\u00a0012", "6,012"),
    ],
)
def test_a_value_stands_in_text_with_its_unit(
    tmp_path: Path, number: float, form: Format, swedish: str, english: str
) -> None:
    assert phrase(tmp_path, number, format=form) == [swedish, english]


def test_a_hidden_value_says_that_it_is_not_shown(tmp_path: Path) -> None:
    said = phrase(tmp_path, None, format="percent", hidden=True)
    assert said == ["redovisas ej", "not shown"]


def test_a_missing_value_says_that_there_is_no_data(tmp_path: Path) -> None:
    assert phrase(tmp_path, None, format="percent") == ["uppgift saknas", "no data"]


def test_a_value_may_be_words(tmp_path: Path) -> None:
    row = pd.DataFrame({"verdict.sv": ["oklart"], "verdict.en": ["unclear"], "hidden": [False]})
    kept = {"column": "verdict", "format": "text", "name": "verdict", "producer": "05"}
    save_value(publishable(row), folder=tmp_path / "05", **kept)
    assert read_artefacts(tmp_path).values["val-verdict"].phrase("en") == "unclear"


@pytest.mark.parametrize(
    ("number", "form", "swedish", "english"),
    [
        (-1234567, "count", "\u22121\u00a0234\u00a0567", "\u22121,234,567"),
        (0.125, "percent", "13", "13"),
        (0.005, "percent", "1", "1"),
        (2.25, "decimal", "2,3", "2.3"),
        (-2.25, "decimal", "\u22122,3", "\u22122.3"),
        (1200, "number", "1\u00a0200", "1,200"),
        (3.10, "number", "3,1", "3.1"),
        (0.125, "number", "0,13", "0.13"),
        (0.995, "number", "1", "1"),
        (2025, "year", "2025", "2025"),
    ],
)
def test_numbers_are_written_as_each_language_writes_them(
    number: float, form: Format, swedish: str, english: str
) -> None:
    assert write(number, format=form, language="sv") == swedish
    assert write(number, format=form, language="en") == english


def test_an_artefact_without_its_data_is_refused(tmp_path: Path) -> None:
    save_rows(tmp_path / "04")
    (tmp_path / "04" / "tab-boards.parquet").unlink()
    with pytest.raises(ReportError, match=r"its file tab-boards\.parquet is missing"):
        read_artefacts(tmp_path)


def test_data_that_lack_a_column_are_refused(tmp_path: Path) -> None:
    save_rows(tmp_path / "04")
    ROWS[["n", "hidden"]].to_parquet(tmp_path / "04" / "tab-boards.parquet")
    with pytest.raises(ReportError, match="its data have no column estimate"):
        read_artefacts(tmp_path)


def test_data_that_are_cut_short_are_told_and_not_read(tmp_path: Path) -> None:
    save_rows(tmp_path / "04")
    data = tmp_path / "04" / "tab-boards.parquet"
    data.write_bytes(data.read_bytes()[:-9])
    with pytest.raises(ReportError, match=r"(?s)not what the step saved.*its data cannot be read"):
        read_artefacts(tmp_path)


def test_each_table_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_rows(tmp_path / "04")
    read, asked = pd.read_parquet, list[Path]()
    monkeypatch.setattr(pd, "read_parquet", lambda path: asked.append(path) or read(path))
    read_artefacts(tmp_path)
    assert [path.name for path in asked] == ["tab-boards.parquet"]


def test_an_id_that_two_steps_have_made_is_refused(tmp_path: Path) -> None:
    save_rows(tmp_path / "04")
    save_rows(tmp_path / "05")
    with pytest.raises(ReportError, match=r"tab-boards stands in .*04.*json too"):
        read_artefacts(tmp_path)


def test_a_copy_beside_it_is_refused(tmp_path: Path) -> None:
    save_rows(tmp_path / "04")
    saved = tmp_path / "04" / "tab-boards.json"
    shutil.copy(saved, saved.with_name("tab-boards-copy.json"))
    with pytest.raises(ReportError, match=r"tab-boards stands in .*copy.json too"):
        read_artefacts(tmp_path)


def test_a_file_that_is_no_artefact_is_refused(tmp_path: Path) -> None:
    (tmp_path / "04").mkdir()
    (tmp_path / "04" / "tab-boards.json").write_text('{"kind": "table"}', encoding="utf-8")
    with pytest.raises(ReportError, match="this is no result artefact"):
        read_artefacts(tmp_path)


def test_a_caption_with_a_mark_that_nobody_sees_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"caption: the text holds U\+202E, which cannot be seen"):
        save_rows(tmp_path / "04", caption=Text(sv="An\u202edel", en="Share"))


def test_a_cell_with_a_mark_that_nobody_sees_is_not_saved(tmp_path: Path) -> None:
    rows = ROWS.assign(**{"body.sv": ["Norr\u200b", "S\u2066öder", "Väster"]})
    table = Table(publishable(rows), COLUMNS, row_headers=1)
    place = {"folder": tmp_path / "04", "producer": "04"}
    with pytest.raises(ReportError, match="04: 2 cells hold characters that cannot be seen"):
        save_table(table, name="boards", caption=CAPTION, source=SOURCE, **place)
    assert not (tmp_path / "04").exists()


MEANING = Meaning(kind="change", series="heard_of", period=2025, design=2, direction="increase")
CHANGED = {"difference": [0.1], "before": [0.5], "conf_low": [0.05], "conf_high": [0.15]}


def test_a_value_keeps_the_interval_of_its_own_column(tmp_path: Path) -> None:
    row = publishable(pd.DataFrame({**CHANGED, "hidden": [False]}))
    kept = {"folder": tmp_path / "04", "producer": "04", "meaning": MEANING}
    save_value(row, column="difference", format="points", name="change", **kept)
    save_value(row, column="before", format="percent", name="before", **kept)
    values = read_artefacts(tmp_path).values
    change, before = values["val-change"], values["val-before"]
    assert (change.conf_low, change.conf_high, change.meaning) == (0.05, 0.15, MEANING)
    assert (before.conf_low, before.conf_high) == (None, None)


def test_a_hidden_value_keeps_no_interval(tmp_path: Path) -> None:
    hidden = {name: [None] for name in CHANGED}
    row = publishable(pd.DataFrame({**hidden, "hidden": [True]}))
    save_value(row, column="difference", format="points", name="change", producer="04",
               folder=tmp_path / "04", meaning=MEANING)  # fmt: skip
    saved = read_artefacts(tmp_path).values["val-change"]
    assert (saved.value, saved.conf_low, saved.conf_high) == (None, None, None)


def test_the_interval_of_a_value_is_not_printed(tmp_path: Path) -> None:
    row = publishable(pd.DataFrame({**CHANGED, "hidden": [False]}))
    save_value(row, column="difference", format="points", name="change", producer="04",
               folder=tmp_path / "04", meaning=MEANING)  # fmt: skip
    assert read_artefacts(tmp_path).values["val-change"].phrase("en") == "10\u00a0percentage points"


def test_each_year_of_an_indicator_is_a_value(tmp_path: Path) -> None:
    rows = {
        "indicator_id": ["OJ_SU"] * 2,
        "year": [2019.0, 2020.0],
        "value": [9.0, 7.0],
        "direction": ["increase"] * 2,
        "segment": [0, 1],
        "hidden": [False] * 2,
    }
    save_levels(publishable(pd.DataFrame(rows)), column="value", folder=tmp_path / "05",
                producer="05")  # fmt: skip
    values = read_artefacts(tmp_path).values
    assert [(name, each.value) for name, each in values.items()] == [
        ("val-oj-su-2019", 9.0),
        ("val-oj-su-2020", 7.0),
    ]
    assert values["val-oj-su-2020"].meaning == Meaning(
        kind="level", series="OJ_SU", period=2020, direction="increase", segment=1
    )


def test_an_indicator_with_two_changes_is_no_value(tmp_path: Path) -> None:
    rows = pd.DataFrame(
        {"indicator_id": ["OJ_SU"] * 2, "level": 2, "direction": "increase", "is_ratio": False,
         "change": [1.0, 2.0], "conf_low": 0.5, "conf_high": 3.0, "hidden": False}
    )  # fmt: skip
    with pytest.raises(ReportError, match="val-oj-su-change: a value is one row, and there are 2"):
        save_changes(publishable(rows), column="change", folder=tmp_path, producer="05")
    save_changes(publishable(rows[:1]), column="change", folder=tmp_path / "05", producer="05")
    saved = read_artefacts(tmp_path).values["val-oj-su-change"]
    assert (saved.value, saved.conf_low, saved.conf_high) == (1.0, 0.5, 3.0)
