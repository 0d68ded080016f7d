"""Looks at what persons and bodies wrote, at how it is coded, and at what is concluded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from evaltools.checking import words
from evaltools.checking.looking import Look
from evaltools.checking.material import Material
from evaltools.checking.words import fill
from evaltools.cleaning import read_words
from evaltools.declarations import Text
from evaltools.errors import Fault
from evaltools.evaluation import Coding, Consultation
from evaltools.synthesis import read_conclusions
from evaltools.testimony import CONSULTATION, Unit, coded_sources, open_codings, read_review
from evaltools.testimony.units import find_units
from evaltools.testimony.waves import known_people

Told = Iterator[Text | Fault]


def look_at_written(material: Material) -> Iterator[Look]:
    """Yield the looks at answers to a referral, codings, quotes, names and conclusions."""
    evaluation = material.evaluation
    if evaluation.people:
        path = evaluation.path(evaluation.people)
        yield Look(path, words.PEOPLE, words.SAID, partial(_people, material))
    if declared := evaluation.consultation:
        yield from _consultation(material, declared)
    if coding := evaluation.coding:
        yield from _coding(material, coding)
    for wave in evaluation.surveys:
        path = evaluation.review_file(wave)
        if path.exists():
            yield Look(path, fill(words.REVIEW, wave), words.SAID, partial(_review, material, wave))
    if concluded := evaluation.conclusions_file:
        yield Look(concluded, words.CONCLUSIONS, words.SAID, partial(_conclusions, material))


def _people(material: Material) -> Told:
    known_people(material.evaluation)
    yield from ()


def _consultation(material: Material, declared: Consultation) -> Iterator[Look]:
    looks = (
        (declared.invited, words.INVITED, _invited),
        (declared.answers, words.ANSWERS, _documents),
        (declared.corrections, words.CORRECTIONS, _corrections),
    )
    for path, what, look in looks:
        if path:
            named = material.evaluation.path(path)
            yield Look(named, what, words.SAID, partial(look, material, declared))


def _invited(material: Material, declared: Consultation) -> Told:
    yield fill(words.ASKED, len(material.invited(declared.invited)))


def _documents(material: Material, declared: Consultation) -> Told:
    yield fill(words.DOCUMENTS, len(material.documents(declared.answers)))
    material.consulted(declared)


def _corrections(material: Material, declared: Consultation) -> Told:
    material.consulted(declared)
    yield from ()


def _coding(material: Material, declared: Coding) -> Iterator[Look]:
    evaluation = material.evaluation
    scheme = partial(_scheme, material, declared)
    yield Look(evaluation.path(declared.scheme), words.SCHEME, words.SAID, scheme)
    for source in coded_sources(evaluation):
        coded = partial(_codings, material, declared, source)
        yield Look(evaluation.path(declared.folder), words.CODINGS, words.SAID, coded)


def _scheme(material: Material, declared: Coding) -> Told:
    yield fill(words.THEMES, len(material.scheme(declared.scheme).themes))


def _codings(material: Material, declared: Coding, source: str) -> Told:
    scheme, units = material.scheme(declared.scheme), _units(material, source)
    open_codings(material.evaluation, source, scheme=scheme, units=units)
    yield from ()


def _units(material: Material, source: str) -> tuple[Unit, ...]:
    """Return the texts of a source that is coded."""
    evaluation = material.evaluation
    if source == CONSULTATION and evaluation.consultation:
        return material.consulted(evaluation.consultation).passages
    codebook = material.codebook(evaluation.surveys[source].codebook)
    raw = material.table(evaluation.wave_sources(source)[f"answers {source}"])
    return find_units(read_words(raw, codebook=codebook), people=known_people(evaluation))


def _review(material: Material, wave: str) -> Told:
    read_review(material.evaluation.review_file(wave))
    yield from ()


def _conclusions(material: Material) -> Told:
    concluded = read_conclusions(
        material.evaluation.conclusions_file,
        programme=material.programme,
        organisation=material.organisation,
    )
    yield fill(words.JUDGED, len(concluded.judgements))
    yield fill(words.PROPOSED, len(concluded.proposals))
