from .beside import save_beside
from .building import build_factsheet
from .publishing import publish_factsheets
from .record import record_bodies

__all__ = ["build_factsheet", "publish_factsheets", "record_bodies", "save_beside"]
