"""Tables that are no surveys: frames, published indicators, the boards' own follow-up."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from evaltools.cleaning.answers import answer_texts
from evaltools.cleaning.cleaned import ANSWERED, Change, Cleaned, as_log
from evaltools.cleaning.columns import (
    parse_number,
    plain,
    read_columns,
    read_count,
    read_percent,
    read_text,
    reader_of,
    refuse,
    repeated_rows,
)
from evaltools.codebook import Codebook
from evaltools.errors import Fault
from evaltools.indicators import VALUE_OF, merge_areas
from evaltools.intake import RawTable
from evaltools.programme import Organisation, Programme
from evaltools.survey import DISPOSITIONS


def clean_frame(raw: RawTable, *, codebook: Codebook) -> Cleaned:
    """Turn a table of employees per body and role into the frame of a survey.

    Parameters
    ----------
    raw : RawTable
        Columns for body, role and number of employees, with Swedish or English headers.
    codebook : Codebook
        The questionnaire, whose answers name bodies and roles.

    Returns
    -------
    Cleaned
        One row per body and role; columns `body`, `role` and `employees` (a count).

    Raises
    ------
    DataError
        For columns that are lacking, unknown bodies or roles, numbers that are no counts (such
        as 1.200, which may mean either), and bodies and roles given twice.
    """
    readers = {
        "body": reader_of(answer_texts(codebook.question(codebook.body))),
        "role": reader_of(answer_texts(codebook.question(codebook.role))),
        "employees": read_count,
    }
    frame = read_columns(raw, FRAME_HEADERS, readers)
    refuse(repeated_rows(raw, frame, ["body", "role"]))
    return Cleaned(frame, as_log(raw, []), raw.synthetic)


def clean_dispositions(raw: RawTable, *, codebook: Codebook) -> Cleaned:
    """Turn a table of what became of everyone who was asked into AAPOR's dispositions.

    Parameters
    ----------
    raw : RawTable
        One row per body, a column per disposition, with Swedish or English headers.
    codebook : Codebook
        The questionnaire, whose answers name bodies.

    Returns
    -------
    Cleaned
        One row per body; `body` and the counts that the table has.

    Raises
    ------
    DataError
        For unknown bodies, bodies given twice, and numbers that are no counts.
    """
    readers = {"body": reader_of(answer_texts(codebook.question(codebook.body)))}
    readers |= dict.fromkeys(DISPOSITIONS, read_count)
    headers = FRAME_HEADERS | DISPOSITION_HEADERS
    frame = read_columns(raw, headers, readers, may_be_absent=DISPOSITIONS)
    refuse(repeated_rows(raw, frame, ["body"]))
    return Cleaned(frame, as_log(raw, []), raw.synthetic)


def clean_margins(raw: RawTable, *, codebook: Codebook) -> Cleaned:
    """Turn a table of population totals into margins for raking.

    Parameters
    ----------
    raw : RawTable
        Columns for margin, category and total, with Swedish or English headers.
    codebook : Codebook
        The questionnaire, whose questions are the margins and whose answers the categories.

    Returns
    -------
    Cleaned
        One row per margin and category; columns `margin`, `category` and `total`.

    Raises
    ------
    DataError
        For unknown questions or answers, totals that are no counts, and rows given twice.
    """
    questions = {q.name: q for q in codebook.questions if q.type == "choice"}
    named = {text: name for name, q in questions.items() for text in (name, q.label.sv)}
    readers = {"margin": reader_of(named), "category": read_text, "total": read_count}
    frame = read_columns(raw, MARGIN_HEADERS, readers)
    readers_of_answers = {name: reader_of(answer_texts(q)) for name, q in questions.items()}
    read = [
        readers_of_answers[margin](category)
        for margin, category in zip(frame["margin"], frame["category"], strict=True)
    ]
    frame["category"] = read
    unknown = int(frame["category"].isna().sum())
    if unknown:
        problem = f"{unknown} categories are no answers to the question of their margin."
        remedy = "Use the answers as the codebook has them."
        refuse([Fault(f"{raw.place}, column category", problem, remedy)])
    refuse(repeated_rows(raw, frame, ["margin", "category"]))
    return Cleaned(frame, as_log(raw, []), raw.synthetic)


def clean_published(raw: RawTable, *, codebook: Codebook) -> Cleaned:
    """Turn the published shares of an earlier survey into a baseline.

    Parameters
    ----------
    raw : RawTable
        Columns for measure, body (empty for all bodies together), share in per cent and
        number of answers, with Swedish or English headers.
    codebook : Codebook
        The questionnaire, whose measures and bodies the shares are of.

    Returns
    -------
    Cleaned
        One row per measure and body; columns `measure`, `body` (missing for all bodies),
        `share` (between 0 and 1) and `n` (a count).

    Raises
    ------
    DataError
        For unknown measures or bodies, shares that are no percentages or look like fractions,
        and rows given twice.
    """
    measures = {text: m.name for m in codebook.measures for text in (m.name, m.label.sv)}
    readers = {
        "measure": reader_of(measures),
        "body": reader_of(answer_texts(codebook.question(codebook.body))),
        "share": read_percent,
        "n": read_count,
    }
    frame = read_columns(raw, PUBLISHED_HEADERS, readers, may_lack=("body",))
    refuse([*repeated_rows(raw, frame, ["measure", "body"]), *_fraction_faults(raw, frame)])
    return Cleaned(frame.assign(share=frame["share"] / 100), as_log(raw, []), raw.synthetic)


def _fraction_faults(raw: RawTable, frame: pd.DataFrame) -> list[Fault]:
    """Tell of shares that are written as fractions, which would pass for less than a per cent."""
    if frame["share"].max() > 1 or not frame["share"].max() > 0:
        return []
    problem = "no share is above 1: they look like fractions."
    return [Fault(f"{raw.place}, column share", problem, "Write them in per cent.")]


WAVE_TABLES = {
    "frame": clean_frame,
    "dispositions": clean_dispositions,
    "margins": clean_margins,
    "shares": clean_published,
}
"""The tables that may belong to a wave of a survey, and what cleans them."""


def clean_wave_tables(tables: Mapping[str, RawTable], *, codebook: Codebook) -> dict[str, Cleaned]:
    """Clean the tables that belong to a wave, whichever there are.

    Parameters
    ----------
    tables : dict of str to RawTable
        The tables by what they are: frame, dispositions, margins or shares.
    codebook : Codebook
        The questionnaire of the wave.

    Returns
    -------
    dict of str to Cleaned
        The clean tables by the same names.

    Raises
    ------
    DataError
        As the function that cleans each of them.
    """
    return {name: WAVE_TABLES[name](raw, codebook=codebook) for name, raw in tables.items()}


def clean_indicators(raw: RawTable, *, programme: Programme) -> Cleaned:
    """Turn published indicator values into typed observations.

    Parameters
    ----------
    raw : RawTable
        A table with the columns of data_raw/published/indicators_published.csv, or any that
        `sources` reads.
    programme : Programme
        The programme, whose catalogue knows every indicator.

    Returns
    -------
    Cleaned
        One row per observation and edition; `value` is NaN where the source suppressed it,
        `qualifier` says how sure the printed value is. `first_year` and `year` are the first
        and last year of `period`, NaN where the source gives none, `month` the month of a
        value that is of one month or quarter. `sex` is women, men or missing; `numerator`,
        `denominator` and `uncertainty` (distance to the farther limit of the published
        interval) are NaN where the source gives none.

    Raises
    ------
    DataError
        For lacking columns, unknown indicators or qualifiers, values that are no numbers,
        missing values that no qualifier explains, and observations given twice in an edition.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.cleaning import clean_indicators
    >>> from evaltools.intake import read_table
    >>> from evaltools.programme import read_programme
    >>> programme = read_programme(Path("programme"))
    >>> raw = read_table(Path("data_raw/published/indicators_published.csv"))
    >>> observations = clean_indicators(raw, programme=programme).tidy()
    >>> used = observations[observations["indicator_id"] == "OJ_SU"]
    >>> used[["year", "value", "qualifier"]]
           year  value qualifier
    96   2017.0    9.0     exact
    97   2018.0   10.0     exact
    98   2019.0    8.0     exact
    99   2021.0   13.0     exact
    100  2020.0   13.0   derived
    """
    known = {indicator.id: indicator.id for indicator in programme.indicators}
    readers = {
        **dict.fromkeys(INDICATOR_TEXTS, read_text),
        **dict.fromkeys(INDICATOR_NUMBERS, parse_number),
        "indicator_id": reader_of(known),
        "qualifier": reader_of({name: name for name in QUALIFIERS}),
        "sex": reader_of(SEXES),
    }
    names = {name: (name,) for name in readers}
    read = read_columns(raw, names, readers, may_lack=_MAY_LACK, may_be_absent=_MAY_BE_ABSENT)
    dated = _dated(read.reindex(columns=list(readers)))
    frame = _described(dated, programme).assign(synthetic=raw.synthetic)
    refuse([*_unexplained(raw, frame), *repeated_rows(raw, frame, [*VALUE_OF, "edition"])])
    return Cleaned(frame, as_log(raw, _qualified(frame)), raw.synthetic)


def join_observations(
    parts: Collection[Cleaned], *, crosswalk: dict[str, str] | None = None
) -> Cleaned:
    """Put the observations of several tables together.

    Parameters
    ----------
    parts : collection of Cleaned
        What `clean_indicators` made of each table.
    crosswalk : dict of str to str, optional
        For each area that has merged the one that has taken it over: what can be added is, see
        `indicators.merge_areas`.

    Returns
    -------
    Cleaned
        All rows in the order of the tables; `synthetic` tells of each where it is from.

    Raises
    ------
    DataError
        For values that two tables give in the same edition.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.cleaning import clean_indicators, join_observations
    >>> from evaltools.intake import read_table
    >>> from evaltools.programme import read_programme
    >>> programme = read_programme(Path("programme"))
    >>> raw = read_table(Path("data_raw/published/indicators_published.csv"))
    >>> together = join_observations([clean_indicators(raw, programme=programme)])
    >>> len(together.tidy()) == len(raw.tidy()), together.synthetic
    (True, False)
    """
    together = pd.concat([each.tidy() for each in parts], ignore_index=True)
    twice = int(together.duplicated([*VALUE_OF, "edition"]).sum())
    if twice:
        problem = f"{twice} values are given by two sources in the same edition."
        refuse([Fault("indicators", problem, "Take them out of one, or give it an edition.")])
    log = pd.concat([each.log() for each in parts], ignore_index=True)
    merged = merge_areas(together, crosswalk=crosswalk or {})
    return Cleaned(merged, log, any(each.synthetic for each in parts))


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Read first and last year, and the month or quarter, from the period."""
    period = frame["period"].astype("str")
    quarter = period.str.extract(r"^\d{4}[KQ](\d)$")[0].astype("Float64") * 3
    month = period.str.extract(r"^\d{4}(?:-|M)(\d\d)$")[0].astype("Float64")
    last = period.str.extract(r"(\d{4})(?:-\d\d|M\d\d|[KQ]\d)*$")[0].astype("Float64")
    return frame.assign(
        first_year=period.str.extract(r"^(\d{4})")[0].astype("Float64"),
        year=last,
        month=month.fillna(quarter),
    )


def _described(frame: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Fill what a source leaves to the catalogue: names and units; and the group by its parts."""
    catalogue = {each.id: each for each in programme.indicators}
    own = frame["indicator_id"].map(catalogue)
    numbers = frame[[*INDICATOR_NUMBERS]].astype("float64")
    frame = frame.astype(dict.fromkeys([*INDICATOR_TEXTS, "sex"], "str"))
    told = frame["group"].str.extract(r"^(kvinnor|flickor|män|pojkar)\b")[0].map(SEXES)
    sex = frame["sex"].fillna(told)
    words = frame["sex"].map(_SEX_WORDS).fillna("").str.cat(frame["age"].fillna(""), sep=" ")
    composed = words.str.strip().replace("", None)
    return frame.assign(
        **numbers,
        sex=sex,
        group=frame["group"].fillna(composed),
        name_sv=frame["name_sv"].fillna(own.map(lambda each: each.name.sv)),
        name_en=_english(frame, programme).fillna(own.map(lambda each: each.name.en)),
        unit=frame["unit"].fillna(own.map(lambda each: each.unit)),
    )


def _english(frame: pd.DataFrame, programme: Programme) -> pd.Series[str]:
    """Name each row as the catalogue names its series, where it does, or else as the source."""
    known = {
        (each.id, name.sv): name.en
        for each in programme.indicators
        for name in (each.name, *each.series_names)
    }
    keys = zip(frame["indicator_id"], frame["name_sv"], strict=True)
    named = pd.Series([known.get(key) for key in keys], index=frame.index, dtype="str")
    return named.fillna(frame["name_en"])


def _unexplained(raw: RawTable, frame: pd.DataFrame) -> list[Fault]:
    """Tell of values that are missing without a reason."""
    rows = int((frame["value"].isna() & ~frame["qualifier"].isin(SUPPRESSED)).sum())
    if not rows:
        return []
    problem = f"{rows} values are missing without a qualifier that says why."
    return [Fault(f"{raw.place}, column value", problem, "Set the qualifier.")]


def clean_followup(raw: RawTable, *, programme: Programme, organisation: Organisation) -> Cleaned:
    """Turn the boards' own follow-up into typed rows.

    Parameters
    ----------
    raw : RawTable
        The long table: year, period, body, goal, item type, item, outcome, target, verdict
        and comment, with Swedish or English headers.
    programme : Programme
        The programme, whose goals the rows are about.
    organisation : Organisation
        The bodies, known by name or id.

    Returns
    -------
    Cleaned
        One row per body, period and item; `outcome` and `target` are numbers or NaN,
        `verdict` of goals and indicators is full, part, none, not_applicable (where the body
        says so) or missing, `state` of activities done, under_way, delayed, not_started or missing.

    Raises
    ------
    DataError
        For lacking columns, unknown bodies, goals, periods, item types or verdicts, outcomes
        or targets that are no numbers, and items that a body reports twice.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.cleaning import clean_followup
    >>> from evaltools.intake import read_table
    >>> from evaltools.programme import read_organisation, read_programme
    >>> folder = Path("programme")
    >>> followup = clean_followup(
    ...     read_table(Path("data_raw/demo/ils_uppfoljning.csv")),
    ...     programme=read_programme(folder),
    ...     organisation=read_organisation(folder),
    ... ).tidy()
    >>> sorted(followup["item_type"].unique())
    ['activity', 'goal', 'indicator']
    """
    bodies = {b.id: b.id for b in organisation.bodies}
    named = {plain(b.name.sv): b.id for b in organisation.bodies}
    goals = {goal.id: goal.id for goal in programme.goals}
    numbered = {plain(goal.number): goal.id for goal in programme.goals}
    readers = {
        "year": parse_number,
        "period": reader_of({plain(period): period for period in ("T1", "T2", "VB")}),
        "body": reader_of(bodies | named),
        "goal": reader_of(goals | numbered),
        "item_type": reader_of(ITEM_TYPES),
        "item": read_text,
        "outcome": parse_number,
        "target": parse_number,
        "verdict": reader_of(VERDICTS | STATES),
        "state": reader_of(STATES),
        "comment": read_text,
    }
    may_lack = ("outcome", "target", "verdict", "state", "comment", "item")
    frame = read_columns(
        raw, FOLLOWUP_HEADERS, readers, may_lack=may_lack, may_be_absent=("state",)
    ).reindex(columns=list(readers))
    items = ["year", "period", "body", "goal", "item_type", "item"]
    refuse([*repeated_rows(raw, frame, items), *_misplaced_verdicts(raw, frame)])
    of_activity = frame["item_type"] == "activity"
    frame["state"] = frame["state"].fillna(frame["verdict"].where(of_activity))
    frame["verdict"] = frame["verdict"].mask(of_activity)
    frame["comment"] = frame["comment"].notna().map({True: ANSWERED, False: None})
    return Cleaned(frame, as_log(raw, []), raw.synthetic)


def _misplaced_verdicts(raw: RawTable, frame: pd.DataFrame) -> list[Fault]:
    """Tell of activities with a verdict of goals, and of goals with a state of activities."""
    told = frame["verdict"].notna()
    is_state = frame["verdict"].isin(STATES.values())
    rows = int((told & (is_state != (frame["item_type"] == "activity"))).sum())
    if not rows:
        return []
    problem = f"{rows} rows give an activity a verdict, or a goal or indicator a state."
    remedy = "Activities are genomförd, pågår, försenad or ej påbörjad."
    return [Fault(f"{raw.place}, column verdict", problem, remedy)]


FRAME_HEADERS = {
    "body": ("body", "nämnd eller bolag"),
    "role": ("role", "roll"),
    "employees": ("employees", "antal anställda"),
}


DISPOSITION_HEADERS = {
    "complete": ("complete", "besvarat"),
    "partial": ("partial", "delvis besvarat"),
    "refusal": ("refusal", "avböjt"),
    "non_contact": ("non_contact", "ej nådda"),
    "other": ("other", "inget svar"),
    "unknown_eligibility": ("unknown_eligibility", "okänd behörighet"),
    "not_eligible": ("not_eligible", "ej behöriga"),
}
MARGIN_HEADERS = {
    "margin": ("margin", "marginal"),
    "category": ("category", "kategori"),
    "total": ("total", "antal"),
}
PUBLISHED_HEADERS = {
    "measure": ("measure", "fråga"),
    "body": ("body", "nämnd eller bolag"),
    "share": ("share", "andel, %", "andel"),
    "n": ("n", "antal svar"),
}
INDICATOR_TEXTS = (
    "name_sv", "name_en", "unit", "geography", "period", "group", "age", "definition", "edition",
    "source_name", "source_url", "method_note",
)  # fmt: skip
INDICATOR_NUMBERS = ("value", "numerator", "denominator", "uncertainty")
_MAY_BE_ABSENT = (
    "name_sv", "name_en", "unit", "source_url", "method_note", "sex", "age", "definition",
    "edition", "numerator", "denominator", "uncertainty",
)  # fmt: skip
_MAY_LACK = (
    "period", "group", "value", *_MAY_BE_ABSENT,
)  # fmt: skip
SUPPRESSED = ("suppressed_x", "missing_dots")
QUALIFIERS = (
    "exact", "approx", "derived", "rounded", "at_least", "zero_dash", "preliminary",
    "parts_differ", *SUPPRESSED,
)  # fmt: skip
SEXES = {"women": "women", "kvinnor": "women", "flickor": "women", "K": "women",
         "men": "men", "män": "men", "pojkar": "men", "M": "men"}  # fmt: skip
_SEX_WORDS = {"women": "kvinnor", "men": "män"}


FOLLOWUP_HEADERS = {
    "year": ("year", "år"),
    "period": ("period",),
    "body": ("body", "nämnd"),
    "goal": ("goal", "mål"),
    "item_type": ("item_type", "posttyp"),
    "item": ("item", "post"),
    "outcome": ("outcome", "utfall"),
    "target": ("target", "målvärde"),
    "verdict": ("verdict", "bedömning"),
    "state": ("state", "läge"),
    "comment": ("comment", "kommentar"),
}


ITEM_TYPES = {
    "goal": "goal", "mål": "goal", "indicator": "indicator", "indikator": "indicator",
    "activity": "activity", "aktivitet": "activity",
}  # fmt: skip


VERDICTS = {
    "uppfylls helt": "full", "full": "full", "uppfylls delvis": "part", "part": "part",
    "uppfylls inte": "none", "uppfylls ej": "none", "none": "none",
    "ej aktuellt": "not_applicable", "not_applicable": "not_applicable",
}  # fmt: skip
STATES = {
    "genomförd": "done", "avslutad": "done", "done": "done", "pågår": "under_way",
    "under_way": "under_way", "försenad": "delayed", "delayed": "delayed",
    "ej påbörjad": "not_started", "not_started": "not_started",
}  # fmt: skip


def _qualified(frame: pd.DataFrame) -> list[Change]:
    counts = frame.loc[frame["qualifier"] != "exact", "qualifier"].value_counts()
    return [
        ("value", f"behölls med förbehållet {name}", f"kept with the qualifier {name}", int(rows))
        for name, rows in counts.items()
    ]
