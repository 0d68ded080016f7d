from .coding import VALENCES, Coding, Unit, Valence
from .codings import (
    Progress,
    read_adjudicated,
    read_codings,
    refresh_adjudication,
    refresh_coding_file,
)
from .consultation import (
    CONSULTATION,
    Consulted,
    count_bodies_by_goal,
    list_passages,
    open_consultation,
)
from .decisions import Decided, decide, find_disagreements, say_found
from .desk import (
    check_written,
    coded_sources,
    open_codings,
    open_scheme,
    open_source,
    prepare_adjudication,
    prepare_coding,
    prepare_project,
)
from .mentions import (
    count_bodies,
    count_speakers,
    count_writers,
    estimate_mentions,
    list_mentions,
    undecided_units,
)
from .passages import find_passages
from .qda import Code, QdaProject, read_qdc, read_qdpx, write_qdc, write_qdpx
from .quotes import Quote, find_quotes
from .redaction import Redacted, redact
from .reliability import rate_presence, rate_valence, tabulate_themes
from .review import (
    Review,
    Signed,
    SignedQuote,
    read_review,
    update_review,
    write_review,
)
from .scheme import VALENCE_NAMES, CodingScheme, Theme, read_scheme
from .units import Written, read_units, read_written
from .waves import refresh_review

__all__ = [
    "CONSULTATION",
    "VALENCES",
    "VALENCE_NAMES",
    "Code",
    "Coding",
    "CodingScheme",
    "Consulted",
    "Decided",
    "Progress",
    "QdaProject",
    "Quote",
    "Redacted",
    "Review",
    "Signed",
    "SignedQuote",
    "Theme",
    "Unit",
    "Valence",
    "Written",
    "check_written",
    "coded_sources",
    "count_bodies",
    "count_bodies_by_goal",
    "count_speakers",
    "count_writers",
    "decide",
    "estimate_mentions",
    "find_disagreements",
    "find_passages",
    "find_quotes",
    "list_mentions",
    "list_passages",
    "open_codings",
    "open_consultation",
    "open_scheme",
    "open_source",
    "prepare_adjudication",
    "prepare_coding",
    "prepare_project",
    "rate_presence",
    "rate_valence",
    "read_adjudicated",
    "read_codings",
    "read_qdc",
    "read_qdpx",
    "read_review",
    "read_scheme",
    "read_units",
    "read_written",
    "redact",
    "refresh_adjudication",
    "refresh_coding_file",
    "refresh_review",
    "say_found",
    "tabulate_themes",
    "undecided_units",
    "update_review",
    "write_qdc",
    "write_qdpx",
    "write_review",
]
