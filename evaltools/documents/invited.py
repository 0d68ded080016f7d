"""Who was asked to answer a referral, and by which names they go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from evaltools.declarations import Text
from evaltools.errors import DataError, Fault
from evaltools.intake import read_table
from evaltools.programme import Organisation

InvitedKind = Literal["board", "company", "agency", "civil_society", "other"]
INVITED_KINDS: dict[InvitedKind, Text] = {
    "board": Text(sv="Nämnd", en="Board"),
    "company": Text(sv="Bolag", en="Company"),
    "agency": Text(sv="Myndighet", en="Agency"),
    "civil_society": Text(sv="Civilsamhälle", en="Civil society"),
    "other": Text(sv="Övriga", en="Other"),
}
"""What a reader sees for each kind of those asked."""
_LABELS: dict[str, InvitedKind] = {
    "nämnd": "board", "stadsdelsnämnd": "board", "facknämnd": "board", "board": "board",
    "bolag": "company", "bolagsstyrelse": "company", "company": "company",
    "myndighet": "agency", "agency": "agency",
    "civilsamhälle": "civil_society", "civilsamhället": "civil_society",
    "förening": "civil_society", "civil society": "civil_society",
    "civil_society": "civil_society", "övriga": "other", "övrig": "other", "other": "other",
}  # fmt: skip
HEADERS = {"name": "instans", "kind": "slag", "aliases": "alias", "body": "organ"}
"""Columns of the register; `organ` may be left out."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was asked to answer a referral.

    Attributes
    ----------
    name : str
        The name, which reports use.
    kind : {"board", "company", "agency", "civil_society", "other"}
        What it is.
    aliases : tuple of str
        Other names under which it writes.
    body : str or None
        Its id in organisation.yml, where it is one of the city's bodies.
    """

    name: str
    kind: InvitedKind
    aliases: tuple[str, ...] = ()
    body: str | None = None


def read_invited(path: Path, *, organisation: Organisation) -> tuple[Invited, ...]:
    """Read the register of those who were asked.

    Parameters
    ----------
    path : pathlib.Path
        A table with the columns `instans`, `slag` and `alias` (other names, apart by ``|``), and
        if wanted `organ`, an id of organisation.yml. Kinds are nämnd, bolag, myndighet,
        civilsamhälle or övriga, or the same in English.
    organisation : Organisation
        The bodies that `organ` may name.

    Returns
    -------
    tuple of Invited
        One per row, in the order of the file.

    Raises
    ------
    DataError
        For a lacking column, and for every row without a name, of an unknown kind or body, or
        with a name that an earlier row has too.
    """
    raw = read_table(path)
    rows = raw.tidy().rename(columns=str.casefold)
    needed = [header for field, header in HEADERS.items() if field != "body"]
    lacking = [header for header in needed if header not in rows]
    if lacking:
        problem = f"the columns {', '.join(lacking)} are lacking."
        raise DataError(Fault(raw.place, problem, f"The register has {', '.join(needed)}."))
    rows.index = pd.RangeIndex(raw.first_row + 1, raw.first_row + 1 + len(rows))
    known = {body.id for body in organisation.bodies}
    faults = [*_row_faults(rows, known=known, place=raw.place), *_name_faults(rows, raw.place)]
    if faults:
        raise DataError(faults)
    return tuple(_invited(row) for row in rows.to_dict("records"))


def _row_faults(rows: pd.DataFrame, *, known: set[str], place: str) -> list[Fault]:
    bodies = rows[HEADERS["body"]] if HEADERS["body"] in rows else pd.Series("", rows.index)
    kinds = " or ".join(text.sv.casefold() for text in INVITED_KINDS.values())
    checks = (
        (rows["instans"].eq(""), "there is no name.", "Name who was asked."),
        (~rows["slag"].map(_folded).isin(list(_LABELS)), "the kind is not known.",
         f"Write {kinds}."),
        (~bodies.isin(["", *known]), "no such body is declared.",
         "Give its id in organisation.yml."),
    )  # fmt: skip
    return [
        Fault(f"{place}, row {', '.join(map(str, rows.index[wrong]))}", problem, remedy)
        for wrong, problem, remedy in checks
        if wrong.any()
    ]


def _name_faults(rows: pd.DataFrame, place: str) -> list[Fault]:
    """Find names that two rows share: an answer under one would be both's."""
    names = {number: _names(row) for number, row in rows.iterrows()}
    return [
        Fault(f"{place}, row {one} and {other}", "they share a name or an alias.", "Keep one.")
        for one, other in combinations(names, 2)
        if names[one] & names[other]
    ]  # fmt: skip


def _names(row: pd.Series[str]) -> set[str]:
    return {_folded(name) for name in (row["instans"], *row["alias"].split("|")) if name.strip()}


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def _invited(row: Mapping[Any, str]) -> Invited:
    aliases = tuple(alias.strip() for alias in row["alias"].split("|") if alias.strip())
    body = row.get(HEADERS["body"]) or None
    return Invited(row["instans"].strip(), _LABELS[_folded(row["slag"])], aliases, body)
