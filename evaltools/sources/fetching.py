"""What publishers' servers answer, fetched when asked for and stored as it came."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from evaltools.errors import DataError, Fault
from evaltools.provenance import fingerprint

ATTEMPTS = 5
"""How often an address is tried before it is given up."""
PAUSE = 1.0
"""Seconds before the second attempt; about doubled each time, or as long as the server says."""
PATIENCE = 60.0
"""Seconds until an answer is given up."""
BUSY = (429, 500, 502, 503, 504)
RECORD = "fetched.json"
FIELDS = ("file", "address", "sha256")
NAME = re.compile(r"\d{3,}\.json")


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What one address answered.

    Attributes
    ----------
    address : str
        The address that was asked.
    body : dict or None
        What was sent along; None for a plain request.
    time : str
        When, in UTC.
    content : bytes
        The answer as it came.
    """

    address: str
    body: dict[str, Any] | None
    time: str
    content: bytes


@dataclass(slots=True)
class Client:
    """Asks addresses one after another, and keeps what they answered.

    Attributes
    ----------
    answers : list of Answer
        What has been answered so far.
    """

    answers: list[Answer] = field(default_factory=list)

    def ask(self, address: str, *, body: dict[str, Any] | None = None) -> Any:
        """Ask an address, patiently, and read its answer.

        Parameters
        ----------
        address : str
            The address.
        body : dict, optional
            What to send along.

        Returns
        -------
        object
            What the JSON of the answer says.

        Raises
        ------
        DataError
            If the server refuses, stays busy, breaks off, or answers no JSON, however often it
            is asked.
        """
        content = _content(address, body)
        try:
            payload = json.loads(content)
        except ValueError as error:
            raise _unreachable(address, "what came is no JSON") from error
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.answers.append(Answer(address, body, now, content))
        return payload


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """What was fetched on one day.

    Attributes
    ----------
    folder : pathlib.Path
        Where it is stored.
    day : str
        The day, 2025-03-01; a second edition of the same day is 2025-03-01.2.
    """

    folder: Path
    day: str

    def payloads(self) -> Iterator[tuple[str, Path, Any]]:
        """Yield address, file and content of each answer, checked against its fingerprint.

        Raises
        ------
        DataError
            If a file has been changed or lost since it was fetched.
        """
        for entry in _record(self.folder):
            path = self.folder / entry["file"]
            if not path.is_file() or fingerprint(path) != entry["sha256"]:
                problem = "the file is not what was fetched."
                raise DataError(Fault(str(path), problem, "Fetch it again: `evaltools fetch`."))
            yield entry["address"], path, json.loads(path.read_text(encoding="utf-8"))


def store_answers(answers: list[Answer], folder: Path, *, day: str) -> Path | None:
    """Store answers as they came, each with its address, time and fingerprint.

    Parameters
    ----------
    answers : list of Answer
        What was fetched.
    folder : pathlib.Path
        The folder of the source; an edition is a folder in it.
    day : str
        Day of the edition.

    Returns
    -------
    pathlib.Path or None
        The new edition, there as a whole or not at all; None where the latest one holds the
        same already.
    """
    record = [_entry(number, answer) for number, answer in enumerate(answers, start=1)]
    earlier = stored_editions(folder)
    if earlier and _hashes(earlier[-1]) == [entry["sha256"] for entry in record]:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".fetching-", dir=folder))
    try:
        for entry, answer in zip(record, answers, strict=True):
            (beside / entry["file"]).write_bytes(answer.content)
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (beside / RECORD).write_text(text, encoding="utf-8")
        beside.chmod(0o755)
        return beside.rename(folder / _free_name(folder, day))
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def stored_editions(folder: Path) -> list[Edition]:
    """Return the editions of a source that are stored, the oldest first."""
    found = sorted(path.parent for path in folder.glob(f"[0-9]*/{RECORD}"))
    return [Edition(path, path.name) for path in found]


def _content(address: str, body: dict[str, Any] | None) -> bytes:
    """Return what an address answers, asked again where the answer breaks off."""
    problem = ""
    for attempt in range(ATTEMPTS):
        time.sleep(PAUSE * (2**attempt - 1))
        try:
            with _session() as session:
                method = "POST" if body else "GET"
                answer = session.request(method, address, json=body, timeout=PATIENCE)
                content = answer.content
        except requests.exceptions.RetryError:
            raise _unreachable(address, "the server stays busy or faulty") from None
        except requests.exceptions.RequestException as error:
            problem = f"the connection breaks ({type(error).__name__})"
            continue
        if answer.status_code in (403, 413):
            raise _unreachable(address, "the server refuses, perhaps so many values at once")
        if not answer.ok:
            raise _unreachable(address, f"the server answers with status {answer.status_code}")
        return content
    raise _unreachable(address, problem)


def _session() -> requests.Session:
    """Make a session that waits for a busy server; a broken connection is left to the caller."""
    retry = Retry(
        total=ATTEMPTS, connect=0, read=0, backoff_factor=PAUSE, status_forcelist=BUSY,
        allowed_methods=None,
    )  # fmt: skip
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=retry))
    return session


def _unreachable(address: str, problem: str) -> DataError:
    remedy = "Check the address and what is asked for in sources.yml, or try again later."
    return DataError(Fault(address, f"{problem}; nothing was stored.", remedy))


def _entry(number: int, answer: Answer) -> dict[str, Any]:
    return {
        "file": f"{number:03d}.json",
        "address": answer.address,
        "body": answer.body,
        "time": answer.time,
        "sha256": hashlib.sha256(answer.content).hexdigest(),
    }


def _hashes(edition: Edition) -> list[str]:
    return [entry["sha256"] for entry in _record(edition.folder)]


def _record(folder: Path) -> list[dict[str, str]]:
    """Read what an edition says of its files, each of which stands beside it."""
    path = folder / RECORD
    try:
        record: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
        known = all(NAME.fullmatch(each["file"]) and {*FIELDS} <= {*each} for each in record)
    except (ValueError, LookupError, TypeError):
        known = False
    if not known:
        problem = "this is not the record of what was fetched."
        remedy = "Delete its folder, and fetch again: `evaltools fetch`."
        raise DataError(Fault(str(path), problem, remedy))
    return record


def _free_name(folder: Path, day: str) -> str:
    """Return the day, with a number where it is taken."""
    taken = sum(1 for each in stored_editions(folder) if each.day.split(".")[0] == day)
    return f"{day}.{taken + 1}" if taken else day
