"""What became of everyone who was asked, in the words and rates of AAPOR."""

from __future__ import annotations

import pandas as pd

from evaltools.errors import DataError, Fault

DISPOSITIONS = (
    "complete",
    "partial",
    "refusal",
    "non_contact",
    "other",
    "unknown_eligibility",
    "not_eligible",
)
"""AAPOR's final dispositions: I, P, R, NC, O, U and not eligible."""


def outcome_rates(dispositions: pd.DataFrame, *, by: str | None = None) -> pd.DataFrame:
    """Compute AAPOR's outcome rates, in all or by group.

    Parameters
    ----------
    dispositions : pandas.DataFrame
        One row per body; counts in the columns of `DISPOSITIONS`, those that are lacking are
        0.
    by : str, optional
        Column that forms the groups; one row in all, where it is not given.

    Returns
    -------
    pandas.DataFrame
        One row per group: the counts, `asked` (their sum), and the rates `rr1` to `rr6`,
        `coop1` to `coop4`, `ref1` to `ref3` and `con1` to `con3` [1]_ as shares; NaN where
        nobody is in the denominator. `e`, the share of those of unknown eligibility who are
        taken as eligible, is that among those of known eligibility.

    Raises
    ------
    DataError
        If a count is negative or no whole number.

    References
    ----------
    .. [1] AAPOR (2023). Standard Definitions: Final Dispositions of Case Codes and Outcome
       Rates for Surveys, 10th edition, pp. 61-66.

    Examples
    --------
    >>> import pandas as pd
    >>> from evaltools.survey import outcome_rates
    >>> asked = pd.DataFrame(
    ...     {"body": ["A"], "complete": [60], "refusal": [10], "non_contact": [30]}
    ... )
    >>> outcome_rates(asked)[["rr1", "coop1", "ref1"]].round(2)
       rr1  coop1  ref1
    0  0.6   0.86   0.1
    """
    _check_counts(dispositions)
    counts = dispositions.reindex(columns=[*([by] if by else []), *DISPOSITIONS]).fillna(0)
    summed = counts.groupby(by).sum().reset_index() if by else counts.sum().to_frame().T
    return summed.assign(asked=summed[list(DISPOSITIONS)].sum(axis=1), **_rates(summed))


def _rates(counts: pd.DataFrame) -> dict[str, pd.Series[float]]:
    i, p, r, nc, o, u, out = (counts[name].astype(float) for name in DISPOSITIONS)
    known = i + p + r + nc + o
    e = (known / (known + out)).fillna(1)
    contacted = i + p + r + o
    denominators = {"1": known + u, "2": known + e * u, "3": known}
    rates = {"e": e}
    for place, name in enumerate(("1", "2", "3")):
        rates[f"rr{2 * place + 1}"] = i / denominators[name]
        rates[f"rr{2 * place + 2}"] = (i + p) / denominators[name]
        rates[f"ref{name}"] = r / denominators[name]
        rates[f"con{name}"] = contacted / denominators[name]
    cooperation = {"coop1": i / contacted, "coop2": (i + p) / contacted}
    return rates | cooperation | {"coop3": i / (i + p + r), "coop4": (i + p) / (i + p + r)}


def _check_counts(dispositions: pd.DataFrame) -> None:
    counts = dispositions.reindex(columns=list(DISPOSITIONS)).fillna(0)
    wrong = [str(name) for name in counts if ((counts[name] < 0) | (counts[name] % 1 != 0)).any()]
    if wrong:
        raise DataError(
            Fault("dispositions", f"{', '.join(wrong)} hold no counts.", "Correct the numbers.")
        )
