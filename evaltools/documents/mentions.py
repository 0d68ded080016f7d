"""What an answer refers to: goals of the programme, those asked, and who was heard beforehand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from evaltools.documents.invited import Invited
from evaltools.documents.names import name_shape
from evaltools.documents.prose import Found, Prose
from evaltools.programme import Goal, Programme

_ORDINALS = (
    "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde",
    "tionde",
)  # fmt: skip
_CARDINALS = ("ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")
_OTHER_GOALS = re.compile(
    r"""\b(?:agenda\ 2030|globala|nationella|regionala|jämställdhetspolitisk\w*
    |kommunfullmäktiges|verksamhetsområdes\w*|strategins?|budgetens)\W+(?:\w+\W+){0,2}$""",
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_GOALS_AFTER = re.compile(
    r"\W*(?:i|för|enligt)\s+(?:agenda|den\s+(?:nationella|regionala)|de\s+(?:globala|nationella)|budget)"
    r"|\s*(?:procent|%|år\b|st\b)",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"\b(?:remitter\w+|(?:skickats|sänts|gått)\s+(?:ut\s+)?(?:på\s+remiss\s+)?till|remissinstanser)\b",
    re.IGNORECASE,
)
_HEARD = re.compile(
    r"\b(?:behandla(?:ts|t|des|de|s)?|samverka\w*|tagits\s+upp|förankra(?:ts|t|d)|informera(?:ts|t|des)"
    r"|dialog\w*|presentera(?:ts|t|des)|anmäl(?:ts|t|des)|samråd\w*|redovisa(?:ts|t|des)|lyfts)\b",
    re.IGNORECASE,
)
_HEARD_BODY = re.compile(
    r"""(?<![\w-])(?!samråd|område)(?:(?:lokala\ |\w+s\ )?(?!samråd|område)(?:
      (?:\w*råd(?:et|en)?\ för\ [\w-]+|\w{3,}råd(?:et|en)?|rådet)
      |(?:förvaltnings|samverkans|lednings|referens)grupp(?:en)?|\w+utskott(?:et)?))(?![\w-])""",
    re.VERBOSE | re.IGNORECASE,
)


def find_goals(prose: Prose, *, programme: Programme) -> tuple[Found, ...]:
    """Find the goals of the programme that an answer refers to.

    Parameters
    ----------
    prose : Prose
        The answer.
    programme : Programme
        Its goals, however many.

    Returns
    -------
    tuple of Found
        One `goal` per goal, its id, where it is first referred to: by number ("mål 3", "målen 2
        och 4", "mål 1-3"), by order ("det tredje målet"), by its full name, or by its short name
        where that is called a goal or is a heading. Goals of other plans are passed over.
    """
    places: dict[str, tuple[int, int]] = {}
    for goal_id, start, end in sorted(_references(prose, programme), key=lambda each: each[1]):
        places.setdefault(goal_id, (start, end))
    return tuple(
        Found("goal", goal.id, *places[goal.id]) for goal in programme.goals if goal.id in places
    )


def _references(prose: Prose, programme: Programme) -> Iterator[tuple[str, int, int]]:
    numbers = {goal.number: goal.id for goal in programme.goals}
    for found in _number_shape(numbers).finditer(prose.text):
        if not _of_other_plan(prose.text, found):
            for number in _numbers_in(found["list"], list(numbers)):
                yield numbers[number], *found.span()
    yield from _by_order(prose.text, list(numbers.values()))
    for goal in programme.goals:
        yield from ((goal.id, *found.span()) for found in _by_name(prose, goal))


def _number_shape(numbers: Collection[str]) -> re.Pattern[str]:
    one = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
    one = rf"(?:{one})(?![\w]|[.,]\d|/\d|-\d\d)"
    between = r"\s*(?:,\s*(?:och\s+|samt\s+)?|och|samt|eller|till|[-–—])\s*(?:mål\s+)?(?:nr\.?\s+)?"
    return re.compile(
        rf"(?<![\w-])mål(?:en|et|område(?:t|na)?)?(?:\s+(?:nr|nummer))?\.?\s+(?P<list>{one}(?:{between}{one})*)",
        re.IGNORECASE,
    )


def _numbers_in(listed: str, numbers: list[str]) -> Iterator[str]:
    """Yield the numbers of a list; from one to another are those between, in the file's order."""
    shape = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
    tokens = re.findall(rf"(?<![\w.])(?:{shape})(?![\w])|\btill\b|[-–—]", listed)
    folded = {number.casefold(): number for number in numbers}
    last = None
    through = False
    for token in tokens:
        if token.casefold() not in folded:
            through = True
            continue
        at = numbers.index(folded[token.casefold()])
        yield from numbers[last + 1 : at + 1] if through and last is not None else [numbers[at]]
        last, through = at, False


def _by_order(text: str, goals: list[str]) -> Iterator[tuple[str, int, int]]:
    word = "|".join(_ORDINALS)
    order = (
        rf"\b(?:{word})(?:(?:,\s*|\s+och\s+(?:det\s+)?|\s+samt\s+)(?:{word}))*\s+mål(?:et|en)?\b"
    )
    for found in re.finditer(rf"{order}|\bmål\s+(?:{'|'.join(_CARDINALS)})\b", text, re.IGNORECASE):
        if _of_other_plan(text, found):
            continue
        for place, names in enumerate(zip(_ORDINALS, _CARDINALS, strict=True)):
            if place < len(goals) and set(names) & set(re.findall(r"\w+", found[0].casefold())):
                yield goals[place], *found.span()


def _by_name(prose: Prose, goal: Goal) -> Iterator[re.Match[str]]:
    full, short = (_spelled(name.sv) for name in (goal.name, goal.short_name))
    yield from re.finditer(full, prose.text, re.IGNORECASE)
    called = rf"\bmål(?:et|område\w*)?\s*(?:om\s+(?:att\s+)?)?[:\"”“»–-]?\s*{short}\b"
    yield from re.finditer(called, prose.text, re.IGNORECASE)
    yield from re.finditer(rf"^{short}(?=\n|$)|[\"”“»]{short}(?=[\"”“«»])", prose.text, re.I | re.M)


def _spelled(name: str) -> str:
    return re.sub(r"(?:\\?\s)+", r"\\s+", re.escape(name.rstrip(".")))


def _of_other_plan(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 60) : found.start()]
    return bool(_OTHER_GOALS.search(before) or _OTHER_GOALS_AFTER.match(text, found.end()))


def find_referred_to(prose: Prose, *, invited: Iterable[Invited]) -> tuple[Found, ...]:
    """Find to whom an answer says that the referral was sent.

    Parameters
    ----------
    prose : Prose
        The answer.
    invited : iterable of Invited
        Who was asked.

    Returns
    -------
    tuple of Found
        One `referred_to` for each of them that is named there.
    """
    spans = [
        (sentence.start, sentence.start + len(sentence.text))
        for sentence in prose.sentences()
        if _SENT.search(sentence.text)
    ]
    spans += [(each.start, each.end) for each in prose.sections if each.kind == "recipients"]
    return tuple(
        Found("referred_to", each.name, *found.span())
        for each in invited
        if (found := _first_in(name_shape(each), prose.text, spans))
    )


def _first_in(
    shape: re.Pattern[str], text: str, spans: Iterable[tuple[int, int]]
) -> re.Match[str] | None:
    return next((found for span in spans if (found := shape.search(text, *span))), None)


def find_heard(prose: Prose) -> tuple[Found, ...]:
    """Find the councils and groups that were heard while the answer was prepared.

    Parameters
    ----------
    prose : Prose
        The answer.

    Returns
    -------
    tuple of Found
        One `heard` for each, as it is called there: what is said under preparation, or
        to have been treated in them.
    """
    found: dict[str, Found] = {}
    for sentence in prose.sentences():
        prepares = sentence.kind == "preparation" or re.search(
            r"\bärendet\b|\bsvaret\b", sentence.text, re.I
        )
        if prepares and _HEARD.search(sentence.text):
            for match in _HEARD_BODY.finditer(sentence.text):
                start, end = (sentence.start + place for place in match.span())
                found.setdefault(
                    match[0].casefold(), Found("heard", match[0].casefold(), start, end)
                )
    return tuple(found.values())
