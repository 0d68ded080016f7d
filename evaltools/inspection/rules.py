"""What is wrong with what is seen of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from evaltools.errors import Fault
from evaltools.evaluation import contrast
from evaltools.inspection.sight import Sight
from evaltools.language import foreign_numbers, told_language

CONTRAST = 4.5
FEWEST_WORDS = 12
"""So many function words must be heard before the language of a file is told."""
MARKS = ("SYNTETISKA DATA", "SYNTHETIC DATA")
NAME_OF_FILE = re.compile(
    r"\S+\.(svg|png|jpe?g|gif|emf|webp)|(image|picture|bild|figur|figure)[ _-]?\d*", re.IGNORECASE
)
PATH = re.compile(r"(^|[\s'\"(=])(/(home|Users|root|tmp|mnt)/|[A-Za-z]:\\|\\\\\w|file:)")
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ](\d\d:\d\d(?::\d\d)?)")

Rule = Callable[[Sight], Iterator[Fault]]


def find_faults(sight: Sight, *, name: str, synthetic: bool) -> list[Fault]:
    """Find what is wrong with a file.

    Parameters
    ----------
    sight : Sight
        What is seen of it.
    name : str
        Its name; `rapport.sv.pdf` is expected to be in Swedish.
    synthetic : bool
        Whether it is declared to hold synthetic data.

    Returns
    -------
    list of Fault
        Each with its place in the file.
    """
    found = [*sight.faults, *_language(sight, name)]
    found += [fault for rule in RULES for fault in rule(sight)]
    if synthetic or any(mark in each.text for each in sight.passages for mark in MARKS):
        found += _unmarked(sight)
    told = (Fault(_joined(name, each.place), each.problem, each.remedy) for each in found)
    return list(dict.fromkeys(told))


def _joined(*places: str) -> str:
    return ", ".join(filter(None, places))


def _about_itself(sight: Sight) -> Iterator[Fault]:
    for what in ("title", "author", "date"):
        if not (getattr(sight, what) or "").strip():
            remedy = f"Declare it under report in evaluation.yml, or as {what} in the properties."
            yield Fault("", f"the file does not tell its {what}.", remedy)


def _language(sight: Sight, name: str) -> Iterator[Fault]:
    own = [each.text for each in sight.passages if each.language in (None, sight.language)]
    heard = told_language(" ".join(own), fewest=FEWEST_WORDS)
    declared = (sight.language or "")[:2].lower()
    named = next((part for part in name.split(".") if part in ("sv", "en")), None)
    if not declared:
        yield Fault("", "the file does not tell its language.", "Mark the language of the text.")
    elif (heard and heard != declared) or (named and named != declared):
        problem = f"the file says that its language is {declared}, but it is {heard or named}."
        yield Fault("", problem, "A screen reader would read it wrongly: mark the right language.")


def _headings(sight: Sight) -> Iterator[Fault]:
    first = [each for each in sight.headings if each.level == 1]
    if not first and (sight.headings or sight.one_title):
        yield Fault("", "there is no heading of the first level.", "Mark the title as one.")
    if sight.one_title:
        for each in first[1:]:
            yield Fault(each.place, "it is a second heading of the first level.", "Lower it.")
    for before, after in pairwise(sight.headings):
        if after.level > before.level + 1:
            problem = f"a heading of level {after.level} follows one of level {before.level}."
            yield Fault(after.place, problem, "Skip no level: readers look for what is missing.")


def _pictures(sight: Sight) -> Iterator[Fault]:
    for each in sight.pictures:
        alt = (each.alt or "").strip()
        if each.alt is None:
            yield Fault(each.place, "it has no alternative text.", "Say in words what it shows.")
        elif not alt:
            yield Fault(each.place, "its alternative text is empty.", "Say in words what it shows.")
        elif NAME_OF_FILE.fullmatch(alt):
            problem = "its alternative text is a name, and not what it shows."
            yield Fault(each.place, problem, "Say in words what it shows.")


def _grids(sight: Sight) -> Iterator[Fault]:
    for each in sight.grids:
        wrong = {
            ("it has no caption.", "Say above it what it shows."): not each.captioned,
            ("its first row is not marked as heads of columns.", "Mark it as a row of heads, "
             "which is repeated on each page."): not each.column_heads,
            ("the first cells of its rows are not marked as heads.", "Mark them as heads of "
             "rows (Word: Table Design, First Column)."): not each.row_heads,
            ("a head does not say whether it heads a row or a column.", "Give it a "
             "scope."): each.unscoped,
        }  # fmt: skip
        yield from (Fault(each.place, *words) for words, is_so in wrong.items() if is_so)


def _numbers(sight: Sight) -> Iterator[Fault]:
    for each in sight.passages:
        language = (each.language or sight.language or "")[:2].lower()
        for number in foreign_numbers(each.text, language=language):
            example = "12,5 and 1 234" if language == "sv" else "12.5 and 1,234"
            problem = f"{number} is not written as in the language of the text."
            yield Fault(each.place, problem, f"Write numbers as {example}, or mark the language.")


def _colours(sight: Sight) -> Iterator[Fault]:
    for each in dict.fromkeys(sight.colours):
        found = contrast(each.text, each.ground)
        if found < CONTRAST:
            problem = f"{each.text} on {each.ground} has a contrast of {found}."
            yield Fault(each.place, problem, f"Text needs {CONTRAST}: take colours further apart.")


def _links(sight: Sight) -> Iterator[Fault]:
    for place in sight.dead_links:
        yield Fault(place, "the link leads nowhere.", "Mend its target, or make it text.")


def _completeness(sight: Sight) -> Iterator[Fault]:
    for font in sight.unembedded:
        problem = f"the font {font} is not in the file."
        yield Fault("", problem, "Embed it: elsewhere the text looks different or is missing.")
    for place in sight.outside:
        yield Fault(place, "it is not in the file.", "Put it in: a copy of the file lacks it.")


def _traces(sight: Sight) -> Iterator[Fault]:
    remedy = "Take it out (Word: File, Info, Check for Issues, Inspect Document)."
    if sight.last_author and sight.last_author != sight.author:
        yield Fault("metadata", "they tell who saved the file last.", remedy)
    said = " | ".join(sight.said)
    if PATH.search(said):
        yield Fault("metadata", "they tell a folder of somebody's computer.", remedy)
    times = {time for time in TIME.findall(said) if time.strip("0:")}
    if times:
        problem = "they tell a time of day, as when the file was made."
        yield Fault("metadata", problem, f"Let them tell the date of the report alone. {remedy}")


def _unmarked(sight: Sight) -> Iterator[Fault]:
    if sight.unmarked:
        places, more = sight.unmarked[:5], len(sight.unmarked) - 5
        named = ", ".join(places) + (f" and {more} more" if more > 0 else "")
        problem = "the data are synthetic, which is not said there."
        yield Fault(named, problem, f"Write {MARKS[0]} or {MARKS[1]} there.")


RULES: tuple[Rule, ...] = (
    _about_itself, _headings, _pictures, _grids, _numbers, _colours, _links, _completeness, _traces,
)  # fmt: skip
