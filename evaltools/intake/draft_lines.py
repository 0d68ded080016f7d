"""The lines of a draft: what was guessed of a questionnaire, as YAML for a person to finish."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaltools.declarations import Language, Text
from evaltools.intake.guesses import COUNTED, LADDER, ROLE, find_body, known_answer

TODO = "TODO"
DONT_KNOW = re.compile(r"vet (ej|inte)|don.?t know|ingen uppfattning|osäker", re.IGNORECASE)
NOT_APPLICABLE = re.compile(r"ej relevant|inte relevant|ej aktuellt|not (relevant|applicable)|n/a",
                            re.IGNORECASE)  # fmt: skip
HOW_TO_FINISH = Text(
    sv="""\
# Ett utkast. Inget körs innan varje TODO är utbytt. Resten är gissningar: läs igenom dem.
#   body, role            frågorna som säger var den svarande arbetar, och i vilken roll
#   identifying_columns   kolumner som pekar ut en person: de läses aldrig in
#   sensitivity           open (om programmet och arbetssättet) | personal (åsikter, trygghet, egna
#                         kunskapsluckor) | sensitive (egen utsatthet): avgör hur svaren skyddas
#   name                  små bokstäver, siffror, _ och -. Svar som är verksamheter har
#                         verksamhetens id i organisation.yml
#   answers               i ordning på en skala, från minst till mest
#   asked_if              vilka som fick frågan, som de tomma cellerna visar det
#   measures              andelarna som redovisas, och vilka svar som räknas som ja. base: everyone
#                         räknar den som inte fick frågan som nej, shown bara dem som fick den
# Sedan: evaltools check""",
    en="""\
# A draft. Nothing runs until every TODO is replaced. The rest are guesses: look through them.
#   body, role            the questions that say where the respondent works, and in which role
#   identifying_columns   columns that point at a person: they are never read
#   sensitivity           open (of the programme and of routines) | personal (views, confidence,
#                         gaps in own knowledge) | sensitive (own exposure): decides the protection
#   name                  small letters, digits, _ and -. Answers that are bodies have the id of
#                         the body in organisation.yml
#   answers               in order on a scale, from least to most
#   asked_if              who was shown the question, as the empty cells tell it
#   measures              the shares that are reported, and the answers that count as yes. base:
#                         everyone counts those not shown the question as no, shown leaves them out
# Then: evaltools check""",
)
"""What a person does with a draft, in the language of the export."""
Pairs = tuple[tuple[str, str], ...]
"""Codes, or headers, with their labels."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is guessed of one question.

    Attributes
    ----------
    name, header, label : str
        What it is called, the header of its column, and its text.
    type : {"choice", "multiple", "number", "open"}
        What may be answered.
    answers, options : tuple of tuple of str
        Code and label of each answer, header and label of each option.
    outside : int
        Rows with an answer that is not written.
    asked_if : tuple, optional
        An earlier question and the answers that lead here.
    """

    name: str
    header: str
    label: str
    type: str
    answers: Pairs = ()
    options: Pairs = ()
    outside: int = 0
    asked_if: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the questions: the file, and columns that are no questions."""

    file: str
    name: str
    persons: list[str]
    paradata: dict[str, str]


def answer_names(answers: Pairs) -> list[str]:
    """Name the answers to a question: as known ones are called, the others by their place."""
    known = [known_answer(label) for _, label in answers]
    names = [each.name if each else "" for each in known]
    return [
        name if names.count(name) == 1 and name else f"a{place}"
        for place, name in enumerate(names, start=1)
    ]


def write_draft(
    drafts: Sequence[Draft],
    *,
    head: Head,
    languages: Sequence[Language],
    bodies: Mapping[str, str],
) -> str:
    """Write a draft as YAML.

    Parameters
    ----------
    drafts : sequence of Draft
        The questions.
    head : Head
        What stands above them.
    languages : sequence of {"sv", "en"}
        Languages of the texts; they are given in the first.
    bodies : mapping of str to str
        Ids of the bodies by what they are called, in small letters.

    Returns
    -------
    str
        YAML with comments that say what to do.
    """
    return "\n".join(_Writer(tuple(languages), bodies).lines(drafts, head)) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes in some languages, about some bodies."""

    languages: tuple[Language, ...]
    bodies: Mapping[str, str]

    def lines(self, drafts: Sequence[Draft], head: Head) -> Iterator[str]:
        choices = {d.name: [label for _, label in d.answers] for d in drafts if d.answers}
        body = find_body(choices, bodies=self.bodies)
        roles = [d.name for d in drafts if d.answers and d.name != body and ROLE.search(d.label)]
        role = roles[0] if len(roles) == 1 else None
        scales = _scales(drafts)
        yield from self._head(head, body, role)
        yield from self._scales(scales)
        yield "questions:"
        for draft in drafts:
            yield from self._question(draft, scales, names=self._names(draft, body))
        yield from self._measures([d for d in drafts if d.name not in (body, role)])

    def _names(self, draft: Draft, body: str | None) -> list[str]:
        if draft.name != body:
            return answer_names(draft.answers)
        return [self.bodies.get(label.casefold(), TODO) for _, label in draft.answers]

    def _text(self, text: str) -> str:
        """Write a text with its translation, where it is known; TODO where there is none yet."""
        known = known_answer(text)
        own, *others = self.languages
        told = [f"{own}: {_quoted(text)}"]
        for other in others:
            translated = _quoted(known.sv if other == "sv" else known.en) if known else TODO
            told.append(f"{other}: {translated}")
        return f"{{{', '.join(told)}}}"

    def _head(self, head: Head, body: str | None, role: str | None) -> Iterator[str]:
        title = ", ".join(f"{language}: {TODO}" for language in self.languages)
        yield "# yaml-language-server: $schema=../schema/codebook.json"
        yield f"# {' '.join(head.file.split())}"
        yield HOW_TO_FINISH[self.languages[0]]
        yield f"name: {head.name}"
        yield f"title: {{{title}}}"
        yield f"body: {body or TODO}"
        yield f"role: {role or TODO}"
        yield f"identifying_columns: {_quoted(head.persons)}"
        if head.paradata:
            yield f"paradata: {_quoted(head.paradata)}"

    def _scales(self, scales: Mapping[Pairs, str]) -> Iterator[str]:
        if scales:
            yield "scales:"
        for answers, name in scales.items():
            yield f"  {name}:"
            yield from self._answers(answers, answer_names(answers), indent=4)

    def _question(
        self, draft: Draft, scales: Mapping[Pairs, str], *, names: list[str]
    ) -> Iterator[str]:
        yield f"  - name: {draft.name}"
        if draft.type != "choice":
            yield f"    type: {draft.type}"
        yield f"    label: {self._text(draft.label)}"
        if draft.header != draft.label and draft.type != "multiple":
            yield f"    header: {_quoted(draft.header)}"
        yield f"    sensitivity: {TODO}"
        if draft.type == "multiple":
            yield f"    empty_means: {TODO}   # none_chosen | no_answer"
            yield "    options:"
            yield from self._options(draft.options)
        elif draft.answers in scales and names == answer_names(draft.answers):
            yield f"    scale: {scales[draft.answers]}"
        elif draft.type == "choice":
            yield "    answers:"
            yield from self._answers(draft.answers, names, indent=6)
        if draft.asked_if:
            question, answers = draft.asked_if
            yield f"    asked_if: {{question: {question}, answers: {_quoted(answers)}}}"
        if draft.outside:
            yield f"    # {draft.outside} rows hold something else, which few others do"

    def _options(self, options: Pairs) -> Iterator[str]:
        for place, (header, label) in enumerate(options, start=1):
            told = f"name: o{place}, header: {_quoted(header)}, label: {self._text(label)}"
            yield f"      - {{{told}}}"

    def _answers(self, answers: Pairs, names: list[str], *, indent: int) -> Iterator[str]:
        for name, (code, label) in zip(names, answers, strict=True):
            told = f"code: {_quoted(code)}, name: {_quoted(name)}, label: {self._text(label)}"
            yield f"{' ' * indent}- {{{told}{_kind(label)}}}"

    def _measures(self, drafts: Sequence[Draft]) -> Iterator[str]:
        """Draft a share of each question with an answer that is known to count."""
        counted = {
            draft: [name for name in answer_names(draft.answers) if name in COUNTED]
            for draft in drafts
        }
        yield "measures:" if any(counted.values()) else "measures: []"
        for draft, names in counted.items():
            if names:
                base = "everyone" if draft.name in LADDER else "shown"
                yield f"  - name: {draft.name}"
                yield f"    label: {self._text(draft.label)}"
                yield f"    question: {draft.name}"
                yield f"    counts: {_quoted(names)}"
                yield f"    base: {base}"
        steps = [step for step in LADDER if step in {draft.name for draft in drafts}]
        if steps:
            yield f"sets:\n  ladder: [{', '.join(steps)}]"


def _scales(drafts: Sequence[Draft]) -> dict[Pairs, str]:
    """Name the sets of answers that several questions share."""
    times: dict[Pairs, int] = defaultdict(int)
    for draft in drafts:
        if draft.type == "choice":
            times[draft.answers] += 1
    shared = [answers for answers, count in times.items() if count > 1]
    return {answers: f"scale_{place}" for place, answers in enumerate(shared, start=1)}


def _kind(label: str) -> str:
    if DONT_KNOW.search(label):
        return ", kind: dont_know"
    return ", kind: not_applicable" if NOT_APPLICABLE.search(label) else ""


def _quoted(value: object) -> str:
    """Write a text, a list or a mapping so that YAML reads it back."""
    return json.dumps(value, ensure_ascii=False)
