"""Values that are fetched over HTTP, from a server that has the faults that servers have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaltools.cleaning import clean_indicators
from evaltools.errors import DataError
from evaltools.programme import read_programme
from evaltools.sources import SourceCatalogue, fetch_publications, fetching, read_publications
from evaltools.sources.pxweb import _cells
from tests.publishers import Publisher, serve

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
YEARS = {"first_year": 2022, "last_year": 2023}


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PAUSE", 0.0)


def value(number: float | None, gender: str = "T", **more: object) -> dict[str, object]:
    return {"gender": gender, "value": number, "count": 1, "status": "", "isdeleted": False} | more


def record(*values: dict[str, object], kpi: str = "X1", year: int = 2023, **place: str) -> Any:
    return {"kpi": kpi, "period": year, "values": list(values)} | (
        place or {"municipality": "9999"}
    )


PATH = "/v3/data/kpi/X1/municipality/9999/year/2022,2023"
KOLADA = {
    "kind": "kolada", "id": "kolada", "indicators": {"X1": "EXEMPEL_FALL"},
    "municipalities": ["9999"], "names": {"9999": "Exempelkommun"}, **YEARS,
}  # fmt: skip


def catalogue(publisher: Publisher, **more: object) -> SourceCatalogue:
    source = KOLADA | {"address": f"{publisher.address}/v3"} | more
    return SourceCatalogue.model_validate({"publications": [source]})


def fetched(publisher: Publisher, root: Path, **more: object) -> list[dict[str, str]]:
    """Fetch from Kolada and read what was stored, in the order of the rows."""
    declared = catalogue(publisher, **more)
    fetch_publications(declared, root=root, day="2026-01-02")
    tables = read_publications(declared, root=root).values()
    return [row for table in tables for row in table.tidy().to_dict("records")]


# Faults of servers


@pytest.mark.parametrize(
    "faults", [["429"], ["500", "500"], ["cut"], ["503", "cut", "429"]], ids=str
)
def test_a_server_in_trouble_is_asked_again(faults: list[str], tmp_path: Path) -> None:
    with serve(Publisher({PATH: {"values": [record(value(5.0))]}}, list(faults))) as publisher:
        (row,) = fetched(publisher, tmp_path)
    assert row["value"] == "5.0" and len(publisher.asked) == len(faults) + 1


@pytest.mark.parametrize(
    ("faults", "told"),
    [(["500"] * 50, "stays busy or faulty"), (["cut"] * 50, "the connection breaks"),
     (["no json"], "what came is no JSON"), (["403"], "perhaps so many values at once"),
     (["404"], "status 404")],
    ids=["500", "cut", "no json", "403", "404"],
)  # fmt: skip
def test_a_server_that_gives_nothing_leaves_nothing_half_written(
    faults: list[str], told: str, tmp_path: Path
) -> None:
    with (
        serve(Publisher({PATH: {"values": []}}, list(faults))) as publisher,
        pytest.raises(DataError, match=told),
    ):
        fetched(publisher, tmp_path)
    assert not list(tmp_path.rglob("*.json"))


def test_nobody_there_is_told_in_words(tmp_path: Path) -> None:
    nobody = Publisher({}, address="http://127.0.0.1:9")
    with pytest.raises(DataError, match=r"127\.0\.0\.1:9.*nothing was stored"):
        fetched(nobody, tmp_path)


@pytest.mark.parametrize(
    ("payload", "told"),
    [({"data": []}, "values is lacking"), ([1], "values is lacking"),
     ({"values": [{"kpi": "X1", "municipality": "9999", "values": []}]}, "period is lacking"),
     ({"values": [record(value(1.0, gender="X"))]}, "gender is lacking"),
     ({"values": [{"kpi": "X1", "period": 2023, "values": []}]}, "municipality or ou is lacking")],
    ids=["other envelope", "list", "no period", "other sex", "no place"],
)  # fmt: skip
def test_a_changed_form_is_refused_with_what_is_lacking(
    payload: object, told: str, tmp_path: Path
) -> None:
    with serve(Publisher({PATH: payload})) as publisher, pytest.raises(DataError, match=told):
        fetched(publisher, tmp_path)


# What is stored


def test_what_came_is_stored_with_address_time_and_fingerprint(tmp_path: Path) -> None:
    with serve(Publisher({PATH: {"values": [record(value(5.0))]}})) as publisher:
        fetched(publisher, tmp_path)
    folder = tmp_path / "data_raw" / "kolada" / "2026-01-02"
    (entry,) = json.loads((folder / "fetched.json").read_text())
    assert entry["address"].startswith(publisher.address) and entry["time"].endswith("+00:00")
    assert len(entry["sha256"]) == 64 and (folder / entry["file"]).is_file()


def test_nothing_new_is_stored_where_nothing_has_changed(tmp_path: Path) -> None:
    with serve(Publisher({PATH: {"values": [record(value(5.0))]}})) as publisher:
        days = [
            fetch_publications(catalogue(publisher), root=tmp_path, day=day)["kolada"]
            for day in ("2026-01-02", "2026-01-03")
        ]
    assert days[0] is not None and days[1] is None


def test_a_revised_value_is_a_new_edition_beside_the_first(tmp_path: Path) -> None:
    with serve(Publisher({PATH: {"values": [record(value(5.0))]}})) as publisher:
        fetched(publisher, tmp_path)
        publisher.pages[PATH] = {"values": [record(value(6.0))]}
        rows = fetched(publisher, tmp_path)
    assert [(row["edition"], row["value"]) for row in rows] == [
        ("2026-01-02", "5.0"), ("2026-01-02.2", "6.0"),
    ]  # fmt: skip


def test_a_file_that_was_changed_by_hand_is_refused(tmp_path: Path) -> None:
    with serve(Publisher({PATH: {"values": [record(value(5.0))]}})) as publisher:
        fetched(publisher, tmp_path)
        file = tmp_path / "data_raw/kolada/2026-01-02/001.json"
        file.write_text(file.read_text().replace("5.0", "4.0"))
        with pytest.raises(DataError, match="not what was fetched"):
            read_publications(catalogue(publisher), root=tmp_path)


def test_what_was_not_fetched_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Run `evaltools fetch`"):
        read_publications(catalogue(Publisher({})), root=tmp_path)


def test_the_files_that_are_read_are_those_that_were_stored(tmp_path: Path) -> None:
    """A run rests on their content, and its manifest names each."""
    with serve(Publisher({PATH: {"values": [record(value(5.0))]}})) as publisher:
        declared = catalogue(publisher)
        assert declared.files(tmp_path) == [tmp_path / "data_raw" / "kolada"]
        fetched(publisher, tmp_path)
    names = [path.name for path in declared.files(tmp_path)]
    assert names == ["001.json", "fetched.json"]


# Kolada


@pytest.mark.parametrize("name", ["next_page", "next_url"])
def test_every_page_is_asked_for(name: str, tmp_path: Path) -> None:
    """`next_page` is v2's, `next_url` v3's."""
    pages = {
        PATH: {"values": [record(value(1.0))], name: "{host}/2"},
        "/2": {"values": [record(value(2.0), year=2022)], name: "{host}/3"},
        "/3": {"values": [record(value(3.0), year=2021)]},
    }
    with serve(Publisher(pages)) as publisher:
        rows = fetched(publisher, tmp_path)
    assert [row["value"] for row in rows] == ["1.0", "2.0", "3.0"]


def test_deleted_rows_are_left_out_and_sexes_told_apart(tmp_path: Path) -> None:
    values = [value(1.0), value(2.0, "K"), value(3.0, "M", isdeleted=True)]
    with serve(Publisher({PATH: {"values": [record(*values)]}})) as publisher:
        rows = fetched(publisher, tmp_path)
    assert [(row["sex"], row["value"]) for row in rows] == [("", "1.0"), ("women", "2.0")]


@pytest.mark.parametrize(
    ("status", "qualifier"),
    [("Missing", "missing_dots"), ("Privacy", "suppressed_x"), ("", "missing_dots")],
)
def test_a_value_that_is_not_there_says_why(status: str, qualifier: str, tmp_path: Path) -> None:
    missing = record(value(None, status=status))
    with serve(Publisher({PATH: {"values": [missing]}})) as publisher:
        (row,) = fetched(publisher, tmp_path)
    assert (row["value"], row["qualifier"]) == ("", qualifier)


def test_a_twin_gives_the_uncertainty_and_pooled_years_are_told(tmp_path: Path) -> None:
    path = PATH.replace("X1", "X1,X2")
    values = [record(value(8.0)), record(value(1.5), kpi="X2")]
    with serve(Publisher({path: {"values": values}})) as publisher:
        (row,) = fetched(publisher, tmp_path, uncertainty={"X1": "X2"}, pooled_years={"X1": 2})
    assert (row["uncertainty"], row["period"]) == ("1.5", "2022-2023")


def test_organisational_units_are_asked_for_by_themselves(tmp_path: Path) -> None:
    path = "/v3/data/kpi/X1/ou/V1/year/2022,2023"
    with serve(Publisher({path: {"values": [record(value(1.0), ou="V1")]}})) as publisher:
        (row,) = fetched(publisher, tmp_path, municipalities=[], organisational_units=["V1"])
    assert row["geography"] == "V1"


def test_many_codes_are_asked_for_in_bundles(tmp_path: Path) -> None:
    codes = [f"{number:04d}" for number in range(60)]
    bundles = [",".join(codes[first : first + 25]) for first in (0, 25, 50)]
    pages = {PATH.replace("9999", bundle): {"values": []} for bundle in bundles}
    with serve(Publisher(pages)) as publisher:
        fetched(publisher, tmp_path, municipalities=codes)
    assert len(publisher.asked) == 3


def test_what_came_from_kolada_passes_the_cleaning(tmp_path: Path) -> None:
    values = [value(1.0), value(2.0, "K"), value(None, "M", status="Privacy")]
    with serve(Publisher({PATH: {"values": [record(*values)]}})) as publisher:
        fetched(publisher, tmp_path)
        (raw,) = read_publications(catalogue(publisher), root=tmp_path).values()
    programme = read_programme(Path(__file__).parents[2] / "programme")
    clean = clean_indicators(raw, programme=programme).tidy()
    assert list(clean["group"].fillna("")) == ["", "kvinnor", "män"]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the samples are not at {SAMPLES}")
def test_real_values_of_kolada_are_read(tmp_path: Path) -> None:
    payload = json.loads((SAMPLES / "kolada_data_N00945_v3.json").read_text())
    path = PATH.replace("X1", "N00945")
    with serve(Publisher({path: payload})) as publisher:
        rows = fetched(publisher, tmp_path, indicators={"N00945": "EXEMPEL_FALL"})
    assert len(rows) == 63 and rows[0]["value"].startswith("31.3")


# PxWeb

CUBE = {
    "id": ["Region", "Kon", "ContentsCode", "Tid"], "size": [2, 2, 1, 2],
    "dimension": {
        "Region": {"category": {"index": ["01", "02"], "label": {"01": "A", "02": "B"}}},
        "Kon": {"category": {"index": {"2": 1, "1": 0}}},
        "ContentsCode": {"category": {"index": {"C1": 0}}},
        "Tid": {"category": {"index": ["2022", "2023"]}},
    },
    "value": [1, 2, 3, 4, 5, 6, None, 8], "status": {"6": ".."}, "note": ["Ny definition."],
}  # fmt: skip
PXWEB = {
    "kind": "pxweb", "id": "scb", "measure": "ContentsCode", "time": "Tid", "region": "Region",
    "indicators": {"C1": "EXEMPEL_FALL"}, "sex": "Kon", "sexes": {"1": "men", "2": "women"},
    "names": {"01": "Exempellän"}, "select": {"Tid": ["2022", "2023"], "Kon": ["1", "2"]},
}  # fmt: skip


def pxweb_rows(publisher: Publisher, root: Path, **more: object) -> list[dict[str, str]]:
    source = PXWEB | more | {"address": publisher.address + str(more.get("address", "/tables/T1"))}
    declared = SourceCatalogue.model_validate({"publications": [source]})
    fetch_publications(declared, root=root, day="2026-01-02")
    (table,) = read_publications(declared, root=root).values()
    return table.tidy().to_dict("records")


def test_a_cube_is_read_cell_by_cell(tmp_path: Path) -> None:
    with serve(Publisher({"/tables/T1/data": CUBE})) as publisher:
        rows = pxweb_rows(publisher, tmp_path)
    told = [(row["geography"], row["sex"], row["period"], row["value"]) for row in rows]
    assert told[0] == ("Exempellän", "men", "2022", "1")
    assert told[7] == ("02", "women", "2023", "8")
    assert (rows[6]["value"], rows[6]["qualifier"]) == ("", "missing_dots")
    assert rows[0]["method_note"] == "Ny definition."


def test_the_second_interface_is_asked_by_its_address(tmp_path: Path) -> None:
    with serve(Publisher({"/tables/T1/data": CUBE})) as publisher:
        pxweb_rows(publisher, tmp_path)
    ((method, path, _),) = publisher.asked
    assert method == "GET" and "valueCodes[Tid]=2022,2023" in unquote(path)


def test_the_first_interface_is_asked_by_a_query_to_a_path_with_swedish_letters(
    tmp_path: Path,
) -> None:
    with serve(Publisher({"/LE0201V%C3%A5ld/Tema613": CUBE})) as publisher:
        rows = pxweb_rows(publisher, tmp_path, address="/LE0201Våld/Tema613", version=1)
    ((method, _, body),) = publisher.asked
    assert (method, len(rows)) == ("POST", 8)
    assert body["query"][0] == {
        "code": "Tid", "selection": {"filter": "item", "values": ["2022", "2023"]},
    }  # fmt: skip


def test_the_old_json_has_its_values_as_text(tmp_path: Path) -> None:
    old = {
        "columns": [{"code": "Region", "type": "d"}, {"code": "Kon", "type": "d"},
                    {"code": "Tid", "type": "t"}, {"code": "C1", "type": "c"}],
        "comments": [{"comment": "Preliminärt."}],
        "data": [{"key": ["01", "2", "2023"], "values": ["12.5"]},
                 {"key": ["01", "1", "2023"], "values": [".."]}],
    }  # fmt: skip
    with serve(Publisher({"/tables/T1/data": old})) as publisher:
        rows = pxweb_rows(publisher, tmp_path, measure="ContentsCode")
    assert [(row["value"], row["qualifier"]) for row in rows] == [
        ("12.5", "exact"), ("", "missing_dots"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("payload", "told"),
    [({"hello": 1}, "another form"), (CUBE | {"size": [2, 2, 1, 3]}, "sizes are not those"),
     ({name: CUBE[name] for name in CUBE if name != "value"}, "value")],
    ids=["no cube", "sizes", "no values"],
)  # fmt: skip
def test_a_cube_of_another_form_is_refused(payload: object, told: str, tmp_path: Path) -> None:
    with (
        serve(Publisher({"/tables/T1/data": payload})) as publisher,
        pytest.raises(DataError, match=told),
    ):
        pxweb_rows(publisher, tmp_path)


def test_a_variable_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        serve(Publisher({"/tables/T1/data": CUBE})) as publisher,
        pytest.raises(DataError, match="no variable Alder"),
    ):
        pxweb_rows(publisher, tmp_path, age="Alder")


@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=4).flatmap(
        lambda sizes: st.tuples(
            st.just(sizes),
            st.lists(
                st.one_of(st.none(), st.integers(-9, 9)),
                min_size=_product(sizes), max_size=_product(sizes),
            ),
        )
    ),
    st.booleans(),
)  # fmt: skip
def test_any_cube_is_read_value_by_value(
    drawn: tuple[list[int], list[int | None]], sparse: bool
) -> None:
    sizes, values = drawn
    names = [f"v{place}" for place in range(len(sizes))]
    cube = {
        "id": names, "size": sizes,
        "dimension": {
            name: {"category": {"index": [str(code) for code in range(size)]}}
            for name, size in zip(names, sizes, strict=True)
        },
        "value": {str(n): v for n, v in enumerate(values) if v is not None} if sparse else values,
    }  # fmt: skip
    read = [text for _, text in _cells(cube, "here")]
    assert read == [".." if value is None else repr(value) for value in values]


def _product(sizes: list[int]) -> int:
    total = 1
    for size in sizes:
        total *= size
    return total


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the samples are not at {SAMPLES}")
@pytest.mark.parametrize("name", ["pxweb_v1_json_response", "pxweb_jsonstat1_response"])
def test_real_answers_of_pxweb_are_read(name: str) -> None:
    payload = json.loads((SAMPLES / f"{name}.json").read_text())
    cells = list(_cells(payload, name))
    assert len(cells) > 10 and all(codes for codes, _ in cells)
