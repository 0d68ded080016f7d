"""Words that have lost their å, ä and ö, put right where it is likely enough."""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from evaltools.documents import Document, Lexicon, build_lexicon, glossary, repair_document
from evaltools.documents.letters import has_lost_letters
from evaltools.documents.plain import as_lines
from evaltools.documents.repair import MOST_LETTERS, Repair, repair_lines
from evaltools.errors import ConfigurationError, DataError
from evaltools.programme import read_organisation, read_programme
from tests.answers import ANSWER
from tests.conftest import ROOT

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def sample(kind: str) -> list[str]:
    """Read the first pages of a real answer, as scanned or as corrected by hand."""
    path = SAMPLES / f"remissvar_{kind}_pages_1-3.txt"
    if not path.exists():
        pytest.skip(f"{path.name} is not on this machine")
    return path.read_text(encoding="utf-8").split("\n")


def scanned(text: str, *, seed: int) -> list[str]:
    """Write a text as a scanner without Swedish does."""
    rng = random.Random(seed)
    read_as = {
        "å": (("a", 78), ("é", 10), ("4", 4), ("i", 2), ("éa", 3), ("aé", 3)),
        "ä": (("a", 62), ("d", 14), ("é", 8), ("i", 8), ("4", 4), ("éi", 4)),
        "ö": (("o", 80), ("d", 10), ("6", 10)),
    }

    def letter(each: str) -> str:
        choices = read_as.get(each.lower(), ((each, 1),))
        found = rng.choices([to for to, _ in choices], [often for _, often in choices])[0]
        return found.upper() if each.isupper() and found == "a" else found

    return ["".join(map(letter, line)) for line in text.split("\n")]


def words(lines: Sequence[str]) -> list[str]:
    """Split lines at blanks."""
    return " ".join(lines).split()


def mistakes(found: Sequence[str], true: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Find the words that differ: how many, and what stands there."""
    matcher = SequenceMatcher(None, words(found), words(true), autojunk=False)
    return [
        (max(stop - start, last - first), words(found)[start:stop])
        for what, start, stop, first, last in matcher.get_opcodes()
        if what != "equal"
    ]


def word_error(found: Sequence[str], true: Sequence[str]) -> float:
    """Compute the share of words that differ."""
    return sum(number for number, _ in mistakes(found, true)) / len(words(true))


def as_document(text: str | Sequence[str]) -> Document:
    """Make a document of a text."""
    lines = text.split("\n") if isinstance(text, str) else text
    return Document("svar.txt", "0" * 64, "text", as_lines(lines, page=1))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """Build a lexicon without a glossary."""
    pytest.importorskip("wordfreq", reason="needs the extra `text`")
    return build_lexicon()


@pytest.fixture(scope="module")
def informed() -> Lexicon:
    """Build a lexicon with the glossary of the programme."""
    pytest.importorskip("wordfreq", reason="needs the extra `text`")
    programme = ROOT / "programme"
    return build_lexicon(glossary(read_programme(programme), read_organisation(programme)))


def repaired(text: str, lexicon: Lexicon) -> str:
    """Repair a text, whether or not it has lost its letters."""
    return "\n".join(repair_lines(text.split("\n"), lexicon=lexicon)[0])


def test_of_a_real_answer_at_most_three_words_in_a_hundred_stay_wrong(lexicon: Lexicon) -> None:
    raw, true = sample("ocr"), sample("corrected")
    assert word_error(raw, true) > 0.25
    document = repair_document(as_document(raw), lexicon=lexicon)
    assert document.reading == "repaired"
    assert word_error([line.text for line in document.lines], true) <= 0.03


def test_what_stays_wrong_is_mostly_among_the_words_that_a_person_is_asked_to_look_at(
    lexicon: Lexicon,
) -> None:
    raw, true = sample("ocr"), sample("corrected")
    document = repair_document(as_document(raw), lexicon=lexicon)
    doubtful = [change.text for change in document.changes if change.doubtful]
    left = mistakes([line.text for line in document.lines], true)
    wrong = [re.sub(r"\W", "", word) for _, found in left for word in found]
    assert len(doubtful) <= 0.09 * len(words(true))
    assert sum(word in doubtful for word in wrong) >= 0.75 * len(wrong)


def test_of_a_correct_text_no_word_is_altered(lexicon: Lexicon) -> None:
    true = sample("corrected")
    assert repair_lines(true, lexicon=lexicon)[0] == true


def test_of_a_correct_text_of_our_own_no_word_is_altered(lexicon: Lexicon) -> None:
    assert repaired(ANSWER, lexicon) == ANSWER


def test_of_texts_held_out_at_most_three_words_in_a_hundred_stay_wrong(lexicon: Lexicon) -> None:
    errors = [
        word_error(repair_lines(scanned(ANSWER, seed=seed), lexicon=lexicon)[0], words([ANSWER]))
        for seed in range(5)
    ]
    assert sum(errors) / len(errors) <= 0.03


def test_a_glossary_repairs_more(lexicon: Lexicon, informed: Lexicon) -> None:
    raw, true = sample("ocr"), sample("corrected")
    texts, repairs = repair_lines(raw, lexicon=informed)
    without, more = repair_lines(raw, lexicon=lexicon)
    assert word_error(texts, true) < word_error(without, true)
    assert doubts(repairs) < 0.75 * doubts(more)


def doubts(repairs: list[Repair]) -> int:
    """Count the words that a person should look at."""
    return sum(doubtful for *_, doubtful in repairs)


def test_a_glossary_alters_no_word_of_a_correct_text(informed: Lexicon) -> None:
    assert repaired(ANSWER, informed) == ANSWER


def test_three_pages_take_seconds(lexicon: Lexicon) -> None:
    start = time.perf_counter()
    repair_lines(scanned(ANSWER * 3, seed=1), lexicon=Lexicon(lexicon.words))
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("read", "stood"),
    [
        ("och valdet ar ett", "och våldet är ett"),
        ("en 6vergripande malsattning", "en övergripande målsättning"),
        ("den dldre kvinnan", "den äldre kvinnan"),
        ("jamstilldhetspolitiska", "jämställdhetspolitiska"),
        ("stadsdelsdirektdrens", "stadsdelsdirektörens"),
        ("Forvaltningen anser", "Förvaltningen anser"),
        ("i HBTQ-fragor", "i HBTQ-frågor"),
    ],
)
def test_lost_letters_come_back(lexicon: Lexicon, read: str, stood: str) -> None:
    assert repaired(read, lexicon) == stood


@pytest.mark.parametrize(
    "kept",
    [
        "Dnr SOD 2020/764", "dnr 1.1-345/2020", "den 16 november 2020", "kl. 10.30", "4, 6 och 1",
        "soder@stockholm.se", "www.malmo.se/vald", "se bilaga_vald.pdf", "RFSL och IVO:s", "mål 2b",
        "av Ake Ostlund", "har Hakan sagt", "enligt Alvsjo", "A4", "2021–2025", "KS2020/924",
        "samt (Arne Sjostrom)", "hos eWard",
    ],
)  # fmt: skip
def test_numbers_names_and_addresses_are_never_altered(lexicon: Lexicon, kept: str) -> None:
    assert repaired(f"svaret {kept}", lexicon) == f"svaret {kept}"


def test_a_name_at_the_start_is_known_by_the_one_that_follows(lexicon: Lexicon) -> None:
    assert repaired("Ake Sjoberg anser det.", lexicon) == "Ake Sjoberg anser det."


def test_a_name_at_the_start_is_known_by_its_other_places(lexicon: Lexicon) -> None:
    text = "Det sade Sjoberg. Sjoberg ville mer."
    assert repaired(text, lexicon) == text


def test_a_name_that_was_left_is_for_a_person_to_look_at(lexicon: Lexicon) -> None:
    _, repairs = repair_lines(["som Sjoberg sade"], lexicon=lexicon)
    assert repairs == [(0, "Sjoberg", "Sjoberg", True)]


def test_names_of_the_glossary_are_repaired(lexicon: Lexicon) -> None:
    own = Lexicon(lexicon.words, frozenset({"länsstyrelsen"}))
    assert repaired("hos Lansstyrelsen", own) == "hos Länsstyrelsen"


def test_a_word_that_may_be_two_is_doubtful(lexicon: Lexicon) -> None:
    _, repairs = repair_lines(["ett stod i arbetet"], lexicon=lexicon)
    assert repairs == [(0, "stod", "stod", True)]


def test_what_is_no_word_is_left_and_doubtful(lexicon: Lexicon) -> None:
    _, repairs = repair_lines(["att xqzvbk sker"], lexicon=lexicon)
    assert repairs == [(0, "xqzvbk", "xqzvbk", True)]


def test_a_word_divided_at_the_end_of_a_line_is_repaired_as_one(lexicon: Lexicon) -> None:
    assert repaired("den nya malsatt-\nningen ar", lexicon) == "den nya målsätt-\nningen är"


def test_a_hyphen_that_stands_for_what_follows_divides_no_word(lexicon: Lexicon) -> None:
    assert repaired("till kvinno-\noch tjejjour", lexicon) == "till kvinno-\noch tjejjour"


def test_a_divided_word_whose_letters_cannot_be_divided_again_is_left(lexicon: Lexicon) -> None:
    texts, repairs = repair_lines(["den méi-", "nskliga"], lexicon=lexicon)
    assert texts == ["den méi-", "nskliga"]
    assert [doubtful for *_, doubtful in repairs] == [True, True]


def test_each_change_says_where_it_was(lexicon: Lexicon) -> None:
    document = repair_document(as_document(scanned(ANSWER, seed=1)), lexicon=lexicon)
    lines = {(line.page, line.number): line for line in document.lines}
    for change in document.changes:
        line = lines[change.page, change.line]
        assert change.raw in line.raw and change.text in line.text


def test_a_document_with_its_letters_is_left_as_it_is(lexicon: Lexicon) -> None:
    document = as_document(ANSWER)
    assert repair_document(document, lexicon=lexicon) is document


def test_a_document_is_repaired_once(lexicon: Lexicon) -> None:
    once = repair_document(as_document(scanned(ANSWER, seed=1)), lexicon=lexicon)
    assert repair_document(once, lexicon=lexicon) is once


def test_english_has_lost_no_letters() -> None:
    english = "The board supports the proposal, and asks for a clear division of duties. " * 20
    assert not has_lost_letters([english])


def test_a_short_text_cannot_tell() -> None:
    assert not has_lost_letters(["Namnden har inget att invanda och tillstyrker forslaget."])


def test_a_text_too_long_to_repair_is_refused(lexicon: Lexicon) -> None:
    text = ("och att som till " * 10 + "\n") * (MOST_LETTERS // 150)
    with pytest.raises(DataError, match="longer than 500,000 characters"):
        repair_document(as_document(text), lexicon=lexicon)


def test_without_the_words_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wordfreq", None)
    with pytest.raises(ConfigurationError, match=re.escape("pip install -e '.[text]'")):
        build_lexicon()


def test_the_glossary_has_the_words_of_goals_and_bodies(root: Path) -> None:
    own = glossary(read_programme(root / "programme"), read_organisation(root / "programme"))
    assert {"människohandel", "förtryck", "farsta", "stadsdelsnämnd"} <= own
    assert not {"trafficking", "och the"} & own
