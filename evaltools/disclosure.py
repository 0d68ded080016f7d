"""The one door out: what leaves this room is what a reader may see.

Tables, figures and the report accept nothing but a `Publishable`, and only this module makes
one. Each function protects by the rule of the declared sensitivity; the numbers of the rules
stand in evaluation.yml with the legal basis that the evaluator records.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from evaltools.declarations import Sensitivity, Text
from evaltools.errors import DisclosureError, Fault
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules, OpenRule, PersonalRule, SensitiveRule

Numbers = TypeVar("Numbers", "pd.Series[float]", pd.DataFrame)
NUMBERS = ["estimate", "conf_low", "conf_high", "n"]
P_VALUES = ["p_value", "p_adjusted"]
CONTRASTS = ("difference", "effect")
STRICTNESS: tuple[Sensitivity, ...] = ("open", "personal", "sensitive")


@dataclass(frozen=True, slots=True, eq=False)
class Publishable:
    """What a reader may see, with the rule that made it so.

    Attributes
    ----------
    sensitivity : {"open", "personal", "sensitive"}
        The strictest sensitivity behind the numbers.
    rule : Text
        The rule in words, for the reader.
    synthetic : bool
        True if any number is made from synthetic data.
    """

    _table: pd.DataFrame
    sensitivity: Sensitivity
    rule: Text
    synthetic: bool

    def tidy(self) -> pd.DataFrame:
        """Return a copy of the table; in rows where `hidden` is True numbers are NaN."""
        return self._table.copy()

    def with_labels(self, column: str, labels: dict[str, Text]) -> Publishable:
        """Return the same numbers with `<column>.sv` and `<column>.en` for readers.

        Parameters
        ----------
        column : str
            Column whose values are to be named.
        labels : dict of str to Text
            The name of each value; one without a name is shown empty.

        Returns
        -------
        Publishable
            The same rows.
        """
        values = self._table[column]
        names = {
            f"{column}.sv": [labels[value].sv if value in labels else "" for value in values],
            f"{column}.en": [labels[value].en if value in labels else "" for value in values],
        }
        return replace(self, _table=self._table.assign(**names))

    def select(self, column: str, *values: object) -> Publishable:
        """Return the rows in which `column` has one of `values`."""
        return replace(self, _table=self._table[self._table[column].isin(values)])

    def rename(self, columns: dict[str, str]) -> Publishable:
        """Return the same numbers with other names of columns."""
        return replace(self, _table=self._table.rename(columns=columns))

    def with_rows(self, other: Publishable) -> Publishable:
        """Return the rows of both; the stricter rule is the one that is told."""
        stricter = max(self, other, key=lambda each: STRICTNESS.index(each.sensitivity))
        rows = pd.concat([self._table, other._table], ignore_index=True)
        return replace(stricter, _table=rows, synthetic=self.synthetic or other.synthetic)

    def beside(self, other: Publishable, *, on: str, columns: tuple[str, ...]) -> Publishable:
        """Return the same rows with columns of another publishable; hidden where either is.

        Parameters
        ----------
        other : Publishable
            One row per value of `on`.
        on : str
            Column that tells which rows belong together.
        columns : tuple of str
            What is taken; a text in two languages is the pair `name.sv`, `name.en`.

        Returns
        -------
        Publishable
            By the stricter rule of the two.
        """
        pairs = {name for each in columns for name in (each, f"{each}.sv", f"{each}.en")}
        kept = [name for name in other._table if name in pairs]
        taken = other._table[[on, *kept, "hidden"]].rename(columns={"hidden": "_hidden"})
        table = self._table.merge(taken, on=on, how="left", validate="many_to_one")
        hidden = table["hidden"] | table.pop("_hidden").fillna(True).astype(bool)
        numbers = [str(name) for name in table.select_dtypes("number") if name != on]
        stricter = max(self, other, key=lambda each: STRICTNESS.index(each.sensitivity))
        synthetic = self.synthetic or other.synthetic
        return replace(stricter, _table=_blank(table, numbers, hidden), synthetic=synthetic)

    def with_contrasts(
        self, column: str, *, reference: str, labels: dict[str, Text]
    ) -> Publishable:
        """Return the same numbers with `contrast.sv` and `contrast.en`: a group and its reference.

        Parameters
        ----------
        column, reference : str
            Columns that hold the group and what it is compared with.
        labels : dict of str to Text
            The name of each group; one without a name keeps its own.

        Returns
        -------
        Publishable
            The same rows.
        """
        pairs = list(zip(self._table[column], self._table[reference], strict=True))
        own = {name: Text(sv=str(name), en=str(name)) for pair in pairs for name in pair} | labels
        words = {
            "contrast.sv": [f"{own[group].sv} (mot {own[base].sv})" for group, base in pairs],
            "contrast.en": [f"{own[group].en} (against {own[base].en})" for group, base in pairs],
        }
        return replace(self, _table=self._table.assign(**words))


def protect_estimates(estimates: Estimates, *, rules: DisclosureRules) -> Publishable:
    """Let shares, mean scores and differences out by the rule of their sensitivity.

    Open: groups of enough answers, in whole percent. Personal: groups of enough answers; the
    weighted count and the number of answers are rounded, the share is one over the other and
    its interval is computed from these two alone, so that nothing says more than the rounded
    count; small counts on either side are hidden. Sensitive: the whole city only, and enough
    answers on either side. A mean score between 0 and 1 is treated as a share: one answer can
    move it no further.

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
        and `hidden`, for differences and effects also `p_value` and `p_adjusted`; one row per
        row of `estimates`.

    Raises
    ------
    DisclosureError
        For differences of shares that are not open, means of scores outside 0 and 1, and
        other numbers: they have no protected form yet.
    """
    _check_has_form(estimates)
    if estimates.sensitivity == "open":
        table, rule = _open_shares(estimates.tidy(), rules.open), _open_text(rules.open)
    elif estimates.sensitivity == "personal":
        table = _personal_shares(estimates, rules.personal)
        rule = _personal_text(rules.personal)
    else:
        table = _sensitive_shares(estimates, rules.sensitive)
        rule = _sensitive_text(rules.sensitive)
    tests = P_VALUES if estimates.kind in CONTRASTS else []
    columns = ["measure", *estimates.by, *NUMBERS, *tests, "hidden"]
    return Publishable(table[columns], estimates.sensitivity, rule, estimates.synthetic)


def _check_has_form(estimates: Estimates) -> None:
    """Refuse what has no protected form."""
    kind, sensitivity = estimates.kind, estimates.sensitivity
    contrast_of_persons = kind in CONTRASTS and sensitivity != "open"
    score = kind == "mean" and estimates.tidy()["estimate"].between(0, 1).all()
    if contrast_of_persons or not (kind in (*CONTRASTS, "share") or score):
        raise DisclosureError(_no_form_fault("protect_estimates", sensitivity, kind))


def _no_form_fault(place: str, sensitivity: Sensitivity, kind: str) -> Fault:
    return Fault(
        place,
        f"{sensitivity} numbers of the kind {kind} cannot be published.",
        "Publish the shares of each group instead; a score must lie between 0 and 1.",
    )


def protect_pooled(pooled: Estimates, *, rules: DisclosureRules) -> Publishable:
    """Let pooled shares of areas out, with the raw ones beside them.

    Parameters
    ----------
    pooled : Estimates
        Open shares from `estimates.pool_shares`.
    rules : DisclosureRules
        The rules of evaluation.yml.

    Returns
    -------
    Publishable
        Columns as `protect_estimates`, and `raw`; whole per cent, and hidden in groups with
        too few answers.

    Raises
    ------
    DisclosureError
        For shares that are not open: they have no protected form yet.
    """
    if pooled.sensitivity != "open":
        raise DisclosureError(_no_form_fault("protect_pooled", pooled.sensitivity, "pooled share"))
    table = _open_shares(pooled.tidy(), rules.open)
    blanked = _blank(table.assign(raw=table["raw"].round(2)), ["raw"], table["hidden"])
    columns = ["measure", *pooled.by, "raw", *NUMBERS, "hidden"]
    return Publishable(blanked[columns], "open", _open_text(rules.open), pooled.synthetic)


def join_waves(after: Publishable, *, before: Publishable, difference: Publishable) -> Publishable:
    """Set two waves and their difference side by side.

    Parameters
    ----------
    after, before, difference : Publishable
        Protected estimates with the same measures and groups.

    Returns
    -------
    Publishable
        One row per row of `difference`: `before`, `after`, `difference`, `conf_low` and
        `conf_high`, `p_value` and `p_adjusted` of the difference, `n_before`, `n`; hidden where
        any of the three is.
    """
    keys = [name for name in difference._table if name not in (*NUMBERS, *P_VALUES, "hidden")]
    table = difference._table.rename(columns={"estimate": "difference"}).drop(columns="n")
    for wave, name, n in ((before, "before", "n_before"), (after, "after", "n")):
        shares = wave._table[[*keys, "estimate", "n", "hidden"]]
        shares = shares.rename(columns={"estimate": name, "n": n, "hidden": f"hidden_{name}"})
        table = table.merge(shares, on=keys, how="left", validate="one_to_one")
    hidden = table[["hidden", "hidden_before", "hidden_after"]].any(axis=1)
    table = table.drop(columns=["hidden_before", "hidden_after"])
    numbers = ["difference", "conf_low", "conf_high", "before", "after", "n_before", "n"]
    numbers += P_VALUES
    return replace(difference, _table=_blank(table, numbers, hidden))


def protect_counts(
    table: pd.DataFrame,
    *,
    count: str,
    derived: tuple[str, ...] = (),
    coefficients: tuple[str, ...] = (),
    known: tuple[str, ...] = (),
    sensitivity: Sensitivity = "open",
    rules: DisclosureRules,
    synthetic: bool,
) -> Publishable:
    """Let counts of answers out where there are enough of them, with what goes with them.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per group or change.
    count : str
        Column that counts answers.
    derived : tuple of str, optional
        Columns of shares that are computed from answers; rounded to whole per cent. Of
        questions that are not open they have no protected form.
    coefficients : tuple of str, optional
        Columns of coefficients of all who answered, such as a reliability; two decimals.
    known : tuple of str, optional
        Columns of numbers that do not come from answers, such as employees of the frame.
    sensitivity : {"open", "personal", "sensitive"}, optional
        The strictest of the questions behind the numbers; of personal ones counts are rounded,
        and sensitive ones are refused.
    rules : DisclosureRules
        The rules of evaluation.yml.
    synthetic : bool
        True if the answers are synthetic.

    Returns
    -------
    Publishable
        The same rows; `count` and what goes with it are NaN where there are too few answers.

    Raises
    ------
    DisclosureError
        For shares of questions that are not open, anything of sensitive ones, and columns of
        numbers that are none of these: they would leave as they are.
    """
    _check_covered(table, {count, *derived, *coefficients, *known})
    if sensitivity == "sensitive" or (derived and sensitivity != "open"):
        raise DisclosureError(_no_form_fault("protect_counts", sensitivity, "derived share"))
    numbers = [count, *derived, *coefficients]
    rounded = table.assign(**table[[*derived, *coefficients]].round(2))
    if sensitivity == "open":
        hidden = table[count] < rules.open.smallest_group
        return Publishable(
            _blank(rounded, numbers, hidden), "open", _open_text(rules.open), synthetic
        )
    hidden = table[count] < rules.personal.smallest_group
    counts = _round_to(table[count].astype("float64"), rules.personal.round_to)
    shown = _blank(rounded.assign(**{count: counts}), numbers, hidden)
    return Publishable(shown, "personal", _personal_text(rules.personal), synthetic)


def _check_covered(table: pd.DataFrame, covered: set[str]) -> None:
    """Refuse numbers that no rule covers."""
    loose = [str(name) for name in table.select_dtypes("number") if name not in covered]
    if loose:
        problem = f"no rule covers the numbers in {', '.join(loose)}."
        remedy = "Take the columns out, or say what they are."
        raise DisclosureError(Fault("protect_counts", problem, remedy))


def protect_indicators(
    values: pd.DataFrame,
    *,
    columns: tuple[str, ...],
    derived: tuple[str, ...] = (),
    told: tuple[str, ...] = (),
    rules: DisclosureRules,
    synthetic: bool,
) -> Publishable:
    """Let indicator values out; register counts of victims by the sensitive rule.

    Parameters
    ----------
    values : pandas.DataFrame
        One row per series or observation; a column `sensitivity`, and `is_count` that is True
        where the numbers count people or cases.
    columns : tuple of str
        The columns that hold the indicator's numbers.
    derived : tuple of str, optional
        Columns that are computed from them, such as changes and p-values: of values that are
        not open they have no protected form yet.
    told : tuple of str, optional
        Texts, `<name>.sv` and `<name>.en`, that follow from the numbers, such as whether a target
        is met: where a number is hidden they would give it away.
    rules : DisclosureRules
        The rules of evaluation.yml.
    synthetic : bool
        True if any value is synthetic.

    Returns
    -------
    Publishable
        The same rows. Open values are as their source published them. Of values that are not
        open, counts from 1 to `hide_counts_to` are hidden and others rounded, and shares are
        hidden, since their numerators are not known here; so is what is derived.

    Raises
    ------
    DisclosureError
        If a row has no declared sensitivity.
    """
    undeclared = int(values["sensitivity"].isna().sum())
    if undeclared:
        raise DisclosureError(
            Fault("indicators", f"{undeclared} rows have no sensitivity.", "Declare it.")
        )
    rule = rules.sensitive
    closed = values["sensitivity"] != "open"
    numbers = values[list(columns)]
    small = (numbers.gt(0) & numbers.le(rule.hide_counts_to)).any(axis=1)
    hidden = closed & (small | ~values["is_count"])
    rounded = numbers.where(~closed, _round_to(numbers, rule.round_to), axis=0)
    kept = values.assign(**rounded, **values[list(derived)].mask(closed))
    for language, words in (("sv", NOT_SHOWN.sv), ("en", NOT_SHOWN.en)):
        texts = [f"{name}.{language}" for name in told]
        kept[texts] = kept[texts].mask(hidden, words)
    table = _blank(kept, [*columns, *derived], hidden)
    strictest: Sensitivity = "sensitive" if closed.any() else "open"
    text = _register_text(rule) if closed.any() else _PUBLISHED
    return Publishable(table, strictest, text, synthetic)


NOT_SHOWN = Text(sv="Redovisas inte", en="Not shown")


def publish_facts(facts: pd.DataFrame, *, about: Text, synthetic: bool) -> Publishable:
    """Let out a table that holds nothing about persons.

    Parameters
    ----------
    facts : pandas.DataFrame
        File names, definitions, boards' verdicts: never answers or counts of answers.
    about : Text
        Why the table holds nothing about persons, for the reader and the auditor.
    synthetic : bool
        True if the facts are synthetic.

    Returns
    -------
    Publishable
        The same rows with `hidden` False throughout.
    """
    return Publishable(facts.assign(hidden=False), "open", about, synthetic)


def _open_shares(table: pd.DataFrame, rule: OpenRule) -> pd.DataFrame:
    shares = ["estimate", "conf_low", "conf_high"]
    tests = table.reindex(columns=P_VALUES).astype("float64").round(3)
    rounded = table.assign(**table[shares].round(2), **tests)
    return _blank(rounded, [*NUMBERS, *P_VALUES], table["n"] < rule.smallest_group)


def _personal_shares(estimates: Estimates, rule: PersonalRule) -> pd.DataFrame:
    table = estimates.tidy()
    count = table["estimate"] * table["n"]
    n = _round_to(table["n"], rule.round_to).clip(lower=rule.round_to)
    rounded = _round_to(count, rule.round_to).clip(upper=n)
    low, high = _interval_of_rounded(
        rounded,
        n=n,
        effective_n=n / round(estimates.weight_effect, 1),
        half_width=rule.round_to / 2,
        alpha=1 - estimates.conf_level,
    )
    shown = table.assign(estimate=rounded / n, conf_low=low, conf_high=high, n=n)
    few = count.clip(upper=table["n"] - count) < rule.hide_counts_to + 0.5
    return _blank(shown, NUMBERS, few | (table["n"] < rule.smallest_group))


def _interval_of_rounded(
    count: pd.Series[float],
    *,
    n: pd.Series[float],
    effective_n: pd.Series[float],
    half_width: float,
    alpha: float,
) -> tuple[pd.Series[float], pd.Series[float]]:
    """Compute Wilson's interval over all counts that round to the published one."""
    lowest = (count - half_width).clip(lower=0) / n
    highest = (count + half_width).clip(upper=n) / n
    low, _ = proportion_confint(lowest * effective_n, effective_n, alpha=alpha, method="wilson")
    _, high = proportion_confint(highest * effective_n, effective_n, alpha=alpha, method="wilson")
    return low.clip(lower=0), high.clip(upper=1)


def _sensitive_shares(estimates: Estimates, rule: SensitiveRule) -> pd.DataFrame:
    table = estimates.tidy()
    count = table["estimate"] * table["n"]
    few = count.clip(upper=table["n"] - count) < rule.smallest_cell
    shares = ["estimate", "conf_low", "conf_high"]
    return _blank(table.assign(**table[shares].round(2)), NUMBERS, few | bool(estimates.by))


def _round_to(numbers: Numbers, unit: int) -> Numbers:
    return (numbers / unit + 0.5) // 1 * unit


def _blank(table: pd.DataFrame, numbers: list[str], hidden: pd.Series[bool]) -> pd.DataFrame:
    blanked = table[numbers].astype("float64").where(~hidden, axis=0)
    return table.assign(**blanked, hidden=hidden)


_PUBLISHED = Text(
    sv="Värdena är redan publicerade av källan och återges som de står där.",
    en="The values have been published by their source and stand as they do there.",
)


def _open_text(rule: OpenRule) -> Text:
    return Text(
        sv=f"Grupper med färre än {rule.smallest_group} svar redovisas inte. Hela procent.",
        en=f"Groups with fewer than {rule.smallest_group} answers are not shown. Whole per cent.",
    )


def _personal_text(rule: PersonalRule) -> Text:
    return Text(
        sv=(
            f"Grupper med färre än {rule.smallest_group} svar och antal till och med "
            f"{rule.hide_counts_to} redovisas inte. Antal är avrundade till {rule.round_to}, "
            "andelar och intervall beräknade på avrundade antal."
        ),
        en=(
            f"Groups with fewer than {rule.smallest_group} answers and counts up to "
            f"{rule.hide_counts_to} are not shown. Counts are rounded to {rule.round_to}; "
            "shares and intervals are computed from the rounded counts."
        ),
    )


def _sensitive_text(rule: SensitiveRule) -> Text:
    return Text(
        sv=f"Endast hela staden och bara där minst {rule.smallest_cell} svarat på varje sätt.",
        en=f"The whole city only, where at least {rule.smallest_cell} gave each answer.",
    )


def _register_text(rule: SensitiveRule) -> Text:
    return Text(
        sv=f"Antal 1-{rule.hide_counts_to} redovisas inte, övriga är avrundade till "
        f"{rule.round_to}.",
        en=f"Counts of 1-{rule.hide_counts_to} are not shown, others are rounded to "
        f"{rule.round_to}.",
    )
