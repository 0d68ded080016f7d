"""A finished page as a browser has it: axe's rules, the keyboard, a phone, a printer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""WCAG 2.1 AA, which EN 301 549 takes over, what 2.2 adds, and axe's own advice."""
WIDTHS = (1280, 320)


@contextmanager
def open_browser() -> Iterator[Any]:
    """Start Debian's Chromium; skip the test where it or Playwright is missing."""
    api = pytest.importorskip("playwright.sync_api", reason="needs requirements-dev.txt")
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("there is no chromium: apt-get install chromium")
    options = ["--no-sandbox", "--disable-gpu"]
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=options)
        yield browser
        browser.close()


@contextmanager
def open_page(browser: Any, path: Path, *, width: int = 1280) -> Iterator[Any]:
    """Open a file as a page of a certain width."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    yield page
    page.close()


def violations(page: Any, *, within: str = "html", passes: int = 15) -> list[str]:
    """List axe's violations, each with the first element that it is about.

    More than so many rules must have found something that keeps to them.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = axe.Axe().run(page, context=within, options=options).response
    assert len(found["passes"]) > passes
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]


def focused(page: Any) -> dict[str, Any]:
    """Tell which element has the focus, and whether a reader sees that it has."""
    return page.evaluate(
        """() => {
          const it = document.activeElement, box = it.getBoundingClientRect();
          const band = document.querySelector('.synthetic');
          const from = band ? band.getBoundingClientRect().bottom : 0;
          return {
            name: it.tagName, class: it.className, href: it.getAttribute('href'),
            label: it.getAttribute('aria-labelledby'),
            outlined: parseFloat(getComputedStyle(it).outlineWidth) >= 2,
            seen: box.height > 0 && box.bottom > 0 && box.top < innerHeight,
            uncovered: it.className === 'skip' || box.bottom > from,
          };
        }"""
    )
