"""The pictures of the docs: all are there, all are shown, and each says what it shows."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.pictures import ALIKE, FOLDER, LARGEST, PICTURES, likeness

SHOWN = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<file>[^)\s]+)[^)]*\)|(?P<raw><img\b)")
KEPT = sorted(FOLDER.glob("*.png"))


def shown(root: Path) -> list[tuple[Path, re.Match[str]]]:
    """List what the documents show, each with the document."""
    documents = [*root.glob("*.md"), *root.glob("docs/**/*.md")]
    return [(d, match) for d in documents for match in SHOWN.finditer(d.read_text("utf-8"))]


def test_every_picture_that_is_shown_is_one_that_can_be_taken(root: Path) -> None:
    files = [(document.parent / match["file"]).resolve() for document, match in shown(root)]
    assert set(files) - {FOLDER / f"{name}.png" for name in PICTURES} == set()


def test_every_picture_is_shown_somewhere(root: Path) -> None:
    files = {(document.parent / match["file"]).resolve() for document, match in shown(root)}
    assert {path.name for path in KEPT if path not in files} == set()


def test_every_picture_that_can_be_taken_is_there() -> None:
    assert {path.stem for path in KEPT} == set(PICTURES)


def test_every_picture_says_what_it_shows(root: Path) -> None:
    assert [
        match.group() for _, match in shown(root) if len((match["alt"] or "").split()) < 4
    ] == []


def test_no_picture_is_larger_than_it_need_be() -> None:
    assert [path.name for path in KEPT if path.stat().st_size > LARGEST] == []


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_picture_is_like_itself_with_other_letters(path: Path) -> None:
    with Image.open(path) as picture:
        moved = Image.new("RGB", picture.size, "white")
        moved.paste(picture.convert("RGB").resize([int(side * 1.01) for side in picture.size]))
        assert likeness(picture, moved) > ALIKE


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_picture_is_not_like_an_empty_page_nor_one_with_a_message(path: Path) -> None:
    with Image.open(path) as picture:
        empty = Image.new("RGB", picture.size, "white")
        message = empty.copy()
        ImageDraw.Draw(message).rectangle([40, 40, 400, 80], fill="black")
        assert max(likeness(picture, other) for other in (empty, message)) < ALIKE / 2


def test_no_two_pictures_are_alike() -> None:
    pictures = {path.stem: Image.open(path) for path in KEPT}
    alike = [
        pair
        for pair in combinations(pictures, 2)
        if likeness(*(pictures[name].resize((800, 600)) for name in pair)) > ALIKE
    ]
    assert alike == []
