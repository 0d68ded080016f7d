"""Designs that ask whether something changed, and beside what; know no programme."""

from evaltools.designs.results import Effect

__all__ = ["Effect"]
