from .compilation import (
    count_goals,
    count_stances,
    describe_reading,
    list_facts,
    place_of,
    tabulate_answers,
)
from .corrections import Correction, correct, read_corrections
from .document import Change, Document, Line
from .facts import FIELDS, Fact, find_facts, goals_in
from .invited import INVITED_KINDS, Invited, read_invited
from .lexicon import Lexicon, build_lexicon, glossary
from .overview import STANCES, list_stances
from .prose import Prose, run_together
from .reading import read_document, read_folder
from .register import STATUSES, match_answers
from .repair import repair_document
from .stances import DECISIONS
from .tones import TONES

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
