"""Shares of a survey: what may leave, by the sensitivity of the question."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from evaltools.disclosure.claims import ANSWERED, YES, Claim, select_group
from evaltools.disclosure.groups import Hides, list_groups, silence
from evaltools.disclosure.publishable import (
    CLAIMS,
    Publishable,
    blank,
    with_claims,
)
from evaltools.disclosure.rules import (
    limits_of_rounded,
    open_text,
    personal_text,
    refuse,
    round_to,
    sensitive_text,
)
from evaltools.estimates import Estimates, adjust_p
from evaltools.evaluation import DisclosureRules, OpenRule, PersonalRule, SensitiveRule
from evaltools.survey import Selection

NUMBERS = ["estimate", "conf_low", "conf_high", "n"]
P_VALUES = ["p_value", "p_adjusted"]
CONTRASTS = ("difference", "effect")
HALF_PERCENT = 0.005
Row = Mapping[Hashable, Any]


def protect_estimates(estimates: Estimates, *, rules: DisclosureRules) -> Publishable:
    """Let shares, mean scores and differences out by the rule of their sensitivity.

    Open: groups of enough answers, in whole percent, and without those whose size the totals
    would give away. Personal: groups of enough answers; the
    weighted count and the number of answers are rounded, the share is one over the other and
    its interval is computed from these two alone, so that nothing says more than the rounded
    count; small counts on either side are hidden, and so is a group beside which a reader could
    prove that a hidden one has few answers. Sensitive: the whole city only, in whole per cent
    with an interval that is computed from that, and enough answers on either side. A mean score
    between 0 and 1 is treated as a share: one answer can move it no further.

    Parameters
    ----------
    estimates : Estimates
        Shares, means of scores between 0 and 1, differences of shares, or effects on them.
    rules : DisclosureRules
        The rules of evaluation.yml.

    Returns
    -------
    Publishable
        Columns `measure`, those of `estimates.by`, `estimate`, `conf_low`, `conf_high`, `n`
        and `hidden`, for differences and effects also `p_value` and `p_adjusted` (Holm, for the
        number of those shown); one row per row of `estimates`, of shares and means by one
        column also one per group that nobody has answered in.

    Raises
    ------
    DisclosureError
        For effects and differences of shares that are not open, means of scores outside 0 and
        1, and other numbers: see `protect_waves` and `protect_magnitudes`.

    Examples
    --------
    >>> from evaltools.disclosure import protect_estimates
    >>> from evaltools.estimates import estimate_shares
    >>> from evaltools.evaluation import DisclosureRules
    >>> from evaltools.examples import small_survey
    >>> survey = small_survey()
    >>> reached = survey.tidy()[["heard_of"]] == "yes"
    >>> view = estimate_shares(
    ...     survey, reached=reached, sensitivity="personal", by=("role",)
    ... )
    >>> shown = protect_estimates(view, rules=DisclosureRules()).tidy()
    >>> shown[["role", "estimate", "n", "hidden"]].round(2)
        role  estimate     n  hidden
    0  chief      0.67  30.0   False
    1  staff      0.50  60.0   False
    """
    _check_has_form(estimates)
    protect, rule = {
        "open": (partial(protect_open, rule=rules.open), open_text(rules.open)),
        "personal": (
            partial(protect_personal, rule=rules.personal),
            personal_text(rules.personal),
        ),
        "sensitive": (partial(_sensitive, rule=rules.sensitive), sensitive_text(rules.sensitive)),
    }[estimates.sensitivity]
    table = protect(replace(estimates, _table=in_every_group(estimates)))
    tests = P_VALUES if estimates.kind in CONTRASTS else []
    columns = ["measure", *estimates.by, *NUMBERS, *tests, "hidden", CLAIMS]
    levels = {estimates.universe.name: dict(estimates.universe.levels)}
    return Publishable(table[columns], estimates.sensitivity, rule, estimates.synthetic, levels)


def in_every_group(estimates: Estimates) -> pd.DataFrame:
    """Give every group a row, where the rows are groups of one column."""
    if estimates.kind in CONTRASTS or len(estimates.by) != 1:
        return estimates.tidy()
    return list_groups(estimates.tidy(), by=estimates.by[0], universe=estimates.universe)


def _check_has_form(estimates: Estimates) -> None:
    """Refuse what has no protected form."""
    kind, sensitivity = estimates.kind, estimates.sensitivity
    contrast_of_persons = kind in CONTRASTS and sensitivity != "open"
    score = kind == "mean" and estimates.tidy()["estimate"].between(0, 1).all()
    if contrast_of_persons or not (kind in (*CONTRASTS, "share") or score):
        raise refuse("protect_estimates", sensitivity, kind)


def protect_open(estimates: Estimates, *, rule: OpenRule) -> pd.DataFrame:
    """Round and hide the rows of open estimates, and write down what they tell."""
    hidden = are_silent(estimates, rule=rule)
    if estimates.kind in CONTRASTS:
        estimates = adjust_shown(estimates, hidden=hidden)
    table = estimates.tidy()
    shares = ["estimate", "conf_low", "conf_high"]
    tests = table.reindex(columns=P_VALUES).astype("float64").round(3)
    rounded = table.assign(**table[shares].round(2), **tests)
    shown = blank(rounded, [*NUMBERS, *P_VALUES], hidden)
    if estimates.kind in CONTRASTS:
        return with_claims(shown, [()] * len(shown))
    told = partial(_told_of_open, estimates=estimates, rule=rule)
    return with_claims(shown, [told(row) for row in shown.to_dict("records")])


def adjust_shown(estimates: Estimates, *, hidden: pd.Series[bool]) -> Estimates:
    """Adjust the tests of what is shown for their number; more would tell of what is hidden."""
    table = estimates.tidy()
    tested = table.assign(p_value=table["p_value"].where(~hidden))
    return adjust_p(replace(estimates, _table=tested))


def are_silent(estimates: Estimates, *, rule: OpenRule) -> pd.Series[bool]:
    """Decide which rows of open estimates fall silent, measure by measure."""
    table = estimates.tidy()
    if estimates.kind in CONTRASTS or not estimates.by:
        return table["n"] < rule.smallest_group
    decide = partial(
        silence, by=estimates.by, universe=estimates.universe, small=rule.smallest_group
    )
    return _by_measure(decide, table) | table["estimate"].isna()


def _by_measure(decide: Hides, table: pd.DataFrame) -> pd.Series[bool]:
    decided = [decide(rows) for _, rows in table.groupby("measure")]
    return pd.concat(decided).reindex(table.index)


def _told_of_open(row: Row, *, estimates: Estimates, rule: OpenRule) -> tuple[Claim, ...]:
    """Say what a row tells: how many answered, and within which limits the share lies.

    Nothing where it is hidden: it may be a small group, or one that would tell of another.
    """
    if row["hidden"]:
        return ()
    share, n = row["estimate"], row["n"]
    whole, about = claims_about(row, estimates, small=rule.smallest_group)
    limits = about(unit="share", low=share - HALF_PERCENT, high=share + HALF_PERCENT)
    return Claim(**whole, low=n, high=n), limits


def claims_about(
    row: Row, estimates: Estimates, *, small: int
) -> tuple[dict[str, Any], Callable[..., Claim]]:
    """Say whom a row counts.

    Parameters
    ----------
    row : dict
        A row of the estimates.
    estimates : Estimates
        Where it comes from.
    small : int
        A group of fewer must not be provable.

    Returns
    -------
    dict
        As a claim about all who answered begins.
    callable
        Makes a claim about those of them whom the measure counts.
    """
    part, whole = _counted(row, estimates)
    rule = {
        "universe": estimates.universe.name,
        "sensitivity": estimates.sensitivity,
        "small": small,
        "of_scores": estimates.kind == "mean",
    }
    some = partial(Claim, part=part, whole=whole, weight_ratio=estimates.weight_ratio, **rule)
    return {"part": whole, **rule}, some


def _counted(row: Row, estimates: Estimates) -> tuple[Selection, Selection]:
    """Say who is counted in a row, and among whom."""
    if estimates.kind == "distribution":
        answers = f"{row['measure']} answers"
        return {answers: tuple(row["part"])}, {answers: tuple(row["whole"])}
    group = select_group(estimates.universe, {name: row[name] for name in estimates.by})
    return {**group, row["measure"]: YES}, {**group, row["measure"]: ANSWERED}


def protect_personal(estimates: Estimates, *, rule: PersonalRule) -> pd.DataFrame:
    """Round and hide the rows of personal estimates, and write down what they tell."""
    table = estimates.tidy()
    count = table["estimate"] * table["n"]
    n = round_to(table["n"], rule.round_to).clip(lower=rule.round_to)
    rounded = round_to(count, rule.round_to).clip(upper=n)
    low, high = _interval_of_rounded(
        rounded,
        n=n,
        effective_n=n / round(estimates.weight_effect, 1),
        half_width=rule.round_to / 2,
        alpha=1 - estimates.conf_level,
    )
    shown = table.assign(estimate=rounded / n, conf_low=low, conf_high=high, n=n)
    silent = blank(shown, NUMBERS, _silent_of_personal(estimates, rule))
    told = partial(_told_of_personal, estimates=estimates, unit=rule.round_to)
    return with_claims(silent, [told(row) for row in silent.to_dict("records")])


def _silent_of_personal(estimates: Estimates, rule: PersonalRule) -> pd.Series[bool]:
    """Decide which rows fall silent, and which others lest a hidden group is sure to be small.

    A member of a group knows one more of it: hence one above the unit of rounding.
    """
    table = estimates.tidy()
    weighted = table["n_weighted"].fillna(table["n"])
    sizes = table.assign(weighted=weighted, yes=table["estimate"] * weighted)
    decide = partial(
        silence,
        by=estimates.by,
        universe=estimates.universe,
        small=rule.round_to + 1,
        hides=partial(_hides_person, rule=rule),
    )
    return _by_measure(decide, sizes[["measure", *estimates.by, "n", "weighted", "yes"]])


def _hides_person(rows: pd.DataFrame, *, rule: PersonalRule) -> pd.Series[bool]:
    count = rows["yes"] / rows["weighted"] * rows["n"]
    few = ~(count.clip(upper=rows["n"] - count) >= rule.hide_counts_to + 0.5)
    return few | (rows["n"] < rule.smallest_group)


def _told_of_personal(row: Row, *, estimates: Estimates, unit: int) -> tuple[Claim, ...]:
    """Say what a row tells: the limits of the rounded count, and those of the rounded n."""
    if row["hidden"]:
        return ()
    count, (fewest, most) = row["estimate"] * row["n"], limits_of_rounded(row["n"], unit)
    low, high = count - unit / 2, count + unit / 2
    whole, about = claims_about(row, estimates, small=unit)
    return (
        Claim(**whole, low=fewest, high=most),
        about(unit="count", low=low, high=high),
        about(unit="share", low=low / most, high=high / fewest),
    )


def _interval_of_rounded(
    count: pd.Series[float],
    *,
    n: pd.Series[float],
    effective_n: pd.Series[float],
    half_width: pd.Series[float] | float,
    alpha: float,
) -> tuple[pd.Series[float], pd.Series[float]]:
    """Compute Wilson's interval over all counts that round to the published one."""
    lowest = (count - half_width).clip(lower=0) / n
    highest = (count + half_width).clip(upper=n) / n
    low, _ = proportion_confint(lowest * effective_n, effective_n, alpha=alpha, method="wilson")
    _, high = proportion_confint(highest * effective_n, effective_n, alpha=alpha, method="wilson")
    return low.clip(lower=0), high.clip(upper=1)


def _sensitive(estimates: Estimates, *, rule: SensitiveRule) -> pd.DataFrame:
    table = estimates.tidy()
    count = table["estimate"] * table["n"]
    few = ~(count.clip(upper=table["n"] - count) >= rule.smallest_cell)
    share = table["estimate"].round(2)
    low, high = _interval_of_rounded(
        share * table["n"],
        n=table["n"],
        effective_n=table["n"] / round(estimates.weight_effect, 1),
        half_width=table["n"] * HALF_PERCENT,
        alpha=1 - estimates.conf_level,
    )
    shown = table.assign(estimate=share, conf_low=low.round(2), conf_high=high.round(2))
    silent = blank(shown, NUMBERS, few | bool(estimates.by))
    as_open = OpenRule(smallest_group=rule.smallest_cell)
    told = partial(_told_of_open, estimates=estimates, rule=as_open)
    return with_claims(silent, [told(row) for row in silent.to_dict("records")])
