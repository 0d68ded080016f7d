"""Who gives an answer: by the letterhead and by what it says of itself, never by a mention."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from evaltools.documents.invited import Invited
from evaltools.documents.names import name_shape
from evaltools.documents.prose import Found, Prose

NO_BODY, SEVERAL_BODIES = "no body of the register", "several bodies of the register"
"""What stands as the body where none is found, and where the answer may be of several."""

_APART = re.compile(r"\s*[\t|·•]\s*|\s*,\s+|\s+[–-]\s+|\s{2,}")
_SELF_NAMES = (
    r"(?:yttrande|remissvar|remissyttrande|svar|tjänsteutlåtande|synpunkter|avsändare)"
    r"\s*(?:\d{4}-\d\d-\d\d\s*)?(?:från|av|:)\s+(?:den\s+)?{name}",
    r"{name}\s*(?:remissvar|remissyttrande|yttrande|svar|synpunkter)\s+"
    r"(?:på|över|gällande|angående|avseende|med\sanledning|till|rörande|i)",
    r"{name}\s+(?:\([^)]{1,20}\)\s+)?(?:tackar\s+för|har\s+(?:\w+\s+){0,3}?(?:beretts|getts|fått|givits|blivit|ombetts|anmodats)"
    r"\s+(?!i\s+uppdrag|uppdrag)|har\s+(?:mottagit|tagit\s+(?:emot|del))|(?:önskar|vill)\s+(?:lämna|framföra)"
    r"|lämnar\s+(?:härmed|följande|nedanstående)|avger\s+(?:härmed|följande)|yttrar\s+sig)",
    r"remitter\w+[^.\n]{0,260}?\still\s+{name}\s+för\s+(?:yttrande|svar)",
    r"(?:beretts|getts|givit|gett|inbjudit)\s+{name}\s+(?:möjlighet|tillfälle)",
    r"(?:föreslår|föreslås?)\s+(?:att\s+)?{name}\s+(?:beslutar?|besluta)",
)
_ACTS = (
    r"{name}\s+(?:beslutar|beslutade|föreslås|överlämnar|antar|avger|godkänner|hänvisar)",
    r"(?<![\w-])(?:för|i\s+tjänsten\s+för)\s+{name}\s*(?:\n|$)",
)
LONGEST = 120
"""Letters of a line in which names may stand beside each other."""
_TO = re.compile(r"(?:till|mottagare|kopia|att)\b\s*:?\s*", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:,|\b(?:och|samt|till|av|från|inom|hos|med))$", re.IGNORECASE)


def find_sender(prose: Prose, *, invited: Iterable[Invited]) -> Found:
    """Find who gives an answer.

    The letterhead goes first (a line, or a part of one, that is nothing but the name), then what
    the answer says of itself ("Yttrande från …", "… tackar för möjligheten"), then who acts in
    it. A body that is only mentioned, in a list of those asked or as somebody who took part, is
    never taken.

    Parameters
    ----------
    prose : Prose
        The answer.
    invited : iterable of Invited
        Who was asked.

    Returns
    -------
    Found
        The name of the one who was asked; `NO_BODY` or `SEVERAL_BODIES` where that is not told.
    """
    shapes = {each.name: name_shape(each) for each in invited}
    several = False
    for tier in (_in_letterhead, _by_itself, _by_acts):
        places = {name: tier(prose, shape) for name, shape in shapes.items()}
        found = {name: place for name, place in places.items() if place}
        if len(found) == 1:
            name, place = found.popitem()
            return Found("body", name, *place)
        if found:
            several, shapes = True, {name: shapes[name] for name in found}
    return Found("body", SEVERAL_BODIES if several else NO_BODY)


def _in_letterhead(prose: Prose, shape: re.Pattern[str]) -> tuple[int, int] | None:
    """Find a line that is the name and nothing else, and that addresses nobody."""
    lists = [each for each in prose.sections if each.kind in ("recipients", "others")]
    for start, end, above in (*_paragraphs(prose), *_lines(prose), *_pairs(prose)):
        inside = any(each.start <= start < each.end for each in lists)
        if inside or _TO.match(prose.text, start) or _TO.fullmatch(above):
            continue
        for begin, finish in _parts(prose.text, start, end):
            if shape.fullmatch(prose.text, begin, finish):
                return begin, finish
    return None


def _paragraphs(prose: Prose) -> Iterator[tuple[int, int, str]]:
    """Yield start and end of each paragraph, with the one above it."""
    start, above = 0, ""
    for line in prose.text.split("\n"):
        yield start, start + len(line), above
        start, above = start + len(line) + 1, line


def _pairs(prose: Prose) -> Iterator[tuple[int, int, str]]:
    """Yield two paragraphs each, for a name that is broken over two lines."""
    places = list(_paragraphs(prose))
    for (start, _, above), (_, end, _) in pairwise(places):
        yield start, end, above


def _lines(prose: Prose) -> Iterator[tuple[int, int, str]]:
    """Yield the lines that no sentence runs through, with the one above."""
    above = ""
    for start, end in prose.spans():
        line = prose.text[start:end].rstrip()
        if not _GOES_ON.search(above) and not _GOES_ON.search(line):
            yield start, start + len(line), above
        above = line


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a line that commas, bars and wide gaps keep apart, itself first."""
    yield start, end
    if end - start > LONGEST or re.search(r":|\.$", text[start:end]):
        return
    at = start
    for gap in _APART.finditer(text, start, end):
        yield at, gap.start()
        at = gap.end()
    yield at, end


def _by_itself(prose: Prose, shape: re.Pattern[str]) -> tuple[int, int] | None:
    kinds = ("opening", "proposal", "decision", "preparation", "background", "opinion")
    return _first(prose, shape, _SELF_NAMES, kinds=kinds)


def _by_acts(prose: Prose, shape: re.Pattern[str]) -> tuple[int, int] | None:
    return _first(prose, shape, _ACTS, kinds=("opening", "proposal", "decision"))


def _first(
    prose: Prose, shape: re.Pattern[str], phrases: Iterable[str], *, kinds: Collection[str]
) -> tuple[int, int] | None:
    """Find the first phrase with the name in it, where the body itself speaks."""
    name = rf"(?P<name>{shape.pattern})(?!\s(?-i:[A-ZÅÄÖ]))"
    for phrase in phrases:
        pattern = re.compile(phrase.replace("{name}", name), re.IGNORECASE)
        for section in prose.sections:
            if section.kind not in kinds:
                continue
            if found := pattern.search(prose.text, section.start, section.end):
                return found.span("name")
    return None
