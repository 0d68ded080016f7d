"""The order of the journey; no other room knows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evaltools.errors import ConfigurationError, Fault, nearest
from evaltools.evaluation import Evaluation, Parameter
from evaltools.programme import read_organisation
from evaltools.running.notebooks import check_parameters
from evaltools.running.own_notebooks import own_reads
from evaltools.running.steps import Step, builds_on
from evaltools.sources import read_catalogue

FACTSHEET = "08_body_factsheet"
NOTEBOOKS = {
    "01_intake": "reads what came in",
    "02_clean_survey": "cleans a wave of the survey",
    "02_clean_published": "cleans the published shares of an earlier wave",
    "03_clean_indicators": "cleans indicators and the boards' follow-up",
    "04_awareness": "estimates awareness and use",
    "04b_awareness_in_depth": "looks into awareness: who is missing, how sure",
    "05_outcomes": "assesses the indicators",
    "05b_outcomes_in_depth": "looks into the designs: what was tried, how much it depends on",
    "06_testimony": "counts what staff say in their own words",
    "06b_consultation": "compiles the answers to the referral",
    "07_synthesis": "sets the evidence beside each other, goal by goal",
    "07b_bodies": "gathers what is published of each body",
    FACTSHEET: "makes one page per body",
    "09_report": "builds the report",
}
"""Every notebook of the journey and what it does; one that is not there yet is left out."""


def plan(evaluation: Evaluation) -> tuple[Step, ...]:
    """Plan the run: one step per notebook that is there and set of parameters.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Returns
    -------
    tuple of Step
        The steps in order.

    Raises
    ------
    ConfigurationError
        For every value in `parameters` that its notebook does not know, that has another type
        or that the plan itself decides; for what the evaluator's own notebooks cannot read.
    """
    journey = _journey(evaluation)
    _check_parameters(evaluation, journey)
    absent = {path for step in journey if not step.notebook.is_file() for path in step.products}
    return tuple(
        replace(
            step, inputs=tuple(path for path in step.inputs if not absent & {path, *path.parents})
        )
        for step in journey
        if step.notebook.is_file()
    )


def select(steps: Sequence[Step], *, bodies: Collection[str]) -> tuple[Step, ...]:
    """Select the factsheets of some bodies and what they build on.

    Parameters
    ----------
    steps : sequence of Step
        The plan, in order.
    bodies : collection of str
        Ids of the bodies.

    Returns
    -------
    tuple of Step
        Their steps and all that make what these read, in order.
    """
    above, needed = builds_on(steps), {f"{FACTSHEET}-{body}" for body in bodies}
    for step in reversed(steps):
        if step.name in needed:
            needed |= above[step.name]
    return tuple(step for step in steps if step.name in needed)


def absent_notebooks(evaluation: Evaluation) -> list[str]:
    """Return the notebooks that have their place in the journey but are not there yet."""
    return [name for name in NOTEBOOKS if not _notebook(evaluation, name).is_file()]


def undeclared_notebooks(evaluation: Evaluation) -> dict[str, str]:
    """Return the notebooks about something that evaluation.yml does not declare, and what."""
    coding = [] if evaluation.coding else ["coding"]
    consultation = [] if evaluation.consultation else ["consultation"]
    lacking = {"06_testimony": coding, "06b_consultation": [*coding, *consultation]}
    return {name: " and ".join(fields) for name, fields in lacking.items() if fields}


def _journey(evaluation: Evaluation) -> list[Step]:
    """List every step in order, whether its notebook is there or not."""
    steps = [_intake(evaluation), *_surveys(evaluation), _indicators(evaluation)]
    steps += [*_awareness(evaluation), *_outcomes(evaluation), *_testimony(evaluation)]
    steps += [_synthesis(evaluation, steps)]
    steps += [_bodies(evaluation, steps), *_factsheets(evaluation)]
    steps += _own(evaluation, steps)
    return [*steps, _report(evaluation, steps)]


def _own(evaluation: Evaluation, earlier: list[Step]) -> list[Step]:
    """List the evaluator's own notebooks: after all others, before the report."""
    reads = own_reads(evaluation, earlier=earlier, known=NOTEBOOKS)
    return [_step(evaluation, name, reads=paths) for name, paths in reads.items()]


def _intake(evaluation: Evaluation) -> Step:
    raw = [source.path for source in evaluation.sources().values()]
    reads = [*raw, *_publications(evaluation), *_codebooks(evaluation), *_programme(evaluation)]
    return _step(evaluation, "01_intake", reads=reads)


def _surveys(evaluation: Evaluation) -> list[Step]:
    return [
        _step(
            evaluation,
            "02_clean_survey" if wave in evaluation.surveys else "02_clean_published",
            reads=[
                evaluation.results_folder("01_intake"),
                *(source.path for source in evaluation.wave_sources(wave).values()),
                evaluation.path(asked.codebook),
            ],
            each={"wave": wave},
        )
        for wave, asked in evaluation.waves.items()
    ]


def _indicators(evaluation: Evaluation) -> Step:
    intake = evaluation.results_folder("01_intake")
    raw = map(evaluation.path, (evaluation.published_indicators, evaluation.followup))
    reads = [intake, *raw, *_publications(evaluation), *_programme(evaluation)]
    return _step(evaluation, "03_clean_indicators", reads=reads)


def _awareness(evaluation: Evaluation) -> list[Step]:
    reads = [*_cleaned(evaluation), *_codebooks(evaluation), *_programme(evaluation)]
    notebooks = ("04_awareness", "04b_awareness_in_depth")
    return [_step(evaluation, notebook, reads=reads) for notebook in notebooks]


def _outcomes(evaluation: Evaluation) -> list[Step]:
    reads = [evaluation.clean_folder("03_clean_indicators"), *_programme(evaluation)]
    notebooks = ("05_outcomes", "05b_outcomes_in_depth")
    return [_step(evaluation, notebook, reads=reads) for notebook in notebooks]


def _testimony(evaluation: Evaluation) -> list[Step]:
    """List what is coded, as far as evaluation.yml declares it."""
    people = [evaluation.path(evaluation.people)] if evaluation.people else []
    reads = [*_coding(evaluation), *people, *_programme(evaluation)]
    answers = [evaluation.path(wave.answers) for wave in evaluation.surveys.values()]
    asked = [*_cleaned(evaluation), *answers, *_codebooks(evaluation), *_reviews(evaluation)]
    came_in = _consultation(evaluation)
    steps = [
        _step(evaluation, "06_testimony", reads=[*reads, *asked]),
        _step(evaluation, "06b_consultation", reads=[*reads, *came_in]),
    ]
    return [step for step in steps if step.name not in undeclared_notebooks(evaluation)]


def _reviews(evaluation: Evaluation) -> list[Path]:
    """List the review files that there are: quotes are published as a person signed them."""
    files = map(evaluation.review_file, evaluation.surveys)
    return [path for path in files if path.is_file()]


def _coding(evaluation: Evaluation) -> list[Path]:
    coding = evaluation.coding
    return [evaluation.path(each) for each in (coding.scheme, coding.folder)] if coding else []


def _consultation(evaluation: Evaluation) -> list[Path]:
    declared = evaluation.consultation
    if declared is None:
        return []
    corrections = [declared.corrections] if declared.corrections else []
    return [*map(evaluation.path, (declared.answers, declared.invited, *corrections))]


def _synthesis(evaluation: Evaluation, earlier: list[Step]) -> Step:
    evidence = [evaluation.results_folder(step.name) for step in earlier]
    concluded = [evaluation.conclusions_file] if evaluation.conclusions_file else []
    reads = [*evidence, *concluded, *_programme(evaluation)]
    return _step(evaluation, "07_synthesis", reads=reads)


TELL_OF_BODIES = {
    "04_awareness", "05_outcomes", "05b_outcomes_in_depth", "06b_consultation", "07_synthesis",
}  # fmt: skip
"""Steps whose results have rows of bodies, or numbers of the city that stand beside them."""


def _bodies(evaluation: Evaluation, earlier: list[Step]) -> Step:
    published = [step.name for step in earlier if step.name in TELL_OF_BODIES]
    reads = [*map(evaluation.results_folder, published), *_programme(evaluation)]
    return _step(evaluation, "07b_bodies", reads=reads)


def _factsheets(evaluation: Evaluation) -> list[Step]:
    """List one step per body that existed when the staff were asked."""
    if not _notebook(evaluation, FACTSHEET).is_file():
        return []
    texts = [
        evaluation.root / "reports" / "manuscript" / f"factsheet.{language}.md"
        for language in evaluation.languages
    ]
    gathered = evaluation.results_folder("07b_bodies")
    organisation = read_organisation(evaluation.path(evaluation.programme))
    bodies = organisation.bodies_on(evaluation.waves[evaluation.current_wave].date)
    return [
        _step(evaluation, FACTSHEET, reads=[gathered / body.id, *texts], each={"body": body.id})
        for body in bodies
    ]


def _report(evaluation: Evaluation, earlier: list[Step]) -> Step:
    results = [evaluation.results_folder(step.name) for step in earlier]
    reads = [*results, evaluation.root / "reports" / "manuscript"]
    reads += [*_cleaned(evaluation), *_codebooks(evaluation), *_programme(evaluation)]
    reads += [evaluation.ledger] if evaluation.ledger.is_file() else []
    logo = evaluation.report.logo
    reads += [evaluation.path(logo.file)] if logo else []
    return _step(evaluation, "09_report", reads=reads)


READS_ALONE: dict[str, set[str]] = {
    "06_testimony": {"people", "coding"},
    "06b_consultation": {"people", "coding", "consultation"},
    "07_synthesis": {"synthesis"},
    FACTSHEET: {"report"},
    "09_report": {"report", "parameters"},
}
"""Fields of evaluation.yml that these notebooks read and no others do."""
OWN_READ = {"people", "coding", "consultation", "synthesis"}
"""Of these fields those that the evaluator's own notebooks may read."""
CLEANS = {"02_clean_survey", "02_clean_published", "03_clean_indicators"}
"""Notebooks that fill a folder in data_clean/."""


def _step(
    evaluation: Evaluation,
    notebook: str,
    *,
    reads: Iterable[Path],
    each: dict[str, Parameter] | None = None,
) -> Step:
    """Describe a step, where `each` tells apart those that share a notebook."""
    each = each or {}
    name = "-".join([notebook, *map(str, each.values())])
    is_report, own = notebook == "09_report", evaluation.notebooks.get(notebook)
    folders = [evaluation.results_folder(name)]
    folders += _publishes(evaluation) if is_report else []
    folders += [evaluation.clean_folder(name)] if notebook in CLEANS else []
    executed = evaluation.report_folder / "notebooks" / f"{name}.ipynb"
    read = OWN_READ if own else READS_ALONE.get(notebook, set())
    unread = set().union(*READS_ALONE.values()) - read
    return Step(
        name=name,
        notebook=_notebook(evaluation, notebook),
        does=own.does if own else NOTEBOOKS[notebook],
        parameters=evaluation.parameters.get(notebook, {}) | each,
        inputs=tuple(reads),
        folders=tuple(folders),
        files=(executed, *(_reports(evaluation) if is_report else [])),
        settings=_settings(evaluation, unread=unread),
        is_own=own is not None,
    )


def _settings(evaluation: Evaluation, *, unread: set[str]) -> dict[str, Any]:
    """Return what a step may read of evaluation.yml; a field that must be there is left blank."""
    blank = {"report": COVER} if "report" in unread else {}
    return evaluation.model_dump(mode="json", exclude={*NEVER_READ, *unread}) | blank


NEVER_READ = {"retention", "running", "notebooks"}
NOT_SAID = {"sv": "–", "en": "–"}
COVER = {"title": NOT_SAID, "subtitle": NOT_SAID, "author": NOT_SAID, "date": "2000-01-01"}


def _publishes(evaluation: Evaluation) -> list[Path]:
    """List the folder of the factsheets, where there are any."""
    made = _notebook(evaluation, FACTSHEET).is_file()
    return [evaluation.report_folder / "factsheets"] if made else []


def _reports(evaluation: Evaluation) -> list[Path]:
    names = [
        f"rapport.{language}.{suffix}"
        for language in evaluation.languages
        for suffix in ("html", "pdf", "docx", "xlsx")
    ]
    return [evaluation.report_folder / name for name in (*names, "told.json")]


def _cleaned(evaluation: Evaluation) -> list[Path]:
    return [evaluation.clean_folder(step.name) for step in _surveys(evaluation)]


def _codebooks(evaluation: Evaluation) -> list[Path]:
    return [evaluation.path(wave.codebook) for wave in evaluation.waves.values()]


def _publications(evaluation: Evaluation) -> list[Path]:
    """List sources.yml, where there is one, and the files that it names."""
    folder = evaluation.path(evaluation.programme)
    declared = folder / "sources.yml"
    files = read_catalogue(folder).files(evaluation.root)
    return [*([declared] if declared.is_file() else []), *files]


def _programme(evaluation: Evaluation) -> list[Path]:
    folder = evaluation.path(evaluation.programme)
    return [folder / f"{name}.yml" for name in ("programme", "organisation", "indicators")]


def _check_parameters(evaluation: Evaluation, journey: list[Step]) -> None:
    known = (*NOTEBOOKS, *evaluation.notebooks)
    faults = [
        Fault(
            f"parameters of {notebook}",
            "there is no such notebook.",
            f"{nearest(notebook, known)} The notebooks are {', '.join(known)}.".lstrip(),
        )
        for notebook in evaluation.parameters
        if notebook not in known
    ]
    for step in journey:
        given = evaluation.parameters.get(step.notebook.stem, {})
        if given and step.notebook.is_file():
            faults += check_parameters(step.notebook, given)
            faults += _decided_faults(evaluation, step.notebook, given)
    if faults:
        raise ConfigurationError(dict.fromkeys(faults))


DECIDED = ("evaluation_file", "wave", "body")
"""Parameters that the run itself gives, one value after another."""


def _decided_faults(
    evaluation: Evaluation, notebook: Path, given: Mapping[str, Parameter]
) -> list[Fault]:
    told = {
        "wave": f" The waves are {', '.join(evaluation.waves)}.",
        "body": " `evaltools run --body` makes the sheet of one body alone.",
    }
    return [
        Fault(
            f"parameter {name} of {notebook.stem}",
            "the run itself gives it, one value after another.",
            f"Take it out.{told.get(name, '')}",
        )
        for name in given
        if name in DECIDED
    ]


def _notebook(evaluation: Evaluation, name: str) -> Path:
    return evaluation.root / "notebooks" / f"{name}.ipynb"
