"""What people wrote: redacted by machine, decided on by a person, published only when signed."""

from __future__ import annotations

import stat
from pathlib import Path

import pandas as pd
import pytest

from evaltools.cleaning import read_open_answers
from evaltools.codebook import Codebook
from evaltools.disclosure import publish_quotes
from evaltools.errors import DataError
from evaltools.intake import RawTable
from evaltools.testimony import (
    Quote,
    Review,
    find_quotes,
    read_review,
    redact,
    update_review,
    write_review,
)
from evaltools.testimony.review import Entry

# Numbers of persons in this file have the month 99: they have the shape and can be nobody's.


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("859912-1234", "[personnummer]"),
        ("19859912-1234", "[personnummer]"),
        ("199912+1234", "[personnummer]"),
        ("8599121234", "[personnummer]"),
        ("198599121234", "[personnummer]"),
        ("859912 1234", "[personnummer]"),
        ("1985-99-12-1234", "[personnummer]"),
        ("85 99 12 12 34", "[personnummer]"),
        ("1985/9912-1234", "[personnummer]"),
        ("859972-1234", "[personnummer]"),
        ("８５９９１２-1234", "[personnummer]"),
        ("859912\u200b-1234", "[personnummer]"),
        ("nr859912-1234och", "nr[personnummer]och"),
        ("SN 2023/859912-1234", "SN 2023/[personnummer]"),
        ("070-123 45 67", "[telefon]"),
        ("08-508 25 000", "[telefon]"),
        ("+46 (0)70 123 45 67", "[telefon]"),
        ("0046701234567", "[telefon]"),
        ("tel 508 25 000", "tel [telefon]"),
        ("kalle.k@exempel.se", "[e-post]"),
        ("kalle (at) exempel.se", "[e-post]"),
        ("se https://exempel.se/a?b=1.", "se [webbadress]."),
        ("se exempel.se/kalle", "se [webbadress]"),
        ("bor på Storgatan 5 B", "bor på [adress]"),
        ("Karl Johans väg 3", "[adress]"),
        ("123 45 Solna", "[postadress]"),
        ("Anna Svensson ringde", "[namn] ringde"),
        ("anna svenssons barn", "[namn] barn"),
        ("ANNA SVENSSON", "[namn]"),
        ("Fatima Al-Bazari", "[namn]"),
        ("Anna-Karins bil", "[namn] bil"),
        ("min chef Bo sa", "min chef [namn] sa"),
        ("kollegan Zeynep sa", "kollegan [namn] sa"),
        ("Björn Borgwall sa", "[namn] sa"),
        ("[Anna] sa", "[[namn]] sa"),
        ("Det sa Inga också, och Klara Berg.", "Det sa [namn] också, och [namn]."),
    ],
)
def test_what_points_at_a_person_is_taken_out(written: str, left: str) -> None:
    assert redact(written).text == left


@pytest.mark.parametrize(
    "text",
    [
        "Målet gäller 2021-2025 och 10-20 procent.",
        "Beslut 2021-10-01 kl. 12:30, 1 000 000 kr, 0,5.",
        "SN 2023/456-1.2 och dnr 3.1-123/2024",
        "Hans chef bor per kommun, i maj.",
        "Det är väg 73 och plan 5.",
        "Chefer behöver fråga om det på APT.",
        "Det finns inga rutiner, och vi kan inte lova att klara det. Inga alls.",
    ],
)
def test_what_points_at_nobody_stays(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize("name", ["Bo", "Sten", "Björn", "Maj"])
def test_a_name_that_is_a_word_is_shown_where_it_begins_a_sentence(name: str) -> None:
    found = redact(f"Det var så. {name} sa det.")
    assert name in found.text and name in found.look_at


def test_a_capital_inside_a_sentence_is_shown_to_the_reviewer() -> None:
    assert redact("Det sa Zeynep också.").look_at == ("Zeynep",)


def test_names_that_the_evaluator_gives_are_taken_out() -> None:
    assert (
        redact("Quirine och xander sa.", people=["Quirine Xander"]).text == "[namn] och [namn] sa."
    )


def raw(*rows: tuple[str, str]) -> RawTable:
    """Make a raw export with body and free text."""
    headers = ["body", "role", "heard", "read", "safe", "words"]
    cells = [[body, "1", "1", "1", "1", words] for body, words in rows]
    frame = pd.DataFrame(cells, columns=[f"Fråga {h}?" for h in headers], dtype="str")
    return RawTable(frame, "svar.csv", None, "0" * 64, "utf-8", ";", False, 1)


def quotes(codebook: Codebook, *rows: tuple[str, str], smallest_group: int = 2) -> list[Quote]:
    """Find the quotes of an export."""
    answers = read_open_answers(raw(*rows), codebook=codebook)
    kinds = {"north": "district_board", "south": "company"}
    return find_quotes(answers, kinds=kinds, smallest_group=smallest_group)


def test_an_answer_that_says_nothing_is_no_quote(codebook: Codebook) -> None:
    assert quotes(codebook, ("1", ""), ("1", "-"), ("1", "Vet ej")) == []


def test_answers_that_are_alike_are_one_quote(codebook: Codebook) -> None:
    found = quotes(codebook, ("1", "Ring Anna."), ("1", "Ring Eva."))
    assert [quote.text for quote in found] == ["Ring [namn]."]


def test_the_id_comes_from_the_redacted_text_alone(codebook: Codebook) -> None:
    (one,) = quotes(codebook, ("1", "Ring Anna."))
    (other,) = quotes(codebook, ("2", "Ring  Eva."))
    assert one.id == other.id


def test_the_order_of_quotes_is_not_that_of_the_file(codebook: Codebook) -> None:
    rows = [("1", f"Svar {letter}") for letter in "abcdef"]
    assert quotes(codebook, *rows) == quotes(codebook, *reversed(rows))


def test_a_kind_of_body_is_told_where_enough_answered(codebook: Codebook) -> None:
    found = quotes(codebook, ("1", "Ett."), ("1", "Två."), ("2", "Tre."))
    assert {quote.text: quote.kind for quote in found} == {
        "Ett.": "district_board", "Två.": "district_board", "Tre.": "",
    }  # fmt: skip


def test_words_that_several_kinds_wrote_have_no_kind(codebook: Codebook) -> None:
    (found,) = quotes(codebook, ("1", "Ett."), ("2", "Ett."), smallest_group=1)
    assert found.kind == ""


def quote(text: str = "Ett.") -> Quote:
    """Make a quote with the id that its text gives it."""
    from evaltools.testimony.quotes import quote_id

    return Quote(quote_id(text), "words", "", text, ())


def written(tmp_path: Path, *entries: Entry) -> Path:
    """Write a review file."""
    write_review(Review(entries), tmp_path / "quotes.csv")
    return tmp_path / "quotes.csv"


def test_a_review_file_opens_in_excel_and_is_its_users_alone(tmp_path: Path) -> None:
    file = written(tmp_path, Entry(quote()))
    assert file.read_bytes().startswith(b"\xef\xbb\xbf") and b'";"' in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " ="])
def test_no_cell_of_a_review_file_is_computed(tmp_path: Path, start: str) -> None:
    entry = Entry(quote(), "skriv om", f"{start}1+1", "AB", "2025-12-01")
    cells = written(tmp_path, entry).read_text(encoding="utf-8-sig").split(";")
    assert cells[-3].startswith("\"'")


@pytest.mark.parametrize("text", ["=1+1", "'", "'=1", '- nej; "ja"'])
def test_a_review_file_is_read_as_it_was_written(tmp_path: Path, text: str) -> None:
    entry = Entry(quote(text), "godkänn", "", "AB", "2025-12-01")
    assert read_review(written(tmp_path, entry)).entries == (entry,)


def test_reading_again_keeps_decisions(tmp_path: Path) -> None:
    decided = Entry(quote(), "avslå", "", "AB", "2025-12-01")
    earlier = read_review(written(tmp_path, decided))
    assert update_review([quote("Nytt."), quote()], earlier=earlier).entries == (
        Entry(quote("Nytt.")), decided,
    )  # fmt: skip


def test_a_decision_on_an_answer_that_is_gone_is_left_out() -> None:
    earlier = Review((Entry(quote(), "avslå", "", "AB", "2025-12-01"),))
    assert update_review([], earlier=earlier).entries == ()


def faults(tmp_path: Path, *entries: Entry) -> list[str]:
    """Read a spoilt review file; return what is told."""
    with pytest.raises(DataError) as caught:
        read_review(written(tmp_path, *entries))
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("decision", "text", "initials", "date", "told"),
    [
        ("kanske", "", "AB", "2025-12-01", "the decision is not known"),
        ("godkänn", "", "", "", "a decision that nobody has signed"),
        ("godkänn", "", "AB", "", "initials or date is lacking"),
        ("godkänn", "", "", "2025-12-01", "initials or date is lacking"),
        ("", "", "AB", "2025-12-01", "nothing is decided"),
        ("", "Annat.", "", "", "nothing is decided"),
        ("godkänn", "", "AB", "i går", "the date is no day"),
        ("godkänn", "Annat.", "AB", "2025-12-01", "the approved quote is not as it was"),
        ("skriv om", "", "AB", "2025-12-01", "the text is empty"),
        ("skriv om", "Ring 070-123 45 67", "AB", "2025-12-01", "holds a number or address"),
    ],
)
def test_what_is_not_signed_as_it_should_be_is_told(
    tmp_path: Path, decision: str, text: str, initials: str, date: str, told: str
) -> None:
    (fault,) = faults(tmp_path, Entry(quote(), decision, text, initials, date))
    assert fault.startswith("quotes.csv, row 2: ") and told in fault


def test_an_approved_quote_whose_words_were_changed_is_told(tmp_path: Path) -> None:
    changed = Quote(quote().id, "words", "", "Något annat.", ())
    (fault,) = faults(tmp_path, Entry(changed, "godkänn", "", "AB", "2025-12-01"))
    assert "the approved quote is not as it was" in fault and "annat" not in fault


def test_a_quote_that_stands_twice_is_told(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, Entry(quote()), Entry(quote()))
    assert fault.startswith("quotes.csv, row 3: the quote stands in an earlier row too.")


def test_all_faults_are_told_at_once_by_row(tmp_path: Path) -> None:
    told = faults(
        tmp_path, Entry(quote("a"), "kanske", "", "AB", "2025-12-01"), Entry(quote("b"), "avslå"),
        Entry(quote("c"), "nja", "", "AB", "2025-12-01"),
    )  # fmt: skip
    assert [fault.partition(":")[0] for fault in told] == [
        "quotes.csv, row 2, 4", "quotes.csv, row 3",
    ]  # fmt: skip


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "quotes.csv").write_text("id;citat\nq1;Ett.\n")
    with pytest.raises(DataError, match="the columns fråga, slag, se efter"):
        read_review(tmp_path / "quotes.csv")


def test_what_holds_words_does_not_show_them() -> None:
    entry = Entry(quote("Kanariefågel."), "skriv om", "Kanariefågel.", "AB", "2025-12-01")
    review = Review((entry,))
    shown = f"{review!r} {review.signed()!r} {redact('Kanariefågel.')!r}"
    assert "Kanariefågel" not in shown


def test_only_what_is_signed_is_published(codebook: Codebook) -> None:
    signed = ("", "AB", "2025-12-01")
    review = Review(
        (
            Entry(quote("Ett."), "godkänn", *signed),
            Entry(quote("Två."), "skriv om", "Om två.", "AB", "2025-12-01"),
            Entry(quote("Tre."), "avslå", *signed),
            Entry(quote("Fyra.")),
        )
    )
    published = publish_quotes(review.signed(), codebook=codebook, synthetic=False)
    assert published.tidy()["quote"].tolist() == ["Ett.", "Om två."]
    assert published.sensitivity == "personal" and "godkänt varje citat" in published.rule.sv


def test_no_initials_are_published(codebook: Codebook) -> None:
    review = Review((Entry(quote(), "godkänn", "", "AB", "2025-12-01"),))
    published = publish_quotes(review.signed(), codebook=codebook, synthetic=False)
    assert "AB" not in published.tidy().to_csv()


def test_a_quote_on_a_sensitive_matter_has_no_kind(codebook: Codebook) -> None:
    words = codebook.question("words").model_copy(update={"sensitivity": "sensitive"})
    others = tuple(each for each in codebook.questions if each.name != "words")
    stricter = codebook.model_copy(update={"questions": (*others, words)})
    told = Quote(quote().id, "words", "company", "Ett.", ())
    review = Review((Entry(told, "godkänn", "", "AB", "2025-12-01"),))
    published = publish_quotes(review.signed(), codebook=stricter, synthetic=False)
    assert published.tidy()["kind"].isna().all() and published.sensitivity == "sensitive"
