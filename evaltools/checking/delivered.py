"""Looks at what was delivered: waves of the survey, indicators, the boards' follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from evaltools.checking import words
from evaltools.checking.looking import Look
from evaltools.checking.material import Material
from evaltools.checking.words import fill
from evaltools.cleaning import (
    Cleaned,
    check_answers,
    clean_followup,
    clean_wave_tables,
    join_observations,
)
from evaltools.declarations import Text
from evaltools.errors import EvaltoolsError, Fault
from evaltools.evaluation import Source
from evaltools.intake import RawTable
from evaltools.sources import SourceCatalogue, read_followup
from evaltools.sources.catalogue import AnyPublication

Told = Iterator[Text | Fault]


def look_at_waves(material: Material) -> Iterator[Look]:
    """Yield the looks at the codebook of each wave, and at its files."""
    evaluation = material.evaluation
    for wave, declared in evaluation.waves.items():
        path = evaluation.path(declared.codebook)
        asked = partial(_codebook, material, declared.codebook)
        yield Look(path, fill(words.CODEBOOK, wave), words.SURVEY, asked)
        for name, source in evaluation.wave_sources(wave).items():
            what = name.removesuffix(f" {wave}")
            read = partial(_delivered, material, what, source, declared.codebook)
            yield Look(source.path, fill(words.WAVE[what], wave), words.SURVEY, read)


def _codebook(material: Material, path: str) -> Told:
    codebook = material.codebook(path)
    yield fill(words.QUESTIONS, len(codebook.questions))
    yield fill(words.MEASURES, len(codebook.measures))


def _delivered(material: Material, what: str, source: Source, path: str) -> Told:
    raw, is_answers = material.table(source), what == "answers"
    fewest = material.evaluation.disclosure.open.smallest_group
    yield from _as_read(raw, fewest=fewest if is_answers else 0)
    codebook = material.codebook(path)
    if is_answers:
        faults = check_answers(raw, codebook=codebook)
        yield from faults
        if not faults:
            yield words.KNOWN
    else:
        clean_wave_tables({what: raw}, codebook=codebook)


def _as_read(raw: RawTable, *, fewest: int = 0) -> Iterator[Text]:
    """Tell how a table was read, and how large it is unless its rows are few persons."""
    rows, columns = raw.tidy().shape
    yield fill(words.ROWS, rows) if rows >= fewest else fill(words.FEW_ROWS, fewest)
    yield fill(words.COLUMNS, columns)
    if raw.sheet:
        yield fill(words.ON_SHEET, raw.sheet)
    if raw.encoding:
        yield fill(words.ENCODED, raw.encoding)
    if raw.synthetic:
        yield words.SYNTHETIC


def look_at_indicators(material: Material) -> Iterator[Look]:
    """Yield the looks at each publication of indicator values, and at the follow-up."""
    evaluation, sources = material.evaluation, _known(material)
    table = material.folder / "sources.yml"
    for each in sources.publications:
        path = SourceCatalogue(publications=(each,)).files(evaluation.root)[0]
        what = fill(words.PUBLICATION, each.id)
        yield Look(path, what, words.INDICATORS, partial(_publication, material, each))
    if named := evaluation.published_indicators:
        table = evaluation.path(named)
        yield Look(table, words.PUBLISHED, words.INDICATORS, partial(_published, material, named))
    if named or sources.publications:
        yield Look(table, words.SOURCES, words.INDICATORS, partial(_joined, material, named))
    if file := sources.followup.file if sources.followup else evaluation.followup:
        path = evaluation.path(file)
        yield Look(path, words.FOLLOWUP, words.INDICATORS, partial(_followup, material))


def _known(material: Material) -> SourceCatalogue:
    """Return what sources.yml declares; nothing where it has faults, which are told of it."""
    try:
        return material.sources
    except EvaltoolsError:
        return SourceCatalogue()


def _published(material: Material, file: str) -> Told:
    yield from _observed(material.published(file))


def _publication(material: Material, declared: AnyPublication) -> Told:
    yield from _observed(material.publication(declared))


def _observed(tables: list[Cleaned]) -> Told:
    """Tell how many values there are, and of which years."""
    frames = [each.tidy() for each in tables]
    years = [int(year) for frame in frames for year in frame["year"].dropna()]
    yield fill(words.ROWS, sum(map(len, frames)))
    if years:
        yield fill(words.YEARS, str(min(years)), str(max(years)))


def _joined(material: Material, file: str | None) -> Told:
    """Refuse values that two sources give."""
    published = material.published(file) if file else []
    others = (material.publication(each) for each in material.sources.publications)
    join_observations([*published, *(table for tables in others for table in tables)])
    yield from ()


def _followup(material: Material) -> Told:
    evaluation = material.evaluation
    raw = read_followup(material.sources, root=evaluation.root, file=evaluation.followup)
    yield from _as_read(raw)
    clean_followup(raw, programme=material.programme, organisation=material.organisation)
