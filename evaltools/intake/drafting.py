"""A first codebook for a new file, for the evaluator to finish."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from evaltools.intake.table import RawTable

MOST_ANSWERS = 40
FEWEST_ROWS = 10
"""A text that fewer rows hold may be one person's own: it is never written into a draft."""
LONGEST_ANSWER = 120
PERSON_HEADERS = re.compile(
    r"e-?post|e-?mail|\bip\b|ip-?adress|namn\b|\bname\b|personn(umme)?r|telefon|phone|token|adress"
    r"|respondent|\bid\b|svarsnummer",
    re.IGNORECASE,
)
PERSON_VALUES = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+|(19|20)?\d{6}[-+]?\d{4}|(\+46|0)[\d\s-]{7,}|\d{1,3}(\.\d{1,3}){3}"
)
PARADATA = {
    "submitted": re.compile(r"submit|inskicka|besvarad den|slutdatum|completed", re.IGNORECASE),
    "duration": re.compile(r"interviewtime|svarstid|duration|total tid", re.IGNORECASE),
}
DONT_KNOW = re.compile(r"vet (ej|inte)|don.?t know|ingen uppfattning|osäker", re.IGNORECASE)
NOT_APPLICABLE = re.compile(r"ej relevant|inte relevant|ej aktuellt|not (relevant|applicable)|n/a",
                            re.IGNORECASE)  # fmt: skip
CHOSEN = {"y", "ja", "yes", "x", "1", "vald", "checked", "n", "no", "nej", "0", ""}
TODO = "TODO"
SUBQUESTION = re.compile(r"^(?P<question>.+?)\s*\[(?P<part>[^\[\]]+)\]$")


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is guessed of one question."""

    name: str
    header: str
    label: str
    type: str
    answers: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    outside: int = 0


def draft_codebook(raw: RawTable, *, name: str) -> str:
    """Draft a codebook from a survey export.

    What cannot be known stands as TODO (sensitivity, English texts, which questions are body
    and role), so that nothing runs before a person has decided. Only texts that at least ten
    rows share are written as answers.

    Parameters
    ----------
    raw : RawTable
        The export.
    name : str
        Name of the codebook, in small letters.

    Returns
    -------
    str
        YAML with comments that say what to do.
    """
    table = raw.tidy()
    columns = [str(column) for column in table]
    persons = [c for c in columns if _points_at_a_person(c, table[c])]
    paradata = _paradata([c for c in columns if c not in persons])
    asked = [c for c in columns if c not in persons and c not in paradata.values()]
    drafts = _with_names(_drafts(raw, table, asked))
    scales = _scales(drafts)
    parts = [_head(raw, name, persons, paradata), _scale_lines(scales)]
    parts += ["questions:"] + [_question_lines(draft, scales) for draft in drafts]
    return "\n".join(part for part in parts if part) + "\nmeasures: []\n"


def _points_at_a_person(header: str, column: pd.Series[str]) -> bool:
    texts = column[column != ""].head(200)
    shaped = texts.str.fullmatch(PERSON_VALUES).mean() if len(texts) else 0
    return bool(PERSON_HEADERS.search(header)) or bool(shaped > 0.5)


def _paradata(columns: list[str]) -> dict[str, str]:
    found = {
        key: next((column for column in columns if pattern.search(column)), None)
        for key, pattern in PARADATA.items()
    }
    return {key: column for key, column in found.items() if column}


def _drafts(raw: RawTable, table: pd.DataFrame, columns: list[str]) -> list[_Draft]:
    """Guess each question, those with several options together."""
    groups: dict[str, list[str]] = defaultdict(list)
    for column in columns:
        groups[_question_of(column)].append(column)
    drafts = []
    for question, members in groups.items():
        if len(members) > 1 and all(_is_option(table[member]) for member in members):
            parts = tuple((member, _part_of(raw, member)) for member in members)
            drafts.append(_Draft("", question, _label(raw, members[0]), "multiple", options=parts))
        else:
            drafts += [_draft(raw, member, table[member]) for member in members]
    return drafts


def _question_of(column: str) -> str:
    match = SUBQUESTION.match(column)
    return match["question"] if match and match["part"] != "other" else column


def _part_of(raw: RawTable, column: str) -> str:
    match = SUBQUESTION.match(column)
    return raw.labels.get(column) or (match["part"] if match else column)


def _is_option(column: pd.Series[str]) -> bool:
    texts = {text.casefold() for text in column.unique()}
    return texts <= CHOSEN and "" in texts and len(texts) <= 2


def _draft(raw: RawTable, column: str, cells: pd.Series[str]) -> _Draft:
    label = _label(raw, column)
    if column in raw.answers:
        return _Draft("", column, label, "choice", tuple(raw.answers[column].items()))
    counts = cells[cells != ""].value_counts()
    shared = counts[(counts >= FEWEST_ROWS) & (counts.index.str.len() <= LONGEST_ANSWER)]
    outside = int(counts.sum() - shared.sum())
    if not len(shared) or outside > 0.2 * counts.sum() or len(shared) > MOST_ANSWERS:
        kind = "number" if len(counts) and _are_numbers(counts.index) else "open"
        return _Draft("", column, label, kind)
    answers = tuple((str(text), str(text)) for text in sorted(shared.index, key=_order))
    return _Draft("", column, label, "choice", answers, outside=outside)


def _label(raw: RawTable, column: str) -> str:
    return raw.labels.get(column, column)


def _are_numbers(texts: Iterable[str]) -> bool:
    return all(re.fullmatch(r"-?\d[\d\s]*([.,]\d+)?", str(text)) for text in texts)


def _order(text: str) -> tuple[float, str]:
    """Put numbers in order, before other texts."""
    return (float(text), "") if re.fullmatch(r"\d+", text) else (float("inf"), text)


def _with_names(drafts: list[_Draft]) -> list[_Draft]:
    """Name questions by their column where it is a short code, else by their order."""
    taken: set[str] = set()
    named = []
    for place, draft in enumerate(drafts, start=1):
        short = re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,15}", draft.header)
        name = draft.header.lower() if short else f"q{place}"
        while name in taken:
            name = f"{name}_{place}"
        taken.add(name)
        named.append(_Draft(name, *[getattr(draft, each) for each in _FIELDS]))
    return named


_FIELDS = ("header", "label", "type", "answers", "options", "outside")


def _scales(drafts: list[_Draft]) -> dict[tuple[tuple[str, str], ...], str]:
    """Name the sets of answers that several questions share."""
    times: dict[tuple[tuple[str, str], ...], int] = defaultdict(int)
    for draft in drafts:
        if draft.type == "choice":
            times[draft.answers] += 1
    shared = [answers for answers, count in times.items() if count > 1]
    return {answers: f"scale_{place}" for place, answers in enumerate(shared, start=1)}


def _head(raw: RawTable, name: str, persons: list[str], paradata: dict[str, str]) -> str:
    file = " ".join(raw.file.split())
    lines = [
        f"# Draft made from {file}: {len(raw.tidy())} rows. Nothing runs until every TODO is",
        "# replaced. Then `evaltools check`.",
        "#   sensitivity   open | personal | sensitive: decides the rule of protection",
        "#   label.en      the question and its answers in English",
        "#   answers       put those of a scale in order, from least to most",
        "#   name          what you want to call it; small letters, digits, _ and -",
        f"name: {name}",
        f"title: {{sv: {TODO}, en: {TODO}}}",
        f"body: {TODO}        # the question that says in which body the respondent works",
        f"role: {TODO}        # the question that says in which role",
        f"identifying_columns: {_text(persons)}   # dropped unread: look through them",
    ]
    if paradata:
        lines.append(f"paradata: {_text(paradata)}")
    return "\n".join(lines)


def _scale_lines(scales: dict[tuple[tuple[str, str], ...], str]) -> str:
    if not scales:
        return ""
    blocks = [
        "\n".join([f"  {name}:", *_answer_lines(answers, indent=4)])
        for answers, name in scales.items()
    ]
    return "\n".join(["scales:", *blocks])


def _question_lines(draft: _Draft, scales: dict[tuple[tuple[str, str], ...], str]) -> str:
    lines = [f"  - name: {draft.name}"]
    if draft.type != "choice":
        lines.append(f"    type: {draft.type}")
    lines.append(f"    label: {{sv: {_text(draft.label)}, en: {TODO}}}")
    if draft.header != draft.label and draft.type != "multiple":
        lines.append(f"    header: {_text(draft.header)}")
    lines.append(f"    sensitivity: {TODO}")
    if draft.type == "multiple":
        lines.append(f"    empty_means: {TODO}   # none_chosen | no_answer")
        lines += ["    options:", *_option_lines(draft.options)]
    elif draft.type == "choice" and draft.answers in scales:
        lines.append(f"    scale: {scales[draft.answers]}")
    elif draft.type == "choice":
        lines += ["    answers:", *_answer_lines(draft.answers, indent=6)]
    if draft.outside:
        lines.append(f"    # {draft.outside} rows hold something else, which few others do")
    return "\n".join(lines)


def _option_lines(options: tuple[tuple[str, str], ...]) -> list[str]:
    return [
        f"      - {{name: o{place}, header: {_text(header)}, "
        f"label: {{sv: {_text(label)}, en: {TODO}}}}}"
        for place, (header, label) in enumerate(options, start=1)
    ]


def _answer_lines(answers: tuple[tuple[str, str], ...], *, indent: int) -> list[str]:
    lines = []
    for place, (code, label) in enumerate(answers, start=1):
        kind = ""
        if DONT_KNOW.search(label):
            kind = ", kind: dont_know"
        elif NOT_APPLICABLE.search(label):
            kind = ", kind: not_applicable"
        lines.append(
            f"{' ' * indent}- {{code: {_text(code)}, name: a{place}, "
            f"label: {{sv: {_text(label)}, en: {TODO}}}{kind}}}"
        )
    return lines


def _text(value: object) -> str:
    """Write a text, a list or a mapping so that YAML reads it back."""
    return json.dumps(value, ensure_ascii=False)
