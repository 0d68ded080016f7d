"""The same plan on more than one process or machine, by Dask distributed."""

from evaltools.running.cluster.workers import open_cluster

__all__ = ["open_cluster"]
