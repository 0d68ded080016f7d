"""What a person does in JupyterLab: open a notebook, run all its cells, wait."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.jupyter import AS_ROOT, Lab, open_lab

PARTS = (
    *("evaluation.yml", "programme", "notebooks", "data_raw", "docs", "data_clean", ".evaltools"),
    *("reports/manuscript", "reports/demo"),
)
EVALTOOLS = (sys.executable, "-m", "evaltools")
COMMAND = (*EVALTOOLS, "lab", "--no-browser", *AS_ROOT)
MINUTES = 180_000
IDLE = "| Idle"
IS_READY = """async name => {
  const sessions = await (await fetch('/api/sessions')).json();
  return sessions.some(
    each => each.path.endsWith(`${name}.ipynb`) && each.kernel.execution_state === 'idle'
      && each.kernel.connections > 0
  );
}"""
"""Whether the kernel of a notebook waits for work, and JupyterLab is connected to it."""
ENDED = """() => {
  const shown = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)');
  const prompts = [...shown.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
  return shown.querySelector('[data-mime-type="application/vnd.jupyter.error"]') !== null
    || prompts.every(each => /[0-9]/.test(each.textContent));
}"""
"""Whether all cells of the notebook have run, or one of them has failed."""


def copy_finished(root: Path, folder: Path) -> Path:
    """Copy the evaluation with its finished run, or skip where none was made.

    What is not up to date is made anew: requirements-dev.txt may have been installed since.
    """
    if not (root / "reports" / "demo" / "rapport.sv.pdf").is_file():
        pytest.skip("there is no finished report: run `evaltools run` first")
    for part in PARTS:
        source, target = root / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    subprocess.run((*EVALTOOLS, "run"), cwd=folder, check=True, capture_output=True)
    return folder


def open_form(page: Any, notebook: str) -> Any:
    """Open the form on a notebook, by what it is called; wait until it shows its results."""
    panel = open_notebook(page, "form")
    choose(page, "Run", "Run All Cells")
    panel.locator("iframe").wait_for()
    panel.get_by_label("Anteckningsbok").select_option(label=notebook)
    panel.locator("iframe").wait_for(state="detached")
    panel.locator("iframe").wait_for()
    page.locator("#jp-main-statusbar").get_by_text(IDLE).wait_for()
    return panel


@contextmanager
def open_at_home(browser: Any, folder: Path, *, private: Path) -> Iterator[tuple[Lab, Any]]:
    """Give `evaltools lab` in a folder, and a page of a browser on its start page."""
    with open_lab(folder, private=private, command=COMMAND) as lab:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(MINUTES)
        page.goto(lab.url("lab/tree/start.sv.md"))
        page.locator(".jp-MarkdownViewer h1").wait_for()
        yield lab, page
        page.close()


def open_notebook(page: Any, name: str) -> Any:
    """Follow the link of the start page to a notebook; wait for its kernel."""
    page.get_by_role("tab", name="start.sv.md").click()
    page.locator(f'.jp-MarkdownViewer a[href*="{name}.ipynb"]').click()
    panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    page.wait_for_function(IS_READY, arg=name)
    page.locator("#jp-main-statusbar").get_by_text(IDLE).wait_for()
    return panel


def run_all(page: Any) -> None:
    """Run all cells of a notebook, and wait until all have run or one has failed."""
    choose(page, "Run", "Run All Cells")
    page.wait_for_function(ENDED)


def choose(page: Any, menu: str, item: str) -> None:
    """Choose from the menu."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=re.compile(f"^{item}")).click()


def close(page: Any) -> None:
    """Close the notebook and shut down its kernel."""
    page.keyboard.press("Control+s")
    choose(page, "File", "Close and Shut Down Notebook")
    page.locator(".jp-Dialog .jp-mod-accept").click()
