from .html import draw_run_page
from .shown import ShownRun, ShownStep

__all__ = ["ShownRun", "ShownStep", "draw_run_page"]
