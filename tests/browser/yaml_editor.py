"""evaluation.yml in the editor of a real JupyterLab."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.editing import ROOT
from tests.jupyter import Lab, open_lab

PATIENCE = 60_000
"""Milliseconds that JupyterLab may take to open a file."""
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    "@jupyterlab/fileeditor-extension:plugin": {"editorConfig": {"indentUnit": "2"}},
}
EDITS = {r"(?m)^attainment: .*$": "attainment: {part_wey: 0.5}", r"(?m)^outcomes: .*$": "outcomes:"}
"""A wrong key, and a section in which nothing stands yet."""


@contextmanager
def open_lab_on_yaml(folder: Path) -> Iterator[Lab]:
    """Start JupyterLab on a copy of the evaluation in which something is left to write."""
    work, private = folder / "evaluation", folder / "private"
    for part in ("programme", "data_raw"):
        shutil.copytree(ROOT / part, work / part)
    text = (ROOT / "evaluation.yml").read_text(encoding="utf-8")
    for old, new in EDITS.items():
        text = re.sub(old, new, text)
    (work / "evaluation.yml").write_text(text, encoding="utf-8")
    settings = private / "config" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(SETTINGS), encoding="utf-8")
    with open_lab(work, private=private) as lab:
        yield lab


@contextmanager
def open_evaluation(browser: Any, lab: Lab) -> Iterator[Any]:
    """Open evaluation.yml on a page of its own."""
    page = browser.new_page(viewport={"width": 1000, "height": 640})
    page.set_default_timeout(PATIENCE)
    page.goto(lab.url("lab/tree/evaluation.yml"))
    page.get_by_text("Fully initialized").wait_for()
    yield page
    page.close()


def go_to_end(page: Any, line: str) -> None:
    """Put the cursor at the end of a line that stands far down."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.locator(".cm-line", has_text=line).last.click()
    page.keyboard.press("End")
