from .answers import draw_answers
from .beside import draw_beside
from .canvas import Figure
from .chain import draw_chain
from .contrasts import draw_effects, draw_pooled
from .goal_status import draw_goal_status
from .ladder import draw_ladder
from .response import draw_response
from .series import draw_series
from .shares import draw_shares
from .specifications import draw_specifications
from .stances import draw_stances
from .verdicts import draw_verdicts
from .waves import draw_waves

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
