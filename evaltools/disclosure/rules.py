"""The rules in words for readers, and how numbers are rounded and hidden by them."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

from evaltools.declarations import Sensitivity, Text
from evaltools.errors import DisclosureError, Fault
from evaltools.evaluation import (
    DisclosureRules,
    MagnitudeRule,
    OpenRule,
    PersonalRule,
    SensitiveRule,
)

Numbers = TypeVar("Numbers", "pd.Series[float]", pd.DataFrame)


def round_to(numbers: Numbers, unit: int) -> Numbers:
    """Round to the nearest multiple of a unit, halves upwards."""
    return (numbers / unit + 0.5) // 1 * unit


def limits_of_rounded(rounded: float, unit: int) -> tuple[int, int]:
    """Return the smallest and the largest count that is rounded to a multiple of `unit`."""
    return max(0, int(rounded) - unit // 2), int(rounded) + (unit - 1) // 2


def smallest(sensitivity: Sensitivity, rules: DisclosureRules) -> int:
    """Return the size below which no reader may prove a group."""
    return {
        "open": rules.open.smallest_group,
        "personal": rules.personal.round_to,
        "sensitive": rules.sensitive.smallest_cell,
    }[sensitivity]


def smallest_group(sensitivity: Sensitivity, rules: DisclosureRules) -> int:
    """Return the number of answers from which a group is shown."""
    return {
        "open": rules.open.smallest_group,
        "personal": rules.personal.smallest_group,
        "sensitive": rules.sensitive.smallest_cell,
    }[sensitivity]


def refuse(place: str, sensitivity: Sensitivity, kind: str) -> DisclosureError:
    """Say that numbers have no protected form."""
    return DisclosureError(
        Fault(
            place,
            f"{sensitivity} numbers of the kind {kind} cannot be published.",
            "Publish the shares of each group instead; a score must lie between 0 and 1.",
        )
    )


PUBLISHED = Text(
    sv="Värdena är redan publicerade av källan, eller beräknade ur sådana värden.",
    en="The values have been published by their source, or are calculated from such values.",
)
INVENTED = Text(
    sv="Påhittat exempel: värdena är inte hämtade ur någon källa.",
    en="Invented example: the values are from no source.",
)
PARTLY_INVENTED = Text(
    sv="Påhittade exempel är inte hämtade ur någon källa. Övriga värden är redan publicerade av "
    "källan, eller beräknade ur sådana värden.",
    en="Invented examples are from no source. Other values have been published by their source, "
    "or are calculated from such values.",
)


def published_text(synthetic: pd.Series[bool]) -> Text:
    """Say where values of indicators are from.

    Parameters
    ----------
    synthetic : pandas.Series
        One per value: True where it is invented.

    Returns
    -------
    Text
        That a source has published them, that they are invented, or that some are.
    """
    if not synthetic.any():
        return PUBLISHED
    return INVENTED if synthetic.all() else PARTLY_INVENTED


def open_text(rule: OpenRule) -> Text:
    """Say the rule for open questions."""
    return Text(
        sv=(
            f"Grupper med färre än {rule.smallest_group} svar redovisas inte, och inte heller "
            "grupper som skulle röja dem. Avrundat till hela procent."
        ),
        en=(
            f"Groups with fewer than {rule.smallest_group} answers are not shown, nor are groups "
            "that would give them away. Rounded to whole per cent."
        ),
    )


def personal_text(rule: PersonalRule) -> Text:
    """Say the rule for personal questions."""
    return Text(
        sv=(
            f"Grupper med färre än {rule.smallest_group} svar och antal till och med "
            f"{rule.hide_counts_to} redovisas inte, och inte heller grupper som skulle röja dem. "
            f"Antal är avrundade till {rule.round_to}, andelar och intervall beräknade på "
            "avrundade antal."
        ),
        en=(
            f"Groups with fewer than {rule.smallest_group} answers and counts up to "
            f"{rule.hide_counts_to} are not shown, nor are groups that would give them away. "
            f"Counts are rounded to {rule.round_to}; shares and intervals are calculated from the "
            "rounded counts."
        ),
    )


def sensitive_text(rule: SensitiveRule) -> Text:
    """Say the rule for sensitive questions."""
    return Text(
        sv=f"Endast alla tillsammans och bara där minst {rule.smallest_cell} svarat på varje sätt.",
        en=f"All together only, where at least {rule.smallest_cell} gave each answer.",
    )


def register_text(rule: SensitiveRule) -> Text:
    """Say the rule for register counts."""
    return Text(
        sv=f"Antal till och med {rule.hide_counts_to} redovisas inte, övriga är avrundade till "
        f"{rule.round_to}.",
        en=f"Counts up to {rule.hide_counts_to} are not shown, others are rounded to "
        f"{rule.round_to}.",
    )


def magnitude_text(rule: MagnitudeRule) -> Text:
    """Say the rule for amounts."""
    return Text(
        sv=f"Belopp och mängder redovisas med två siffror, och inte där alla utom de två största "
        f"bidragen tillsammans är mindre än {rule.p_percent} procent av det största.",
        en=f"Amounts are shown in two digits, and not where all but the two largest contributions "
        f"add up to less than {rule.p_percent} per cent of the largest.",
    )
