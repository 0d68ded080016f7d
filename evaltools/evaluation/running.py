"""How notebooks are run: what changes the time that a run takes, never what it makes."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from evaltools.declarations import Declared

SECRET = re.compile(r"(^|_)key$|secret|token|passw|credential", re.IGNORECASE)
OURS = {"security", "host", "dashboard_address", "scheduler_options"}
"""Options that the run gives itself, so that nobody else reaches what it starts."""
UNENCRYPTED = (
    "any program that reaches this address can run code as you and read what is sent, since it is "
    "not encrypted: use tls://, or write trusted_network: true if nobody else reaches it"
)


class Cluster(Declared):
    """Other processes or machines that run notebooks, by Dask distributed.

    Attributes
    ----------
    address : str, optional
        A scheduler that runs already, such as tls://10.0.0.5:8786.
    kind : {"local", "ssh", "slurm", "kubernetes"}, optional
        What to start for the time of the run, where there is no address.
    workers : int
        How many workers to start; of ssh, on each host.
    options : dict
        Handed to distributed.LocalCluster, distributed.SSHCluster, dask_jobqueue.SLURMCluster or
        dask_kubernetes.operator.KubeCluster.
    store : str, optional
        A folder that all machines reach, such as s3://bucket/folder or any other URL of fsspec;
        None where they share the folder of the evaluation.
    storage_options : dict
        Handed to pyarrow.fs.S3FileSystem for s3://, otherwise to the file system of fsspec. No
        secrets: they are read from environment variables such as AWS_SECRET_ACCESS_KEY.
    trusted_network : bool
        That nobody else reaches the network of the cluster: without TLS whoever does can run code
        and read data there.
    """

    address: Annotated[str, Field(pattern=r"^(tcp|tls)://[^\s/@]+:\d+$")] | None = None
    kind: Literal["local", "ssh", "slurm", "kubernetes"] | None = None
    workers: Annotated[int, Field(ge=1)] = 1
    options: dict[str, Any] = {}
    store: Annotated[str, Field(pattern=r"^[a-z][a-z0-9+.-]*://[^\s@?#]+$")] | None = None
    storage_options: dict[str, str | int | float | bool] = {}
    trusted_network: bool = False

    @model_validator(mode="after")
    def _is_there_or_is_started(self) -> Cluster:
        if (self.address is None) == (self.kind is None):
            raise ValueError("give either the address of a scheduler or the kind to start")
        if self.address and (self.options or "workers" in self.model_fields_set):
            raise ValueError("workers and options are for a kind: a scheduler has its own workers")
        if self.kind == "ssh" and len(self.options.get("hosts", ())) < 2:
            raise ValueError("options needs hosts: the scheduler's host, then those of the workers")
        return self

    @model_validator(mode="after")
    def _stays_closed(self) -> Cluster:
        ours = sorted(OURS & self.options.keys())
        if ours:
            raise ValueError(
                f"{', '.join(ours)} would open what is started to others: leave it out"
            )
        return self

    @model_validator(mode="after")
    def _keeps_no_secret(self) -> Cluster:
        names = [*_names(self.storage_options), *_names(self.options)]
        secret = [name for name in names if SECRET.search(name)]
        if secret:
            raise ValueError(
                f"{', '.join(secret)} may be a secret, and this file is read by others: give it in "
                "environment variables, see docs/how-to/run-on-a-cluster.md"
            )
        return self

    @model_validator(mode="after")
    def _is_encrypted_or_trusted(self) -> Cluster:
        if self.address and not self.trusted_network and not _is_private(self.address):
            raise ValueError(UNENCRYPTED)
        return self


class Running(Declared):
    """How notebooks are run.

    Attributes
    ----------
    kernels : {"warm", "ordinary"}
        Kernels forked from a process that has imported the libraries, or each one on its own.
    at_once : int, optional
        Notebooks at the same time, on each worker where there is a cluster; None for one more
        than there are cores here, and as many as cores on a worker.
    time_limit : float, optional
        Seconds after which a notebook is stopped.
    cluster : Cluster, optional
        Other processes or machines to run notebooks; None for this machine alone.
    """

    kernels: Literal["warm", "ordinary"] = "warm"
    at_once: Annotated[int, Field(ge=1)] | None = None
    time_limit: Annotated[float, Field(gt=0)] | None = None
    cluster: Cluster | None = None


def _names(options: Any) -> Iterator[str]:
    """List the names in options, and in options of options."""
    if isinstance(options, dict):
        yield from map(str, options)
        for each in options.values():
            yield from _names(each)


def _is_private(address: str) -> bool:
    """Tell whether what is sent to an address is encrypted or stays on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "tls" or is_loopback(parts.hostname or "")


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, by a name or number that nobody else can take."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
