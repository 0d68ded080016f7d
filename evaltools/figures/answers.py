"""How the answers to questions with a scale are spread, with the share of the highest."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.errors import Fault, ReportError
from evaltools.figures.canvas import WIDTH, Figure
from evaltools.figures.lettering import text_width
from evaltools.figures.palette import BLUE, GREY, ink_on
from evaltools.figures.rows import (
    ANSWERS,
    EDGE,
    GAP,
    NUMBER,
    SMALL,
    TOP,
    Rows,
    Sheet,
    draw_bar,
    head_height,
    lay_out_rows,
    percent_scale,
    render_rows,
    write_counts,
    write_shares,
)
from evaltools.figures.scale import (
    Step,
    key_height,
    label_of,
    list_apart,
    list_steps,
    total_name,
    write_key,
)
from evaltools.figures.shares import NOTHING
from evaltools.figures.telling import name, tell, tell_hidden
from evaltools.numerals import write_number, write_percent

LABELS = 1.6
"""Inches that a question may take."""
PANEL, NUMBERS = 0.95, 0.26
"""Inches of the panel with intervals, and of the number beside it."""
THICKNESS = 0.185
"""Inches of a bar from top to bottom."""
END = 0.12
"""Inches of the whisker at either end of an interval, from top to bottom."""
TOTAL = {"color": BLUE, "weight": "bold"}
NARROW = 0.38
"""Inches of the narrowest column with an answer that is no step of the scale."""
HIDDEN = Text(sv="redovisas ej: {}", en="not shown: {}")
SPREAD = Text(sv="Andel av svaren, procent", en="Share of the answers, per cent")


@dataclass(frozen=True, slots=True)
class Item:
    """A question: its shares by answer, and the row of the answers that count."""

    label: Text
    n: float
    shares: Mapping[str, float]
    hidden: frozenset[str]
    total: Mapping[Hashable, Any]


def draw_answers(publishable: Publishable, *, row: str, topic: Text) -> Figure:
    """Draw how the answers are spread as bars about the middle of the scale.

    Parameters
    ----------
    publishable : Publishable
        One row per question and answer, as `disclosure.protect_answers` gives it: `<row>`,
        `<row>.sv`, `<row>.en`, `answer`, `answer.sv`, `answer.en`, `kind`, `counted`,
        `estimate`, `conf_low`, `conf_high`, `n`, `hidden`. All questions have the same
        answers, which stand in order from least to most.
    row : str
        What a bar is about: measure.
    topic : Text
        What the questions are about, with which the alternative text begins.

    Returns
    -------
    Figure
        A bar per question, its middle answer centred, the answers that are no steps of the
        scale as numbers beside it, and at the right the share of the answers that count with
        its interval. Answers that are hidden are named below the question.

    Raises
    ------
    ReportError
        If the questions have different answers.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.awareness import measure_answers, name_answers
    >>> from evaltools.codebook import read_codebook
    >>> from evaltools.declarations import Text
    >>> from evaltools.disclosure import protect_answers
    >>> from evaltools.evaluation import DisclosureRules
    >>> from evaltools.examples import small_survey
    >>> from evaltools.figures import draw_answers
    >>> codebook = read_codebook(Path("programme/codebooks/staff_survey_2025.yml"))
    >>> asked = (codebook.measure("cooperation_police"),)
    >>> spread = measure_answers(small_survey(), codebook=codebook, measures=asked)
    >>> shown = (
    ...     protect_answers(spread, rules=DisclosureRules())
    ...     .with_labels("measure", {each.name: each.label for each in asked})
    ...     .with_labels("answer", name_answers(codebook, measures=asked))
    ... )
    >>> figure = draw_answers(
    ...     shown, row="measure", topic=Text(sv="Samverkan", en="Cooperation")
    ... )
    >>> figure.alt["en"].split(".")[0]
    'Cooperation'
    """
    table = publishable.tidy()
    _check_same_answers(table, row)
    steps, apart = list_steps(table), list_apart(table)
    items = list(_list_items(table, row))
    rows: dict[Language, Rows] = {
        "sv": _lay_out(items, [*steps, *apart], "sv"),
        "en": _lay_out(items, [*steps, *apart], "en"),
    }

    def paint(sheet: Sheet) -> None:
        right = _write_numbers(sheet, items, apart)
        right = _draw_totals(sheet, items, steps, right=right)
        _draw_bars(sheet, items, steps, right=right - GAP)
        write_key(sheet, steps, top=TOP if publishable.synthetic else EDGE)

    head = max(_head_height(steps, apart, each) for each in ("sv", "en"))
    alt = Text(
        sv=_tell_answers(items, steps, topic, "sv"), en=_tell_answers(items, steps, topic, "en")
    )
    return render_rows(publishable, paint, rows=rows, head=head, alt=alt, foot=0.25)


def _check_same_answers(table: pd.DataFrame, row: str) -> None:
    scales = {tuple(each["answer"]) for _, each in table.groupby(row, sort=False)}
    if len(scales) > 1:
        problem = f"the questions have {len(scales)} different sets of answers."
        raise ReportError(Fault("figure", problem, "Draw questions with other answers apart."))


def _list_items(table: pd.DataFrame, row: str) -> Iterator[Item]:
    for _, lines in table.groupby(row, sort=False):
        answers = lines[lines["kind"] != "counted"]
        total = lines[lines["kind"] == "counted"].iloc[0].to_dict()
        yield Item(
            label=label_of(lines.iloc[0].to_dict(), row),
            n=lines.loc[lines["kind"] != "not_applicable", "n"].max(),
            shares=dict(zip(answers["answer"], answers["estimate"], strict=True)),
            hidden=frozenset(answers.loc[answers["hidden"], "answer"]),
            total=total,
        )


def _lay_out(items: Sequence[Item], answers: Sequence[Step], language: Language) -> Rows:
    return lay_out_rows(
        [each.label[language] for each in items],
        notes=[_note(each, answers, language) for each in items],
        width=LABELS,
    )


def _note(item: Item, answers: Sequence[Step], language: Language) -> str:
    """Name the answers that are hidden, unless the whole row is."""
    names = [each.label[language] for each in answers if each.answer in item.hidden]
    if not names or _is_silent(item):
        return ""
    return HIDDEN[language].format(", ".join(names))


def _is_silent(item: Item) -> bool:
    return bool(item.total["hidden"]) and len(item.hidden) == len(item.shares)


def _write_numbers(sheet: Sheet, items: Sequence[Item], apart: Sequence[Step]) -> float:
    """Write n and the answers that are no steps; return where they begin."""
    counts = write_counts([each.n for each in items], language=sheet.language)
    right = sheet.add_column(WIDTH - EDGE, counts, head=ANSWERS)
    for step in reversed(apart):
        shares = [each.shares[step.answer] for each in items]
        cells = write_shares(shares, language=sheet.language)
        right = sheet.add_column(right, cells, head=step.label[sheet.language], least=NARROW)
    return right


def _draw_totals(
    sheet: Sheet, items: Sequence[Item], steps: Sequence[Step], *, right: float
) -> float:
    """Draw the share of the answers that count with its interval; return where it begins."""
    left = right - NUMBERS - PANEL
    axes = sheet.panel(left, PANEL)
    percent_scale(axes, sheet.language)
    for at, item in enumerate(items):
        if not item.total["hidden"]:
            _draw_total(axes, item.total, sheet.rows.middles[at])
    totals = write_shares([each.total["estimate"] for each in items], language=sheet.language)
    for at, text in enumerate(totals):
        sheet.write(right, sheet.middle(at), text, ha="right", fontsize=NUMBER, **TOTAL)
    sheet.head(left, total_name(steps)[sheet.language], width=PANEL + NUMBERS, ha="left")
    return left - 2 * GAP


def _draw_total(axes: Axes, total: Mapping[Hashable, Any], y: float) -> None:
    axes.hlines(y, total["conf_low"], total["conf_high"], color=BLUE, lw=1.2)
    for end in (total["conf_low"], total["conf_high"]):
        axes.vlines(end, y - END / 2, y + END / 2, color=BLUE, lw=1.2)
    axes.plot(total["estimate"], y, "o", color=BLUE, ms=3.2, clip_on=False)


def _draw_bars(sheet: Sheet, items: Sequence[Item], steps: Sequence[Step], *, right: float) -> None:
    axes = sheet.panel(sheet.left, right - sheet.left)
    shown = [_extents(each, steps) for each in items if not _is_silent(each)]
    low = min([-0.05, *(start for start, _ in shown)])
    high = max([0.05, *(end for _, end in shown)])
    axes.set_xlim(low, high)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=GREY, lw=0.6, zorder=0.5)
    inch = (right - sheet.left) / (high - low)
    for at, item in enumerate(items):
        if _is_silent(item):
            sheet.say_hidden(at, sheet.left + EDGE)
        else:
            _draw_bar(sheet, axes, at, item, steps, inch=inch)
    sheet.head(sheet.left, SPREAD[sheet.language], width=right - sheet.left, ha="left")


def _extents(item: Item, steps: Sequence[Step]) -> tuple[float, float]:
    """Return how far a bar reaches to either side of the middle of the scale."""
    shares = [_known(item.shares[each.answer]) for each in steps]
    side = len(steps) // 2
    middle = shares[side] / 2 if len(steps) % 2 else 0.0
    return -(sum(shares[:side]) + middle), middle + sum(shares[-side:] if side else [])


def _known(share: float) -> float:
    return 0.0 if pd.isna(share) else float(share)


def _draw_bar(
    sheet: Sheet, axes: Axes, at: int, item: Item, steps: Sequence[Step], *, inch: float
) -> None:
    left, y = _extents(item, steps)[0], sheet.rows.middles[at]
    for step in steps:
        share = _known(item.shares[step.answer])
        draw_bar(
            axes, left, left + share, y, thickness=THICKNESS, fc=step.colour, ec="white", lw=0.6
        )
        text = write_percent(share, language=sheet.language)
        if text_width(text, size=SMALL) + 0.04 <= share * inch:
            axes.text(
                left + share / 2, y, text, ha="center", va="center", fontsize=SMALL,
                color=ink_on(step.colour),
            )  # fmt: skip
        left += share


def _head_height(steps: Sequence[Step], apart: Sequence[Step], language: Language) -> float:
    """Return the height of the key and of the highest head of a column below it."""
    heads = [each.label[language] for each in apart]
    return key_height(steps, language) + max(0.33, head_height(heads, least=NARROW))


def _tell_answers(
    items: Sequence[Item], steps: Sequence[Step], topic: Text, language: Language
) -> str:
    shown = [each for each in items if not each.total["hidden"]]
    told = [_tell_item(each, language) for each in shown]
    partly = [each for each in items if each.hidden and not _is_silent(each)]
    messages = [
        f"{topic[language]}.",
        _tell_ends(shown, total_name(steps), language),
        tell_hidden(sum(map(_is_silent, items)), len(items), language=language),
        _tell_partly(len(partly), language),
    ]
    return tell(messages, told, language=language)


def _tell_item(item: Item, language: Language) -> str:
    low, high = (
        write_percent(item.total[each], language=language) for each in ("conf_low", "conf_high")
    )
    share = write_percent(item.total["estimate"], language=language)
    count = write_number(item.n, language=language)
    return f"{name(item.label[language])}: {share} ({low}–{high}), n {count}"


def _tell_ends(shown: Sequence[Item], total: Text, language: Language) -> str:
    if not shown:
        return NOTHING[language]
    ends = [pick(shown, key=lambda each: each.total["estimate"]) for pick in (max, min)]
    told = [
        part
        for each in ends
        for part in (
            write_percent(each.total["estimate"], language=language),
            name(each.label[language]),
        )
    ]
    words = Text(
        sv="{}: högst {} procent ({}), lägst {} procent ({}).",
        en="{}: highest {} per cent ({}), lowest {} per cent ({}).",
    )
    return words[language].format(total[language], *told)


def _tell_partly(count: int, language: Language) -> str:
    if not count:
        return ""
    words = Text(
        sv=f"I {count} {'rad' if count == 1 else 'rader'} redovisas ej enstaka svar.",
        en=f"In {count} {'row' if count == 1 else 'rows'} single answers are not shown.",
    )
    return words[language]
