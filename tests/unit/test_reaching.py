"""What is started for a run: jobs of Slurm as text, and who is kept out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaltools.errors import ConfigurationError, RunError
from evaltools.evaluation import Cluster
from evaltools.running.cluster.reaching import reached, start

OPTIONS = {"queue": "normal", "account": "eval", "cores": 4, "memory": "16GB",
           "walltime": "01:00:00", "n_workers": 0}  # fmt: skip


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of a job that works for us."""
    pytest.importorskip("dask_jobqueue", reason="the extra slurm is not installed")
    shared = tmp_path_factory.mktemp("shared")
    (shared / "run").mkdir()
    with start(
        Cluster(kind="slurm", options=OPTIONS), threads=2, private=shared / "run"
    ) as cluster:
        return str(cluster.job_script())


def test_a_job_asks_slurm_for_what_is_declared(job: str) -> None:
    asked = dict(line.removeprefix("#SBATCH ").split(maxsplit=1) for line in job.splitlines()
                 if line.startswith("#SBATCH -") and "=" not in line)  # fmt: skip
    assert (asked["-p"], asked["-A"], asked["-t"]) == ("normal", "eval", "01:00:00")
    assert "#SBATCH --cpus-per-task=4" in job


def test_a_job_runs_one_worker_so_that_one_warm_process_serves_all_its_notebooks(job: str) -> None:
    assert re.findall(r"--(nworkers|nthreads) (\d+)", job) == [("nthreads", "4")]


def test_a_job_talks_to_nobody_without_a_certificate(job: str) -> None:
    assert "tls://" in job
    assert all(f"--tls-{part} " in job for part in ("ca-file", "cert", "key"))


@pytest.mark.parametrize(
    "declared",
    [{"kind": "ssh", "options": {"hosts": ["localhost", "10.0.0.7"]}}, {"kind": "kubernetes"}],
)
def test_a_cluster_that_strangers_could_send_code_to_is_not_started(
    declared: dict[str, object], tmp_path: Path
) -> None:
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with (
        pytest.raises(ConfigurationError, match="trusted_network"),
        reached(Cluster.model_validate(declared), threads=1, private=tmp_path),
    ):
        pass


def test_options_that_a_cluster_does_not_know_are_told_in_words(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    unknown = Cluster(kind="local", options={"wokers": 3})
    with (
        pytest.raises(RunError, match="of kind local"),
        reached(unknown, threads=1, private=tmp_path),
    ):
        pass


def test_workers_on_this_machine_are_closed_to_its_other_users(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with reached(Cluster(kind="local"), threads=1, private=tmp_path) as client:
        assert client.scheduler_info()["address"].startswith("tls://127.0.0.1:")
