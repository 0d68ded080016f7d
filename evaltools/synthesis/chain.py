"""The programme's own chain from activities to goals, and what is known of each of its links.

A link says at most that the step after it is measured, or that it changed: that one step led to
the next is the programme's idea, and nothing here tests it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Literal

import pandas as pd

from evaltools.artefacts import Artefacts, write
from evaltools.declarations import Language, Text, in_both
from evaltools.programme import Programme
from evaltools.synthesis import words
from evaltools.synthesis.conclusions import Conclusions, Judgement
from evaltools.synthesis.evidence import Evidence
from evaltools.synthesis.measured import TESTED, way_of
from evaltools.synthesis.weighing import CERTAINTIES, judge_certainty
from evaltools.synthesis.words import EXAMPLE, Direction, joined

Strength = Literal["assumed", "level", "open", "for", "against", "both"]
"""What is known of a link: nothing; where the next step stands; that there is a test or a target
and nothing is established; and which way what was established points."""
Link = tuple[Strength, Text]
Box = tuple[Text, Text]
"""A few words or numbers, and what they are."""
COMPARED = 4
"""The lowest level of the ladder of designs that sets areas beside each other."""

ASSUMED = Text(sv="antas: inget mäter det", en="assumed: nothing measures it")
LEVEL = Text(sv="nivån mätt, inte sambandet", en="level measured, not the link")
CHANGES: dict[Direction, Link] = {
    "open": ("open", Text(sv="prövad, ej säkerställd", en="tested, not established")),
    "against": ("against", Text(sv="ändrad åt fel håll", en="changed the wrong way")),
    "both": ("both", Text(sv="ändrad åt båda håll", en="changed both ways")),
    "for": (
        "for",
        Text(sv="ändrad åt rätt håll; orsak ej visad", en="changed the right way; no cause shown"),
    ),
}
BESIDE = Text(
    sv="ändrad jämfört med andra områden; orsak ej visad",
    en="changed beside other areas; no cause shown",
)
NO_TARGET = Text(sv="antas: inget målvärde", en="assumed: there is no target")
TARGETS: dict[Direction, Link] = {
    "open": ("open", Text(sv="målvärde ej avgjort", en="target not decided")),
    "for": ("for", Text(sv="målvärdet är nått", en="the target is met")),
    "against": ("against", Text(sv="målvärdet är ej nått", en="the target is not met")),
    "both": ("both", Text(sv="målvärden nådda och ej nådda", en="targets met and not met")),
}


def lay_chain(
    evidence: Sequence[Evidence],
    *,
    artefacts: Artefacts,
    conclusions: Conclusions,
    programme: Programme,
) -> pd.DataFrame:
    """Lay the chain from activities to each goal out, with what is known of its links.

    Parameters
    ----------
    evidence : sequence of Evidence
        What each kind says of each goal.
    artefacts : Artefacts
        The results that the numbers are read from.
    conclusions : Conclusions
        The evaluator's verdicts.
    programme : Programme
        The goals.

    Returns
    -------
    pandas.DataFrame
        One row per goal: `goal`, `number`, `name.sv`, `name.en`; for each step of `activities`,
        `staff`, `outcomes` and `verdict` the texts `<step>` and `<step>_more` in both languages;
        for each link to `staff`, `outcomes` and `verdict` its strength `to_<step>`, one of
        `Strength`, and the same in words; and `everyone`, how known and used the programme is
        whatever the goal, "" where that is not known.
    """
    everyone = _everyone(artefacts)
    rows = []
    for goal in programme.goals:
        of_goal = [each for each in evidence if each.goal == goal.id]
        boxes = _boxes(artefacts, goal.id, of_goal, conclusions.judgement(goal.id))
        links = _links(of_goal, _rows(artefacts, "tab-indicators", goal.id))
        rows.append(
            {"goal": goal.id, "number": goal.number}
            | in_both("name", goal.short_name)
            | dict(chain.from_iterable(_box_columns(*each) for each in boxes.items()))
            | dict(chain.from_iterable(_link_columns(*each) for each in links.items()))
            | in_both("everyone", everyone)
        )
    return pd.DataFrame(rows)


def _box_columns(step: str, box: Box) -> Iterator[tuple[str, str]]:
    yield from in_both(step, box[0]).items()
    yield from in_both(f"{step}_more", box[1]).items()


def _link_columns(step: str, link: Link) -> Iterator[tuple[str, str]]:
    yield f"to_{step}", link[0]
    yield from in_both(f"to_{step}", link[1]).items()


def _rows(artefacts: Artefacts, identifier: str, goal: str) -> pd.DataFrame:
    table = artefacts.tables.get(identifier)
    return table.data[table.data["goal"] == goal] if table else pd.DataFrame()


def _boxes(
    artefacts: Artefacts, goal: str, evidence: Sequence[Evidence], judgement: Judgement | None
) -> dict[str, Box]:
    return {
        "activities": _box(artefacts, "tab-activities", goal, _activities),
        "staff": _box(artefacts, "tab-goal-measures", goal, _staff),
        "outcomes": _box(artefacts, "tab-indicators", goal, _outcomes),
        "verdict": _verdict(judgement, evidence, _rows(artefacts, "tab-verdicts", goal)),
    }


def _box(
    artefacts: Artefacts, identifier: str, goal: str, write: Callable[[pd.DataFrame], Box]
) -> Box:
    if identifier not in artefacts.tables:
        return NOT_PART
    return write(_rows(artefacts, identifier, goal))


NOT_PART: Box = (
    Text(sv="ingår inte", en="not part"),
    Text(sv="i utvärderingen", en="of this evaluation"),
)


def _links(evidence: Sequence[Evidence], indicators: pd.DataFrame) -> dict[str, Link]:
    """Tell of each step what is known of the link that leads to it."""
    way = {each.kind: each.direction for each in evidence if each.direction != "apart"}
    has_answers = way.get("survey", "absent") != "absent"
    return {
        "staff": ("level", LEVEL) if has_answers else ("assumed", ASSUMED),
        "outcomes": _changed(way.get("indicators", "absent"), indicators),
        "verdict": TARGETS.get(way.get("targets", "absent"), ("assumed", NO_TARGET)),
    }


def _changed(way: Direction, indicators: pd.DataFrame) -> Link:
    """Tell what is known of the outcomes: a level, a test, or a change by its design."""
    if way == "absent":
        return "assumed", ASSUMED
    tested = indicators[indicators["level"].ge(TESTED) & indicators["change"].notna()]
    if tested.empty:
        return "level", LEVEL
    moved = [row for row in tested.to_dict("records") if way_of(row) == "for"]
    if way == "for" and all(row["level"] >= COMPARED for row in moved):
        return "for", BESIDE
    return CHANGES[way]


def _activities(rows: pd.DataFrame) -> Box:
    if rows.empty:
        return Text(sv="ingen uppgift", en="no report"), NOTHING
    every, done = int(rows["activities"].sum()), int(rows["done"].sum())
    return (
        Text(sv=f"{done} av {every}", en=f"{done} of {every}"),
        Text(sv="genomförda enligt nämnderna", en="done, the boards report"),
    )


def _staff(rows: pd.DataFrame) -> Box:
    """Say how the survey's questions on a goal were answered, from the lowest to the highest."""
    if rows.empty:
        return (
            Text(sv="ingen fråga", en="no question"),
            Text(sv="enkäten frågar inte om målet", en="the survey does not ask of the goal"),
        )
    shown = rows[~rows["hidden"].astype(bool)]["estimate"].dropna()
    if shown.empty:
        return Text(sv="redovisas ej", en="not shown"), words.NOT_SHOWN
    asked = len(shown)
    return (
        Text(sv=_span(shown, "sv"), en=_span(shown, "en")),
        Text(
            sv=f"i {asked} enkätfrågor om målet" if asked > 1 else "i den enkätfråga som rör målet",
            en=f"in {asked} questions on the goal" if asked > 1 else "in the question on the goal",
        ),
    )


def _span(shares: pd.Series[float], language: Language) -> str:
    ends = [write(each, format="percent", language=language) for each in (min(shares), max(shares))]
    return f"{'–'.join(dict.fromkeys(ends))}{PER_CENT[language]}"


def _outcomes(rows: pd.DataFrame) -> Box:
    if rows.empty:
        return (
            Text(sv="ingen indikator", en="no indicator"),
            Text(sv="inget värde under programmet", en="no value during the programme"),
        )
    tested = rows[rows["level"].ge(TESTED) & rows["change"].notna()]
    moved = sum(way_of(row) != "open" for row in tested.to_dict("records"))
    many = len(rows)
    return (
        Text(
            sv=f"{many} serier" if many > 1 else "1 serie",
            en=f"{many} series",
        ),
        Text(
            sv=f"{len(tested)} kan prövas, {moved} "
            f"{'säkerställd ändring' if moved == 1 else 'säkerställda ändringar'}",
            en=f"{len(tested)} can be tested, {moved} "
            f"{'established change' if moved == 1 else 'established changes'}",
        )
        if len(tested)
        else Text(sv="ingen kan prövas", en="none can be tested"),
    )


def _verdict(
    judgement: Judgement | None, evidence: Sequence[Evidence], boards: pd.DataFrame
) -> Box:
    """Say what the evaluator concludes and how founded it is, and how many boards say in full."""
    verdict = judgement.verdict if judgement else ""
    certainty = judge_certainty(verdict, evidence)
    said = words.VERDICTS[verdict]
    example = judgement is not None and judgement.illustrative
    more = [_first_words(CERTAINTIES[certainty])] if certainty else []
    if not boards.empty:
        full, judged = (int(boards[names].sum().sum()) for names in (["full"], JUDGED))
        more.append(
            Text(
                sv=f"Nämnderna: {full} av {judged} helt.",
                en=f"The boards: {full} of {judged} in full.",
            )
        )
    return joined([EXAMPLE, said], by="") if example else said, joined(more)


JUDGED = ["full", "part", "none"]
NOTHING = Text(sv="", en="")
PER_CENT = Text(sv="\u00a0%", en="%")


def _first_words(certainty: Text) -> Text:
    """Take what stands before the colon: Svagt underbyggd."""
    return Text(sv=f"{certainty.sv.split(':')[0]}.", en=f"{certainty.en.split(':')[0]}.")


def _everyone(artefacts: Artefacts) -> Text:
    """Say how known and used the programme is among all staff."""
    table = artefacts.tables.get("tab-ladder")
    if table is None:
        return NOTHING
    shown = table.data[~table.data["hidden"].astype(bool) & table.data["estimate"].notna()]

    def of(language: Language) -> str:
        told = (
            f"{row[f'measure.{language}']} "
            f"{write(row['estimate'], format='percent', language=language)}{PER_CENT[language]}"
            for row in shown.to_dict("records")
        )
        return "; ".join(told)

    return Text(sv=of("sv"), en=of("en"))
