"""The shares of a body beside those of the whole city, as its figure draws them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from evaltools.artefacts import Artefacts
from evaltools.declarations import Text, in_both
from evaltools.synthesis.bodies import words
from evaltools.synthesis.bodies.cells import Row, again, rows_beside
from evaltools.synthesis.bodies.key_numbers import measures_of
from evaltools.synthesis.bodies.sources import CITY, SHARES, WAVES
from evaltools.tables import Column, Table, lay_out_shares

MEASURE = Column("measure", words.MEASURE, "text")
WHO = Column("who", words.WHO, "text")
NUMBERS = ("estimate", "conf_low", "conf_high", "n")
COLUMNS = [
    *(f"{name}{ending}" for name in ("measure", "who") for ending in ("", ".sv", ".en")),
    *NUMBERS, "hidden",
]  # fmt: skip
SILENT: Row = {"hidden": False}
"""What stands for a row that there is not."""


def lay_beside(artefacts: Artefacts, *, body: str, names: Mapping[str, Text]) -> Table:
    """Lay out what a figure of a body beside the city draws.

    Parameters
    ----------
    artefacts : Artefacts
        The results.
    body : str
        Id of the body.
    names : mapping of str to Text
        What the body ("own"), the city ("all") and the earlier wave ("before") are called.

    Returns
    -------
    Table
        One row per measure and mark: `measure`, `measure.sv`, `measure.en`, `who` ("own", "all"
        or, where there is an earlier wave, "before"), `who.sv`, `who.en`, `estimate`, `conf_low`,
        `conf_high` (NaN of the earlier wave), `n` and `hidden`.
    """
    rows = []
    for measure, name in measures_of(artefacts).items():
        own, city, before = rows_beside(artefacts, body=body, measure=measure)
        marks = {"own": own or SILENT, "all": city or SILENT}
        marks |= {"before": _earlier(before)} if before else {}
        rows += [
            {"measure": measure, **in_both("measure", name), "who": who,
             **in_both("who", names[who]), **_numbers(mark)}
            for who, mark in marks.items()
        ]  # fmt: skip
    drawn = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(NUMBERS, "float64"))
    shown = again(drawn, artefacts, (SHARES, CITY, WAVES), names=("measure", "who"))
    return lay_out_shares(shown, row=MEASURE, also=WHO)


def _numbers(row: Row) -> dict[str, object]:
    return {each: row.get(each) for each in NUMBERS} | {"hidden": bool(row["hidden"])}


def _earlier(row: Row) -> Row:
    return {"estimate": row["before"], "n": row["n_before"], "hidden": row["hidden"]}
