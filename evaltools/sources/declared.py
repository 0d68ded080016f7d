"""What an evaluator declares of a publication: who published it, and what its labels mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator

from evaltools.declarations import Declared, FileName
from evaltools.sources.cells import read_period
from evaltools.sources.totals import Total


def _as_period(text: object) -> str:
    period = read_period(str(text))
    if period is None:
        raise ValueError("write a year such as 2024, or 2023-2024 for years that are pooled")
    return period


Period = Annotated[str, BeforeValidator(_as_period, json_schema_input_type=str | int)]


class Meaning(Declared):
    """What a label of a printed table stands for; "" where it does not tell.

    The attributes are columns of the long table.

    Attributes
    ----------
    indicator_id : str
        Our id of the indicator, as in indicators.yml.
    name_sv, name_en : str
        What readers call it.
    unit : str
        The unit of its values; antal is a count.
    geography : str
        The area.
    sex : {"", "women", "men"}
        Whom it is about.
    age, group : str
        Whom it is about, in the publisher's words.
    method_note : str
        What must be told with the value.
    """

    indicator_id: str = ""
    name_sv: str = ""
    name_en: str = ""
    unit: str = ""
    geography: str = ""
    sex: Literal["", "women", "men"] = ""
    age: str = ""
    group: str = ""
    method_note: str = ""

    def columns(self) -> dict[str, str]:
        """Return its attributes as columns of the long table."""
        return {name: str(getattr(self, name)) for name in Meaning.model_fields}


class Publication(Declared):
    """What is told of any publication.

    Attributes
    ----------
    id : str
        Name of the source in the evaluation.
    source_name, source_url : str
        Who publishes it, and where.
    edition : datetime.date, optional
        Day of the edition.
    every : Meaning, optional
        What holds for every value, unless a label says otherwise.
    totals : tuple of Total, optional
        Totals that are printed with their parts, and are checked against them.
    rest : {"refuse", "leave"}, optional
        What to do with rows and columns whose labels are not declared.
    """

    id: FileName
    source_name: str
    source_url: str
    edition: date | None = None
    every: Meaning = Meaning()
    totals: tuple[Total, ...] = ()
    rest: Literal["refuse", "leave"] = "refuse"


def join_meanings(meanings: Iterable[Meaning]) -> Meaning:
    """Join what several labels mean: the later ones decide, and all notes are kept.

    Parameters
    ----------
    meanings : iterable of Meaning
        From the widest label to the narrowest.

    Returns
    -------
    Meaning
        What they mean together.
    """
    every = list(meanings)
    told = {name: value for each in every for name, value in each.columns().items() if value}
    notes = dict.fromkeys(each.method_note for each in every if each.method_note)
    return Meaning.model_validate(told | {"method_note": "; ".join(notes)})
