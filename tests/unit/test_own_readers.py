"""A reader of another package reads what ours does not, and passes the same door."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaltools.errors import ConfigurationError, DataError
from evaltools.intake import own_readers, read_table
from evaltools.provenance import fingerprint
from tests.extensions import install

PIPED = """
def read(path, *, sheet, encoding):
    for line in path.read_text(encoding or "utf-8").splitlines():
        yield line.split("|")
"""


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder of packages, which are found."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


def reader(packages: Path, code: str, *, suffix: str = "piped") -> None:
    """Install a reader in a module of its own: modules stay imported between tests."""
    name = f"reader-{abs(hash((code, suffix)))}"
    module = name.replace("-", "_")
    install(packages, name, code, readers=f"{suffix} = {module}:read")


def piped(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "answers.piped"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_of_its_suffix_becomes_a_table(packages: Path, tmp_path: Path) -> None:
    reader(packages, PIPED)
    file = piped(tmp_path, "Nämnd|Svar\nNorr|Ja\n\nSöder|\n")
    raw = read_table(file)
    assert raw.tidy().to_dict("list") == {"Nämnd": ["Norr", "Söder"], "Svar": ["Ja", ""]}
    assert (raw.sha256, raw.first_row) == (fingerprint(file), 1)


def test_what_it_reads_passes_the_same_door(packages: Path, tmp_path: Path) -> None:
    reader(packages, PIPED)
    file = piped(tmp_path, "E-post|Nämnd|Svar\nan@x.se|No\u200brr|SYNTETISKA DATA\n")
    raw = read_table(file, without=lambda header: header == "E-post")
    assert (raw.dropped, raw.unmarked) == (("E-post",), {"Nämnd": 1})
    assert raw.tidy()["Nämnd"].tolist() == ["Norr"]


def test_rows_that_do_not_fit_the_header_are_told(packages: Path, tmp_path: Path) -> None:
    reader(packages, PIPED)
    with pytest.raises(DataError, match="1 rows do not have 2 cells as the header has"):
        read_table(piped(tmp_path, "a|b\n1|2\n1|2|3\n"))


def test_cells_are_written_as_everywhere(packages: Path, tmp_path: Path) -> None:
    cells = "['Svar', 'Dag', 'Tal'], ['', date(2025, 3, 1), 0.25], [None, NA, int64(7)]"
    head = "from datetime import date\nfrom numpy import int64\nfrom pandas import NA\n"
    reader(packages, f"{head}def read(path, *, sheet, encoding):\n    return [{cells}]\n")
    assert read_table(piped(tmp_path, "")).tidy().to_dict("list") == {
        "Svar": ["", ""], "Dag": ["2025-03-01", ""], "Tal": ["0.25", "7"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("gives", "told"),
    [
        ("['a;b', '1;2']", "it gives str for a row"),
        ("[['a', 'b'], [1, {'x': 'hemligt'}]]", "it gives cells of type dict"),
        ("[['a'] * 5000]", "may fill 4,096"),
        ("int('hemligt')", "stopped with ValueError"),
        ("None", "stopped with TypeError"),
    ],
)
def test_what_is_no_table_is_told_without_a_word_of_it(
    packages: Path, tmp_path: Path, gives: str, told: str
) -> None:
    reader(packages, f"def read(path, *, sheet, encoding):\n    return {gives}\n")
    with pytest.raises(DataError, match=told) as caught:
        read_table(piped(tmp_path, ""))
    assert "hemligt" not in str(caught.value) and ("1.0" in str(caught.value) or "may fill" in told)


def test_what_the_evaluator_declares_reaches_it(packages: Path, tmp_path: Path) -> None:
    reader(packages, PIPED)
    file = tmp_path / "answers.piped"
    file.write_bytes("Nämnd|Svar\nSöder|Ja\n".encode("cp1252"))
    assert read_table(file, encoding="cp1252").tidy()["Nämnd"].tolist() == ["Söder"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "sav"])
def test_no_other_reader_is_asked_for_what_is_read_here(
    packages: Path, tmp_path: Path, suffix: str
) -> None:
    reader(packages, "def read(path, *, sheet, encoding):\n    1 / 0\n", suffix=suffix)
    (tmp_path / "a.csv").write_text("a;b\n1;2\n")
    assert read_table(tmp_path / "a.csv").tidy().shape == (1, 2)
    with pytest.raises(ConfigurationError, match="reads files of that suffix itself"):
        own_readers()


def test_a_name_that_is_no_suffix_is_told(packages: Path) -> None:
    reader(packages, PIPED, suffix=".PX")
    with pytest.raises(ConfigurationError, match="a suffix in small letters without its point"):
        own_readers()


def test_two_readers_of_one_suffix_are_refused(packages: Path, tmp_path: Path) -> None:
    reader(packages, PIPED)
    reader(packages, f"{PIPED}\n")
    with pytest.raises(ConfigurationError, match="another package registers this name"):
        read_table(piped(tmp_path, "a|b\n1|2\n"))


def test_a_reader_that_is_not_there_is_told(packages: Path, tmp_path: Path) -> None:
    reader(packages, "")
    with pytest.raises(ConfigurationError, match="cannot be imported: AttributeError"):
        read_table(piped(tmp_path, "a|b\n1|2\n"))
