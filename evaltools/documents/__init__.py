"""What bodies wrote in answer to a referral: read line by line, repaired, and its facts found."""

from evaltools.documents.compilation import (
    count_goals,
    count_stances,
    describe_reading,
    list_facts,
    place_of,
    tabulate_answers,
)
from evaltools.documents.corrections import Correction, correct, read_corrections
from evaltools.documents.document import Change, Document, Line
from evaltools.documents.facts import FIELDS, Fact, find_facts, goals_in
from evaltools.documents.invited import INVITED_KINDS, Invited, read_invited
from evaltools.documents.lexicon import Lexicon, build_lexicon, glossary
from evaltools.documents.overview import STANCES, list_stances
from evaltools.documents.prose import Prose, run_together
from evaltools.documents.reading import read_document, read_folder
from evaltools.documents.register import STATUSES, match_answers
from evaltools.documents.repair import repair_document
from evaltools.documents.stances import DECISIONS
from evaltools.documents.tones import TONES

__all__ = [
    "DECISIONS",
    "FIELDS",
    "INVITED_KINDS",
    "STANCES",
    "STATUSES",
    "TONES",
    "Change",
    "Correction",
    "Document",
    "Fact",
    "Invited",
    "Lexicon",
    "Line",
    "Prose",
    "build_lexicon",
    "correct",
    "count_goals",
    "count_stances",
    "describe_reading",
    "find_facts",
    "glossary",
    "goals_in",
    "list_facts",
    "list_stances",
    "match_answers",
    "place_of",
    "read_corrections",
    "read_document",
    "read_folder",
    "read_invited",
    "repair_document",
    "run_together",
    "tabulate_answers",
]
