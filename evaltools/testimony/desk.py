"""What a coder, or who decides between coders, finds on their desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from evaltools.codebook import read_codebook
from evaltools.errors import ConfigurationError, Fault
from evaltools.evaluation import Coding as Declared
from evaltools.evaluation import Evaluation
from evaltools.programme import read_organisation, read_programme
from evaltools.testimony.coding import Coding, Unit
from evaltools.testimony.codings import (
    Progress,
    begin_project,
    read_adjudicated,
    read_codings,
    refresh_adjudication,
    refresh_coding_file,
)
from evaltools.testimony.consultation import CONSULTATION, open_consultation
from evaltools.testimony.decisions import Decided, decide, find_disagreements, say_found
from evaltools.testimony.scheme import CodingScheme, read_scheme
from evaltools.testimony.units import read_units


@dataclass(frozen=True, slots=True)
class Source:
    """What is coded together.

    Attributes
    ----------
    units : tuple of Unit
        The texts.
    asked : dict of str to str
        For each unit what was asked, in Swedish.
    """

    units: tuple[Unit, ...] = field(repr=False)
    asked: Mapping[str, str]


def open_source(evaluation: Evaluation, name: str) -> Source:
    """Read the texts of a source that is coded.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    name : str
        A wave of the survey of which there are answers, or "remissvar" for the passages of the
        answers to the referral.

    Returns
    -------
    Source
        Its texts.

    Raises
    ------
    ConfigurationError
        If there is no such source.
    DataError
        If its files cannot be read.
    """
    if name == CONSULTATION and evaluation.consultation:
        folder = evaluation.path(evaluation.programme)
        consulted = open_consultation(
            evaluation,
            programme=read_programme(folder),
            organisation=read_organisation(folder),
        )
        return Source(consulted.passages, {unit.id: "" for unit in consulted.passages})
    if name not in evaluation.surveys:
        problem = f"there is nothing called {name} to be coded."
        known = f"Known are {', '.join(coded_sources(evaluation))}."
        raise ConfigurationError(Fault("--source", problem, known))
    codebook = read_codebook(evaluation.path(evaluation.surveys[name].codebook))
    units = read_units(evaluation, name, codebook=codebook)
    return Source(units, {unit.id: codebook.question(unit.source).label.sv for unit in units})


def coded_sources(evaluation: Evaluation) -> list[str]:
    """List what can be coded: the waves with answers, and the answers to the referral."""
    return [*evaluation.surveys, *([CONSULTATION] if evaluation.consultation else [])]


def open_scheme(evaluation: Evaluation) -> CodingScheme:
    """Read the coding scheme of an evaluation.

    Raises
    ------
    ConfigurationError
        If evaluation.yml declares none, or it has a fault.
    """
    scheme = evaluation.path(_declared(evaluation).scheme)
    programme = read_programme(evaluation.path(evaluation.programme))
    return read_scheme(scheme, programme=programme)


def prepare_coding(
    evaluation: Evaluation, *, source: str, coder: str, suffix: str | None = None
) -> Progress:
    """Write the file of a coder, with suggestions and all that stands in it already.

    What is suggested is learnt from the coder's own codings alone: from another's it would make
    the two agree.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    source : str
        What is coded, see `open_source`.
    coder : str
        Initials.
    suffix : {".xlsx", ".csv"}, optional
        Kind of the file; that of the file that is there or else a workbook.

    Returns
    -------
    Progress
        How much is left to code.

    Raises
    ------
    ConfigurationError
        If there is no such source, or no scheme.
    DataError
        If a file has a fault.
    """
    # scikit-learn takes seconds to load, and nothing else needs it
    from evaltools.testimony.suggestions import show_suggestions, suggest

    scheme, opened = open_scheme(evaluation), open_source(evaluation, source)
    folder, units = _folder(evaluation), opened.units
    codings = read_codings(folder, source=source, scheme=scheme, units=units)
    own = [coding for coding in codings if coding.coder == coder.upper()]
    suggestions = suggest(units, scheme=scheme, codings=own)
    return refresh_coding_file(
        folder,
        source=source,
        coder=coder,
        units=units,
        scheme=scheme,
        beside={"fråga": opened.asked, **show_suggestions(suggestions, scheme=scheme)},
        suffix=suffix,
    )


def prepare_project(evaluation: Evaluation, *, source: str, coder: str, day: date) -> Progress:
    """Write the project in which a coder codes with qualitative software.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    source : str
        What is coded, see `open_source`.
    coder : str
        Initials.
    day : datetime.date
        Today.

    Returns
    -------
    Progress
        How much is left to code.

    Raises
    ------
    ConfigurationError
        If there is no such source, or no scheme.
    DataError
        If a file has a fault, or the coder has one already.
    """
    scheme, opened = open_scheme(evaluation), open_source(evaluation, source)
    return begin_project(
        _folder(evaluation),
        source=source,
        coder=coder,
        units=opened.units,
        scheme=scheme,
        day=day,
    )


def prepare_adjudication(evaluation: Evaluation, *, source: str) -> Progress:
    """Write the file of what coders coded differently, with what is decided already.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    source : str
        What is coded, see `open_source`.

    Returns
    -------
    Progress
        How much is left to decide.

    Raises
    ------
    ConfigurationError
        If there is no such source, or no scheme.
    DataError
        If a file has a fault.
    """
    scheme, opened = open_scheme(evaluation), open_source(evaluation, source)
    folder, units = _folder(evaluation), opened.units
    read_adjudicated(folder, source=source, scheme=scheme, units=units)
    differ = find_disagreements(read_codings(folder, source=source, scheme=scheme, units=units))
    coders = sorted({coder for found in differ.values() for coder in found})
    beside = {
        coder: {
            unit: say_found(found[coder], scheme=scheme)
            for unit, found in differ.items()
            if coder in found
        }
        for coder in coders
    }
    return refresh_adjudication(
        folder,
        source=source,
        units=[unit for unit in units if unit.id in differ],
        scheme=scheme,
        beside={"fråga": opened.asked, **beside},
    )


def open_codings(
    evaluation: Evaluation, source: str, *, scheme: CodingScheme, units: Sequence[Unit]
) -> tuple[tuple[Coding, ...], Decided]:
    """Read what was coded of a source, and what is decided.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    source : str
        What is coded, see `coded_sources`.
    scheme : CodingScheme
        The scheme.
    units : sequence of Unit
        The texts that there are now.

    Returns
    -------
    tuple of Coding
        What each coder found on their own.
    Decided
        What persons have decided.

    Raises
    ------
    ConfigurationError
        If evaluation.yml declares no coding.
    DataError
        If a coding file has a fault; all of them at once.
    """
    folder, known = _folder(evaluation), {unit.id for unit in units}
    adjudicated = read_adjudicated(folder, source=source, scheme=scheme, units=units)
    codings = read_codings(folder, source=source, scheme=scheme, units=units)
    there = tuple(coding for coding in codings if coding.unit in known)
    return there, decide(there, adjudicated=[each for each in adjudicated if each.unit in known])


def check_written(evaluation: Evaluation, source: str) -> None:
    """Refuse files of a source that cannot be read, and a scheme or coding files with faults.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    source : str
        What may be coded, see `coded_sources`.

    Raises
    ------
    ConfigurationError
        If the scheme has faults.
    DataError
        If the texts cannot be read, or a coding file has faults; all of them at once.
    """
    units = open_source(evaluation, source).units
    if evaluation.coding is not None:
        open_codings(evaluation, source, scheme=open_scheme(evaluation), units=units)


def _folder(evaluation: Evaluation) -> Path:
    return evaluation.path(_declared(evaluation).folder)


def _declared(evaluation: Evaluation) -> Declared:
    if evaluation.coding is None:
        problem = "it declares no coding."
        remedy = "Add `coding: {scheme: programme/codebooks/themes.yml, folder: data_raw/kodning}`."
        raise ConfigurationError(Fault("evaluation.yml", problem, remedy))
    return evaluation.coding
