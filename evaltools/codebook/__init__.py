"""The codebook: what each question of a survey means, may be answered with and may reveal."""

from evaltools.codebook.measures import Index, Measure, MeasureSet
from evaltools.codebook.questionnaire import list_goals, list_questions
from evaltools.codebook.questions import NOT_SHOWN, Answer, Option, Question, Routing
from evaltools.codebook.reading import Codebook, read_codebook, strictest

__all__ = [
    "NOT_SHOWN",
    "Answer",
    "Codebook",
    "Index",
    "Measure",
    "MeasureSet",
    "Option",
    "Question",
    "Routing",
    "list_goals",
    "list_questions",
    "read_codebook",
    "strictest",
]
