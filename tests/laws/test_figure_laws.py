"""What holds for every figure, whatever its labels and numbers are.

A figure joins by a `Case`: how its rows are made of labels and shares, and how it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

hypothesis = pytest.importorskip("hypothesis", reason="needs requirements-dev.txt")

from hypothesis import Phase, example, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from evaltools.declarations import Text  # noqa: E402
from evaltools.disclosure import Publishable  # noqa: E402
from evaltools.figures import (  # noqa: E402
    Figure,
    draw_answers,
    draw_effects,
    draw_ladder,
    draw_pooled,
    draw_response,
    draw_shares,
    draw_waves,
)
from evaltools.figures.telling import LONGEST  # noqa: E402


@dataclass(frozen=True)
class Row:
    """What is drawn of one thing: a label, a share and an earlier one, and whether it is shown."""

    label: str
    share: float
    before: float
    count: int
    hidden: bool


def publishable(table: pd.DataFrame) -> Publishable:
    """Let a table out."""
    return Publishable(table, "open", Text(sv="regel", en="rule"), synthetic=True)


def shares(rows: list[Row]) -> pd.DataFrame:
    """Make all columns that figures of shares know."""
    table = pd.DataFrame(
        {
            "row": range(len(rows)),
            "row.sv": [row.label for row in rows],
            "row.en": [row.label[::-1] for row in rows],
            "hidden": [row.hidden for row in rows],
        }
    )
    now, then = (np.array([getattr(row, name) for row in rows]) for name in ("share", "before"))
    numbers = {
        "estimate": now, "rate": now, "after": now, "raw": then, "before": then,
        "conf_low": now * 0.9, "after_low": now * 0.9, "before_low": then * 0.9,
        "conf_high": now + (1 - now) / 9, "after_high": now + (1 - now) / 9,
        "before_high": then + (1 - then) / 9, "difference": now - then, "p_adjusted": then,
        "n": [row.count for row in rows], "n_before": [row.count for row in rows],
        "employees": [10 * row.count for row in rows], "rank_low": 1.0, "rank_high": len(rows),
    }  # fmt: skip
    shown = pd.DataFrame(numbers).astype(float).where(~table["hidden"], axis=0)
    return table.join(shown)


def effects(rows: list[Row]) -> pd.DataFrame:
    """Make differences from two reference groups, in the order of the references."""
    table = shares(rows)
    base = ["A" * 40 if place % 2 else "B" for place in range(len(rows))]
    moved = table[["estimate", "conf_low", "conf_high"]] - 0.5
    return table.assign(**moved, **{"base.sv": base, "base.en": base}).sort_values("base.sv")


ANSWERS = ("valid", "valid", "valid", "valid", "valid", "dont_know", "not_applicable", "counted")


def answers(rows: list[Row]) -> pd.DataFrame:
    """Make distributions over five steps; of a hidden row one answer, or all of them, is hidden."""
    lines = []
    for place, row in enumerate(rows):
        rest = 1 - row.share
        parts = [rest * row.before, rest * (1 - row.before) / 2, rest * (1 - row.before) / 2]
        spread = [*parts, row.share * row.before, row.share * (1 - row.before)]
        for at, (kind, share) in enumerate(
            zip(ANSWERS, [*spread, 0.0, 0.05, row.share], strict=True)
        ):
            hidden = row.hidden and (at == 2 or row.count % 2 == 1)
            number = np.nan if hidden else share
            lines.append(
                {"row": place, "row.sv": row.label, "row.en": row.label[::-1], "answer": f"a{at}",
                 "answer.sv": f"Svar {at} {rows[0].label}"[:60], "answer.en": f"Answer {at}",
                 "kind": kind, "counted": at in (3, 4, 7), "estimate": number,
                 "conf_low": number * 0.9, "conf_high": number + (1 - number) / 9,
                 "n": np.nan if hidden else row.count, "hidden": hidden}
            )  # fmt: skip
    return pd.DataFrame(lines)


@dataclass(frozen=True)
class Case:
    """A figure that the laws hold for."""

    name: str
    rows: Callable[[list[Row]], pd.DataFrame]
    draw: Callable[[Publishable], Figure]


WHOLE = publishable(
    pd.DataFrame({"estimate": [0.61], "rate": [0.4], "n": [9], "employees": [99], "hidden": False})
)
TOPIC = Text(sv="Andelar", en="Shares")
CASES = [
    Case("shares", shares, lambda table: draw_shares(table, row="row", sort=True)),
    Case("ladder", shares, lambda table: draw_ladder(table, row="row", topic=TOPIC)),
    Case("waves", shares, lambda table: draw_waves(table, row="row", waves=("2019", "2025"))),
    Case("response", shares, lambda table: draw_response(table, row="row", whole=WHOLE)),
    Case("pooled", shares, lambda table: draw_pooled(table, row="row", whole=WHOLE)),
    Case("effects", effects, lambda table: draw_effects(table, row="row", reference="base")),
    Case("answers", answers, lambda table: draw_answers(table, row="row", topic=TOPIC)),
]

letters = st.characters(categories=["Ll", "Lu", "Nd", "Po"], max_codepoint=0x17F)
words = st.text(letters, min_size=1, max_size=60).map(lambda word: word.strip() or "a")
labels = st.one_of(
    st.lists(words, min_size=1, max_size=12).map(lambda each: " ".join(each)[:300].strip()),
    st.integers(1, 300).map(lambda size: ("våldsförebyggandesamordning" * 12)[:size]),
)
percents = st.integers(0, 100).map(lambda each: each / 100)
a_row = st.builds(Row, labels, percents, percents, st.integers(5, 99_999), st.booleans())
few_rows = st.lists(a_row, min_size=1, max_size=5)
MANY = [
    Row(("Känner till målen " * 9)[: 3 + 5 * at], at / 29, 1 - at / 29, 10**at % 9_973, at % 7 == 3)
    for at in range(30)
]
by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def check_can_be_read(case: Case, rows: list[Row]) -> None:
    """Draw, which refuses text that is clipped, covered, pale or tiny."""
    alt = case.draw(publishable(case.rows(rows))).alt
    assert max(len(alt.sv), len(alt.en)) <= LONGEST


@by_case
@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(rows=few_rows)
@example(rows=MANY)
def test_any_labels_and_numbers_are_drawn_so_that_they_can_be_read(
    case: Case, rows: list[Row]
) -> None:
    check_can_be_read(case, rows)


@pytest.mark.simulation
@by_case
@settings(max_examples=20, deadline=None)
@given(rows=st.lists(a_row, min_size=1, max_size=30))
def test_many_rows_can_be_read(case: Case, rows: list[Row]) -> None:
    check_can_be_read(case, rows)


@by_case
def test_the_same_numbers_give_the_same_bytes(case: Case) -> None:
    rows = [Row("Känner till målen", 0.61, 0.4, 120, hidden=False), Row("Annan", 0.2, 0.3, 9, True)]
    first, second = (case.draw(publishable(case.rows(rows))).svg for _ in range(2))
    assert first == second
