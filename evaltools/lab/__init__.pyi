from .choices import read_choices
from .fields import Field, list_fields
from .form import ParameterForm
from .server import open_lab
from .start import renew_start_pages, write_start_pages

__all__ = [
    "Field",
    "ParameterForm",
    "list_fields",
    "open_lab",
    "read_choices",
    "renew_start_pages",
    "write_start_pages",
]
