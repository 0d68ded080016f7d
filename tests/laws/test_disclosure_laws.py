"""What holds for every protected table, whatever the answers were."""

from __future__ import annotations

import pandas as pd
import pytest

hypothesis = pytest.importorskip("hypothesis", reason="needs requirements-dev.txt")

from hypothesis import assume, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from evaltools.declarations import Sensitivity  # noqa: E402
from evaltools.disclosure import protect_estimates  # noqa: E402
from evaltools.estimates import Estimates  # noqa: E402
from evaltools.evaluation import DisclosureRules  # noqa: E402
from evaltools.survey import Universe  # noqa: E402

RULES = DisclosureRules()


def published(sensitivity: Sensitivity, share: float, n: int, spread: float = 0.04) -> pd.Series:
    """Protect one share of one body."""
    row = {
        "measure": "m", "body": "b", "estimate": share, "std_error": spread / 2,
        "conf_low": max(share - spread, 0), "conf_high": min(share + spread, 1),
        "n": n, "n_weighted": 3.7 * n,
    }  # fmt: skip
    table = pd.DataFrame([row])
    estimates = Estimates(
        table, "share", ("body",), sensitivity, 0.95, 1.2, 1.5, Universe("t"), False
    )
    return protect_estimates(estimates, rules=RULES).tidy().iloc[0]


shares, sizes = st.floats(0, 1), st.integers(2, 3000)


@settings(deadline=None)
@given(st.sampled_from(["open", "personal", "sensitive"]), shares, sizes)
def test_a_hidden_row_says_nothing(sensitivity: Sensitivity, share: float, n: int) -> None:
    row = published(sensitivity, share, n)
    assert row["hidden"] == row[["estimate", "conf_low", "conf_high", "n"]].isna().all()


@settings(deadline=None)
@given(shares, sizes, st.floats(0.001, 0.3))
def test_a_personal_row_depends_on_its_rounded_count_alone(
    share: float, n: int, spread: float
) -> None:
    row = published("personal", share, n, spread)
    assume(not row["hidden"])
    again = published("personal", row["estimate"], int(row["n"]))
    assume(not again["hidden"])
    numbers = ["estimate", "conf_low", "conf_high", "n"]
    pd.testing.assert_series_equal(row[numbers], again[numbers], check_names=False)


@settings(deadline=None)
@given(shares, sizes)
def test_no_small_personal_group_is_shown(share: float, n: int) -> None:
    row = published("personal", share, n)
    assert row["hidden"] or min(share * n, (1 - share) * n) >= 7.5 - 1e-9


@settings(deadline=None)
@given(shares, sizes)
def test_a_personal_interval_holds_its_share(share: float, n: int) -> None:
    row = published("personal", share, n)
    assert row["hidden"] or row["conf_low"] <= row["estimate"] <= row["conf_high"]
