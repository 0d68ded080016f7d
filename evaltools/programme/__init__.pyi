from .claims import Claim, Source
from .goals import COUNTED, Break, Catalogue, Goal, Indicator, Programme
from .naming import find_body
from .organisation import BODY_KINDS, Body, Merger, Organisation
from .reading import read_organisation, read_programme

__all__ = [
    "BODY_KINDS",
    "COUNTED",
    "Body",
    "Break",
    "Catalogue",
    "Claim",
    "Goal",
    "Indicator",
    "Merger",
    "Organisation",
    "Programme",
    "Source",
    "find_body",
    "read_organisation",
    "read_programme",
]
