"""Looks at what is declared: evaluation.yml, the programme, notebooks, the logo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

from evaltools.checking import words
from evaltools.checking.looking import Look
from evaltools.checking.material import Material
from evaltools.checking.words import fill
from evaltools.declarations import Text, read_declaration
from evaltools.disclosure import read_ledger
from evaltools.errors import Fault
from evaltools.evaluation import Evaluation
from evaltools.intake import own_readers
from evaltools.outcomes import own_designs
from evaltools.programme import Catalogue
from evaltools.provenance import extension_code
from evaltools.report.logo import read_logo
from evaltools.running import absent_notebooks, check_notebook, overdue, plan, undeclared_notebooks
from evaltools.running.notebooks import declared_parameters
from evaltools.running.plan import NOTEBOOKS

Told = Iterator[Text | Fault]
MAY_BE_ABSENT = {"indicators.yml", "sources.yml"}
"""Files of the programme that are not told of where they are not there."""


def look_at_declared(material: Material, *, today: date) -> Iterator[Look]:
    """Yield the looks at evaluation.yml and at the files of the programme.

    Parameters
    ----------
    material : Material
        What is read.
    today : datetime.date
        The day on which data may have been kept too long.

    Yields
    ------
    Look
        In the order in which the files build on each other.
    """
    file, folder = material.evaluation.root / "evaluation.yml", material.folder
    looks: tuple[tuple[str, Text, Callable[[Material], Iterable[Text | Fault]]], ...] = (
        ("organisation.yml", words.ORGANISATION, _organisation),
        ("indicators.yml", words.CATALOGUE, _catalogue),
        ("programme.yml", words.PROGRAMME, _programme),
        ("sources.yml", words.SOURCES, _sources),
    )
    yield Look(file, words.EVALUATION, words.DECLARED, partial(_evaluation, material, today))
    for name, what, look in looks:
        if (folder / name).exists() or name not in MAY_BE_ABSENT:
            yield Look(folder / name, what, words.DECLARED, partial(look, material))
    yield Look(file, words.EVALUATION, words.DECLARED, partial(_parameters, material))
    if extension_code():
        packages = material.evaluation.root / "installed packages"
        for read in (own_readers, own_designs):
            yield Look(packages, words.PACKAGES, words.DECLARED, partial(_whole, read))


def _evaluation(material: Material, today: date) -> Told:
    evaluation = material.evaluation
    languages = [words.IN[each] for each in evaluation.languages]
    yield fill(words.RUN, evaluation.run)
    yield fill(words.LANGUAGES, _listed(languages))
    if late := overdue(evaluation, today=today):
        yield late


def _listed(texts: list[Text]) -> Text:
    return Text(
        sv=words.AND.sv.join(each.sv for each in texts),
        en=words.AND.en.join(each.en for each in texts),
    )


def _organisation(material: Material) -> Told:
    yield fill(words.BODIES, len(material.organisation.bodies))


def _catalogue(material: Material) -> Told:
    catalogue = read_declaration(material.folder / "indicators.yml", Catalogue)
    yield fill(words.CATALOGUED, len(catalogue.indicators))


def _programme(material: Material) -> Told:
    yield fill(words.GOALS, len(material.programme.goals))


def _sources(material: Material) -> Told:
    yield fill(words.DECLARED_SOURCES, len(material.sources.publications))


def _parameters(material: Material) -> Told:
    """Plan the run, which refuses parameters that no notebook knows."""
    plan(material.evaluation)
    yield from ()


def look_at_notebooks(evaluation: Evaluation) -> Iterator[Look]:
    """Yield the looks at the notebooks of the run."""
    left_out = {*absent_notebooks(evaluation), *undeclared_notebooks(evaluation)}
    for name in (*NOTEBOOKS, *evaluation.notebooks):
        if name not in left_out:
            path = evaluation.root / "notebooks" / f"{name}.ipynb"
            look = partial(_notebook, evaluation, name)
            yield Look(path, words.NOTEBOOK, words.NOTEBOOKS, look)


def _notebook(evaluation: Evaluation, name: str) -> Told:
    path = evaluation.root / "notebooks" / f"{name}.ipynb"
    yield from check_notebook(path)
    yield fill(words.PARAMETERS, len(declared_parameters(path)))


def look_at_cover(evaluation: Evaluation) -> Iterator[Look]:
    """Yield the looks at the logo and at what was handed out earlier, where there is any."""
    if logo := evaluation.report.logo:
        read = partial(_whole, partial(read_logo, logo, evaluation=evaluation))
        yield Look(evaluation.path(logo.file), words.LOGO, words.TEXTS, read)
    if evaluation.ledger.exists():
        read = partial(_whole, partial(read_ledger, evaluation.ledger))
        yield Look(evaluation.ledger, words.LEDGER, words.TEXTS, read)


def _whole(read: Callable[[], object]) -> Told:
    """Read what is in order if it can be read."""
    read()
    yield from ()
