"""What is decided on a text: where its coders agree, or a person has decided between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from evaltools.declarations import Text
from evaltools.testimony.coding import Coding, Valence
from evaltools.testimony.scheme import NONE, VALENCE_NAMES, CodingScheme

Found = frozenset[tuple[str, Valence]]
"""The themes found in a text, each with how it is spoken of; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What persons have decided, which alone is counted; only `decide` makes it.

    Attributes
    ----------
    themes : dict of str to frozenset
        For each decided unit the themes with their valences; none where a person found none.
    undecided : tuple of str
        Units that coders coded differently, and nobody has decided on.
    """

    themes: Mapping[str, Found] = field(repr=False)
    undecided: tuple[str, ...] = field(repr=False)


def decide(codings: Iterable[Coding], *, adjudicated: Iterable[Coding] = ()) -> Decided:
    """Decide on every unit that anybody has coded.

    A unit with one coder is decided by them. With several it is decided where all found the
    same themes, spoken of in the same way; what part of the text they marked does not matter.
    What was adjudicated goes before.

    Parameters
    ----------
    codings : iterable of Coding
        What the coders found.
    adjudicated : iterable of Coding
        What a person decided where they differ.

    Returns
    -------
    Decided
        All units of either: decided or not.
    """
    by_unit = group_codings(codings)
    chosen = {unit: found for unit, coders in group_codings(adjudicated).items()
              for found in coders.values()}  # fmt: skip
    agreed = {
        unit: next(iter(coders.values()))
        for unit, coders in by_unit.items()
        if len(set(coders.values())) == 1
    }
    themes = agreed | chosen
    return Decided(themes, tuple(sorted(set(by_unit) - set(themes))))


def find_disagreements(codings: Iterable[Coding]) -> dict[str, dict[str, Found]]:
    """Find the units that coders coded differently, with what each of them found."""
    return {
        unit: coders
        for unit, coders in group_codings(codings).items()
        if len(set(coders.values())) > 1
    }


def group_codings(codings: Iterable[Coding]) -> dict[str, dict[str, Found]]:
    """Put together what each coder found in each unit.

    Parameters
    ----------
    codings : iterable of Coding
        The codings.

    Returns
    -------
    dict of str to dict of str to frozenset
        By unit and coder; an empty set where the coder looked and found no theme.
    """
    found: dict[str, dict[str, set[tuple[str, Valence]]]] = defaultdict(lambda: defaultdict(set))
    for coding in codings:
        themes = found[coding.unit][coding.coder]
        if coding.theme is not None and coding.valence is not None:
            themes.add((coding.theme, coding.valence))
    return {
        unit: {coder: frozenset(themes) for coder, themes in sorted(coders.items())}
        for unit, coders in found.items()
    }


def say_found(found: Found, *, scheme: CodingScheme) -> str:
    """Say in Swedish what was found, in the order of the scheme, for the one who decides."""
    return say_themes(found, scheme=scheme).sv or NONE.sv


def say_themes(found: Found, *, scheme: CodingScheme) -> Text:
    """Name themes in the order of the scheme, each with how it is spoken of."""
    order = {theme: place for place, theme in enumerate(scheme.ids)}
    told = sorted(found, key=lambda pair: (order[pair[0]], pair[1]))
    pairs = [(scheme.theme(theme).name, VALENCE_NAMES[valence]) for theme, valence in told]
    return Text(
        sv="; ".join(f"{name.sv} ({how.sv})" for name, how in pairs),
        en="; ".join(f"{name.en} ({how.en})" for name, how in pairs),
    )
