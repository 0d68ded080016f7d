"""How many speak of what: counted from what persons have decided, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from evaltools.estimates import Estimates, estimate_shares
from evaltools.survey import Survey
from evaltools.testimony.coding import VALENCES, Unit
from evaltools.testimony.decisions import Decided
from evaltools.testimony.scheme import CodingScheme
from evaltools.testimony.units import Written

ANY = "any"
"""Stands where a theme is counted however it is spoken of."""


def list_mentions(scheme: CodingScheme, *, question: str | None = None) -> pd.DataFrame:
    """List what can be counted of a scheme.

    Parameters
    ----------
    scheme : CodingScheme
        The scheme.
    question : str, optional
        The one open question whose answers are counted; all, where it is not given.

    Returns
    -------
    pandas.DataFrame
        One row per theme and valence, and per theme one in which `valence` is "any": `measure`,
        `theme`, `valence`, and `goal` of the programme, missing where the theme has none.
    """
    before = f"{question}." if question else ""
    rows = [
        {"measure": f"{before}{theme.id}.{valence}", "theme": theme.id, "valence": valence,
         "goal": theme.goal}
        for theme in scheme.themes
        for valence in (ANY, *VALENCES)
    ]  # fmt: skip
    return pd.DataFrame(rows).astype("str")


def estimate_mentions(
    survey: Survey,
    *,
    written: Written,
    decided: Decided,
    scheme: CodingScheme,
    question: str | None = None,
    by: tuple[str, ...] = (),
    conf_level: float = 0.95,
) -> Estimates:
    """Estimate how many of those who wrote something speak of each theme.

    The base is everyone with at least one answer on which persons have decided. They chose to
    write: the shares are of them, weighted to the employees that they stand for, and do not
    speak for all employees.

    Parameters
    ----------
    survey : Survey
        The weighted answers.
    written : Written
        Who of them wrote what.
    decided : Decided
        What persons have decided.
    scheme : CodingScheme
        The scheme.
    question : str, optional
        The one open question whose answers are counted; all, where it is not given.
    by : tuple of str, optional
        Columns of the survey that form the groups.
    conf_level : float, optional
        Level of the intervals.

    Returns
    -------
    Estimates
        Shares; one row per `measure` of `list_mentions` and group, by the strictest
        sensitivity of the open questions.
    """
    units = written.by_respondent()[[question] if question else list(written.questions)]
    base = units.isin(list(decided.themes)).any(axis=1)
    reached = {
        row["measure"]: units.isin(_units_with(decided, row["theme"], row["valence"])).any(axis=1)
        for row in list_mentions(scheme, question=question).to_dict("records")
    }
    return estimate_shares(
        survey,
        reached=pd.DataFrame(reached).astype("boolean").mask(~base, axis=0),
        sensitivity=written.sensitivity,
        by=by,
        conf_level=conf_level,
    )


def count_writers(*, written: Written, decided: Decided) -> pd.DataFrame:
    """Count the respondents who wrote something, and how far it is decided.

    Parameters
    ----------
    written : Written
        Who wrote what.
    decided : Decided
        What persons have decided.

    Returns
    -------
    pandas.DataFrame
        Three rows: `stage` is "wrote", "decided" (at least one answer is) and "undecided" (at
        least one answer is not, coded or not); `n` counts respondents. For
        `disclosure.protect_counts`, with `measure="stage"`.
    """
    units = written.by_respondent()
    is_decided = units.isin(list(decided.themes))
    stages = {
        "wrote": units.notna(),
        "decided": is_decided,
        "undecided": units.notna() & ~is_decided,
    }
    counts = {stage: int(cells.any(axis=1).sum()) for stage, cells in stages.items()}
    return pd.DataFrame({"stage": list(counts), "n": list(counts.values())})


def count_speakers(*, written: Written, decided: Decided, scheme: CodingScheme) -> pd.DataFrame:
    """Count the respondents who speak of each theme, however they speak of it.

    Parameters
    ----------
    written : Written
        Who wrote what.
    decided : Decided
        What persons have decided.
    scheme : CodingScheme
        The scheme.

    Returns
    -------
    pandas.DataFrame
        One row per theme: `theme`, and `speakers`, a count of respondents that must not leave
        but through `disclosure`.
    """
    units = written.by_respondent()
    speakers = [
        int(units.isin(_units_with(decided, theme, ANY)).any(axis=1).sum()) for theme in scheme.ids
    ]
    return pd.DataFrame({"theme": scheme.ids, "speakers": speakers})


def count_bodies(
    decided: Decided,
    *,
    units: Sequence[Unit],
    issuers: Mapping[str, str],
    scheme: CodingScheme,
) -> pd.DataFrame:
    """Count the bodies that speak of each theme in their answers to a referral.

    Parameters
    ----------
    decided : Decided
        What persons have decided.
    units : sequence of Unit
        The passages.
    issuers : dict of str to str
        For each file the body that answered; files without one are left out.
    scheme : CodingScheme
        The scheme.

    Returns
    -------
    pandas.DataFrame
        The rows and columns of `list_mentions`, `bodies` (how many speak of it) and `of` (how
        many there are with a passage on which persons have decided). They are public bodies.
    """
    by_unit = {unit.id: issuers[unit.source] for unit in units if unit.source in issuers}
    table = list_mentions(scheme)
    speaking = [
        len({by_unit[unit] for unit in _units_with(decided, theme, valence) if unit in by_unit})
        for theme, valence in zip(table["theme"], table["valence"], strict=True)
    ]
    heard = {by_unit[unit] for unit in decided.themes if unit in by_unit}
    return table.assign(bodies=speaking, of=len(heard))


def _units_with(decided: Decided, theme: str, valence: str) -> list[str]:
    meant = {(theme, each) for each in (VALENCES if valence == ANY else (valence,))}
    return [unit for unit, found in decided.themes.items() if not meant.isdisjoint(found)]


def undecided_units(decided: Decided, *, units: Iterable[Unit]) -> int:
    """Count the texts that there are now on which nobody has decided, coded or not."""
    return sum(unit.id not in decided.themes for unit in units)
