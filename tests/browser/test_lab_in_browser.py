"""`evaltools lab` as an evaluator has it: the start page, each notebook by hand, the form."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.browser.lab import EVALTOOLS, close, open_form, open_notebook, run_all
from tests.chromium import violations
from tests.jupyter import Lab

pytestmark = pytest.mark.slow

NOTEBOOKS = sorted(path.stem for path in (Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
ERROR = '[data-mime-type="application/vnd.jupyter.error"]'


@pytest.fixture
def page(at_home: tuple[Lab, Any]) -> Any:
    """Give the page."""
    return at_home[1]


def test_who_has_no_token_sees_nothing(at_home: tuple[Lab, Any]) -> None:
    lab, _ = at_home
    assert lab.address.startswith("http://127.0.0.1:")
    assert requests.get(f"{lab.address}api/contents", timeout=10).status_code == 403


def test_the_start_page_has_a_link_to_each_notebook(page: Any) -> None:
    shown = page.locator(".jp-MarkdownViewer").inner_text()
    links = page.locator(".jp-MarkdownViewer a").evaluate_all("all => all.map(a => a.href)")
    missing = [name for name in NOTEBOOKS if not any(f"/{name}.ipynb" in link for link in links)]
    assert missing == [] and "Allt är aktuellt." in shown


def test_the_report_opens_in_a_tab_of_its_own_with_its_fonts_and_contents(page: Any) -> None:
    page.get_by_role("tab", name="start.sv.md").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Rapporten", exact=True).click()
    report = opened.value
    report.locator("nav a").first.click()
    assert report.evaluate("document.fonts.check('17px \"Source Sans 3\"')")
    assert report.evaluate("scrollY") > 0 and "#" in report.url
    report.close()


@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if name != "02_clean_published"])
def test_a_notebook_opened_by_hand_runs_to_its_end(page: Any, name: str) -> None:
    panel = open_notebook(page, name)
    run_all(page)
    assert panel.locator(ERROR).all_inner_texts() == []
    close(page)


def test_what_notebooks_made_by_hand_is_what_they_made_in_the_run(folder: Path) -> None:
    """But for the report, which may name a commit: the copy is no checkout."""
    done = subprocess.run((*EVALTOOLS, "status"), cwd=folder, capture_output=True, text=True)
    told = done.stdout.splitlines()
    planned = [line for line in told if "is left out" not in line]
    stale = {line.split()[0] for line in planned if not line.endswith("is up to date")}
    assert stale <= {"09_report"}
    assert len(planned) > 30


def test_a_parameter_set_in_the_form_changes_figure_and_table(page: Any, folder: Path) -> None:
    form = open_form(page, "04 Kännedom")
    before = seen(form)
    form.get_by_label("conf_level").fill("0.5")
    form.get_by_role("button", name="Kör").click()
    form.get_by_text("Utkast (körningen demo-draft).").wait_for()
    assert "conf_level: 0.5" in form.locator("pre").inner_text()
    after = seen(form)
    assert before["heading"] == after["heading"]
    assert before["table"] != after["table"] and before["figure"] != after["figure"]
    assert "50\xa0% konfidensintervall" in after["source"]
    assert "parameters: {}" in (folder / "evaluation.yml").read_text(encoding="utf-8")


def test_a_number_that_cannot_be_is_refused_in_the_form(page: Any) -> None:
    form = page.locator(".evaltools-form")
    form.get_by_label("conf_level").fill("95")
    form.get_by_role("button", name="Kör").click()
    form.get_by_text("ska vara ett tal mellan 0 och 1").wait_for()
    assert form.get_by_role("button", name="Stoppa").is_disabled()


def test_a_run_is_stopped_in_the_form(page: Any) -> None:
    form = page.locator(".evaltools-form")
    form.get_by_label("conf_level").fill("0.6")
    form.get_by_role("button", name="Kör").click()
    form.get_by_role("button", name="Stoppa").click()
    form.get_by_text("Stoppad.").wait_for()
    assert form.get_by_role("button", name="Kör").is_enabled()


def test_axe_finds_no_violation_in_the_form(page: Any) -> None:
    assert violations(page, within=".evaltools-form", passes=8) == []
    page.locator(".evaltools-form iframe").evaluate("it => it.removeAttribute('title')")
    (told,) = violations(page, within=".evaltools-form", passes=8)
    assert told.startswith("frame-title: <iframe")


def seen(form: Any) -> dict[str, str]:
    """Tell what the form shows of how many have heard of the programme."""
    shown = form.frame_locator("iframe")
    return {
        "heading": shown.locator("#tab-ladder thead").inner_text(),
        "table": shown.locator("#tab-ladder tbody").inner_text(),
        "figure": shown.locator("#fig-ladder img").get_attribute("src"),
        "source": shown.locator("#tab-ladder ~ .source, .wide:has(#tab-ladder) + .source")
        .first.inner_text(),
    }  # fmt: skip
