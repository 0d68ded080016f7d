"""What is evaluated, as data: the programme, its indicators and the bodies that carry it out."""

from __future__ import annotations

from evaltools.programme.claims import Claim, Source
from evaltools.programme.goals import COUNTED, Break, Catalogue, Goal, Indicator, Programme
from evaltools.programme.naming import find_body
from evaltools.programme.organisation import BODY_KINDS, Body, Merger, Organisation
from evaltools.programme.reading import read_organisation, read_programme

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
