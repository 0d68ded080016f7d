"""Sentences about one body, made of cells of published tables and of what is declared of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from evaltools.artefacts import Artefacts, save_value
from evaltools.declarations import Text, in_both
from evaltools.disclosure import publish_facts
from evaltools.programme import Body, Programme
from evaltools.synthesis.bodies import words
from evaltools.synthesis.bodies.cells import Row, first, is_synthetic, numeral, pair, rows_of
from evaltools.synthesis.bodies.sources import (
    ACTIVITIES,
    REGISTER,
    RESPONSE,
    SHARES,
    USED,
    WAVES,
)
from evaltools.synthesis.reported import STATES
from evaltools.synthesis.words import joined, listed, named, sentence

Waves = tuple[tuple[str, date], ...]
"""Name and day of the wave that is evaluated, after the earlier one; none without a survey."""


def describe_body(
    artefacts: Artefacts,
    *,
    body: Body,
    programme: Programme,
    forerunners: Sequence[Body],
    waves: Waves,
) -> dict[str, Text]:
    """Say in words what a factsheet says of a body outside its tables.

    Parameters
    ----------
    artefacts : Artefacts
        The results.
    body : Body
        The body.
    programme : Programme
        Its duties.
    forerunners : sequence of Body
        The bodies that have ceased and went into it.
    waves : tuple of pairs of str and datetime.date
        Name and day of the wave that is evaluated, after the earlier one where there is one;
        none where no survey is part of the evaluation.

    Returns
    -------
    dict of str to Text
        By the name under which the manuscript cites it: `body`, `kind`, `role`, `duties`,
        `activities`, `consultation`, `before`, `hidden`. Each is there for every body: one of
        whom nothing is known says so.
    """
    return {
        "body": body.name,
        "kind": words.KINDS[body.kind],
        "role": _role(body),
        "duties": _duties(body, programme),
        "activities": _activities(artefacts, body),
        "consultation": _consultation(artefacts, body),
        "before": _before(artefacts, body, waves[:-1], forerunners),
        "hidden": _hidden(artefacts, body, waves),
    }


def save_sentences(
    sentences: dict[str, Text], *, artefacts: Artefacts, folder: Path, producer: str
) -> None:
    """Save sentences as values that the manuscript of the factsheet can cite.

    Parameters
    ----------
    sentences : dict of str to Text
        The sentences by name.
    artefacts : Artefacts
        The results that they are made of.
    folder : pathlib.Path
        Folder of the sheet's artefacts.
    producer : str
        The step.
    """
    synthetic = is_synthetic(artefacts, USED)
    for name, text in sentences.items():
        row = pd.DataFrame([in_both("said", text)])
        save_value(
            publish_facts(row, about=words.ABOUT, synthetic=synthetic),
            column="said",
            format="text",
            folder=folder,
            name=name,
            producer=producer,
        )


def _role(body: Body) -> Text:
    role = words.ROLES[body.role.value]
    return joined([role, words.EXAMPLE]) if body.role.illustrative else role


def _duties(body: Body, programme: Programme) -> Text:
    """Join the duties that a body alone has, or else those that all have."""
    own = [each.text for each in programme.duties if body.id in each.bodies]
    return joined(own or [each.text for each in programme.duties if not each.bodies]
                  or [words.NO_DUTY])  # fmt: skip


def _activities(artefacts: Artefacts, body: Body) -> Text:
    if ACTIVITIES not in artefacts.tables:
        return words.NO_FOLLOWUP
    row = first(rows_of(artefacts, ACTIVITIES, body=body.id))
    if row is None or not row["activities"]:
        return words.NO_ACTIVITY
    of = [
        words.said(words.COUNTED, sentence(state), numeral(row[name], "count"))
        for name, state in STATES.items()
        if row[name]
    ]
    every = words.said(words.REPORTED, numeral(row["activities"], "count"))
    return joined([every, *of])


def _consultation(artefacts: Artefacts, body: Body) -> Text:
    if REGISTER not in artefacts.tables:
        return words.NO_CONSULTATION
    asked = first(rows_of(artefacts, REGISTER, organ=body.id))
    if asked is None:
        return words.NOT_ASKED
    return words.said(words.STATUS, pair(asked, "status"))


def _before(artefacts: Artefacts, body: Body, earlier: Waves, forerunners: Sequence[Body]) -> Text:
    if not earlier:
        return words.NO_BASELINE
    ((then, day),) = earlier
    merged = [each.name for each in forerunners if each.exists_on(day)]
    rows, year = rows_of(artefacts, WAVES, body=body.id), words.alike(then)
    if not rows:
        return words.said(words.NO_EARLIER, year)
    if all(row["hidden"] for row in rows):
        return words.said(words.EARLIER_HIDDEN, year, _rule(artefacts, WAVES))
    if merged:
        return words.said(words.EARLIER_MERGED, year, named(merged))
    return words.said(words.EARLIER, year)


def _hidden(artefacts: Artefacts, body: Body, waves: Waves) -> Text:
    """Name the key figures that are hidden, with the rules; or say that none is."""
    if not waves:
        return words.NO_SURVEY
    rows = {table: rows_of(artefacts, table, body=body.id) for table in (RESPONSE, SHARES, WAVES)}
    if not rows[RESPONSE] and not rows[SHARES]:
        return words.NOT_IN_SURVEY
    own = [row["measure"] for row in rows[SHARES] if row["hidden"]]
    rows[WAVES] = [row for row in rows[WAVES] if row["measure"] not in own]
    silent = [(table, row) for table, each in rows.items() for row in each if row["hidden"]]
    if not silent:
        return words.NOTHING_HIDDEN
    named = listed([_key_figure(table, row, waves[0][0]) for table, row in silent])
    rules = dict.fromkeys(_rule(artefacts, table) for table, _ in silent)
    return joined([words.said(words.SILENT, named), *rules])


def _key_figure(table: str, row: Row, then: str) -> Text:
    if table == RESPONSE:
        return words.THE_RESPONSE
    measure = _quoted(pair(row, "measure"))
    return words.said(words.OF_WAVE, measure, words.alike(then)) if table == WAVES else measure


def _rule(artefacts: Artefacts, table: str) -> Text:
    return artefacts.tables[table].metadata.disclosure.rule


def _quoted(name: Text) -> Text:
    return Text(sv=f"”{name.sv}”", en=f"“{name.en}”")
