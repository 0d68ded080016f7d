"""Declarations made to harm, or broken: refused in a sentence with the line."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from evaltools import declarations
from evaltools.declarations import Declared, Text, read_declaration, read_value, untranslated
from evaltools.errors import ConfigurationError

LAUGHS = "\n".join(
    [
        "a: &a [ha, ha]",
        *(f"{new}: &{new} [*{old}, *{old}]" for old, new in pairwise("abcdefghijklmnopqrstuvwxyz")),
    ]
)


class Anything(Declared, extra="allow"):
    """A model that takes what there is."""


def refusal(folder: Path, text: str) -> str:
    """Read a declaration and return why it is refused."""
    (folder / "x.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_declaration(folder / "x.yml", Anything)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: !!python/object/apply:os.system [id]", "line 1: the tag .*os.system is not allowed"),
        ("a: 1\nb: !x 2", "line 2: the tag !x is not allowed"),
        (LAUGHS, "line 16: its aliases stand for more than 200,000 values"),
        ("a: &a [*a]", "line 1: its aliases stand for .* or themselves"),
        ("a: 1\na: 2", "the key a is given more than once"),
        ("? [a, b]\n: 1", "unhashable"),
        ("a: " + "[" * 40 + "]" * 40, "more than 30 deep"),
        ("a: " + "[" * 100_000, "(more than 30 deep|maximum nesting depth)"),
        ("a: 2025-13-01", "a date or a number in it is none"),
        ("a: b\nc: Bolag\u202egnu", r"line 2: U\+202E cannot be seen"),
        ("a: b\0c", r"line 1: U\+0000 cannot be seen"),
    ],
    ids=[
        "python",
        "tag",
        "laughs",
        "itself",
        "twice",
        "key",
        "deep",
        "deeper",
        "date",
        "bidi",
        "nul",
    ],
)
def test_yaml_that_does_more_than_tell_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert re.search(told, refusal(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (r'a: {b: ["c", "d\u202ee\a"]}', r"x\.yml, a\.b\.1: U\+0007 and U\+202E cannot be seen"),
        (r'a: "\ud800"', r"x\.yml, line 1: found invalid Unicode character"),
        (r'a: "\uffff"', r"x\.yml, a: U\+FFFF cannot be seen"),
        (r'"a\u200b": 1', r"x\.yml, a \(the key\): U\+200B cannot be seen"),
        (r'{"a\u200b": "\u2066", a: b}', r"x\.yml, a: U\+2066 cannot be seen"),
        (r'"\uFFFE"', r"x\.yml: U\+FFFE cannot be seen"),
        ('a: "\\x00"\nb: "\\x01"', r"(?s)x\.yml, a: U\+0000 .*x\.yml, b: U\+0001 "),
    ],
    ids=["bidi and bell", "half", "no character", "key", "behind a key", "alone", "each"],
)
def test_what_nobody_sees_is_refused_in_escapes_too(tmp_path: Path, text: str, told: str) -> None:
    assert re.search(told, refusal(tmp_path, text))


def test_a_declaration_larger_than_any_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(declarations.yaml, "load", None)
    assert "larger than 2 MiB" in refusal(tmp_path, "a: 1\n" + "#" * (2 << 20))


def test_a_folder_in_the_place_of_a_declaration_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_declaration(tmp_path, Anything)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_declaration(tmp_path / "x.yml", Anything).model_dump() == {"a": 1}


def test_a_value_of_the_command_line_is_as_plain() -> None:
    assert read_value("0.9", place="-p") == 0.9
    with pytest.raises(ConfigurationError, match="--parameter x, line 1: the tag"):
        read_value("!!python/name:os.system", place="--parameter x")


def test_an_alias_stands_for_what_is_written_once(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("a: &a {b: 1}\nc: *a\n", encoding="utf-8")
    read = read_declaration(tmp_path / "x.yml", Anything)
    assert read.model_dump() == {"a": {"b": 1}, "c": {"b": 1}}


class Named(Declared):
    """A model with a text."""

    name: Text


def named(folder: Path, text: str) -> Text:
    """Read the text of a declaration."""
    (folder / "x.yml").write_text(text, encoding="utf-8")
    return read_declaration(folder / "x.yml", Named).name


def test_a_text_in_one_language_stands_for_both(tmp_path: Path) -> None:
    assert named(tmp_path, "name: {en: Reading skills}") == Text(
        sv="Reading skills", en="Reading skills"
    )


def test_a_text_without_its_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"x\.yml, name: say in which language it is"):
        named(tmp_path, "name: Reading skills")


def test_a_text_in_no_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"x\.yml, name\.sv"):
        named(tmp_path, "name: {}")


def test_texts_that_lack_a_language_of_the_report_are_told_by_file_and_field(
    tmp_path: Path,
) -> None:
    path = tmp_path / "programme.yml"
    path.write_text("name: {en: A}\ngoals: [{name: {sv: B}}, {name: {sv: C, en: C}}]", "utf-8")
    places = [fault.place for fault in untranslated(path, languages=("sv", "en"))]
    assert places == [f"{path}, name", f"{path}, goals.0.name"]
    assert [fault.place for fault in untranslated(path, languages=("en",))] == places[1:]
