"""Words of judgement: how an answer speaks of the programme, whatever it decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from evaltools.declarations import Text
from evaltools.documents.prose import Found, Prose, Sentence
from evaltools.documents.stances import OTHERS, Speakers, voice_of

Tone = Literal["positive", "mixed", "critical", "neutral", "not_stated"]
TONES: dict[Tone, Text] = {
    "positive": Text(sv="positiv", en="positive"),
    "mixed": Text(sv="blandad", en="mixed"),
    "critical": Text(sv="kritisk", en="critical"),
    "neutral": Text(sv="neutral", en="neutral"),
    "not_stated": Text(sv="ej uttalad", en="not stated"),
}
"""How an answer speaks of the programme, in the order in which tables show it."""

_VERY = r"(?:(?:mycket|väl|i\s+grunden|i\s+huvudsak|i\s+stort|övervägande|ett|en|både|såväl|särskilt)\s+)*"
_POSITIVE = re.compile(
    rf"""\b(?:ambitiös\w*|ambitiöst|(?:väl\s+)?genomarbeta\w*|väl(?:\s+)?(?:genomtänkt\w*|underbygg\w*
      |strukturera\w*|avväg\w*|skriv\w*)|informativ\w*|gedig\w+|heltäckande|förtjänstfull\w*|lättläst\w*
      |lovvärd\w*|glädjande|utmärkt\w*|välkomna(?:r|s)|uppskatta(?:r|s)|värdefull\w*
      |ser\s+{_VERY}positivt|är\s+{_VERY}positiv\w*|ställer\s+sig\s+{_VERY}positiv\w*|positivt\s+att
      |(?:är|blir|finns|ett|en)\s+{_VERY}tydlig(?:t|a)?(?=\s+(?:och|program|förslag|struktur|med|mål|i\b)|[.,])
      |(?:en|stor|största|tydlig|programmets|förslagets)\s+styrk(?:a|or)|är\s+en\s+styrka|styrkan\s+(?:är|i|med|ligger)
      |instämmer|delar\s+(?:\w+\s+){{0,4}}(?:uppfattning|bedömning|bild|inriktning|ambition)\w*
      |stöd(?:jer|er)\s+(?:\w+\s+){{0,2}}(?:inriktning|ambition|förslag|program)\w*
      |är\s+{_VERY}bra|(?:en|ett)\s+bra|rimlig\w*|bra\s+(?:att|program|struktur)|ett\s+(?:viktigt|stort)\s+steg|till\s+god\s+hjälp|fungerar\s+väl)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_CRITICAL = re.compile(
    r"""\b(?:saknar|saknas|saknade|invänd(?:er|a|ning|ningar)\b|brist(?:er|erna|ande|en|fällig\w*)?|otydlig\w*
      |oklar\w*|oklarhet\w*|svaghet\w*|beklaga(?:r|s|ligt)|ifrågasätt\w*|oroa(?:s|d|de|nde)?|oro\s+(?:för|över)|kritisk\w*
      |otillräcklig\w*|problematisk\w*|efterlys\w+|efterfråga\w*|(?:är|blir)\s+(?:\w+\s+)?svag(?:t|a)?|olycklig\w*|orimlig\w*|svårläs\w*|svårtillgänglig\w*
      |svåröverskådlig\w*|(?:alltför|för)\s+(?:lång\w*|omfattande|allmän\w*|vag\w*|detaljera\w*|otydlig\w*|svag\w*|kort\w*|tunn\w*|lite)
      |är\s+(?:\w+\s+){0,2}vag\w*|framgår\s+(?:inte|ej)|(?:inte|ej)\s+(?:tillräcklig\w*|framgår)|tveksam\w*|motsätter|negativ\w*\s+till
      |könsneutral\w*\s+språk|osynliggör\w*|urvattna\w*|urholk\w*|missa(?:r|t)\s+(?:\w+\s+)?(?:målet|möjligheten))""",
    re.VERBOSE | re.IGNORECASE,
)
_NEUTRAL = re.compile(
    r"\b(?:har\s+tagit\s+del\s+av|noterar|lägger\s+[^.]*till\s+handlingarna|utan\s+erinran"
    r"|ingen\s+erinran|(?:inget|inte\s+något|ingenting)\s+att\s+(?:erinra|invända|anmärka)"
    r"|inga\s+(?:egna\s+)?synpunkter|inte\s+några\s+synpunkter|berörs\s+(?:inte|i\s+liten)\w*)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"""program|förslag|remiss|\bmål(?:en|et|formulering\w*)?\b|aktivitet|indikator|dokument|\btexten?\b|skrivning
    |ansvar|strategi|\b(?:nämnden|förvaltningen|föreningen|förbundet|bolaget|styrelsen|myndigheten
    |länsstyrelsen|regionen|organisationen|riksorganisationen|kontoret|nätverket|vi)\b|uppföljning|följ\w*\s+upp|vem\s+som|struktur|avsnitt""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:inte|ej|inget|ingen|inga|knappast|utan|varken)\b(?:\s+\w+){0,3}\s*$", re.IGNORECASE)
_WISHED = re.compile(
    r"\b(?:behöver|bör|måste|borde|skulle|kunde|önska\w*|kan)\b(?:\s+\w+){0,4}\s*$", re.IGNORECASE
)
_OF_PERSONS = re.compile(
    r"\b(?:den|de|barn|personer|kvinnor|familjer|vuxna|unga|flickor|klienter|brukare)\s+som\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_KINDS = ("opening", "proposal", "decision", "opinion")


def find_tone(prose: Prose, *, who: Speakers) -> tuple[Found, ...]:
    """Find the words by which a body, or its administration, judges the programme.

    Parameters
    ----------
    prose : Prose
        The answer.
    who : Speakers
        Who may speak in it.

    Returns
    -------
    tuple of Found
        A `tone`, one of `TONES`, where the first word of judgement stands, and a `judgement`,
        positive or critical, for each such word. What is said in the background (what the
        programme contains), by councils, parties and single members is passed over.
    """
    found = sorted(_judgements(prose, who), key=lambda each: each.start)
    values = {each.value for each in found} - {"neutral"}
    judged = [each for each in found if each.value != "neutral"]
    if not found:
        return (Found("tone", "not_stated"),)
    first = (judged or found)[0]
    value = "mixed" if len(values) > 1 else first.value
    judgements = [Found("judgement", each.value, each.start, each.end) for each in judged]
    return (Found("tone", value, first.start, first.end), *judgements)


def _judgements(prose: Prose, who: Speakers) -> Iterator[Found]:
    for sentence in prose.sentences():
        speaks = sentence.kind in _KINDS and not OTHERS.search(sentence.text)
        if speaks and _ABOUT.search(sentence.text):
            yield from _judgements_in(sentence, who)


def _judgements_in(sentence: Sentence, who: Speakers) -> Iterator[Found]:
    text = sentence.text
    for value, shape in (("positive", _POSITIVE), ("critical", _CRITICAL), ("neutral", _NEUTRAL)):
        for match in shape.finditer(text):
            meant = _meant(value, text[: match.start()])
            if meant and voice_of(text, match, who) != "other":
                start, end = (sentence.start + place for place in match.span())
                yield Found("judgement", meant, start, end)


def _meant(value: str, before: str) -> str | None:
    """Read a word with what stands before it: "not clear" is criticism, "may become clear" none."""
    if value == "neutral":
        return value
    denied = _NOT.search(before)
    if value == "critical":
        return None if denied or _OF_PERSONS.search(before) else value
    if _WISHED.search(before):
        return None
    return "critical" if denied else value
