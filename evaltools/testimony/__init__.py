"""What people wrote: redacted by machine, read by a person, published only when signed."""

from evaltools.testimony.qda import Code, QdaProject, read_qdc, read_qdpx, write_qdc, write_qdpx
from evaltools.testimony.quotes import Quote, find_quotes
from evaltools.testimony.redaction import Redacted, redact
from evaltools.testimony.reliability import rate_presence, rate_valence, tabulate_themes
from evaltools.testimony.review import (
    Review,
    Signed,
    SignedQuote,
    read_review,
    update_review,
    write_review,
)
from evaltools.testimony.waves import refresh_review

__all__ = [
    "Code",
    "QdaProject",
    "Quote",
    "Redacted",
    "Review",
    "Signed",
    "SignedQuote",
    "find_quotes",
    "rate_presence",
    "rate_valence",
    "read_qdc",
    "read_qdpx",
    "read_review",
    "redact",
    "refresh_review",
    "tabulate_themes",
    "update_review",
    "write_qdc",
    "write_qdpx",
    "write_review",
]
