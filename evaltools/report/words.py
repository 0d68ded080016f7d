"""The words of the report that no evaluator writes."""

from __future__ import annotations

from datetime import date

from evaltools.declarations import Language, Text

CONTENTS = Text(sv="Innehåll", en="Contents")
FIGURES = Text(sv="Figurer", en="Figures")
TABLES = Text(sv="Tabeller", en="Tables")
SOURCE = Text(sv="Källa:", en="Source:")
NOTE = Text(sv="Anmärkning:", en="Note:")
FOOTNOTES = Text(sv="Fotnoter", en="Footnotes")
FOOTNOTE = Text(sv="Fotnot", en="Footnote")
BACK = Text(sv="Tillbaka till texten vid fotnot", en="Back to the text at footnote")
SKIP = Text(sv="Hoppa till innehållet", en="Skip to the content")
SYNTHETIC = Text(sv="SYNTETISKA DATA", en="SYNTHETIC DATA")
INVENTED = Text(
    sv="Rapporten innehåller påhittade siffror, som inte säger något om verkligheten.",
    en="The report contains invented figures, which say nothing about reality.",
)
PAGE = Text(sv="Sida", en="Page")
OF = Text(sv="av", en="of")
RUN = Text(sv="Körning", en="Run")
SHOWS = Text(sv="Vad den visar", en="What it shows")
DATA = Text(sv="Data", en="Data")
NOT_SYNTHETIC = Text(sv="ej syntetiska", en="not synthetic")

MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def write_date(day: date, *, language: Language) -> str:
    """Write a date as it stands in running text.

    Parameters
    ----------
    day : datetime.date
        The day.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    str
        The date with its month as a word.

    Examples
    --------
    >>> write_date(date(2025, 12, 1), language="sv")
    '1 december 2025'
    """
    return f"{day.day} {MONTHS[language].split()[day.month - 1]} {day.year}"
