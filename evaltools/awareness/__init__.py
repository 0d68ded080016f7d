"""How well the programme is known and used: shares of the employees, by group, between waves."""

from evaltools.awareness.bodies import group_bodies, map_bodies
from evaltools.awareness.measures import measure, reach, strictest

__all__ = ["group_bodies", "map_bodies", "measure", "reach", "strictest"]
