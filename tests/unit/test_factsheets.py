"""A factsheet says of a body what is published of it, on one page, and nothing else."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pikepdf
import pypdfium2
import pytest
import yaml

from evaltools.artefacts import Artefacts, make_table, read_artefacts
from evaltools.disclosure import Publishable, check_release, publish_again
from evaltools.errors import ConfigurationError, DisclosureError, ReportError
from evaltools.evaluation import read_evaluation
from evaltools.figures import draw_beside
from evaltools.figures.rows import Sheet
from evaltools.programme import Organisation, Programme, read_organisation, read_programme
from evaltools.provenance import fingerprint
from evaltools.report.factsheets import publish_factsheets
from evaltools.report.factsheets.index import list_entries, swedish_order
from evaltools.report.factsheets.pdf import SIZES, largest_that
from evaltools.running import plan
from evaltools.synthesis import Gathered, gather_bodies
from evaltools.synthesis.bodies.answers import lay_own_answers
from evaltools.synthesis.bodies.own import lay_own_indicators
from evaltools.tables import Column, lay_out
from tests.factsheets import (
    HIDDEN,
    MEASURES,
    MERGED,
    ROOT,
    RULE,
    SHOWN,
    UNASKED,
    gather,
    gathered_of,
    make_evaluation,
    run_notebook,
    sheet_of,
)

FOUR = (SHOWN, HIDDEN, MERGED, UNASKED)
FILES = ("sv.html", "sv.pdf", "en.html", "en.pdf")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the sheets of four bodies."""
    folder = make_evaluation(tmp_path_factory.mktemp("sheets"))
    gather(folder)
    for body in FOUR:
        run_notebook(folder, body)
    return folder


@pytest.fixture
def small(made: Path, tmp_path: Path) -> Path:
    """Give a copy that a test may change."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def organisation() -> Organisation:
    return read_organisation(ROOT / "programme")


def read(folder: Path, body: str, suffix: str = "sv.html") -> str:
    """Read what a person sees of a sheet."""
    content = (sheet_of(folder, body) / f"{body}.{suffix}").read_bytes()
    if suffix.endswith("html"):
        bare = re.sub(r"<style>.*?</style>|<[^>]+>", " ", content.decode(), flags=re.DOTALL)
        return re.sub(r"\s+", " ", html.unescape(bare))
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def key_numbers(folder: Path, body: str) -> pd.DataFrame:
    table = read_artefacts(gathered_of(folder, body)).tables["tab-key-numbers"]
    heads = [column.name for column in table.metadata.columns]
    return pd.DataFrame(table.cells("sv"), columns=heads).set_index("line")


def publish(folder: Path) -> list[Path]:
    evaluation = read_evaluation(folder / "evaluation.yml")
    results = evaluation.report_folder / "results"
    release = check_release(read_artefacts(results).told(), earlier={}, asked={})
    return publish_factsheets(
        evaluation, release=release, results=results, out=evaluation.report_folder / "factsheets"
    )


@pytest.mark.parametrize("measure", MEASURES)
def test_a_number_on_a_sheet_is_the_cell_of_the_published_table(made: Path, measure: str) -> None:
    table = read_artefacts(made / "reports/demo/results").tables["tab-ladder-by-body"]
    rows = zip(table.data.to_dict("records"), table.cells("sv"), strict=True)
    (cells,) = [c for row, c in rows if (row["body"], row["measure"]) == (SHOWN, measure)]
    shown = key_numbers(made, SHOWN)[measure]
    assert shown.iloc[:2].tolist() == [
        f"{cells[2]}\u00a0%", f"{cells[3]}–{cells[4]}\u00a0%, {cells[5]}\u00a0svar",
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", FILES)
def test_a_sheet_tells_the_numbers_in_every_format(made: Path, suffix: str) -> None:
    told = read(made, SHOWN, suffix).replace("\u00a0", " ")
    sign = " %" if suffix.startswith("sv") else "%"
    assert all(f"{number}{sign}" in told for number in (53, 41, 51, 61))


def test_what_is_hidden_in_the_table_is_hidden_on_the_sheet(made: Path) -> None:
    own = key_numbers(made, HIDDEN).iloc[[0, 1, 4]]
    assert set(own[list(MEASURES)].to_numpy().ravel()) == {"redovisas ej"}


def test_a_sheet_says_what_is_hidden_and_why(made: Path) -> None:
    told = read(made, HIDDEN)
    assert "Dolt på detta blad: svarsandelen, ”HEARD_OF”" in told and RULE.sv in told


def test_a_sheet_says_what_of_the_earlier_wave_alone_is_hidden(made: Path) -> None:
    told = read(made, MERGED)
    assert f"Dolt på detta blad: ”HEARD_OF” från 2019. {RULE.sv}" in told
    assert "Inget nyckeltal är dolt" not in told


def test_a_sheet_without_earlier_numbers_says_by_what_rule(made: Path) -> None:
    assert f"Talen från 2019 redovisas inte. {RULE.sv}" in read(made, HIDDEN)


@pytest.mark.parametrize(
    "number",
    [
        3.0,
        3,
        "3",
        "47 %",
        "+3",
        "±5",
        "5 av 9",
        "12–15 %, 34 svar",
        "½",
        np.float32(3),
        np.int64(3),
    ],
)
def test_a_hidden_row_with_a_number_is_not_let_out_again(number: object) -> None:
    leak = pd.DataFrame({"n": [number, None], "hidden": [True, True]})
    with pytest.raises(DisclosureError, match="1 rows that are hidden hold numbers"):
        publish_again(leak, sensitivity="open", rule=RULE, synthetic=False)


@pytest.mark.parametrize("cell", [np.nan, None, True, np.bool_(False), "redovisas ej", ""])
def test_a_hidden_row_without_a_number_is_let_out_again(cell: object) -> None:
    silent = pd.DataFrame({"n": pd.Series([cell], dtype=object), "hidden": True})
    shown = publish_again(silent, sensitivity="open", rule=RULE, synthetic=False)
    assert shown.tidy()["hidden"].all()


def test_the_name_of_a_hidden_row_may_hold_a_number() -> None:
    name = "Programmet 2021–2025"
    silent = pd.DataFrame({"measure": ["m1"], "measure.sv": [name], "hidden": [True]})
    publish = partial(publish_again, sensitivity="open", rule=RULE, synthetic=False)
    assert publish(silent, names=("measure",)).tidy()["measure.sv"].tolist() == [name]
    with pytest.raises(DisclosureError, match="1 rows that are hidden hold numbers"):
        publish(silent.assign(n="3"), names=("measure",))


def test_rows_are_found_by_id_whatever_they_are_called(made: Path) -> None:
    assert "STOCKHOLMSHEM" not in read(made, SHOWN)
    assert read(made, SHOWN).count("Förslag 1.") == 1


def test_a_body_without_a_row_says_so_in_words(made: Path) -> None:
    told = read(made, UNASKED)
    assert "Ingen här fick enkäten" in told
    assert "Inget förslag riktas hit." in told and "Ingen aktivitet är rapporterad." in told


@pytest.fixture
def unpublished(organisation: Organisation) -> Gathered:
    """Gather what there is of a body without any result."""
    programme = read_programme(ROOT / "programme")
    waves = (("2021", date(2021, 10, 1)), ("2025", date(2025, 10, 1)))
    bodies = gather_bodies(
        Artefacts({}, {}, {}),
        programme=programme,
        organisation=organisation,
        day=date(2025, 10, 1),
        waves=waves,
    )
    return bodies[SHOWN]


def test_a_body_of_an_evaluation_without_a_survey_has_no_key_numbers_and_says_so(
    organisation: Organisation,
) -> None:
    own = gather_bodies(
        Artefacts({}, {}, {}),
        programme=read_programme(ROOT / "programme"),
        organisation=organisation,
        day=date(2025, 10, 1),
        waves=(),
    )[SHOWN]
    assert {"beside", "key-numbers"}.isdisjoint(own.tables)
    assert own.sentences["hidden"].en == "No survey is part of this evaluation."
    assert own.sentences["activities"].en == (
        "No follow-up by the boards is part of this evaluation."
    )


def test_a_body_of_which_nothing_is_published_is_told_of_in_words(unpublished: Gathered) -> None:
    assert unpublished.sentences["hidden"].en.startswith("Nobody here was sent the survey")
    assert unpublished.tables["beside"].table.publishable.tidy().empty


def test_every_name_that_a_sheet_may_cite_is_explained(unpublished: Gathered) -> None:
    names = [f"`::tab:{name}`" for name in unpublished.tables]
    names += [f"`{{val:{name}}}`" for name in unpublished.sentences]
    told = (ROOT / "docs" / "how-to" / "factsheets.md").read_text(encoding="utf-8")
    assert [name for name in names if name not in told] == []


def test_a_proposal_stands_on_the_sheet_of_each_addressee(made: Path) -> None:
    told = read(made, SHOWN)
    assert "Förslag 1." in told and "Förslag 2." in told and "Förslag 3." not in told


def test_a_verdict_has_a_mark_and_a_word(made: Path) -> None:
    told = read(made, SHOWN, "en.html")
    assert all(each in told for each in ("● Word full", "◆ Word part", "▲ Word none"))
    assert "no data" in told


def test_a_body_whose_verdict_is_left_out_is_not_said_to_have_no_target(made: Path) -> None:
    table = read_artefacts(gathered_of(made, HIDDEN)).tables["tab-own-goals"]
    assert set(table.data["reached.sv"]) == {"uppgift saknas"}


def indicators(root: Path, *places: str, **more: object) -> tuple[Artefacts, Programme]:
    """Make the series of an indicator that a body answers for, one in each place."""
    programme = read_programme(root / "programme")
    first = programme.indicators[0]
    mine = first.model_copy(update={"responsible": (SHOWN,)})
    own = programme.model_copy(update={"indicators": (mine, *programme.indicators[1:])})
    columns = (Column("name", RULE, "text"), Column("latest", RULE, "number"))
    rows = [
        {"name.sv": place, "name.en": place, "place.sv": place, "place.en": place,
         "unit.sv": "per 1 000", "unit.en": "per 1,000", "latest": 5.8, "latest_year": 2023.0,
         "reading.sv": "Nivå", "reading.en": "Level", "indicator_id": first.id, "hidden": False}
        | more
        for place in places
    ]  # fmt: skip
    shown = Publishable(pd.DataFrame(rows), "open", RULE, False)
    texts = (f"{name}.{each}" for name in ("unit", "place", "reading") for each in ("sv", "en"))
    table = make_table(
        lay_out(shown, columns), name="indicators", caption=RULE, source=RULE, producer="05",
        keys=("indicator_id", "latest_year", *texts),
    )  # fmt: skip
    return Artefacts({"tab-indicators": table}, {}, {}), own


def test_an_indicator_stands_on_the_sheet_of_the_body_that_answers_for_it(root: Path) -> None:
    artefacts, own = indicators(root, "Alla", "Flickor")
    laid = lay_own_indicators(artefacts, body=SHOWN, programme=own).publishable.tidy()
    assert laid["place.sv"].tolist() == ["Alla (en av 2 serier)"]
    assert laid["unit.en"].tolist() == ["per 1,000"]
    assert lay_own_indicators(artefacts, body=HIDDEN, programme=own).publishable.tidy().empty


def test_an_indicator_that_is_hidden_stands_on_the_sheet_with_unit_and_year(root: Path) -> None:
    artefacts, own = indicators(root, "Alla", latest=np.nan, hidden=True)
    (row,) = (
        lay_own_indicators(artefacts, body=SHOWN, programme=own)
        .publishable.tidy()
        .to_dict("records")
    )
    assert (row["unit.en"], row["latest_year"], row["hidden"]) == ("per 1,000", 2023, True)
    assert np.isnan(row["latest"])


def answer(body: str, decision: str, administration: str, tone: str) -> dict[str, object]:
    said = {"decision": decision, "administration_decision": administration, "tone": tone,
            "goal": "Mål"}  # fmt: skip
    both = {f"{name}.{each}": text for name, text in said.items() for each in ("sv", "en")}
    return {"organ": body, "own_number": "", **both, "hidden": False}


def test_each_answer_to_the_referral_has_a_row_of_its_own() -> None:
    rows = [
        answer(SHOWN, "ej uttalad", "tillstyrker", "positiv"),
        answer(SHOWN, "tillstyrker", "tillstyrker", ""),
        answer(HIDDEN, "avstyrker", "", "kritisk"),
    ]
    keys = tuple(name for name in rows[0] if name not in ("own_number", "hidden"))
    table = make_table(
        lay_out(Publishable(pd.DataFrame(rows), "open", RULE, False),
                (Column("own_number", RULE, "text"),)),
        name="consultation-answers", caption=RULE, source=RULE, producer="06", keys=keys,
    )  # fmt: skip
    artefacts = Artefacts({"tab-consultation-answers": table}, {}, {})
    laid = lay_own_answers(artefacts, body=SHOWN).publishable.tidy()
    assert laid[["number.sv", "decision.sv", "tone.sv"]].to_numpy().tolist() == [
        ["–", "ej uttalad; förvaltningen: tillstyrker", "positiv"],
        ["–", "tillstyrker", "–"],
    ]
    assert lay_own_answers(artefacts, body=UNASKED).publishable.tidy().empty


def test_a_board_is_not_called_special_as_the_executive_board_is_of_that_kind(made: Path) -> None:
    assert "Faktablad · Nämnd" in read(made, SHOWN)
    assert "Factsheet · Board" in read(made, SHOWN, "en.html")


def test_planned_and_reported_activities_are_told_apart(made: Path) -> None:
    told = read(made, SHOWN)
    assert "Aktiviteter, planerade i programmet" in told
    assert "Rapporterade aktiviteter: 3." in told


def test_earlier_numbers_name_the_bodies_that_they_are_about(made: Path) -> None:
    assert "gäller Norrmalms stadsdelsnämnd och Östermalms stadsdelsnämnd" in read(made, MERGED)


@pytest.mark.parametrize("body", FOUR)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_sheet_is_one_page(made: Path, body: str, language: str) -> None:
    content = (sheet_of(made, body) / f"{body}.{language}.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1


def test_a_sheet_carries_all_it_needs_and_no_script(made: Path) -> None:
    page = (sheet_of(made, SHOWN) / f"{SHOWN}.sv.html").read_text()
    assert "<script" not in page and "http" not in re.sub(r"data:[^)\"]+", "", page)
    assert len(page) < 200_000


def test_the_same_results_give_the_same_bytes(small: Path) -> None:
    before = {path.name: path.read_bytes() for path in sheet_of(small, SHOWN).iterdir()}
    run_notebook(small, SHOWN)
    assert {path.name: path.read_bytes() for path in sheet_of(small, SHOWN).iterdir()} == before


def rewrite(folder: Path, table: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Change a saved table, so that it looks as its step saved it."""
    (path,) = folder.rglob(f"{table}.parquet")
    change(pd.read_parquet(path)).to_parquet(path, index=False)
    beside = path.with_suffix(".json")
    saved = json.loads(beside.read_text()) | {"sha256": {path.name: fingerprint(path)}}
    beside.write_text(json.dumps(saved))


def another_verdict(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{"verdict.sv": "Ändrat"})


def a_proposal_less(table: pd.DataFrame) -> pd.DataFrame:
    return table.iloc[1:]


def bytes_of(folder: Path) -> dict[str, bytes]:
    gathered = gathered_of(folder, "").rglob("*.*")
    return {f"{path.parts[-3]}/{path.name}": path.read_bytes() for path in gathered}


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("tab-verdicts-by-body", another_verdict, "tab-own-goals"),
        ("tab-proposals", a_proposal_less, "tab-own-proposals"),
    ],
)
def test_what_concerns_one_body_changes_what_is_gathered_of_it_alone(
    small: Path, table: str, change: Callable[[pd.DataFrame], pd.DataFrame], told: str
) -> None:
    before = bytes_of(small)
    rewrite(small, table, change)
    gather(small)
    changed = {name for name, content in bytes_of(small).items() if content != before[name]}
    assert changed == {f"{SHOWN}/{told}.json", f"{SHOWN}/{told}.parquet"}


def test_a_body_of_which_something_new_is_gathered_is_the_one_whose_sheet_is_stale(
    small: Path,
) -> None:
    rewrite(small, "tab-verdicts-by-body", another_verdict)
    gather(small)
    with pytest.raises(ReportError, match=r"tab-own-goals.parquet changed after the fact") as told:
        publish(small)
    assert [SHOWN in fault.place for fault in told.value.faults] == [True]
    run_notebook(small, SHOWN)
    assert publish(small) and "Ändrat" in read(small, SHOWN)


def test_the_report_takes_nothing_that_is_gathered_of_a_body_for_its_own(made: Path) -> None:
    known = read_artefacts(made / "reports/demo/results")
    assert "tab-verdicts-by-body" in known
    assert [name for name in ("tab-own-goals", "tab-beside", "val-role") if name in known] == []


def test_a_number_planted_in_what_is_gathered_is_not_published(small: Path) -> None:
    def plant(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(**{"heard_of.sv": "99\u00a0%"})

    rewrite(gathered_of(small, SHOWN), "tab-key-numbers", plant)
    run_notebook(small, SHOWN)
    with pytest.raises(ReportError, match=r"tab-key-numbers.parquet.*changed after it was gath"):
        publish(small)


def test_a_number_that_no_published_table_tells_is_put_on_no_sheet(small: Path) -> None:
    claim = {"universe": "survey", "part": {"heard_of": ["1"]}, "low": 3, "high": 3,
             "sensitivity": "personal", "small": 5}  # fmt: skip
    path = gathered_of(small, SHOWN) / "artefacts" / "tab-key-numbers.json"
    saved = json.loads(path.read_text())
    saved["disclosure"]["told"]["claims"] = [claim]
    path.write_text(json.dumps(saved))
    with pytest.raises(DisclosureError, match="tell numbers that no published table tells"):
        run_notebook(small, SHOWN)


def test_a_sheet_needs_only_what_its_step_declares(
    small: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone = tmp_path_factory.mktemp("alone")
    (small / "notebooks").mkdir(exist_ok=True)
    for name in ("07b_bodies", "08_body_factsheet"):
        (small / "notebooks" / f"{name}.ipynb").touch()
    evaluation = read_evaluation(small / "evaluation.yml")
    (step,) = [each for each in plan(evaluation) if each.name.endswith(SHOWN)]
    for source in (small / "evaluation.yml", *step.inputs):
        target = alone / source.relative_to(small)
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    run_notebook(alone, SHOWN)
    names = [f"{SHOWN}.{suffix}" for suffix in FILES]
    sheets = [sheet_of(folder, SHOWN) / name for name in names for folder in (small, alone)]
    assert {path.read_bytes() for path in sheets[::2]} == {
        path.read_bytes() for path in sheets[1::2]
    }


@pytest.mark.parametrize(
    ("body", "told"),
    [("socialnamden", "Near to it: socialnamnden"), ("sdn-norrmalm", "Near to it: sdn-norra"),
     (SHOWN, "nothing is gathered of this body. Run notebook 7b"), ("../04_awareness", "Near to")],
)  # fmt: skip
def test_a_body_of_which_nothing_is_gathered_is_refused(small: Path, body: str, told: str) -> None:
    shutil.rmtree(gathered_of(small, SHOWN))
    with pytest.raises((ConfigurationError, ReportError), match=told):
        run_notebook(small, body)


def test_the_run_makes_a_sheet_per_body_and_publishes_the_folder(root: Path) -> None:
    steps = {step.name: step for step in plan(read_evaluation(root / "evaluation.yml"))}
    sheets = [step for name, step in steps.items() if name.startswith("08_body_factsheet-")]
    assert len(sheets) == 23
    results, texts = root / "reports/demo/results", root / "reports/manuscript"
    assert all(
        step.inputs
        == (
            results / "07b_bodies" / str(step.parameters["body"]),
            texts / "factsheet.sv.md",
            texts / "factsheet.en.md",
        )
        for step in sheets
    )
    assert root / "reports/demo/factsheets" in steps["09_report"].products


LONGER = {
    "sv": "En lång mening om hur bladet ska läsas.",
    "en": "A long sentence on how the sheet is read.",
}


def lengthen(folder: Path, *, times: int) -> None:
    """Let the city's text be long."""
    for language in ("sv", "en"):
        path = folder / "reports/manuscript" / f"factsheet.{language}.md"
        longer = LONGER["sv" if path.name.endswith(".sv.md") else "en"]
        path.write_text(path.read_text() + f"\n\n{longer}" * times)


def test_a_longer_sheet_is_set_smaller(small: Path) -> None:
    lengthen(small, times=15)
    run_notebook(small, HIDDEN)
    page = (sheet_of(small, HIDDEN) / f"{HIDDEN}.sv.html").read_text()
    assert float(re.findall(r"font-size: ([\d.]+)pt", page)[-1]) < 9


@pytest.mark.parametrize("largest", SIZES)
def test_the_text_is_as_large_as_the_page_allows(largest: float) -> None:
    assert largest_that(lambda points: points <= largest) == largest


def test_a_sheet_that_does_not_fit_names_the_body_and_what_to_shorten(small: Path) -> None:
    lengthen(small, times=80)
    with pytest.raises(ReportError, match=r"(?s)Stockholmshem.*one page.*Så läser du bladet"):
        run_notebook(small, HIDDEN)


def test_the_text_of_a_sheet_is_checked_as_the_report_is(small: Path) -> None:
    path = small / "reports/manuscript/factsheet.sv.md"
    path.write_text(path.read_text() + "\n{val:nothing} och kännedomen har ökat.\n")
    with pytest.raises(ReportError, match=r"(?s)val-nothing.*line") as caught:
        run_notebook(small, SHOWN)
    assert len(caught.value.faults) == 2


def test_a_sheet_without_its_translation_is_refused(small: Path) -> None:
    (small / "reports/manuscript/factsheet.en.md").unlink()
    with pytest.raises(ReportError, match=r"factsheet.en.md.*Write or translate"):
        run_notebook(small, SHOWN)


def test_every_sheet_is_published_with_an_index_per_language(small: Path) -> None:
    names = {path.name for path in publish(small)}
    sheets = {f"{body}.{suffix}" for body in FOUR for suffix in FILES}
    assert names == sheets | {"index.sv.html", "index.en.html"}


def test_a_sheet_of_a_body_that_is_no_more_is_taken_away(small: Path) -> None:
    out = small / "reports/demo/factsheets"
    out.mkdir()
    for name in ("gone.sv.html", "gone.en.pdf", "rapport.sv.pdf", "karta.pdf", "LÄS.sv.pdf"):
        (out / name).write_bytes(b"")
    published = {path.name for path in publish(small)}
    left = {path.name for path in out.iterdir()} - published
    assert left == {"rapport.sv.pdf", "karta.pdf", "LÄS.sv.pdf"}


def test_sheets_can_be_read_by_nobody_else(small: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in publish(small)} == {0o600}


def test_a_sheet_made_from_results_that_changed_since_is_refused(small: Path) -> None:
    path = small / "reports/demo/results/04_awareness/val-respondents.json"
    path.write_text(path.read_text().replace("6099", "6098"))
    with pytest.raises(ReportError, match=r"val-respondents.json changed after it was gathered"):
        publish(small)
    assert not (small / "reports/demo/factsheets").exists()


def test_a_sheet_changed_by_hand_is_refused(small: Path) -> None:
    path = sheet_of(small, SHOWN) / f"{SHOWN}.sv.html"
    path.write_text(path.read_text().replace("41", "14"))
    with pytest.raises(ReportError, match=f"{SHOWN}.sv.html changed after"):
        publish(small)


def test_a_sheet_whose_text_changed_since_is_refused(small: Path) -> None:
    lengthen(small, times=1)
    with pytest.raises(ReportError, match=r"factsheet.en.md, .*factsheet.sv.md changed") as caught:
        publish(small)
    assert len(caught.value.faults) == len(FOUR)


def declare(folder: Path, settings: dict[str, Any]) -> None:
    """Change what evaluation.yml says, field by field of the report."""
    path = folder / "evaluation.yml"
    declared = yaml.safe_load(path.read_text())
    report = declared["report"] | settings.pop("report", {})
    path.write_text(yaml.safe_dump(declared | settings | {"report": report}))


@pytest.mark.parametrize(
    "report",
    [
        {"title": {"sv": "En annan titel", "en": "Another title"}},
        {"author": {"sv": "Någon annan", "en": "Somebody else"}},
        {"date": date(2026, 1, 31)},
        {"accent": "#7a1f3d"},
    ],
)
def test_a_sheet_with_an_older_cover_is_refused(small: Path, report: dict[str, Any]) -> None:
    declare(small, {"report": report})
    with pytest.raises(ReportError, match=r"evaluation.yml \(the report.*changed after the fact"):
        publish(small)


def test_a_sheet_with_an_older_day_of_the_survey_is_refused(small: Path) -> None:
    waves = yaml.safe_load((small / "evaluation.yml").read_text())["waves"]
    waves["2019"]["date"] = date(2019, 11, 2)
    declare(small, {"waves": waves})
    with pytest.raises(ReportError, match=r"evaluation.yml \(the waves\) changed after it was gat"):
        publish(small)


def test_a_setting_that_no_sheet_shows_leaves_the_sheets_as_they_are(small: Path) -> None:
    declare(small, {"retention": date(2027, 12, 31), "parameters": {"09_report": {"links": False}}})
    assert publish(small)


def test_a_sheet_made_with_another_catalogue_of_indicators_is_refused(small: Path) -> None:
    path = small / "programme/indicators.yml"
    path.write_text(path.read_text() + "# a word\n")
    with pytest.raises(
        ReportError, match=r"programme/indicators.yml changed after it was gathered"
    ):
        publish(small)


def test_results_that_wait_aside_while_a_step_runs_are_no_other_results(small: Path) -> None:
    results = small / "reports/demo/results"
    (step,) = {path.parent for path in results.glob("*/tab-response.*")}
    shutil.copytree(step, results / f".{step.name}.before")
    assert publish(small)


def test_a_body_without_a_sheet_stops_publication(small: Path) -> None:
    shutil.rmtree(sheet_of(small, HIDDEN))
    with pytest.raises(ReportError, match=r"stockholmshem.*no finished factsheet"):
        publish(small)


def test_nothing_is_published_that_the_gate_has_not_seen(small: Path) -> None:
    evaluation = read_evaluation(small / "evaluation.yml")
    release = check_release({}, earlier={}, asked={})
    with pytest.raises(DisclosureError, match="not those that the release gate has checked"):
        publish_factsheets(
            evaluation, release=release, results=evaluation.report_folder / "results", out=small
        )


def test_the_index_finds_a_body_under_a_name_that_it_has_no_more(
    organisation: Organisation, root: Path
) -> None:
    evaluation = read_evaluation(root / "evaluation.yml")
    entries = list_entries(organisation, evaluation=evaluation, language="sv")
    former = {each.name: [body.id for body in each.bodies] for each in entries if each.is_former}
    assert former["Spånga-Tensta stadsdelsnämnd"] == ["sdn-jarva"]
    assert len(former) == 6


def test_the_index_is_in_the_order_of_the_swedish_alphabet() -> None:
    names = ["Östermalm", "Älvsjö", "Årsta", "Zinkensdamm", "Élise", "Etta", "Elva"]
    assert sorted(names, key=swedish_order) == [
        "Élise", "Elva", "Etta", "Zinkensdamm", "Årsta", "Älvsjö", "Östermalm",
    ]  # fmt: skip


def test_every_name_of_the_index_leads_to_a_sheet(small: Path) -> None:
    names = {path.name for path in publish(small)}
    page = (small / "reports/demo/factsheets/index.en.html").read_text()
    leads = set(re.findall(r'href="([^"#]+)"', page)) - {"../rapport.en.html"}
    assert leads <= names and len(leads) == len(FOUR) + 1


@pytest.mark.parametrize(
    ("asked", "near"),
    [("socialnamden", "socialnamnden"), ("Järva", "sdn-jarva"), ("sdn-norrmalm", "sdn-norra")],
)
def test_an_unknown_body_is_refused_with_those_that_may_be_meant(
    organisation: Organisation, asked: str, near: str
) -> None:
    with pytest.raises(ConfigurationError, match=f"Near to it: .*{near}"):
        organisation.body_on(asked, on=date(2025, 3, 1))


def test_a_body_that_has_ceased_leads_to_the_one_that_took_over(organisation: Organisation) -> None:
    with pytest.raises(ConfigurationError, match=r"Near to it: sdn-jarva\.$"):
        organisation.body_on("sdn-rinkeby-kista", on=date(2025, 3, 1))


def marks(*, hidden: bool) -> Publishable:
    """Give what a figure of one measure draws."""
    own = None if hidden else 0.5
    rows = [
        {"who": "own", "estimate": own, "conf_low": own, "conf_high": own, "hidden": hidden},
        {"who": "all", "estimate": 0.6, "conf_low": 0.55, "conf_high": 0.65, "hidden": False},
    ]
    table = pd.DataFrame(rows).assign(n=99.0, measure="m", **{"measure.sv": "M", "measure.en": "M"})
    names = table.assign(**{"who.sv": ["här", "staden"], "who.en": ["here", "city"]})
    return Publishable(names.astype({"estimate": float}), "open", RULE, True)


def with_before(shown: Publishable, *, share: float) -> Publishable:
    """Add the body's share of an earlier wave."""
    table = shown.tidy()
    name = {"who": "before", "who.sv": "2019", "who.en": "2019"}
    row = table.iloc[[0]].assign(estimate=share, conf_low=np.nan, conf_high=np.nan, **name)
    return Publishable(pd.concat([table, row], ignore_index=True), "open", RULE, True)


@pytest.mark.parametrize(
    ("hidden", "told"), [(False, "här 50, staden 60"), (True, "här redovisas ej, staden 60")]
)
def test_the_figure_says_what_it_shows(hidden: bool, told: str) -> None:
    figure = draw_beside(marks(hidden=hidden), row="measure")
    assert figure.alt.sv == f"Andelar i procent. M: {told}."


def test_the_figure_of_a_body_without_shares_says_that_there_are_none() -> None:
    shown = marks(hidden=False)
    figure = draw_beside(Publishable(shown.tidy().head(0), "open", RULE, True), row="measure")
    assert figure.alt.sv == "Andelar i procent: uppgift saknas."


def test_each_number_of_the_figure_stands_in_the_column_of_its_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: dict[str, list[str]] = {}
    add = Sheet.add_column

    def keep(sheet: Sheet, right: float, cells: list[str], **style: Any) -> float:
        head = style["head"]
        written[head if isinstance(head, str) else head[sheet.language]] = cells
        return add(sheet, right, cells, **style)

    monkeypatch.setattr(Sheet, "add_column", keep)
    draw_beside(with_before(marks(hidden=False), share=0.0), row="measure")
    assert written == {
        "Här": ["50\u00a0%"], "Alla": ["60\u00a0%"], "Svar": ["99"],
        "Here": ["50%"], "All": ["60%"], "Answers": ["99"], "2019": ["0%"],
    }  # fmt: skip


def test_a_mark_at_0_is_not_cut_by_the_edge_of_the_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    panels = []
    panel = Sheet.panel
    monkeypatch.setattr(Sheet, "panel", lambda *at: panels.append(panel(*at)) or panels[-1])
    draw_beside(with_before(marks(hidden=False), share=0.0), row="measure")
    assert all(axes.get_xlim()[0] < 0 for axes in panels) and len(panels) == 2
