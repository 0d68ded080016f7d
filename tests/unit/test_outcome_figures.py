"""What the figures of outcomes, boards, consultation and synthesis show, and what they refuse."""

from __future__ import annotations

import html
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evaltools.declarations import Text
from evaltools.disclosure import Publishable
from evaltools.figures import (
    Figure,
    draw_chain,
    draw_goal_status,
    draw_series,
    draw_specifications,
    draw_stances,
    draw_verdicts,
)
from evaltools.figures.lines import Line, lines_of, write_value, write_years
from evaltools.figures.stances import fit_names

PERIOD = (2021, 2025)


def publishable(table: pd.DataFrame) -> Publishable:
    return Publishable(table, "open", Text(sv="Små tal döljs.", en="Small are hidden."), False)


def named(name: str, text: str) -> dict[str, str]:
    return {f"{name}.sv": text, f"{name}.en": text}


def lines_in(figure: Figure) -> list[str]:
    """Return the lines of the Swedish drawing, which are kept beside their outlines."""
    drawing = html.unescape(figure.svg["sv"].decode()).replace("\u00a0", " ")
    return re.findall(r"<!-- (.*?) -->", drawing)


def said(figure: Figure) -> str:
    return " ".join(lines_in(figure))


def observations(values: dict[int, float], **more: Any) -> pd.DataFrame:
    """Give one line; NaN where a year has no value."""
    base = {**named("panel", "Andel"), **named("line", ""), "unit": "%",
            **named("unit", "%"), "target": np.nan, "step": 1.0, "denominator": np.nan,
            "segment": 0, "hidden": False}  # fmt: skip
    years = pd.DataFrame({"year": list(values), "value": list(values.values())})
    return years.assign(at=years["year"].astype(float), **(base | more))


def line(values: dict[int, float], **more: Any) -> Line:
    return lines_of(observations(values, **more), "sv")[0]


def test_a_line_is_not_drawn_over_a_year_without_a_value() -> None:
    stretches = line({2016: 1.0, 2017: 2.0, 2020: 3.0}).stretches()
    assert [list(each["year"]) for each in stretches] == [[2016, 2017], [2020]]


def test_a_line_is_not_drawn_over_a_break() -> None:
    broken = line({2018: 1.0, 2019: 2.0, 2020: 3.0}, segment=[0, 0, 1])
    assert [list(each["year"]) for each in broken.stretches()] == [[2018, 2019], [2020]]
    assert broken.breaks() == [2019.5]


def test_years_that_lack_are_those_within_the_line() -> None:
    found = line({2016: 1.0, 2018: np.nan, 2021: 2.0})
    assert found.absent(hidden=False) == [2017, 2018, 2019, 2020]


def test_a_hidden_year_is_not_one_without_a_value() -> None:
    found = line({2020: 9.0, 2021: np.nan, 2022: 12.0}, hidden=[False, True, False])
    assert found.absent(hidden=True) == [2021] and found.absent(hidden=False) == []


def test_series_say_breaks_missing_years_and_the_rule_of_what_is_hidden() -> None:
    table = observations({2016: 9.0, 2018: 12.0, 2019: np.nan, 2020: 20.0},
                         segment=[0, 0, 0, 1], hidden=[False, False, True, False])  # fmt: skip
    words = said(draw_series(publishable(table), period=PERIOD))
    for each in ("2020: ny definition", "2017: uppgift saknas", "2019: redovisas ej",
                 "Små tal döljs."):  # fmt: skip
        assert each in words


def test_a_target_is_drawn_only_where_there_is_one() -> None:
    without, aimed = (
        said(draw_series(publishable(observations({2020: 40.0, 2022: 44.5}, target=target)),
                         period=PERIOD))
        for target in (np.nan, 45.0)
    )  # fmt: skip
    assert "mål 45" in aimed and "målvärde." in aimed
    assert "mål 45" not in without and "Inget målvärde är angivet" in without


def test_the_last_value_has_its_unit_and_the_field_its_denominator() -> None:
    table = observations({2020: 40.0, 2022: 44.5}, denominator=1234.0)
    words = said(draw_series(publishable(table), period=PERIOD))
    assert "44,5 %" in words
    assert re.search(r"%, n = 1.234 \(2022\)", words)


def test_groups_that_have_no_sign_left_are_counted() -> None:
    table = pd.concat(
        observations({2020: 1.0 + place, 2021: 2.0}, **named("line", f"grupp {place}"))
        for place in range(13)
    )
    assert "3 grupper till ritas inte" in said(draw_series(publishable(table), period=PERIOD))


def test_a_line_without_a_name_among_others_is_that_of_all() -> None:
    both = pd.concat([observations({2020: 1.0}), observations({2020: 2.0}, **named("line", "män"))])
    assert [each.name for each in lines_of(both, "sv")] == ["alla", "män"]
    assert line({2020: 1.0}).name == ""


def test_two_dozen_panels_name_the_years_once_a_column() -> None:
    table = pd.concat(
        observations({2019: 1.0, 2022: 2.0}, **named("panel", f"Andel {place}"))
        for place in range(24)
    )
    words = lines_in(draw_series(publishable(table), period=PERIOD))
    assert words.count("2025") == 2 and "Andel 23 (%)" in words


def test_series_tell_first_which_way_they_went_within_one_definition() -> None:
    table = observations({2019: 50.0, 2020: 7.0, 2022: np.nan, 2021: 22.5}, segment=[0, 1, 1, 1])
    alt = draw_series(publishable(table), period=PERIOD).alt.sv
    assert alt.startswith("Från första till sista värde som går att jämföra ökade 1 av 1 linjer")
    assert alt.endswith("Andel: 7 (2020) till 22,5 (2021).")


@pytest.mark.parametrize(("value", "words"), [(7.0, "7"), (2.25, "2,3"), (0.25, "0,25"),
                                              (0.0042, "0,004")])  # fmt: skip
def test_a_value_has_the_decimals_that_tell_it(value: float, words: str) -> None:
    assert write_value(value, "sv") == words


def test_years_that_follow_each_other_are_written_as_a_span() -> None:
    assert write_years([2015, 2018, 2019, 2020]) == "2015, 2018–2020"


def test_a_title_is_drawn_as_it_is_written() -> None:
    table = observations({2020: 1.0, 2021: 2.0}, **named("panel", r"$\frac{a}$ <b>"))
    svg = draw_series(publishable(table), period=PERIOD).svg["sv"].decode()
    assert r"$\frac{a}$" in svg and "<b>" not in svg


def verdicts(bodies: int, *given: str) -> Publishable:
    rows = [
        {"number": "1", **named("goal", "Förebygga"), **named("body", f"Nämnd {place}"),
         "verdict": given[place % len(given)], "hidden": False}
        for place in range(bodies)
    ]  # fmt: skip
    return publishable(pd.DataFrame(rows))


def test_each_cell_has_its_word_and_silence_is_not_refusal() -> None:
    words = lines_in(draw_goal_status(verdicts(5, "full", "part", "none", "not_applicable",
                                           "not_reported")))  # fmt: skip
    for each in ("helt", "delvis", "inte", "ej aktuellt", "ej redovisat"):
        assert words.count(each) == 2


def test_the_matrix_tells_the_numbers_of_each_verdict() -> None:
    alt = draw_goal_status(verdicts(3, "full", "full", "not_reported")).alt
    assert "helt 2, delvis 0, inte 0, ej aktuellt 0, ej redovisat 1" in alt.sv


def test_more_bodies_than_a_page_holds_are_counted_and_that_is_said() -> None:
    words = said(draw_goal_status(verdicts(290, "part")))
    assert "290 rader får inte plats på en sida" in words and "Nämnd 7" not in words


def test_verdicts_say_for_how_many_goals_most_say_in_full() -> None:
    table = pd.DataFrame(
        {**named("goal", "Mål 1"), "full": [3], "part": [2], "none": [0], "hidden": [False]}
    )
    alt = draw_verdicts(publishable(table)).alt
    assert alt.en.startswith("For 1 of 1 goals") and "3 met in full, 2 met in part" in alt.en


def stance(kind: str | None, body: str, code: str, words: str) -> dict[str, Any]:
    return {"kind": kind, **named("kind", kind or "Ej tillfrågad"), **named("body", body),
            "stance": code, **named("stance", words), "hidden": False}  # fmt: skip


def test_who_did_not_answer_and_who_stated_nothing_are_shown_by_name() -> None:
    rows = [stance("Nämnd", "Farsta", "not_stated", "ej uttalad"),
            stance("Nämnd", "Bromma", "no_answer", "har inte svarat"),
            stance(None, "En förening", "rejects", "avstyrker")]  # fmt: skip
    figure = draw_stances(publishable(pd.DataFrame(rows)))
    words = said(figure)
    for each in ("Nämnd: 1 av 2 tillfrågade har svarat", "ej uttalad", "Bromma", "En förening"):
        assert each in words
    assert figure.alt.sv.startswith("Av 2 tillfrågade instanser svarade 1.")


def test_names_that_have_no_room_are_counted() -> None:
    lines = fit_names(["Farsta", "Bromma", "Järva"], width=0.9, most=1, language="sv")
    assert lines == ["Farsta och 2 till"]


def specifications(**more: Any) -> pd.DataFrame:
    table = pd.DataFrame(
        {"change": [0.8, 1.1, 0.9], "conf_low": [0.7, 1.0, np.nan], "conf_high": [0.9, 1.2, np.nan],
         "is_main": [True, False, False], "is_ratio": True, "hidden": False, **more}
    )  # fmt: skip
    texts = {**named("panel", "Fall"), **named("method", "medel"), **named("periods", "alla år")}
    return table.assign(**texts, **named("areas", "utan grannar"))


def test_specifications_say_whether_all_give_the_same_direction() -> None:
    differing = draw_specifications(publishable(specifications())).alt.sv
    alike = draw_specifications(publishable(specifications(change=[0.8, 0.85, 0.9]))).alt.sv
    assert "olika riktning, från 0,80 till 1,10; den som redovisas ger 0,80" in differing
    assert "alla samma riktning" in alike and alike.startswith("Fall: 3 sätt")


def test_the_line_of_no_change_and_the_reported_number_are_written() -> None:
    words = said(draw_specifications(publishable(specifications())))
    assert "ingen" in words and "0,80" in words and "Metod: medel" in words


def test_without_specifications_a_sentence_stands_in_their_place() -> None:
    assert draw_specifications(publishable(specifications().head(0))).alt.en.startswith("No series")


def chain(**more: Any) -> Publishable:
    steps = ("activities", "staff", "outcomes", "verdict")
    row: dict[str, Any] = {"number": "1", **named("name", "Förebygga"), **named("everyone", "")}
    for step in steps:
        row |= named(step, "4 av 4") | named(f"{step}_more", "genomförda")
        row |= {f"to_{step}": "assumed", **named(f"to_{step}", "antas: inget mäter det")}
    return publishable(pd.DataFrame([row | {"hidden": False} | more]))


def test_the_chain_says_that_links_are_assumed_and_that_no_cause_is_shown() -> None:
    figure = draw_chain(chain(to_outcomes="level"))
    assert "Av 3 länkar från aktiviteter till mål är 2 bara antagna" in figure.alt.sv
    assert "inget visar att programmet har orsakat något" in said(figure)


def test_a_target_that_is_not_decided_is_not_said_to_be_tested() -> None:
    figure = draw_chain(chain(to_verdict="open"))
    assert "in 1 there is a test or a target" in figure.alt.en
    assert "öppen romb: inget säkerställt" in said(figure) and "prövat" not in said(figure)


@pytest.mark.parametrize(
    "draw",
    [lambda: draw_chain(chain()), lambda: draw_goal_status(verdicts(3, "full")),
     lambda: draw_specifications(publishable(specifications())),
     lambda: draw_series(publishable(observations({2020: 1.0, 2021: 2.0})), period=PERIOD)],
)  # fmt: skip
def test_the_same_numbers_give_the_same_bytes(draw: Any) -> None:
    assert draw().svg == draw().svg
