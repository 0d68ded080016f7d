from .choices import read_choices
from .drafts import Draft, draft_command, to_keep
from .fields import Field, list_fields
from .form import ParameterForm
from .results import results_page
from .server import open_lab
from .start import renew_start_pages, write_start_pages

__all__ = [
    "Draft",
    "Field",
    "ParameterForm",
    "draft_command",
    "list_fields",
    "open_lab",
    "read_choices",
    "renew_start_pages",
    "results_page",
    "to_keep",
    "write_start_pages",
]
