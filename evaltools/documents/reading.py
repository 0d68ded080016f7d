"""Any file that a body sent in becomes a document, a folder of them a consultation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from evaltools.documents.document import Document, Line, Reading
from evaltools.documents.letters import has_lost_letters
from evaltools.documents.lexicon import build_lexicon
from evaltools.documents.pdfs import read_pdf
from evaltools.documents.plain import as_lines, read_text
from evaltools.documents.repair import repair_document
from evaltools.documents.word_files import read_word_file
from evaltools.errors import ConfigurationError, DataError, Fault
from evaltools.intake import is_marked
from evaltools.provenance import fingerprint

LARGEST_FILE = 100 << 20
LARGEST_TEXT = 20 << 20
PASSED_OVER = ("thumbs.db", "desktop.ini")
"""What Windows leaves in folders; names that begin with a full stop or ~ are passed over too."""
Thing = TypeVar("Thing")
Attempts = tuple[list[Document], list[Fault]]
SAVE_AS = "Save it as .docx or .pdf; a letter or an e-mail can be printed to a PDF."


def read_document(path: Path) -> Document:
    """Read what a body sent in, with nothing repaired.

    Parameters
    ----------
    path : pathlib.Path
        A .pdf, .docx or .txt.

    Returns
    -------
    Document
        Its lines. Of a PDF, the pages that are pictures, and all pages of one that has lost its
        å, ä and ö, are read by Tesseract where that is installed with Swedish; reading is then
        "scanned".

    Raises
    ------
    DataError
        If the file is missing, of another kind, larger than 100 MiB (text: 20), damaged, empty,
        has a password, tracked changes or text that cannot be read in its place.
    """
    if not path.is_file():
        raise DataError(Fault(path.name, "the file does not exist.", "Put it there."))
    _check_size(path)
    reading, lines = _read(path)
    if not any(line.raw for line in lines):
        raise DataError(Fault(path.name, "it holds no text.", SAVE_AS))
    synthetic = is_marked(line.raw for line in lines)
    return Document(path.name, fingerprint(path), reading, lines, synthetic=synthetic)


def read_folder(folder: Path, *, glossary: Collection[str] = ()) -> tuple[Document, ...]:
    """Read every document of a folder, and repair those that have lost their å, ä and ö.

    Parameters
    ----------
    folder : pathlib.Path
        A folder of files alone. Files that begin with a full stop or ~, and those that Windows
        leaves (Thumbs.db, desktop.ini), are passed over.
    glossary : collection of str
        Words that the documents are known to use, see `documents.glossary`.

    Returns
    -------
    tuple of Document
        One per file, sorted by name.

    Raises
    ------
    DataError
        If the folder is missing or empty; for all files that cannot be read, are links or
        folders, have the content of another one, or need repair while wordfreq is not
        installed: all that is found at once.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from evaltools.documents import read_folder
    >>> with TemporaryDirectory() as folder:
    ...     answer = Path(folder) / "norra.txt"
    ...     _ = answer.write_text(
    ...         "Remissvar. Nämnden tillstyrker förslaget.", encoding="utf-8"
    ...     )
    ...     (document,) = read_folder(Path(folder))
    >>> document.reading, [line.text for line in document.lines]
    ('text', ['Remissvar. Nämnden tillstyrker förslaget.'])
    """
    documents, faults = _each(_listed(folder), _read_file)
    faults += _twins(documents)
    lost = [each for each in documents if has_lost_letters(line.raw for line in each.lines)]
    repaired, more = _repair_all(lost, glossary)
    if faults or more:
        raise DataError([*faults, *more])
    by_file = {each.file: each for each in repaired}
    return tuple(by_file.get(each.file, each) for each in documents)


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    most = LARGEST_TEXT if path.suffix.lower() == ".txt" else LARGEST_FILE
    if size > most:
        problem = f"the file has {size >> 20:,} MiB, and may have {most >> 20:,}."
        raise DataError(Fault(path.name, problem, "Keep the answer, and leave enclosures out."))


def _read(path: Path) -> tuple[Reading, tuple[Line, ...]]:
    match path.suffix.lower():
        case ".pdf":
            return read_pdf(path)
        case ".docx":
            return "text", as_lines(read_word_file(path), page=None)
        case ".txt":
            return "text", read_text(path)
        case other:
            kind = f"files of the kind {other}" if other else "files without a kind in their name"
            raise DataError(Fault(path.name, f"{kind} are not read.", SAVE_AS))


def _listed(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise DataError(Fault(folder.name, "the folder does not exist.", "Make it."))
    paths = sorted(each for each in folder.iterdir() if not _is_passed_over(each.name))
    if not paths:
        raise DataError(Fault(folder.name, "the folder holds no document.", "Put them there."))
    return paths


def _is_passed_over(name: str) -> bool:
    return name.startswith((".", "~")) or name.lower() in PASSED_OVER


def _each(things: Iterable[Thing], act: Callable[[Thing], Document]) -> Attempts:
    """Do the same to each of many, and keep what came of it and what is wrong."""
    documents, faults = list[Document](), list[Fault]()
    for thing in things:
        try:
            documents.append(act(thing))
        except DataError as error:
            faults += error.faults
    return documents, faults


def _read_file(path: Path) -> Document:
    """Read a document that lies in a folder itself."""
    if path.is_symlink():
        raise DataError(Fault(path.name, "it is a link.", "Put the file itself there."))
    if path.is_dir():
        raise DataError(Fault(path.name, "it is a folder.", "Move its documents up, or away."))
    return read_document(path)


def _twins(documents: Sequence[Document]) -> list[Fault]:
    """Find files that would count one answer twice."""
    often = Counter(each.sha256 for each in documents)
    twins = [each for each in documents if often[each.sha256] > 1]
    remedy = "Keep one of them."
    return [Fault(each.file, "another file has the same content.", remedy) for each in twins]


def _repair_all(lost: Sequence[Document], glossary: Collection[str]) -> Attempts:
    """Repair documents; the words are looked up only if there is one."""
    if not lost:
        return [], []
    try:
        lexicon = build_lexicon(glossary)
    except ConfigurationError as error:
        return [], [replace(why, place=each.file) for why in error.faults for each in lost]
    return _each(lost, lambda document: repair_document(document, lexicon=lexicon))
