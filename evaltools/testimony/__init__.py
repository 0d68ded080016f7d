"""What people wrote: redacted by machine, read by a person, published only when signed."""

from evaltools.testimony.quotes import Quote, find_quotes
from evaltools.testimony.redaction import Redacted, redact
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
    "Quote",
    "Redacted",
    "Review",
    "Signed",
    "SignedQuote",
    "find_quotes",
    "read_review",
    "redact",
    "refresh_review",
    "update_review",
    "write_review",
]
