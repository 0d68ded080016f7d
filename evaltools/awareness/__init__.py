"""How well the programme is known and used: shares of the employees, by group, between waves."""

from evaltools.awareness.answers import measure_answers, name_answers
from evaltools.awareness.bodies import group_bodies, map_bodies
from evaltools.awareness.drivers import explain_measure, usable_drivers
from evaltools.awareness.measures import measure, reach
from evaltools.awareness.published import PublishedShares
from evaltools.awareness.scales import assess_indices, measure_indices
from evaltools.awareness.waves import open_asked, open_dispositions, open_frame, open_wave
from evaltools.codebook import strictest

__all__ = [
    "PublishedShares",
    "assess_indices",
    "explain_measure",
    "group_bodies",
    "map_bodies",
    "measure",
    "measure_answers",
    "measure_indices",
    "name_answers",
    "open_asked",
    "open_dispositions",
    "open_frame",
    "open_wave",
    "reach",
    "strictest",
    "usable_drivers",
]
