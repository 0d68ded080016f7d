"""The order of the journey; no other room knows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evaltools.codebook import read_codebook
from evaltools.errors import ConfigurationError, Fault, nearest
from evaltools.evaluation import Evaluation, Parameter
from evaltools.programme import read_organisation
from evaltools.running.languages import check_languages
from evaltools.running.notebooks import check_parameters
from evaltools.running.own_notebooks import own_reads
from evaltools.running.steps import Step, builds_on
from evaltools.sources import read_catalogue

FACTSHEET = "08_body_factsheet"
FOLLOWUP = "03b_clean_followup"
"""It publishes nothing: what is reported is counted in 05c."""
NOTEBOOKS = {
    "01_intake": "reads what came in",
    "02_clean_survey": "cleans a wave of the survey",
    "02_clean_published": "cleans the published shares of an earlier wave",
    "03_clean_indicators": "cleans indicators",
    "03b_clean_followup": "cleans the boards' follow-up",
    "04_awareness": "estimates awareness and use",
    "04b_awareness_in_depth": "looks into awareness: who is missing, how sure",
    "04c_since_baseline": "compares awareness and use with the earlier wave",
    "05_outcomes": "assesses the indicators",
    "05b_outcomes_in_depth": "looks into the designs: what was tried, how much it depends on",
    "05c_followup": "counts what the boards say of themselves",
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
        If nothing is declared to evaluate by; for each text that the report needs in a language
        in which it is not declared; for every value in `parameters` that its notebook does not
        know, that has another type or that the plan itself decides; for what the evaluator's own
        notebooks cannot read.
    """
    check_languages(evaluation)
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


def select(
    steps: Sequence[Step], *, notebooks: Collection[str] = (), bodies: Collection[str] = ()
) -> tuple[Step, ...]:
    """Select some notebooks, the factsheets of some bodies, and what these build on.

    Parameters
    ----------
    steps : sequence of Step
        The plan, in order.
    notebooks : collection of str, optional
        Names of notebooks.
    bodies : collection of str, optional
        Ids of the bodies.

    Returns
    -------
    tuple of Step
        Their steps and all that make what these read, in order.
    """
    above, needed = builds_on(steps), {f"{FACTSHEET}-{body}" for body in bodies}
    needed |= {step.name for step in steps if step.notebook.stem in notebooks}
    for step in reversed(steps):
        if step.name in needed:
            needed |= above[step.name]
    return tuple(step for step in steps if step.name in needed)


def absent_notebooks(evaluation: Evaluation) -> list[str]:
    """Return the notebooks that have their place in the journey but are not there yet."""
    return [name for name in NOTEBOOKS if not _notebook(evaluation, name).is_file()]


def undeclared_notebooks(evaluation: Evaluation) -> dict[str, str]:
    """Return the notebooks about something that is not declared, and the fields that would."""
    catalogue = read_catalogue(evaluation.path(evaluation.programme))
    survey = [] if evaluation.current_wave else ["waves"]
    baseline = [] if evaluation.baseline_wave else ["baseline_wave"]
    indicators = [] if evaluation.published_indicators or catalogue.publications else [INDICATORS]
    followup = [] if evaluation.followup or catalogue.followup else ["followup"]
    coding = [] if evaluation.coding else ["coding"]
    written = [] if coding or survey or _asks_openly(evaluation) else ["open question"]
    consultation = [] if evaluation.consultation else ["consultation"]
    lacking = {
        "01_intake": [] if evaluation.sources() or catalogue.publications else ["table of data"],
        "02_clean_survey": survey,
        "03_clean_indicators": indicators,
        "03b_clean_followup": followup,
        "04_awareness": survey,
        "04b_awareness_in_depth": survey,
        "04c_since_baseline": survey or baseline,
        "05_outcomes": indicators,
        "05b_outcomes_in_depth": indicators,
        "05c_followup": followup,
        "06_testimony": [*survey, *coding, *written],
        "06b_consultation": [*coding, *consultation],
    }
    return {name: " and ".join(fields) for name, fields in lacking.items() if fields}


def _asks_openly(evaluation: Evaluation) -> bool:
    """Tell whether the wave that is evaluated has a question that is answered in own words."""
    wave = evaluation.waves[evaluation.needed("current_wave")]
    codebook = read_codebook(evaluation.path(wave.codebook))
    return any(question.type == "open" for question in codebook.questions)


INDICATORS = "published_indicators, nor sources.yml any publication"


def _journey(evaluation: Evaluation) -> list[Step]:
    """List every step about something that is declared, whether its notebook is there or not."""
    undeclared = undeclared_notebooks(evaluation)
    every = [_intake(evaluation), *_surveys(evaluation), *_indicators(evaluation)]
    every += [*_awareness(evaluation), *_outcomes(evaluation), *_testimony(evaluation)]
    steps = [step for step in every if step.notebook.stem not in undeclared]
    _check_evidence(steps)
    steps += [_synthesis(evaluation, steps)]
    steps += [_bodies(evaluation, steps), *_factsheets(evaluation)]
    steps += _own(evaluation, steps)
    return [*steps, _report(evaluation, steps)]


def _own(evaluation: Evaluation, earlier: list[Step]) -> list[Step]:
    """List the evaluator's own notebooks: after all others, before the report."""
    reads = own_reads(evaluation, earlier=earlier, known=NOTEBOOKS)
    return [_step(evaluation, name, reads=paths) for name, paths in reads.items()]


EVIDENCE = {"04_awareness", "05_outcomes", "05c_followup", "06b_consultation"}
"""Notebooks of which an evaluation needs one: each has evidence of its own kind."""


def _check_evidence(steps: Iterable[Step]) -> None:
    if EVIDENCE.isdisjoint(step.notebook.stem for step in steps):
        raise ConfigurationError(
            Fault(
                "evaluation.yml",
                "it declares nothing to evaluate by.",
                "Declare one at least of waves, published_indicators, followup, or consultation "
                "with coding.",
            )
        )


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


def _indicators(evaluation: Evaluation) -> list[Step]:
    intake, programme = evaluation.results_folder("01_intake"), _programme(evaluation)
    published = [intake, *_named(evaluation, evaluation.published_indicators)]
    reported = [intake, *_named(evaluation, evaluation.followup)]
    came_in = [*_publications(evaluation), *programme]
    return [
        _step(evaluation, "03_clean_indicators", reads=[*published, *came_in]),
        _step(evaluation, "03b_clean_followup", reads=[*reported, *came_in]),
    ]


def _named(evaluation: Evaluation, file: str | None) -> list[Path]:
    return [evaluation.path(file)] if file else []


def _awareness(evaluation: Evaluation) -> list[Step]:
    reads = [*_cleaned(evaluation), *_codebooks(evaluation), *_programme(evaluation)]
    notebooks = ("04_awareness", "04b_awareness_in_depth", "04c_since_baseline")
    return [_step(evaluation, notebook, reads=reads) for notebook in notebooks]


def _outcomes(evaluation: Evaluation) -> list[Step]:
    indicators, followup = map(evaluation.clean_folder, ("03_clean_indicators", FOLLOWUP))
    reads = [indicators, *_programme(evaluation)]
    reported = [followup, *_programme(evaluation)]
    return [
        _step(evaluation, "05_outcomes", reads=reads),
        _step(evaluation, "05b_outcomes_in_depth", reads=reads),
        _step(evaluation, "05c_followup", reads=reported),
    ]


def _testimony(evaluation: Evaluation) -> list[Step]:
    """List what is coded."""
    reads = [*_coding(evaluation), *_named(evaluation, evaluation.people), *_programme(evaluation)]
    answers = [evaluation.path(wave.answers) for wave in evaluation.surveys.values()]
    asked = [*_cleaned(evaluation), *answers, *_codebooks(evaluation), *_reviews(evaluation)]
    came_in = _consultation(evaluation)
    return [
        _step(evaluation, "06_testimony", reads=[*reads, *asked]),
        _step(evaluation, "06b_consultation", reads=[*reads, *came_in]),
    ]


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
    evidence = _results(evaluation, earlier)
    concluded = [evaluation.conclusions_file] if evaluation.conclusions_file else []
    reads = [*evidence, *concluded, *_programme(evaluation)]
    return _step(evaluation, "07_synthesis", reads=reads)


TELL_OF_BODIES = {
    "04_awareness", "04c_since_baseline", "05_outcomes", "05b_outcomes_in_depth", "05c_followup",
    "06b_consultation", "07_synthesis",
}  # fmt: skip
"""Steps whose results have rows of bodies, or numbers of the city that stand beside them."""


def _bodies(evaluation: Evaluation, earlier: list[Step]) -> Step:
    published = [step.name for step in earlier if step.name in TELL_OF_BODIES]
    reads = [*map(evaluation.results_folder, published), *_programme(evaluation)]
    return _step(evaluation, "07b_bodies", reads=reads)


def _factsheets(evaluation: Evaluation) -> list[Step]:
    """List one step per body of the day that is reported."""
    if not _notebook(evaluation, FACTSHEET).is_file():
        return []
    texts = [
        evaluation.root / "reports" / "manuscript" / f"factsheet.{language}.md"
        for language in evaluation.languages
    ]
    gathered = evaluation.results_folder("07b_bodies")
    organisation = read_organisation(evaluation.path(evaluation.programme))
    bodies = organisation.bodies_on(evaluation.day_of_bodies)
    return [
        _step(evaluation, FACTSHEET, reads=[gathered / body.id, *texts], each={"body": body.id})
        for body in bodies
    ]


def _report(evaluation: Evaluation, earlier: list[Step]) -> Step:
    reads = [*_results(evaluation, earlier), evaluation.root / "reports" / "manuscript"]
    reads += [*_cleaned(evaluation), *_codebooks(evaluation), *_programme(evaluation)]
    reads += [evaluation.ledger] if evaluation.ledger.is_file() else []
    logo = evaluation.report.logo
    reads += [evaluation.path(logo.file)] if logo else []
    return _step(evaluation, "09_report", reads=reads)


def _results(evaluation: Evaluation, steps: Iterable[Step]) -> list[Path]:
    """List the folders of results of the steps that publish any."""
    folders = {evaluation.results_folder(step.name): step for step in steps}
    return [folder for folder, step in folders.items() if folder in step.folders]


READS_ALONE: dict[str, set[str]] = {
    "06_testimony": {"people", "coding"},
    "06b_consultation": {"people", "coding", "consultation"},
    "07_synthesis": {"synthesis"},
    FACTSHEET: {"report"},
    "09_report": {"report", "parameters"},
}
"""Fields of evaluation.yml that these notebooks read and no others do."""
OWN_READ = {"consultation", "synthesis"}
"""Of these fields those that the evaluator's own notebooks may read."""
CLEANS = {"02_clean_survey", "02_clean_published", "03_clean_indicators", FOLLOWUP}
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
    folders = [] if notebook == FOLLOWUP else [evaluation.results_folder(name)]
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
    """List what is declared of the programme; of indicators only where they are followed."""
    folder = evaluation.path(evaluation.programme)
    indicators = folder / "indicators.yml"
    files = [folder / "programme.yml", folder / "organisation.yml"]
    return [*files, *([indicators] if indicators.is_file() else [])]


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
