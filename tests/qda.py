"""Projects as other software gives them back, for the tests.

No software of this kind runs here. What each does to a project is taken from exports of it that
others published, and from the readers that they wrote for them: NVivo for Mac 15 (a real export in
the package qualitative-coding) keeps the identities of codes, renews those of sources, writes the
old one into their name and its parts into `sources/`; ATLAS.ti stores line breaks of two
characters and counts one (QualCoder's reader says so); the codebook that the standard shows has
braces about identities.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

NS = "{urn:QDA-XML:project:1.0}"
ET.register_namespace("", NS.strip("{}"))


class Project:
    """A project file, taken apart to be changed and put together again."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            self.root = ET.fromstring(package.read("project.qde"))
            names = [name for name in package.namelist() if name.endswith(".txt")]
            self.texts = {name: package.read(name).decode() for name in names}
        self.encoding = "utf-8"

    def every(self, name: str) -> list[ET.Element]:
        """List the elements of a name."""
        return list(self.root.iter(f"{NS}{name}"))

    def save(self, path: Path) -> Path:
        """Put the file together."""
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("project.qde", ET.tostring(self.root, encoding="utf-8"))
            for name, text in self.texts.items():
                archive.writestr(name, text.encode(self.encoding))
        path.write_bytes(package.getvalue())
        return path

    def count(self, width: Callable[[str], int], *, before: int = 0) -> Project:
        """Count positions with characters of other widths."""
        for source in self.every("TextSource"):
            text = self.texts[f"Sources/{source.get('plainTextPath', '').rpartition('/')[2]}"]
            for selection in source.iter(f"{NS}PlainTextSelection"):
                for end in ("startPosition", "endPosition"):
                    at = int(selection.get(end, ""))
                    selection.set(end, str(before + sum(map(width, text[:at]))))
        return self

    def break_lines_in_two(self) -> Project:
        """Store line breaks as Windows does."""
        self.texts = {name: text.replace("\n", "\r\n") for name, text in self.texts.items()}
        return self

    def mark(self) -> Project:
        """Begin texts with the byte order mark."""
        self.texts = {name: f"\ufeff{text}" for name, text in self.texts.items()}
        return self

    def made_anew(self) -> Project:
        """Give selections a new identity and no name."""
        for number, selection in enumerate(self.every("PlainTextSelection")):
            selection.attrib |= {"guid": str(uuid.UUID(int=number)), "name": ""}
        return self

    def with_guids(self, written: Callable[[str], str]) -> Project:
        """Write every identity in another way."""
        for element in self.root.iter():
            for name, value in element.attrib.items():
                if "guid" in name.lower() or name.endswith("User"):
                    element.set(name, written(value))
        return self

    def with_new_sources(self) -> Project:
        """Give sources a new identity, their parts other names, as NVivo does."""
        renamed = {}
        for number, source in enumerate(self.every("TextSource")):
            old, new = source.get("guid", ""), str(uuid.UUID(int=number))
            source.attrib |= {"guid": new, "name": old, "plainTextPath": f"internal://{new}.txt"}
            source.set("richTextPath", f"internal://{new}.docx")
            renamed[f"sources/{new}.txt"] = self.texts[f"Sources/{old}.txt"]
        self.texts = renamed
        self.root.set("origin", "NVivo for Mac 15.0.0")
        return self

    def with_new_codes(self) -> Project:
        """Give every code a new identity, as Taguette does, which makes it from the name."""
        new = {
            code.get("guid", ""): str(uuid.uuid5(uuid.NAMESPACE_URL, code.get("name", "")))
            for code in self.every("Code")
        }
        for element in [*self.every("Code"), *self.every("CodeRef")]:
            name = "guid" if element.tag.endswith("Code") else "targetGUID"
            element.set(name, new[element.get(name, "")])
        return self

    def with_new_users(self, name: str) -> Project:
        """Give everyone a new identity, and one name."""
        new = {
            user.get("guid", ""): str(uuid.UUID(int=number))
            for number, user in enumerate(self.every("User"))
        }
        for user in self.every("User"):
            user.attrib |= {"name": name, "guid": new[user.get("guid", "")]}
        for element in [*self.every("Coding"), *self.every("PlainTextSelection")]:
            element.set("creatingUser", new[element.get("creatingUser", "")])
        return self
