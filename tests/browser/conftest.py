"""A report with every kind of content, built once, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evaltools.artefacts import save_table
from evaltools.declarations import Text
from evaltools.evaluation import Logo
from evaltools.tables import Column, Table
from tests.browser.lab import copy_finished, open_at_home
from tests.browser.yaml_editor import open_lab_on_yaml
from tests.chromium import open_browser
from tests.jupyter import Lab
from tests.unit.test_report_build import SOURCE, SVG, build, publishable, save_results

CHAPTERS = {
    "01_summary": """# Resultat {#resultat}

Se [the whole truth]{lang=en}: {val:n} svarade.[^n] [](#tab:boards) och [](#fig:ladder).[^n]

> Citat: **fetstil**, *kursiv* och `kod`.

[^n]: Not med [länk](https://example.org/).
""",
    "02_more": """# Kapitel

## Avsnitt {#avsnitt}

::fig:ladder

- ett
- två, se [](#resultat)

1. först
2. sedan

```
en rad kod som är så lång att den inte kan få plats på en telefon, hur liten texten än är
```

::tab:boards

### Underavsnitt

::tab:wide

Se [](#avsnitt).[^m]

[^m]: Not i ett annat kapitel.
""",
}


def save_wide(results: Path) -> None:
    """Save a table that stands across, with a column in Swedish and one that cites."""
    columns = [
        Column("body", Text(sv="Nämnd", en="Board"), "text", "sv"),
        *(Column(f"n{i}", Text(sv="Sammanlagt", en="Altogether"), "count") for i in range(9)),
        Column("cites", Text(sv="Underlag", en="Evidence"), "cites"),
    ]
    numbers: dict[str, list[object]] = {f"n{i}": [1.0] * 30 for i in range(9)}
    data = publishable(
        {"body": ["Norr"] * 30, **numbers, "cites": ["tab-boards fig-ladder"] * 30}, synthetic=True
    )
    place = {"folder": results / "05", "producer": "05"}
    caption = Text(sv="En bred tabell", en="A wide table")
    save_table(Table(data, tuple(columns), 1), name="wide", caption=caption, source=SOURCE, **place)


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the report in both languages; its folder."""
    folder = tmp_path_factory.mktemp("accessible")
    for language in ("sv", "en"):
        (folder / "text" / language).mkdir(parents=True)
        for name, text in CHAPTERS.items():
            (folder / "text" / language / f"{name}.md").write_text(text, encoding="utf-8")
    save_results(folder / "results", rows=90, synthetic=True)
    save_wide(folder / "results")
    (folder / "logo.svg").write_bytes(SVG)
    logo = Logo(file=str(folder / "logo.svg"), alt=Text(sv="Vapen", en="Coat of arms"))
    build(folder, organisation=Text(sv="Exempelstaden", en="Example City"), logo=logo)
    return folder / "out"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start the browser once."""
    with open_browser() as started:
        yield started


@pytest.fixture
def finished(root: Path) -> Path:
    """Give the folder of the finished report of the demo, where `evaltools run` has made it."""
    folder = root / "reports" / "demo"
    if not (folder / "rapport.sv.pdf").is_file():
        pytest.skip("there is no finished report: run `evaltools run` first")
    return folder


@pytest.fixture(scope="session")
def lab_on_yaml(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start JupyterLab on a copy of the evaluation, once."""
    with open_lab_on_yaml(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the demo with its finished run."""
    return copy_finished(Path(__file__).parents[2], tmp_path_factory.mktemp("evaluation"))


@pytest.fixture(scope="module")
def at_home(
    browser: Any, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Lab, Any]]:
    """Start `evaltools lab` for the tests of a file, with a page that shows nothing else yet."""
    with open_at_home(browser, folder, private=tmp_path_factory.mktemp("private")) as opened:
        yield opened
