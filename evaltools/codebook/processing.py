"""What an export tells of the answering itself, and what is looked for in it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from evaltools.codebook.questions import Name
from evaltools.declarations import Declared


class Paradata(Declared):
    """Columns that tell how a response came about, by their headers.

    Attributes
    ----------
    respondent : str, optional
        A key that tells whether two rows are the same person; read for that alone.
    submitted : str, optional
        When the response came in: of two, the later is kept.
    duration : str, optional
        How long it took, in any one unit.
    """

    respondent: str | None = None
    submitted: str | None = None
    duration: str | None = None


class Quality(Declared):
    """What is looked for among the responses.

    Attributes
    ----------
    break_off : float
        Response with a smaller share of the questions that it was shown answered are left out:
        AAPOR's break-offs.
    complete : float
        Responses with a smaller share are partial: kept and flagged.
    duplicates : {"keep_last", "keep_first", "refuse"}
        What is done with several responses of one person.
    fastest_share : float
        Responses that took less than this share of the median time are flagged.
    batteries : tuple of tuple of str
        Questions in which the same answer throughout is flagged.

    References
    ----------
    AAPOR (2023). Standard Definitions, 10th edition, on complete, partial and break-off.
    Greszki, R., Meyer, M. and Schoen, H. (2015). Exploring the effects of removing "too fast"
    responses and respondents from web surveys. Public Opinion Quarterly 79, 471-503.
    """

    break_off: Annotated[float, Field(ge=0, le=1)] = 0.5
    complete: Annotated[float, Field(ge=0, le=1)] = 0.8
    duplicates: Literal["keep_last", "keep_first", "refuse"] = "keep_last"
    fastest_share: Annotated[float, Field(ge=0, lt=1)] = 0.3
    batteries: tuple[Annotated[tuple[Name, ...], Field(min_length=4)], ...] = ()
