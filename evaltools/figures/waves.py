"""Shares of two waves, and the change from one to the other."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import WIDTH, Figure
from evaltools.figures.lettering import block_height, text_width
from evaltools.figures.palette import BLUE, GREY, OCHRE
from evaltools.figures.rows import (
    ANSWERS,
    BASE,
    EDGE,
    GAP,
    NUMBER,
    SMALL,
    Sheet,
    draw_band,
    head_height,
    percent_scale,
    render_rows,
    rows_of,
    write_counts,
)
from evaltools.figures.shares import NOTHING
from evaltools.figures.telling import name, tell, tell_hidden
from evaltools.numerals import write_percent

ALARM = 0.05
"""A difference whose adjusted p-value is below this gets a star."""
ROOM = 0.26
"""Inches to either side of the scale, for the numbers."""
LABELS, NARROW = 1.4, 0.6
"""Inches that a label may take, and that the numbers of answers take at least."""
TWO_LINES = block_height(2, size=SMALL) + GAP
"""Inches of the names of the waves, one above the other."""
DIFFERENCE = Text(sv="Skillnad (intervall)", en="Difference (interval)")
MARKS = {"before": ("s", "white", OCHRE), "after": ("o", BLUE, BLUE)}


def draw_waves(publishable: Publishable, *, row: str, waves: tuple[str, str]) -> Figure:
    """Draw two waves as points joined by a line, one line per row.

    Parameters
    ----------
    publishable : Publishable
        Columns `<row>.sv`, `<row>.en`, `before`, `after`, `difference`, `conf_low`,
        `conf_high` and `p_adjusted` (of the difference), `n_before`, `n` and `hidden`, as
        `disclosure.protect_waves` gives it; where they are there, the intervals of either wave
        in `before_low`, `before_high`, `after_low` and `after_high`.
    row : str
        What a line is about: measure or body.
    waves : tuple of str
        What the earlier and the later wave are called.

    Returns
    -------
    Figure
        The difference stands at the right, with a star where its adjusted p-value is below 0.05.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.declarations import Text
    >>> from evaltools.disclosure import protect_waves
    >>> from evaltools.estimates import published_shares
    >>> from evaltools.evaluation import DisclosureRules
    >>> from evaltools.figures import draw_waves
    >>> from evaltools.survey import Universe
    >>> then, now = (
    ...     published_shares(
    ...         pd.DataFrame({"measure": ["heard"], "share": [share], "n": [n]}),
    ...         sensitivity="open",
    ...         universe=Universe(wave),
    ...         synthetic=True,
    ...     )
    ...     for wave, share, n in (("2019", 0.53, 900), ("2025", 0.63, 1100))
    ... )
    >>> beside = protect_waves(now, before=then, rules=DisclosureRules()).with_labels(
    ...     "measure", {"heard": Text(sv="Har hört", en="Have heard")}
    ... )
    >>> draw_waves(beside, row="measure", waves=("2019", "2025")).alt["en"]
    'Shares in per cent in 2019 and 2025. 1 rows: 1 rose and 0 fell significantly. The
    difference is largest in Have heard: +10. Have heard from 53 to 63, difference +10*
    (+5 to +15).'
    """
    table = publishable.tidy()

    def paint(sheet: Sheet) -> None:
        right = _write_columns(sheet, table, waves)
        axes = sheet.panel(sheet.left + ROOM, right - ROOM - sheet.left - ROOM)
        percent_scale(axes, sheet.language)
        for at, line in enumerate(table.to_dict("records")):
            _draw_pair(sheet, axes, at, line)
        _name_waves(sheet, axes, table[~table["hidden"]], waves)

    alt = Text(sv=_tell_waves(table, row, waves, "sv"), en=_tell_waves(table, row, waves, "en"))
    rows = rows_of(table, row, width=LABELS)
    heads = [_head(waves, each) for each in ("sv", "en")]
    head = max(TWO_LINES, head_height(heads, least=NARROW))
    return render_rows(publishable, paint, rows=rows, head=head, alt=alt)


def _write_columns(sheet: Sheet, table: pd.DataFrame, waves: tuple[str, str]) -> float:
    """Write the difference and the numbers of answers; return where they begin."""
    both = [write_counts(table[column], language=sheet.language) for column in ("n_before", "n")]
    counts = [" / ".join(filter(None, pair)) for pair in zip(*both, strict=True)]
    head = _head(waves, sheet.language)
    right = sheet.add_column(WIDTH - EDGE, counts, head=head, least=NARROW)
    cells = [_difference(line, sheet.language) for line in table.to_dict("records")]
    return sheet.add_column(right, cells, head=DIFFERENCE, least=0.7, fontsize=NUMBER)


def _head(waves: tuple[str, str], language: Language) -> str:
    return f"{ANSWERS[language]} {' / '.join(waves)}"


def _difference(line: Mapping[Hashable, Any], language: Language) -> str:
    if line["hidden"]:
        return ""
    points, low, high = (
        _signed(line[each], language) for each in ("difference", "conf_low", "conf_high")
    )
    star = "*" if line["p_adjusted"] < ALARM else ""
    to = {"sv": "till", "en": "to"}[language]
    return f"{points}{star} ({low} {to} {high})"


def _signed(points: float, language: Language) -> str:
    sign = "+" if round(points, 4) > 0 else ""
    return sign + write_percent(points, language=language)


def _draw_pair(sheet: Sheet, axes: Axes, at: int, line: Mapping[Hashable, Any]) -> None:
    if line["hidden"]:
        sheet.say_hidden(at, sheet.left + ROOM + EDGE)
        return
    y = sheet.rows.middles[at]
    axes.hlines(y, *sorted((line["before"], line["after"])), color=GREY, lw=1.2)
    for wave, (marker, face, colour) in MARKS.items():
        low, high = _limits(line, wave)
        draw_band(axes, low, high, y, colour=colour)
        axes.plot(line[wave], y, marker, color=face, mec=colour, mew=1.4, ms=5.5, clip_on=False)
    for wave, side in _sides(line).items():
        place = (min if side < 0 else max)(*_limits(line, "before"), *_limits(line, "after"))
        axes.annotate(
            write_percent(line[wave], language=sheet.language), (place, y), xytext=(6 * side, 0),
            textcoords="offset points", ha="right" if side < 0 else "left", va="center",
            fontsize=NUMBER, color=MARKS[wave][2], annotation_clip=False,
        )  # fmt: skip


def _limits(line: Mapping[Hashable, Any], wave: str) -> tuple[float, float]:
    return (line.get(f"{wave}_low", line[wave]), line.get(f"{wave}_high", line[wave]))


def _sides(line: Mapping[Hashable, Any]) -> dict[str, int]:
    """Put each number on the outer side of its point, so that no two can meet."""
    rises = line["after"] >= line["before"]
    return {"before": -1 if rises else 1, "after": 1 if rises else -1}


def _name_waves(sheet: Sheet, axes: Axes, shown: pd.DataFrame, waves: tuple[str, str]) -> None:
    """Name the waves above the points of the first row that is shown, one above the other."""
    if shown.empty:
        return
    places = [_place(axes, shown[each].iloc[0]) for each in MARKS]
    widths = [text_width(each, size=SMALL, bold=True) for each in waves]
    right = _place(axes, 1) + ROOM
    middles = [
        min(max(place, EDGE + width / 2), right - width / 2)
        for place, width in zip(places, widths, strict=True)
    ]
    meet = abs(middles[0] - middles[1]) < sum(widths) / 2 + EDGE
    for at, (middle, (*_, colour)) in enumerate(zip(middles, MARKS.values(), strict=True)):
        y = sheet.top - BASE - (block_height(1, size=SMALL) if meet and not at else 0)
        sheet.write(middle, y, waves[at], ha="center", va="baseline", color=colour, weight="bold")


def _place(axes: Axes, share: float) -> float:
    """Return how far from the left edge of the figure a share is drawn, in inches."""
    panel = axes.get_position()
    return float(WIDTH * (panel.x0 + panel.width * share))


def _tell_waves(table: pd.DataFrame, row: str, waves: tuple[str, str], language: Language) -> str:
    shown, hidden = table[~table["hidden"]], int(table["hidden"].sum())
    words = Text(sv="{} från {} till {}, skillnad {}", en="{} from {} to {}, difference {}")
    told = [
        words[language].format(
            name(line[f"{row}.{language}"]),
            *(write_percent(line[each], language=language) for each in ("before", "after")),
            _difference(line, language),
        )
        for line in shown.to_dict("records")
    ]
    messages = [
        _tell_change(shown, row, waves, language),
        tell_hidden(hidden, len(table), language=language),
    ]
    return tell(messages, told, language=language)


def _tell_change(shown: pd.DataFrame, row: str, waves: tuple[str, str], language: Language) -> str:
    """Say how many rows changed for certain, and which one most."""
    if shown.empty:
        return NOTHING[language]
    sure = shown[shown["p_adjusted"] < ALARM]
    counts = [len(shown), int((sure["difference"] > 0).sum()), int((sure["difference"] < 0).sum())]
    words = Text(
        sv="Andelar i procent {} och {}. {} rader: {} har ökat och {} minskat statistiskt "
        "säkerställt.",
        en="Shares in per cent in {} and {}. {} rows: {} rose and {} fell significantly.",
    )
    message = words[language].format(*waves, *counts)
    most = shown.sort_values("difference", key=abs, kind="stable").to_dict("records")[-1]
    largest = Text(sv="Störst är skillnaden i {}: {}.", en="The difference is largest in {}: {}.")
    told = (name(str(most[f"{row}.{language}"])), _signed(most["difference"], language))
    return f"{message} {largest[language].format(*told)}"
