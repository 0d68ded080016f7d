"""What is found in answers to referrals, and what is never inferred."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.documents import (
    Change,
    Document,
    Fact,
    Invited,
    Line,
    find_facts,
    read_folder,
    read_invited,
)
from evaltools.documents.senders import NO_BODY, SEVERAL_BODIES
from evaltools.programme import Goal, Programme, read_organisation, read_programme
from evaltools.synthetic.consultation import ANSWERS, INVITED, SyntheticAnswer, read_referral
from tests.consultation import Score, by_field, clean_document, document_of, facts_of, held_out

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "remissvar_corrected_pages_1-3.txt"
REFERRAL = "EX 2025/100"
BOARDS = (
    Invited("Södermalms stadsdelsnämnd", "board"),
    Invited("Hägersten-Älvsjö stadsdelsnämnd", "board"),
    Invited("Älvsjö stadsdelsnämnd", "board"),
    Invited("Socialnämnden", "board"),
    Invited("Exempelföreningen", "civil_society", ("EF",)),
    Invited("AB Exempelhem", "company"),
)


@pytest.fixture(scope="module")
def programme() -> Programme:
    return read_programme(Path(__file__).parents[2] / "programme")


@pytest.fixture(scope="module")
def invited() -> tuple[Invited, ...]:
    return tuple(
        Invited(each.name, "other", tuple(each.alias.split("|")) if each.alias else ())
        for each in read_referral().invited
    )


def truth_of(answer: SyntheticAnswer) -> dict[str, tuple[str, ...]]:
    return {field: answer.values(field) for field in answer.truth}


def test_every_field_of_the_synthetic_answers_is_found_at_95_per_cent(
    programme: Programme, invited: tuple[Invited, ...]
) -> None:
    score = Score()
    for answer in read_referral().answers:
        found = find_facts(
            clean_document(answer), programme=programme, invited=invited, referral=REFERRAL
        )
        score.add(by_field(found), truth_of(answer))
    assert {field: low for field, low in score.lowest().items() if low < 0.95} == {}


def test_every_field_of_the_files_as_they_are_read_is_found_at_95_per_cent(
    programme: Programme, root: Path
) -> None:
    demo = root / "data_raw" / "demo"
    asked = read_invited(demo / INVITED, organisation=read_organisation(root / "programme"))
    true = {answer.file: truth_of(answer) for answer in read_referral().answers}
    score = Score()
    for document in read_folder(demo / ANSWERS):
        found = find_facts(document, programme=programme, invited=asked, referral=REFERRAL)
        score.add(by_field(found), true.pop(document.file))
    assert (true, {f: low for f, low in score.lowest().items() if low < 0.95}) == ({}, {})


@pytest.mark.parametrize("name", ["holdout.yml", "second.yml"])
def test_of_answers_written_after_the_rules_nine_facts_in_ten_are_found_and_right(
    name: str, programme: Programme, root: Path
) -> None:
    asked, answers = held_out(root / "tests" / "fixtures" / "consultation" / name)
    score = Score()
    for answer in answers:
        found = facts_of(
            answer["text"], programme=programme, invited=asked, file=answer["file"],
            referral="KS 2025/311",
        )  # fmt: skip
        score.add(found, answer["truth"])
    assert min(score.overall()) >= 0.95
    assert min(score.lowest().values()) >= 0.75


@pytest.mark.parametrize("name", ["holdout.yml", "second.yml"])
def test_without_the_number_of_the_referral_no_stance_changes(
    name: str, programme: Programme, root: Path
) -> None:
    asked, answers = held_out(root / "tests" / "fixtures" / "consultation" / name)
    found = [
        facts_of(each["text"], programme=programme, invited=asked, file=each["file"])["decision"]
        for each in answers
    ]
    assert found == [tuple(each["truth"]["decision"]) for each in answers]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the real answer is not in this checkout")
def test_the_real_answer_gives_the_same_facts_from_what_a_scanner_read(
    programme: Programme, tmp_path: Path
) -> None:
    scanned = SAMPLE.with_name("remissvar_ocr_pages_1-3.txt")
    (tmp_path / "svar.txt").write_bytes(scanned.read_bytes())
    clean = document_of(SAMPLE.read_text(encoding="utf-8"))
    found, expected = (
        by_field(find_facts(document, programme=programme, invited=BOARDS))
        for document in (*read_folder(tmp_path), clean)
    )
    assert found == expected


@pytest.mark.skipif(not SAMPLE.exists(), reason="the real answer is not in this checkout")
def test_the_real_answer_of_sodermalm_states_no_decision_in_a_positive_tone(
    programme: Programme,
) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    names = ("Unizon", "Fryshuset", "Stockholms tingsrätt", "Länsstyrelsen Stockholm")
    asked = (*BOARDS[:4], *(Invited(name, "other") for name in names))
    found = facts_of(text, programme=programme, invited=asked)
    preparation = found.pop("preparation")[0]
    assert preparation.startswith("Ärendet har beretts inom stadsdelsdirektörens stab i samråd med")
    assert found.pop("judgement") == ("positive",) * 4
    assert found == {
        "body": ("Södermalms stadsdelsnämnd",),
        "own_number": ("SOD 2020/764",),
        "referral_number": ("KS 2020/924",),
        "due_date": ("2020-12-02",),
        "proposed_decision": (
            "Stadsdelsnämnden överlämnar förvaltningens tjänsteutlåtande som svar på remissen.",
        ),
        "decision": ("not_stated",),
        "tone": ("positive",),
        "referred_to": ("Södermalms stadsdelsnämnd", *names),
        "heard": ("förvaltningsgruppen", "pensionärsrådet", "rådet för funktionshinderfrågor"),
    }


@pytest.mark.parametrize(
    ("sentence", "decision"),
    [
        ("Nämnden tillstyrker förslaget.", "approves"),
        ("Sammantaget tillstyrker nämnden förslaget.", "approves"),
        ("Programmet tillstyrks.", "approves"),
        ("Nämnden kan inte annat än tillstyrka förslaget.", "approves"),
        ("Nämnden tillstyrker inte bara mål 1 utan hela programmet.", "approves"),
        ("Nämnden ställer sig bakom förslaget.", "approves"),
        ("Nämnden tillstyrker förslaget under förutsättning att medel avsätts.",
         "approves_with_comments"),
        ("Nämnden tillstyrker i huvudsak förslaget.", "approves_with_comments"),
        ("Nämnden kan tillstyrka förslaget först när ansvaret är klarlagt.",
         "approves_with_comments"),
        ("Nämnden tillstyrker programmet. Nämnden avstyrker mål 7.", "approves_with_comments"),
        ("Nämnden avstyrker förslaget.", "rejects"),
        ("Nämnden kan inte tillstyrka förslaget.", "rejects"),
        ("Nämnden tillstyrker inte förslaget.", "rejects"),
        ("Nämnden är inte beredd att tillstyrka förslaget.", "rejects"),
        ("Nämnden motsätter sig förslaget.", "rejects"),
        ("Förslaget bör avvisas.", "rejects"),
        ("Nämnden avstår från att yttra sig.", "abstains"),
        ("Nämnden har valt att inte besvara remissen.", "abstains"),
        ("Nämnden varken tillstyrker eller avstyrker förslaget.", "abstains"),
        ("Nämnden har ingen erinran mot förslaget.", "no_objection"),
        ("Nämnden har inget att invända.", "no_objection"),
        ("Nämnden har inga synpunkter på förslaget.", "no_objection"),
    ],
)  # fmt: skip
def test_a_decision_is_read_with_what_is_said_about_the_verb(
    sentence: str, decision: str, programme: Programme
) -> None:
    text = f"Socialnämnden\n\nBeslut\n\n{sentence}\n"
    assert facts_of(text, programme=programme, invited=BOARDS)["decision"] == (decision,)


@pytest.mark.parametrize(
    "text",
    [
        "Nämnden avstyrker inte förslaget.",
        "Nämnden ser mycket positivt på förslaget, som är ambitiöst.",
        "Nämnden tillstyrker förslaget om fler kontaktpersoner.",
        "Nämnden har inga synpunkter på mål 5.",
        "Nämnden tillstyrker förslaget. Nämnden avstyrker förslaget.",
        "Nämnden skulle tillstyrka förslaget om medel fanns.",
        "Nämnden tillstyrkte programmet för 2017.",
        "Tidigare har nämnden avstyrkt programmet för 2017.",
        "Personer som avvisas från boenden behöver stöd.",
        "Exempelföreningen avstyrker förslaget.",
        "Pensionärsrådet tillstyrker förslaget.",
        "Kvinnofrid avstyrker förslaget.",
        "Ledamoten Exempel Exempelsson (V) avstyrker förslaget.",
        "Andra remissinstanser tillstyrker förslaget.",
        "Nämnden överlämnar förvaltningens tjänsteutlåtande som svar på remissen.",
        "Reservation\nNämnden borde avstyrka förslaget. Programmet avstyrks.",
        "Särskilt uttalande av (S)\nProgrammet tillstyrks.",
        "Bakgrund\nProgrammet tillstyrks.",
    ],
)
def test_what_is_no_decision_of_the_body_on_the_whole_leaves_it_unstated(
    text: str, programme: Programme
) -> None:
    found = facts_of(f"Socialnämnden\n\n{text}\n", programme=programme, invited=BOARDS)
    assert found["decision"] == ("not_stated",)


def test_a_board_that_hands_a_statement_on_does_not_approve_what_the_administration_approves(
    programme: Programme,
) -> None:
    text = (
        "Socialförvaltningen\n\nFörslag till beslut\nNämnden hänvisar till förvaltningens "
        "tjänsteutlåtande som svar på remissen.\n\nSynpunkter\nFörvaltningen tillstyrker förslaget."
    )
    found = facts_of(text, programme=programme, invited=BOARDS)
    assert (found["decision"], found["administration_decision"]) == (("not_stated",), ("approves",))


def test_what_a_board_decided_goes_before_what_was_proposed_to_it(programme: Programme) -> None:
    text = (
        "Socialnämnden\n\nFörslag till beslut\nNämnden tillstyrker förslaget.\n\n"
        "Nämndens beslut\nNämnden avstyrker förslaget.\n"
    )
    assert facts_of(text, programme=programme, invited=BOARDS)["decision"] == ("rejects",)


@pytest.mark.parametrize(
    ("sentence", "tone"),
    [
        ("Programmet är ambitiöst och väl genomarbetat.", "positive"),
        ("Programmet är inte ambitiöst.", "critical"),
        ("Nämnden saknar ett avsnitt om barn.", "critical"),
        ("Nämnden saknar inte något i programmet.", "not_stated"),
        ("Programmet är tydligt. Nämnden saknar ett avsnitt om barn.", "mixed"),
        ("Nämnden noterar programmets innehåll.", "neutral"),
        ("Nämnden tillstyrker programmet.", "not_stated"),
        ("Nämnden avstyrker programmet.", "not_stated"),
        ("Programmet bör bli mer informativt.", "not_stated"),
        ("Programmet gäller barn som saknar skydd.", "not_stated"),
        ("Pensionärsrådet anser att programmet är otydligt.", "not_stated"),
        ("Bakgrund\nProgrammet är ambitiöst.", "not_stated"),
    ],
)
def test_the_tone_is_words_of_judgement_and_never_the_decision(
    sentence: str, tone: str, programme: Programme
) -> None:
    text = f"Socialnämnden\n\n{sentence}\n"
    assert facts_of(text, programme=programme, invited=BOARDS)["tone"] == (tone,)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Södermalms stadsdelsförvaltning\nTjänsteutlåtande", "Södermalms stadsdelsnämnd"),
        ("STADSDELSNÄMNDEN\nSÖDERMALM", "Södermalms stadsdelsnämnd"),
        ("Stockholms stad | Socialförvaltningen", "Socialnämnden"),
        ("Hägersten-Älvsjö stadsdelsnämnd", "Hägersten-Älvsjö stadsdelsnämnd"),
        ("Remissvar från Exempelföreningen på KS 2025/1", "Exempelföreningen"),
        ("EF\nTill kommunstyrelsen", "Exempelföreningen"),
        ("Socialnämndens yttrande över remissen", "Socialnämnden"),
        ("Till\nSocialnämnden\n\nExempelhem tackar för remissen.", "AB Exempelhem"),
        ("Ärendet har remitterats till Socialnämnden,\nEF och AB Exempelhem.", NO_BODY),
        ("Vi har samarbetat med Socialnämnden.", NO_BODY),
        ("Sändlista\nSocialnämnden", NO_BODY),
        ("Remissvar från Exempelföreningen Norr på KS 2025/1", NO_BODY),
        ("Socialnämnden\nExempelföreningen\nGemensamt svar", SEVERAL_BODIES),
    ],
)  # fmt: skip
def test_the_body_is_who_writes_and_never_who_is_mentioned(
    text: str, body: str, programme: Programme
) -> None:
    assert facts_of(text, programme=programme, invited=BOARDS)["body"] == (body,)


@pytest.mark.parametrize(
    ("text", "own", "theirs"),
    [
        ("Dnr SOD 2020/764\nSvar på remiss KS 2020/924", "SOD 2020/764", "KS 2020/924"),
        ("Vårt dnr: AB 2025/1, ert dnr: KS 2025/2", "AB 2025/1", "KS 2025/2"),
        ("Datum   Vår beteckning   Er beteckning\n2025-03-01   801-5512-2025   KS 2025/2",
         "801-5512-2025", "KS 2025/2"),
        ("Er beteckning\nKS 2025/2\nVår beteckning\nA123.456/2025", "A123.456/2025", "KS 2025/2"),
        ("1.5.1-135-2012\n\nRemiss från kommunstyrelsen, dnr 327-408/2012", "1.5.1-135-2012",
         "327-408/2012"),
        ("Program mot våld 2021-2025, telefon 08-508 12 000, 2025-01-02", None, None),
    ],
)  # fmt: skip
def test_the_bodys_number_and_the_referrals_are_told_apart(
    text: str, own: str | None, theirs: str | None, programme: Programme
) -> None:
    found = facts_of(text, programme=programme)
    assert found.get("own_number", (None,))[0] == own
    assert found.get("referral_number", (None,))[0] == theirs


@pytest.mark.parametrize(
    ("text", "field", "day"),
    [
        ("Yttrande senast\nden 2 december 2020.", "due_date", "2020-12-02"),
        ("Remisstiden går ut 14/3 2025.", "due_date", "2025-03-14"),
        ("Beslut vid sammanträdet den 4 mars 2025.", "meeting_date", "2025-03-04"),
        ("Handläggare   Till\nExempel   Socialnämnden 2025-03-18", "meeting_date", "2025-03-18"),
        ("Stockholm den 27:e nov 2020", "document_date", "2020-11-27"),
        ("Datum\n2025-03-05", "document_date", "2025-03-05"),
    ],
)
def test_dates_are_kept_apart_by_what_is_said_of_them(
    text: str, field: str, day: str, programme: Programme
) -> None:
    found = facts_of(text, programme=programme)
    assert {name: values for name, values in found.items() if name.endswith("_date")} == {
        field: (day,)
    }


@pytest.mark.parametrize(
    "text",
    [
        "Yttrande senast den 31 februari 2025.",
        "Ärendet har behandlats i pensionärsrådet den 16 november 2020.",
        "Programmet antogs den 30 januari 2017.",
        "Yttrande senast den 2 december.",
    ],
)
def test_a_date_that_is_none_of_these_is_left_out(text: str, programme: Programme) -> None:
    assert not [name for name in facts_of(text, programme=programme) if name.endswith("_date")]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("Se mål 3.", ["goal-3"]),
        ("Målen 2 och 4 hör ihop.", ["goal-2", "goal-4"]),
        ("Mål 1–3 samt 6", ["goal-1", "goal-2", "goal-3", "goal-6"]),
        ("mål nr 2 och nr 5", ["goal-2", "goal-5"]),
        ("Det första och tredje målet", ["goal-1", "goal-3"]),
        ("Målet om att förebygga våld", ["goal-1"]),
        ("Upptäcka våld\n\nHär saknas rutiner.", ["goal-3"]),
        ("mål\n4", ["goal-4"]),
        ("Det är viktigt att förebygga våld.", []),
        ("Mål 5 i Agenda 2030, delmål 5.2 och den regionala strategins mål 3", []),
        ("Programmet har sju mål. Målet är 3 procent. Mål 9.", []),
    ],
)
def test_goals_are_those_of_the_programme(
    text: str, goals: list[str], programme: Programme
) -> None:
    assert list(facts_of(text, programme=programme).get("goal", ())) == goals


def test_a_programme_with_other_numbers_needs_no_other_code(programme: Programme) -> None:
    def goal(number: str) -> Goal:
        return programme.goals[0].model_copy(update={"id": f"g{number}", "number": number})

    other = programme.model_copy(update={"goals": tuple(map(goal, ("A", "B", "2.1", "2.2", "3")))})
    found = facts_of("Mål B, mål 2.1–3 och mål 7.", programme=other)
    assert found["goal"] == ("gB", "g2.1", "g2.2", "g3")


def test_a_word_broken_at_the_end_of_a_line_is_found_where_it_begins(programme: Programme) -> None:
    document = document_of(
        "Socialnämnden\n\nNämnden till-\nstyrker förslaget i dess helhet.", page=2
    )
    facts = find_facts(document, programme=programme, invited=BOARDS)
    decision = next(fact for fact in facts if fact.field == "decision")
    assert (decision.value, decision.page, decision.line, decision.raw) == (
        "approves", 2, 3, "till-\nstyrker",
    )  # fmt: skip


def test_values_are_of_the_repaired_text_and_characters_of_what_was_read(
    programme: Programme,
) -> None:
    lines = (
        Line(1, 1, "Socialndmnden", "Socialnämnden"),
        Line(1, 2, "", ""),
        Line(1, 3, "Naémnden tillstyrker f6rslaget, se mal 2.",
             "Nämnden tillstyrker förslaget, se mål 2."),
        Line(1, 4, "Vi sak nar rutiner i malet.", "Vi saknar rutiner i målet."),
    )  # fmt: skip
    document = Document("svar.txt", "0", "repaired", lines, (Change(1, 3, "mal", "mål", False),))
    found = {
        fact.field: (fact.value, fact.raw)
        for fact in find_facts(document, programme=programme, invited=BOARDS)
    }
    assert found["body"] == ("Socialnämnden", "Socialndmnden")
    assert found["decision"] == ("approves", "tillstyrker")
    assert found["goal"] == ("goal-2", "mal 2")
    assert found["judgement"] == ("critical", "Vi sak nar rutiner i malet.")


def test_a_body_is_known_where_a_scanner_lost_the_letters_of_its_name(programme: Programme) -> None:
    found = facts_of("Sodermalms stadsdelsndmnd\nYttrande", programme=programme, invited=BOARDS)
    assert found["body"] == ("Södermalms stadsdelsnämnd",)


def test_the_number_of_a_page_is_no_part_of_a_running_text(programme: Programme) -> None:
    text = "Ärendets beredning\nÄrendet har beretts inom staben.\nSida 1 (3)"
    found = facts_of(text, programme=programme)
    assert found["preparation"] == ("Ärendet har beretts inom staben.",)


def test_no_name_and_no_address_of_a_person_is_a_fact(
    programme: Programme, invited: tuple[Invited, ...]
) -> None:
    told = [
        f"{fact.value} {fact.raw}"
        for answer in read_referral().answers
        for fact in find_facts(clean_document(answer), programme=programme, invited=invited)
        if fact.field not in ("proposed_decision", "preparation")
    ]
    assert not [each for each in told if "Exempelsson" in each or "@" in each or "08-" in each]


def test_a_fact_shows_neither_its_value_nor_its_characters() -> None:
    shown = repr(Fact("preparation", "hemligt", 1, 2, "hemligt", "svar.txt"))
    assert "hemligt" not in shown
