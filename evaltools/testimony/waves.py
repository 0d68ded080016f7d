"""The quotes of a wave of the survey, beside what was decided on them."""

from __future__ import annotations

from pathlib import Path

from evaltools.cleaning import read_open_answers
from evaltools.codebook import Codebook, read_codebook
from evaltools.errors import DataError, Fault
from evaltools.evaluation import Evaluation
from evaltools.intake import RawTable, read_table
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
    codebook = read_codebook(evaluation.path(evaluation.surveys[wave].codebook))
    raw = open_export(evaluation, wave, codebook=codebook)
    organisation = read_organisation(evaluation.path(evaluation.programme))
    quotes = find_quotes(
        read_open_answers(raw, codebook=codebook),
        kinds={body.id: body.kind for body in organisation.bodies},
        smallest_group=evaluation.disclosure.personal.smallest_group,
        people=known_people(evaluation),
    )
    earlier = read_review(evaluation.review_file(wave))
    review = update_review(quotes, earlier=earlier)
    return review, earlier.decided - review.decided


def open_export(evaluation: Evaluation, wave: str, *, codebook: Codebook) -> RawTable:
    """Read the export of a wave, without the columns that point at a person."""
    source = evaluation.wave_sources(wave)[f"answers {wave}"]
    return read_table(
        source.path,
        sheet=source.sheet,
        encoding=source.encoding,
        header_rows=source.header_rows,
        without=codebook.identifies,
    )


def known_people(evaluation: Evaluation) -> list[str]:
    """Read the names that are taken out of texts beside those of the list; one a line.

    Raises
    ------
    DataError
        If the file that evaluation.yml names does not exist.
    """
    if evaluation.people is None:
        return []
    path: Path = evaluation.path(evaluation.people)
    if not path.is_file():
        problem = "the file with names does not exist."
        raise DataError(Fault(str(path), problem, "Put it there or take `people` out."))
    return path.read_text(encoding=find_encoding(path)).splitlines()
