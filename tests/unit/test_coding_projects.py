"""A coder may work in qualitative software: the project takes the place of their file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from evaltools.errors import DataError
from evaltools.programme import read_programme
from evaltools.testimony import Coding, CodingScheme, Unit, read_codings, read_scheme, write_qdpx
from evaltools.testimony.codings import begin_project, refresh_coding_file
from evaltools.testimony.projects import codes_of

UNITS = (Unit("u1", "q", "Vi saknar utbildning."), Unit("u2", "q", "Tydliga mål."))
DAY = date(2025, 11, 1)


@pytest.fixture
def scheme(root: Path) -> CodingScheme:
    programme = read_programme(root / "programme")
    return read_scheme(root / "programme/codebooks/themes.yml", programme=programme)


def begin(folder: Path, scheme: CodingScheme, coder: str = "ab") -> Path:
    return begin_project(
        folder, source="2025", coder=coder, units=UNITS, scheme=scheme, day=DAY
    ).file


def code(path: Path, scheme: CodingScheme, *users: str) -> None:
    """Code the first unit as each of the users, as their software would."""
    theme = scheme.ids[0]
    codings = [Coding("u1", user, theme, "need") for user in users]
    write_qdpx(
        path, name="p", units=UNITS, codings=codings, codes=codes_of(scheme), users=users,
        when=datetime(2025, 11, 2), language="sv",
    )  # fmt: skip


def test_a_project_is_read_beside_the_coding_files(tmp_path: Path, scheme: CodingScheme) -> None:
    code(begin(tmp_path, scheme), scheme, "Anna i NVivo")
    read = read_codings(tmp_path, source="2025", scheme=scheme, units=UNITS)
    assert read == (Coding("u1", "AB", scheme.ids[0], "need"),)


def test_a_project_that_is_begun_holds_no_codings(tmp_path: Path, scheme: CodingScheme) -> None:
    begin(tmp_path, scheme)
    assert read_codings(tmp_path, source="2025", scheme=scheme, units=UNITS) == ()


def test_a_project_is_not_written_over(tmp_path: Path, scheme: CodingScheme) -> None:
    before = begin(tmp_path, scheme).read_bytes()
    with pytest.raises(DataError, match="is not written over"):
        begin(tmp_path, scheme)
    assert (tmp_path / "kodning-2025-AB.qdpx").read_bytes() == before


def test_a_project_of_two_persons_is_refused(tmp_path: Path, scheme: CodingScheme) -> None:
    code(begin(tmp_path, scheme), scheme, "AB", "CD")
    with pytest.raises(DataError, match="2 persons have coded in it"):
        read_codings(tmp_path, source="2025", scheme=scheme, units=UNITS)


def test_a_coder_with_a_project_gets_no_workbook_too(tmp_path: Path, scheme: CodingScheme) -> None:
    begin(tmp_path, scheme)
    with pytest.raises(DataError, match="two files of one name"):
        refresh_coding_file(
            tmp_path, source="2025", coder="AB", units=UNITS, scheme=scheme, beside={}
        )
