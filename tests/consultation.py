"""Answers to referrals as the tests write them, and how much of their truth is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from evaltools.documents import Document, Fact, Invited, Line, find_facts
from evaltools.programme import Programme
from evaltools.synthetic.consultation import SyntheticAnswer, text_lines

NOT_IN_TRUTH = "judgement"
"""Each word of judgement is not in the truth; the tone that they make together is."""


def document_of(text: str, *, file: str = "svar.txt", page: int | None = None) -> Document:
    """Make a document of lines of text, in which nothing was repaired."""
    lines = [Line(page, number, line, line) for number, line in enumerate(text.split("\n"), 1)]
    return Document(file, "0" * 64, "text", tuple(lines))


def clean_document(answer: SyntheticAnswer) -> Document:
    """Make of a synthetic answer the document that a reader without fault would give."""
    return document_of("\n".join(text_lines(answer)), file=answer.file)


def held_out(path: Path) -> tuple[tuple[Invited, ...], list[Mapping[str, Any]]]:
    """Read answers with their truth, and who was asked."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    invited = [
        Invited(each["name"], each["kind"], tuple(each.get("aliases", ())))
        for each in content["invited"]
    ]
    return tuple(invited), content["answers"]


def facts_of(
    text: str,
    *,
    programme: Programme,
    invited: Sequence[Invited] = (),
    file: str = "svar.txt",
    referral: str | None = None,
) -> dict[str, tuple[str, ...]]:
    """Find the facts of a text; by field their values."""
    found = find_facts(
        document_of(text, file=file), programme=programme, invited=tuple(invited), referral=referral
    )
    return by_field(found)


def by_field(facts: Iterable[Fact]) -> dict[str, tuple[str, ...]]:
    """Return the values by field."""
    values: dict[str, tuple[str, ...]] = {}
    for fact in facts:
        values[fact.field] = (*values.get(fact.field, ()), fact.value)
    return values


class Score:
    """By field how many values were found, are true, and are both."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        self.true: Counter[str] = Counter()
        self.both: Counter[str] = Counter()

    def add(self, found: Mapping[str, Iterable[str]], true: Mapping[str, Iterable[str]]) -> None:
        """Count the values of one answer."""
        for field in {*found, *true} - {NOT_IN_TRUTH}:
            here, there = set(found.get(field, ())), set(true.get(field, ()))
            self.found[field] += len(here)
            self.true[field] += len(there)
            self.both[field] += len(here & there)

    def lowest(self) -> dict[str, float]:
        """Return by field the lower of precision and recall."""
        return {
            field: self.both[field] / max(self.found[field], self.true[field])
            for field in self.true | self.found
        }

    def overall(self) -> tuple[float, float]:
        """Return precision and recall over all fields."""
        both = self.both.total()
        return both / self.found.total(), both / self.true.total()
