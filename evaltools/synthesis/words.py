"""The words of the synthesis, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from evaltools.declarations import Language, Text

Kind = Literal["boards", "activities", "indicators", "targets", "survey", "staff", "consulted"]
Direction = Literal["for", "against", "both", "open", "absent", "apart"]

KINDS: dict[Kind, Text] = {
    "boards": Text(sv="Nämndernas egen bedömning", en="The boards' own assessments"),
    "activities": Text(sv="Aktiviteterna", en="The activities"),
    "indicators": Text(sv="Indikatorerna", en="The indicators"),
    "targets": Text(sv="Målvärdena", en="The targets"),
    "survey": Text(sv="Enkätens frågor", en="The survey's questions"),
    "staff": Text(sv="Medarbetarnas egna ord", en="The staff's own words"),
    "consulted": Text(sv="Remissinstanserna", en="The consulted bodies"),
}
"""The kinds of evidence, in the order in which a page shows them."""
OUTCOMES: tuple[Kind, ...] = ("indicators", "targets")
"""Those that measure what became of things; the others say what was done, known or thought."""
DIRECTIONS: dict[Direction, Text] = {
    "for": Text(sv="Talar för", en="Speaks for"),
    "against": Text(sv="Talar emot", en="Speaks against"),
    "both": Text(sv="Åt båda hållen", en="Both ways"),
    "open": Text(sv="Åt inget håll", en="Neither way"),
    "absent": Text(sv="Underlag saknas", en="No evidence"),
    "apart": Text(sv="Ingår inte", en="Not part"),
}
VERDICTS: dict[str, Text] = {
    "full": Text(sv="Uppfylls helt", en="Met in full"),
    "part": Text(sv="Uppfylls delvis", en="Met in part"),
    "none": Text(sv="Uppfylls inte", en="Not met"),
    "unknown": Text(sv="Kan inte bedömas", en="Cannot be judged"),
    "": Text(sv="Ingen bedömning gjord", en="No assessment given"),
}
ABSENT = Text(sv="Det finns inget underlag.", en="There is no evidence.")
NOT_PART = Text(sv="Ingår inte i utvärderingen.", en="Not part of this evaluation.")
NOT_SHOWN = Text(sv="För få svar för att redovisas.", en="Too few answers to be shown.")
SELF_REPORT = Text(sv="Egen uppgift, inte prövad.", en="Self-reported, not tested.")
SELECTED = Text(
    sv="De som valde att skriva talar inte för alla.",
    en="Those who chose to write do not speak for all.",
)
BODIES_WORDS = Text(
    sv="Instansernas egna ord, kodade av en person; antal, inte andelar.",
    en="The bodies' own words, coded by a person; counts, not shares.",
)
EXAMPLE = Text(sv="Exempel: ", en="Example: ")


def joined(texts: Iterable[Text], *, by: str = " ") -> Text:
    """Put texts after one another in both languages."""
    every = tuple(texts)
    return Text(sv=by.join(each.sv for each in every), en=by.join(each.en for each in every))


def named(names: Sequence[Text]) -> Text:
    """List names in a sentence: A, B and C."""
    return Text(sv=_named(names, "sv", "och"), en=_named(names, "en", "and"))


def _named(names: Sequence[Text], language: Language, word: str) -> str:
    *first, last = [each[language] for each in names]
    return f"{', '.join(first)} {word} {last}" if first else last


def listed(texts: Sequence[Text]) -> Text:
    """List things in a sentence: a, b and c, each with a small letter first."""
    return named([_small(each) for each in texts])


def _small(text: Text) -> Text:
    return Text(sv=text.sv[:1].lower() + text.sv[1:], en=text.en[:1].lower() + text.en[1:])


def sentence(text: Text) -> Text:
    """Begin with a capital."""
    return Text(sv=text.sv[:1].upper() + text.sv[1:], en=text.en[:1].upper() + text.en[1:])
