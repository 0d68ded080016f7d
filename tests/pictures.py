"""The pictures of the docs: what each shows, how it is taken, and when two look alike.

`pytest -m slow tests/browser/test_taken_pictures.py --renew-pictures` takes them anew, after
`evaltools run` and with Chromium.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image

from tests.browser.lab import close, open_form, open_notebook, run_all
from tests.browser.yaml_editor import go_to_end, open_evaluation
from tests.chromium import open_page
from tests.how_to import ROOT, run_page
from tests.jupyter import Lab

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 150_000
"""Bytes of a picture: all of them are fetched with every clone."""
ALIKE = 0.8
"""Likeness from which a picture still shows what is there: fonts differ between machines."""
COLOURS = 128
GRID = (48, 48)
MOUNT = (208, 214, 221)


def pages_of_the_report(finished: Path) -> Image.Image:
    """Lay three pages of the report and a factsheet beside each other."""
    report, sheet = finished / "rapport.sv.pdf", finished / "factsheets" / "socialnamnden.sv.pdf"
    wanted = (None, "Hur används programmet?", "Nämndernas egen bedömning av målen 2025")
    pages = [_page(report, showing) for showing in wanted] + [_page(sheet, None)]
    width, height, gap = *pages[0].size, 16
    mounted = Image.new("RGB", (4 * width + 5 * gap, height + 2 * gap), MOUNT)
    for place, page in enumerate(pages):
        mounted.paste(page, (gap + place * (width + gap), gap))
    return mounted


def contents_of_the_report(browser: Any, finished: Path) -> Image.Image:
    """Show how the report begins, with its contents."""
    with open_page(browser, finished / "rapport.sv.html", width=1000) as page:
        return screenshot(page)


def factsheet(browser: Any, finished: Path) -> Image.Image:
    """Show the page of one board."""
    with open_page(browser, finished / "factsheets" / "socialnamnden.sv.html", width=1000) as page:
        return screenshot(page)


def yaml_in_jupyterlab(browser: Any, lab_on_yaml: Lab) -> Image.Image:
    """Show a wrong key, underlined, and the keys that can be written where the cursor is."""
    with open_evaluation(browser, lab_on_yaml) as page:
        page.locator('.jp-SideBar [data-id="filebrowser"]').click()
        page.locator(".jp-FileBrowser").wait_for(state="hidden")
        go_to_end(page, "outcomes:")
        page.keyboard.type(" { }")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        page.locator(".cm-lintRange-error", has_text="part_wey").wait_for()
        page.locator(".cm-lintRange-error", has_text="outcomes").wait_for(state="detached")
        page.keyboard.press("Tab")
        page.locator(".jp-Completer-item", has_text="pandemic_years").wait_for()
        return screenshot(page)


def worked_example(browser: Any, tmp_path: Path, monkeypatch: Any) -> Image.Image:
    """Show the figure that the worked example draws."""
    page = ROOT / "docs" / "examples" / "published-indicators.md"
    drawn, file = run_page(page, tmp_path, monkeypatch)["figure"], tmp_path / "figure.svg"
    file.write_bytes(drawn.svg["en"])
    with open_page(browser, file) as opened:
        return screenshot(opened.locator("svg").first)


def lab_start(at_home: tuple[Lab, Any]) -> Image.Image:
    """Show the page on which JupyterLab begins."""
    page = at_home[1]
    page.get_by_role("tab", name="start.sv.md").click()
    return screenshot(page)


def lab_form(at_home: tuple[Lab, Any]) -> Image.Image:
    """Show the form with the parameters of a notebook, and what it made."""
    page = at_home[1]
    open_form(page, "04 Kännedom")
    page.wait_for_timeout(2000)  # until the fonts of the frame are drawn
    picture = screenshot(page)
    close(page)
    return picture


def lab_notebook(at_home: tuple[Lab, Any]) -> Image.Image:
    """Show a notebook that was run by hand."""
    page = at_home[1]
    open_notebook(page, "01_intake")
    run_all(page)
    picture = screenshot(page)
    close(page)
    return picture


PICTURES: dict[str, Callable[..., Image.Image]] = {
    "report": pages_of_the_report,
    "report-contents": contents_of_the_report,
    "factsheet": factsheet,
    "yaml": yaml_in_jupyterlab,
    "published-indicator": worked_example,
    "lab-start": lab_start,
    "lab-form": lab_form,
    "lab-notebook": lab_notebook,
}
"""How each picture of docs/pictures is taken; what is asked for are fixtures of tests/browser."""


def screenshot(what: Any) -> Image.Image:
    """Take what a page, or an element of it, shows."""
    return Image.open(io.BytesIO(what.screenshot(animations="disabled"))).convert("RGB")


def compress(picture: Image.Image) -> bytes:
    """Save as PNG with few colours."""
    saved = io.BytesIO()
    few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(saved, "PNG", optimize=True)
    return saved.getvalue()


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Correlate where two pictures are dark; 0 where a side differs by more than a tenth."""
    sizes = np.array([one.size, other.size])
    if (abs(np.diff(np.log(sizes), axis=0)) > np.log(1.1)).any():
        return 0.0
    grids = [np.asarray(each.convert("L").resize(GRID), float).ravel() for each in (one, other)]
    if min(grid.std() for grid in grids) == 0:
        return 0.0
    return float(np.corrcoef(*grids)[0, 1])


def _page(pdf: Path, showing: str | None) -> Image.Image:
    """Draw the last page that shows a text, which is not that of the contents, or the first."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = [
            number
            for number, page in enumerate(document)
            if showing is None or showing in page.get_textpage().get_text_bounded()
        ]
        number = 0 if showing is None else found[-1]
        return document[number].render(scale=0.84).to_pil().convert("RGB")
