"""What an evaluation is made from: waves of the survey, a referral and its answers, codings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from evaltools.declarations import Declared


class Wave(Declared):
    """One round of the staff survey.

    Attributes
    ----------
    answers : str
        The export from the survey tool, relative to the folder of evaluation.yml.
    codebook : str
        The codebook that describes the export.
    frame : str
        Employees per body and role when the survey was sent out.
    date : datetime.date
        Day of the survey: decides which bodies existed.
    sheet : str, optional
        Sheet of a workbook; the one that holds a table where it is not given.
    encoding : str, optional
        Encoding of a CSV file; found out where it is not given.
    header_rows : int, optional
        Rows that the headers take up, where the file does not show it by merged cells.
    cluster : str, optional
        Question that says in which workplace the respondent works, where workplaces were
        drawn instead of persons.
    margins : str, optional
        Population totals that the weights must also meet: one row per margin and category.
    dispositions : str, optional
        What became of all who were asked, by body, in AAPOR's terms.
    """

    answers: str
    codebook: str
    frame: str
    date: date
    sheet: str | None = None
    encoding: str | None = None
    header_rows: Annotated[int, Field(ge=1, le=2)] = 1
    cluster: str | None = None
    margins: str | None = None
    dispositions: str | None = None


class PublishedWave(Declared):
    """An earlier round of which only published shares are left.

    Attributes
    ----------
    shares : str
        Table of shares with the number of answers behind them, by measure and body.
    codebook : str
        The codebook that describes the questions.
    date : datetime.date
        Day of the survey: decides which bodies existed.
    """

    shares: str
    codebook: str
    date: date


def _kind_of_wave(wave: Any) -> str:
    published = "shares" in wave if isinstance(wave, dict) else isinstance(wave, PublishedWave)
    return "only published" if published else "with answers"


PATHS = {
    "answers", "codebook", "frame", "margins", "dispositions", "shares", "invited", "corrections",
    "scheme", "folder",
}  # fmt: skip
"""Fields that hold a path."""
AnyWave = Annotated[
    Annotated[Wave, Tag("with answers")] | Annotated[PublishedWave, Tag("only published")],
    Discriminator(_kind_of_wave),
]


@dataclass(frozen=True, slots=True)
class Source:
    """A raw file and how it is to be read, see `intake.read_table`."""

    path: Path
    sheet: str | None = None
    encoding: str | None = None
    header_rows: int = 1


class OwnNotebook(Declared):
    """A notebook of the evaluator's own, in notebooks/.

    Attributes
    ----------
    does : str
        What it does, in a few words.
    reads : tuple of str
        What it reads: steps of the run before it, such as 02_clean_survey-2025, and files or
        folders, from the folder of evaluation.yml. Nothing else is there when it is run.
    """

    does: Annotated[str, Field(min_length=1)]
    reads: Annotated[tuple[str, ...], Field(min_length=1)]


class Consultation(Declared):
    """A referral, and the folder of what came in answer.

    Attributes
    ----------
    answers : str
        Folder with the answers, as PDF, DOCX and TXT.
    invited : str
        Table of those who were asked: one row per body.
    referral : str, optional
        File number of the referral, such as "KS 2020/924".
    due : datetime.date, optional
        Last day for answers.
    corrections : str, optional
        Table in which a person puts right what was found in the answers.
    """

    answers: str
    invited: str
    corrections: str | None = None
    referral: str | None = None
    due: date | None = None


class Coding(Declared):
    """How persons code what was written.

    Attributes
    ----------
    scheme : str
        The coding scheme: a YAML file of themes.
    folder : str
        Folder with the files in which they have coded and decided.
    """

    scheme: str
    folder: str
