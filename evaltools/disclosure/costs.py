"""What protection does to the numbers: the rules in force, and how far they moved the shares."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from evaltools.declarations import STRICTNESS, Text
from evaltools.disclosure.facts import publish_facts
from evaltools.disclosure.publishable import CLAIMS, Publishable
from evaltools.disclosure.rules import (
    magnitude_text,
    open_text,
    personal_text,
    register_text,
    sensitive_text,
    smallest,
)
from evaltools.disclosure.shares import claims_about, protect_estimates
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules

ONE_PERCENT, ROUNDING_ERROR = 0.01, 1e-9
ROUNDED_UP = Text(
    sv="Största ändring är avrundad uppåt till hela procentenheter.",
    en="The largest change is rounded up to whole percentage points.",
)
NO_BASIS = Text(sv="Tom ruta: ingen grund är angiven.", en="Empty cell: no basis is recorded.")
KINDS = {
    "open": Text(sv="Öppen", en="Open"),
    "personal": Text(sv="Personlig", en="Personal"),
    "sensitive": Text(sv="Känslig", en="Sensitive"),
    "register": Text(sv="Känslig, registeruppgift", en="Sensitive, register"),
    "magnitude": Text(sv="Belopp och mängder", en="Amounts"),
}


def describe_rules(rules: DisclosureRules) -> Publishable:
    """List the rules in force, each with the basis that the evaluator has recorded.

    Parameters
    ----------
    rules : DisclosureRules
        The rules of evaluation.yml.

    Returns
    -------
    Publishable
        One row per kind of data: `kind`, `rule` and `basis`, each in both languages; the basis is
        empty where none is recorded.
    """
    texts = _texts(rules)
    rows = [
        {
            f"{name}.{language}": getattr(text, language)
            for name, text in (
                ("kind", KINDS[kind]),
                ("rule", rule),
                ("basis", Text(sv=basis, en=basis)),
            )
            for language in ("sv", "en")
        }
        for kind, (rule, basis) in texts.items()
    ]
    about = Text(sv="Regler, inte svar.", en="Rules, not answers.")
    return publish_facts(pd.DataFrame(rows), about=about, synthetic=False)


def describe_bases(rules: DisclosureRules) -> Text | None:
    """Say what an empty basis means, for a note below the rules in force.

    Parameters
    ----------
    rules : DisclosureRules
        The rules of evaluation.yml.

    Returns
    -------
    Text or None
        None where each rule has a recorded basis.
    """
    return None if all(basis for _, basis in _texts(rules).values()) else NO_BASIS


def _texts(rules: DisclosureRules) -> dict[str, tuple[Text, str]]:
    """Return the words and the recorded basis of each rule in force."""
    return {
        "open": (open_text(rules.open), rules.open.legal_basis),
        "personal": (personal_text(rules.personal), rules.personal.legal_basis),
        "sensitive": (sensitive_text(rules.sensitive), rules.sensitive.legal_basis),
        "register": (register_text(rules.sensitive), rules.sensitive.legal_basis),
        "magnitude": (magnitude_text(rules.magnitude), rules.magnitude.legal_basis),
    }


def cost_of_protection(*estimates: Estimates, rules: DisclosureRules) -> Publishable:
    """Tell how far protection moved the published shares, and how many fell silent.

    Parameters
    ----------
    *estimates : Estimates
        The shares as they were before `protect_estimates`.
    rules : DisclosureRules
        The rules of evaluation.yml.

    Returns
    -------
    Publishable
        One row per measure, in the order of the estimates: `measure`, `shown` and `silent`
        groups, and `largest_change` of a shown share, rounded up to whole per cent; NaN where
        none is shown. What it tells of every shown share goes to the release gate.
    """
    rows = pd.concat([_changes(each, rules) for each in estimates], ignore_index=True)
    costs = [_cost(group) for _, group in rows.groupby("measure", sort=False)]
    table = pd.DataFrame(costs).assign(hidden=False)
    sensitivity = max((each.sensitivity for each in estimates), key=STRICTNESS.index)
    levels = {each.universe.name: dict(each.universe.levels) for each in estimates}
    synthetic = any(each.synthetic for each in estimates)
    return Publishable(table, sensitivity, ROUNDED_UP, synthetic, levels)


def _changes(estimates: Estimates, rules: DisclosureRules) -> pd.DataFrame:
    """Tell row by row how far protection moved the share, and how to claim what that tells."""
    shown = protect_estimates(estimates, rules=rules).tidy()
    keys, small = ["measure", *estimates.by], smallest(estimates.sensitivity, rules)
    before = estimates.tidy()[[*keys, "estimate"]].rename(columns={"estimate": "true"})
    rows = shown.merge(before, on=keys, how="left", validate="one_to_one")
    about = [claims_about(row, estimates, small=small)[1] for row in rows.to_dict("records")]
    return rows[["measure", "estimate", "hidden"]].assign(
        change=(rows["estimate"] - rows["true"]).abs(),
        about=pd.Series(about, index=rows.index, dtype=object),
    )


def _cost(rows: pd.DataFrame) -> dict[str, Any]:
    """Put together what protection did to one measure."""
    visible = rows[~rows["hidden"]]
    most = np.ceil(visible["change"].max() / ONE_PERCENT - ROUNDING_ERROR) * ONE_PERCENT
    told = [
        about(unit="share", low=share - most, high=share + most)
        for about, share in zip(visible["about"], visible["estimate"], strict=True)
    ]
    return {
        "measure": rows["measure"].iloc[0],
        "shown": len(visible),
        "silent": int(rows["hidden"].sum()),
        "largest_change": most,
        CLAIMS: tuple(told),
    }
