"""What is put into a store comes back as it was, or is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.errors import RunError
from evaltools.running.cluster.store import Store, open_store
from tests import s3

pytest.importorskip("fsspec", reason="the extra cluster is not installed")

NAMES = st.text("abcåäö -.", min_size=1, max_size=8).map(lambda text: f"f{text}x")
FILES = st.dictionaries(NAMES, st.binary(max_size=200), min_size=1, max_size=6)
few = settings(max_examples=15, deadline=None)


@pytest.fixture(scope="module", params=["file", "memory", "s3"])
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store on a disk, in memory, and on a server of S3."""
    if request.param == "file":
        yield open_store(tmp_path_factory.mktemp("store").as_uri(), options={}, run="run")
    elif request.param == "memory":
        yield open_store("memory://store", options={}, run="run")
    elif not s3.SERVER:
        pytest.skip(s3.LACKING)
    else:
        with s3.serve() as url:
            s3.make_bucket(url, "bucket")
            options = s3.OPTIONS | {"endpoint_override": url}
            yield open_store("s3://bucket/folder", options=options, run="run")


def written(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Write files, every other one in a folder."""
    paths = [folder / f"in{place % 2}" / name for place, name in enumerate(files)]
    for path, content in zip(paths, files.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return paths


@given(files=FILES)
@few
def test_files_come_back_as_they_were(store: Store, files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as name:
        here, there = Path(name, "here"), Path(name, "there")
        paths = written(here, files)
        listing = store.put(here, paths)
        store.lay_out(listing, there, cache=Path(name, "cache"))
        laid_out = {path.relative_to(there): path for path in there.rglob("*") if path.is_file()}
        assert {each: path.read_bytes() for each, path in laid_out.items()} == {
            path.relative_to(here): path.read_bytes() for path in paths
        }
        assert {path.stat().st_mode & 0o77 for path in there.rglob("*")} == {0}


@given(content=st.binary(min_size=1, max_size=200), data=st.data())
@few
def test_content_that_was_cut_off_or_altered_is_refused(
    store: Store, content: bytes, data: st.DataObject
) -> None:
    other = data.draw(st.one_of(st.just(content[:-1]), st.binary(max_size=200)))
    with TemporaryDirectory() as name:
        listing = store.put(Path(name), written(Path(name), {"a": content}))
        digest = next(iter(listing.values()))
        store._files.pipe_file(store._path(digest), other)
        refused = pytest.raises(RunError, match="not what was put")
        if other != content:
            with refused:
                store.lay_out(listing, Path(name, "there"), cache=Path(name, "cache"))
        store.clear()


def test_the_same_content_is_sent_once(store: Store, tmp_path: Path) -> None:
    paths = written(tmp_path, {"a": b"same", "b": b"same"})
    store.put(tmp_path, paths)
    sent = store._files.info(store._path(store.put(tmp_path, paths)["in0/a"]))
    assert len(store._files.find(store._path())) == 1
    another = Store(store.url, store.options, store.run)
    another.put(tmp_path, paths)
    assert store._files.info(sent["name"]).get("mtime") == sent.get("mtime")


def test_a_run_deletes_what_it_put_and_nothing_else(store: Store, tmp_path: Path) -> None:
    other = Store(store.url, store.options, "other")
    listing = other.put(tmp_path, written(tmp_path, {"a": b"theirs"}))
    store.put(tmp_path, written(tmp_path, {"a": b"ours"}))
    store.clear()
    assert store._files.find(store._path()) == []
    other.lay_out(listing, tmp_path / "there", cache=tmp_path / "cache")
    assert (tmp_path / "there" / "in0" / "a").read_bytes() == b"theirs"


@pytest.mark.parametrize("name", ["../out", "/etc/out", "a/../../out", "a\\..\\out"])
def test_a_file_is_never_laid_out_beside_the_folder(
    store: Store, tmp_path: Path, name: str
) -> None:
    digest = store.put(tmp_path, written(tmp_path, {"a": b"x"}))["in0/a"]
    with pytest.raises(RunError, match="would lie outside"):
        store.lay_out({name: digest}, tmp_path / "there", cache=tmp_path / "cache")


def test_content_is_asked_for_by_its_sha256_alone(store: Store, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept here")
    (tmp_path / "cache").mkdir()
    with pytest.raises(RunError, match="Find out what runs"):
        store.lay_out({"a": "../mine"}, tmp_path / "there", cache=tmp_path / "cache")


def test_content_that_is_gone_is_told(store: Store, tmp_path: Path) -> None:
    listing = store.put(tmp_path, written(tmp_path, {"a": b"gone soon"}))
    store.clear()
    with pytest.raises(RunError, match="is gone"):
        store.lay_out(listing, tmp_path / "there", cache=tmp_path / "cache")


@pytest.mark.skipif(not s3.SERVER, reason=s3.LACKING)
def test_what_keeps_a_store_closed_is_told_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    with s3.serve(INITIAL_NO_AUTH_ACTION_COUNT="2") as url:
        s3.make_bucket(url, "bucket")
        options = s3.OPTIONS | {"endpoint_override": url}
        with pytest.raises(RunError, match="credentials are lacking") as refused:
            open_store("s3://bucket/folder", options=options, run="run")
        assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "options", "told"),
    [
        ("s3://bucket/folder", {"endpoint_override": "http://127.0.0.1:1"}, "cannot be reached"),
        ("s3://bucket/folder", {"endpiont": "http://127.0.0.1:1"}, "not with these options"),
        ("nowhere://bucket/folder", {}, "no store that fsspec knows"),
        ("gs://bucket/folder", {}, "a package that is not installed"),
    ],
)
def test_a_store_that_cannot_be_opened_is_told(
    url: str, options: dict[str, str], told: str
) -> None:
    more = s3.OPTIONS if url.startswith("s3") else {}
    with pytest.raises(RunError, match=told):
        open_store(url, options=options | more, run="run")


def test_a_bucket_that_is_not_there_is_told() -> None:
    if not s3.SERVER:
        pytest.skip(s3.LACKING)
    with s3.serve() as url, pytest.raises(RunError, match="no such bucket"):
        open_store("s3://none/a", options=s3.OPTIONS | {"endpoint_override": url}, run="run")
