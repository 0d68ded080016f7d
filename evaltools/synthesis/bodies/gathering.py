"""All that is published of each body, gathered once, so that its sheet reads of itself alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaltools.artefacts import Artefacts, save_table
from evaltools.declarations import Text
from evaltools.programme import Body, Organisation, Programme
from evaltools.synthesis.bodies import words
from evaltools.synthesis.bodies.answers import lay_own_answers
from evaltools.synthesis.bodies.key_numbers import lay_key_numbers
from evaltools.synthesis.bodies.marks import lay_beside
from evaltools.synthesis.bodies.own import lay_own_goals, lay_own_indicators, lay_own_proposals
from evaltools.synthesis.bodies.sentences import Waves, describe_body, save_sentences
from evaltools.tables import Table


@dataclass(frozen=True, slots=True, eq=False)
class OwnTable:
    """A table about one body, and what stands beside it."""

    table: Table
    caption: Text
    source: Text
    note: Text | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """What the sheet of one body may cite.

    Attributes
    ----------
    tables : dict of str to OwnTable
        The tables by the names under which the manuscript cites them.
    sentences : dict of str to Text
        The sentences by theirs.
    """

    tables: dict[str, OwnTable]
    sentences: dict[str, Text]


def gather_bodies(
    artefacts: Artefacts,
    *,
    programme: Programme,
    organisation: Organisation,
    day: date,
    waves: Waves,
) -> dict[str, Gathered]:
    """Gather what is published of each body.

    Parameters
    ----------
    artefacts : Artefacts
        The results.
    programme, organisation : Programme, Organisation
        The goals and duties, and the bodies.
    day : datetime.date
        The day whose bodies are reported.
    waves : tuple of pairs of str and datetime.date
        Name and day of the wave that is evaluated, after the earlier one where there is one;
        none where no survey is part of the evaluation.

    Returns
    -------
    dict of str to Gathered
        By its id each body that existed on the day.
    """
    forerunners = organisation.forerunners(on=day)
    return {
        body.id: Gathered(
            _tables(artefacts, body, programme, waves),
            describe_body(
                artefacts, body=body, programme=programme, forerunners=forerunners[body.id],
                waves=waves,
            ),
        )
        for body in organisation.bodies_on(day)
    }  # fmt: skip


def save_bodies(
    bodies: Mapping[str, Gathered], *, artefacts: Artefacts, folder: Path, producer: str
) -> None:
    """Save what is gathered of each body in a folder of its own.

    Parameters
    ----------
    bodies : mapping of str to Gathered
        What is gathered, by id of the body.
    artefacts : Artefacts
        The results that it is made of.
    folder : pathlib.Path
        The step's folder of results; those of a body go to `<body>/artefacts` in it, where no
        report takes them for its own.
    producer : str
        The step.
    """
    for body, gathered in bodies.items():
        place = folder / body / "artefacts"
        for name, own in gathered.tables.items():
            save_table(
                own.table, folder=place, name=name, caption=own.caption, source=own.source,
                producer=producer, note=own.note, keys=own.keys,
            )  # fmt: skip
        save_sentences(gathered.sentences, artefacts=artefacts, folder=place, producer=producer)


def _tables(
    artefacts: Artefacts, body: Body, programme: Programme, waves: Waves
) -> dict[str, OwnTable]:
    return {
        **_of_surveys(artefacts, body, waves),
        **_of_programme(artefacts, body.id, programme),
        **_of_consulting(artefacts, body.id),
    }


def _of_surveys(artefacts: Artefacts, body: Body, waves: Waves) -> dict[str, OwnTable]:
    """Lay out the shares of those whom a body employs, for its figure and as a table."""
    if not waves:
        return {}
    *earlier, now = [words.alike(name) for name, _ in waves]
    source = words.said(words.FROM_SURVEYS if earlier else words.FROM_SURVEY, *earlier, now)
    marked = zip(("own", "all", "before"), (body.name, words.CITY, *earlier), strict=False)
    return {
        "beside": OwnTable(
            lay_beside(artefacts, body=body.id, names=dict(marked)),
            words.said(words.BESIDE, now),
            source,
            keys=("measure", "who"),
        ),
        "key-numbers": OwnTable(
            lay_key_numbers(artefacts, body=body.id, earlier=earlier), words.BESIDE_CITY, source
        ),
    }


def _of_programme(artefacts: Artefacts, body: str, programme: Programme) -> dict[str, OwnTable]:
    """Lay out what the programme asks of a body."""
    return {
        "own-goals": OwnTable(
            lay_own_goals(artefacts, body=body, programme=programme),
            words.GOAL_BY_GOAL,
            words.FROM_PROGRAMME,
        ),
        "own-indicators": OwnTable(
            lay_own_indicators(artefacts, body=body, programme=programme),
            words.ANSWERS_FOR,
            words.FROM_CATALOGUE,
            words.NO_INDICATOR,
        ),
    }


def _of_consulting(artefacts: Artefacts, body: str) -> dict[str, OwnTable]:
    """Lay out what the evaluators propose to a body, and what it answered when it was asked."""
    return {
        "own-proposals": OwnTable(
            lay_own_proposals(artefacts, body=body),
            words.AS_NUMBERED,
            words.FROM_EVALUATORS,
            words.NO_PROPOSAL,
        ),
        "own-answers": OwnTable(
            lay_own_answers(artefacts, body=body), words.EACH_ANSWER, words.FROM_ANSWERS
        ),
    }
