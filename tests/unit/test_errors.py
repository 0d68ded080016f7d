"""Errors carry their faults wherever they go."""

from __future__ import annotations

import pickle

from evaltools.errors import Fault, RunError


def test_an_error_comes_from_another_process_as_it_was() -> None:
    error = RunError([Fault("04_awareness", "it stopped.", "Open it."), Fault("", "More.", "")])
    came = pickle.loads(pickle.dumps(error))
    assert (type(came), came.faults, str(came)) == (RunError, error.faults, str(error))
