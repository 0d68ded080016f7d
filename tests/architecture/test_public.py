"""What researchers may rely on: it is listed, it is there, and it has an example."""

from __future__ import annotations

import ast
import runpy
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.how_to import code_of

ROOT = Path(__file__).parents[2]
API: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "write_api.py"))
LISTED = list(API["listed"]())
PAGES = [*ROOT.glob("docs/how-to/*.md"), *ROOT.glob("docs/examples/*.md")]


def taken_from_rooms(code: str) -> set[tuple[str, str]]:
    """List the names that code takes from the rooms."""
    return {
        (node.module, each.name)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("evaltools.")
        for each in node.names
    }


def test_the_list_is_what_the_code_says() -> None:
    """If it fails: python docs/write_api.py."""
    assert (ROOT / "docs" / "api.md").read_text("utf-8") == API["page"]()


def test_nothing_is_listed_twice() -> None:
    assert len(set(LISTED)) == len(LISTED)


@pytest.mark.parametrize(("room", "name"), LISTED)
def test_a_listed_name_is_offered_by_its_room(room: str, name: str) -> None:
    module = import_module(room)
    assert name in getattr(module, "__all__", vars(module))


@pytest.mark.parametrize(("room", "name"), LISTED)
def test_a_listed_name_has_an_example(room: str, name: str) -> None:
    thing = getattr(import_module(room), name)
    assert ">>> " in API["example"](thing) or API["pages_with"](name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_how_to_uses_what_is_listed(page: Path) -> None:
    assert taken_from_rooms(code_of(page)) - set(LISTED) == set()


@pytest.mark.parametrize(("room", "name"), LISTED)
def test_an_example_uses_what_is_listed(room: str, name: str) -> None:
    shown = API["example"](getattr(import_module(room), name))
    lines = (line[4:] for line in shown.splitlines() if line.startswith((">>> ", "... ")))
    assert taken_from_rooms("\n".join(lines)) - set(LISTED) == set()
