"""What notebooks hand on: tables, figures and values, protected, with all that stands beside them.

They are the only thing that the synthesis, the report and the factsheets know of the data.
"""

from evaltools.artefacts.metadata import (
    Captioned,
    ColumnMetadata,
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
from evaltools.artefacts.saving import save_figure, save_table, save_value

__all__ = [
    "Artefacts",
    "Captioned",
    "ColumnMetadata",
    "FigureArtefact",
    "TableArtefact",
    "ValueMetadata",
    "is_number",
    "read_artefacts",
    "save_figure",
    "save_table",
    "save_value",
    "write",
]
