"""How the answers to a question are spread: what may leave of it, by its sensitivity."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from evaltools.disclosure.publishable import CLAIMS, Publishable, blank, join_claims
from evaltools.disclosure.rules import open_text, personal_text, refuse
from evaltools.disclosure.shares import NUMBERS, protect_open, protect_personal
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules

DESCRIPTION = ["measure", "answer", "kind", "counted"]


def protect_answers(answers: Estimates, *, rules: DisclosureRules) -> Publishable:
    """Let the shares of all answers to a question out by the rule of its sensitivity.

    Each answer, and the answers that the measure counts together, are shown and hidden as
    `protect_estimates` would by itself. All answers add up to all who answered: where one to a
    personal question is hidden, all are, and only what the measure counts together is shown. Those
    to whom it is not relevant are shown beside a base that is shown: all less them are the base.

    Parameters
    ----------
    answers : Estimates
        From `awareness.measure_answers`: of all respondents, not of groups.
    rules : DisclosureRules
        The rules of evaluation.yml.

    Returns
    -------
    Publishable
        One row per measure and answer: `measure`, `answer`, `kind`, `counted`, `estimate`,
        `conf_low`, `conf_high`, `n` and `hidden`.

    Raises
    ------
    DisclosureError
        For sensitive questions, whose answers add up too closely for any to be hidden, and for
        other estimates.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.awareness import measure_answers
    >>> from evaltools.codebook import read_codebook
    >>> from evaltools.disclosure import protect_answers
    >>> from evaltools.evaluation import DisclosureRules
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> codebook = read_codebook(Path("programme/codebooks/staff_survey_2025.yml"))
    >>> asked = (codebook.measure("cooperation_police"),)
    >>> spread = measure_answers(survey, codebook=codebook, measures=asked)
    >>> shown = protect_answers(spread, rules=DisclosureRules()).tidy()
    >>> shown[["answer", "estimate", "n", "hidden"]].round(2).tail(3)
               answer  estimate     n  hidden
    5       dont_know       NaN   NaN    True
    6  not_applicable       NaN   NaN    True
    7         counted      0.39  90.0   False
    """
    if answers.kind != "distribution" or answers.sensitivity == "sensitive":
        raise refuse("protect_answers", answers.sensitivity, answers.kind)
    of_all = replace(answers, by=())
    if answers.sensitivity == "open":
        protect, rule = partial(protect_open, rule=rules.open), open_text(rules.open)
    else:
        protect = partial(protect_personal, rule=rules.personal)
        rule = personal_text(rules.personal)
    table = _with_measure(protect(of_all), measures=protect(replace(of_all, kind="share")))
    if answers.sensitivity == "personal":
        table = _without_few(table)
    table = _without_apart(table)
    columns = [*DESCRIPTION, *NUMBERS, "hidden", CLAIMS]
    levels = {answers.universe.name: dict(answers.universe.levels)}
    return Publishable(table[columns], answers.sensitivity, rule, answers.synthetic, levels)


def _with_measure(table: pd.DataFrame, *, measures: pd.DataFrame) -> pd.DataFrame:
    """Say of those counted together also what the measure tells of them where it stands alone."""
    counted = table["kind"].eq("counted")
    return join_claims(table.assign(of_measure=measures[CLAIMS].where(counted)), "of_measure")


def _without_few(table: pd.DataFrame) -> pd.DataFrame:
    """Hide all answers to a question of which one is hidden, but for those counted together.

    All answers add up to all who answered: whoever knows their own, and the rule, could else
    tell of some distributions how many gave the hidden ones.
    """
    steps = table["kind"].isin(["valid", "dont_know"])
    few = table["measure"].isin(table.loc[steps & table["hidden"], "measure"])
    return blank(table, NUMBERS, table["hidden"] | (steps & few))


def _without_apart(table: pd.DataFrame) -> pd.DataFrame:
    """Hide how many stand apart from a base of which no row is shown: the rest would tell it."""
    apart = table["kind"].eq("not_applicable")
    based = table.loc[~apart & ~table["hidden"], "measure"]
    return blank(table, NUMBERS, table["hidden"] | (apart & ~table["measure"].isin(based)))
