"""Names that the files of an evaluation give to things, for other places to name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaltools.declarations import Language, read_value
from evaltools.errors import EvaltoolsError
from evaltools.evaluation import main_language
from evaltools.evaluation.material import PATHS
from evaltools.schemas import Schema, Step

MOST_FILES = 500
"""Files that are offered at most: a folder of answers to a referral has fewer."""
DECLARED_IN: dict[str, tuple[tuple[str, str], ...]] = {
    "goal": (("programme", "goals"),),
    "regional goal": (("programme", "regional_goals"),),
    "violence type": (("programme", "violence_types"),),
    "target group": (("programme", "target_groups"),),
    "perspective": (("programme", "perspectives"),),
    "indicator": (("indicators", "indicators"), ("programme", "indicators")),
    "body": (("organisation", "bodies"),),
    "wave": (("evaluation", "waves"),),
}
"""The files and lists that declare things of a kind."""
DECLARED_HERE = {
    "source": "sources", "question": "questions", "scale": "scales", "measure": "measures",
}  # fmt: skip
"""Lists of a file that declare what the same file names."""
NAMED_BY: dict[str, dict[str, str]] = {
    "evaluation": dict.fromkeys(
        (*PATHS, "programme", "published_indicators", "followup", "synthesis", "people", "file"),
        "file",
    )
    | {"current_wave": "wave", "baseline_wave": "wave"},
    "codebook": {
        "goal": "goal", "violence_type": "violence type", "scale": "scale", "question": "question",
        "items": "question", "reverse": "question", "body": "question", "role": "question",
        "sets.": "measure",
    },
    "themes": {"goal": "goal", "perspective": "perspective"},
    "sources": {"file": "file"},
}  # fmt: skip
"""What a key names, where its schema does not tell, by kind of file; a point stands for any key."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names that can be used in a file.

    Attributes
    ----------
    path : pathlib.Path
        The file.
    root : pathlib.Path
        Folder of evaluation.yml.
    content : object
        What the file declares as it stands in the editor; None while it is broken.
    """

    path: Path
    root: Path
    content: Any = None

    @property
    def language(self) -> Language:
        """The main language of the evaluation; English where there is none."""
        file = self.root / "evaluation.yml"
        return main_language(file) if file.is_file() else "en"

    def of(self, what: str) -> list[str]:
        """Return the names of things of a kind, in the order of the files that give them."""
        if what == "file":
            return list(_files(self.root))
        if what in DECLARED_HERE:
            return _names(self._own, DECLARED_HERE[what])
        places = DECLARED_IN.get(what, ())
        return [name for file, part in places for name in _names(self._read(file), part)]

    def has(self, what: str, name: str, known: Sequence[str]) -> bool:
        """Tell whether something bears a name, or whether nobody can tell that nothing does."""
        if what == "file":
            return (self.root / name).exists()
        return name in known or not known or what not in DECLARED_IN

    @property
    def _own(self) -> Any:
        return _read(self.path) if self.content is None else self.content

    def _read(self, name: str) -> Any:
        """Read one of the files, as it stands in the editor where it is the one that is open."""
        if self.path.name == f"{name}.yml":
            return self._own
        if name == "evaluation":
            return _read(self.root / "evaluation.yml")
        evaluation = _read(self.root / "evaluation.yml")
        folder = evaluation.get("programme") if isinstance(evaluation, dict) else None
        return _read(self.root / str(folder or "programme") / f"{name}.yml")


def find_root(path: Path) -> Path:
    """Return the folder of the evaluation that a file belongs to, else its own."""
    for folder in path.parents:
        if (folder / "evaluation.yml").is_file():
            return folder
    return path.parent


def named_at(path: Sequence[Step], schemas: Sequence[Schema], *, kind: str) -> str | None:
    """Tell of which kind the thing is that a value at a place names; None where it names none."""
    told = next((each["refers_to"] for each in schemas if "refers_to" in each), None)
    keys = [step for step in path if isinstance(step, str)]
    table = NAMED_BY.get(kind, {})
    by_key = table.get(keys[-1]) if keys else None
    return told or by_key or (table.get(f"{keys[0]}.") if len(keys) == 2 else None)


def _read(path: Path) -> Any:
    """Read a file that may be missing, or broken for the moment."""
    try:
        return read_value(path.read_text(encoding="utf-8-sig"), place=path.name)
    except (EvaltoolsError, OSError, UnicodeDecodeError):
        return None


def _names(content: Any, part: str) -> list[str]:
    """Return the names in a part of a declaration: its keys, or the ids in its list."""
    listed = content.get(part) if isinstance(content, dict) else None
    if isinstance(listed, Mapping):
        return [str(key) for key in listed]
    things = [each for each in listed or () if isinstance(each, Mapping)]
    return [str(each.get("id", each.get("name"))) for each in things]


def _files(root: Path) -> Iterator[str]:
    """Yield what path fields may name, folders with a slash, none that is hidden."""
    found = 0
    for folder in ("data_raw", "programme"):
        for path in sorted((root / folder).rglob("*")):
            relative = path.relative_to(root)
            if any(part.startswith((".", "~")) for part in relative.parts):
                continue
            yield f"{relative.as_posix()}{'/' if path.is_dir() else ''}"
            found += 1
            if found == MOST_FILES:
                return
