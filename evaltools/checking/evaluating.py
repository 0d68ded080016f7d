"""All that an evaluation declares, has been sent or has written, looked at file by file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from evaltools.checking import words
from evaltools.checking.declared import look_at_cover, look_at_declared, look_at_notebooks
from evaltools.checking.delivered import look_at_indicators, look_at_waves
from evaltools.checking.found import Checked, Part
from evaltools.checking.looking import Look, look_at
from evaltools.checking.material import Material
from evaltools.checking.texts import look_at_texts
from evaltools.checking.words import fill
from evaltools.checking.written import look_at_written
from evaltools.declarations import Text
from evaltools.errors import ConfigurationError
from evaltools.errors.speaking import say
from evaltools.evaluation import (
    Evaluation,
    find_evaluation,
    main_language,
    read_evaluation,
)
from evaltools.running import absent_notebooks, undeclared_notebooks


def check_folder(file: str | Path = "evaluation.yml", *, today: date) -> Checked:
    """Check the evaluation of this folder, or of the nearest one above.

    Parameters
    ----------
    file : str or pathlib.Path
        As of `read_evaluation`.
    today : datetime.date
        The day on which data may have been kept too long.

    Returns
    -------
    Checked
        What was found; of evaluation.yml alone where that has faults, since nothing else can be
        looked at before they are mended.

    Raises
    ------
    ConfigurationError
        If there is no such file.
    """
    path = find_evaluation(file)
    try:
        return check_evaluation(read_evaluation(path), today=today)
    except ConfigurationError as error:
        faults = tuple(error.faults)
    look = Look(path, words.EVALUATION, words.DECLARED, lambda: faults)
    return Checked(path.parent, main_language(path), today, look_at([look], root=path.parent))


def check_evaluation(evaluation: Evaluation, *, today: date) -> Checked:
    """Look at everything that is declared, written or delivered.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    today : datetime.date
        The day on which data may have been kept too long.

    Returns
    -------
    Checked
        Every file: the programme, the files of each wave, indicators and follow-up, answers to a
        referral, what coders wrote, conclusions, notebooks, the text of the report with what is
        declared beside it, and the logo; and what is not part of the evaluation.
    """
    parts = look_at(list(_looks(evaluation, today)), root=evaluation.root)
    language = evaluation.languages[0]
    return Checked(evaluation.root, language, today, (*parts, *_absent(evaluation)))


def _looks(evaluation: Evaluation, today: date) -> Iterator[Look]:
    material = Material(evaluation)
    yield from look_at_declared(material, today=today)
    yield from look_at_waves(material)
    yield from look_at_indicators(material)
    yield from look_at_written(material)
    yield from look_at_notebooks(evaluation)
    yield from look_at_texts(evaluation)
    yield from look_at_cover(evaluation)


def _absent(evaluation: Evaluation) -> Iterator[Part]:
    """Yield what could be part of an evaluation and is not of this one."""
    declared = {"report.logo": evaluation.report.logo}
    for field, what in words.NOT_DECLARED.items():
        if not declared.get(field, getattr(evaluation, field, None)):
            yield Part(field, what, words.DECLARED, "absent")
    for name in absent_notebooks(evaluation):
        yield _left_out(name, words.ABSENT_NOTEBOOK)
    for name, fields in undeclared_notebooks(evaluation).items():
        yield _left_out(name, fill(words.UNUSED_NOTEBOOK, Text(sv=say(fields), en=fields)))


def _left_out(name: str, why: Text) -> Part:
    return Part(f"notebooks/{name}.ipynb", why, words.NOTEBOOKS, "absent")
