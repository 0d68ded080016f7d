"""The quotes of a wave of the survey, beside what was decided on them."""

from __future__ import annotations

from pathlib import Path

from evaltools.cleaning import read_open_answers
from evaltools.codebook import read_codebook
from evaltools.errors import DataError, Fault
from evaltools.evaluation import Evaluation
from evaltools.intake import read_table
from evaltools.intake.text import find_encoding
from evaltools.programme import read_organisation
from evaltools.testimony.quotes import find_quotes
from evaltools.testimony.review import Review, read_review, update_review


def refresh_review(evaluation: Evaluation, wave: str) -> tuple[Review, int]:
    """Find the quotes of a wave and keep what was decided on them.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    wave : str
        A wave of which there are answers.

    Returns
    -------
    Review
        The quotes that there are now.
    int
        Number of decisions on quotes that there are no longer.

    Raises
    ------
    DataError
        If the export, the names or the review file cannot be read.
    """
    asked = evaluation.surveys[wave]
    codebook = read_codebook(evaluation.path(asked.codebook))
    source = evaluation.wave_sources(wave)[f"answers {wave}"]
    raw = read_table(
        source.path,
        sheet=source.sheet,
        encoding=source.encoding,
        header_rows=source.header_rows,
        without=codebook.identifies,
    )
    organisation = read_organisation(evaluation.path(evaluation.programme))
    quotes = find_quotes(
        read_open_answers(raw, codebook=codebook),
        kinds={body.id: body.kind for body in organisation.bodies},
        smallest_group=evaluation.disclosure.personal.smallest_group,
        people=_people(evaluation),
    )
    earlier = read_review(evaluation.review_file(wave))
    review = update_review(quotes, earlier=earlier)
    return review, earlier.decided - review.decided


def _people(evaluation: Evaluation) -> list[str]:
    if evaluation.people is None:
        return []
    path: Path = evaluation.path(evaluation.people)
    if not path.is_file():
        problem = "the file with names does not exist."
        raise DataError(Fault(str(path), problem, "Put it there or take `people` out."))
    return path.read_text(encoding=find_encoding(path)).splitlines()
