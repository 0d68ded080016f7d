"""What bodies wrote in answer to a referral: read line by line, repaired, and its facts found."""

from evaltools.documents.document import Change, Document, Line
from evaltools.documents.lexicon import Lexicon, build_lexicon, glossary
from evaltools.documents.reading import read_document, read_folder
from evaltools.documents.repair import repair_document

__all__ = [
    "Change",
    "Document",
    "Lexicon",
    "Line",
    "build_lexicon",
    "glossary",
    "read_document",
    "read_folder",
    "repair_document",
]
