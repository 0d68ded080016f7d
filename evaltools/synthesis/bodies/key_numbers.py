"""The key figures of one body, set beside those of the whole city."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evaltools.artefacts import Artefacts, ValueMetadata
from evaltools.declarations import Text, in_both
from evaltools.synthesis.bodies import words
from evaltools.synthesis.bodies.cells import (
    Row,
    again,
    answered,
    basis,
    change,
    first,
    pair,
    rows_beside,
    rows_of,
    share,
)
from evaltools.synthesis.bodies.sources import CITY, CITY_RESPONSE, RESPONSE, SHARES, WAVES
from evaltools.tables import Column, Table, lay_out


def measures_of(artefacts: Artefacts) -> dict[str, Text]:
    """Return the measures that are published by body, in order, with their names."""
    return {str(row["measure"]): pair(row, "measure") for row in rows_of(artefacts, SHARES)}


def lay_key_numbers(artefacts: Artefacts, *, body: str, earlier: Sequence[Text]) -> Table:
    """Lay the key figures of a body out beside those of the city.

    Parameters
    ----------
    artefacts : Artefacts
        The results.
    body : str
        Id of the body.
    earlier : sequence of Text
        Name of the earlier wave; none where there is none.

    Returns
    -------
    Table
        Rows in words: its own number and what that rests on, that of the whole city and what
        that rests on, the change since an earlier wave; columns for the response and for each
        measure.
    """
    measures = measures_of(artefacts)
    columns = [_response(artefacts, body)]
    columns += [_share(artefacts, body, measure) for measure in measures]
    heads = {"response": words.RESPONSE} | measures
    lines = (
        words.OWN,
        words.RESTS_ON,
        words.WHOLE_CITY,
        words.RESTS_ON,
        *(words.said(words.SINCE, each) for each in earlier),
    )
    table = pd.DataFrame(
        [
            in_both("line", line)
            | {
                name: text
                for head, cells in zip(heads, columns, strict=True)
                for name, text in in_both(head, cells[place]).items()
            }
            for place, line in enumerate(lines)
        ]
    ).assign(hidden=False)
    shown = again(table, artefacts, (RESPONSE, SHARES, CITY, WAVES))
    named = [Column(head, label, "text") for head, label in heads.items()]
    return lay_out(shown, (Column("line", words.KEY_NUMBERS, "text"), *named))


def _response(artefacts: Artefacts, body: str) -> tuple[Text, ...]:
    """Say the response rate of the body, what it rests on, that of the city, and no change."""
    own = first(rows_of(artefacts, RESPONSE, body=body))
    city: Row = {name: _value(artefacts, each) for name, each in CITY_RESPONSE.items()}
    whole = share(city, "rate"), answered(city)
    return share(own, "rate"), answered(own), *whole, words.NOT_COMPARED


def _value(artefacts: Artefacts, identifier: str) -> float | None:
    """Return a published value; None where it is hidden or not there."""
    values: dict[str, ValueMetadata] = artefacts.values  # noqa: PD011
    return values[identifier].value if identifier in values else None


def _share(artefacts: Artefacts, body: str, measure: str) -> tuple[Text, ...]:
    """Say a share of the body, what it rests on, that of the city, and the change."""
    own, city, before = rows_beside(artefacts, body=body, measure=measure)
    whole = share(city, "estimate"), basis(city)
    return share(own, "estimate"), basis(own), *whole, change(before)
