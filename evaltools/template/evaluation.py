"""The files of a new evaluation, and the folder that they make."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from evaltools.declarations import LANGUAGES, Language
from evaltools.errors import ConfigurationError, Fault
from evaltools.provenance import write_atomically
from evaltools.template.wording import in_languages

HERE = Path(__file__).parent
CARRIED = {"notebooks": "*.ipynb", "programme/schema": "*.json", ".vscode": "*.json"}
"""What of the repository every evaluation has: by folder, the files of it."""
DOTTED = {"gitignore": ".gitignore"}
"""Names that would do something where the template lies."""


def lay_out_evaluation(folder: Path, *, languages: tuple[Language, ...]) -> list[str]:
    """Make the folder of a new evaluation.

    Parameters
    ----------
    folder : pathlib.Path
        A folder that is not there yet, or is empty.
    languages : tuple of {"sv", "en"}
        Languages of the report; comments and instructions are in the first.

    Returns
    -------
    list of str
        The files, by their paths in the folder. They are written beside it first: it is whole,
        or as it was.

    Raises
    ------
    ConfigurationError
        If there is something at its place, or it cannot be written.
    """
    check_can_be_made(folder)
    files = template_files(languages)
    try:
        _write_beside(folder, files)
    except OSError as error:
        problem = f"the folder cannot be made ({type(error).__name__})."
        remedy = "Choose a place that you may write to, with room on the disk."
        raise ConfigurationError(Fault(str(folder), problem, remedy)) from None
    return list(files)


def check_can_be_made(folder: Path) -> None:
    """Refuse a place where there is something.

    Parameters
    ----------
    folder : pathlib.Path
        The place.

    Raises
    ------
    ConfigurationError
        If it is a file, or a folder that is not empty.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        problem = "there is something already." if folder.is_dir() else "there is a file already."
        remedy = "Give the name of a folder that is not there yet: nothing is written over."
        raise ConfigurationError(Fault(str(folder), problem, remedy))


def template_files(languages: tuple[Language, ...]) -> dict[str, bytes]:
    """Return the files of a new evaluation.

    Parameters
    ----------
    languages : tuple of {"sv", "en"}
        Languages of the report; comments and instructions are in the first.

    Returns
    -------
    dict of str to bytes
        Contents by path in the folder of the evaluation.
    """
    declared = _files(HERE / "files" / "declared")
    written = _files(HERE / "files" / "written")
    told = {
        path: in_languages(content.decode(), languages).encode()
        for path, content in declared.items()
    }
    texts = {path: text for path, text in written.items() if _language(path) in (None, *languages)}
    guide = _files(HERE / "files" / "guide" / languages[0])
    return guide | told | texts | _carried()


def _language(path: str) -> Language | None:
    """Return the language of a text, where its folder or the end of its name says one."""
    said = {*Path(path).parts, *(part.lstrip(".") for part in Path(path).suffixes)}
    return next((each for each in LANGUAGES if each in said), None)


def _carried() -> dict[str, bytes]:
    """Read what the repository shares with every evaluation: here, or as the wheel has it."""
    packed = HERE / "carried"
    root = packed if packed.is_dir() else HERE.parents[1]
    return {
        f"{folder}/{path.name}": path.read_bytes()
        for folder, names in CARRIED.items()
        for path in sorted((root / folder).glob(names))
    }


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder).with_name(DOTTED.get(path.name, path.name)).as_posix()): (
            path.read_bytes()
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _write_beside(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for path, content in files.items():
            write_atomically(beside / path, content)
        if folder.is_dir():
            folder.rmdir()
        beside.replace(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
