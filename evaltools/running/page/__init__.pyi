from .html import draw_run_page
from .shown import OutcomeName, ShownRun, ShownStep

__all__ = ["OutcomeName", "ShownRun", "ShownStep", "draw_run_page"]
