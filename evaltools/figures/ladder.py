"""A ladder: steps that fewer and fewer take."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import WIDTH, Figure
from evaltools.figures.palette import INK, LIGHT, STEPS, shade
from evaltools.figures.rows import (
    ANSWERS,
    EDGE,
    Sheet,
    draw_bar,
    percent_scale,
    render_rows,
    rows_of,
    write_counts,
)
from evaltools.figures.shares import ROOM, TICKS, tell_extremes, tell_share, write_beside
from evaltools.figures.telling import tell, tell_hidden
from evaltools.numerals import write_percent

THICKNESS, REACH = 0.2, 0.08
"""Inches of a step, and of the whisker at its end, from top to bottom."""


def draw_ladder(publishable: Publishable, *, row: str, topic: Text) -> Figure:
    """Draw shares as the steps of a ladder, from the one that most take.

    Parameters
    ----------
    publishable : Publishable
        Columns `<row>.sv`, `<row>.en`, `estimate`, `conf_low`, `conf_high`, `n`, `hidden`; the
        steps in order.
    row : str
        What a step is: measure.
    topic : Text
        What the shares are of, with which the alternative text begins.

    Returns
    -------
    Figure
        A bar per step with its interval; what lies in grey behind it is the difference from the
        step above. Steps that are hidden keep their line and say so.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.declarations import Text
    >>> from evaltools.disclosure import protect_estimates
    >>> from evaltools.estimates import published_shares
    >>> from evaltools.evaluation import DisclosureRules
    >>> from evaltools.figures import draw_ladder
    >>> from evaltools.survey import Universe
    >>> shares = pd.DataFrame(
    ...     {"measure": ["heard", "use"], "share": [0.64, 0.48], "n": [120, 120]}
    ... )
    >>> names = {
    ...     "heard": Text(sv="Har hört", en="Have heard"),
    ...     "use": Text(sv="Använder", en="Use"),
    ... }
    >>> estimates = published_shares(
    ...     shares, sensitivity="open", universe=Universe("2019"), synthetic=True
    ... )
    >>> known = protect_estimates(estimates, rules=DisclosureRules()).with_labels(
    ...     "measure", names
    ... )
    >>> figure = draw_ladder(
    ...     known, row="measure", topic=Text(sv="Kännedom", en="Awareness")
    ... )
    >>> figure.alt["en"]
    'Awareness: highest 64 per cent (1. Have heard), lowest 48 per cent (2. Use). The
    fall is largest to step 2: 16 percentage points. 1. Have heard: 64 (55–72), n 120;
    2. Use: 48 (39–57), n 120.'
    """
    table = publishable.tidy()
    numbered = table.assign(
        **{
            f"{row}.{each}": [
                f"{at}. {label}" for at, label in enumerate(table[f"{row}.{each}"], 1)
            ]
            for each in ("sv", "en")
        }
    )

    def paint(sheet: Sheet) -> None:
        counts = write_counts(table["n"], language=sheet.language)
        right = sheet.add_column(WIDTH - EDGE, counts, head=ANSWERS, least=0.5) - ROOM
        axes = sheet.panel(sheet.left, right - sheet.left)
        percent_scale(axes, sheet.language, ticks=TICKS)
        colours = shade(STEPS, max(len(table), 2))
        before = [None, *table["estimate"]]
        for at, line in enumerate(table.to_dict("records")):
            _draw_step(sheet, axes, at, line, before=before[at], colour=colours[at])

    alt = Text(
        sv=_tell_ladder(numbered, row, topic, "sv"), en=_tell_ladder(numbered, row, topic, "en")
    )
    return render_rows(publishable, paint, rows=rows_of(numbered, row), head=0.2, alt=alt)


def _draw_step(
    sheet: Sheet,
    axes: Axes,
    at: int,
    line: Mapping[Hashable, Any],
    *,
    before: float | None,
    colour: str,
) -> None:
    if line["hidden"]:
        sheet.say_hidden(at, sheet.left + EDGE)
        return
    share, y = line["estimate"], sheet.rows.middles[at]
    if before is not None and before > share:
        draw_bar(axes, share, before, y, thickness=THICKNESS, facecolor=LIGHT)
    draw_bar(axes, 0, share, y, thickness=THICKNESS, facecolor=colour)
    axes.hlines(y, line["conf_low"], line["conf_high"], color=INK, lw=1.1)
    for end in (line["conf_low"], line["conf_high"]):
        axes.vlines(end, y - REACH / 2, y + REACH / 2, color=INK, lw=1.1)
    right = max(line["conf_high"], share, before or 0)
    write_beside(axes, right, y, write_percent(share, language=sheet.language))


def _tell_ladder(table: pd.DataFrame, row: str, topic: Text, language: Language) -> str:
    shown, hidden = table[~table["hidden"]], int(table["hidden"].sum())
    told = [tell_share(line, row, language) for line in shown.to_dict("records")]
    messages = [
        tell_extremes(shown, row, topic, language),
        _tell_fall(table, row, language),
        tell_hidden(hidden, len(table), language=language),
    ]
    return tell(messages, told if len(told) > 1 else [], language=language)


def _tell_fall(table: pd.DataFrame, row: str, language: Language) -> str:
    """Say to which step the share falls most from the step above, of those with both shown."""
    falls = [
        (one["estimate"] - two["estimate"], two)
        for one, two in pairwise(table.to_dict("records"))
        if not one["hidden"] and not two["hidden"]
    ]
    if not falls or max(fall for fall, _ in falls) <= 0:
        return ""
    fall, step = max(falls, key=lambda each: each[0])
    words = Text(
        sv="Störst är fallet till steg {}: {} procentenheter.",
        en="The fall is largest to step {}: {} percentage points.",
    )
    number = str(step[f"{row}.{language}"]).partition(".")[0]
    return words[language].format(number, write_percent(fall, language=language))
