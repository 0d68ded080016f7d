"""Where indicator values come from: each publisher's form becomes one long table."""

from evaltools.sources.catalogue import (
    SourceCatalogue,
    fetch_publications,
    read_catalogue,
    read_followup,
    read_indicators,
    read_publications,
)
from evaltools.sources.observations import COLUMNS, as_observations

__all__ = [
    "COLUMNS",
    "SourceCatalogue",
    "as_observations",
    "fetch_publications",
    "read_catalogue",
    "read_followup",
    "read_indicators",
    "read_publications",
]
