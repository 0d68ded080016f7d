"""What bodies wrote in answer to a referral: read line by line, repaired, and its facts found."""

from evaltools.documents.document import Change, Document, Line

__all__ = ["Change", "Document", "Line"]
