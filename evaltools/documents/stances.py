"""What an answer decides, and how it judges: two things, neither inferred from the other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evaltools.declarations import Text
from evaltools.documents.headings import SectionKind
from evaltools.documents.names import ADMINISTRATION, SELF, name_shape
from evaltools.documents.prose import Found, Prose, Sentence
from evaltools.documents.register import Invited

Decision = Literal[
    "approves", "approves_with_comments", "rejects", "abstains", "no_objection", "not_stated"
]
DECISIONS: dict[Decision, Text] = {
    "approves": Text(sv="tillstyrker", en="approves"),
    "approves_with_comments": Text(sv="tillstyrker med synpunkter", en="approves with comments"),
    "rejects": Text(sv="avstyrker", en="rejects"),
    "abstains": Text(sv="avstår", en="abstains"),
    "no_objection": Text(sv="ingen erinran", en="no objection"),
    "not_stated": Text(sv="ej uttalad", en="not stated"),
}
"""What a body may formally answer, in the order in which tables show it."""
Voice = Literal["body", "administration", "other"]
"""Who says a sentence: the body, its administration, or somebody else."""

VOICED: tuple[tuple[SectionKind, ...], ...] = (
    ("decision",),
    ("proposal",),
    ("opening", "opinion"),
)
"""Where a body speaks for itself; what stands first goes before what stands later."""
FORWARDS = re.compile(
    r"""\b(?:överlämnar?|hänvisar?|åberopar?|avger?|lämnar?|antar?|godkänn(?:er|a)|besvarar?
      |översänd(?:er|a)|beslutar)\b[^.]*?\b(?:tjänsteutlåtande|utlåtande|förslag\ till\ (?:svar|yttrande)|förvaltningens\ förslag
      |kontorets\ (?:förslag|utlåtande)|förvaltningens\ (?:svar|yttrande)
      |(?:bifogat|bilagt|föreliggande)\ (?:yttrande|svar|förslag))\w*
    |enligt\ (?:förvaltningens|kontorets|stadsdelsförvaltningens)\ förslag""",
    re.VERBOSE | re.IGNORECASE,
)
"""A body hands its administration's statement on, and says nothing itself."""

_VERB = re.compile(
    r"""\b(?:(?P<approves>tillstyrk(?:er|a|s|as|t|ts|ande)?|biträd(?:er|a)\b(?=[^.]{0,40}(?:förslag|program))
        |ställ(?:er|a)\ (?:sig|oss)\ (?:[\w]+\ ){0,2}?bakom|bifall(?:er|a)\b)
      |(?P<rejects>avstyrk(?:er|a|s|as|t|ts|ande)?|motsätt(?:er|a)\ (?:sig|oss)|avvisa(?:r|s)?))\b""",
    re.VERBOSE | re.IGNORECASE,
)
_NEITHER = re.compile(
    r"varken\s+(?:till|av)styrk\w+\s+eller\s+(?:till|av)styrk\w+"
    r"|(?:tar|ta)\s+(?:inte|ej|ingen)\s+ställning\s+(?:för\s+eller\s+emot|till\s+(?:förslag|program)\w*)",
    re.IGNORECASE,
)
_ABSTAINS = re.compile(
    r"""\bavst(?:år|å)\s+(?:[\w]+\s+){0,2}?(?:från\s+)?(?:att\s+)?(?:yttra|lämna|avge|besvara|svara|ta
      \s+ställning|inkomma|ha\s+synpunkter|yttrande|svar|synpunkter)
    |\bavböjer\s+(?:att\s+)?(?:yttra|lämna|avge|besvara|svara)
    |\b(?:väljer|valt|beslutar|beslutat|avser)\s+(?:\w+\s+){0,2}?(?:inte|ej)\s+(?:att\s+)?
      (?:yttra|lämna|avge|besvara|svara|inkomma)
    |\b(?:lämnar|avger)\s+(?:inte|ej|inget|ingen)\s+(?:något\s+)?(?:yttrande|svar\b|remissvar)
    |\b(?:kommer|ser\s+sig)\s+(?:inte|ej)\s+(?:att\s+)?(?:kunna\s+)?(?:yttra|besvara|lämna\s+(?:något\s+)?svar)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_OBJECTION = re.compile(
    r"""\b(?:ingen\s+erinran|utan\s+erinran|(?:inget|ingenting|(?:inte|ej)\s+någ(?:ot|onting))\s+att\s+
      (?:erinra|invända|anmärka)|inga\s+(?:invändningar|erinringar)
    |inga\s+(?:egna\s+)?synpunkter(?!\s+(?:utöver|i\s+övrigt|förutom))
    |(?:inte|ej)\s+några\s+(?:synpunkter|invändningar))""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT_BEFORE = re.compile(r"\b(?:inte|ej|icke|aldrig|knappast)\b(?:\s+\w+){0,3}\s*$", re.IGNORECASE)
_NOT_AFTER = re.compile(
    r"\s*(?:\w+\s+)?(?:inte|ej|icke)\b(?!\s+(?:bara|enbart|endast))", re.IGNORECASE
)
_BUT = re.compile(r"\binte\s+annat\s+än\b", re.IGNORECASE)
_UNREAL = re.compile(
    r"""\b(?:skulle|hade|tidigare|förra|föregående|förut)\b|\bprogrammet\s+(?:20\d\d|för\s+20\d\d)
    |\b(?:innan|huruvida|frågan\s+om|om\s+(?:nämnden|staden|bolaget|man|vi)\s+(?:ska|bör|kan)?)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_WITH_COMMENTS = re.compile(
    r"""\b(?:men|dock|förutsatt|förutsättning|förbehåll|synpunkt\w*|påpekand\w*|kommentar\w*
    |tillägg\w*|ändring\w*|justering\w*|huvudsak|i\s+stort|stora\s+delar|delvis|väsentlig\w*
    |beaktande|beakta\w*|hänsyn|först\s+(?:när|om|sedan)|om\s+(?:det|de|resurser|staden)|under\s+villkor
    |villkor\w*|reservation\s+för|undantag\w*|kompletter\w+|invändning\w*)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_PART = re.compile(
    r"""\s*(?:\w+\s+)?(?:att\b|(?:del(?:en|arna)|mål(?:en|et)?|aktivitet\w*|indikator\w*|avsnitt\w*
    |skrivning\w*|formulering\w*|förslag(?:et|en)?\s+(?:om|att|till\s+(?!nytt|program|reviderat)\w+)
    |behovet|införandet|inrättandet)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
OTHERS = re.compile(
    r"""\b\w*råd(?:et|en|s)\b|\bparti\w*\b|\w+partiet\b|\bledam[oö]t\w*\b|\bledamöter\w*\b
    |\((?:S|M|V|L|C|KD|MP|SD)\)|\bordförande\w*\b|\byrka\w*\b|\breserver\w+\b|\bmajoritet\w*\b
    |\bminoritet\w*\b|\bmotionär\w*\b|\bandra\s+remissinstanser\b|\bflera\s+remissinstanser\b
    |\b(?:facket|fackliga|förvaltningsgruppen|skyddsombud\w*)\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""A sentence with one of these says what others than the body say."""
_ADMINISTRATION = re.compile(rf"\b{ADMINISTRATION}\b", re.IGNORECASE)
_SELF = re.compile(rf"\b{SELF}\b", re.VERBOSE | re.IGNORECASE)
_BOARD = re.compile(r"\b(?!kommunstyrelse)\w{3,}(?:nämnd(?:en)?|styrelsen)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"([A-ZÅÄÖ][\w-]+)(?:\s+(?:också|även|därför|har|i|för|och|[A-ZÅÄÖ][\w-]+))*\s+$")
_ADVERBS = {
    "sammantaget", "sammanfattningsvis", "härmed", "därför", "därmed", "således", "nu", "dock",
    "slutligen", "inledningsvis", "generellt", "överlag", "formellt", "samtidigt", "dessutom",
    "man", "som", "att", "med", "vidare", "detta", "programmet", "förslaget", "remissen",
}  # fmt: skip
"""Words with a capital before a verb that are nobody's name."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who may say something in an answer.

    Attributes
    ----------
    own : re.Pattern or None
        The name of the body that answers; None where it is not known.
    others : tuple of re.Pattern
        The names of the others that were asked.
    """

    own: re.Pattern[str] | None
    others: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Stance:
    decision: Decision
    voice: Voice
    start: int
    end: int
    of_part: bool


def speakers(invited: Collection[Invited], *, body: str) -> Speakers:
    """Tell the body's own name from those of others.

    Parameters
    ----------
    invited : collection of Invited
        Who was asked.
    body : str
        The name of who answers.

    Returns
    -------
    Speakers
        The shapes of both.
    """
    shapes = {each.name: name_shape(each) for each in invited}
    own = shapes.pop(body, None)
    return Speakers(own, tuple(shapes.values()))


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
        [each for each in of_kind if each.voice == "body" or not forwarding]
        for of_kind in stances
    ]
    spoken = next((found for of_kind in own if (found := _settled(of_kind))), None)
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
    """Choose the one stance on the whole; a part that is refused makes of approval a partial one."""
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
    if found := _NEITHER.search(text) or _ABSTAINS.search(text):
        yield from _as_stance(sentence, who, found, "abstains", of_part=False)
        return
    verbs = list(_VERB.finditer(text))
    for verb in verbs:
        decision = _decision_of(text, verb)
        if decision:
            part = bool(_PART.match(text, verb.end()))
            yield from _as_stance(sentence, who, verb, decision, of_part=part)
    if not verbs and (found := _NO_OBJECTION.search(text)):
        yield from _as_stance(sentence, who, found, "no_objection", of_part=False)


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


def voice_of(text: str, found: re.Match[str], who: Speakers) -> Voice:
    """Tell who says something: by the nearest name before it, or else right after it.

    Parameters
    ----------
    text : str
        A sentence.
    found : re.Match
        What is said in it.
    who : Speakers
        Who may say it.

    Returns
    -------
    {"body", "administration", "other"}
        Who does; the body where the sentence names nobody.
    """
    named = _named(text, who)
    after = [each for each in named if found.end() <= each[0] <= found.end() + 12]
    if after and min(after)[2] != "other" and text[min(after)[1] - 1].casefold() != "s":
        return min(after)[2]
    before = [each for each in named if each[1] <= found.start()]
    if before:
        return max(before)[2]
    return "body"


def _said_by_unknown(text: str, found: re.Match[str], who: Speakers) -> bool:
    """Tell whether the word before a verb is a name that is not the body's."""
    capital = _CAPITAL.search(text[: found.start()])
    named = [end for _, end, _ in _named(text, who) if end <= found.start()]
    return bool(
        capital and capital[1].casefold() not in _ADVERBS and max(named, default=0) <= capital.start()
    )


def _named(text: str, who: Speakers) -> list[tuple[int, int, Voice]]:
    """List who is named in a sentence, with the places; a longer name goes before one in it."""
    found: list[tuple[int, int, Voice]] = []
    shapes: list[tuple[re.Pattern[str], Voice]] = [(who.own, "body")] if who.own else []
    shapes += [(shape, "other") for shape in who.others]
    shapes += [(_ADMINISTRATION, "administration"), (_SELF, "body"), (_BOARD, "other")]
    for shape, voice in shapes:
        for match in shape.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                is_staff = voice == "body" and _ADMINISTRATION.search(match[0])
                found.append((*match.span(), "administration" if is_staff else voice))
    return found
