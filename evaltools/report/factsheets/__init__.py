"""A factsheet per body, one page in every language, and an index that finds it."""

from evaltools.report.factsheets.building import build_factsheet
from evaltools.report.factsheets.publishing import publish_factsheets

__all__ = ["build_factsheet", "publish_factsheets"]
