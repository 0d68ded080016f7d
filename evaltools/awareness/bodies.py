"""Answers under the bodies of today, and bodies taken together."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pandas as pd

from evaltools.awareness.published import PublishedShares
from evaltools.errors import DataError, Fault
from evaltools.survey import Survey

Asked = TypeVar("Asked", Survey, PublishedShares)


def map_bodies(survey: Asked, *, crosswalk: dict[str, str]) -> Asked:
    """Move an earlier wave to the bodies of today.

    The design stays as it was: answers keep the stratum and weight of the body that was asked.
    Published shares of bodies that have merged are put together by their number of answers;
    where one of them has no share, the merged body has none either.

    Parameters
    ----------
    survey : Survey or PublishedShares
        The earlier wave.
    crosswalk : dict of str to str
        For each body of that time the body that has taken it over.

    Returns
    -------
    Survey or PublishedShares
        The same wave under the bodies of today.

    Raises
    ------
    DataError
        If a body of the survey is not in the crosswalk.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.awareness import map_bodies
    >>> from evaltools.survey import take_weights
    >>> answers = pd.DataFrame({"body": ["sdn-rinkeby-kista", "sdn-bromma"], "weight": 1.0})
    >>> survey = take_weights(answers, weight="weight", wave="2019", synthetic=True)
    >>> crosswalk = {"sdn-rinkeby-kista": "sdn-jarva", "sdn-bromma": "sdn-bromma"}
    >>> map_bodies(survey, crosswalk=crosswalk).tidy()["body"].tolist()
    ['sdn-jarva', 'sdn-bromma']
    """
    table = survey.tidy()
    unknown = sorted(set(table["body"].dropna()) - set(crosswalk))
    if unknown:
        raise DataError(
            Fault(
                f"wave {survey.wave}",
                f"no body has taken over {', '.join(unknown)}.",
                "Correct the date of the wave in evaluation.yml or the mergers in "
                "programme/organisation.yml.",
            )
        )
    if isinstance(survey, PublishedShares):
        return replace(survey, _shares=_merge_shares(table, crosswalk))
    universe = survey.universe.with_groups("body", of="body", members=crosswalk)
    moved = table.assign(body=table["body"].map(crosswalk))
    return replace(survey, _answers=moved, _groups=universe.groups)


def group_bodies(survey: Survey, *, kinds: dict[str, str]) -> Survey:
    """Let the answers of bodies of one kind be counted together.

    Parameters
    ----------
    survey : Survey
        The answers.
    kinds : dict of str to str
        For each body what kind it is of, such as a district board.

    Returns
    -------
    Survey
        The same answers with a column `body_kind`; missing for a body without a kind.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.awareness import group_bodies
    >>> from evaltools.survey import take_weights
    >>> answers = pd.DataFrame(
    ...     {"body": ["sdn-bromma", "sdn-farsta", "socialnamnden"], "weight": 1.0}
    ... )
    >>> survey = take_weights(answers, weight="weight", wave="2025", synthetic=True)
    >>> kinds = {"sdn-bromma": "district", "sdn-farsta": "district"}
    >>> group_bodies(survey, kinds=kinds).tidy()["body_kind"].tolist()
    ['district', 'district', nan]
    """
    answers = survey.tidy()
    known = [value for value in survey.universe.values("body") if value in kinds]
    universe = survey.universe.with_groups(
        "body_kind", of="body", members={body: kinds[body] for body in known}
    )
    grouped = answers.assign(body_kind=answers["body"].map(kinds))
    return replace(survey, _answers=grouped, _groups=universe.groups)


def _merge_shares(shares: pd.DataFrame, crosswalk: dict[str, str]) -> pd.DataFrame:
    """Put the shares of merged bodies together, where all of them have one."""
    parts = pd.Series(crosswalk).value_counts()
    bodies = shares.dropna(subset=["body"])
    moved = bodies.assign(body=bodies["body"].map(crosswalk), yes=bodies["share"] * bodies["n"])
    merged = moved.groupby(["measure", "body"], as_index=False).agg(
        n=("n", "sum"), yes=("yes", "sum"), parts=("n", "size")
    )
    whole = merged[merged["parts"] == merged["body"].map(parts)]
    together = whole.assign(share=whole["yes"] / whole["n"])[["measure", "body", "share", "n"]]
    return pd.concat([shares[shares["body"].isna()], together], ignore_index=True)
