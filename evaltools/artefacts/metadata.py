"""What stands beside the data of every result: caption, unit, source, protection, claims."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from evaltools.artefacts import words
from evaltools.characters import hidden_names
from evaltools.declarations import LANGUAGES, Declared, Language, Sensitivity, Text
from evaltools.disclosure import Claims
from evaltools.numerals import write_number, write_p, write_percent, write_shortest
from evaltools.tables import Format

NAME = r"[a-z0-9]+(-[a-z0-9]+)*"


def _is_written(text: Text) -> Text:
    empty = [language for language in LANGUAGES if not text[language].strip()]
    if empty:
        raise ValueError(f"the text is empty in {' and '.join(empty)}")
    if marks := hidden_names(text.sv + text.en):
        raise ValueError(f"the text holds {' and '.join(marks)}, which cannot be seen")
    return text


Written = Annotated[Text, AfterValidator(_is_written)]


class Disclosure(Declared):
    """How an artefact was protected, and what it tells.

    Attributes
    ----------
    sensitivity : {"open", "personal", "sensitive"}
        The strictest sensitivity behind the numbers.
    rule : Text
        The rule in words, for the reader.
    hidden : int
        How many rows fell silent.
    told : Claims
        What the numbers tell, for the release gate.
    """

    sensitivity: Sensitivity
    rule: Written
    hidden: int
    told: Claims = Claims()


class Meaning(Declared):
    """What a number is, so that a sentence that cites it can be held to it.

    Attributes
    ----------
    kind : {"level", "change", "difference"}
        A level, a change over time, or a difference between groups or places.
    series : str, optional
        What it is a number of, such as heard_of: numbers of one series may be read in order.
    period : int, optional
        Its year; of a change the last.
    design : int, optional
        Level of the design, 0-5, of a change; see docs/methods/outcomes.md.
    direction : {"increase", "decrease", "ambiguous", "none"}, optional
        Which way is better.
    is_ratio : bool, optional
        True for a change of which 1 means none.
    segment : int, optional
        How many changes of definition came before it.

    Examples
    --------
    >>> from evaltools.artefacts import Meaning
    >>> Meaning(kind="level", series="heard_of", period=2025, direction="increase").kind
    'level'
    """

    kind: Literal["level", "change", "difference"]
    series: str | None = None
    period: int | None = None
    design: Annotated[int, Field(ge=0, le=5)] | None = None
    direction: Literal["increase", "decrease", "ambiguous", "none"] | None = None
    is_ratio: bool = False
    segment: int = 0


class Metadata(Declared):
    """What stands beside the data of every artefact."""

    id: str
    producer: str
    synthetic: bool
    disclosure: Disclosure


class Captioned(Metadata):
    """What stands beside a figure or a table.

    Attributes
    ----------
    caption, source : Text
        What it shows and where it comes from.
    note : Text, optional
        What a reader must know to read it right.
    sha256 : dict of str to str
        For each file of the artefact the SHA-256 of its content when it was saved.
    """

    caption: Written
    source: Written
    note: Written | None = None
    sha256: dict[str, str] = {}


class ColumnMetadata(Declared):
    """A column of a table, see `tables.Column`."""

    name: str
    label: Written
    format: Format
    language: Language | None = None


class TableMetadata(Captioned):
    """A table; its data stand in `<id>.parquet`, and `meaning` says what its rows are."""

    id: Annotated[str, Field(pattern=f"^tab-{NAME}$")]
    kind: Literal["table"] = "table"
    columns: Annotated[tuple[ColumnMetadata, ...], Field(min_length=1)]
    row_headers: Annotated[int, Field(ge=0)]
    meaning: Meaning | None = None


class FigureMetadata(Captioned):
    """A figure; its drawings stand in `<id>.sv.svg` and `<id>.en.svg`."""

    id: Annotated[str, Field(pattern=f"^fig-{NAME}$")]
    kind: Literal["figure"] = "figure"
    alt: Written


class ValueMetadata(Metadata):
    """A number or a few words for running text; neither where it is hidden or unknown.

    What it means and the limits of its interval are not printed: sentences are held to them.
    """

    id: Annotated[str, Field(pattern=f"^val-{NAME}$")]
    kind: Literal["value"] = "value"
    format: Format
    value: float | None
    text: Written | None = None
    source: Written | None = None
    meaning: Meaning | None = None
    conf_low: float | None = None
    conf_high: float | None = None

    def phrase(self, language: Language) -> str:
        """Return the value as it stands in running text, with its unit."""
        if self.text is not None:
            return self.text[language]
        if self.value is None:
            return (words.HIDDEN if self.disclosure.hidden else words.NO_DATA)[language]
        unit = {"percent": words.PERCENT, "points": words.POINTS}.get(self.format)
        number = write(self.value, format=self.format, language=language)
        return f"{number}\u00a0{unit[language]}" if unit else number


def write(value: float, *, format: Format, language: Language) -> str:
    """Write a number by the format of its column.

    Parameters
    ----------
    value : float
        The number; not NaN. "percent" and "points" take shares.
    format : {"count", "percent", "points", "decimal", "number", "p", "year"}
        How it is written; "number" has as many decimals as it needs, at most two.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    str
        The number without its unit, rounded half away from zero.
    """
    match format:
        case "percent" | "points":
            return write_percent(value, language=language)
        case "decimal":
            return write_number(value, language=language, decimals=1)
        case "number":
            return write_shortest(value, language=language)
        case "p":
            return write_p(value, language=language)
        case "year":
            return str(int(value))
        case _:
            return write_number(value, language=language)


def is_number(format: Format) -> bool:
    """Tell whether a column holds numbers, which stand to the right."""
    return format not in ("text", "code", "cites")


def data_columns(name: str, *, known: Iterable[Hashable]) -> list[str]:
    """Return the columns of the data that hold a column of the table.

    Parameters
    ----------
    name : str
        Column of the table.
    known : iterable of str
        Columns of the data.

    Returns
    -------
    list of str
        The pair `<name>.sv`, `<name>.en` where there is one, else `name`.
    """
    pair = [f"{name}.{language}" for language in LANGUAGES]
    return pair if set(pair) <= set(known) else [name]
