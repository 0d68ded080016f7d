"""A first codebook for a new file, for the evaluator to finish."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from evaltools.declarations import LANGUAGES, Language
from evaltools.errors import DataError, Fault
from evaltools.intake.draft_lines import Draft, Head, answer_names, write_draft
from evaltools.intake.guesses import find_routing, known_answer, name_steps, place_on_scale
from evaltools.intake.headers import E_MAIL
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
    E_MAIL.pattern + r"|(19|20)?\d{6}[-+]?\d{4}|(\+46|0)[\d\s-]{7,}|\d{1,3}(\.\d{1,3}){3}"
)
PARADATA = {
    "submitted": re.compile(r"submit|inskicka|besvarad den|slutdatum|completed", re.IGNORECASE),
    "duration": re.compile(r"interviewtime|svarstid|duration|total tid", re.IGNORECASE),
}
CHOSEN = {"y", "ja", "yes", "x", "1", "vald", "checked", "n", "no", "nej", "0", ""}
SUBQUESTION = re.compile(r"^(?P<question>.+?)\s*\[(?P<part>[^\[\]]+)\]$")


def draft_codebook(
    raw: RawTable,
    *,
    name: str,
    languages: Sequence[Language] = LANGUAGES,
    bodies: Mapping[str, str] | None = None,
) -> str:
    """Draft a codebook from a survey export.

    What cannot be known stands as TODO (the sensitivity of each question, translations), so that
    nothing runs before a person has decided. Only texts that at least ten rows share are
    written as answers, those that many questionnaires have, such as "Vet ej", and value labels
    that several variables of SPSS or Stata share.

    Parameters
    ----------
    raw : RawTable
        The export.
    name : str
        Name of the codebook, in small letters.
    languages : sequence of {"sv", "en"}, optional
        Languages of the report; the export is in the first.
    bodies : mapping of str to str, optional
        Ids of the bodies by what they are called.

    Returns
    -------
    str
        YAML with comments that say what to do.

    Raises
    ------
    DataError
        If the header is the answers of the first respondent.
    """
    table = raw.tidy()
    _check_headers(raw, table)
    columns = [str(column) for column in table]
    persons = [c for c in columns if _points_at_a_person(f"{c} {_label(raw, c)}", table[c])]
    paradata = _paradata([c for c in columns if c not in persons])
    asked = [c for c in columns if c not in persons and c not in paradata.values()]
    drafts = _with_routing(_with_names(_drafts(raw, table, asked)), table)
    known = {called.casefold(): body for called, body in (bodies or {}).items()}
    return write_draft(
        drafts,
        head=Head(raw.file, name, persons, paradata),
        languages=languages,
        bodies=known,
    )


def _check_headers(raw: RawTable, table: pd.DataFrame) -> None:
    """Refuse a file whose header is the answers of its first respondent."""
    heads = {str(column): raw.renamed.get(str(column), str(column)) for column in table}
    if odd := sum(_is_an_answer(header, table[column]) for column, header in heads.items()):
        problem = f"{odd} headers are answers, or point at a person."
        remedy = "Is the row of headers lacking? Write one above the answers."
        raise DataError(Fault(f"{raw.place}, row {raw.first_row}", problem, remedy))


def _is_an_answer(header: str, cells: pd.Series[str]) -> bool:
    """Tell a header that rows hold as one answer of several; an option is marked by its own."""
    texts = cells[cells != ""]
    repeated = (texts == header).sum() > 1 and (texts != header).any()
    return bool(PERSON_VALUES.fullmatch(header) or repeated)


def _points_at_a_person(called: str, column: pd.Series[str]) -> bool:
    texts = column[column != ""].head(200)
    shaped = texts.str.fullmatch(PERSON_VALUES).mean() if len(texts) else 0
    return bool(PERSON_HEADERS.search(called)) or bool(shaped > 0.5)


def _paradata(columns: list[str]) -> dict[str, str]:
    found = {
        key: next((column for column in columns if pattern.search(column)), None)
        for key, pattern in PARADATA.items()
    }
    return {key: column for key, column in found.items() if column}


def _drafts(raw: RawTable, table: pd.DataFrame, columns: list[str]) -> list[Draft]:
    """Guess each question, those with several options together."""
    groups: dict[str, list[str]] = defaultdict(list)
    for column in columns:
        groups[_question_of(column)].append(column)
    drafts = []
    for question, members in groups.items():
        if len(members) > 1 and all(_is_option(table[member]) for member in members):
            parts = tuple((member, _part_of(raw, member)) for member in members)
            label = _question_of(_label(raw, members[0]))
            drafts.append(Draft("", question, label, "multiple", options=parts))
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


def _draft(raw: RawTable, column: str, cells: pd.Series[str]) -> Draft:
    label, said = _label(raw, column), raw.answers.get(column, {})
    if _is_of_the_questionnaire(said, raw):
        return Draft("", column, label, "choice", tuple(said.items()))
    counts = cells[cells != ""].value_counts()
    texts = counts.index.map(lambda code: said.get(code, code)).astype("str")
    known = np.array([known_answer(text) is not None for text in texts], dtype=bool)
    shared = counts[((counts >= FEWEST_ROWS) & (texts.str.len() <= LONGEST_ANSWER)) | known]
    others = counts.drop(shared.index).drop([*raw.missing.get(column, ())], errors="ignore")
    outside = int(others.sum())
    if not len(shared) or outside > 0.2 * counts.sum() or len(shared) > MOST_ANSWERS:
        kind = "number" if len(counts) and not said and _are_numbers(counts.index) else "open"
        return Draft("", column, label, kind)
    codes = [*filter(shared.index.__contains__, said)]
    codes += sorted((str(text) for text in shared.index.difference(codes)), key=_order)
    answers = tuple((code, said.get(code, code)) for code in codes)
    return Draft("", column, label, "choice", answers, outside=outside)


def _is_of_the_questionnaire(said: Mapping[str, str], raw: RawTable) -> bool:
    """Tell a scale that several variables share from labels that may be one person's own text.

    `encode` of Stata and AUTORECODE of SPSS make a value label of each free text.
    """
    shared = sum(each == said for each in raw.answers.values()) > 1
    return shared and len(said) <= MOST_ANSWERS and max(map(len, said.values())) <= LONGEST_ANSWER


def _label(raw: RawTable, column: str) -> str:
    return raw.labels.get(column, column)


def _are_numbers(texts: Iterable[str]) -> bool:
    return all(re.fullmatch(r"-?\d[\d\s]*([.,]\d+)?", str(text)) for text in texts)


def _order(text: str) -> tuple[float, int, str]:
    """Put numbers in order, then the answers of known scales, then other texts."""
    number = float(text) if re.fullmatch(r"\d+", text) else float("inf")
    return (number, place_on_scale(text), text)


def _with_names(drafts: list[Draft]) -> list[Draft]:
    """Name questions by the step that they are, else by a short code, else by their order."""
    yes = {d.header: d.label for d in drafts if "yes" in answer_names(d.answers)}
    steps = name_steps(yes)
    taken = {*steps.values()}
    named = []
    for place, draft in enumerate(drafts, start=1):
        short = re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,15}", draft.header)
        name = draft.header.lower() if short else f"q{place}"
        while name in taken:
            name = f"{name}_{place}"
        taken.add(name)
        named.append(replace(draft, name=steps.get(draft.header, name)))
    return named


def _with_routing(drafts: list[Draft], table: pd.DataFrame) -> list[Draft]:
    """Say of each question by which earlier one it was decided who was shown it."""
    earlier: dict[str, Draft] = {}
    cells: dict[str, pd.Categorical] = {}
    routed = []
    for draft in drafts:
        if draft.type != "multiple":
            column = table[draft.header]
            found = find_routing(column, earlier=cells, fewest=FEWEST_ROWS)
            draft = replace(draft, asked_if=_named(found, earlier) if found else None)
        if draft.type == "choice":
            earlier[draft.name], cells[draft.name] = draft, pd.Categorical(table[draft.header])
        routed.append(draft)
    return routed


def _named(
    found: tuple[str, tuple[str, ...]], earlier: Mapping[str, Draft]
) -> tuple[str, tuple[str, ...]] | None:
    """Give the answers that lead to a question by name; None where one has none."""
    question, texts = found
    answers = earlier[question].answers
    names = dict(zip((code for code, _ in answers), answer_names(answers), strict=True))
    return (question, tuple(names[text] for text in texts)) if names.keys() >= {*texts} else None
