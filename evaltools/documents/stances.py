"""What an answer decides, and how it judges: two things, neither inferred from the other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evaltools.declarations import Text
from evaltools.documents.headings import SectionKind
from evaltools.documents.phrases import phrases, spelled
from evaltools.documents.prose import Found, Prose, Sentence
from evaltools.documents.voices import OTHERS, Speakers, Voice, named_in, voice_of

Decision = Literal[
    "approves", "approves_with_comments", "rejects", "abstains", "no_objection", "not_stated"
]
DECISIONS: dict[str, Text] = {
    "approves": Text(sv="tillstyrker", en="approves"),
    "approves_with_comments": Text(sv="tillstyrker med synpunkter", en="approves with comments"),
    "rejects": Text(sv="avstyrker", en="rejects"),
    "abstains": Text(sv="avstår", en="abstains"),
    "no_objection": Text(sv="ingen erinran", en="no objection"),
    "not_stated": Text(sv="ej uttalad", en="not stated"),
}
"""What a body may formally answer, in the order in which tables show it."""
VOICED: tuple[tuple[SectionKind, ...], ...] = (
    ("decision",),
    ("proposal",),
    ("opening", "opinion"),
)
"""Where a body speaks for itself; what stands first goes before what stands later."""
FORWARDS = phrases(
    r"(?:överlämnar?|hänvisar?|åberopar?|avger?|lämnar?|antar?|godkänn(?:er|a)|besvarar?"
    r"|översänd(?:er|a)|beslutar)\b[^.]*?\b"
    r"(?:(?:tjänste)?utlåtande|förslag till (?:svar|yttrande)|förvaltningens förslag"
    r"|kontorets förslag|förvaltningens (?:svar|yttrande)"
    r"|(?:bifogat|bilagt|föreliggande) (?:yttrande|svar|förslag))\w*",
    "enligt (?:förvaltningens|kontorets|stadsdelsförvaltningens) förslag",
)
"""A body hands its administration's statement on, and says nothing itself."""

_IT = r"(?=[^.]{0,40}\b(?:förslag|program|remiss|det\b|detta\b))"
"""What a verb that is used of much else must be said of."""
_APPROVES = spelled(
    r"tillstyrk(?:er|a|s|as|ts?|ande)?\b",
    rf"(?:biträd|bifall)(?:er|a)\b{_IT}",
    rf"ställ(?:er|a) (?:sig|oss) (?:\w+ ){{0,2}}?bakom\b{_IT}",
)
_REJECTS = spelled(
    r"avstyrk(?:er|a|s|as|ts?|ande)?\b",
    rf"motsätt(?:er|a) (?:sig|oss)\b{_IT}",
    rf"avvisar?\b{_IT}",
    r"(?:förslaget|programmet) (?:\w+ ){0,2}avvisas?\b",
)
_VERB = phrases(rf"(?P<approves>{_APPROVES})|(?P<rejects>{_REJECTS})")
_NEITHER = phrases(
    r"varken (?:till|av)styrk\w+ eller (?:till|av)styrk\w+",
    r"ta[r]? (?:inte|ej|ingen) ställning (?:för eller emot|till (?:förslag|program)\w*)",
)
_TO_ANSWER = r"(?:yttra|lämna|avge|besvara|svara|inkomma)"
_ABSTAINS = phrases(
    rf"avst(?:år|å) (?:\w+ ){{0,2}}?(?:från )?(?:att )?(?:{_TO_ANSWER}|ta ställning|ha synpunkter"
    "|yttrande|svar|synpunkter)",
    rf"avböjer (?:att )?{_TO_ANSWER}",
    rf"(?:väljer|valt|beslutar|beslutat|avser) (?:\w+ ){{0,2}}?(?:inte|ej) (?:att )?{_TO_ANSWER}",
    r"(?:lämnar|avger) (?:inte|ej|inget|ingen) (?:något )?(?:yttrande|svar|remissvar)\b",
    rf"(?:kommer|ser sig) (?:inte|ej) (?:att )?(?:kunna )?{_TO_ANSWER}",
)
_NO_OBJECTION = phrases(
    r"(?:ingen|utan) erinran\b",
    r"(?:inget|ingenting|(?:inte|ej) någ(?:ot|onting)) att (?:erinra|invända|anmärka)\b",
    r"inga (?:invändningar|erinringar)\b",
    r"inga (?:egna )?synpunkter\b(?! (?:utöver|i övrigt|förutom))",
    r"(?:inte|ej) några (?:synpunkter|invändningar)\b",
)
_TO_GIVE = re.compile(r"^\s+att\s+(?:lämna|framföra|anföra)\b")
_NOT_BEFORE = phrases(r"(?:inte|ej|icke|aldrig|knappast)\b(?:\s+\w+){0,3}\s*$")
_NOT_AFTER = re.compile(
    r"\s*(?:\w+\s+)?(?:inte|ej|icke)\b(?!\s+(?:bara|enbart|endast))", re.IGNORECASE
)
_BUT = phrases("inte annat än")
_UNREAL = phrases(
    r"(?:skulle|hade|tidigare|förra|föregående|förut)\b",
    r"programmet (?:för )?20\d\d",
    r"(?:innan|huruvida|frågan om)\b",
    r"om (?:nämnden|staden|bolaget|man|vi)\b",
)
_WITH_COMMENTS = phrases(
    r"(?:men|dock|förutsatt|förutsättning|förbehåll|delvis|beaktande|hänsyn)\b",
    r"(?:synpunkt|påpekand|kommentar|tillägg|ändring|justering|väsentlig|beakta|villkor)\w*\b",
    r"(?:undantag|kompletter|invändning)\w*\b",
    r"(?:huvudsak|i stort|stora delar|reservation för)\b",
    r"först (?:när|om|sedan)\b",
    r"om (?:det|de|resurser|staden)\b",
)
_PART = re.compile(
    spelled(
        r"\s*(?:\w+ )?(?:att\b(?! (?:programmet|förslaget) (?:antas|beslutas|fastställs))",
        r"(?:del(?:en|arna)|mål(?:en|et)?|(?:aktivitet|indikator|avsnitt|skrivning)\w*)\b",
        r"formulering\w*\b|(?:behovet|införandet|inrättandet)\b",
        r"förslag(?:et|en)? (?:om|att|till (?!nytt|program|reviderat)\w+)\b",
        r"förslag\w* i (?:den|de) del\w*)",
    ),
    re.IGNORECASE,
)
_CAPITAL = re.compile(
    r"([A-ZÅÄÖ][\w-]+)(?:\s+(?:också|även|därför|har|i|för|och|[A-ZÅÄÖ][\w-]+))*\s+$"
)
_ADVERBS = {
    "sammantaget", "sammanfattningsvis", "härmed", "därför", "därmed", "således", "nu", "dock",
    "slutligen", "inledningsvis", "generellt", "överlag", "formellt", "samtidigt", "dessutom",
    "man", "som", "att", "med", "vidare", "detta", "programmet", "förslaget", "remissen",
}  # fmt: skip
"""Words with a capital before a verb that are nobody's name."""


@dataclass(frozen=True, slots=True)
class _Stance:
    decision: Decision
    voice: Voice
    start: int
    end: int
    of_part: bool


def find_decision(prose: Prose, *, who: Speakers) -> tuple[Found, ...]:
    """Find what the body formally answers, by its own words alone.

    What it decided goes before what is proposed, and that before what it writes elsewhere. Where
    it only hands its administration's statement on, nothing is stated, whatever the statement
    says; what the administration says in such words is told apart.

    Parameters
    ----------
    prose : Prose
        The answer.
    who : Speakers
        Who may speak in it.

    Returns
    -------
    tuple of Found
        A `decision`, one of `DECISIONS`; and where it differs from whose statement is handed on,
        an `administration_decision`.
    """
    stances = [list(_stances(prose, kinds, who)) for kinds in VOICED]
    forwarding = _forwarding(prose)
    own = [
        [each for each in of_kind if each.voice == "body" or not forwarding] for of_kind in stances
    ]
    on_whole = (of_kind for of_kind in own if any(not each.of_part for each in of_kind))
    spoken = next((_settled(of_kind) for of_kind in on_whole), None)
    said = [each for of_kind in stances for each in of_kind if each.voice == "administration"]
    by_staff = _settled(said) if forwarding else None
    staff = [_as_found("administration_decision", by_staff)] if by_staff else []
    if spoken:
        return (_as_found("decision", spoken), *staff)
    return (Found("decision", "not_stated", *(forwarding or (0, 0))), *staff)


def _as_found(field: str, stance: _Stance) -> Found:
    return Found(field, stance.decision, stance.start, stance.end)


def _forwarding(prose: Prose) -> tuple[int, int] | None:
    """Find the words by which a statement is handed on."""
    for sentence in prose.sentences():
        if sentence.kind in ("decision", "proposal", "opening", "opinion"):
            found = FORWARDS.search(sentence.text)
            if found and not OTHERS.search(sentence.text):
                return sentence.start + found.start(), sentence.start + found.end()
    return None


def _settled(stances: Sequence[_Stance]) -> _Stance | None:
    """Choose the one stance on the whole; approval with a part refused is one with comments."""
    whole = [each for each in stances if not each.of_part]
    if not whole:
        return None
    values = {each.decision for each in whole}
    first = whole[0]
    if values <= {"approves", "approves_with_comments", "no_objection"}:
        refused = any(each.decision == "rejects" for each in stances)
        ranked = sorted(whole, key=lambda each: _RANK.index(each.decision))
        approved = ranked[0].decision in ("approves", "approves_with_comments")
        if refused and approved:
            return _Stance("approves_with_comments", first.voice, first.start, first.end, False)
        return ranked[0]
    return first if len(values) == 1 else None


_RANK: list[Decision] = ["approves_with_comments", "approves", "no_objection"]


def _stances(prose: Prose, kinds: Collection[SectionKind], who: Speakers) -> Iterator[_Stance]:
    for sentence in prose.sentences():
        if sentence.kind in kinds and not OTHERS.search(sentence.text):
            yield from _stances_in(sentence, who)


def _stances_in(sentence: Sentence, who: Speakers) -> Iterator[_Stance]:
    """Find the stances of a sentence: words of approval first, or else those of having none."""
    text = sentence.text
    found = _NEITHER.search(text) or _ABSTAINS.search(text)
    if found and not _UNREAL.search(text[: found.start()]):
        yield from _as_stance(sentence, who, found, "abstains", of_part=False)
        return
    verbs = list(_VERB.finditer(text))
    for verb in verbs:
        decision = _decision_of(text, verb)
        if decision:
            part = bool(_PART.match(text, verb.end()))
            yield from _as_stance(sentence, who, verb, decision, of_part=part)
    found = _NO_OBJECTION.search(text)
    if found and not verbs and not _UNREAL.search(text[: found.start()]):
        part = bool(_PART.match(_TO_GIVE.sub("", text[found.end() :])))
        yield from _as_stance(sentence, who, found, "no_objection", of_part=part)


def _as_stance(
    sentence: Sentence, who: Speakers, found: re.Match[str], decision: Decision, *, of_part: bool
) -> Iterator[_Stance]:
    voice = voice_of(sentence.text, found, who)
    if voice != "other" and not (who.own and _said_by_unknown(sentence.text, found, who)):
        start, end = (sentence.start + place for place in found.span())
        yield _Stance(decision, voice, start, end, of_part)


def _decision_of(text: str, verb: re.Match[str]) -> Decision | None:
    """Read a verb with what is said about it; a refusal to reject says nothing."""
    before, after = text[: verb.start()], text[verb.end() :]
    clause = re.split(r"[,;]\s(?:men|och)\s", before)[-1]
    if _UNREAL.search(clause) or verb[0].casefold().endswith("tes"):
        return None
    denied = (_NOT_BEFORE.search(clause) and not _BUT.search(clause)) or _NOT_AFTER.match(after)
    if verb["rejects"]:
        return None if denied else "rejects"
    if denied:
        return "rejects"
    return "approves_with_comments" if _WITH_COMMENTS.search(text) else "approves"


def _said_by_unknown(text: str, found: re.Match[str], who: Speakers) -> bool:
    """Tell whether the word before a verb is a name that is not the body's."""
    capital = _CAPITAL.search(text[: found.start()])
    named = [end for _, end, _ in named_in(text, who) if end <= found.start()]
    return bool(
        capital
        and capital[1].casefold() not in _ADVERBS
        and max(named, default=0) <= capital.start()
    )
