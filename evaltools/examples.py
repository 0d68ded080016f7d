"""Small invented nouns to try a function on; the examples of the other rooms use them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evaltools.declarations import Text
from evaltools.disclosure import Publishable, protect_estimates, publish_facts
from evaltools.estimates import estimate_shares
from evaltools.evaluation import DisclosureRules
from evaltools.indicators import IndicatorSeries, make_series
from evaltools.programme import Indicator
from evaltools.survey import Survey, take_weights
from evaltools.tables import Column, Table, lay_out


def small_survey() -> Survey:
    """Make a survey of ninety employees of six bodies.

    Returns
    -------
    Survey
        Columns `body` (A to F), `role` (chief, staff), `new`, `heard_of` (yes, no),
        `cooperation_police` (little, some, large), `hours` and `worked` (numbers).

    Examples
    --------
    >>> from evaltools.examples import small_survey
    >>> small_survey().tidy()[["body", "role", "heard_of", "hours", "weight"]].head(3)
      body   role heard_of  hours  weight
    0    A  chief      yes    2.0     1.0
    1    B  chief       no    9.0     1.0
    2    C  chief      yes    2.0     1.0
    """
    rng = np.random.default_rng(2025)
    knows = {"chief": 0.6, "staff": 0.4}
    roles = pd.Series(["chief"] * 30 + ["staff"] * 60)
    answers = pd.DataFrame(
        {
            "body": [*"ABCDEF"] * 15,
            "role": roles,
            "new": rng.choice(["yes", "no"], 90, p=[0.4, 0.6]),
            "heard_of": np.where(rng.random(90) < roles.map(knows), "yes", "no"),
            "cooperation_police": rng.choice(["little", "some", "large"], 90),
            "hours": rng.choice([2.0, 4.0, 9.0], 90),
            "worked": rng.choice([20.0, 40.0], 90),
            "weight": roles.map({"chief": 1.0, "staff": 4.0}),
        }
    )
    return take_weights(answers, weight="weight", stratum="role", wave="2025", synthetic=True)


def small_shares() -> Publishable:
    """Make protected shares: who has heard of a programme, by role.

    Returns
    -------
    Publishable
        Columns `role` with its names, `estimate`, `conf_low`, `conf_high`, `n` and `hidden`.

    Examples
    --------
    >>> from evaltools.examples import small_shares
    >>> small_shares().tidy()[["role.en", "estimate", "n", "hidden"]]
        role.en  estimate     n  hidden
    0  Managers      0.63  30.0   False
    1     Staff      0.47  60.0   False
    """
    survey = small_survey()
    heard = estimate_shares(
        survey,
        reached=survey.tidy()[["heard_of"]] == "yes",
        sensitivity="open",
        by=("role",),
    )
    names = {"chief": Text(sv="Chefer", en="Managers"), "staff": Text(sv="Övriga", en="Staff")}
    return protect_estimates(heard, rules=DisclosureRules()).with_labels("role", names)


def small_series() -> IndicatorSeries:
    """Make a series of nine years: the share that has a routine.

    Returns
    -------
    IndicatorSeries
        Five years before 2021 and four after; an increase is wanted, to 50.

    Examples
    --------
    >>> from evaltools.examples import small_series
    >>> small_series().comparable()[["year", "value"]].tail(2)
       year  value
    7  2023   40.0
    8  2024   45.0
    """
    routine = Indicator(
        id="ROUTINE",
        name=Text(sv="Har en rutin", en="Have a routine"),
        unit="%",
        direction="increase",
        sensitivity="open",
        published=True,
        target=50,
    )
    values = pd.DataFrame(
        {"year": range(2016, 2025), "value": [31.0, 34, 30, 33, 35, 41, 44, 40, 45]}
    )
    return make_series(
        values, indicator=routine, geography="Exempelstad", source="Invented", synthetic=True
    )


def small_table() -> Table:
    """Make a table of what two boards say of their own goals.

    Returns
    -------
    Table
        One row per board: its name and a number of goals.

    Examples
    --------
    >>> from evaltools.examples import small_table
    >>> small_table().publishable.tidy()
      body  goals  hidden
    0    A      3   False
    1    B      5   False
    """
    verdicts = publish_facts(
        pd.DataFrame({"body": ["A", "B"], "goals": [3, 5]}),
        about=Text(sv="Nämnders egna uppgifter.", en="Boards' own statements."),
        synthetic=True,
    )
    columns = (
        Column("body", Text(sv="Nämnd", en="Board"), "text"),
        Column("goals", Text(sv="Mål", en="Goals"), "count"),
    )
    return lay_out(verdicts, columns)
