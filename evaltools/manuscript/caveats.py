"""The log of assumptions and caveats: what evaluators declare, and what the results say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import Field

from evaltools.artefacts import Artefacts, Captioned
from evaltools.declarations import Declared, Text, in_both, read_declaration

CAVEATS = "caveats.yml"
COLUMNS = ["number", "caveat.sv", "caveat.en", "handled.sv", "handled.en", "cites"]
Cited = Annotated[str, Field(pattern=r"^(fig|tab)-[a-z0-9-]+$")]


class Caveat(Declared):
    """Something that the evaluation assumes, or that limits what it can say.

    Attributes
    ----------
    caveat : Text
        What is assumed or lacking.
    handled : Text
        What was done about it, or what a reader should do.
    cites : tuple of str
        Figures and tables that it bears on.
    """

    caveat: Text
    handled: Text
    cites: tuple[Cited, ...] = ()


class Caveats(Declared):
    """The content of caveats.yml.

    Attributes
    ----------
    caveats : tuple of Caveat
        What is assumed, and what limits what can be said, in the order of the annex.
    """

    caveats: tuple[Caveat, ...]


def read_caveats(manuscript: Path) -> tuple[Caveat, ...]:
    """Read the assumptions and caveats that evaluators declare.

    Parameters
    ----------
    manuscript : pathlib.Path
        The folder with the text; `caveats.yml` stands in it where there are any.

    Returns
    -------
    tuple of Caveat
        In the order of the file; none where there is no file.

    Raises
    ------
    ConfigurationError
        If the file does not fit.
    """
    path = manuscript / CAVEATS
    return read_declaration(path, Caveats).caveats if path.exists() else ()


def list_caveats(
    declared: Iterable[Caveat], *, artefacts: Artefacts, shown: Iterable[str]
) -> pd.DataFrame:
    """List all assumptions and caveats: those declared, then those that the results carry.

    Parameters
    ----------
    declared : iterable of Caveat
        What evaluators declare.
    artefacts : Artefacts
        The results; their notes, what is hidden in them and what is synthetic are caveats.
    shown : iterable of str
        Ids of the figures and tables that the text shows; others are not spoken of.

    Returns
    -------
    pandas.DataFrame
        One row per caveat: `number` (from 1), `caveat` and `handled` in both languages, and
        `cites`, the figures and tables that it bears on.
    """
    captioned = [artefacts.captioned(each) for each in shown]
    every = [*declared, *_synthetic(captioned), *_hidden(captioned), *_notes(captioned)]
    return pd.DataFrame(
        [
            {
                "number": float(number),
                **in_both("caveat", each.caveat),
                **in_both("handled", each.handled),
                "cites": " ".join(each.cites),
            }
            for number, each in enumerate(every, start=1)
        ],
        columns=COLUMNS,
    )


def _synthetic(captioned: list[Captioned]) -> Iterator[Caveat]:
    invented = sum(each.synthetic for each in captioned)
    if invented:
        every = len(captioned)
        yield Caveat(
            caveat=Text(
                sv=f"{invented} av {every} figurer och tabeller bygger på påhittade uppgifter.",
                en=f"{invented} of {every} figures and tables are made from invented data.",
            ),
            handled=Text(sv="De är märkta var för sig.", en="Each of them is marked."),
        )


def _hidden(captioned: list[Captioned]) -> Iterator[Caveat]:
    tables = [each for each in captioned if each.id.startswith("tab-")]
    silent = [each for each in tables if each.disclosure.hidden]
    if silent:
        rows, some, every = sum(each.disclosure.hidden for each in silent), len(silent), len(tables)
        yield Caveat(
            caveat=Text(
                sv=f"{rows} rader i {some} av {every} tabeller redovisas inte, för att skydda "
                "personer.",
                en=f"{rows} rows in {some} of {every} tables are not shown, to protect persons.",
            ),
            handled=Text(
                sv="Regeln står under varje tabell.",
                en="The rule is below each table.",
            ),
            cites=tuple(each.id for each in silent),
        )


def _notes(captioned: list[Captioned]) -> Iterator[Caveat]:
    """Yield each note of the results once, with all that bear it."""
    notes: dict[Text, list[str]] = {}
    for each in captioned:
        if each.note:
            notes.setdefault(each.note, []).append(each.id)
    for note, ids in notes.items():
        yield Caveat(caveat=note, handled=NOTHING_DONE, cites=tuple(ids))


NOTHING_DONE = Text(sv="", en="")
