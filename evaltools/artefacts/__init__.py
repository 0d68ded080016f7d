"""What notebooks hand on: tables, figures and values, protected, with all that stands beside them.

They are the only thing that the synthesis, the report and the factsheets know of the data.
"""

from evaltools.artefacts.indicators import save_changes, save_levels
from evaltools.artefacts.metadata import (
    Captioned,
    ColumnMetadata,
    Meaning,
    ValueMetadata,
    is_number,
    write,
)
from evaltools.artefacts.reading import (
    Artefacts,
    FigureArtefact,
    TableArtefact,
    read_artefacts,
)
from evaltools.artefacts.saving import (
    make_table,
    save_figure,
    save_table,
    save_value,
)

__all__ = [
    "Artefacts",
    "Captioned",
    "ColumnMetadata",
    "FigureArtefact",
    "Meaning",
    "TableArtefact",
    "ValueMetadata",
    "is_number",
    "make_table",
    "read_artefacts",
    "save_changes",
    "save_figure",
    "save_levels",
    "save_table",
    "save_value",
    "write",
]
