"""The order of the journey; no other room knows it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evaltools.errors import ConfigurationError, Fault
from evaltools.evaluation import Evaluation, Parameter, Wave

NOTEBOOKS = {
    "01_intake": "reads what came in",
    "02_clean_survey": "cleans a wave of the survey",
    "03_clean_indicators": "cleans indicators and the boards' follow-up",
    "04_awareness": "estimates awareness and use",
    "05_outcomes": "assesses the indicators",
    "06_testimony": "codes open answers and consultation answers",
    "07_synthesis": "sets the evidence beside each other, goal by goal",
    "08_body_factsheet": "makes one page per body",
    "09_report": "builds the report",
}
"""Every notebook of the journey and what it does; one that is not there yet is left out."""


@dataclass(frozen=True, slots=True)
class Step:
    """One notebook with one set of parameters.

    Attributes
    ----------
    name : str
        The notebook's name, with the wave or body where it is run for several.
    notebook : pathlib.Path
        The notebook.
    does : str
        What it does, in words.
    parameters : dict
        Values other than the notebook's defaults.
    inputs : tuple of pathlib.Path
        Files, and folders that earlier steps fill.
    folders : tuple of pathlib.Path
        Folders that it fills, and nothing else does.
    files : tuple of pathlib.Path
        Other files that it makes, the executed notebook first.
    settings : str
        What it takes from evaluation.yml, as text: a change makes the step run again.
    """

    name: str
    notebook: Path
    does: str
    parameters: dict[str, Parameter]
    inputs: tuple[Path, ...]
    folders: tuple[Path, ...]
    files: tuple[Path, ...]
    settings: str


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
        If evaluation.yml gives parameters to a notebook that is not in the journey.
    """
    _check_parameters_belong(evaluation)
    steps = [_intake(evaluation), *_surveys(evaluation), _indicators(evaluation)]
    steps += [_awareness(evaluation), _outcomes(evaluation), _report(evaluation)]
    return tuple(step for step in steps if step.notebook.is_file())


def absent_notebooks(evaluation: Evaluation) -> list[str]:
    """Return the notebooks that have their place in the journey but are not there yet."""
    return [name for name in NOTEBOOKS if not _notebook(evaluation, name).is_file()]


def _intake(evaluation: Evaluation) -> Step:
    files = tuple(path for path, _, _ in evaluation.sources().values())
    return _step(evaluation, "01_intake", inputs=files)


def _surveys(evaluation: Evaluation) -> list[Step]:
    return [_survey(evaluation, name, wave) for name, wave in evaluation.waves.items()]


def _survey(evaluation: Evaluation, name: str, wave: Wave) -> Step:
    inputs = tuple(map(evaluation.path, (wave.answers, wave.frame, wave.codebook)))
    return _step(
        evaluation,
        "02_clean_survey",
        suffix=f"-{name}",
        parameters={"wave": name},
        inputs=(*inputs, _results(evaluation, "01_intake")),
        cleans=True,
    )


def _indicators(evaluation: Evaluation) -> Step:
    files = (evaluation.published_indicators, evaluation.followup)
    inputs = (*map(evaluation.path, files), _programme(evaluation))
    return _step(
        evaluation,
        "03_clean_indicators",
        inputs=(*inputs, _results(evaluation, "01_intake")),
        cleans=True,
    )


def _awareness(evaluation: Evaluation) -> Step:
    cleaned = [evaluation.clean_folder(f"02_clean_survey-{name}") for name in evaluation.waves]
    codebooks = [evaluation.path(wave.codebook) for wave in evaluation.waves.values()]
    inputs = (*cleaned, *codebooks, _programme(evaluation))
    return _step(evaluation, "04_awareness", inputs=inputs)


def _outcomes(evaluation: Evaluation) -> Step:
    cleaned = evaluation.clean_folder("03_clean_indicators")
    return _step(evaluation, "05_outcomes", inputs=(cleaned, _programme(evaluation)))


def _report(evaluation: Evaluation) -> Step:
    surveys = [f"02_clean_survey-{name}" for name in evaluation.waves]
    made = ["01_intake", *surveys, "03_clean_indicators", "04_awareness", "05_outcomes"]
    results = [_results(evaluation, name) for name in made]
    reports = [
        evaluation.report_folder / f"rapport.{language}.{suffix}"
        for language in evaluation.languages
        for suffix in ("html", "pdf")
    ]
    return _step(
        evaluation,
        "09_report",
        inputs=(*results, evaluation.root / "reports" / "manuscript"),
        files=tuple(reports),
    )


def _step(
    evaluation: Evaluation,
    notebook: str,
    *,
    inputs: tuple[Path, ...],
    suffix: str = "",
    parameters: dict[str, Parameter] | None = None,
    cleans: bool = False,
    files: tuple[Path, ...] = (),
) -> Step:
    name = notebook + suffix
    executed = evaluation.report_folder / "notebooks" / f"{name}.ipynb"
    cover = set() if files else {"report", "languages"}
    return Step(
        name=name,
        notebook=_notebook(evaluation, notebook),
        does=NOTEBOOKS[notebook],
        parameters=evaluation.parameters.get(notebook, {}) | (parameters or {}),
        inputs=inputs,
        folders=(
            *([] if files else [_results(evaluation, name)]),
            *([evaluation.clean_folder(name)] if cleans else []),
        ),
        files=(executed, *files),
        settings=evaluation.model_dump_json(exclude={"parameters", *cover}),
    )


def _check_parameters_belong(evaluation: Evaluation) -> None:
    unknown = sorted(set(evaluation.parameters) - set(NOTEBOOKS))
    if unknown:
        raise ConfigurationError(
            Fault(
                "evaluation.yml, parameters",
                f"there is no notebook {', '.join(unknown)}.",
                f"The notebooks are {', '.join(NOTEBOOKS)}.",
            )
        )


def _notebook(evaluation: Evaluation, name: str) -> Path:
    return evaluation.root / "notebooks" / f"{name}.ipynb"


def _results(evaluation: Evaluation, step: str) -> Path:
    return evaluation.results_folder(step)


def _programme(evaluation: Evaluation) -> Path:
    return evaluation.path(evaluation.programme)
