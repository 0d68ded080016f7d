"""The report says what its protection does."""

from __future__ import annotations

import pandas as pd
import pytest

from evaltools.declarations import Sensitivity
from evaltools.disclosure import cost_of_protection, describe_rules
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules
from evaltools.survey import Universe


def shares(sensitivity: Sensitivity, *rows: tuple[float, int]) -> Estimates:
    """Make shares by body of one measure."""
    table = pd.DataFrame(rows, columns=["estimate", "n"]).assign(
        measure="m", std_error=0.01, conf_low=0.0, conf_high=1.0
    )
    table["body"] = [f"b{place}" for place in table.index]
    return Estimates(table.assign(n_weighted=table["n"]), "share", ("body",), sensitivity, 0.95,
                     1.0, 1.0, Universe("t"), True)  # fmt: skip


def test_the_largest_change_is_rounded_up_to_whole_per_cent(rules: DisclosureRules) -> None:
    """62 of 103 are shown as 60 of 105: 3.05 percentage points less."""
    costs = cost_of_protection(shares("personal", (62 / 103, 103)), rules=rules).tidy()
    assert costs["largest_change"][0] == pytest.approx(0.04)


def test_shown_and_hidden_groups_are_counted_over_all_tables(rules: DisclosureRules) -> None:
    two = (shares("personal", (0.5, 100), (0.5, 12)), shares("personal", (0.5, 90)))
    row = cost_of_protection(*two, rules=rules).tidy().iloc[0]
    assert (row["measure"], row["shown"], row["silent"]) == ("m", 2, 1)


def test_what_a_change_tells_of_each_shown_share_is_claimed(rules: DisclosureRules) -> None:
    two = shares("personal", (62 / 103, 103), (0.5, 100), (0.5, 12))
    claims = cost_of_protection(two, rules=rules).told().claims
    assert [claim.part["body"] for claim in claims] == [("b0",), ("b1",)]
    assert (claims[0].low, claims[0].high) == pytest.approx((60 / 105 - 0.04, 60 / 105 + 0.04))


def test_where_nothing_is_shown_there_is_no_change(rules: DisclosureRules) -> None:
    row = cost_of_protection(shares("personal", (0.5, 12)), rules=rules).tidy().iloc[0]
    assert pd.isna(row["largest_change"]) and row["shown"] == 0


def test_each_rule_stands_with_the_basis_that_was_recorded() -> None:
    rules = DisclosureRules.model_validate({"open": {"legal_basis": "Beslut 12"}})
    table = describe_rules(rules).tidy()
    assert table["basis.sv"].tolist() == ["Beslut 12", *4 * [""]]


def test_no_rule_claims_that_the_law_applies(rules: DisclosureRules) -> None:
    words = " ".join(describe_rules(rules).tidy().astype(str).to_numpy().ravel()).lower()
    assert not any(word in words for word in ("sekretess", "osl", "lag", "secrecy", "law"))
