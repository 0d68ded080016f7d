"""The form, filled in and pressed as a person does, without a browser."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest
import yaml

from evaltools.lab import ParameterForm, form

RUNS = "import os, time\nwhile not os.path.exists('end'): time.sleep(0.02)"
"""A run that ends when it is told to."""
APART = {"05_outcomes": {"apart": "EXEMPEL_FALL"}}


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """Copy what the form reads of the demo, which has not been run."""
    for part in ("programme", "notebooks"):
        shutil.copytree(root / part, tmp_path / part)
    shutil.copy(root / "evaluation.yml", tmp_path)
    return tmp_path


@pytest.fixture
def shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Show the form on 04_awareness."""
    displayed: list[Any] = []
    monkeypatch.setattr(form, "display", displayed.append)
    monkeypatch.setattr(form, "draft_command", lambda *_, **__: [sys.executable, "-c", RUNS])
    ParameterForm(str(folder / "evaluation.yml")).show()
    named(displayed[0], "Anteckningsbok").value = "04_awareness"
    return displayed[0]


def parts(shown: Any) -> Iterator[Any]:
    """Yield every widget of the form."""
    for each in shown.children:
        yield each
        if isinstance(each, widgets.Box):
            yield from parts(each)


def named(shown: Any, name: str) -> Any:
    """Find a widget by what stands beside it."""
    described = (each for each in parts(shown) if hasattr(each, "description"))
    return next(each for each in described if name in each.description)


def declare(folder: Path, parameters: dict[str, Any]) -> None:
    """Write parameters into evaluation.yml, as a person does."""
    file = folder / "evaluation.yml"
    text = file.read_text("utf-8")
    declared = f"parameters: {json.dumps(parameters)}"
    file.write_text(re.sub(r"(?m)^parameters: .*$", declared, text), "utf-8")


def kept(shown: Any) -> list[str]:
    """Return the lines for evaluation.yml that the form shows, if it does."""
    texts = [each.value for each in parts(shown) if isinstance(each, widgets.HTML)]
    return [each for text in texts for each in re.findall("<pre>(.*)</pre>", text, re.DOTALL)]


def end(shown: Any, folder: Path) -> dict[str, Any]:
    """Let the run end; the parameters that are to be kept then."""
    (folder / "end").touch()
    until = time.monotonic() + 30
    while not kept(shown) and time.monotonic() < until:
        time.sleep(0.02)
    (told,) = kept(shown)
    given: dict[str, Any] = yaml.safe_load(unescape(told))["parameters"]
    return given


def test_nothing_else_can_be_chosen_while_a_run_is_under_way(shown: Any, folder: Path) -> None:
    named(shown, "conf_level").value = 0.5
    named(shown, "Kör").click()
    held = [named(shown, name) for name in ("Kör", "Anteckningsbok", "Språk")]
    assert all(each.disabled for each in held) and not named(shown, "Stoppa").disabled
    end(shown, folder)
    assert not any(each.disabled for each in held) and named(shown, "Stoppa").disabled


def test_what_is_to_be_kept_is_what_was_run_whatever_was_entered_meanwhile(
    shown: Any, folder: Path
) -> None:
    named(shown, "conf_level").value = 0.5
    named(shown, "Kör").click()
    named(shown, "conf_level").value = 0.6
    assert end(shown, folder) == {"04_awareness": {"conf_level": 0.5}}


def test_what_was_kept_since_the_form_was_opened_is_not_lost(shown: Any, folder: Path) -> None:
    named(shown, "conf_level").value = 0.5
    declare(folder, APART)
    named(shown, "Kör").click()
    assert end(shown, folder) == {**APART, "04_awareness": {"conf_level": 0.5}}


def test_a_notebook_is_shown_with_what_stands_in_evaluation_yml_by_now(
    shown: Any, folder: Path
) -> None:
    declare(folder, {"04_awareness": {"conf_level": 0.5}})
    named(shown, "Anteckningsbok").value = "05_outcomes"
    named(shown, "Anteckningsbok").value = "04_awareness"
    assert named(shown, "conf_level").value == 0.5
