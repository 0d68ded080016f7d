"""All that one evaluation needs to run, as evaluation.yml declares it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, model_validator

from evaltools.declarations import (
    Declared,
    FileName,
    Language,
    read_declaration,
    stray_paths,
)
from evaltools.errors import ConfigurationError, Fault
from evaltools.evaluation.cover import ReportSettings
from evaltools.evaluation.material import (
    PATHS,
    AnyWave,
    Coding,
    Consultation,
    OwnNotebook,
    PublishedWave,
    Source,
    Wave,
)
from evaltools.evaluation.rules import AttainmentRule, DisclosureRules, OutcomeGates
from evaltools.evaluation.running import Running

Scalar = bool | int | float | str | None
Parameter = Scalar | list[Scalar]
NotebookName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_]*$")]
RunName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


NEEDED = {"current_wave": "survey", "baseline_wave": "earlier survey"}
"""What each wave is to the evaluation, in words."""


class Evaluation(Declared):
    """All that one evaluation needs to run.

    Attributes
    ----------
    run : str
        Name of the folder under reports/ that the run fills.
    languages : tuple of {"sv", "en"}
        Languages of the report, the first is the main one.
    programme : str
        Folder with programme.yml, organisation.yml and indicators.yml.
    waves : dict of str to Wave or PublishedWave
        The rounds of the survey by name; none where no survey is part of the evaluation.
    current_wave, baseline_wave : str, optional
        The wave that is evaluated, and the one that it is compared with.
    published_indicators, followup : str, optional
        Files with published indicator values and with the boards' own follow-up.
    consultation : Consultation, optional
        The referral and its answers.
    coding : Coding, optional
        How open answers and consultation answers are coded.
    synthesis : str, optional
        What the evaluator concludes: a YAML file of judgements and proposals.
    people : str, optional
        Text file with one name a line: persons at the bodies, whose names are taken out of quotes.
    retention : datetime.date, optional
        Last day on which respondents' data may be kept.
    disclosure : DisclosureRules
        Rules of protection with the legal basis that the evaluator records.
    report : ReportSettings
        Cover of the report.
    outcomes : OutcomeGates
        What each design asks of a series.
    attainment : AttainmentRule
        When a target counts as reached in part.
    parameters : dict
        Values other than the notebooks' defaults, by notebook and parameter.
    notebooks : dict of str to OwnNotebook
        Notebooks of the evaluator's own, by name, in the order in which they are run.
    running : Running
        How notebooks are run; changes nothing of what they make.
    """

    run: RunName
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    programme: str
    waves: dict[FileName, AnyWave] = {}
    current_wave: str | None = None
    baseline_wave: str | None = None
    published_indicators: str | None = None
    followup: str | None = None
    consultation: Consultation | None = None
    coding: Coding | None = None
    synthesis: str | None = None
    people: str | None = None
    retention: date | None = None
    disclosure: DisclosureRules
    report: ReportSettings
    outcomes: OutcomeGates = OutcomeGates()
    attainment: AttainmentRule = AttainmentRule()
    parameters: dict[str, dict[str, Parameter]] = {}
    notebooks: dict[NotebookName, OwnNotebook] = {}
    running: Running = Running()

    _root: Path = PrivateAttr(default=Path())

    @model_validator(mode="after")
    def _waves_are_declared(self) -> Evaluation:
        known = ", ".join(self.waves) or "none are declared"
        for name in self.told_waves:
            if name not in self.waves:
                raise ValueError(f"the wave {name} is not one of waves: {known}")
        if self.current_wave is None and (self.waves or self.baseline_wave):
            raise ValueError(f"current_wave must say which wave is evaluated; waves: {known}")
        if self.current_wave and self.current_wave not in self.surveys:
            raise ValueError(f"of the wave {self.current_wave} there must be answers, not shares")
        if self.current_wave and self.current_wave == self.baseline_wave:
            raise ValueError(
                f"{self.current_wave} cannot be compared with itself: leave baseline_wave out"
            )
        return self

    @model_validator(mode="after")
    def _run_has_a_folder_of_its_own(self) -> Evaluation:
        if self.run.lower() in ("manuscript", "review", self.ledger.name):
            raise ValueError(f"the folder reports/{self.run} is taken: give the run another name")
        return self

    @property
    def surveys(self) -> dict[str, Wave]:
        """The waves of which there are answers, by name."""
        return {name: wave for name, wave in self.waves.items() if isinstance(wave, Wave)}

    @property
    def told_waves(self) -> tuple[str, ...]:
        """The waves that results tell of, the earlier first: one without a baseline, or none."""
        return tuple(name for name in (self.baseline_wave, self.current_wave) if name)

    @property
    def day_of_bodies(self) -> date:
        """Day whose bodies are reported: that of the current wave, or else of the report."""
        return self.waves[self.current_wave].date if self.current_wave else self.report.date

    def needed(self, field: Literal["current_wave", "baseline_wave"]) -> str:
        """Return the name of a wave that something cannot do without.

        Parameters
        ----------
        field : {"current_wave", "baseline_wave"}
            The field that declares it.

        Returns
        -------
        str
            The name.

        Raises
        ------
        ConfigurationError
            If the evaluation has no such wave.
        """
        declared: str | None = getattr(self, field)
        if declared is None:
            raise ConfigurationError(
                Fault(
                    f"evaluation.yml, {field}",
                    f"no {NEEDED[field]} is part of this evaluation.",
                    "Declare it, or leave out what needs it: `evaltools run` does.",
                )
            )
        return declared

    @property
    def root(self) -> Path:
        """Folder of evaluation.yml, from which all its paths are reckoned."""
        return self._root

    @property
    def report_folder(self) -> Path:
        """Folder that this run fills."""
        return self._root / "reports" / self.run

    def review_file(self, wave: str) -> Path:
        """Return the file in which a person decides on the quotes of a wave."""
        return self._root / "reports" / "review" / f"quotes-{wave}.csv"

    @property
    def conclusions_file(self) -> Path | None:
        """File with what the evaluator concludes; None where there is none."""
        return self.path(self.synthesis) if self.synthesis else None

    @property
    def ledger(self) -> Path:
        """File that tells what was released earlier."""
        return self._root / "reports" / "ledger.jsonl"

    def path(self, relative: str) -> Path:
        """Return a path declared in evaluation.yml as an absolute one."""
        return self._root / relative

    def declared_paths(self) -> dict[str, Path]:
        """Return every path that is read or filled, by the field that declares it."""
        waves = {
            f"waves.{name}.{field}": path
            for name, wave in self.waves.items()
            for field, path in wave.model_dump(include=PATHS).items()
            if path
        }
        parts = {"consultation": self.consultation, "coding": self.coding}
        single = ("published_indicators", "followup", "synthesis")
        others = {field: path for field in single if (path := getattr(self, field))} | {
            f"{name}.{field}": path
            for name, part in parts.items()
            if part
            for field, path in part.model_dump(include=PATHS).items()
            if path
        }
        others |= {"report.logo": self.report.logo.file} if self.report.logo else {}
        declared = {field: self.path(path) for field, path in (waves | others).items()}
        files = ("programme", "organisation", "indicators", "sources")
        folder = self.path(self.programme)
        programme = {f"programme, {name}.yml": folder / f"{name}.yml" for name in files}
        filled = {"run": self.report_folder, "data_clean": self._root / "data_clean"}
        return {"programme": folder} | programme | declared | filled

    def sources(self) -> dict[str, Source]:
        """Return every raw file, by what it is."""
        waves = [self.wave_sources(name) for name in self.waves]
        others = {"published indicators": self.published_indicators, "follow-up": self.followup}
        return {what: source for wave in waves for what, source in wave.items()} | {
            what: Source(self.path(path)) for what, path in others.items() if path
        }

    def wave_sources(self, name: str) -> dict[str, Source]:
        """Return the raw files of the wave called `name`, by what they are."""
        wave = self.waves[name]
        if isinstance(wave, PublishedWave):
            return {f"shares {name}": Source(self.path(wave.shares))}
        answers = Source(self.path(wave.answers), wave.sheet, wave.encoding, wave.header_rows)
        others = {"frame": wave.frame, "margins": wave.margins, "dispositions": wave.dispositions}
        return {f"answers {name}": answers} | {
            f"{what} {name}": Source(self.path(path)) for what, path in others.items() if path
        }

    def clean_folder(self, step: str) -> Path:
        """Return the folder in data_clean/ that a step of the run fills."""
        return self._root / "data_clean" / step

    def results_folder(self, step: str) -> Path:
        """Return the folder for the result artefacts of a step of the run."""
        return self.report_folder / "results" / step


def read_evaluation(file: str | Path = "evaluation.yml") -> Evaluation:
    """Read evaluation.yml from this folder or the nearest one above.

    Parameters
    ----------
    file : str or pathlib.Path
        Path or file name; a relative one is looked for here and in every folder above,
        so that a notebook opened by hand finds it too.

    Returns
    -------
    Evaluation
        The declared evaluation.

    Raises
    ------
    ConfigurationError
        If there is no such file, for each field that is wrong, and for each path that leads out
        of the folder of the file.

    Examples
    --------
    >>> from evaltools.evaluation import read_evaluation
    >>> evaluation = read_evaluation("evaluation.yml")
    >>> evaluation.run, evaluation.languages, evaluation.current_wave
    ('demo', ('sv', 'en'), '2025')
    """
    path = find_evaluation(file)
    evaluation = read_declaration(path, Evaluation)
    evaluation._root = path.parent
    named = {f"{path}, {field}": each for field, each in evaluation.declared_paths().items()}
    if faults := stray_paths(named, root=path.parent):
        raise ConfigurationError(faults)
    return evaluation


def find_evaluation(file: str | Path = "evaluation.yml") -> Path:
    """Find evaluation.yml in this folder or the nearest one above.

    Parameters
    ----------
    file : str or pathlib.Path
        As of `read_evaluation`.

    Returns
    -------
    pathlib.Path
        Where it is.

    Raises
    ------
    ConfigurationError
        If there is no such file.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / file).is_file():
            return (folder / file).resolve()
    raise ConfigurationError(
        Fault(
            str(file),
            f"there is no such file in {here} or in a folder above.",
            "Run the command in the folder of the evaluation.",
        )
    )


def main_language(path: Path) -> Language:
    """Tell the main language of an evaluation.yml that may have faults; English if it is hidden.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    {"sv", "en"}
        The first language that it names.
    """
    text = path.read_bytes().decode("utf-8", errors="replace")
    match = re.search(r"^languages:[\s\[\-\"']*(sv|en)\b", text, re.MULTILINE)
    return "sv" if match and match[1] == "sv" else "en"
