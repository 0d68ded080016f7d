from .gathering import Gathered, OwnTable, gather_bodies, save_bodies
from .reading import GATHERED, first_body, gathered_folder, publish_marks, read_body
from .sources import USED

__all__ = [
    "GATHERED",
    "USED",
    "Gathered",
    "OwnTable",
    "first_body",
    "gather_bodies",
    "gathered_folder",
    "publish_marks",
    "read_body",
    "save_bodies",
]
