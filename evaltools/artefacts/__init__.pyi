from .indicators import save_changes, save_levels
from .measures import save_share_changes, save_shares, save_shown
from .metadata import (
    Captioned,
    ColumnMetadata,
    Meaning,
    ValueMetadata,
    is_number,
    write,
)
from .reading import (
    Artefacts,
    FigureArtefact,
    TableArtefact,
    artefact_files,
    read_artefacts,
)
from .saving import (
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
    "artefact_files",
    "is_number",
    "make_table",
    "read_artefacts",
    "save_changes",
    "save_figure",
    "save_levels",
    "save_share_changes",
    "save_shares",
    "save_shown",
    "save_table",
    "save_value",
    "write",
]
