"""Claims of the manuscript are held to the numbers that they cite."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from evaltools.artefacts import Artefacts
from evaltools.declarations import Language
from evaltools.manuscript.reading import read_book
from evaltools.manuscript.wording.assertions import find_assertions
from evaltools.manuscript.wording.guard import find_unsupported
from evaltools.manuscript.wording.lexicon import read_lexicon
from evaltools.outcomes.words import VERBS
from tests.wording import RESULTS, lacks

CASES = Path(__file__).parents[1] / "fixtures" / "wording"
LANGUAGES: tuple[Language, ...] = ("sv", "en")


def held_out(language: Language) -> list[tuple[str, str]]:
    """Read the sentences that were written before the check was made."""
    lines = (CASES / f"holdout.{language}.txt").read_text(encoding="utf-8").splitlines()
    return [(line[2:], line[0]) for line in lines]


@pytest.mark.parametrize(("sentence", "mark"), held_out("sv"))
def test_swedish_sentences_of_the_hold_out(sentence: str, mark: str) -> None:
    assert bool(lacks(sentence, "sv")) == (mark == "-")


@pytest.mark.parametrize(("sentence", "mark"), held_out("en"))
def test_english_sentences_of_the_hold_out(sentence: str, mark: str) -> None:
    assert bool(lacks(sentence, "en")) == (mark == "-")


@pytest.mark.parametrize(
    ("language", "claim"),
    [("sv", "en fortsatt positiv utveckling"), ("en", "a continued positive development")],
)
def test_a_series_that_turned_back_is_no_continued_development(
    language: Language, claim: str
) -> None:
    cited = "{val:talks-2019}, {val:talks-2022}, {val:talks-2023}"
    (told,) = lacks(f"56, 74, 70: {claim} ({cited})", language)
    assert "the last step, from {val:talks-2022} to {val:talks-2023}, does not go that way" in told


def test_two_values_are_no_continued_development() -> None:
    (told,) = lacks("Fortsatt ökning: {val:routine-2019}, {val:routine-2023}.", "sv")
    assert "that takes 3 cited values of one series, and there are 2" in told


def test_values_without_an_established_change_are_no_continued_development() -> None:
    cited = "{val:routine-2019}, {val:routine-2021}, {val:routine-2023}"
    (told,) = lacks(f"Andelen fortsätter att öka: {cited}.", "sv")
    assert "are levels, not a change" in told


def test_values_of_two_definitions_are_no_continued_development() -> None:
    values = {
        **RESULTS.values,
        "val-reports-2024": RESULTS.values["val-reports-2023"].model_copy(
            update={
                "id": "val-reports-2024",
                "value": 150.0,
                "meaning": RESULTS.values["val-reports-2023"].meaning.model_copy(  # type: ignore[union-attr]
                    update={"period": 2024}
                ),
            }
        ),
    }
    text = "Fortsatt ökning: {val:reports-2019}, {val:reports-2023}, {val:reports-2024}."
    (told,) = lacks(text, "sv", Artefacts(RESULTS.tables, {}, values))
    assert "the definition changed between {val:reports-2019} and {val:reports-2024}" in told


MISTAKES = [
    ("sv", "Användningen ökade något ({val:use-change}).", "does not establish a change"),
    ("sv", "Kännedomen minskade ({val:heard-change}).", "goes the other way"),
    ("sv", "Kännedomen ökade ({val:weak-change}).", "(level 1) supports no change"),
    ("sv", "Kännedomen ökade till {val:heard}.", "is a level, not a change"),
    ("sv", "Svaren ökade till {val:n}.", "nobody has said what {val:n} means"),
    ("sv", "Kännedomen har ökat med 10 procent ({val:heard-change}).", "not per cent"),
    ("sv", "Förändringen är {val:mislabelled}.", "is a change in percentage points"),
    ("sv", "Fallen har förbättrats ({val:weak-change}).", "(level 1) supports no change"),
    ("sv", "Har använt programmet: andelen har ökat ([](#tab:waves)).", "does not establish"),
    ("sv", "Andelen som känner till målen har ökat ([](#tab:waves)).", "does not establish"),
    ("sv", "Andelen har ökat ([](#tab:waves)).", "names no row of tab-waves"),
    ("sv", "Rutin har minskat ([](#tab:changes)).", "names no row of tab-changes"),
    ("sv", "Andelen har ökat ([](#fig:ladder)).", "cites no change"),
    ("sv", "Västra stadsdelsnämnden har lägst andel ([](#tab:boards)).", "apart from 1 others"),
    ("sv", "Norra stadsdelsnämnden har lägst andel ([](#tab:boards)).", "does not name the row"),
    ("sv", "Norra stadsdelsnämnden växte mest, och högst ([](#tab:indicators)).", "no numbers"),
    ("sv", "Norra stadsdelsnämnden är bäst ([](#tab:boards)).", "which end is the better"),
    ("sv", "Mer än hälften av kvinnorna vet det ({val:women}).", "does not lie beyond that"),
    ("sv", "Färre kände till det 2025 än 2019 ({val:heard-change}).", "goes the other way"),
    ("sv", "Fler använde det 2025 än 2019 ({val:use-change}).", "not establish a difference"),
    ("sv", "Fler 2023 än 2019: {val:talks-2023}, {val:talks-2019}.", "not both have an interval"),
    ("sv", "Fler män än kvinnor: {val:men} mot {val:women}.", "in that order"),
    ("sv", "Kvinnor tre gånger så ofta: {val:women} mot {val:old}.", "not stand in that ratio"),
    ("sv", "Andelen fördubblades, {val:women}.", "does not cite two values"),
    ("sv", "Ökningen beror på programmet ({val:cases-areas}).", "no design here shows a cause"),
    ("sv", "Minskningen talar för en effekt ({val:cases-change}).", "change of level 5 or more"),
    ("sv", "Programmet kan ha påverkat nivån ({val:shift}).", "change of level 4 or more"),
    ("sv", "Tjugo procent har svarat.", "cites nothing"),
    ("sv", "Chefer har högre kännedom än en vanlig anställd.", "cites neither"),
    ("sv", "Andelen ökar fortfarande: {val:talks-2019}, {val:talks-2022}, {val:talks-2023}.",
     "the last step"),
    ("sv", "Andelen steg 10 procent.", "cites nothing"),
    ("sv", "Prövningen ([](#tab:waves)) gav 0,004.", "prints that number"),
    ("sv", "Av 6 100 svar ({val:n}) saknas några.", "prints that number"),
    ("en", "Use increased somewhat ({val:use-change}).", "does not establish a change"),
    ("en", "Awareness increased by 10% ({val:heard-change}).", "not per cent"),
    ("en", "The Western district board is lowest ([](#tab:boards)).", "apart from 1 others"),
    ("en", "Twenty per cent answered.", "cites nothing"),
    ("en", "The Northern district board is worst.", "which end is the better"),
    ("en", "The share in the cases doubled, {val:women}.", "does not cite two values"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "told"), MISTAKES)
def test_what_evaluators_write_by_mistake_is_told(
    language: Language, sentence: str, told: str
) -> None:
    assert any(told in problem for problem in lacks(sentence, language)), lacks(sentence, language)


HONEST = [
    ("sv", "Andelen som har hört talas om programmet har ökat ([](#tab:waves))."),
    ("sv", "Rutin i länet: nivån har minskat ([](#tab:changes))."),
    ("sv", "Fall i länet har minskat, förenligt med en effekt ([](#tab:changes))."),
    ("sv", "Fall i länet har blivit bättre ([](#tab:changes))."),
    ("sv", "Dubbelt så många: {val:women} mot {val:old}."),
    ("sv", "Hälften så många: {val:old} mot {val:women}."),
    ("sv", "Samtalsstöd var 56 % 2019 och 70 % 2023 ([](#tab:indicators))."),
    ("sv", "Högst tre nämnder svarade, och minst 2 bolag ({val:two})."),
    ("sv", "Kännedomen har ökat ({val:heard-change}), men användningen har inte ökat."),
    ("sv", "Kännedomen har ökat ({val:heard-change}), tilliten minskat ({val:trust-change})."),
    ("sv", "Kännedomen ökade ({val:heard-change}) och tilliten minskade ({val:trust-change})."),
    ("sv", "Kännedomen har ökat. ({val:heard-change})"),
    ("en", "The share who has heard of the programme has risen ([](#tab:waves))."),
    ("en", "Cases in the county have improved ([](#tab:changes))."),
    ("en", "Counselling was 56% in 2019 and 70% in 2023 ([](#tab:indicators))."),
    ("en", "Awareness rose ({val:heard-change}) and trust fell ({val:trust-change})."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence"), HONEST)
def test_what_the_numbers_carry_may_be_written(language: Language, sentence: str) -> None:
    values = {**RESULTS.values, "val-two": RESULTS.values["val-n"].model_copy(
        update={"id": "val-two", "value": 2.0}
    )}  # fmt: skip
    assert lacks(sentence, language, Artefacts(RESULTS.tables, {}, values)) == []


TAKEN_BACK = [
    ("sv", "Kännedomen har inte ökat."),
    ("sv", "Kännedomen ökade inte."),
    ("sv", "Ökningen är inte säkerställd."),
    ("sv", "Ingen säkerställd ökning syns."),
    ("sv", "Varken kännedom eller användning har ökat."),
    ("sv", "Det går inte att säga att den har ökat, eller att den har minskat."),
    ("sv", "Frågan är om kännedomen har ökat."),
    ("sv", "Vi prövar om kännedomen har ökat."),
    ("sv", "Figuren visar inte vad ökningen beror på."),
    ("sv", "Vad beror ökningen på?"),
    ("sv", "Om kännedomen ökar så ändras planen."),
    ("sv", "Nämnderna ska öka kännedomen och ge bättre stöd."),
    ("sv", "Det finns behov av ökad samverkan."),
    ("sv", "Svaren skiljer sig om de har tio procent fel."),
    ("sv", "Insatserna utgår från barnets bästa och bästa tillgängliga kunskap."),
    ("sv", "> Kännedomen har ökat, skrev en medarbetare."),
    ("sv", "Nämnden skriver ”fortsatt positiv utveckling” i sin redovisning."),
    ("sv", "`ökar` är ett ord som läses."),
    ("en", "Awareness has not increased."),
    ("en", "The increase is not established."),
    ("en", "No increase is established."),
    ("en", "Neither awareness nor use has increased."),
    ("en", "It cannot be said that it has risen, or that it has fallen."),
    ("en", "The question is whether awareness has increased."),
    ("en", "If awareness rises the plan changes."),
    ("en", "The boards should train and give better support."),
    ("en", "Small groups fall silent."),
    ("en", "Measures rest on the best interests of the child."),
]


@pytest.mark.parametrize(("language", "sentence"), TAKEN_BACK)
def test_what_is_denied_asked_wished_or_quoted_claims_nothing(
    language: Language, sentence: str
) -> None:
    assert lacks(sentence, language) == []


MEANT = [
    ("sv", "Andelen har inte bara minskat utan försvunnit."),
    ("sv", "Andelen har inte minskat utan ökat."),
    ("sv", "Kunskapen om våld har ökat."),
    ("sv", "Bland dem som inte är chefer har kännedomen ökat."),
    ("sv", "Kännedomen har ökat bland dem som inte är chefer."),
    ("sv", "Det kan konstateras att kännedomen har ökat."),
    ("sv", "Nämnderna bör öva och kännedomen har ökat."),
    ("sv", "Det är inte många, men kännedomen har ökat."),
    ("sv", "Kännedomen ökar, inte minst bland chefer."),
    ("en", "The share has not only fallen but vanished."),
    ("en", "Among those who are not managers awareness has increased."),
    ("en", "Awareness has increased among those who are not managers."),
    ("en", "It can be seen that awareness has increased."),
    ("en", "In May awareness increased."),
    ("en", "Shares increase."),
]


@pytest.mark.parametrize(("language", "sentence"), MEANT)
def test_a_negation_elsewhere_takes_no_claim_back(language: Language, sentence: str) -> None:
    assert len(lacks(sentence, language)) == 1


@pytest.mark.parametrize(
    "word",
    ["ökenväder", "effektiv", "effektkedja", "minskarvinge", "undersökning", "besökning", "stegen",
     "effektmål", "påverkansarbete", "fortsättning", "flera", "Ökad-nämnden", "mersmak"],
)  # fmt: skip
def test_a_word_within_another_claims_nothing(word: str) -> None:
    assert lacks(f"Texten nämner {word} här.", "sv") == []


@pytest.mark.parametrize(
    "word", ["effectively", "rainfall", "riser", "dropout", "increasingly", "drop-out", "mores"]
)
def test_an_english_word_within_another_claims_nothing(word: str) -> None:
    assert lacks(f"The text mentions {word} here.", "en") == []


@pytest.mark.parametrize(
    "text",
    ["Programmet gäller 2021–2025.", "Mål 3 och 4, nivå 2.", "Fråga 4 och 5 besvaras här.",
     "Se kapitel 4 och bilaga 2.", "Tabell 3 visar svaren.", "Den 3 mars 2024 kom svaret.",
     "Dnr 3.1.1-142/2024.", "Enligt 5 kap. 11 § i lagen.", "Kvinnor 18–25 år.", "Nivå 0–5.",
     "Svar den 2 dec. 2024.", "SFS 2001:453 gäller.", "Ett 95 procent konfidensintervall."],
)  # fmt: skip
def test_years_days_labels_and_file_numbers_are_no_claims(text: str) -> None:
    assert lacks(text, "sv") == []


def test_a_heading_may_not_claim_since_it_cannot_cite() -> None:
    assert len(lacks("# Kännedomen har ökat {#a}", "sv")) == 1
    assert lacks("# Har kännedomen ökat? {#a}", "sv") == []


def test_before_the_first_run_only_what_no_result_could_carry_is_told() -> None:
    text = "Det har ökat, {val:heard-change}. Tack vare det är {val:heard} nöjda. Det ökar."
    told = lacks(text, "sv", None)
    assert [each.split('"')[1] for each in told] == ["Tack vare", "ökar"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", [2, 3, 4, 5])
@pytest.mark.parametrize(("way", "kind"), [("up", "rising"), ("down", "falling"), ("none", None)])
def test_the_readings_of_the_ladder_are_read_as_what_they_say(
    language: Language, level: int, way: str, kind: str | None
) -> None:
    text = VERBS[level][way][language]  # type: ignore[index]
    asserted = {
        each.kind
        for each in find_assertions(text, lexicon=read_lexicon(language))
        if each.lifted is None
    }
    effect = {4: {"compatible"}, 5: {"speaks"}}.get(level, set()) if kind else set()
    assert asserted == ({kind} | effect if kind else set())


def test_the_place_is_the_line_of_the_claim(tmp_path: Path) -> None:
    (tmp_path / "sv").mkdir()
    paragraph = "En mening.\nSedan dess\nhar det **ökat**."
    text = f"# A {{#a}}\n\n{paragraph}\n\n- ett\n- det minskar[^n]\n\n[^n]: Mer\n    stiger.\n"
    (tmp_path / "sv" / "01.md").write_text(text, encoding="utf-8")
    book = read_book(tmp_path, language="sv")
    found = [(each.line, each.word) for each in find_unsupported(book, artefacts=RESULTS)]
    assert found == [(5, "ökat"), (8, "minskar"), (11, "stiger")]


def test_thirty_pages_full_of_claims_are_checked_within_seconds(tmp_path: Path) -> None:
    (tmp_path / "sv").mkdir()
    page = "\n\n".join(sentence for sentence, _ in held_out("sv"))  # 500 words
    for number in range(15):
        (tmp_path / "sv" / f"{number:02}.md").write_text(f"{page}\n\n{page}", encoding="utf-8")
    book = read_book(tmp_path, language="sv")
    start = time.process_time()
    assert len(list(find_unsupported(book, artefacts=RESULTS))) > 500
    assert time.process_time() - start < 5


def test_a_sentence_may_begin_with_a_word_that_joins() -> None:
    assert find_assertions("Och fler ... än", lexicon=read_lexicon("sv"))
