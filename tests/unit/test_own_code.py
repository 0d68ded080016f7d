"""The library's own files are known by what they hold, and bytecode by its source."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evaltools.running import own_code


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a small package in the library's place."""
    (tmp_path / "module.py").write_text("VALUE = 1\n")
    monkeypatch.setattr(own_code, "FOLDER", tmp_path)
    return tmp_path


def test_a_file_that_was_edited_during_a_run_has_no_fingerprint(package: Path) -> None:
    known = own_code.code_files()
    assert own_code.as_they_were(["module.py"], known) == known
    (package / "module.py").write_text("VALUE = 2\n")
    assert own_code.as_they_were(["module.py"], known) == {"module.py": None}


def test_code_put_back_with_its_old_time_is_run_as_it_stands(package: Path) -> None:
    """Python by itself would run the bytecode of the same time and size."""
    module = package / "module.py"
    own_code.compile_by_content(["module.py"])
    time = module.stat().st_mtime_ns
    module.write_text("VALUE = 7\n")
    os.utime(module, ns=(time, time))
    told = subprocess.run(
        [sys.executable, "-c", "import module; print(module.VALUE)"],
        cwd=package, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "7"
    assert Path(importlib.util.cache_from_source(str(module))).is_file()
