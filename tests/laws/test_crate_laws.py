"""Whatever files and parameters are called, a manifest that was written is read as it was told."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from evaltools.provenance import Content, read_crate, write_crate
from tests.crates import lay_out, step, tell

NAMES = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="/\\"), min_size=1, max_size=20
).filter(lambda name: name.strip(".") and len(name.encode()) < 200)


@settings(max_examples=40, deadline=None)
@given(read=NAMES, made=NAMES, content=st.binary(max_size=20))
def test_a_file_of_any_name_is_read_as_it_was_written(read: str, made: str, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        lay_out(root)
        paths = [f"data_raw/{read}", f"reports/demo/results/04/{made}"]
        for path in paths:
            (root / path).write_bytes(content)
        steps = (step(root, "04", reads=paths[:1], makes=["reports/demo/results/04"]),)
        manifest = read_crate(write_crate(replace(tell(root), steps=steps), root=root), root=root)
    digest = hashlib.sha256(content).hexdigest()
    assert manifest.read[paths[0]] == Content(digest, None)
    assert manifest.made[paths[1]] == Content(digest, len(content))
