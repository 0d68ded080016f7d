"""Values of indicators: as their source published them, or by the rule for register counts."""

from __future__ import annotations

import pandas as pd

from evaltools.declarations import Sensitivity, Text
from evaltools.disclosure.publishable import Publishable, blank
from evaltools.disclosure.rules import PUBLISHED, register_text, round_to
from evaltools.errors import DisclosureError, Fault
from evaltools.evaluation import DisclosureRules

NOT_SHOWN = Text(sv="Redovisas inte", en="Not shown")


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
    rounded = numbers.where(~closed, round_to(numbers, rule.round_to), axis=0)
    kept = values.assign(**rounded, **values[list(derived)].mask(closed))
    for language, words in (("sv", NOT_SHOWN.sv), ("en", NOT_SHOWN.en)):
        texts = [f"{name}.{language}" for name in told]
        kept[texts] = kept[texts].mask(hidden, words)
    table = blank(kept, [*columns, *derived], hidden)
    strictest: Sensitivity = "sensitive" if closed.any() else "open"
    text = register_text(rule) if closed.any() else PUBLISHED
    return Publishable(table, strictest, text, synthetic)
