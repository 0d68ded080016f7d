"""Whatever the labels and however many the rows: no text leaves a figure or covers another."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle, islice, pairwise
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

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
from evaltools.figures.chain import LOOKS as STRENGTHS
from evaltools.figures.chain import STEPS
from evaltools.figures.goal_status import STATUSES
from evaltools.figures.panel_drawing import spread
from evaltools.figures.stances import LOOKS

LABELS = st.text("abcdefghijåäöWMil ABC-/.", min_size=1, max_size=300)


def rows_of(most: int, *, least: int = 1) -> st.SearchStrategy[list[str]]:
    """Give rows labels, of which a few are repeated: measuring letters takes the time."""
    labels = st.lists(LABELS, min_size=1, max_size=2)
    count = st.sampled_from([least, most])
    return st.builds(lambda few, number: [*islice(cycle(few), number)], labels, count)


few = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
"""Long labels take their time to draw, and longer to draw again and again, shorter each time."""


def open_table(table: pd.DataFrame) -> Publishable:
    return Publishable(table.assign(hidden=False), "open", Text(sv="regel", en="rule"), True)


def draws(draw: Callable[..., Figure], *args: Any, **kwargs: Any) -> None:
    """Draw in both languages: `inspection.inspect` refuses what cannot be read."""
    assert draw(*args, **kwargs).alt.sv


def named(name: str, text: str) -> dict[str, str]:
    return {f"{name}.sv": text, f"{name}.en": text}


@few
@given(rows_of(9), rows_of(2),
       st.booleans(), st.floats(-1e5, 1e5))  # fmt: skip
def test_series_keep_their_texts(
    titles: list[str], lines: list[str], aimed: bool, value: float
) -> None:
    rows = [
        {**named("panel", f"{number} {title}"), **named("line", f"{place} {line}"),
         **named("unit", "%"), "unit": "%", "target": 4.0 if aimed else None, "year": year,
         "at": float(year), "step": 1.0,
         "value": value + year * (place + 1) - 2000, "denominator": 1234.0, "segment": year > 2020}
        for number, title in enumerate(titles)
        for place, line in enumerate(lines)
        for year in (2015, 2016, 2019, 2022)
    ]  # fmt: skip
    table = pd.DataFrame(rows).astype({"segment": int, "target": float})
    draws(draw_series, open_table(table), period=(2021, 2025))


@few
@given(rows_of(26), rows_of(9))
def test_the_matrix_keeps_its_texts(bodies: list[str], goals: list[str]) -> None:
    verdict = cycle(STATUSES)
    rows = [
        {"number": f"{place}", **named("goal", goal), **named("body", f"{number} {body}"),
         "verdict": next(verdict)}
        for number, body in enumerate(bodies)
        for place, goal in enumerate(goals)
    ]  # fmt: skip
    draws(draw_goal_status, open_table(pd.DataFrame(rows)))


@few
@given(rows_of(60), rows_of(4))
def test_stances_keep_their_texts(bodies: list[str], kinds: list[str]) -> None:
    stance, kind = cycle(LOOKS), cycle(kinds)
    rows = [
        {"kind": "board", **named("kind", next(kind)), **named("body", body), "stance": each,
         **named("stance", each)}
        for body, each in zip(bodies, stance, strict=False)
    ]  # fmt: skip
    draws(draw_stances, open_table(pd.DataFrame(rows)))


@few
@given(rows_of(6, least=5), LABELS, LABELS)
def test_the_chain_keeps_its_texts(goals: list[str], head: str, said: str) -> None:
    strength = cycle(STRENGTHS)
    rows = [
        {"number": "1", **named("name", goal), **named("everyone", said)}
        | {key: text for step in STEPS for key, text in
           (named(step, head) | named(f"{step}_more", said) | named(f"to_{step}", said)).items()}
        | {f"to_{step}": next(strength) for step in STEPS}
        for goal in goals
    ]  # fmt: skip
    draws(draw_chain, open_table(pd.DataFrame(rows)))


@few
@given(LABELS, rows_of(8), st.booleans(),
       st.floats(-1000, 1000))  # fmt: skip
def test_specifications_keep_their_texts(
    title: str, methods: list[str], is_ratio: bool, start: float
) -> None:
    table = pd.DataFrame(
        {**named("panel", title), "change": start + place, "conf_low": start - place,
         "conf_high": start + 2 * place, "is_main": place == 0, "is_ratio": is_ratio,
         **named("method", method), **named("periods", "alla år"), **named("areas", method[::-1])}
        for place, method in enumerate(methods)
    )  # fmt: skip
    draws(draw_specifications, open_table(table))


@few
@given(rows_of(12), st.integers(0, 5000), st.integers(0, 30))
def test_verdicts_keep_their_texts(goals: list[str], full: int, part: int) -> None:
    table = pd.DataFrame([named("goal", goal) for goal in goals])
    counted = table.assign(full=full, part=part, none=range(len(goals)))
    draws(draw_verdicts, open_table(counted))


@given(st.lists(st.tuples(st.floats(-1, 3), st.floats(0.05, 0.2)), min_size=1, max_size=10))
def test_labels_are_apart_and_within_their_room(labels: list[tuple[float, float]]) -> None:
    wanted, heights = zip(*labels, strict=True)
    room = sum(heights) + 0.3
    placed = sorted(zip(spread(wanted, heights, room), heights, strict=True))
    assert placed[0][0] - placed[0][1] / 2 >= -1e-9
    assert placed[-1][0] + placed[-1][1] / 2 <= room + 1e-9
    assert all(
        one + high / 2 <= other - next_high / 2 + 1e-9
        for (one, high), (other, next_high) in pairwise(placed)
    )
