"""What persons have decided is counted, of whom it is told, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import get_type_hints

import pandas as pd
import pytest

import evaltools.testimony
from evaltools.cleaning import clean_answers
from evaltools.codebook import Codebook
from evaltools.disclosure import Publishable, check_release, protect_counts, protect_mentions
from evaltools.errors import DataError, DisclosureError
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules
from evaltools.intake import RawTable
from evaltools.survey import Survey, design_survey
from evaltools.testimony import (
    Coding,
    Decided,
    Unit,
    Written,
    count_bodies,
    count_speakers,
    count_writers,
    decide,
    estimate_mentions,
    find_disagreements,
    list_mentions,
    say_found,
    undecided_units,
)
from evaltools.testimony.units import find_units, link_words, unit_id
from tests.canary import PHRASE, SECRETS
from tests.coding import SCHEME, TEXTS, coding, unit

SILENT = ("", "-", "Vet ej")


def export(*rows: tuple[str, str, str]) -> RawTable:
    """Make an export: body, role and words of each respondent."""
    cells = [[body, role, "1", "1", "1", words] for body, role, words in rows]
    headers = [f"Fråga {name}?" for name in ("body", "role", "heard", "read", "safe", "words")]
    frame = pd.DataFrame(cells, columns=headers, dtype="str")
    return RawTable(frame, "svar.csv", None, "0" * 64, "utf-8", ";", True, 1)


def survey_of(raw: RawTable, codebook: Codebook) -> Survey:
    """Weigh an export to two bodies of 200 employees."""
    frame = pd.DataFrame(
        {"body": ["north", "south"], "role": ["staff", "staff"], "employees": [100, 300]}
    )
    clean = clean_answers(raw, codebook=codebook).tidy()
    return design_survey(clean, frame=frame, body="body", role="role", wave="w", synthetic=True)


def asked(
    codebook: Codebook, *, north: dict[str, int], south: dict[str, int]
) -> tuple[Survey, Written]:
    """Let so many in each body write each text."""
    rows = [
        (code, "2", text)
        for code, texts in (("1", north), ("2", south))
        for text, times in texts.items()
        for _ in range(times)
    ]
    raw = export(*rows)
    survey = survey_of(raw, codebook)
    return survey, link_words(raw, survey=survey, codebook=codebook)


def shares(survey: Survey, written: Written, decided: Decided) -> pd.DataFrame:
    """Estimate mentions by measure."""
    found = estimate_mentions(survey, written=written, decided=decided, scheme=SCHEME)
    return found.tidy().set_index("measure")


def test_one_coder_decides_alone() -> None:
    decided = decide([coding(TEXTS[0], "AA", "training")])
    assert decided.themes == {unit(TEXTS[0]).id: {("training", "need")}}


def test_two_coders_who_agree_decide_whatever_part_they_marked() -> None:
    marked = Coding(unit(TEXTS[0]).id, "BB", "training", "need", 0, 3)
    assert decide([coding(TEXTS[0], "AA", "training"), marked]).undecided == ()


@pytest.mark.parametrize(
    "other",
    [("time", "need"), ("training", "strength"), (None, None)],
)
def test_coders_who_differ_decide_nothing(other: tuple[str | None, str | None]) -> None:
    decided = decide([coding(TEXTS[0], "AA", "training"), coding(TEXTS[0], "BB", *other)])
    assert (decided.themes, decided.undecided) == ({}, (unit(TEXTS[0]).id,))


def test_a_theme_more_is_a_difference() -> None:
    one, other = [coding(TEXTS[0], coder, "training") for coder in ("AA", "BB")]
    assert decide([one, other, coding(TEXTS[0], "BB", "time")]).themes == {}


def test_who_adjudicates_decides() -> None:
    codings = [coding(TEXTS[0], "AA", "training"), coding(TEXTS[0], "BB", "time")]
    decided = decide(codings, adjudicated=[coding(TEXTS[0], "CC", None)])
    assert decided.themes == {unit(TEXTS[0]).id: frozenset()} and decided.undecided == ()


def test_a_text_that_nobody_coded_is_undecided() -> None:
    decided = decide([coding(TEXTS[0], "AA", "training")])
    assert undecided_units(decided, units=[unit(text) for text in TEXTS]) == 2


def test_what_coders_found_is_said_in_the_order_of_the_scheme() -> None:
    codings = [coding(TEXTS[0], "AA", "time", "weakness"), coding(TEXTS[0], "AA", "training"),
               coding(TEXTS[0], "BB", None)]  # fmt: skip
    ((aa, bb),) = [tuple(found.values()) for found in find_disagreements(codings).values()]
    assert say_found(aa, scheme=SCHEME) == "Utbildning (behov); Tid (svaghet)"
    assert say_found(bb, scheme=SCHEME) == "ingen"


def test_the_same_words_are_another_unit_in_answer_to_another_question() -> None:
    assert unit_id("strengths", "Utbildning") != unit_id("needs", "Utbildning")


def test_words_that_differ_in_a_name_alone_are_one_unit() -> None:
    words = pd.DataFrame({"words": ["Ring Anna.", "Ring  Eva.", None]})
    assert [each.text for each in find_units(words)] == ["Ring [namn]."]


def test_all_who_wrote_the_same_words_count(codebook: Codebook) -> None:
    survey, written = asked(codebook, north={TEXTS[0]: 6, TEXTS[1]: 4}, south={"": 10})
    found = shares(
        survey,
        written,
        decide([coding(t, "AA", th) for t, th in zip(TEXTS, ("training", "time"), strict=False)]),
    )
    assert found.loc["training.need", ["estimate", "n"]].tolist() == [0.6, 10]


def test_shares_are_weighted_to_the_employees(codebook: Codebook) -> None:
    survey, written = asked(codebook, north={TEXTS[0]: 10, "": 10}, south={TEXTS[1]: 10, "": 10})
    decided = decide([coding(TEXTS[0], "AA", "training"), coding(TEXTS[1], "AA", "time")])
    assert shares(survey, written, decided).loc["time.need", "estimate"] == pytest.approx(0.75)


def test_the_base_are_those_with_an_answer_that_is_decided(codebook: Codebook) -> None:
    survey, written = asked(
        codebook, north={TEXTS[0]: 6, TEXTS[1]: 5, "-": 7}, south={TEXTS[2]: 4, "": 9}
    )
    codings = [coding(TEXTS[0], "AA", "training"), coding(TEXTS[1], "AA", None)]
    codings += [coding(TEXTS[2], "AA", "time"), coding(TEXTS[2], "BB", "children")]
    assert set(shares(survey, written, decide(codings))["n"]) == {11}


def test_a_theme_is_counted_by_valence_and_in_any(codebook: Codebook) -> None:
    survey, written = asked(codebook, north={TEXTS[0]: 5, TEXTS[1]: 5}, south={"": 10})
    codings = [coding(TEXTS[0], "AA", "time", "need"), coding(TEXTS[1], "AA", "time", "weakness")]
    found = shares(survey, written, decide(codings))["estimate"]
    measures = ["time.need", "time.weakness", "time.strength", "time.any"]
    assert found[measures].tolist() == [0.5, 0.5, 0, 1]


def test_a_coding_that_is_not_decided_is_not_counted(codebook: Codebook) -> None:
    survey, written = asked(codebook, north={TEXTS[0]: 5, TEXTS[1]: 5}, south={"": 10})
    codings = [coding(TEXTS[0], "AA", "time"), coding(TEXTS[1], "AA", "training")]
    differ = [*codings, coding(TEXTS[1], "BB", "time")]
    assert shares(survey, written, decide(differ)).loc["training.any", "estimate"] == 0


def test_respondents_without_a_place_in_the_frame_do_not_shift_the_others(
    codebook: Codebook,
) -> None:
    rows = [("", "2", TEXTS[1]), *[("1", "2", TEXTS[0])] * 6, ("1", "", TEXTS[1])]
    raw = export(*rows, *[("2", "2", "")] * 6)
    survey = survey_of(raw, codebook)
    written = link_words(raw, survey=survey, codebook=codebook)
    who = written.by_respondent()["words"]
    assert who.eq(unit(TEXTS[0]).id).tolist() == survey.tidy()["body"].eq("north").tolist()


def test_an_export_that_is_not_that_of_the_survey_is_refused(codebook: Codebook) -> None:
    raw = export(*[("1", "2", TEXTS[0])] * 6, *[("2", "2", "")] * 6)
    survey = survey_of(raw, codebook)
    other = export(*[("2", "2", "")] * 6, *[("1", "2", TEXTS[0])] * 6)
    with pytest.raises(DataError, match="not what the clean answers were made from"):
        link_words(other, survey=survey, codebook=codebook)


def test_who_wrote_and_how_far_it_is_decided_is_counted(codebook: Codebook) -> None:
    _, written = asked(codebook, north={TEXTS[0]: 6, TEXTS[1]: 5, "-": 7}, south={"": 9})
    counts = count_writers(written=written, decided=decide([coding(TEXTS[0], "AA", "time")]))
    assert counts.to_dict("list") == {"stage": ["wrote", "decided", "undecided"], "n": [11, 6, 5]}


def test_what_links_words_to_respondents_shows_nothing(codebook: Codebook) -> None:
    _, written = asked(codebook, north={"Kanariefågel.": 6}, south={"": 9})
    assert unit("Kanariefågel.").id not in repr(written) and "Kanarie" not in repr(written)


def test_the_most_sensitive_open_question_decides(codebook: Codebook) -> None:
    survey, written = asked(codebook, north={TEXTS[0]: 6}, south={"": 9})
    found = estimate_mentions(survey, written=written, decided=decide([]), scheme=SCHEME)
    assert found.sensitivity == "personal"


def test_no_function_that_counts_takes_a_suggestion() -> None:
    """Suggestions are another type than codings, and what is counted comes from `decide` alone."""
    counting = [
        each
        for name, each in vars(evaltools.testimony).items()
        if name.startswith(("count_", "estimate_", "decide"))
    ]
    taken = [hint for each in counting for hint in get_type_hints(each).values()]
    assert len(counting) >= 6 and not any("Suggestion" in str(hint) for hint in taken)
    assert all(get_type_hints(each).get("decided") in (Decided, None) for each in counting)


def test_only_decide_makes_what_is_counted(root: Path) -> None:
    making = [
        path.name
        for path in root.glob("evaltools/**/*.py")
        if "Decided(" in path.read_text("utf-8")
    ]
    assert making == ["decisions.py"]


@pytest.fixture
def large(codebook: Codebook) -> tuple[Survey, Written, Decided]:
    """Let 160 respondents write, few of them of children."""
    survey, written = asked(
        codebook,
        north={TEXTS[0]: 40, TEXTS[1]: 30, TEXTS[2]: 4, "": 20},
        south={TEXTS[0]: 46, TEXTS[1]: 40, TEXTS[2]: 0, "": 100},
    )
    themes = zip(TEXTS, ("training", "time", "children"), strict=True)
    return survey, written, decide([coding(text, "AA", theme) for text, theme in themes])


def published(large: tuple[Survey, Written, Decided], rules: DisclosureRules) -> Publishable:
    """Protect what is counted."""
    survey, written, decided = large
    mentions = estimate_mentions(survey, written=written, decided=decided, scheme=SCHEME)
    return protect_mentions(mentions, scheme=SCHEME, rules=rules)


def test_what_is_published_says_theme_valence_and_goal(
    large: tuple[Survey, Written, Decided], rules: DisclosureRules
) -> None:
    table = published(large, rules).tidy().set_index("measure")
    row = table.loc["training.need"]
    assert (row["theme"], row["valence"], row["goal"]) == ("training", "need", "goal-6")
    assert (row["theme.sv"], row["valence.en"]) == ("Utbildning", "need")
    assert pd.isna(table.loc["time.any", "goal"])


def test_a_theme_that_few_speak_of_is_hidden(
    large: tuple[Survey, Written, Decided], rules: DisclosureRules
) -> None:
    table = published(large, rules).tidy().set_index("measure")
    assert table.loc["children.any", ["hidden", "estimate"]].isna().tolist() == [False, True]
    assert bool(table.loc["children.any", "hidden"]) and not table.loc["training.any", "hidden"]


def test_readers_are_told_that_those_who_wrote_speak_for_nobody_else(
    large: tuple[Survey, Written, Decided], rules: DisclosureRules
) -> None:
    rule = published(large, rules).rule
    assert "av dem som skrev något" in rule.sv and "do not speak for all employees" in rule.en
    assert "avrundade till 5" in rule.sv


def test_the_gate_lets_mentions_and_writers_through_together(
    large: tuple[Survey, Written, Decided], rules: DisclosureRules
) -> None:
    survey, written, decided = large
    writers = protect_counts(
        count_writers(written=written, decided=decided), count="n", measure="stage",
        universe=survey.universe, sensitivity=written.sensitivity, rules=rules, synthetic=True,
    )  # fmt: skip
    told = {"tab-mentions": published(large, rules).told(), "tab-writers": writers.told()}
    assert check_release(told, earlier={}, asked={}).claims > 10


def test_the_gate_refuses_the_true_counts_of_mentions(
    large: tuple[Survey, Written, Decided], rules: DisclosureRules
) -> None:
    """Were it not for rounding and hiding, four who speak of children could be proven."""
    survey, written, decided = large
    mentions: Estimates = estimate_mentions(survey, written=written, decided=decided, scheme=SCHEME)
    bare = rules.model_copy(
        update={
            "personal": rules.personal.model_construct(
                smallest_group=1, round_to=1, hide_counts_to=0
            )
        }
    )
    told = protect_mentions(mentions, scheme=SCHEME, rules=bare).told()
    small = [claim.model_copy(update={"small": 5}) for claim in told.claims]
    with pytest.raises(DisclosureError):
        check_release(
            {"tab": told.model_copy(update={"claims": tuple(small)})}, earlier={}, asked={}
        )


def test_no_word_that_anybody_wrote_is_published(
    codebook: Codebook, rules: DisclosureRules
) -> None:
    survey, written = asked(codebook, north={PHRASE: 40, TEXTS[0]: 30}, south={PHRASE: 40})
    units = {each.id for each in written.units}
    decided = decide([Coding(each, "AA", "training", "need") for each in units])
    shown = published((survey, written, decided), rules)
    out = shown.tidy().to_csv() + shown.told().model_dump_json() + repr((decided, written))
    assert not any(word in out for word in (*SECRETS, *units, "AA"))


def test_one_question_alone_has_measures_of_its_own(codebook: Codebook) -> None:
    survey, written = asked(codebook, north={TEXTS[0]: 6}, south={"": 9})
    found = estimate_mentions(
        survey, written=written, decided=decide([]), scheme=SCHEME, question="words"
    )
    assert set(found.tidy()["measure"]) == set(list_mentions(SCHEME, question="words")["measure"])
    assert not set(found.tidy()["measure"]) & set(list_mentions(SCHEME)["measure"])


def passage(file: str, line: int) -> Unit:
    """Make a passage."""
    return Unit(f"{file}:1.{line}", file, "Utbildningen är bra.", 1, line)


def test_bodies_are_counted_once_however_often_they_speak_of_a_theme() -> None:
    units = [passage("a.pdf", 1), passage("a.pdf", 9), passage("b.pdf", 1), passage("c.pdf", 1)]
    codings = [Coding(each.id, "AA", "training", "strength") for each in units[:3]]
    codings.append(Coding(units[3].id, "AA", None, None))
    table = count_bodies(
        decide(codings), units=units, scheme=SCHEME,
        issuers={"a.pdf": "north", "b.pdf": "south", "c.pdf": "east"},
    ).set_index("measure")  # fmt: skip
    assert table.loc["training.strength", ["bodies", "of", "goal"]].tolist() == [2, 3, "goal-6"]
    assert table.loc["training.need", "bodies"] == 0


def test_respondents_who_speak_of_a_theme_are_counted_once(codebook: Codebook) -> None:
    _, written = asked(codebook, north={TEXTS[0]: 6}, south={TEXTS[1]: 3, "": 9})
    decided = decide([Coding(unit(TEXTS[0]).id, "AB", "training", "need"),
                      Coding(unit(TEXTS[0]).id, "AB", "training", "weakness")])  # fmt: skip
    counted = count_speakers(written=written, decided=decided, scheme=SCHEME)
    assert counted.set_index("theme")["speakers"].loc["training"] == 6
