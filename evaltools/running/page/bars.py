"""When each step ran and how long it took: one bar each, by worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from evaltools.declarations import Language
from evaltools.numerals import write_shortest
from evaltools.running.page import words
from evaltools.running.page.shown import ShownRun, ShownStep

LETTER, LONGEST, AFTER = 7, 760, 150
"""Room of a letter, of the longest bar, and of what stands after it, in pixels."""
ROW, BAR, TOP = 22, 14, 26
TICKS = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 21600)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Seconds from the beginning of the run, on the page."""

    begins: int
    longest: float

    def x(self, seconds: float) -> float:
        return self.begins + LONGEST * seconds / self.longest

    def ticks(self) -> list[float]:
        """Choose at most eight round times."""
        step = next((each for each in TICKS if self.longest / each <= 7), TICKS[-1])
        return [step * number for number in range(int(self.longest // step) + 1)]


def draw_bars(run: ShownRun, *, language: Language) -> str:
    """Draw the steps that ran as an SVG.

    Parameters
    ----------
    run : ShownRun
        The run, in which at least one step ran.
    language : {"sv", "en"}
        Language of what it says.

    Returns
    -------
    str
        The element, with title and description.
    """
    ran = sorted((step for step in run.steps if step.ran), key=lambda step: _when(step, run))
    longest = max(step.after(run.began) + (step.seconds or 0) for step in ran)
    axis = _Axis(LETTER * max(len(step.name) for step in ran) + 24, longest or 1)
    rows = _rows(ran, language)
    width, height = axis.begins + LONGEST + AFTER, TOP + ROW * len(rows) + 4
    drawn = "".join(
        _heading(row, y) if isinstance(row, str) else _bar(row, y, run, axis, language)
        for y, row in zip(range(TOP, height, ROW), rows, strict=False)
    )
    return f"""<svg role="img" aria-labelledby="_bars-t _bars-d" viewBox="0 0 {width} {height}"
 width="{width}" height="{height}">
<title id="_bars-t">{words.TIMES_NAME[language]}</title>
<desc id="_bars-d">{escape(_told(ran, run, language))}</desc>
{_grid(axis, height, language)}{drawn}
</svg>"""


def _when(step: ShownStep, run: ShownRun) -> tuple[str, float]:
    return step.worker or "", step.after(run.began)


def _rows(ran: Sequence[ShownStep], language: Language) -> list[str | ShownStep]:
    """List the steps of each worker under its name, where there are several."""
    if len({step.worker for step in ran}) == 1:
        return list(ran)
    rows: list[str | ShownStep] = []
    for worker, steps in groupby(ran, key=lambda step: step.worker or ""):
        rows += [words.WORKER[language].format(worker), *steps]
    return rows


def _heading(worker: str, y: int) -> str:
    return f'<text class="name" x="0" y="{y + 15}">{escape(worker)}</text>'


def _bar(step: ShownStep, y: int, run: ShownRun, axis: _Axis, language: Language) -> str:
    begun, seconds = step.after(run.began), step.seconds or 0
    x = axis.x(begun)
    end = max(axis.x(begun + seconds), x + 1.5)
    failed = f"{words.SYMBOLS['failed']} {words.OUTCOMES['failed'][language]}, "
    took = failed * (step.outcome == "failed") + words.write_seconds(seconds, language=language)
    size = f'width="{end - x:.1f}" height="{BAR}"'
    return f"""
<text x="{axis.begins - 12}" y="{y + 15}" text-anchor="end">{escape(step.name)}</text>
<rect class="bar {step.outcome}" x="{x:.1f}" y="{y + 4}" {size}/>
<text x="{end + 6:.1f}" y="{y + 15}">{escape(took)}</text>"""


def _grid(axis: _Axis, height: int, language: Language) -> str:
    lines = "".join(
        f'<path class="tick" d="M{axis.x(tick):.1f} {TOP - 4}V{height}"/>'
        f'<text x="{axis.x(tick):.1f}" y="14" text-anchor="middle">{_tick(tick, language)}</text>'
        for tick in axis.ticks()
    )
    return f'<g class="axis">{lines}</g>'


def _tick(tick: float, language: Language) -> str:
    if tick >= 120:
        return f"{tick / 60:g} min"
    return f"{write_shortest(tick, language=language)} s"


def _told(ran: Sequence[ShownStep], run: ShownRun, language: Language) -> str:
    """Describe the picture in words, bar by bar."""
    return "; ".join(
        f"{step.name}: {words.write_seconds(step.after(run.began), language=language)} "
        f"+ {words.write_seconds(step.seconds or 0, language=language)}"
        for step in ran
    )
