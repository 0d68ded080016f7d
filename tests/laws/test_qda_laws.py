"""Whatever is written into a project file comes back from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaltools.errors import DataError
from evaltools.testimony import Code, read_qdc, read_qdpx, write_qdc, write_qdpx
from evaltools.testimony.coding import VALENCES, Coding, Unit
from evaltools.testimony.qda.codes import FORBIDDEN
from evaltools.testimony.qda.layout import plain
from tests.qda import Project

LAW = settings(
    deadline=None, max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
HARD = st.sampled_from(
    ["😀", "e\u0301", "å", "a\u030a", "\r\n", "\r", "\ufeff", "[2] ", "\u2028", "\n\n"]
)
TEXTS = st.lists(st.one_of(HARD, st.text(max_size=8)), min_size=1, max_size=5).map("".join)
WORDS = TEXTS.filter(lambda text: bool(plain(text).strip()))
SPOKEN = st.lists(
    st.sampled_from(["Samverkan", "är", "😀", "a\u030a", "tar", "tid.", "\n", "Skolan"]), max_size=9
).map(lambda words: " ".join(["Vi", *words, "sa"]))
Drawn = tuple[tuple[Code, ...], list[Unit], set[Coding]]
NAMES = st.text(min_size=1, max_size=12).filter(
    lambda name: bool(name.strip()) and not FORBIDDEN.search(name) and "\r" not in name
)


@st.composite
def schemes(draw: st.DrawFn) -> tuple[Code, ...]:
    """Draw themes and headings, each below one of those before it, in the order of the tree."""
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique_by=lambda n: n.strip().casefold()))
    codes: list[Code] = []
    for number, name in enumerate(names):
        last = codes[-1].id if codes else None
        parent = draw(st.sampled_from([None, last]))
        described = draw(st.one_of(st.just(""), NAMES))
        codes.append(Code(f"c{number}", f"{number} {name}", described, parent, draw(st.booleans())))
    return tuple(codes)


def parts(text: str) -> st.SearchStrategy[tuple[int, int] | None]:
    """Draw a part of a text that has words, and is not all of it."""
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    return ends.map(
        lambda at: at if plain(text)[slice(*at)].strip() and at != (0, len(text)) else None
    )


def phrases(text: str) -> st.SearchStrategy[tuple[int, int] | None]:
    """Draw a part of a text that begins and ends with whole words, and is not all of it."""
    words = [found.span() for found in re.finditer(r"\S+", text)]
    ends = st.tuples(st.sampled_from(words), st.sampled_from(words))
    return ends.map(
        lambda at: (
            (at[0][0], at[1][1])
            if at[0] <= at[1] and (at[0][0], at[1][1]) != (0, len(text))
            else None
        )
    )


@st.composite
def projects(
    draw: st.DrawFn,
    words: st.SearchStrategy[str] = WORDS,
    part_of: Callable[[str], st.SearchStrategy[tuple[int, int] | None]] = parts,
) -> Drawn:
    """Draw codes, units of two sources and codings of them."""
    codes = draw(schemes())
    texts = draw(st.lists(words, min_size=1, max_size=5))
    units = [
        Unit(f"u{number}", draw(st.sampled_from(["q", "remiss.pdf"])), text)
        for number, text in enumerate(texts)
    ]
    themes = [code.id for code in codes if code.is_theme]
    meanings = [(None, None), *((theme, valence) for theme in themes for valence in VALENCES)]
    codings = set()
    for unit in draw(st.lists(st.sampled_from(units), max_size=6)):
        coder = draw(st.sampled_from(["AB", "CD"]))
        theme, valence = draw(st.sampled_from(meanings))
        part = draw(st.one_of(st.none(), part_of(unit.text)))
        codings.add(Coding(unit.id, coder, theme, valence, *(part or (None, None))))
    return codes, units, codings


def write(path: Path, codes: tuple[Code, ...], units: list[Unit], codings: set[Coding]) -> None:
    """Write a project."""
    write_qdpx(
        path, name="x", units=units, codings=codings, codes=codes, users=["AB", "CD"],
        when=datetime(2025, 11, 1), language="en",
    )  # fmt: skip


@LAW
@given(drawn=projects())
def test_a_project_loses_nothing(tmp_path: Path, drawn: Drawn) -> None:
    codes, units, codings = drawn
    write(tmp_path / "a.qdpx", codes, units, codings)
    found = read_qdpx(tmp_path / "a.qdpx", units=units, codes=codes)
    assert set(found.codings) == codings and len(found.codings) == len(codings)
    assert set(found.units) == set(units)
    assert found.codes == codes
    assert found.users == ("AB", "CD")
    assert found.left_alone == ()


@LAW
@given(drawn=projects(SPOKEN, phrases))
def test_line_breaks_of_two_characters_that_count_two_lose_nothing(
    tmp_path: Path, drawn: Drawn
) -> None:
    codes, units, codings = drawn
    write(tmp_path / "a.qdpx", codes, units, codings)
    project = Project(tmp_path / "a.qdpx").count(lambda char: 1 + (char == "\n"))
    try:
        found = read_qdpx(
            project.break_lines_in_two().save(tmp_path / "b.qdpx"), units=units, codes=codes
        )
    except DataError as error:
        assert "cannot be told" in str(error)
    else:
        assert set(found.codings) == codings


@LAW
@given(codes=schemes())
def test_a_codebook_loses_nothing(tmp_path: Path, codes: tuple[Code, ...]) -> None:
    write_qdc(tmp_path / "a.qdc", codes=codes, language="sv")
    assert read_qdc(tmp_path / "a.qdc", codes=codes) == codes


@LAW
@given(text=TEXTS)
def test_a_text_keeps_its_length(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(text).encode().decode() == plain(text)
