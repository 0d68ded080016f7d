"""The headings of answers to referrals, and what the text below them is."""

from __future__ import annotations

import re
from typing import Literal

SectionKind = Literal[
    "opening", "proposal", "decision", "preparation", "background", "opinion", "others",
    "recipients",
]  # fmt: skip
"""What a part of an answer is; `others` holds what somebody else than the body says."""

_OWNER = r"(?:(?:[\w-]+\ )?[\w-]+s\ )?"
_KINDS: dict[SectionKind, str] = {
    "proposal": rf"""{_OWNER}förslag\ till\ (?:beslut|ställningstagande)
        |förslag\ till\ \w*(?:nämnd|styrelse)\w*(?:\ att\ besluta)?|{_OWNER}beslutsförslag
        |föreslaget\ beslut|förslag\ till\ beslut\ i\ ärendet|hemställan|{_OWNER}hemställan""",
    "decision": rf"""beslut|{_OWNER}beslut|beslut\ i\ ärendet|\w*(?:nämnd|styrelse)\w*s\ beslut
        |\w*(?:nämnden|styrelsen)\ (?:beslutar|beslutade)(?:\ följande|\ att)?""",
    "preparation": rf"""(?:ärendets|remissens|svarets|{_OWNER})\ ?(?:beredning|handläggning)
        |beredning(?:en)?(?:\ av\ (?:ärendet|remissen|svaret))?|handläggning\ av\ ärendet
        |(?:så|hur)\ (?:har\ )?(?:ärendet|svaret)\ (?:har\ )?(?:beretts|tagits\ fram)
        |samråd(?:\ och\ beredning)?|beredning\ och\ samråd""",
    "others": r"""(?:yttranden?|synpunkter|uttalanden?)\ (?:från|av)\ .*
        |\w*råd(?:et|en)s\ (?:synpunkter|yttrande)|yrkanden?(?:\ .*)?|bilag(?:a|or)\b.*
        |(?:andra|tidigare)\ (?:instansers?\ )?(?:synpunkter|remissvar|yttranden)
        |(?:synpunkter|remissvar)\ från\ andra.*|ur\ andra\ remissvar|omröstning""",
    "recipients": r"""sändlista.*|kopia\ till|kopior|remissinstanser|för\ kännedom(?:\ till)?
        |mottagare|remitterat\ till""",
    "background": r"""bakgrund|ärendet|remissen|om\ (?:remissen|programmet|ärendet)
        |(?:programmets|remissens|förslagets|ärendets)\ (?:innehåll|syfte|struktur).*
        |syfte\ med\ programmet|(?:förslaget|remissen|ärendet|programmet)\ i\ korthet
        |(?:sammanfattning|beskrivning)\ av\ (?:programmet|förslaget|remissen|ärendet)
        |innehållet\ i\ (?:programmet|förslaget|remissen)|bakgrund\ och\ .*""",
    "opinion": rf"""{_OWNER}(?:samlade\ |övergripande\ |sammanfattande\ )?(?:synpunkter|ståndpunkt
        |bedömning|ställningstagande|överväganden|yttrande|kommentarer|uppfattning|svar|analys
        |slutsats(?:er)?|remissvar)(?:\ och\ [\w\ ]+)?|synpunkter\ (?:på|om|i)\ .*
        |(?:allmänna|generella|särskilda|övriga)\ (?:synpunkter|kommentarer)
        |sammanfattning(?:svis)?|sammanfattande\ .*|slutord|avslutning|styrkor(?:\ och\ .*)?
        |inledning|svagheter(?:\ och\ .*)?|behov(?:\ och\ .*)?|utvecklings(?:behov|områden)
        |synpunkter\ per\ mål|jämställdhetsanalys|konsekvenser.*""",
}
_HEADINGS = {kind: re.compile(pattern, re.VERBOSE) for kind, pattern in _KINDS.items()}
_NUMBER = re.compile(r"\s*(?:(?:\d+[.)]|\d+(?:\.\d+)+|§\s*\d+|#+)\s+)?")
_INLINE = re.compile(r"([^:\t|]{3,60})(?:\s*[:|]\s*|\s*\t\s*)(?=\S)")
_OTHERS = re.compile(
    r"""\s*(?:reservation(?:er)?|särskil(?:t|da)\ uttalanden?|ersättaryttranden?)
    (?:\s*:?\s*$|\s+(?:av|från|anför|lämna|anmäl|gjord|mot|\()|\s*[:(])""",
    re.VERBOSE | re.IGNORECASE,
)
LONGEST = 80
"""Letters of a heading."""


def heading_kind(text: str) -> tuple[SectionKind, int] | None:
    """Tell which section a line begins.

    Parameters
    ----------
    text : str
        A line.

    Returns
    -------
    tuple of str and int, or None
        The kind, and the column where the text of the section begins: in the line itself where
        the heading is followed by a colon or stands in the first cell of a row; None where the
        line is no heading.
    """
    start = _begins(text)
    if kind := _kind(text[start:]):
        return kind, len(text)
    inline = _INLINE.match(text, start)
    if inline and (kind := _kind(inline[1])):
        return kind, inline.end()
    return None


def is_heading(text: str) -> bool:
    """Tell whether a line begins a section."""
    return heading_kind(text) is not None or begins_others(text)


def begins_others(text: str) -> bool:
    """Tell whether what single members say begins in a line."""
    return bool(text[:1].strip()[:1].isupper() and _OTHERS.match(text))


def _begins(text: str) -> int:
    found = _NUMBER.match(text)
    return found.end() if found else 0


def _kind(words: str) -> SectionKind | None:
    folded = words.strip().rstrip(":").strip().casefold()
    if not folded or len(folded) > LONGEST or not words.strip()[0].isupper():
        return None
    return next((kind for kind, shape in _HEADINGS.items() if shape.fullmatch(folded)), None)
