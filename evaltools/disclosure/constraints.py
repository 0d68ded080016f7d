"""Claims as linear constraints on the counts of a cross."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evaltools.disclosure.attacker import Constraint, Cross, Floats
from evaltools.disclosure.claims import Claim


def constrain(
    claim: Claim, *, cross: Cross, weight: tuple[Floats, Floats] | None, place: str
) -> Iterator[Constraint]:
    """Turn a claim into constraints on the counts of a cross.

    Parameters
    ----------
    claim : Claim
        A claim about columns of the cross.
    cross : Cross
        The combinations whose counts are unknown.
    weight : tuple of numpy.ndarray or None
        The smallest and the largest weight in each cell. Where they are not known, the claim's
        ratio of the largest weight to the smallest limits what a weighted share tells.
    place : str
        Where it was told.

    Yields
    ------
    Constraint
        One for each limit that tells something.
    """
    part = _row(claim, cross)
    low = -np.inf if claim.low is None else claim.low
    high = np.inf if claim.high is None else claim.high
    if claim.whole is None:
        yield Constraint(part, low, high, place)
        return
    if claim.weight_ratio is None:
        return
    whole = cross.select(claim.whole)
    light, heavy = _weights(claim.weight_ratio, cross, weight)
    if claim.unit == "count":
        inside = whole > 0
        yield Constraint(heavy * part, low * light[inside].min(), np.inf, place)
        yield Constraint(light * part, -np.inf, high * heavy[inside].max(), place)
        return
    rest = whole - part
    if low > -np.inf:
        yield Constraint((1 - low) * heavy * part - low * light * rest, 0, np.inf, place)
    if high < np.inf:
        yield Constraint((1 - high) * light * part - high * heavy * rest, -np.inf, 0, place)


def _row(claim: Claim, cross: Cross) -> Floats:
    ones = {name: dict.fromkeys(values, 1.0) for name, values in claim.part.items()}
    return cross.score(ones | claim.scores)


def _weights(
    ratio: float, cross: Cross, weight: tuple[Floats, Floats] | None
) -> tuple[Floats, Floats]:
    """Return the smallest and the largest weight that each cell can have."""
    ones = np.ones(cross.size)
    if ratio == 1:
        return ones, ones
    return weight or (ones, ratio * ones)
