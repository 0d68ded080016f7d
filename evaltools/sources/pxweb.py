"""Statistics Sweden and others by PxWeb, v1 or v2, as `json` or json-stat2."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

from evaltools.declarations import Declared, FileName
from evaltools.errors import DataError, Fault
from evaltools.intake import RawTable
from evaltools.sources.cells import read_cell
from evaltools.sources.fetching import Client, Edition, stored_editions
from evaltools.sources.observations import as_observations

Cell = tuple[dict[str, str], str]
"""The code of each variable, and what is printed."""


class PxwebSource(Declared):
    """A table of PxWeb.

    Attributes
    ----------
    kind : {"pxweb"}
        Tells that the publication has this form.
    id : str
        Name of the source; what is fetched is stored in data_raw/ under it.
    address : str
        Of the table: v1 as it takes a query, v2 as `.../tables/<id>`.
    version : {1, 2}
        Of the interface.
    select : dict of str to tuple of str
        Codes to ask for, by variable.
    measure : str
        The variable that tells indicators apart, such as ContentsCode.
    indicators : dict of str to str
        Our indicator for each code of `measure`.
    time, region, sex, age : str, optional
        Variables of these; `time` must be there.
    names : dict of str to str
        What codes of regions and ages are called.
    sexes : dict of str to {"", "women", "men"}
        What the codes of `sex` mean.
    geography : str, optional
        The place, where there is no `region`.
    source_name, source_url : str
        Who publishes it, and where.
    """

    kind: Literal["pxweb"] = "pxweb"
    id: FileName
    address: str
    version: Literal[1, 2] = 2
    select: dict[str, tuple[str, ...]]
    measure: str
    indicators: dict[str, str]
    time: str
    region: str | None = None
    sex: str | None = None
    age: str | None = None
    names: dict[str, str] = {}
    sexes: dict[str, Literal["", "women", "men"]] = {}
    geography: str = ""
    source_name: str = "SCB"
    source_url: str = ""


def fetch_pxweb(source: PxwebSource, client: Client) -> None:
    """Ask PxWeb for the values that a source declares.

    Parameters
    ----------
    source : PxwebSource
        What to ask for.
    client : Client
        Keeps the answers.

    Raises
    ------
    DataError
        If the server cannot be reached, finds the selection too large, or answers in another
        form than is known.
    """
    address = quote(source.address, safe=":/?&=%")
    if source.version == 1:
        query = [
            {"code": code, "selection": {"filter": "item", "values": list(values)}}
            for code, values in source.select.items()
        ]
        body = {"query": query, "response": {"format": "json-stat2"}}
        payload = client.ask(address, body=body)
    else:
        chosen = {f"valueCodes[{code}]": ",".join(each) for code, each in source.select.items()}
        asked = urlencode(chosen | {"outputFormat": "json-stat2"})
        address = f"{address}/data?{asked}"
        payload = client.ask(address)
    list(_cells(payload, address))


def read_pxweb(source: PxwebSource, root: Path) -> list[RawTable]:
    """Read what has been fetched from PxWeb, each edition by itself.

    Parameters
    ----------
    source : PxwebSource
        The declaration.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    list of RawTable
        A long table per edition.

    Raises
    ------
    DataError
        If nothing has been fetched, a file was changed since, an answer has another form or
        variables that are declared are not in it, or holds what is no value.
    """
    folder = root / "data_raw" / source.id
    editions = stored_editions(folder)
    if not editions:
        problem = "nothing has been fetched from PxWeb."
        raise DataError(Fault(str(folder), problem, "Run `evaltools fetch`."))
    return [_edition(source, edition) for edition in editions]


def _edition(source: PxwebSource, edition: Edition) -> RawTable:
    rows, paths = [], []
    for address, path, payload in edition.payloads():
        paths.append(path)
        cells = list(_cells(payload, address))
        _check_variables(source, cells, address)
        note = _note(payload)
        rows += [
            _row(source, edition, codes, text, note, address)
            for codes, text in cells
            if codes[source.measure] in source.indicators
        ]
    return as_observations(rows, path=paths[0], synthetic=False)


def _row(
    source: PxwebSource, edition: Edition, codes: dict[str, str], text: str, note: str, address: str
) -> dict[str, str]:
    cell = read_cell(text)
    if cell is None:
        problem = "a value is neither a number nor a known mark."
        raise DataError(Fault(address, problem, "Look at the table at the publisher."))
    region, age = (codes.get(name or "", "") for name in (source.region, source.age))
    return {
        "indicator_id": source.indicators[codes[source.measure]],
        "geography": source.names.get(region, region) or source.geography,
        "sex": source.sexes.get(codes.get(source.sex or "", ""), ""),
        "age": source.names.get(age, age),
        "period": codes[source.time],
        "value": cell[0],
        "qualifier": cell[1],
        "edition": edition.day,
        "source_name": source.source_name,
        "source_url": source.source_url,
        "method_note": note,
    }


def _check_variables(source: PxwebSource, cells: list[Cell], address: str) -> None:
    declared = [source.measure, source.time, source.region, source.sex, source.age]
    lacking = [name for name in declared if name and cells and name not in cells[0][0]]
    if lacking:
        problem = f"the table has no variable {', '.join(lacking)}."
        remedy = f"It has {', '.join(cells[0][0])}: correct sources.yml."
        raise DataError(Fault(address, problem, remedy))


def _cells(payload: Any, address: str) -> Iterator[Cell]:
    """Yield every value with its codes, from `json`, JSON-stat 1 or json-stat2."""
    try:
        if "columns" in payload:
            yield from _from_json(payload)
        else:
            yield from _from_cube(payload.get("dataset", payload))
    except (KeyError, TypeError, IndexError, ValueError) as error:
        problem = f"the answer has another form than is known ({type(error).__name__}: {error})."
        remedy = "PxWeb may have changed; tell those who keep evaltools."
        raise DataError(Fault(address, problem, remedy)) from error


def _from_json(payload: dict[str, Any]) -> Iterator[Cell]:
    keys = [each["code"] for each in payload["columns"] if each["type"] != "c"]
    contents = [each["code"] for each in payload["columns"] if each["type"] == "c"]
    for row in payload["data"]:
        codes = dict(zip(keys, row["key"], strict=True))
        for code, text in zip(contents, row["values"], strict=True):
            yield {**codes, "ContentsCode": code}, str(text)


def _from_cube(cube: dict[str, Any]) -> Iterator[Cell]:
    dimensions = cube.get("dimension", {})
    names, sizes = (
        [_single(each) for each in (cube[name] if name in cube else dimensions[name])]
        for name in ("id", "size")
    )
    categories = [_codes(dimensions[name]["category"]) for name in names]
    if [len(each) for each in categories] != [int(size) for size in sizes]:
        raise ValueError("the sizes are not those of the categories")
    values, status = _by_place(cube["value"]), _by_place(cube.get("status") or {})
    for place, codes in enumerate(product(*categories)):
        value = _single(values.get(place))
        text = status.get(place, "..") if value is None else repr(value)
        yield dict(zip(names, codes, strict=True)), str(text)


def _codes(category: dict[str, Any]) -> list[str]:
    """Return the codes of a variable in their order."""
    index = category.get("index", category.get("label"))
    if isinstance(index, dict) and "index" in category:
        return sorted(index, key=lambda code: int(_single(index[code])))
    return list(index) if index is not None else []


def _by_place(values: Any) -> dict[int, Any]:
    """Read values or marks that are given as a list, or by their place from zero."""
    if isinstance(values, dict):
        return {int(place): each for place, each in values.items()}
    return dict(enumerate(values))


def _single(value: Any) -> Any:
    """Return a number that some programs wrap in a list."""
    return value[0] if isinstance(value, list) else value


def _note(payload: dict[str, Any]) -> str:
    notes = payload.get("note") or [each.get("comment", "") for each in payload.get("comments", [])]
    return " ".join(map(str, notes))
