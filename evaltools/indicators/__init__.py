"""Indicators over time: series, their editions, and what may not be joined to what."""

from evaltools.indicators.areas import merge_areas
from evaltools.indicators.catalogue import list_catalogue, list_publications
from evaltools.indicators.editions import VALUE_OF, latest_edition, list_revisions
from evaltools.indicators.panels import stack_series
from evaltools.indicators.places import name_place
from evaltools.indicators.reservations import list_reservations
from evaltools.indicators.series import (
    SERIES,
    IndicatorSeries,
    Measured,
    make_series,
    split_series,
)

__all__ = [
    "SERIES",
    "VALUE_OF",
    "IndicatorSeries",
    "Measured",
    "latest_edition",
    "list_catalogue",
    "list_publications",
    "list_reservations",
    "list_revisions",
    "make_series",
    "merge_areas",
    "name_place",
    "split_series",
    "stack_series",
]
