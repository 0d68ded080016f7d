"""What faults say, in another language than that of the code.

A fault is written in English where it is found, as a finished sentence. In Swedish it is said by
looking up the sentence: `sv.yml` has each as it stands in the source, with numbered holes, and
its Swedish. What fills a hole is itself looked up, since it may be a sentence or a word of ours;
what is not found stays as it is, and is never lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files

import yaml

from evaltools.errors import Fault

HOLE = re.compile(r"\{(\d+)(:word)?\}")
"""A hole; one that holds a word of ours, and not of the data or the code, says so in Swedish."""
BETWEEN = re.compile(r"((?<=[.?!]) (?=[A-Z`])|; )")
"""Where one sentence ends and another begins."""
COUNTED = re.compile(r"(\d+) (.+)", re.DOTALL)
LISTED = re.compile(r"(, | and | or )")
ONE = {
    "rader": "rad", "celler": "cell", "kolumner": "kolumn", "filer": "fil", "värden": "värde",
    "sidor": "sida", "texter": "text", "grupper": "grupp", "enheter": "enhet", "tabeller":
    "tabell", "personer": "person", "formler": "formel", "områden": "område",
    "kategorier": "kategori", "bokstäver": "bokstav", "perioder": "period",
    "rubriker": "rubrik",
}  # fmt: skip
"""What is said of one, where a sentence has it of many."""


def speak(fault: Fault, *, language: str) -> Fault:
    """Say a fault in a language.

    Parameters
    ----------
    fault : Fault
        The fault, in English.
    language : {"sv", "en"}
        The language.

    Returns
    -------
    Fault
        The same; what has no translation is in English.

    Examples
    --------
    >>> fault = Fault("ram.csv, row 3", "two columns are called roll.", "Keep one of them.")
    >>> print(speak(fault, language="sv"))
    ram.csv, rad 3: två kolumner heter roll. Behåll en av dem.
    """
    if language != "sv":
        return fault
    place = ", ".join(_look_up(part, "places") or part for part in fault.place.split(", "))
    return replace(fault, place=place, problem=say(fault.problem), remedy=say(fault.remedy))


def say(text: str) -> str:
    """Say a text in Swedish; what is not known of it stays in English.

    Parameters
    ----------
    text : str
        Sentences, or words that stand in one.

    Returns
    -------
    str
        The Swedish.
    """
    parts = BETWEEN.split(text)
    told = [_found(part) for part in parts[::2]]
    if len(parts) > 1 and None not in told:
        return _joined(told, parts)
    if (whole := _found(text)) is not None:
        return whole
    if len(parts) > 1:
        return _joined([each or part for each, part in zip(told, parts[::2], strict=True)], parts)
    counted = COUNTED.fullmatch(text)
    return _of_one(f"{counted[1]} {say(counted[2])}") if counted else text


def _joined(told: Iterable[str | None], parts: list[str]) -> str:
    """Put sentences together again with what stood between them."""
    return "".join(f"{each}{mark}" for each, mark in zip(told, [*parts[1::2], ""], strict=True))


def _found(text: str) -> str | None:
    """Find a sentence, or one that is written after another, or what becomes one."""
    kinds = ((text, "sentences"), (f" {text}", "sentences"), (text, "phrases"))
    told = next((told for each, kind in kinds if (told := _look_up(each, kind))), None)
    return None if told is None else _of_one(told.lstrip())


def _of_one(text: str) -> str:
    return re.sub(r"\b1 (\w+)", lambda match: f"1 {ONE.get(match[1], match[1])}", text)


@dataclass(frozen=True)
class _Saying:
    """A sentence with holes, and its Swedish."""

    english: str
    swedish: str

    @property
    def letters(self) -> int:
        """How much of it is not holes: the most telling sentence is tried first."""
        return len(HOLE.sub("", self.english))

    @cached_property
    def pieces(self) -> list[str]:
        """What stands between the holes."""
        return HOLE.split(self.english)[::3]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds it, a group for each hole in the order of the English."""
        return re.compile("(.*?)".join(map(re.escape, self.pieces)), re.DOTALL)

    def match(self, text: str) -> str | None:
        """Say a text in Swedish if it is this sentence."""
        if not all(piece in text for piece in self.pieces):
            return None
        found = self.pattern.fullmatch(text)
        return self._filled(found.groups()) if found else None

    def _filled(self, held: tuple[str, ...]) -> str:
        values = dict(zip((each[1] for each in HOLE.finditer(self.english)), held, strict=True))
        return HOLE.sub(
            lambda hole: _word(values[hole[1]]) if hole[2] else _within(values[hole[1]]),
            self.swedish,
        )


def _within(value: str) -> str:
    """Say what fills a hole if it is a sentence or a phrase of ours; else it is the data's."""
    return (_found(value) if " " in value.strip() else None) or value


def _word(value: str) -> str:
    """Say what fills a hole for our words: one, or a list of such."""
    between = {" and ": " och ", " or ": " eller "}
    return _look_up(value, "words") or "".join(
        between.get(each) or _look_up(each, "words") or _within(each)
        for each in LISTED.split(value)
    )


def _look_up(text: str, kind: str) -> str | None:
    """Find what a text is in Swedish; a sentence may also be a phrase with its full stop."""
    for each in _sayings()[kind]:
        if (told := each.match(text)) is not None:
            return told
    if kind == "sentences" and text.endswith("."):
        return f"{told}." if (told := _look_up(text[:-1], "phrases")) is not None else None
    return None


@cache
def _sayings() -> dict[str, list[_Saying]]:
    """Read what is said in Swedish, the most telling first.

    The file is ours and read by the one room that all others use, so no model checks it.
    """
    with (files("evaltools.errors") / "sv.yml").open("rb") as file:
        content: Mapping[str, Mapping[str, str]] = yaml.load(file, Loader=yaml.CSafeLoader)
    sayings = {kind: list(_made(each)) for kind, each in content.items()}
    phrases = [*sayings["phrases"], *sayings["libraries"], *_without_mark(sayings["sentences"])]
    kinds = {"sentences": sayings["sentences"], "phrases": phrases, "places": sayings["places"],
             "words": [*sayings["words"], *phrases]}  # fmt: skip
    return {kind: sorted(each, key=lambda it: -it.letters) for kind, each in kinds.items()}


def _made(texts: Mapping[str, str]) -> Iterator[_Saying]:
    return (_Saying(english, swedish) for english, swedish in texts.items())


def _without_mark(sayings: list[_Saying]) -> list[_Saying]:
    """Return those that get their full stop where they are told."""
    return [each for each in sayings if not each.english.endswith((".", "?", "!"))]
