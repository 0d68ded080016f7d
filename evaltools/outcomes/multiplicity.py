"""Many indicators, many tests: how surprising the smallest p-value is among them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from evaltools.programme import Programme


def adjust_tests(assessments: pd.DataFrame, *, programme: Programme) -> pd.DataFrame:
    """Adjust the p-values of all claims for how many there are.

    The primary indicators, one per goal and declared beforehand, are a family of their own:
    Holm's procedure keeps the chance of any false claim among them. The rest is adjusted by
    Benjamini and Hochberg's, which keeps the share of false ones among the claims. Several
    series of one primary indicator all count.

    Parameters
    ----------
    assessments : pandas.DataFrame
        What `tabulate` gives.
    programme : Programme
        The programme, whose goals declare their primary indicators.

    Returns
    -------
    pandas.DataFrame
        The same rows with `is_primary` and `p_adjusted`, NaN where nothing was tested.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian
    Journal of Statistics 6, 65-70.
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the
    Royal Statistical Society B 57, 289-300.
    """
    declared = [goal.primary_indicator for goal in programme.goals if goal.primary_indicator]
    primary = assessments["indicator_id"].isin([each.indicator for each in declared])
    adjusted = pd.Series(np.nan, index=assessments.index)
    for family, method in ((primary, "holm"), (~primary, "fdr_bh")):
        p_values = assessments.loc[family, "p_value"].dropna()
        if len(p_values):
            adjusted[p_values.index] = multipletests(p_values, method=method)[1]
    return assessments.assign(is_primary=primary, p_adjusted=adjusted)
