"""What `evaltools check` reads, file by file: all that would stop a run, told before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

from evaltools.cleaning import (
    check_answers,
    clean_followup,
    clean_indicators,
    clean_wave_tables,
    join_observations,
)
from evaltools.codebook import Codebook, read_codebook
from evaltools.errors import EvaltoolsError, Fault, caught
from evaltools.evaluation import Evaluation, Source
from evaltools.intake import own_readers, read_table
from evaltools.manuscript import (
    check_factsheet,
    check_manuscript,
    read_caveats,
    read_left_out,
)
from evaltools.outcomes import own_designs
from evaltools.programme import read_organisation, read_programme
from evaltools.report.logo import read_logo
from evaltools.running import absent_notebooks, check_notebook, overdue, plan
from evaltools.sources import read_catalogue, read_followup, read_publications
from evaltools.synthesis import read_conclusions
from evaltools.testimony import check_written, coded_sources

Part = Callable[[], list[Fault]]


def check_evaluation(evaluation: Evaluation, *, today: date) -> list[Fault]:
    """Find the faults of everything that is declared, written or delivered.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    today : datetime.date
        The day on which data may have been kept too long.

    Returns
    -------
    list of Fault
        Each once, all of a file together: the files of each wave, what coders wrote, what other
        packages register, indicators and follow-up, conclusions, the last day of keeping,
        notebooks, the manuscript with what is declared beside it, and the logo.
    """
    parts: tuple[Part, ...] = (
        *(partial(_survey_faults, evaluation, wave) for wave in evaluation.waves),
        partial(_coding_faults, evaluation),
        *(partial(_unread, partial(read, evaluation)) for read in READ),
        partial(_overdue, evaluation, today),
        partial(_notebook_faults, evaluation),
        *_texts(evaluation),
    )
    return _all(parts)


def _survey_faults(evaluation: Evaluation, wave: str) -> list[Fault]:
    """Find the faults of all files of a wave."""
    codebook = read_codebook(evaluation.path(evaluation.waves[wave].codebook))
    return _all(
        partial(_delivered_faults, what.split()[0], source, codebook)
        for what, source in evaluation.wave_sources(wave).items()
    )


def _delivered_faults(what: str, source: Source, codebook: Codebook) -> list[Fault]:
    raw = read_table(
        source.path,
        sheet=source.sheet,
        encoding=source.encoding,
        header_rows=source.header_rows,
    )
    if what == "answers":
        return check_answers(raw, codebook=codebook)
    return _unread(partial(clean_wave_tables, {what: raw}, codebook=codebook))


def _coding_faults(evaluation: Evaluation) -> list[Fault]:
    sources = coded_sources(evaluation)
    return _all(partial(_unread, partial(check_written, evaluation, each)) for each in sources)


def _indicators(evaluation: Evaluation) -> None:
    folder = evaluation.path(evaluation.programme)
    programme, catalogue = read_programme(folder), read_catalogue(folder)
    published = read_table(evaluation.path(evaluation.published_indicators))
    tables = [published, *read_publications(catalogue, root=evaluation.root).values()]
    join_observations([clean_indicators(raw, programme=programme) for raw in tables])


def _followup(evaluation: Evaluation) -> None:
    folder = evaluation.path(evaluation.programme)
    catalogue = read_catalogue(folder)
    raw = read_followup(catalogue, root=evaluation.root, file=evaluation.followup)
    clean_followup(raw, programme=read_programme(folder), organisation=read_organisation(folder))


def _conclusions(evaluation: Evaluation) -> None:
    folder = evaluation.path(evaluation.programme)
    read_conclusions(
        evaluation.conclusions_file,
        programme=read_programme(folder),
        organisation=read_organisation(folder),
    )


def _own_readers(_: Evaluation) -> None:
    own_readers()


def _own_designs(_: Evaluation) -> None:
    own_designs()


def _overdue(evaluation: Evaluation, today: date) -> list[Fault]:
    fault = overdue(evaluation, today=today)
    return [fault] if fault else []


def _notebook_faults(evaluation: Evaluation) -> list[Fault]:
    notebooks = dict.fromkeys(step.notebook for step in plan(evaluation))
    return _all(partial(check_notebook, notebook) for notebook in notebooks)


def _texts(evaluation: Evaluation) -> Iterator[Part]:
    """Yield the looks at the manuscript and at what is declared beside it."""
    manuscript = evaluation.root / "reports" / "manuscript"
    with_sheets = "08_body_factsheet" not in absent_notebooks(evaluation)
    for check in (check_manuscript, *([check_factsheet] if with_sheets else [])):
        yield partial(check, manuscript, languages=evaluation.languages, artefacts=None)
    for read in (read_caveats, read_left_out):
        yield partial(_unread, partial(read, manuscript))


def _logo(evaluation: Evaluation) -> None:
    if logo := evaluation.report.logo:
        read_logo(logo, evaluation=evaluation)


READ = (_own_readers, _own_designs, _indicators, _followup, _conclusions, _logo)
"""What is read whole, and is in order if it can be."""


def _all(parts: Iterable[Part]) -> list[Fault]:
    """Return each fault once, whatever keeps one part from being looked at."""
    return list(dict.fromkeys(fault for part in parts for fault in caught(part)))


def _unread(read: Callable[[], object]) -> list[Fault]:
    """Return the faults that keep something from being read."""
    try:
        read()
    except EvaltoolsError as error:
        return list(error.faults)
    return []
