"""Kolada, the database of municipalities and regions, by its interface v2 or v3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from evaltools.declarations import Declared, FileName
from evaltools.errors import DataError, Fault
from evaltools.intake import RawTable
from evaltools.sources.fetching import Client, Edition, stored_editions
from evaltools.sources.observations import as_observations

SEXES = {"T": "", "K": "women", "M": "men"}
UNPRINTED = {"Missing": "missing_dots", "Privacy": "suppressed_x"}
AT_ONCE = 25
"""Codes in one address."""


class KoladaSource(Declared):
    """Values from Kolada.

    Attributes
    ----------
    kind : {"kolada"}
        Tells that the publication has this form.
    id : str
        Name of the source; what is fetched is stored in data_raw/ under it.
    address : str
        Of the interface, v2 or v3.
    indicators : dict of str to str
        Our indicator for each of Kolada's (KPI).
    uncertainty : dict of str to str
        The KPI that gives the distance to the farther limit of a KPI's interval, where Kolada
        has one ("Osäkerhetstal").
    pooled_years : dict of str to int
        How many survey years a KPI pools; it is published under the last.
    municipalities, organisational_units : tuple of str
        Codes to ask for.
    names : dict of str to str
        What the codes are called.
    first_year, last_year : int
        Years to ask for.
    source_name, source_url : str
        Who publishes it, and where.
    """

    kind: Literal["kolada"] = "kolada"
    id: FileName
    address: str = "https://api.kolada.se/v3"
    indicators: dict[str, str]
    uncertainty: dict[str, str] = {}
    pooled_years: dict[str, int] = {}
    municipalities: tuple[str, ...] = ()
    organisational_units: tuple[str, ...] = ()
    names: dict[str, str] = {}
    first_year: int
    last_year: int
    source_name: str = "Kolada (RKA)"
    source_url: str = ""


def fetch_kolada(source: KoladaSource, client: Client) -> None:
    """Ask Kolada for every value that a source declares, page by page.

    Parameters
    ----------
    source : KoladaSource
        What to ask for.
    client : Client
        Keeps the answers.

    Raises
    ------
    DataError
        If the server cannot be reached, or its answer has another form than is known.
    """
    for start in _addresses(source):
        address: str | None = start
        while address:
            payload = client.ask(address)
            _records(payload, address)
            address = payload.get("next_page") or payload.get("next_url")


def read_kolada(source: KoladaSource, root: Path) -> list[RawTable]:
    """Read what has been fetched from Kolada, each edition by itself.

    Parameters
    ----------
    source : KoladaSource
        The declaration.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    list of RawTable
        A long table per edition. Rows that Kolada has deleted are left out; `uncertainty` is the
        value of the declared twin.

    Raises
    ------
    DataError
        If nothing has been fetched, a file was changed since, or an answer has another form.
    """
    folder = root / "data_raw" / source.id
    editions = stored_editions(folder)
    if not editions:
        problem = "nothing has been fetched from Kolada."
        raise DataError(Fault(str(folder), problem, "Run `evaltools fetch`."))
    return [_edition(source, edition) for edition in editions]


def _addresses(source: KoladaSource) -> Iterator[str]:
    """Yield an address for every bundle of codes."""
    asked = [*source.indicators, *source.uncertainty.values()]
    years = ",".join(map(str, range(source.first_year, source.last_year + 1)))
    places = {"municipality": source.municipalities, "ou": source.organisational_units}
    for kind, codes in places.items():
        for kpis in _bundles(asked):
            for bundle in _bundles(codes):
                yield (
                    f"{source.address}/data/kpi/{','.join(kpis)}/{kind}/{','.join(bundle)}"
                    f"/year/{years}?per_page=5000"
                )


def _bundles(codes: tuple[str, ...] | list[str]) -> Iterator[tuple[str, ...]]:
    for first in range(0, len(codes), AT_ONCE):
        yield tuple(codes[first : first + AT_ONCE])


def _edition(source: KoladaSource, edition: Edition) -> RawTable:
    told, paths = {}, []
    for address, path, payload in edition.payloads():
        paths.append(path)
        for record in _records(payload, address):
            for value in record["values"]:
                if not value.get("isdeleted"):
                    told[(*_key(record, value),)] = value
    rows = [
        _row(source, edition, key, value, told)
        for key, value in told.items()
        if key[0] in source.indicators
    ]
    return as_observations(rows, path=paths[0], synthetic=False)


def _key(record: dict[str, Any], value: dict[str, Any]) -> tuple[str, str, int, str]:
    place = record.get("municipality") or record.get("ou")
    return record["kpi"], str(place), int(record["period"]), value["gender"]


def _row(
    source: KoladaSource,
    edition: Edition,
    key: tuple[str, str, int, str],
    value: dict[str, Any],
    told: dict[tuple[str, str, int, str], dict[str, Any]],
) -> dict[str, str]:
    kpi, place, year, gender = key
    twin = told.get((source.uncertainty.get(kpi, ""), place, year, gender), {})
    pooled = source.pooled_years.get(kpi, 1)
    return {
        "indicator_id": source.indicators[kpi],
        "geography": source.names.get(place, place),
        "sex": SEXES[gender],
        "period": str(year) if pooled == 1 else f"{year - pooled + 1}-{year}",
        "value": _printed(value.get("value")),
        "uncertainty": _printed(twin.get("value")),
        "qualifier": _qualifier(value),
        "edition": edition.day,
        "source_name": source.source_name,
        "source_url": source.source_url,
        "method_note": f"Kolada {kpi}",
    }


def _printed(value: float | None) -> str:
    return "" if value is None else repr(value)


def _qualifier(value: dict[str, Any]) -> str:
    if value.get("value") is not None:
        return "exact"
    return UNPRINTED.get(str(value.get("status")), "missing_dots")


def _records(payload: Any, address: str) -> list[dict[str, Any]]:
    """Return the records of a page, refused where it has another form than is known."""
    values = payload.get("values") if isinstance(payload, dict) else None
    if not isinstance(values, list):
        raise DataError(_other_form(address, ["values"]))
    lacking = {
        name
        for record in values
        for name in ("kpi", "period", "values")
        if not isinstance(record, dict) or name not in record
    } | {
        "municipality or ou"
        for record in values
        if isinstance(record, dict) and not {"municipality", "ou"} & record.keys()
    }
    lacking |= {
        "gender" for record in values if isinstance(record, dict)
        for value in record.get("values", ()) if value.get("gender") not in SEXES
    }  # fmt: skip
    if lacking:
        raise DataError(_other_form(address, sorted(lacking)))
    return values


def _other_form(address: str, lacking: list[str]) -> Fault:
    problem = f"the answer has another form than is known: {', '.join(lacking)} is lacking."
    return Fault(address, problem, "Kolada may have changed; tell those who keep evaltools.")
