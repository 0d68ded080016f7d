"""The page of a check in a browser: for a screen reader, a keyboard, a phone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evaltools.checking import Checked, Part, draw_check_page
from evaltools.declarations import Text
from evaltools.errors import Fault
from tests.chromium import WIDTHS, open_page, violations

GROUP = Text(sv="Enkäten", en="The survey")
LONG = "data_raw/demo/en_mycket_lang_mapp_med_underliga_namn/medarbetarenkat_2025_slutlig.csv"
PARTS = (
    Part(LONG, GROUP, GROUP, "wrong", facts=(Text(sv="9 rader", en="9 rows"),),
         faults=(Fault(LONG, "it is not in order.", "Run `evaltools check --language en` again."),
                 Fault(f"{LONG}, row {', '.join(map(str, range(60)))}", "no.", "Keep one."))),
    Part("data_raw/kodning", GROUP, GROUP, "waits", because=(LONG,)),
    Part("programme/programme.yml", GROUP, GROUP, "fine"),
    Part("coding", GROUP, GROUP, "absent"),
)  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw the page of a check."""
    page = tmp_path_factory.mktemp("check") / "check.html"
    checked = Checked(Path(), "en", date(2026, 1, 1), PARTS)
    page.write_text(draw_check_page(checked, language="en"), encoding="utf-8")
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_violation(drawn: Path, browser: Any, width: int) -> None:
    with open_page(browser, drawn, width=width) as page:
        assert violations(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways(drawn: Path, browser: Any, width: int) -> None:
    with open_page(browser, drawn, width=width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width
