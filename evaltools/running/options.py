"""What is given for one run alone, on the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from pydantic import ValidationError

from evaltools.errors import ConfigurationError, EvaltoolsError, Fault, nearest
from evaltools.evaluation import Cluster, Evaluation, Parameter
from evaltools.programme import Body, find_body, read_organisation
from evaltools.running.notebooks import declared_parameters
from evaltools.running.parameters import DeclaredParameter
from evaltools.running.plan import DECIDED, FACTSHEET, plan

Declared = Mapping[str, Mapping[str, DeclaredParameter]]
Given = TypeVar("Given")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one run is asked for.

    Attributes
    ----------
    evaluation : Evaluation
        The evaluation with the parameters of this run.
    bodies : tuple of Body
        The bodies whose factsheets are made alone.
    notebooks : tuple of str
        The notebooks that are run alone; with no bodies either, the whole report is made.
    """

    evaluation: Evaluation
    bodies: tuple[Body, ...]
    notebooks: tuple[str, ...]


def read_options(
    evaluation: Evaluation,
    *,
    parameters: Sequence[str] = (),
    bodies: Sequence[str] = (),
    notebooks: Sequence[str] = (),
    cluster: str | None = None,
) -> Asked:
    """Read what the command line asks of one run.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation as it is declared.
    parameters : sequence of str, optional
        `NAME=VALUE` for every notebook of the run that declares the name, or
        `NOTEBOOK.NAME=VALUE` for one, which goes before; a notebook with or without its number.
    bodies : sequence of str, optional
        Ids of bodies, or their names in Swedish or English.
    notebooks : sequence of str, optional
        Notebooks, with or without their numbers.
    cluster : str, optional
        Address of a Dask scheduler that is to run the notebooks.

    Returns
    -------
    Asked
        What fits.

    Raises
    ------
    ConfigurationError
        For everything that does not fit: unknown notebooks, parameters and bodies, values of
        another type or outside their list, what is given twice, what the run decides itself.
    """
    steps = plan(evaluation.model_copy(update={"parameters": {}}))
    known = {step.notebook.stem: declared_parameters(step.notebook) for step in steps}
    given, faults = _each(partial(_read_option, known=known), parameters)
    asked = evaluation.model_copy(update={"parameters": _merged(evaluation.parameters, given)})
    chosen, unknown = _each(partial(_read_body, evaluation, FACTSHEET in known), bodies)
    alone, absent = _each(partial(_notebook, known=known), notebooks)
    faults += [*_twice(given), *_each(plan, [asked])[1], *unknown, *absent]
    if cluster:
        reached, unfit = _each(_read_cluster, [cluster])
        faults += unfit
        running = asked.running.model_copy(update={"cluster": next(iter(reached), None)})
        asked = asked.model_copy(update={"running": running})
    if faults:
        raise ConfigurationError(dict.fromkeys(faults))
    return Asked(asked, tuple({body.id: body for body in chosen}.values()), tuple(alone))


@dataclass(frozen=True, slots=True)
class _Option:
    """A parameter with its value for each notebook; `only` where one is named."""

    name: str
    only: str | None
    values: dict[str, Parameter]


def _read_option(option: str, *, known: Declared) -> _Option:
    target, equals, text = option.partition("=")
    notebook, dot, name = target.rpartition(".")
    if not (equals and name.isidentifier() and bool(notebook) == bool(dot)):
        problem = f"{option} is not of the form NAME=VALUE or NOTEBOOK.NAME=VALUE."
        remedy = "Write for example conf_level=0.9 or 04_awareness.conf_level=0.9."
        raise ConfigurationError(Fault("--parameter", problem, remedy))
    only = _notebook(notebook, known) if notebook else None
    declaring = [only] if only else _declaring(name, known)
    place = f"--parameter {target}"
    values = {each: _value(known[each].get(name), text, place) for each in declaring}
    if unfit := _unfit(name, values, known):
        raise ConfigurationError(unfit)
    return _Option(name, only, values)


def _read_cluster(address: str) -> Cluster:
    try:
        return Cluster(address=address)
    except ValidationError as error:
        told = error.errors()[0]
        problem = "is not of the form tls://HOST:PORT."
        if told["type"] == "value_error":
            problem = f"{told['ctx']['error']}."
        remedy = "See docs/how-to/run-on-a-cluster.md."
        raise ConfigurationError(Fault(f"--cluster {address}", problem, remedy)) from None


def _notebook(called: str, known: Declared) -> str:
    """Find a notebook by its name, with or without its number."""
    names = {each.partition("_")[2]: each for each in known} | {each: each for each in known}
    if called not in names:
        remedy = f"{nearest(called, names)} The notebooks are {', '.join(known)}.".lstrip()
        problem = "there is no such notebook in this run."
        raise ConfigurationError(Fault(f"notebook {called}", problem, remedy))
    return names[called]


def _declaring(name: str, known: Declared) -> list[str]:
    """List the notebooks that declare a parameter."""
    declaring = [each for each in known if name in known[each]]
    if not declaring:
        names = dict.fromkeys(each for declared in known.values() for each in declared)
        given = ", ".join(each for each in names if each not in DECIDED) or "none"
        remedy = f"{nearest(name, names)} Known are {given}.".lstrip()
        problem = "no notebook of this run declares it."
        raise ConfigurationError(Fault(f"parameter {name}", problem, remedy))
    return declaring


def _value(declared: DeclaredParameter | None, text: str, place: str) -> Parameter:
    """Read a value as its parameter is declared; that it is not, is told with the plan."""
    return declared.read(text, place=place) if declared else text


def _unfit(name: str, values: Mapping[str, Parameter], known: Declared) -> list[Fault]:
    """Tell of each misfit once, with all notebooks that it is one in."""
    told: dict[tuple[str, str], list[str]] = {}
    for notebook, value in values.items():
        declared = known[notebook].get(name)
        if declared and not declared.accepts(value):
            told.setdefault(declared.misfit(value), []).append(notebook)
    return [
        Fault(f"parameter {name} of {', '.join(notebooks)}", *misfit)
        for misfit, notebooks in told.items()
    ]


def _merged(
    declared: Mapping[str, Mapping[str, Parameter]], given: Iterable[_Option]
) -> dict[str, dict[str, Parameter]]:
    """Lay what is given over what is declared, that for one notebook last."""
    merged = {notebook: dict(values) for notebook, values in declared.items()}
    for option in sorted(given, key=lambda each: each.only is not None):
        for notebook, value in option.values.items():
            merged.setdefault(notebook, {})[option.name] = value
    return merged


def _twice(given: Iterable[_Option]) -> list[Fault]:
    times = Counter((option.name, option.only) for option in given)
    return [
        Fault(
            f"parameter {name}" + (f" of {only}" if only else ""),
            "is given twice.",
            "Give it once.",
        )
        for (name, only), number in times.items()
        if number > 1
    ]


def _read_body(evaluation: Evaluation, has_sheets: bool, called: str) -> Body:
    if not has_sheets:
        problem = f"there is no notebooks/{FACTSHEET}.ipynb, which makes the sheets."
        raise ConfigurationError(Fault("--body", problem, "Put it there, or leave --body out."))
    organisation = read_organisation(evaluation.path(evaluation.programme))
    asked_on = evaluation.day_of_bodies
    return find_body(organisation, called, on=asked_on)


def _each(read: Callable[[Given], Read], given: Iterable[Given]) -> tuple[list[Read], list[Fault]]:
    """Read one after another, and collect the faults of those that cannot be read."""
    values: list[Read] = []
    faults: list[Fault] = []
    for each in given:
        try:
            values.append(read(each))
        except EvaltoolsError as error:
            faults += error.faults
    return values, faults
