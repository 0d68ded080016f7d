"""Demo data with a known truth, in the shapes in which evaluators get the real ones.

The city's real answers are confidential. This room draws a whole population of employees from
the same codebooks that a real survey would use, lets some of them answer, and writes beside the
answers what is true of everyone, so that the estimates can be held to it. Nothing here says
anything about the city: every number is invented and every file says so.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd

from evaltools.characters import inert
from evaltools.codebook import NOT_SHOWN, Codebook, Question
from evaltools.intake import SYNTHETIC_MARK
from evaltools.programme import Body, Organisation, Programme
from evaltools.provenance import write_atomically

ROLES = ("manager", "client_facing", "other")
ANSWER_RATE = {"manager": 0.62, "client_facing": 0.46, "other": 0.38}
HEARD = {"district_board": 0.8, "specialist_board": 0.1, "company": -0.9}
ROLE_LIFT = {"manager": 0.9, "client_facing": 0.3, "other": -0.5}
LIFT = {
    "has_read": -0.3, "knows_goals": -0.5, "knows_responsibility": -0.8, "uses_programme": -1.3,
    "uses_in_planning": 0.1, "uses_in_routines": -0.2, "uses_in_casework": -0.7,
    "uses_in_followup": -1.1, "trained": -0.3, "routine_known": 0.1, "routine_used": -0.9,
    "cooperation_city": 0.3, "cooperation_police": -0.4, "cooperation_health": -0.7,
    "employer_support_known": -0.6,
}  # fmt: skip
"""Log odds by which a question differs from what the respondent is inclined to answer."""
TYPE_LIFT = {
    "close_relationships": 0.5, "honour": 0.2, "prostitution": -0.9, "trafficking": -1.0,
    "sexual_violence": -0.3,
}  # fmt: skip
BASELINE_LIFT = -0.6
"""Log odds by which the predecessor programme was less known."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Everyone in the frame of a synthetic wave, asked or not.

    Attributes
    ----------
    people : pandas.DataFrame
        One row per employee: the questions of the codebook, and `answers` that is True for
        those who take part in the survey.
    """

    people: pd.DataFrame

    def frame(self) -> pd.DataFrame:
        """Count the employees of each body and role."""
        return self.people.groupby(["body", "role"]).size().rename("employees").reset_index()

    def respondents(self) -> pd.DataFrame:
        """Return the answers of those who take part."""
        return self.people[self.people["answers"]].drop(columns="answers").reset_index(drop=True)


def draw_population(
    codebook: Codebook,
    *,
    bodies: tuple[Body, ...],
    size: int,
    lift: float,
    rng: np.random.Generator,
) -> Population:
    """Draw everyone who works in the bodies, with the answers they would give.

    Parameters
    ----------
    codebook : Codebook
        The questionnaire.
    bodies : tuple of Body
        The bodies of the wave; the first question of the codebook names them.
    size : int
        Number of employees in all.
    lift : float
        Log odds added to every question about the programme.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    Population
        `size` employees; taking part depends on body and role alone.
    """
    people = _employees(bodies, size=size, rng=rng)
    kinds = {body.id: body.kind for body in bodies}
    body_lift = {body.id: rng.normal(0, 0.35) for body in bodies}
    inclination = (
        people["body"].map(kinds).map(HEARD)
        + people["body"].map(body_lift)
        + people["role"].map(ROLE_LIFT)
        + rng.normal(0, 0.5, len(people))
    )
    for question in codebook.questions:
        if question.name not in (codebook.body, codebook.role):
            people[question.name] = _answer(question, people, inclination + lift, rng)
    body_rate = {body.id: rng.uniform(0.75, 1.2) for body in bodies}
    rate = people["role"].map(ANSWER_RATE) * people["body"].map(body_rate)
    return Population(people.assign(answers=rng.random(len(people)) < rate))


def true_shares(population: Population, *, codebook: Codebook) -> pd.DataFrame:
    """Compute what the survey is to estimate from everyone in the frame.

    Parameters
    ----------
    population : Population
        Everyone in the frame.
    codebook : Codebook
        The questionnaire with its measures.

    Returns
    -------
    pandas.DataFrame
        One row per measure and body, and per measure for the whole city (`body` is "all");
        `share` is between 0 and 1.
    """
    rows = []
    for measure in codebook.measures:
        column = population.people[measure.question]
        not_relevant = codebook.question(measure.question).answer_names(kind="not_applicable")
        outside = column.isin(not_relevant)
        if measure.base == "shown":
            outside |= column.eq(NOT_SHOWN)
        yes = column.isin(measure.counts)[~outside]
        bodies = population.people["body"][~outside]
        rows.append({"measure": measure.name, "body": "all", "share": yes.mean()})
        rows += [
            {"measure": measure.name, "body": body, "share": share}
            for body, share in yes.groupby(bodies).mean().items()
        ]
    return pd.DataFrame(rows)


def draw_dispositions(population: Population, *, rng: np.random.Generator) -> pd.DataFrame:
    """Draw what became of everyone who was asked.

    Parameters
    ----------
    population : Population
        Everyone in the frame.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row per body; counts `complete`, `refusal`, `non_contact` and `other` of those in
        the frame, and `not_eligible` of those who were asked though they had left.
    """
    answered = population.people.groupby("body")["answers"].agg(["sum", "size"])
    silent = (answered["size"] - answered["sum"]).to_numpy()
    fates = rng.multinomial(silent, [0.04, 0.07, 0.89])
    return pd.DataFrame(
        {
            "body": answered.index,
            "complete": answered["sum"].to_numpy(),
            "refusal": fates[:, 0],
            "non_contact": fates[:, 1],
            "other": fates[:, 2],
            "not_eligible": rng.binomial(answered["size"].to_numpy(), 0.02),
        }
    )


def draw_followup(
    programme: Programme, *, organisation: Organisation, years: range, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw the boards' own follow-up of the programme.

    Parameters
    ----------
    programme : Programme
        The programme, for its goals.
    organisation : Organisation
        The bodies of each year.
    years : range
        The years of the programme.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row per year, period, body and item; Swedish texts and decimal commas, as boards
        report.
    """
    rows = []
    for year in years:
        periods = ("T1", "T2", "VB") if year == years[-1] else ("VB",)
        for body in organisation.bodies_on(datetime(year, 12, 31).date()):
            level = rng.normal(0.3 * (year - years[0]), 0.8)
            for period in periods:
                rows += _reported(programme, body, year, period, level, rng)
    return pd.DataFrame(rows)


def draw_activities(
    programme: Programme, *, organisation: Organisation, years: range, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw what has become of the programme's activities, as the boards report it.

    Parameters
    ----------
    programme : Programme
        The programme, whose activities name the bodies that are responsible.
    organisation : Organisation
        The bodies of each year.
    years : range
        The years of the programme.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row per year, body and activity, in the shape of `draw_followup`; further along the
        later the year.
    """
    rows = []
    for year in years:
        bodies = {each.id: each for each in organisation.bodies_on(datetime(year, 12, 31).date())}
        for goal in programme.goals:
            for activity in goal.activities:
                for body in (bodies[each] for each in activity.responsible if each in bodies):
                    same = {"år": year, "period": "VB", "nämnd": body.name.sv, "mål": goal.number}
                    progress = rng.normal(year - years[0], 1.2)
                    rows.append(same | _activity_row(activity.text.sv, _state(progress)))
    return pd.DataFrame(rows)


def draw_comparison(*, years: range, start: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw reported cases in a city with a programme and in municipalities without.

    Parameters
    ----------
    years : range
        The years that are reported.
    start : int
        First year of the programme: from then on the city's rate is a fifth lower than it would
        have been.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row per area, sex and year, in the columns of the published indicators, with
        numerator and denominator; the pandemic years are higher everywhere.
    """
    areas = ["Exempelstad", *(f"Exempelkommun {number}" for number in range(1, 31))]
    inhabitants = np.r_[450_000, np.exp(rng.normal(np.log(45_000), 0.6, len(areas) - 1))]
    time, shape = np.array(years), (len(areas), len(years))
    wander = 0.05 * rng.normal(size=shape).cumsum(axis=1) / np.sqrt(len(years))
    level = np.log(80e-5) + rng.normal(0, 0.25, (len(areas), 1)) + wander
    level += 0.12 * np.isin(time, (2020, 2021)) + 0.02 * rng.normal(size=shape)
    level[0] += np.log(0.8) * (time >= start)
    cases = {
        sex: rng.poisson(inhabitants[:, None] * np.exp(level) * share)
        for sex, share in (("kvinnor", 0.8), ("män", 0.2))
    }
    return pd.DataFrame(
        {
            "indicator_id": "EXEMPEL_FALL",
            "geography": area,
            "sex": sex,
            "period": year,
            "value": _per_100_000(counted[row, column], inhabitants[row]),
            "numerator": counted[row, column],
            "denominator": round(inhabitants[row]),
        }
        for sex, counted in cases.items()
        for row, area in enumerate(areas)
        for column, year in enumerate(years)
    )


def write_demo(
    folder: Path,
    *,
    codebooks: dict[str, Codebook],
    programme: Programme,
    organisation: Organisation,
    seed: int = 2025,
) -> list[Path]:
    """Write the demo data that are in git.

    Parameters
    ----------
    folder : pathlib.Path
        Where to; data_raw/demo.
    codebooks : dict of str to Codebook
        The questionnaires of the waves 2019 and 2025.
    programme, organisation : Programme, Organisation
        The programme and the bodies of each year.
    seed : int, optional
        The same seed writes the same bytes.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    rng = np.random.default_rng(seed)
    waves = {"2019": (datetime(2019, 11, 1), 9_000, BASELINE_LIFT),
             "2025": (datetime(2025, 10, 1), 13_500, 0.0)}  # fmt: skip
    written: dict[str, bytes] = {}
    truth = []
    for wave, (day, size, lift) in waves.items():
        codebook = codebooks[wave]
        population = draw_population(
            codebook, bodies=organisation.bodies_on(day.date()), size=size, lift=lift, rng=rng
        )
        truth.append(true_shares(population, codebook=codebook).assign(wave=wave))
        written[f"ram_{wave}.csv"] = _frame_csv(population.frame(), codebook)
        if wave == "2025":
            written["medarbetarenkat_2025.csv"] = _coded_csv(population, codebook, rng)
            dispositions = draw_dispositions(population, rng=np.random.default_rng([seed, 1]))
            written["utskick_2025.csv"] = _dispositions_csv(dispositions, codebook)
        else:
            written["medarbetarenkat_2019.xlsx"] = _labelled_workbook(population, codebook)
    followup = draw_followup(programme, organisation=organisation, years=range(2021, 2026), rng=rng)
    activities = draw_activities(
        programme,
        organisation=organisation,
        years=range(2021, 2026),
        rng=np.random.default_rng([seed, 2]),
    )
    reported = pd.concat([followup, activities])
    written["ils_uppfoljning.csv"] = _csv(reported, encoding="cp1252")
    comparison = draw_comparison(
        years=range(2010, 2026), start=2021, rng=np.random.default_rng([seed, 3])
    )
    written["jamforelseomraden.csv"] = _csv(_marked(comparison), encoding="utf-8")
    preliminary = _csv(_marked(_preliminary(comparison, year=2024)), encoding="utf-8")
    written["jamforelseomraden_preliminara.csv"] = preliminary
    written["sanning.csv"] = _csv(_marked(pd.concat(truth)), encoding="utf-8")
    for name, content in written.items():
        write_atomically(folder / name, content)
    return [folder / name for name in written]


def _employees(bodies: tuple[Body, ...], *, size: int, rng: np.random.Generator) -> pd.DataFrame:
    weights = {"district_board": 1.0, "specialist_board": 0.5, "company": 0.18}
    sizes = np.array([weights[body.kind] * rng.lognormal(0, 0.5) for body in bodies])
    sizes[-1] *= 0.1
    people = rng.choice([body.id for body in bodies], size=size, p=sizes / sizes.sum())
    roles = rng.choice(ROLES, size=size, p=[0.08, 0.62, 0.30])
    return pd.DataFrame({"body": people, "role": roles})


def _answer(
    question: Question,
    people: pd.DataFrame,
    inclination: pd.Series[float],
    rng: np.random.Generator,
) -> pd.Series[str]:
    if question.type == "open":
        return _free_text(question, len(people), rng)
    names = question.answer_names(kind="valid")
    draw = _yes_or_no if len(names) == 2 else _on_scale
    lift = LIFT.get(question.name, 0.0) + TYPE_LIFT.get(question.violence_type or "", 0.0)
    answer = draw(names, inclination + lift, rng)
    answer = _with_unsure(answer, question, rng)
    if question.asked_if:
        shown = people[question.asked_if.question].isin(question.asked_if.answers)
        answer = answer.where(shown, NOT_SHOWN)
    return answer


def _yes_or_no(
    names: tuple[str, ...], log_odds: pd.Series[float], rng: np.random.Generator
) -> pd.Series[str]:
    yes, no = names
    chosen = rng.random(len(log_odds)) < 1 / (1 + np.exp(-log_odds))
    return pd.Series(np.where(chosen, yes, no), index=log_odds.index, dtype="str")


def _on_scale(
    names: tuple[str, ...], inclination: pd.Series[float], rng: np.random.Generator
) -> pd.Series[str]:
    score = inclination + rng.logistic(0, 1, len(inclination))
    cuts = np.linspace(-2.2, 1.8, len(names) - 1)
    return pd.Series(np.array(names)[np.searchsorted(cuts, score)], index=inclination.index)


def _with_unsure(
    answer: pd.Series[str], question: Question, rng: np.random.Generator
) -> pd.Series[str]:
    chance = rng.random(len(answer))
    for kind, limit in (("dont_know", 0.05), ("not_applicable", 0.08)):
        for name in question.answer_names(kind=kind):
            answer = answer.mask((chance >= limit - 0.04) & (chance < limit), name)
    return answer


TEXTS = {
    "strengths": (
        "Tydliga mål, och samma för alla nämnder.",
        "Att hedersrelaterat våld och våld i nära relationer finns i ett dokument; lätt att visa.",
        "Bra stöd när vi skrev vår rutin.",
        "Arbetsgivarperspektivet är nytt och viktigt.",
    ),
    "weaknesses": (
        "Långt och svårt att hitta i.",
        "Oklart vad vår förvaltning ska göra,\noch vem som följer upp.",
        "Handlar mest om socialtjänsten.",
        'Vi får programmet men inte tid att arbeta med det, "ännu ett styrdokument".',
    ),
    "needs": (
        "Utbildning om prostitution och människohandel.",
        "Kortare version per verksamhet.",
        "Samverkan med polisen; vi ses för sällan.",
        "Chefer behöver fråga om det på APT.",
    ),
}


def _free_text(question: Question, size: int, rng: np.random.Generator) -> pd.Series[str]:
    texts = [*TEXTS[question.name], ""]
    chosen = rng.choice(len(texts), size=size, p=[0.06, 0.06, 0.05, 0.05, 0.78])
    return pd.Series([texts[place] for place in chosen], dtype="str")


def _reported(
    programme: Programme,
    body: Body,
    year: int,
    period: str,
    level: float,
    rng: np.random.Generator,
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for goal in programme.goals:
        score = level + rng.normal(0, 0.7)
        same = {"år": year, "period": period, "nämnd": body.name.sv, "mål": goal.number}
        rows += [same | _VERDICT_ROW | {"bedömning": _verdict(score)}, same | _trained(score, rng)]
    return rows


_VERDICT_ROW = {
    "posttyp": "mål", "post": "", "utfall": "", "målvärde": "", "bedömning": "",
    "kommentar": SYNTHETIC_MARK,
}  # fmt: skip


def _verdict(score: float) -> str:
    if score > 0.6:
        return "uppfylls helt"
    return "uppfylls delvis" if score > -0.9 else "uppfylls inte"


def _trained(score: float, rng: np.random.Generator) -> dict[str, str]:
    share = float(np.clip(55 + 12 * score + rng.normal(0, 5), 2, 100))
    return {
        "posttyp": "indikator", "post": "Andel medarbetare med utbildning (exempel)",
        "utfall": f"{share:.1f}".replace(".", ","), "målvärde": "60", "bedömning": "",
        "kommentar": "",
    }  # fmt: skip


def _preliminary(comparison: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Return the city's year as it was first reported: one case in thirty came in late."""
    asked_about = comparison["geography"] == "Exempelstad"
    first = comparison[asked_about & (comparison["period"] == year)]
    counted = first["numerator"] * 29 // 30
    rates = map(_per_100_000, counted, first["denominator"])
    return first.assign(numerator=counted, value=list(rates))


def _per_100_000(cases: float, inhabitants: float) -> str:
    return f"{1e5 * cases / inhabitants:.1f}".replace(".", ",")


def _activity_row(text: str, state: str) -> dict[str, str]:
    return {
        "posttyp": "aktivitet", "post": text, "utfall": "", "målvärde": "", "bedömning": state,
        "kommentar": "",
    }  # fmt: skip


def _state(progress: float) -> str:
    if progress > 2.5:
        return "genomförd"
    if progress > 0.5:
        return "pågår"
    return "försenad" if progress > -0.5 else "ej påbörjad"


def _coded_csv(population: Population, codebook: Codebook, rng: np.random.Generator) -> bytes:
    answers = population.respondents()
    skipped = rng.random(answers.shape) < 0.02
    columns = {
        "Respondent-ID": [f"R{number:05d}" for number in range(1, len(answers) + 1)],
        "E-postadress": [
            f"person{number}@example.invalid" for number in range(1, len(answers) + 1)
        ],
        "Dataursprung": [SYNTHETIC_MARK] * len(answers),
    }
    for place, question in enumerate(codebook.questions):
        codes = {answer.name: answer.code for answer in question.answers} | {NOT_SHOWN: ""}
        column = answers[question.name]
        if question.type == "choice":
            column = column.map(codes)
            if question.name not in (codebook.body, codebook.role):
                column = column.mask(skipped[:, place], "")
        columns[question.column] = column.tolist()
    return _csv(pd.DataFrame(columns), encoding="cp1252")


def _labelled_workbook(population: Population, codebook: Codebook) -> bytes:
    answers = population.respondents()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Svar"
    sheet.append([inert(f"{codebook.title.sv} – {SYNTHETIC_MARK}")])
    sheet.append(["Exporterad 2020-01-15"])
    sheet.append([])
    sheet.append(["Svarsnummer", *(inert(question.column) for question in codebook.questions)])
    labels = [
        {answer.name: inert(answer.label.sv) for answer in question.answers} | {NOT_SHOWN: ""}
        for question in codebook.questions
    ]
    names = [question.name for question in codebook.questions]
    for number, row in enumerate(answers[names].itertuples(index=False), start=1):
        sheet.append([number, *(known[name] for known, name in zip(labels, row, strict=True))])
    return _workbook_bytes(book)


def _workbook_bytes(book: openpyxl.Workbook) -> bytes:
    """Save a workbook so that the same content gives the same bytes."""
    book.properties.created = datetime(2020, 1, 15, tzinfo=UTC)
    saved, fixed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=(2020, 1, 15, 0, 0, 0))
            content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2020-01-15T00:00:00Z",
                             source.read(name))  # fmt: skip
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _frame_csv(frame: pd.DataFrame, codebook: Codebook) -> bytes:
    body, role = codebook.question(codebook.body), codebook.question(codebook.role)
    table = pd.DataFrame(
        {
            "Nämnd eller bolag": [body.answer_label(name).sv for name in frame["body"]],
            "Roll": [role.answer_label(name).sv for name in frame["role"]],
            "Antal anställda": [f"{count:,}".replace(",", " ") for count in frame["employees"]],
        }
    )
    return _csv(_marked(table), encoding="cp1252")


def _dispositions_csv(dispositions: pd.DataFrame, codebook: Codebook) -> bytes:
    body = codebook.question(codebook.body)
    headers = {
        "complete": "Besvarat", "refusal": "Avböjt", "non_contact": "Ej nådda",
        "other": "Inget svar", "not_eligible": "Ej behöriga",
    }  # fmt: skip
    names = [body.answer_label(name).sv for name in dispositions.pop("body")]
    table = dispositions.rename(columns=headers)
    table.insert(0, "Nämnd eller bolag", names)
    return _csv(_marked(table), encoding="cp1252")


def _marked(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(dataursprung=SYNTHETIC_MARK)


def _csv(table: pd.DataFrame, *, encoding: str) -> bytes:
    written = table.rename(columns=inert).map(_inert_cell)
    text = written.to_csv(sep=";", index=False, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    return text.encode(encoding)


def _inert_cell(cell: Any) -> Any:
    return inert(cell) if isinstance(cell, str) else cell
