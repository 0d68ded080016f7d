"""A folder that all machines of a cluster reach, where content lies under its own SHA-256.

A name says what is in it. So two that put the same content never harm each other, and nothing is
believed that was altered or cut off on the way.
"""

from __future__ import annotations

import contextlib
import functools
import re
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from evaltools.errors import Fault, RunError
from evaltools.provenance import fingerprint, privately

Listing = dict[str, str]
"""SHA-256 of each file, by its path from the folder that it lies in."""
DIGEST = re.compile("[0-9a-f]{64}")
AT_ONCE = 8
"""Files on their way at the same time: each waits for the network most of the time."""


@dataclass(frozen=True, slots=True)
class Store:
    """What one run keeps on a file system of fsspec.

    Attributes
    ----------
    url : str
        The folder, such as s3://bucket/folder; it holds no secret.
    options : mapping
        Handed to pyarrow.fs.S3FileSystem for s3://, otherwise to the file system of fsspec.
    run : str
        Name of the folder below, which this run alone fills and empties.
    """

    url: str
    options: Mapping[str, Any]
    run: str
    _there: set[str] = field(default_factory=set, repr=False, compare=False)

    def put(self, folder: Path, paths: Iterable[Path]) -> Listing:
        """Upload files, each content once.

        Parameters
        ----------
        folder : pathlib.Path
            The folder from which the files are named.
        paths : iterable of pathlib.Path
            Files in it.

        Returns
        -------
        dict of str to str
            SHA-256 of each file by its path from `folder`.

        Raises
        ------
        RunError
            If the store cannot be reached, does not exist or does not let us in.
        """
        named = {path.relative_to(folder).as_posix(): path for path in paths}
        listing = {name: fingerprint(path) for name, path in named.items()}
        contents = {digest: named[name] for name, digest in listing.items()}
        with self._in_words():
            self._files.makedirs(self._path(), exist_ok=True)
            lacking = [each for each in contents.items() if each[0] not in self._there]
            _side_by_side(self._upload, lacking)
        self._there.update(contents)
        return listing

    def lay_out(self, listing: Listing, folder: Path, *, cache: Path) -> None:
        """Fetch files into a folder, for their owner alone.

        Parameters
        ----------
        listing : dict of str to str
            SHA-256 of each file by its path from `folder`.
        folder : pathlib.Path
            Where they go.
        cache : pathlib.Path
            Folder that keeps what was fetched, for the next time.

        Raises
        ------
        RunError
            If the store cannot be reached, content is lacking there or is not what was put, or
            a path leads out of `folder`.
        """
        self._check_listing(listing, folder)
        with privately(), self._in_words():
            cache.mkdir(parents=True, exist_ok=True)
            _side_by_side(functools.partial(self._fetch, cache), set(listing.values()))
            for name, digest in listing.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(cache / digest, folder / name)

    def clear(self) -> None:
        """Delete what this run put there.

        Raises
        ------
        RunError
            If the store cannot be reached or does not let us delete.
        """
        with self._in_words(), contextlib.suppress(FileNotFoundError):
            self._files.rm(self._path(), recursive=True)
        self._there.clear()

    @property
    def _files(self) -> Any:
        return _file_system(self.url, tuple(sorted(self.options.items())))[0]

    def _path(self, *names: str) -> str:
        folder = _file_system(self.url, tuple(sorted(self.options.items())))[1]
        return "/".join([folder.rstrip("/"), self.run, *names])

    def _upload(self, content: tuple[str, Path]) -> None:
        """Write beside, then rename: who reads meanwhile finds all of it or nothing."""
        digest, source = content
        if self._size(digest) == source.stat().st_size:
            return
        beside = self._path(f"{digest}.{uuid.uuid4().hex}.part")
        with source.open("rb") as original, self._files.open(beside, "wb") as copy:
            shutil.copyfileobj(original, copy)
        self._files.mv(beside, self._path(digest))

    def _size(self, digest: str) -> int | None:
        try:
            return int(self._files.info(self._path(digest))["size"])
        except FileNotFoundError:
            return None

    def _fetch(self, cache: Path, digest: str) -> None:
        """Download content into the cache, and believe it only if it bears its own name."""
        if (cache / digest).is_file():
            return
        beside = cache / f"{digest}.{uuid.uuid4().hex}.part"
        try:
            with self._files.open(self._path(digest), "rb") as content, beside.open("wb") as copy:
                shutil.copyfileobj(content, copy)
            self._check_content(beside, digest)
            beside.replace(cache / digest)
        except FileNotFoundError:
            problem = "content that was put there is gone."
            remedy = "See that nothing empties the folder during a run, then run again."
            raise RunError(Fault(self.url, problem, remedy)) from None
        finally:
            beside.unlink(missing_ok=True)

    def _check_content(self, path: Path, digest: str) -> None:
        if fingerprint(path) != digest:
            problem = "content is not what was put there: it was altered or cut off."
            remedy = "Run again; if it happens again, see who else writes there."
            raise RunError(Fault(self.url, problem, remedy))

    def _check_listing(self, listing: Listing, folder: Path) -> None:
        """Refuse what no worker of ours names: a file elsewhere, content without its SHA-256."""
        names = [PurePosixPath(name) for name in listing]
        strays = [
            name for name in names if name.is_absolute() or {"..", "\\"} & {*name.parts, *str(name)}
        ]
        if strays or not all(map(DIGEST.fullmatch, listing.values())):
            problem = f"a worker named a file that would lie outside {folder.name}."
            raise RunError(Fault(self.url, problem, "Find out what runs on the workers."))

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except (ImportError, OSError, TypeError, ValueError) as error:
            problem, remedy = _told(error)
            raise RunError(Fault(self.url, problem, remedy)) from None


def open_store(url: str, *, options: Mapping[str, Any], run: str) -> Store:
    """Open a folder for one run, and see that it can be written, read and emptied.

    Parameters
    ----------
    url : str
        The folder, such as s3://bucket/folder.
    options : mapping
        Handed to the file system.
    run : str
        Name of the folder below that the run fills; what lies there is deleted.

    Returns
    -------
    Store
        The store, empty.

    Raises
    ------
    RunError
        If it cannot be reached, does not exist, or does not let us write, read and delete.
    """
    store = Store(url, options, run)
    with store._in_words():
        store._files.makedirs(store._path(), exist_ok=True)
        store._files.pipe_file(store._path("seen"), b"")
        store._files.info(store._path("seen"))
    store.clear()
    return store


def _side_by_side(work: Callable[[Any], None], items: Iterable[Any]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(work, items):
            pass


@functools.cache
def _file_system(url: str, options: tuple[tuple[str, Any], ...]) -> tuple[Any, str]:
    """Open the file system of a URL, with the path of the folder there.

    pyarrow reaches S3 by itself; what else does needs versions of packages that we do not have.
    """
    if url.startswith("s3://"):
        from fsspec.implementations.arrow import ArrowFSWrapper
        from pyarrow.fs import S3FileSystem

        system = S3FileSystem(allow_delayed_open=True, **dict(options))
        return ArrowFSWrapper(system), url.removeprefix("s3://")
    from fsspec.core import url_to_fs

    files, folder = url_to_fs(url, **dict(options))
    return files, str(folder)


def _told(error: Exception) -> tuple[str, str]:
    """Say in words what a file system answered, without what it quotes."""
    said = str(error)
    if isinstance(error, ImportError):
        return "it needs a package that is not installed.", f"{said.rstrip('.')}, on workers too."
    if any(word in said for word in ("NO_SUCH_BUCKET", "not found. To create buckets")):
        return "there is no such bucket.", "Create it, or correct store in evaluation.yml."
    if isinstance(error, PermissionError) or any(
        word in said for word in ("ACCESS_DENIED", "INVALID_ACCESS_KEY", "SIGNATURE", "_TOKEN")
    ):
        remedy = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or what it asks for, everywhere."
        return "its credentials are lacking, or do not let us in.", remedy
    if any(word in said for word in ("NETWORK_CONNECTION", "timeout", "Timeout", "resolve")):
        return "it cannot be reached.", "Check the network, and storage_options.endpoint_override."
    if isinstance(error, (ValueError, TypeError)):
        return "this is no store that fsspec knows, or not with these options.", "Correct it."
    return f"it answered with {type(error).__name__}.", "Try to reach it by another program."
