from .building import build_report
from .results import render_results

__all__ = ["build_report", "render_results"]
