"""Shares of those who wrote that speak of a theme: protected, and said of whom they are."""

from __future__ import annotations

from dataclasses import replace

from evaltools.declarations import Text
from evaltools.disclosure.facts import publish_facts
from evaltools.disclosure.publishable import Publishable
from evaltools.disclosure.shares import protect_estimates
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules
from evaltools.testimony import CodingScheme, list_mentions
from evaltools.testimony.mentions import ANY
from evaltools.testimony.scheme import VALENCE_NAMES

OF_WHOM = Text(
    sv=(
        "Andelar av dem som skrev något och vars svar personer har kodat och avgjort, viktade. De "
        "har själva valt att skriva och talar inte för alla anställda."
    ),
    en=(
        "Shares of those who wrote something and whose answers persons have coded and decided on, "
        "weighted. They chose to write, and do not speak for all employees."
    ),
)
ANY_WAY = {ANY: Text(sv="alla", en="any")}


def protect_mentions(
    mentions: Estimates,
    *,
    scheme: CodingScheme,
    rules: DisclosureRules,
    question: str | None = None,
) -> Publishable:
    """Let out how many of those who wrote speak of each theme.

    Parameters
    ----------
    mentions : Estimates
        From `testimony.estimate_mentions`.
    scheme : CodingScheme
        The scheme.
    rules : DisclosureRules
        The rules of evaluation.yml.
    question : str, optional
        The open question whose answers were counted, where it was one.

    Returns
    -------
    Publishable
        As `protect_estimates`, with `theme`, `valence` and `goal` (missing where the theme has
        none), and the names of theme and valence for readers; the rule says whose shares
        they are.
    """
    facts = publish_facts(
        list_mentions(scheme, question=question), about=OF_WHOM, synthetic=mentions.synthetic
    )
    named = facts.with_labels("theme", {theme.id: theme.name for theme in scheme.themes})
    named = named.with_labels(
        "valence", {str(v): name for v, name in VALENCE_NAMES.items()} | ANY_WAY
    )
    shown = protect_estimates(mentions, rules=rules)
    told = shown.beside(named, on="measure", columns=("theme", "valence", "goal"))
    rule = Text(sv=f"{OF_WHOM.sv} {told.rule.sv}", en=f"{OF_WHOM.en} {told.rule.en}")
    return replace(told, rule=rule)
