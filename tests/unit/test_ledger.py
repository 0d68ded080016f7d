"""What was released earlier stays known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evaltools.disclosure import (
    Claim,
    Claims,
    append_release,
    read_ledger,
    read_told,
    write_told,
)
from evaltools.errors import DisclosureError

DAY = date(2026, 3, 1)


def told(low: float = 20) -> dict[str, Claims]:
    """Tell one count."""
    claim = Claim(universe="2025", part={"body": ("b1",)}, low=low, sensitivity="open", small=10)
    return {"tab-response": Claims(claims=(claim,))}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Release a report twice, with a number more the second time."""
    path = tmp_path / "ledger.jsonl"
    append_release(path, told(), run="demo", day=DAY)
    append_release(path, told(25), run="demo", day=DAY)
    return path


def test_what_was_released_is_read_back_with_day_and_run(ledger: Path) -> None:
    places = [f"tab-response (release {number}: demo, 2026-03-01)" for number in (1, 2)]
    assert list(read_ledger(ledger)) == places


def test_every_release_counts(ledger: Path) -> None:
    lows = [claim.low for each in read_ledger(ledger).values() for claim in each.claims]
    assert lows == [20, 25]


def test_the_same_report_is_released_once(ledger: Path) -> None:
    before = ledger.read_bytes()
    assert not append_release(ledger, told(), run="demo", day=date(2026, 4, 1))
    assert ledger.read_bytes() == before


def test_earlier_lines_stay_as_they_are(ledger: Path) -> None:
    before = ledger.read_bytes()
    append_release(ledger, told(30), run="demo", day=DAY)
    assert ledger.read_bytes().startswith(before)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda lines: lines[1:], 1),
        (lambda lines: [lines[0].replace(b"20", b"30", 1), lines[1]], 2),
        (lambda lines: [b"{}", lines[1]], 1),
    ],
)
def test_a_ledger_that_was_changed_is_refused(ledger: Path, change: object, line: int) -> None:
    lines = ledger.read_bytes().splitlines()
    ledger.write_bytes(b"\n".join(change(lines)) + b"\n")  # type: ignore[operator]
    with pytest.raises(DisclosureError, match=f"ledger.jsonl, line {line}: the line was changed"):
        read_ledger(ledger)


def test_what_a_report_tells_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    path.write_bytes(write_told(told() | {"tab-files": Claims()}))
    assert read_told(path) == told()


def test_without_a_report_there_is_nothing_to_release(tmp_path: Path) -> None:
    with pytest.raises(DisclosureError, match="there is no report"):
        read_told(tmp_path / "demo" / "told.json")


def test_a_file_that_tells_something_else_is_refused_without_its_content(tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    path.write_text('{"tab-response": {"claims": "Ärlig"}}', encoding="utf-8")
    with pytest.raises(DisclosureError, match="not as it was built") as caught:
        read_told(path)
    assert "Ärlig" not in str(caught.value)
