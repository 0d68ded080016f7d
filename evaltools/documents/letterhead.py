"""The numbers and dates of an answer: its own, the referral's, and when it was due."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from evaltools.documents.phrases import phrases, spelled
from evaltools.documents.prose import Found, Prose

Label = Literal["own_number", "referral_number", "document_date", "meeting_date", "due_date"]

NUMBER = re.compile(
    r"""(?<![\w/.:-])(?!(?:19|20)\d\d[-–](?:19|20)\d\d(?!\d))(?!(?:19|20)\d\d-\d\d-\d\d(?!\d))
    (?:(?!(?:DNR|NR|SOU|DS)\b)[A-ZÅÄÖ]{1,6}[\ -]?|[A-ZÅÄÖ][a-zåäö]{1,2})?
    (?:(?:19|20)\d\d/\d{1,6}(?:-\d{1,4}(?:\.\d+)*)*              # KS 2020/924
      |\d{1,3}(?:\.\d{1,3})+[-/]\d{1,6}[-/]\d{2,4}               # 1.5.1-135-2012
      |\d{2,6}-\d{3,6}[-/]\d{2,4}|\d{3,6}-\d{2,6}[-/]\d{2,4}     # 155-1324/2016
      |\d{3,6}\.\d{3}/\d{4}                                      # A123.456/2020
      |\d{1,6}/(?:19|20)\d\d|\d{3,6}-(?:19|20)\d\d
      |(?:19|20)\d\d-\d{3,6})
    (?![\w/]|-\d)""",
    re.VERBOSE,
)
"""The number of a case in a diary, of the forms that boards, agencies and regions use."""
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
DATE = re.compile(
    rf"""(?<![\w/.-])(?:(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d?)-(?P<d1>\d\d?)
      |(?P<d2>\d\d?)(?::[ea])?\s+(?P<name>(?:{"|".join(_MONTHS)})[a-zåäö]*)\.?\s+
       (?P<y2>(?:19|20)\d\d)
      |(?P<d3>\d\d?)[./](?P<m3>\d\d?)[\ ./-](?P<y3>(?:19|20)\d\d))(?![\w/]|-\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER_WORD = (
    r"(?:dnr|diarienummer|diarienr|ärendenummer|ärendenr|ärende|\w*beteckning"
    r"|referens(?:nummer)?|ref)\b\.?"
)
_LABELS: dict[Label, str] = {
    "referral_number": spelled(rf"(?:ert|er|remissens|stadens|kommunstyrelsens) {_NUMBER_WORD}"),
    "own_number": spelled(rf"(?:(?:vårt|vår|nämndens|eget) )?{_NUMBER_WORD}"),
    "meeting_date": spelled(
        r"datum för (?:sammanträde|beslut|\w*möte)\w*", r"sammanträdesda(?:tum|g)",
        "mötesdatum", "beslutsdatum",
    ),
    "due_date": spelled("svarsdatum", "sista svarsdag", "svar senast"),
    "document_date": spelled("datum", "daterad", "upprättad"),
}  # fmt: skip
_LABEL = re.compile(
    rf"(?<![\w-])(?:{'|'.join(f'(?P<{name}>{shape})' for name, shape in _LABELS.items())})(?!\w)",
    re.IGNORECASE,
)
_OF_REFERRAL = phrases(
    r"remiss(?:en)?\b", "remitter", "yttrande över", "från kommunstyrelsen", "er skrivelse"
)
_DUE = phrases(
    "senast", "sista (?:svars)?dag", "svarstid", "remisstid", "svarsdatum", "ska besvaras",
    "tillhanda",
)  # fmt: skip
_MEETING = phrases(
    "sammanträd", "styrelsemöte", "nämndmöte", "möte", r"beslut(?:ade|at|ades|ad)?\b", "föredras",
    r"(?:till|för) [^.\n]*nämnd(?:en)?\s*$",
)  # fmt: skip
_BOARD_BEFORE = re.compile(r"nämnd(?:en)? (?:den )?$", re.IGNORECASE)
_TO_BOARD = re.compile(r"\btill\s*[\n ][^\n]*nämnd(?:en)?\s*$", re.IGNORECASE)
_DATED = phrases("datum", "daterad", "upprättad")
_OTHERWISE = re.compile(
    r"behandla|pensionärsråd|rådet|gruppen|tidigare|antogs|trädde|sedan|uppdrag|inkom|mottog"
    r"|justera|publicer|fullmäktige|kommunstyrelsen|protokoll\s+från|samverk|period",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:[A-ZÅÄÖ][a-zåäö]+(?:\s[a-zåäöA-ZÅÄÖ]+)?,?\s+)?(?:den\s+)?")
NEAR = 90
"""Letters before a date in which the word stands that says what it is."""


@dataclass(frozen=True, slots=True)
class _Labelled:
    label: Label
    value: re.Match[str]
    explicit: bool


def find_letterhead(prose: Prose, *, referral: str | None = None) -> tuple[Found, ...]:
    """Find the numbers and dates of an answer.

    Parameters
    ----------
    prose : Prose
        The answer.
    referral : str, optional
        File number of the referral, where it is known.

    Returns
    -------
    tuple of Found
        At most one each of `own_number`, `referral_number`, `document_date`, `meeting_date` and
        `due_date`; dates as 2025-12-31. What nothing in the text marks as such is left out.
    """
    labelled = list(_labelled(prose))
    dates = {"document_date": _document_date, "meeting_date": _cued, "due_date": _cued}
    found = [
        _date_found(name, place)
        for name, finder in dates.items()
        if (place := _first_value(labelled, name) or finder(prose, name))
    ]
    return (*_numbers(prose, labelled, referral), *found)


def read_date(match: re.Match[str]) -> date | None:
    """Return the day that a match of `DATE` names, if there is such a day."""
    given = match.groupdict()
    year, day = (given[f"{part}1"] or given[f"{part}2"] or given[f"{part}3"] for part in "yd")
    month = given["m1"] or given["m3"]
    number = int(month) if month else _MONTHS.index(given["name"][:3].casefold()) + 1
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _date_found(name: str, match: re.Match[str]) -> Found:
    return Found(name, f"{read_date(match)}", *match.span())


def _labelled(prose: Prose) -> Iterator[_Labelled]:
    """Yield the values that stand behind a label, in its line or in the lines below."""
    waiting: list[re.Match[str]] = []
    for start, end in prose.spans():
        labels = list(_LABEL.finditer(prose.text, start, end))
        values = _values(prose.text, start, end)
        if not labels:
            yield from _assign(waiting, values)
            waiting = waiting if values else []
            continue
        for label, stop in zip(labels, [*(each.start() for each in labels[1:]), end], strict=True):
            inside = [each for each in values if label.end() <= each.start() < stop]
            fitting = [each for each in inside if _fits(label, each)]
            if fitting:
                yield _with_label(prose, label, fitting[0])
        alone = not values and not _LABEL.sub("", prose.text[start:end]).strip(" :,|\t\n")
        waiting = [*waiting, *labels] if alone else []


def _values(text: str, start: int, end: int) -> list[re.Match[str]]:
    dates = [each for each in DATE.finditer(text, start, end) if read_date(each)]
    numbers = list(NUMBER.finditer(text, start, end))
    return sorted([*dates, *numbers], key=lambda each: each.start())


def _assign(waiting: list[re.Match[str]], values: list[re.Match[str]]) -> Iterator[_Labelled]:
    """Give the values of a line to the labels that wait for one of their kind, in order."""
    for value in values:
        label = next((each for each in waiting if _fits(each, value)), None)
        if label:
            waiting.remove(label)
            yield _Labelled(_label_of(label), value, explicit=True)


def _label_of(label: re.Match[str]) -> Label:
    return next(name for name in _LABELS if label[name])


def _fits(label: re.Match[str], value: re.Match[str]) -> bool:
    return _label_of(label).endswith("date") == (value.re is DATE)


def _with_label(prose: Prose, label: re.Match[str], value: re.Match[str]) -> _Labelled:
    """Read a label in its line: a number of the referral may stand behind a mere "dnr"."""
    name = _label_of(label)
    before = _line_before(prose.text, label, reach=120)
    ours = re.match(r"vår|eget|nämndens", label[0], re.IGNORECASE)
    if name == "own_number" and not ours and _OF_REFERRAL.search(before):
        return _Labelled("referral_number", value, explicit=False)
    return _Labelled(name, value, explicit=True)


def _line_before(text: str, found: re.Match[str], *, reach: int) -> str:
    """Return what stands before something in its line, at most so many letters."""
    return text[max(0, found.start() - reach) : found.start()].rpartition("\n")[2]


def _first_value(labelled: list[_Labelled], name: str) -> re.Match[str] | None:
    of_name = [each for each in labelled if each.label == name]
    ranked = sorted(of_name, key=lambda each: not each.explicit)
    return ranked[0].value if ranked else None


def _numbers(prose: Prose, labelled: list[_Labelled], referral: str | None) -> Iterator[Found]:
    """Find whose number is whose: what is known to be the referral's is never the body's own."""
    known = _known(prose, referral)
    theirs = known or _first_value(labelled, "referral_number")
    taken = {_spelled(theirs)} if theirs else set()
    own = [each.value for each in labelled if each.label == "own_number"]
    if known:
        own += [each.value for each in labelled if each.label == "referral_number"]
    own = [each for each in (*own, *_alone(prose)) if _spelled(each) not in taken]
    if own:
        yield Found("own_number", _spelled(own[0]), *own[0].span())
    theirs = theirs or _of_phrase(prose, {_spelled(each) for each in own})
    if theirs:
        value = referral if known and referral else _spelled(theirs)
        yield Found("referral_number", value, *theirs.span())


def _known(prose: Prose, referral: str | None) -> re.Match[str] | None:
    if not referral:
        return None
    spelled = r"\s*".join(map(re.escape, re.findall(r"[^\W\d_]+|\d+|[^\w\s]", referral)))
    return re.search(rf"(?<![\w/])(?:{spelled})(?![\w/]|-\d)", prose.text, re.IGNORECASE)


def _alone(prose: Prose) -> Iterator[re.Match[str]]:
    """Yield the numbers that stand alone in a line of the letterhead."""
    for section in prose.sections[:1]:
        for line in re.finditer(r"[^\n]+", prose.text[: section.end]):
            if found := NUMBER.fullmatch(prose.text, *line.span()):
                yield found


def _of_phrase(prose: Prose, own: set[str]) -> re.Match[str] | None:
    """Find the first number behind the words for a referral."""
    for found in NUMBER.finditer(prose.text):
        before = _line_before(prose.text, found, reach=250)
        if _spelled(found) not in own and _OF_REFERRAL.search(before):
            return found
    return None


def _spelled(number: re.Match[str]) -> str:
    return re.sub(r"(?<=[A-ZÅÄÖ])[ -](?=\d)|\s+", " ", number[0]).strip()


def _document_date(prose: Prose, name: str) -> re.Match[str] | None:
    """Find a date that is said to be the document's, or that stands alone or behind a place."""
    return _cued(prose, name) or next(
        (
            found
            for found in _days(prose)
            if _stands_alone(prose.text, found) and _cue(prose.text, found) is None
        ),
        None,
    )


def _days(prose: Prose) -> Iterator[re.Match[str]]:
    return (found for found in DATE.finditer(prose.text) if read_date(found))


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    start = max(text.rfind(gap, 0, found.start()) for gap in "\n\t") + 1
    end = text.find("\n", found.end())
    after = text[found.end() : len(text) if end < 0 else end]
    return bool(_PLACE.fullmatch(text, start, found.start())) and not re.sub(
        r"[\s.]|\t.*", "", after
    )


def _cued(prose: Prose, name: str) -> re.Match[str] | None:
    for section in prose.sections:
        if name == "meeting_date" and section.kind in ("background", "recipients"):
            continue
        for found in DATE.finditer(prose.text, section.start, section.end):
            if read_date(found) and _cue(prose.text, found) == name:
                return found
    return None


def _cue(text: str, found: re.Match[str]) -> str | None:
    """Tell what the nearest word before a date says that it is."""
    before = re.split(r"(?<!\b[a-z])\.\s", text[max(0, found.start() - NEAR) : found.start()])[-1]
    above, _, line = before.rpartition("\n")
    if _BOARD_BEFORE.search(line) or (not line.strip() and _TO_BOARD.search(above)):
        return "meeting_date"
    cues = {
        "due_date": _DUE, "meeting_date": _MEETING, "document_date": _DATED, "none": _OTHERWISE,
    }  # fmt: skip
    ends = {
        name: max((each.end() for each in cue.finditer(line)), default=0)
        for name, cue in cues.items()
    }
    nearest = max(ends, key=lambda name: ends[name])
    return nearest if ends[nearest] else None
