"""The section `running` of evaluation.yml: what it refuses, and that it makes nothing stale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from evaltools.evaluation import Cluster, Running, read_evaluation
from evaltools.running import plan


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({}, "either the address of a scheduler or the kind"),
        ({"kind": "local", "address": "tls://10.0.0.5:8786"}, "either the address"),
        ({"address": "tcp://10.0.0.5:8786"}, "trusted_network"),
        ({"address": "tcp://127.0.0.1.example.org:8786"}, "trusted_network"),
        ({"address": "http://10.0.0.5:8786"}, "pattern"),
        ({"address": "tls://10.0.0.5:8786", "workers": 3}, "has its own workers"),
        ({"kind": "ssh"}, "needs hosts"),
        ({"kind": "local", "workers": 0}, "greater than or equal to 1"),
        ({"kind": "local", "storage_options": {"secret": "x"}}, "environment variables"),
        ({"kind": "slurm", "options": {"env": {"AWS_SESSION_TOKEN": "x"}}}, "environment"),
        ({"kind": "local", "store": "s3://key:word@bucket"}, "pattern"),
    ],
)
def test_a_cluster_that_cannot_be_meant_is_refused_in_words(
    declared: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValidationError, match=told):
        Cluster.model_validate(declared)


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tls://10.0.0.5:8786"]
)
def test_what_is_encrypted_or_stays_on_this_machine_needs_no_trust(address: str) -> None:
    assert Cluster(address=address).address == address


def test_how_a_run_is_run_makes_nothing_stale(root: Path) -> None:
    declared = read_evaluation(root / "evaluation.yml")
    slower = declared.model_copy(update={"running": Running(kernels="ordinary", at_once=1)})
    assert [step.settings for step in plan(slower)] == [step.settings for step in plan(declared)]
