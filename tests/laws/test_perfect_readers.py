"""A reader who knows the rules, and all tables that would have been published alike.

The gate's attacker reasons from what is shown. These readers also reason from what is not: they
go through every tiny table, publish each, and look what all tables with one publication share.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import numpy as np
import pandas as pd
import pytest

from evaltools.disclosure import protect_estimates
from evaltools.disclosure.groups import silence
from evaltools.estimates import Estimates
from evaltools.evaluation import DisclosureRules
from evaltools.survey import Universe

RULES = DisclosureRules()
SMALL = 5
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def publish(n: Ints, count: Ints, *, table: Ints) -> pd.DataFrame:
    """Protect the personal shares of the bodies of some tables."""
    rows = pd.DataFrame(
        {
            "measure": table.astype(str),
            "body": pd.Series(n).groupby(table).cumcount().map("b{}".format),
            "estimate": count / np.where(n > 0, n, np.nan),
            "std_error": 0.0, "conf_low": 0.0, "conf_high": 1.0, "n": n, "n_weighted": n,
        }
    )  # fmt: skip
    shares = Estimates(rows, "share", ("body",), "personal", 0.95, 1, 1, Universe("t"), True)
    return protect_estimates(shares, rules=RULES).tidy()


def forms(n: Ints, count: Ints) -> Ints:
    """Number what is published of single rows; 0 where one is hidden."""
    kinds, place = np.unique(np.stack([n, count]), axis=1, return_inverse=True)
    shown = publish(kinds[0], kinds[1], table=np.arange(kinds.shape[1]))
    known = shown["n"].fillna(0).astype(int) * 1000 + (shown["estimate"] * shown["n"]).fillna(0)
    return known.round().to_numpy(np.int64)[place]


def all_pairs(most: int) -> pd.DataFrame:
    """List every table of two bodies, with what is published of it and of the total."""
    cells = np.array([(n, count) for n in range(most + 1) for count in range(n + 1)])
    first, second = np.repeat(cells, len(cells), 0), np.tile(cells, (len(cells), 1))
    tables = pd.DataFrame(np.hstack([first, second]), columns=["n0", "c0", "n1", "c1"])
    for body in "01":
        tables[f"shown{body}"] = forms(tables[f"n{body}"].to_numpy(), tables[f"c{body}"].to_numpy())
    total = forms(*(first + second).T)
    return _hide_beside(tables.assign(total=total))


def _hide_beside(tables: pd.DataFrame) -> pd.DataFrame:
    """Hide bodies beside others, as in one table: it depends on sizes and on what is hidden."""
    shown = ["shown0", "shown1"]
    keys = ["n0", "n1", "hidden0", "hidden1", "no_total"]
    marks = (tables[[*shown, "total"]] == 0).set_axis(keys[2:], axis=1)
    marked = pd.concat([tables, marks], axis=1)
    kinds = marked.groupby(keys, as_index=False)[["c0", "c1"]].first()
    both = [kinds[[f"{name}0", f"{name}1"]].to_numpy().ravel() for name in "nc"]
    hidden = publish(both[0], both[1], table=np.repeat(np.arange(len(kinds)), 2))["hidden"]
    kinds[["silent0", "silent1"]] = hidden.to_numpy().reshape(-1, 2)
    joined = marked[keys].merge(kinds.drop(columns=["c0", "c1"]), on=keys, how="left")
    silent = joined[["silent0", "silent1"]].to_numpy(bool)
    return tables.assign(**tables[shown].mask(silent, 0))


def broken(tables: pd.DataFrame, *, know: list[str], insider: bool = False) -> int:
    """Count the tables in which a reader is certain that 1 to 4 of a body answered alike."""
    few = 0
    for n, count in (("n0", "c0"), ("n1", "c1")):
        for members in (tables[count], tables[n] - tables[count]):
            others = members - int(insider)
            kept = tables.assign(others=others)[others >= 0]
            same = kept.groupby(know)["others"]
            few += int((same.transform("min").ge(1) & same.transform("max").lt(SMALL)).sum())
    return few


LARGE = pytest.param(37, marks=pytest.mark.simulation)
"""Half a million tables."""


@pytest.mark.parametrize("most", [22, LARGE])
def test_nobody_is_certain_of_a_small_group_of_a_personal_question(most: int) -> None:
    """Two bodies of up to `most`, and their total; also where all sizes are known, or oneself."""
    tables, shown = all_pairs(most), ["shown0", "shown1", "total"]
    known = [shown, [*shown, "n0", "n1"]]
    assert [broken(tables, know=know, insider=own) for know in known for own in (False, True)] == [
        0
    ] * 4


OPEN = 4
"""A smallest group with which all totals can be gone through."""


def shown_sizes(sizes: tuple[int, ...]) -> tuple[int | None, ...]:
    """Tell which sizes of three open groups are shown beside their total."""
    table = pd.DataFrame({"body": ["b0", "b1", "b2"], "n": sizes})
    hidden = silence(table, by=("body",), universe=Universe("t"), small=OPEN)
    return tuple(None if silent else n for n, silent in zip(sizes, hidden, strict=True))


@pytest.mark.parametrize("total", [7, 8, 10])
def test_who_knows_how_ties_are_broken_learns_of_open_sizes_beside_just_large_groups_alone(
    total: int,
) -> None:
    """The limit of hiding the fewest: which of two groups of one size is hidden tells something."""
    alike = defaultdict(list)
    for first, second in product(range(total + 1), repeat=2):
        if first + second <= total:
            sizes = (first, second, total - first - second)
            alike[shown_sizes(sizes)].append(sizes)
    certain = [
        shown
        for shown, tables in alike.items()
        for group in range(3)
        if shown[group] is None and all(0 < sizes[group] < OPEN for sizes in tables)
    ]
    assert [shown for shown in certain if OPEN not in shown] == []
