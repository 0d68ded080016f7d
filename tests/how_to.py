"""The blocks of a how-to, put where the page says: its reader's hands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"```(?P<language>\w+) ?(?P<file>\S*)\n(?P<text>.*?)```", re.S)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code; `file` is where it belongs, from the folder of the evaluation."""

    language: str
    file: str
    text: str


def blocks_of(page: str) -> list[Block]:
    """Return the blocks of a page of docs/how-to, in order."""
    text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text("utf-8")
    return [Block(**found.groupdict()) for found in FENCE.finditer(text)]


def code_of(page: Path, language: str = "python") -> str:
    """Return the blocks of a page that are code of a language, wherever they belong."""
    found = (Block(**each.groupdict()) for each in FENCE.finditer(page.read_text("utf-8")))
    return "\n".join(block.text for block in found if block.language == language)


def run_page(page: Path, folder: Path, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run the Python of a page in a folder, beside the programme and the data; what it names."""
    for name in ("programme", "data_raw"):
        (folder / name).symlink_to(ROOT / name)
    patch.chdir(folder)
    names: dict[str, Any] = {}
    exec(code_of(page), names)
    return names


def said_in(page: Path) -> str:
    """Return the words of a page, whatever its lines."""
    return " ".join(page.read_text("utf-8").split())


def follow(page: str, folder: Path) -> str:
    """Put the blocks of a page into an evaluation, and return the code that is to be run there."""
    for block in blocks_of(page):
        if block.file:
            _put(block, folder / block.file)
    return "\n".join(b.text for b in blocks_of(page) if b.language == "python" and not b.file)


def write_cells(page: str, notebook: Path) -> None:
    """Make a notebook of the Python of a page: a cell of each block, the first with parameters."""
    first, *others = (b.text for b in blocks_of(page) if b.language == "python")
    cells = [new_code_cell(first, metadata={"tags": ["parameters"]}), *map(new_code_cell, others)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), notebook)


def _put(block: Block, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = block.text
    if block.language == "yaml":
        merged = _merged(yaml.safe_load(file.read_text("utf-8")), yaml.safe_load(text))
        text = yaml.safe_dump(merged, allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")


def _merged(there: Any, new: Any) -> Any:
    """Write entries beside those that are there, or into those of the same id or name."""
    if isinstance(there, dict) and isinstance(new, dict):
        return there | {key: _merged(there.get(key), value) for key, value in new.items()}
    if isinstance(there, list) and isinstance(new, list):
        return _listed(there, new)
    return new


def _listed(there: list[Any], new: list[Any]) -> list[Any]:
    names = {_name(each): each for each in there}
    merged = names | {_name(each): _merged(names.get(_name(each)), each) for each in new}
    return list(merged.values())


def _name(entry: Any) -> Any:
    return entry.get("id", entry.get("name")) if isinstance(entry, dict) else entry
