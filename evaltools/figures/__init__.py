"""Figures for people, in one visual language; each takes nothing but a Publishable.

A figure says n, marks synthetic data, labels directly, and carries an alternative text made from
the numbers that it draws. Text is drawn as outlines, so that a figure looks the same everywhere,
and the same numbers give the same bytes.
"""

from evaltools.figures.answers import draw_answers
from evaltools.figures.beside import draw_beside
from evaltools.figures.canvas import Figure
from evaltools.figures.chain import draw_chain
from evaltools.figures.contrasts import draw_effects, draw_pooled
from evaltools.figures.goal_status import draw_goal_status
from evaltools.figures.ladder import draw_ladder
from evaltools.figures.response import draw_response
from evaltools.figures.series import draw_series
from evaltools.figures.shares import draw_shares
from evaltools.figures.specifications import draw_specifications
from evaltools.figures.stances import draw_stances
from evaltools.figures.verdicts import draw_verdicts
from evaltools.figures.waves import draw_waves

__all__ = [
    "Figure",
    "draw_answers",
    "draw_beside",
    "draw_chain",
    "draw_effects",
    "draw_goal_status",
    "draw_ladder",
    "draw_pooled",
    "draw_response",
    "draw_series",
    "draw_shares",
    "draw_specifications",
    "draw_stances",
    "draw_verdicts",
    "draw_waves",
]
