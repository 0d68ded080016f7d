"""Reaching the scheduler of a cluster, or starting one for the time of a run."""

from __future__ import annotations

import contextlib
import importlib
import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaltools.errors import ConfigurationError, Fault, RunError
from evaltools.evaluation import Cluster
from evaltools.evaluation.running import UNENCRYPTED, is_loopback

if TYPE_CHECKING:
    from distributed import Client

PLACE = "evaluation.yml, running.cluster"
SOON = 60
"""Seconds in which workers must be there that need not wait in a queue."""
UNSEEN = "127.0.0.1:0"
"""Where pages about a scheduler are shown: on any free port, to nobody on other machines."""
CLASSES = {
    "local": ("distributed", "LocalCluster"),
    "ssh": ("distributed", "SSHCluster"),
    "slurm": ("dask_jobqueue", "SLURMCluster"),
    "kubernetes": ("dask_kubernetes.operator", "KubeCluster"),
}
EXTRAS = {"slurm": "slurm", "kubernetes": "kubernetes"}


@contextlib.contextmanager
def reached(cluster: Cluster, *, threads: int, private: Path) -> Iterator[Client]:
    """Reach a scheduler with workers, started here where `cluster` says so.

    Parameters
    ----------
    cluster : Cluster
        What is declared.
    threads : int
        Notebooks at the same time on each worker that is started.
    private : pathlib.Path
        Folder for the time of the run that jobs of Slurm see too, and nobody else; their logs are
        kept beside it.

    Yields
    ------
    distributed.Client
        The way to the scheduler; at least one worker is there.

    Raises
    ------
    ConfigurationError
        If a package is not installed, or strangers could run code on the cluster.
    RunError
        If it cannot be started or reached.
    """
    _check_is_private(cluster)
    distributed = _imported("distributed", cluster)
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with contextlib.ExitStack() as stack:
        with _in_words(cluster):
            where = cluster.address or stack.enter_context(start(cluster, threads, private))
            client = stack.enter_context(distributed.Client(where, timeout=SOON / 2))
            _wait_for_workers(client, cluster)
        yield client


def start(cluster: Cluster, threads: int, private: Path) -> Any:
    """Start what `cluster` declares.

    Parameters
    ----------
    cluster : Cluster
        What is declared, with a kind.
    threads : int
        Notebooks at the same time on each worker.
    private : pathlib.Path
        Folder for the time of the run that jobs of Slurm see too, and nobody else; their logs are
        kept beside it.

    Returns
    -------
    distributed.deploy.Cluster
        The cluster; whoever closes it ends the workers.
    """
    module, name = CLASSES[str(cluster.kind)]
    made = getattr(_imported(module, cluster), name)
    return made(**_KINDS[str(cluster.kind)](cluster, threads, private))


def _local(cluster: Cluster, threads: int, private: Path) -> dict[str, Any]:
    """Keep other users of the machine out by certificates that live as long as the run."""
    from distributed import Security

    ours = {
        "threads_per_worker": threads,
        "dashboard_address": UNSEEN,
        "security": Security.temporary(),
        "silence_logs": logging.CRITICAL,
    }
    return ours | {"n_workers": cluster.workers} | cluster.options


def _ssh(cluster: Cluster, threads: int, private: Path) -> dict[str, Any]:
    ours = {"nthreads": threads, "n_workers": cluster.workers}
    return cluster.options | {"worker_options": ours | cluster.options.get("worker_options", {})}


def _slurm(cluster: Cluster, threads: int, private: Path) -> dict[str, Any]:
    """Encrypt by certificates that jobs read from a folder which they share with us alone."""
    from distributed import Security

    ours = {
        "n_workers": cluster.workers,
        "cores": threads,
        "processes": 1,
        "security": Security.temporary(),
        "shared_temp_directory": str(private),
        "log_directory": str(private.parent / "slurm"),
        "scheduler_options": {"dashboard_address": UNSEEN},
    }
    return ours | cluster.options


def _kubernetes(cluster: Cluster, threads: int, private: Path) -> dict[str, Any]:
    return {"n_workers": cluster.workers} | cluster.options


_KINDS: Mapping[str, Callable[[Cluster, int, Path], dict[str, Any]]] = {
    "local": _local, "ssh": _ssh, "slurm": _slurm, "kubernetes": _kubernetes,
}  # fmt: skip


def _check_is_private(cluster: Cluster) -> None:
    """Refuse to start what strangers could send code to."""
    hosts = cluster.options.get("hosts", ())
    open_to_others = cluster.kind == "kubernetes" or not all(map(is_loopback, hosts))
    if open_to_others and not cluster.trusted_network and not _has_certificates():
        raise ConfigurationError(
            Fault(PLACE, f"{UNENCRYPTED}.", "See docs/how-to/run-on-a-cluster.md.")
        )


def _has_certificates() -> bool:
    import dask

    return bool(dask.config.get("distributed.comm.require-encryption", None))


def _imported(module: str, cluster: Cluster) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        problem = f"it needs the package {error.name}, which is not installed."
        extra = EXTRAS.get(str(cluster.kind), "cluster")
        remedy = f'Run `python -m pip install "evaltools[{extra}]"`.'
        raise ConfigurationError(Fault(PLACE, problem, remedy)) from None


def _wait_for_workers(client: Client, cluster: Cluster) -> None:
    """Wait for all workers of this machine, or for the first of others; in a queue without end."""
    first = None if cluster.kind in ("slurm", "kubernetes") else SOON
    client.wait_for_workers(cluster.workers if cluster.kind == "local" else 1, timeout=first)


@contextlib.contextmanager
def _in_words(cluster: Cluster) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        what = cluster.address or f"a cluster of kind {cluster.kind}"
        said = next(iter(str(error).splitlines()), type(error).__name__)
        problem = f"{what} could not be reached or has no workers: {said.rstrip('.')}."
        raise RunError(Fault(PLACE, problem, "See docs/how-to/run-on-a-cluster.md.")) from None
