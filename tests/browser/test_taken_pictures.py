"""The pictures of the docs, taken again: none shows what is no more."""

from __future__ import annotations

from inspect import signature

import pytest
from PIL import Image

from tests.pictures import ALIKE, FOLDER, PICTURES, compress, likeness

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_looks_like_what_is_there(name: str, request: pytest.FixtureRequest) -> None:
    """If it fails: pytest -m slow tests/browser/test_taken_pictures.py --renew-pictures."""
    take, kept = PICTURES[name], FOLDER / f"{name}.png"
    taken = take(**{name: request.getfixturevalue(name) for name in signature(take).parameters})
    if request.config.getoption("--renew-pictures"):
        kept.write_bytes(compress(taken))
    with Image.open(kept) as shown:
        assert likeness(taken, shown) > ALIKE
