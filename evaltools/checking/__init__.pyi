from .evaluating import check_evaluation, check_folder
from .found import Checked, Part, State, within
from .page import PAGE, draw_check_page

__all__ = [
    "PAGE",
    "Checked",
    "Part",
    "State",
    "check_evaluation",
    "check_folder",
    "draw_check_page",
    "within",
]
