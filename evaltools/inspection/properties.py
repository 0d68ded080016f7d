"""What a Word document or an Excel workbook says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from evaltools.inspection.package import parse

PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")


@dataclass(frozen=True, slots=True)
class Properties:
    """Title, author, date of the file, who saved it last, and all that its properties say."""

    title: str | None
    author: str | None
    date: str | None
    last_author: str | None
    said: tuple[str, ...]


def read_properties(parts: dict[str, bytes], *, place: str) -> Properties:
    """Read the properties of a file.

    Parameters
    ----------
    parts : dict of str to bytes
        Its parts by name.
    place : str
        Its name.

    Returns
    -------
    Properties
        None for what it does not say.
    """
    said = {
        each.tag.rpartition("}")[2]: each.text
        for part in PARTS
        if part in parts
        for each in parse(parts[part], place=place).iter()
        if isinstance(each.tag, str) and each.text and each.text.strip()
    }
    return Properties(
        said.get("title"),
        said.get("creator"),
        said.get("created"),
        said.get("lastModifiedBy"),
        tuple(f"{name}: {text}" for name, text in said.items()),
    )
