"""Who was asked, who answered, what a person corrected, and the tables of it all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from evaltools.declarations import Text
from evaltools.disclosure import publish_facts
from evaltools.documents import (
    Change,
    Document,
    Fact,
    Invited,
    Line,
    correct,
    count_goals,
    count_stances,
    describe_reading,
    find_facts,
    list_facts,
    match_answers,
    read_corrections,
    read_invited,
    tabulate_answers,
)
from evaltools.documents.senders import NO_BODY
from evaltools.errors import DataError
from evaltools.intake import SYNTHETIC_MARK
from evaltools.programme import Organisation, Programme, read_organisation, read_programme
from evaltools.synthetic.consultation import INVITED, read_referral
from evaltools.tables import Column, lay_out
from evaltools.testimony import redact
from tests.consultation import clean_document

ROOT = Path(__file__).parents[2]
DUE = date(2025, 3, 14)
ASKED = (
    Invited("Socialnämnden", "board"),
    Invited("Äldrenämnden", "board"),
    Invited("AB Exempelhem", "company"),
)


@pytest.fixture(scope="module")
def programme() -> Programme:
    return read_programme(ROOT / "programme")


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return read_organisation(ROOT / "programme")


@pytest.fixture(scope="module")
def demo(programme: Programme, organisation: Organisation) -> tuple[Fact, ...]:
    invited = read_invited(ROOT / "data_raw" / "demo" / INVITED, organisation=organisation)
    return tuple(
        fact
        for answer in read_referral().answers
        for fact in find_facts(
            clean_document(answer), programme=programme, invited=invited, referral="EX 2025/100"
        )
    )


def answer(file: str, body: str, decision: str = "approves", **more: str) -> list[Fact]:
    given = {"body": body, "decision": decision, "tone": "not_stated", **more}
    return [Fact(name, value, 1, 2, "x", file) for name, value in given.items()]


def without_persons(text: str) -> str:
    return redact(text).text


def test_a_register_is_read_with_kinds_aliases_and_bodies(
    tmp_path: Path, organisation: Organisation
) -> None:
    path = tmp_path / "instanser.csv"
    rows = ("Instans;Slag;Alias;Organ", "Äldrenämnden;Nämnd;ÄN|Äldrekontoret;aldrenamnden",
            "Exempelröster;Civilsamhälle;;")  # fmt: skip
    path.write_bytes("\r\n".join(rows).encode("cp1252"))
    assert read_invited(path, organisation=organisation) == (
        Invited("Äldrenämnden", "board", ("ÄN", "Äldrekontoret"), "aldrenamnden"),
        Invited("Exempelröster", "civil_society"),
    )


def test_a_register_tells_all_its_faults_at_once(
    tmp_path: Path, organisation: Organisation
) -> None:
    path = tmp_path / "instanser.csv"
    rows = ("Instans;Slag;Alias;Organ", ";Nämnd;X;", "A;Klubb;;", "B;Bolag;a;", "C;Bolag;;okand")
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_invited(path, organisation=organisation)
    told = [(fault.place, fault.problem) for fault in caught.value.faults]
    assert told == [
        ("instanser.csv, row 2", "there is no name."),
        ("instanser.csv, row 3", "the kind is not known."),
        ("instanser.csv, row 5", "no such body is declared."),
        ("instanser.csv, row 3 and 4", "they share a name or an alias."),
    ]


def test_a_register_without_its_columns_is_refused(
    tmp_path: Path, organisation: Organisation
) -> None:
    path = tmp_path / "instanser.csv"
    path.write_text("Instans;Typ\nA;Nämnd\n", encoding="utf-8")
    with pytest.raises(DataError, match="slag, alias are lacking"):
        read_invited(path, organisation=organisation)


def test_who_was_asked_stands_beside_who_answered() -> None:
    facts = [
        *answer("a.pdf", "Socialnämnden", document_date="2025-03-01", meeting_date="2025-03-20"),
        *answer("b.txt", "Exempelklubben"),
        *answer("c.txt", NO_BODY),
        *answer("d.txt", NO_BODY),
        *answer("e.txt", "AB Exempelhem"),
        *answer("f.txt", "AB Exempelhem", document_date="2025-03-14"),
    ]
    table = match_answers(ASKED, facts=facts, due=DUE)
    shown = table[["body.en", "status", "answers", "files", "answered_on"]].to_numpy().tolist()
    assert shown == [
        ["Socialnämnden", "late", 1, "a.pdf", "2025-03-20"],
        ["Äldrenämnden", "no_answer", 0, "", ""],
        ["AB Exempelhem", "answered", 2, "e.txt; f.txt", "2025-03-14"],
        ["Exempelklubben", "uninvited", 1, "b.txt", ""],
        [NO_BODY, "unknown", 1, "c.txt", ""],
        [NO_BODY, "unknown", 1, "d.txt", ""],
    ]


def test_whether_an_answer_is_late_is_missing_where_no_day_is_known() -> None:
    table = match_answers(ASKED, facts=answer("a.pdf", "Socialnämnden"), due=DUE)
    assert table["late"].isna().all()
    assert table["status"].tolist() == ["answered", "no_answer", "no_answer"]


def test_an_answer_tells_itself_when_it_was_due_where_nobody_else_does() -> None:
    facts = answer("a.pdf", "Socialnämnden", document_date="2025-03-20", due_date="2025-03-14")
    assert match_answers(ASKED, facts=facts)["late"].tolist()[0] is True


def test_stances_add_up_to_the_bodies_that_answered() -> None:
    facts = [
        *answer("a.pdf", "Socialnämnden", "not_stated"),
        *answer("b.pdf", "Socialnämnden", "rejects"),
        *answer("c.pdf", "Äldrenämnden", "approves"),
        *answer("d.pdf", "Äldrenämnden", "rejects"),
        *answer("e.pdf", NO_BODY, "approves"),
        *answer("f.pdf", NO_BODY, "approves"),
    ]
    table = count_stances(facts, invited=ASKED)
    columns = ["invited", "answered", "approves", "rejects", "not_stated", "differing"]
    assert table[columns].to_numpy().tolist() == [
        [2, 2, 0, 1, 0, 1],
        [1, 0, 0, 0, 0, 0],
        [0, 2, 2, 0, 0, 0],
    ]
    assert table["kind.en"].tolist() == ["Board", "Company", "Not asked"]


def test_goals_are_counted_by_body_and_not_by_file(programme: Programme) -> None:
    facts = [
        *answer("a.pdf", "Socialnämnden", goal="goal-2"),
        *answer("b.pdf", "Socialnämnden", goal="goal-2"),
        *answer("c.pdf", "Äldrenämnden"),
    ]
    table = count_goals(facts, programme=programme, invited=ASKED).set_index("goal")
    assert len(table) == len(programme.goals)
    assert table.loc["goal-2", ["answers", "answered", "files"]].tolist() == [1, 2, "a.pdf; b.pdf"]
    assert table.loc["goal-1", ["answers", "answered", "files"]].tolist() == [0, 2, ""]


def test_reading_is_told_without_a_word_of_the_text() -> None:
    lines = (Line(1, 1, "Ndmnden", "Nämnden"), Line(2, 1, "", ""), Line(2, 2, "tva ord", "två ord"))
    changes = (Change(1, 1, "Ndmnden", "Nämnden", False), Change(2, 2, "ord", "ord", True))
    documents = [Document("a.pdf", "0" * 64, "repaired", lines, changes, True)]
    row = describe_reading(documents).to_dict("records")[0]
    assert row == {
        "file": "a.pdf", "reading.sv": "text med rättade ord",
        "reading.en": "text with words repaired", "pages": 2, "lines": 2, "words": 3,
        "repaired": 1, "doubtful": 1, "synthetic.sv": "ja", "synthetic.en": "yes",
        "sha256": "0" * 12,
    }  # fmt: skip


def test_running_texts_reach_a_table_only_redacted(
    demo: tuple[Fact, ...], programme: Programme
) -> None:
    running = [*answer("a.pdf", "Socialnämnden", preparation="Ring Anna Svensson.")]
    answers = tabulate_answers(running, invited=ASKED, programme=programme, redact=without_persons)
    facts = list_facts(running, programme=programme, redact=without_persons)
    assert answers["preparation"].tolist() == ["Ring [namn]."]
    assert facts.loc[facts["running_text"], ["value", "value.sv"]].to_numpy().tolist() == [
        ["Ring [namn].", "Ring [namn]."]
    ]


def test_no_person_is_in_any_table_of_the_demo(
    demo: tuple[Fact, ...], programme: Programme
) -> None:
    tables = [
        tabulate_answers(demo, invited=ASKED, programme=programme, redact=without_persons),
        list_facts(demo, programme=programme, redact=without_persons),
        match_answers(ASKED, facts=demo),
        count_goals(demo, programme=programme, invited=ASKED),
    ]
    assert not any(frame.to_csv().count("Exempelsson") for frame in tables)


def test_one_row_per_answer_says_what_stands_where(programme: Programme) -> None:
    facts = [*answer("a.pdf", "Socialnämnden", "no_objection", goal="goal-1"),
             Fact("goal", "goal-4", 2, 7, "mål 4", "a.pdf")]  # fmt: skip
    row = tabulate_answers(
        facts, invited=ASKED, programme=programme, redact=without_persons
    ).to_dict("records")[0]
    told = {name: row[name] for name in ("kind.sv", "decision.sv", "decision_at.en", "goal.sv")}
    assert told == {
        "kind.sv": "Nämnd", "decision.sv": "ingen erinran",
        "decision_at.en": "p.\u00a01, line\u00a02",
        "goal.sv": "Förebygga våld; Stöd efter behov",
    }  # fmt: skip


def test_the_tables_can_be_let_out_and_laid_out(
    demo: tuple[Fact, ...], programme: Programme
) -> None:
    about = Text(sv="Instansers svar.", en="Answers of bodies.")
    head = Column("kind", Text(sv="Slag", en="Kind"), "text")
    count = Column("answered", Text(sv="Svar", en="Answers"), "count")
    stances = publish_facts(count_stances(demo, invited=ASKED), about=about, synthetic=True)
    assert lay_out(stances, (head, count)).columns == (head, count)


@pytest.fixture
def facts() -> list[Fact]:
    return [*answer("a.pdf", "Socialnämnden", goal="goal-1"), *answer("b.pdf", "Äldrenämnden")]


def corrections_file(folder: Path, *rows: str) -> Path:
    path = folder / "rättningar.csv"
    lines = ("fil;uppgift;värde;signatur;datum", *rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_correction_takes_the_place_of_what_a_rule_found(
    tmp_path: Path, facts: list[Fact], programme: Programme
) -> None:
    path = corrections_file(
        tmp_path,
        "a.pdf;Ställningstagande;tillstyrker med synpunkter;AB;2025-04-01",
        "a.pdf;goal;2 | goal-3;AB;2025-04-01",
        "b.pdf;Sista svarsdag;2025-03-14;CD;2025-04-02",
    )
    read = read_corrections(path, facts=facts, programme=programme)
    corrected = correct(facts, read)
    said = {(fact.file, fact.field, fact.value, fact.by) for fact in corrected if fact.by}
    assert said == {
        ("a.pdf", "decision", "approves_with_comments", "AB 2025-04-01"),
        ("a.pdf", "goal", "goal-2", "AB 2025-04-01"),
        ("a.pdf", "goal", "goal-3", "AB 2025-04-01"),
        ("b.pdf", "due_date", "2025-03-14", "CD 2025-04-02"),
    }
    assert [fact.value for fact in corrected if fact.field == "decision"] == [
        "approves_with_comments", "approves",
    ]  # fmt: skip


def test_an_empty_correction_takes_a_fact_away(
    tmp_path: Path, facts: list[Fact], programme: Programme
) -> None:
    path = corrections_file(tmp_path, "a.pdf;Mål;;AB;2025-04-01")
    corrected = correct(facts, read_corrections(path, facts=facts, programme=programme))
    assert not [fact for fact in corrected if fact.field == "goal"]


def test_nothing_is_corrected_before_there_is_a_file(tmp_path: Path, programme: Programme) -> None:
    assert read_corrections(tmp_path / "ingen.csv", facts=[], programme=programme) == ()


def test_corrections_tell_every_row_that_is_wrong_and_never_its_value(
    tmp_path: Path, facts: list[Fact], programme: Programme
) -> None:
    path = corrections_file(
        tmp_path,
        "c.pdf;Ton;positiv;AB;2025-04-01",
        "a.pdf;Beredning av hemligt;x;AB;2025-04-01",
        "a.pdf;Ton;hemlig;AB;2025-04-01",
        "a.pdf;Instans;;AB;2025-04-01",
        "b.pdf;Svarets datum;hemlig;AB;2025-04-01",
        "b.pdf;Ton;positiv;;i går",
        "b.pdf;Ton;positiv;AB;2025-04-01",
    )
    with pytest.raises(DataError) as caught:
        read_corrections(path, facts=facts, programme=programme)
    assert [fault.place.partition(", ")[2] for fault in caught.value.faults] == [
        "row 2", "row 3", "row 4, 5, 6", "row 7", "row 7", "row 8",
    ]  # fmt: skip
    assert "hemlig" not in str(caught.value)


def test_the_demos_register_says_that_it_is_synthetic(organisation: Organisation) -> None:
    path = ROOT / "data_raw" / "demo" / INVITED
    assert SYNTHETIC_MARK in path.read_text(encoding="cp1252")
    kinds = pd.Series([each.kind for each in read_invited(path, organisation=organisation)])
    assert kinds.nunique() == 5
