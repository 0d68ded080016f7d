"""The code of the how-tos runs as it stands."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from evaltools.artefacts import read_artefacts
from evaltools.declarations import Text
from evaltools.disclosure import Publishable
from evaltools.programme import read_organisation, read_programme
from tests.how_to import code_of


def test_a_figure_of_your_own_is_drawn_and_saved(root: Path, tmp_path: Path) -> None:
    known = Publishable(
        pd.DataFrame(
            {"body.sv": ["Norr", "Söder"], "body.en": ["North", "South"], "estimate": [0.6, None],
             "n": [120.0, None], "hidden": [False, True]}
        ),
        "open", Text(sv="Regel.", en="Rule."), True,
    )  # fmt: skip
    exec(code_of(root / "docs/how-to/add-a-figure.md"), {"known": known, "folder": tmp_path / "04"})
    made = read_artefacts(tmp_path).figures["fig-known"]
    assert made.metadata.alt == Text(sv="Norr 60 %", en="North 60 %")


def test_every_drawing_is_named_in_the_how_to(root: Path) -> None:
    import evaltools.figures

    page = (root / "docs/how-to/add-a-figure.md").read_text("utf-8")
    drawings = {each for each in evaltools.figures.__all__ if each.startswith("draw_")}
    assert {each for each in drawings if each not in page} == {"draw_beside"}


def test_the_answers_in_a_folder_are_read(root: Path, tmp_path: Path) -> None:
    (tmp_path / "norra.txt").write_text("Nämnden tillstyrker förslaget.", encoding="utf-8")
    folder = root / "programme"
    names = {"folder": tmp_path, "programme": read_programme(folder),
             "organisation": read_organisation(folder)}  # fmt: skip
    exec(code_of(root / "docs/how-to/read-consultation-answers.md"), names)
    assert [document.reading for document in names["answers"]] == ["text"]
