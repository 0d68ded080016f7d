"""The evaluation as the evaluator declares it in evaluation.yml."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, PrivateAttr, model_validator

from evaltools.declarations import Declared, Language, Text, read_declaration
from evaltools.errors import ConfigurationError, Fault

Parameter = bool | int | float | str


class Wave(Declared):
    """One round of the staff survey.

    Attributes
    ----------
    answers : str
        The export from the survey tool, relative to the folder of evaluation.yml.
    codebook : str
        The codebook that describes the export.
    frame : str
        Employees per body and role when the survey was sent out.
    date : datetime.date
        Day of the survey: decides which bodies existed.
    sheet : str, optional
        Sheet of a workbook; the first where it is not given.
    encoding : str, optional
        Encoding of a CSV file; found out where it is not given.
    """

    answers: str
    codebook: str
    frame: str
    date: date
    sheet: str | None = None
    encoding: str | None = None


class OpenRule(Declared):
    """Rule for what is not about persons' views: smallest group."""

    smallest_group: Annotated[int, Field(ge=3)] = 10
    legal_basis: str = ""


class PersonalRule(Declared):
    """Rule for views and gaps in own knowledge: smallest group, rounding and hidden counts."""

    smallest_group: Annotated[int, Field(ge=10)] = 20
    round_to: Annotated[int, Field(ge=3)] = 5
    hide_counts_to: Annotated[int, Field(ge=2)] = 7
    legal_basis: str = ""


class SensitiveRule(Declared):
    """Rule for own exposure (whole city only) and for register counts of victims."""

    smallest_cell: Annotated[int, Field(ge=10)] = 10
    round_to: Annotated[int, Field(ge=3)] = 5
    hide_counts_to: Annotated[int, Field(ge=2)] = 7
    legal_basis: str = ""


class DisclosureRules(Declared):
    """The rules by which small groups fall silent, one per declared sensitivity."""

    open: OpenRule = OpenRule()
    personal: PersonalRule = PersonalRule()
    sensitive: SensitiveRule = SensitiveRule()


class ReportSettings(Declared):
    """What stands on the cover of the report."""

    title: Text
    subtitle: Text
    author: Text
    date: date


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
    waves : dict of str to Wave
        The rounds of the survey by name.
    current_wave, baseline_wave : str
        The wave that is evaluated, and the one that it is compared with.
    published_indicators, followup : str
        Files with published indicator values and with the boards' own follow-up.
    disclosure : DisclosureRules
        Rules of protection with the legal basis that the evaluator records.
    report : ReportSettings
        Cover of the report.
    parameters : dict
        Values other than the notebooks' defaults, by notebook and parameter.
    """

    run: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    programme: str
    waves: dict[str, Wave]
    current_wave: str
    baseline_wave: str
    published_indicators: str
    followup: str
    disclosure: DisclosureRules
    report: ReportSettings
    parameters: dict[str, dict[str, Parameter]] = {}

    _root: Path = PrivateAttr(default=Path())

    @model_validator(mode="after")
    def _waves_are_declared(self) -> Evaluation:
        for name in (self.current_wave, self.baseline_wave):
            if name not in self.waves:
                raise ValueError(f"the wave {name} is not one of waves: {', '.join(self.waves)}")
        return self

    @property
    def root(self) -> Path:
        """Folder of evaluation.yml, from which all its paths are reckoned."""
        return self._root

    @property
    def report_folder(self) -> Path:
        """Folder that this run fills."""
        return self._root / "reports" / self.run

    def path(self, relative: str) -> Path:
        """Return a path declared in evaluation.yml as an absolute one."""
        return self._root / relative

    def sources(self) -> dict[str, tuple[Path, str | None, str | None]]:
        """Return path, sheet and encoding of every raw file, by what it is."""
        surveys = {
            f"answers {name}": (self.path(wave.answers), wave.sheet, wave.encoding)
            for name, wave in self.waves.items()
        }
        frames = {
            f"frame {name}": (self.path(wave.frame), None, None)
            for name, wave in self.waves.items()
        }
        others = {
            "published indicators": (self.path(self.published_indicators), None, None),
            "follow-up": (self.path(self.followup), None, None),
        }
        return surveys | frames | others

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
        If there is no such file, or for each field that is wrong.
    """
    path = _find(Path(file))
    evaluation = read_declaration(path, Evaluation)
    evaluation._root = path.parent
    return evaluation


def _find(file: Path) -> Path:
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
