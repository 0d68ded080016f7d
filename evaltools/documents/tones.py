"""Words of judgement: how an answer speaks of the programme, whatever it decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaltools.declarations import Text
from evaltools.documents.phrases import phrases
from evaltools.documents.prose import Found, Prose, Sentence
from evaltools.documents.voices import OTHERS, Speakers, voice_of

TONES: dict[str, Text] = {
    "positive": Text(sv="positiv", en="positive"),
    "mixed": Text(sv="blandad", en="mixed"),
    "critical": Text(sv="kritisk", en="critical"),
    "neutral": Text(sv="neutral", en="neutral"),
    "not_stated": Text(sv="ej uttalad", en="not stated"),
}
"""How an answer speaks of the programme, in the order in which tables show it."""

_VERY = r"(?:(?:mycket|väl|i grunden|i huvudsak|i stort|övervägande|ett|en|både|såväl|särskilt) )*"
_POSITIVE = phrases(
    r"ambitiös\w*", r"(?:väl )?genomarbeta\w*", r"informativ\w*", r"gedig\w+", "heltäckande",
    r"väl ?(?:genomtänkt|underbygg|strukturera|avväg|skriv|formulera|dispon)\w*",
    r"förtjänstfull\w*", r"lättläst\w*", r"lovvärd\w*", "glädjande", r"utmärkt\w*",
    r"välkomna[rs]\b", r"uppskatta[rs]\b", r"värdefull\w*", r"rimlig\w*",
    rf"ser {_VERY}positivt\b", rf"är {_VERY}positiv\w*", rf"ställer sig {_VERY}positiv\w*",
    "positivt att", "det positiva",
    rf"(?:är|blir|finns|ett|en) {_VERY}tydlig[ta]?"
    r"(?= (?:och|program|förslag|struktur|med|mål|i\b)|[.,])",
    r"(?:en|stor|största|tydlig|programmets|förslagets) styrk(?:a|or)\b",
    "är en styrka", "styrkan (?:är|i|med|ligger)", r"instämmer\b",
    r"delar (?:\w+ ){0,4}(?:uppfattning|bedömning|bild|inriktning|ambition)\w*",
    r"stöd(?:jer|er) (?:\w+ ){0,2}(?:inriktning|ambition|förslag|program)\w*",
    rf"är {_VERY}bra\b", r"(?:en|ett) bra\b", "bra (?:att|program|struktur)",
    r"ett (?:viktigt|stort) steg\b", "till god hjälp", r"fungerar väl\b",
)  # fmt: skip
_CRITICAL = phrases(
    r"sakna(?:r|s|de)\b", r"invänd(?:er|a|ning|ningar)\b", r"brist(?:er|erna|ande|en|fällig\w*)?\b",
    r"otydlig\w*", r"oklar\w*", r"svaghet\w*", r"(?:är|blir) (?:\w+ )?svaga?t?\b",
    r"beklaga(?:r|s|ligt)\b", r"ifrågasätt\w*", r"oroa(?:s|d|de|nde)?\b", "oro (?:för|över)",
    r"kritisk\w*", r"otillräcklig\w*", r"(?:inte|ej) tillräcklig\w*", r"problematisk\w*",
    r"efterlys\w+", r"efterfråga\w*", r"olycklig\w*", r"orimlig\w*", r"tveksam\w*",
    r"svår(?:läs|tillgänglig|överskådlig)\w*", r"är (?:\w+ ){0,2}vaga?t?\b",
    r"(?:alltför|för) (?:lång|allmän|vag|detaljera|otydlig|svag|kort|tunn)\w*",
    r"(?:alltför|för) (?:omfattande|lite)\b",
    "framgår (?:inte|ej)", "(?:inte|ej) framgår", "motsätter", r"negativ\w* till",
    r"könsneutral\w* språk", r"osynliggör\w*", r"urvattna\w*", r"urholk\w*",
    r"missa[rt] (?:\w+ )?(?:målet|möjligheten)",
)  # fmt: skip
_NEUTRAL = phrases(
    "har tagit del av", r"noterar\b", r"lägger [^.]*till handlingarna", "utan erinran",
    "ingen erinran", "(?:inget|inte något|ingenting) att (?:erinra|invända|anmärka)",
    "inga (?:egna )?synpunkter", "inte några synpunkter", "berörs (?:inte|i liten)",
)  # fmt: skip
_ABOUT = re.compile(
    r"program|förslag|remiss|\bmål(?:en|et|formulering\w*)?\b|aktivitet|indikator|dokument"
    r"|\btexten?\b|skrivning|ansvar|strategi|uppföljning|följ\w*\s+upp|vem\s+som|struktur|avsnitt"
    r"|\b(?:nämnden|förvaltningen|föreningen|förbundet|bolaget|styrelsen|myndigheten|länsstyrelsen"
    r"|regionen|organisationen|riksorganisationen|kontoret|nätverket|vi)\b",
    re.IGNORECASE,
)
_WORDS_ON = r"\b(?:\s+\w+){0,3}\s*$"
_NOT = phrases(rf"(?:inte|ej|inget|ingen|inga|ingenting|knappast|utan|varken){_WORDS_ON}")
_NOT_AFTER = re.compile(r"\s+(?:inte|ej|knappast)\b", re.IGNORECASE)
_WISHED = phrases(rf"(?:behöver|bör|måste|borde|skulle|kunde|önska\w*|kan){_WORDS_ON}")
_OF_PERSONS = phrases(
    r"(?:den|de|barn|personer|kvinnor|familjer|vuxna|unga|flickor|klienter|brukare) som"
    r"(?: \w+){0,2}\s*$"
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
            meant = _meant(value, before=text[: match.start()], after=text[match.end() :])
            if meant and voice_of(text, match, who) != "other":
                start, end = (sentence.start + place for place in match.span())
                yield Found("judgement", meant, start, end)


def _meant(value: str, *, before: str, after: str) -> str | None:
    """Read a word with what stands before it: "not clear" is criticism, "may become clear" none."""
    if value == "neutral":
        return value
    denied = _NOT.search(before)
    if value == "critical":
        return None if denied or _NOT_AFTER.match(after) or _OF_PERSONS.search(before) else value
    if _WISHED.search(before):
        return None
    return "critical" if denied else value
