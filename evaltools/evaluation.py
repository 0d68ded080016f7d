"""The evaluation as the evaluator declares it in evaluation.yml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Discriminator, Field, PrivateAttr, Tag, model_validator

from evaltools.declarations import (
    Declared,
    FileName,
    Language,
    Text,
    read_declaration,
    stray_paths,
)
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
        Sheet of a workbook; the one that holds a table where it is not given.
    encoding : str, optional
        Encoding of a CSV file; found out where it is not given.
    header_rows : int, optional
        Rows that the headers take up, where the file does not show it by merged cells.
    cluster : str, optional
        Question that says in which workplace the respondent works, where workplaces were
        drawn instead of persons.
    margins : str, optional
        Population totals that the weights must also meet: one row per margin and category.
    dispositions : str, optional
        What became of all who were asked, by body, in AAPOR's terms.
    """

    answers: str
    codebook: str
    frame: str
    date: date
    sheet: str | None = None
    encoding: str | None = None
    header_rows: Annotated[int, Field(ge=1, le=2)] = 1
    cluster: str | None = None
    margins: str | None = None
    dispositions: str | None = None


class PublishedWave(Declared):
    """An earlier round of which only published shares are left.

    Attributes
    ----------
    shares : str
        Table of shares with the number of answers behind them, by measure and body.
    codebook : str
        The codebook that describes the questions.
    date : datetime.date
        Day of the survey: decides which bodies existed.
    """

    shares: str
    codebook: str
    date: date


def _kind_of_wave(wave: Any) -> str:
    published = "shares" in wave if isinstance(wave, dict) else isinstance(wave, PublishedWave)
    return "published" if published else "answers"


_PATHS = {
    "answers", "codebook", "frame", "margins", "dispositions", "shares", "invited", "corrections",
    "scheme", "folder",
}  # fmt: skip
AnyWave = Annotated[
    Annotated[Wave, Tag("answers")] | Annotated[PublishedWave, Tag("published")],
    Discriminator(_kind_of_wave),
]


@dataclass(frozen=True, slots=True)
class Source:
    """A raw file and how it is to be read, see `intake.read_table`."""

    path: Path
    sheet: str | None = None
    encoding: str | None = None
    header_rows: int = 1


def _check_hides_enough(round_to: int, hide_counts_to: int) -> None:
    if round_to > hide_counts_to:
        raise ValueError(
            "hide_counts_to must be at least round_to: what is hidden would tell that it is small"
        )


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

    @model_validator(mode="after")
    def _fits_together(self) -> PersonalRule:
        _check_hides_enough(self.round_to, self.hide_counts_to)
        if self.round_to * 2 > self.smallest_group:
            raise ValueError("smallest_group must be at least twice round_to")
        return self


class SensitiveRule(Declared):
    """Rule for own exposure (whole city only) and for register counts of victims."""

    smallest_cell: Annotated[int, Field(ge=10)] = 10
    round_to: Annotated[int, Field(ge=3)] = 5
    hide_counts_to: Annotated[int, Field(ge=2)] = 7
    legal_basis: str = ""

    @model_validator(mode="after")
    def _fits_together(self) -> SensitiveRule:
        _check_hides_enough(self.round_to, self.hide_counts_to)
        return self


class MagnitudeRule(Declared):
    """Rule for amounts: what all but the two largest must add up to, in per cent of the largest."""

    p_percent: Annotated[int, Field(ge=5, le=100)] = 10
    legal_basis: str = ""


class DisclosureRules(Declared):
    """The rules by which groups fall silent: one per declared sensitivity, and one for amounts."""

    open: OpenRule = OpenRule()
    personal: PersonalRule = PersonalRule()
    sensitive: SensitiveRule = SensitiveRule()
    magnitude: MagnitudeRule = MagnitudeRule()


class OutcomeGates(Declared):
    """What a series must have for each rung of the ladder of designs, and what takes it down.

    Attributes
    ----------
    years_before_change : int
        Comparable periods before the programme that a change of level needs.
    periods_before_series, periods_during_series : int
        Periods that an interrupted series needs; of months also two years before.
    comparison_areas, periods_before_comparison : int
        Areas beside the one asked about, and periods before, that a comparison needs.
    treated_areas, untreated_areas : int
        Areas on either side that a comparison of areas with and without needs.
    smallest_mean_count : float
        Cases per period below which a series of counts carries no model.
    pandemic_years : tuple of int
        Years in which a shift has another explanation: a programme that starts in one of them
        or the year after shows no shift of its own without comparison areas.
    alarm_level : float
        A placebo date with a p-value no larger than this takes the design down.
    dominant_area : float
        Largest weight that one area may have in a synthetic control.
    differing_specifications : float
        Largest share of specifications whose sign may differ from the main one.
    """

    years_before_change: Annotated[int, Field(ge=3)] = 3
    periods_before_series: Annotated[int, Field(ge=8)] = 8
    periods_during_series: Annotated[int, Field(ge=3)] = 3
    comparison_areas: Annotated[int, Field(ge=19)] = 19
    periods_before_comparison: Annotated[int, Field(ge=5)] = 5
    treated_areas: Annotated[int, Field(ge=5)] = 5
    untreated_areas: Annotated[int, Field(ge=5)] = 5
    smallest_mean_count: Annotated[float, Field(ge=5)] = 5
    pandemic_years: tuple[int, ...] = (2020, 2021)
    alarm_level: Annotated[float, Field(ge=0.01, le=0.2)] = 0.05
    dominant_area: Annotated[float, Field(gt=0, le=1)] = 0.5
    differing_specifications: Annotated[float, Field(ge=0, le=0.5)] = 0.25


class AttainmentRule(Declared):
    """When a target counts as reached in part.

    Attributes
    ----------
    part_way : float, optional
        Share of the way from baseline to target that counts as in part; None where nothing but
        the target counts.
    """

    part_way: Annotated[float, Field(gt=0, lt=1)] | None = None


class Consultation(Declared):
    """A referral, and the folder of what came in answer.

    Attributes
    ----------
    answers : str
        Folder with the answers, as PDF, DOCX and TXT.
    invited : str
        Table of those who were asked: one row per body.
    referral : str, optional
        File number of the referral, such as "KS 2020/924".
    due : datetime.date, optional
        Last day for answers.
    corrections : str, optional
        Table in which a person puts right what was found in the answers.
    """

    answers: str
    invited: str
    corrections: str | None = None
    referral: str | None = None
    due: date | None = None


class Coding(Declared):
    """How persons code what was written.

    Attributes
    ----------
    scheme : str
        The coding scheme: a YAML file of themes.
    folder : str
        Folder with the files in which they have coded and decided.
    """

    scheme: str
    folder: str


class ReportSettings(Declared):
    """What stands on the cover of the report."""

    title: Text
    subtitle: Text
    author: Text
    date: date


RunName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


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
        The rounds of the survey by name.
    current_wave, baseline_wave : str
        The wave that is evaluated, and the one that it is compared with.
    published_indicators, followup : str
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
    """

    run: RunName
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    programme: str
    waves: dict[FileName, AnyWave]
    current_wave: str
    baseline_wave: str
    published_indicators: str
    followup: str
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

    _root: Path = PrivateAttr(default=Path())

    @model_validator(mode="after")
    def _waves_are_declared(self) -> Evaluation:
        for name in (self.current_wave, self.baseline_wave):
            if name not in self.waves:
                raise ValueError(f"the wave {name} is not one of waves: {', '.join(self.waves)}")
        if self.current_wave not in self.surveys:
            raise ValueError(f"of the wave {self.current_wave} there must be answers, not shares")
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
            for field, path in wave.model_dump(include=_PATHS).items()
            if path
        }
        parts = {"consultation": self.consultation, "coding": self.coding}
        others = {"published_indicators": self.published_indicators, "followup": self.followup} | {
            f"{name}.{field}": path
            for name, part in parts.items()
            if part
            for field, path in part.model_dump(include=_PATHS).items()
            if path
        }
        others |= {"synthesis": self.synthesis} if self.synthesis else {}
        declared = {field: self.path(path) for field, path in (waves | others).items()}
        files = ("programme", "organisation", "indicators", "sources")
        folder = self.path(self.programme)
        programme = {f"programme, {name}.yml": folder / f"{name}.yml" for name in files}
        filled = {"run": self.report_folder, "data_clean": self._root / "data_clean"}
        return {"programme": folder} | programme | declared | filled

    def sources(self) -> dict[str, Source]:
        """Return every raw file, by what it is."""
        waves = [self.wave_sources(name) for name in self.waves]
        return {what: source for wave in waves for what, source in wave.items()} | {
            "published indicators": Source(self.path(self.published_indicators)),
            "follow-up": Source(self.path(self.followup)),
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
    """
    path = _find(Path(file))
    evaluation = read_declaration(path, Evaluation)
    evaluation._root = path.parent
    named = {f"{path}, {field}": each for field, each in evaluation.declared_paths().items()}
    if faults := stray_paths(named, root=path.parent):
        raise ConfigurationError(faults)
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
