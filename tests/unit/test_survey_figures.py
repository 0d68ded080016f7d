"""What the figures of the survey show, and what they say to who cannot see them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pandas as pd
import pytest

from evaltools.declarations import Text
from evaltools.disclosure import Publishable
from evaltools.errors import ReportError
from evaltools.figures import (
    Figure,
    draw_answers,
    draw_effects,
    draw_ladder,
    draw_pooled,
    draw_response,
    draw_shares,
    draw_waves,
)


def publishable(table: pd.DataFrame) -> Publishable:
    """Let a table out."""
    return Publishable(table, "open", Text(sv="regel", en="rule"), synthetic=False)


def shares(*rows: tuple[str, float | None]) -> pd.DataFrame:
    """Make shares of 120 answers; None for one that is hidden."""
    names, numbers = zip(*rows, strict=True)
    share = pd.Series(numbers, dtype=float)
    return pd.DataFrame(
        {
            "measure.sv": names, "measure.en": names, "estimate": share, "rate": share,
            "raw": share + 0.1, "conf_low": share - 0.1, "conf_high": share + 0.09,
            "n": 120.0, "employees": 300.0, "hidden": share.isna(),
        }
    )  # fmt: skip


STEPPED = Text(sv="Andelar", en="Shares")
SPREAD = Text(sv="Svarens fördelning", en="How the answers are spread")
KNOWN = shares(("Känner till", 0.61), ("Använder", 0.2), ("Läst", None))
WHOLE = publishable(
    pd.DataFrame(
        {"estimate": [0.5], "rate": [0.4], "n": [240], "employees": [600], "hidden": False}
    )
)


def drawn(figure: Figure) -> str:
    """Return the drawing in Swedish with the texts that matplotlib writes beside their outlines."""
    return figure.svg["sv"].decode()


def test_shares_say_first_which_is_highest_and_lowest_and_what_is_hidden() -> None:
    alt = draw_shares(publishable(KNOWN), row="measure").alt.sv
    assert alt == (
        "Andelar: högst 61 procent (Känner till), lägst 20 procent (Använder). 1 av 3 rader "
        "redovisas ej. Känner till: 61 (51–70), n 120; Använder: 20 (10–29), n 120."
    )


def test_a_single_share_says_its_number_once() -> None:
    alt = draw_shares(publishable(shares(("Känner till", 0.61))), row="measure").alt.en
    assert alt == "Shares, per cent: Känner till: 61 (51–70), n 120."


def test_a_figure_in_which_all_is_hidden_says_so() -> None:
    alt = draw_shares(publishable(shares(("Känner till", None))), row="measure").alt.en
    assert alt == "Shares. No row can be shown. 1 of 1 rows is not shown."


def test_a_hidden_row_keeps_its_line() -> None:
    assert "redovisas ej" in drawn(draw_shares(publishable(KNOWN), row="measure"))


def test_of_many_rows_the_extremes_are_told_and_the_table_is_named() -> None:
    many = shares(*((f"Nämnd {at}", at / 100) for at in range(20, 40)))
    alt = draw_shares(publishable(many), row="measure").alt
    assert alt.sv == (
        "Andelar: högst 39 procent (Nämnd 39), lägst 20 procent (Nämnd 20). Alla tal står i "
        "rapportens tabeller."
    )


def test_a_ladder_says_where_most_fall_off() -> None:
    ladder = shares(("Hört talas om", 0.6), ("Läst", 0.3), ("Använder", 0.2))
    alt = draw_ladder(publishable(ladder), row="measure", topic=STEPPED).alt.sv
    assert "Störst är fallet till steg 2: 30 procentenheter." in alt


def test_a_ladder_tells_no_fall_across_a_hidden_step() -> None:
    ladder = shares(("Hört talas om", 0.6), ("Läst", None), ("Använder", 0.2), ("Övar", 0.1))
    alt = draw_ladder(publishable(ladder), row="measure", topic=STEPPED).alt.sv
    assert "Störst är fallet till steg 4: 10 procentenheter." in alt


def test_a_ladder_numbers_its_steps() -> None:
    assert "2. Använder" in drawn(draw_ladder(publishable(KNOWN), row="measure", topic=STEPPED))


def waves(before: float, after: float, p: float = 0.01) -> pd.DataFrame:
    """Make one change."""
    return pd.DataFrame(
        {"measure.sv": ["Känner till"], "measure.en": ["Knows"], "before": [before],
         "after": [after], "difference": [after - before], "conf_low": [after - before - 0.05],
         "conf_high": [after - before + 0.05], "p_adjusted": [p], "n_before": [90], "n": [120],
         "before_low": [before - 0.03], "before_high": [before + 0.03],
         "after_low": [after - 0.03], "after_high": [after + 0.03], "hidden": [False]}
    )  # fmt: skip


def test_waves_say_both_shares_and_their_difference_with_its_interval() -> None:
    figure = draw_waves(publishable(waves(0.4, 0.6)), row="measure", waves=("2019", "2025"))
    assert figure.alt.en == (
        "Shares in per cent in 2019 and 2025. 1 rows: 1 rose and 0 fell significantly. The "
        "difference is largest in Knows: +20. Knows from 40 to 60, difference +20* (+15 to +25)."
    )


def test_a_difference_that_may_be_chance_has_no_star() -> None:
    figure = draw_waves(publishable(waves(0.4, 0.6, 0.2)), row="measure", waves=("2019", "2025"))
    assert "+20 (+15 till +25)" in drawn(figure)


@pytest.mark.parametrize(
    ("before", "after"), [*product([0.03, 0.5, 0.97], repeat=2), (0.5, 0.51), (0.51, 0.5)]
)
def test_the_numbers_of_two_waves_never_meet(before: float, after: float) -> None:
    """`render` refuses texts that lie over each other."""
    figure = draw_waves(publishable(waves(before, after)), row="measure", waves=("2019", "2025"))
    assert "2019" in drawn(figure) and "2025" in drawn(figure)


def test_long_names_of_waves_never_meet() -> None:
    names = ("förmätningen hösten 2019", "eftermätningen hösten 2025")
    draw_waves(publishable(waves(0.97, 0.96)), row="measure", waves=names)


def test_response_rates_say_the_whole_first() -> None:
    figure = draw_response(publishable(KNOWN), row="measure", whole=WHOLE)
    assert figure.alt.sv.startswith(
        "40 procent av alla 600 anställda svarade. Svarsfrekvens: högst 61 procent"
    )


def test_the_rate_of_all_is_part_of_what_the_figure_tells() -> None:
    figure = draw_response(publishable(KNOWN), row="measure", whole=WHOLE)
    assert len(figure.publishable.tidy()) == len(KNOWN) + 1


def test_bodies_stand_by_their_rate_and_the_whole_is_named_at_its_line() -> None:
    figure = draw_response(publishable(KNOWN), row="measure", whole=WHOLE)
    assert drawn(figure).index("Känner till") < drawn(figure).index("Använder")
    assert "Alla 40\u00a0%" in drawn(figure)


def test_pooled_shares_say_the_raw_ones_too() -> None:
    alt = draw_pooled(publishable(KNOWN), row="measure", whole=WHOLE).alt.en
    assert "All: 50 per cent." in alt and "Känner till 61 (raw share 71), n 120" in alt


def test_a_place_is_told_as_an_interval() -> None:
    placed = KNOWN.assign(rank_low=2.0, rank_high=17.0)
    assert "2–17" in drawn(draw_pooled(publishable(placed), row="measure", whole=WHOLE))


def effects() -> Figure:
    """Draw differences, one of them hidden."""
    table = shares(("Chef", 0.12), ("Annan", None)).assign(
        **{"base.sv": "Möter invånare", "base.en": "Meets residents"}
    )
    return draw_effects(publishable(table), row="measure", reference="base")


def test_effects_say_what_they_are_differences_from() -> None:
    assert effects().alt.sv == (
        "Skillnad mot jämförelsegruppen i procentenheter: högst +12 (Chef), lägst +12 (Chef). 1 av "
        "2 rader redovisas ej. Möter invånare (jämförelsegrupp). Chef +12 (+2 till +21)."
    )


def test_a_reference_group_has_one_line_above_its_rows() -> None:
    assert drawn(effects()).count("(jämförelsegrupp)") == 1


STEPS = {
    "none": ("Inte alls", "valid", 0.1), "little": ("Lite", "valid", 0.2),
    "some": ("Något", "valid", 0.25), "large": ("Mycket", "valid", 0.3),
    "very": ("Helt", "valid", 0.12), "dont_know": ("Vet ej", "dont_know", 0.03),
    "not_relevant": ("Ej relevant", "not_applicable", 0.07), "counted": ("", "counted", 0.42),
}  # fmt: skip


def answers(*hidden: str, measure: str = "Våld i nära relationer") -> pd.DataFrame:
    """Make the distribution of one question, some of its answers hidden."""
    rows = [
        {"measure": measure, "measure.sv": measure, "measure.en": measure, "answer": name,
         "answer.sv": label, "answer.en": label, "kind": kind,
         "counted": name in ("large", "very", "counted"), "estimate": share,
         "conf_low": share - 0.03, "conf_high": share + 0.03, "n": 1_200.0,
         "hidden": name in hidden}
        for name, (label, kind, share) in STEPS.items()
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    numbers = ["estimate", "conf_low", "conf_high", "n"]
    return table.assign(**table[numbers].where(~table["hidden"]))


def test_answers_say_the_share_of_the_highest_first() -> None:
    alt = draw_answers(publishable(answers()), row="measure", topic=SPREAD).alt.sv
    assert alt.startswith(
        "Svarens fördelning. De två högsta svaren: högst 42 procent (Våld i nära relationer)"
    )


def test_answers_that_are_hidden_are_named_below_their_question() -> None:
    figure = draw_answers(publishable(answers("none", "dont_know")), row="measure", topic=SPREAD)
    said = " ".join(drawn(figure).split())
    assert "redovisas ej: Inte alls, Vet ej" in said
    assert "I 1 rad redovisas ej enstaka svar." in figure.alt.sv


def test_a_question_of_which_nothing_is_shown_says_so_in_its_line() -> None:
    figure = draw_answers(publishable(answers(*STEPS)), row="measure", topic=SPREAD)
    assert figure.alt.sv.startswith("Svarens fördelning. Ingen rad kan redovisas. 1 av 1")
    assert "redovisas ej" in drawn(figure) and "redovisas ej:" not in drawn(figure)


def test_answers_that_are_no_steps_of_the_scale_stand_in_columns_of_their_own() -> None:
    said = drawn(draw_answers(publishable(answers()), row="measure", topic=SPREAD))
    assert "Vet ej" in said and "relevant" in said


def test_the_middle_answer_lies_about_the_middle_of_the_scale() -> None:
    from evaltools.figures.answers import _extents, _list_items
    from evaltools.figures.scale import list_steps

    table = answers()
    (item,) = _list_items(table, "measure")
    assert _extents(item, list_steps(table)) == pytest.approx((-0.425, 0.545))


def test_questions_with_other_answers_are_not_drawn_together() -> None:
    other = answers(measure="Annat").iloc[1:]
    both = pd.concat([answers(), other], ignore_index=True)
    with pytest.raises(ReportError, match="2 different sets of answers"):
        draw_answers(publishable(both), row="measure", topic=SPREAD)


DRAWN: list[Callable[[], Figure]] = [
    lambda: draw_shares(publishable(KNOWN), row="measure"),
    lambda: draw_answers(publishable(answers()), row="measure", topic=SPREAD),
]


@pytest.mark.parametrize("draw", DRAWN)
def test_how_many_answered_is_written_as_the_language_has_it(draw: Callable[[], Figure]) -> None:
    figure = draw()
    n = "1\u00a0200" if "1\u00a0200" in drawn(figure) else "120"
    assert n in drawn(figure) and n.replace("\u00a0", ",") in figure.svg["en"].decode()
