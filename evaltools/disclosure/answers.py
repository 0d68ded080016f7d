"""How the answers to a question are spread: what may leave of it, by its sensitivity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from evaltools.disclosure.publishable import CLAIMS, Publishable, blank
from evaltools.disclosure.rules import open_text, personal_text, refuse
from evaltools.disclosure.shares import NUMBERS, protect_open, protect_personal
from evaltools.disclosure.suppression import Flags, Problem, suppress
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules, PersonalRule

DESCRIPTION = ["measure", "answer", "kind", "counted"]


def protect_answers(answers: Estimates, *, rules: DisclosureRules) -> Publishable:
    """Let the shares of all answers to a question out by the rule of its sensitivity.

    Each answer, and the answers that the measure counts together, are shown and hidden as
    `protect_estimates` would by itself. All answers add up to all who answered: where one
    that few have given is hidden, the fewest others are hidden with it without which the sums
    would tell how few they are.

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
    """
    if answers.kind != "distribution" or answers.sensitivity == "sensitive":
        raise refuse("protect_answers", answers.sensitivity, answers.kind)
    of_all = replace(answers, by=())
    if answers.sensitivity == "open":
        table, rule = protect_open(of_all, rule=rules.open), open_text(rules.open)
    else:
        table = _without_few(protect_personal(of_all, rule=rules.personal), answers, rules.personal)
        rule = personal_text(rules.personal)
    columns = [*DESCRIPTION, *NUMBERS, "hidden", CLAIMS]
    levels = {answers.universe.name: dict(answers.universe.levels)}
    return Publishable(table[columns], answers.sensitivity, rule, answers.synthetic, levels)


def _without_few(table: pd.DataFrame, answers: Estimates, rule: PersonalRule) -> pd.DataFrame:
    """Hide, question by question, the answers beside which a few others could be told.

    A member of a group knows one more of it: hence one above the unit of rounding.
    """
    counted = answers.tidy().assign(hidden=table["hidden"])
    hidden = table["hidden"].copy()
    for _, rows in counted.groupby("measure"):
        steps = rows[rows["kind"].isin(["valid", "dont_know"])]
        known = not rows.loc[rows["kind"] == "counted", "hidden"].any()
        hidden[steps.index] |= _suppressed(steps, total=known, small=rule.round_to + 1)
    return blank(table, NUMBERS, hidden)


def _suppressed(steps: pd.DataFrame, *, total: bool, small: int) -> Flags:
    """Choose the answers to hide, where the sum of all and that of the counted are known."""
    counts = (steps["estimate"] * steps["n"]).fillna(0).to_numpy(float)
    alone, counted = steps["hidden"].to_numpy(bool), steps["counted"].to_numpy(bool)
    sums = [np.ones(len(steps), dtype=bool), *([counted] if total else [])]
    return suppress(
        Problem(
            counts,
            np.array(sums, dtype=float),
            primary=alone & (counts > 0) & (counts < small),
            shift=np.maximum(small + 1 - counts, 1.0),
            largest=steps["n"].to_numpy(float),
            free=alone,
        )
    )
