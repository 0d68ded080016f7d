"""The finished report of the demo, where `evaltools run` has made it, held to validators."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.chromium import WIDTHS, open_page, violations
from tests.office import findings
from tests.verapdf import validate

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_violation_in_the_report(finished: Path, browser: Any, width: int) -> None:
    page = finished / "rapport.sv.html"
    with open_page(browser, page, width=width) as opened:
        assert opened.evaluate("document.documentElement.scrollWidth") == width
        assert violations(opened) == []


def test_the_pdf_of_the_report_is_accessible_and_archivable(finished: Path) -> None:
    swedish, english = (finished / f"rapport.{language}.pdf" for language in ("sv", "en"))
    held = validate(swedish) | validate(english, standards=["ua1"])
    assert {name: each["failed"] for name, each in held.items() if each["failed"]} == {}
    assert len(held) == 3


@pytest.mark.parametrize("suffix", ["sv.docx", "sv.xlsx", "en.docx", "en.xlsx"])
def test_the_schema_of_office_finds_nothing(finished: Path, tmp_path: Path, suffix: str) -> None:
    made = (finished / f"rapport.{suffix}").read_bytes()
    assert findings(made, tmp_path / f"a.{suffix}") == []


def test_a_factsheet_is_accessible_and_archivable(finished: Path) -> None:
    held = validate(finished / "factsheets" / "socialnamnden.sv.pdf")
    assert {name: each["failed"] for name, each in held.items() if each["failed"]} == {}


@pytest.mark.parametrize("page", ["socialnamnden.sv.html", "index.en.html"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_violation_in_the_factsheets(
    finished: Path, browser: Any, page: str, width: int
) -> None:
    sheet = finished / "factsheets" / page
    with open_page(browser, sheet, width=width) as opened:
        assert violations(opened) == []
