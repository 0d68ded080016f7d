"""The boards' own verdicts."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes

from evaltools.declarations import Language, Text
from evaltools.disclosure import Publishable
from evaltools.figures.canvas import INK, Figure, label_lines, render_axes


def draw_verdicts(publishable: Publishable) -> Figure:
    """Draw how many bodies judged each goal as met in full, in part or not.

    Parameters
    ----------
    publishable : Publishable
        One row per goal: `goal.sv`, `goal.en`, `full`, `part` and `none` (counts of bodies).

    Returns
    -------
    Figure
        Stacked bars with the counts written in them.
    """
    table = publishable.tidy()

    def draw(axes: Axes, language: Language) -> None:
        label_lines(axes, table[f"goal.{language}"])
        for verdict in VERDICTS:
            _bars(axes, table, verdict)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        names = [f"{mark} {text[language]}" for _, text, mark, _, _ in VERDICTS]
        patches = [mpl.patches.Patch(color=colour) for *_, colour, _ in VERDICTS]
        axes.legend(patches, names, ncols=3, loc="lower left", bbox_to_anchor=(0, 1), frameon=False)

    alt = {language: _alt_verdicts(table, language) for language in ("sv", "en")}
    return render_axes(publishable, draw, alt=Text(**alt), height=0.9 + 0.36 * len(table))


VERDICTS = (
    ("full", Text(sv="uppfylls helt", en="met in full"), "●", "#1b7a4b", "white"),
    ("part", Text(sv="uppfylls delvis", en="met in part"), "◆", "#f2c14e", INK),
    ("none", Text(sv="uppfylls inte", en="not met"), "▲", "#8f1d36", "white"),
)


def _bars(axes: Axes, table: pd.DataFrame, verdict: tuple[str, Text, str, str, str]) -> None:
    name, _, mark, colour, ink = verdict
    names = [each[0] for each in VERDICTS]
    left = table[names[: names.index(name)]].sum(axis=1)
    axes.barh(range(len(table)), table[name], left=left, color=colour, height=0.7, ec="white")
    for place, (start, count) in enumerate(zip(left, table[name], strict=True)):
        if count:
            axes.text(start + count / 2, place, f"{mark} {count}", ha="center", va="center",
                      color=ink, fontsize=8.5)  # fmt: skip


def _alt_verdicts(table: pd.DataFrame, language: Language) -> str:
    told = "; ".join(
        f"{line[f'goal.{language}']}: "
        + ", ".join(f"{line[name]} {text[language]}" for name, text, *_ in VERDICTS)
        for line in table.to_dict("records")
    )
    opening = "Antal nämnder och bolag per bedömning" if language == "sv" else "Bodies by verdict"
    return f"{opening}. {told}."
