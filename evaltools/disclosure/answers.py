"""How the answers to a question are spread: what may leave of it, by its sensitivity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from evaltools.disclosure.publishable import CLAIMS, Publishable, blank
from evaltools.disclosure.rules import refuse
from evaltools.disclosure.shares import NUMBERS, protection_of
from evaltools.disclosure.suppression import Problem, suppress
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules

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
        For other estimates.
    """
    if answers.kind != "distribution":
        raise refuse("protect_answers", answers.sensitivity, answers.kind)
    protection = protection_of(answers.sensitivity, rules)
    table = protection.protect(replace(answers, by=()))
    hidden = table["hidden"] | _hidden_beside(answers, table["hidden"], small=protection.small)
    shown = blank(table, NUMBERS, hidden)
    columns = [*DESCRIPTION, *NUMBERS, "hidden", CLAIMS]
    levels = {answers.universe.name: dict(answers.universe.levels)}
    return Publishable(
        shown[columns], answers.sensitivity, protection.text, answers.synthetic, levels
    )


def _hidden_beside(answers: Estimates, hidden: pd.Series[bool], *, small: int) -> pd.Series[bool]:
    """Find, question by question, the answers that must be hidden beside others."""
    table = answers.tidy().assign(hidden=hidden)
    beside = pd.Series(False, index=table.index)
    for _, rows in table.groupby("measure"):
        steps = rows[rows["kind"].isin(["valid", "dont_know"])]
        total = rows[rows["kind"] == "counted"]
        beside[steps.index] = _suppressed(steps, total=not total["hidden"].any(), small=small)
    return beside


def _suppressed(steps: pd.DataFrame, *, total: bool, small: int) -> np.ndarray:
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
