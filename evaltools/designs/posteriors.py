"""What chance leaves open about a rate, a share or a value, once it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scipy import stats


@dataclass(frozen=True, slots=True)
class Posterior:
    """What one observation says of the level behind it.

    Attributes
    ----------
    scale : float
        What the distribution is multiplied with to have the unit of the observation.
    """

    _distribution: Any
    scale: float = 1.0

    def chance_below(self, level: float) -> float:
        """Return the probability that the level is at most `level`."""
        return float(self._distribution.cdf(level / self.scale))

    def interval(self, conf_level: float) -> tuple[float, float]:
        """Return the limits that leave equal chances outside."""
        tail = (1 - conf_level) / 2
        low, high = self._distribution.ppf([tail, 1 - tail]) * self.scale
        return float(low), float(high)


def rate_posterior(count: float, *, exposure: float) -> Posterior:
    """Say what a count of Poisson leaves open about its rate, by Jeffreys' prior.

    Parameters
    ----------
    count : float
        Events that were counted.
    exposure : float
        What they were counted over, in the units of the rate.

    Returns
    -------
    Posterior
        Gamma with half an event added.

    References
    ----------
    Brown, L. D., Cai, T. T. and DasGupta, A. (2003). Interval estimation in exponential
    families. Statistica Sinica 13, 19-49.
    """
    return Posterior(stats.gamma(count + 0.5), scale=1 / exposure)


def share_posterior(successes: float, *, trials: float, scale: float = 1.0) -> Posterior:
    """Say what a share of a number leaves open about the probability, by Jeffreys' prior.

    Parameters
    ----------
    successes, trials : float
        How many of how many.
    scale : float, optional
        100 for per cent.

    Returns
    -------
    Posterior
        Beta with half a success and half a failure added.

    References
    ----------
    Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial
    proportion. Statistical Science 16, 101-133.
    """
    return Posterior(stats.beta(successes + 0.5, trials - successes + 0.5), scale=scale)


def value_posterior(value: float, *, std_error: float) -> Posterior:
    """Say what an estimate with a published standard error leaves open.

    Parameters
    ----------
    value, std_error : float
        The estimate and its standard error.

    Returns
    -------
    Posterior
        Normal.
    """
    return Posterior(stats.norm(value, std_error))
