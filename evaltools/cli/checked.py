"""Telling on the terminal what a check has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text as Line

from evaltools.checking import PAGE, within, words
from evaltools.checking.found import gather
from evaltools.errors.speaking import speak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evaltools.checking import Checked, Part
    from evaltools.declarations import Language

STYLES = {"fine": "green", "wrong": "bold red", "waits": "yellow", "absent": "dim"}


def show(checked: Checked, *, language: Language, console: Console) -> None:
    """Write what a check has found: a line per file, then each fault, then the next step."""
    table = Table.grid("", Column(no_wrap=True), "", padding=(0, 2, 0, 0))
    for part in _in_order(checked):
        mark = Line(words.MARKS[part.state][language], style=STYLES[part.state])
        table.add_row(mark, Line(part.path), Line(_what(part, language)))
    console.print(table)
    for part in checked.of("wrong"):
        console.print()
        console.print(Line(part.path, style="bold"), soft_wrap=True)
        for line in _faults(part, language):
            console.print(Line(line), soft_wrap=True)
    console.print()
    console.print(Line(checked.verdict(language)), soft_wrap=True)
    step = words.MEND if checked.faults else words.GO_ON
    command = "`evaltools check`" if checked.faults else "`evaltools run`"
    console.print(Line(step[language].format(command)), soft_wrap=True)
    console.print(Line(words.PAGE_IS_IN[language].format(PAGE)), soft_wrap=True)


def _in_order(checked: Checked) -> list[Part]:
    """Return what is fine first, like files of a folder on one line, and what is wrong last."""
    others = [part for state in ("absent", "waits", "wrong") for part in checked.of(state)]
    return [*gather(checked.of("fine")), *others]


def _what(part: Part, language: Language) -> str:
    """Say what a part is; of several files together also how many there are."""
    together = part.facts if part.path.endswith("/") else ()
    return ": ".join([part.what[language], *(each[language] for each in together)])


def _faults(part: Part, language: Language) -> Iterator[str]:
    for fault in part.faults:
        yield f"- {speak(within(fault, part.path), language=language)}"
