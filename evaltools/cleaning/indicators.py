"""Published values of indicators, as observations."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from evaltools.cleaning.cleaned import Change, Cleaned, as_log
from evaltools.cleaning.columns import (
    parse_number,
    read_columns,
    read_text,
    reader_of,
    refuse,
    repeated_rows,
)
from evaltools.errors import Fault
from evaltools.indicators import VALUE_OF, merge_areas
from evaltools.intake import RawTable
from evaltools.programme import Programme


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


def _qualified(frame: pd.DataFrame) -> list[Change]:
    counts = frame.loc[frame["qualifier"] != "exact", "qualifier"].value_counts()
    return [
        ("value", f"behölls med förbehållet {name}", f"kept with the qualifier {name}", int(rows))
        for name, rows in counts.items()
    ]


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
