"""Figures that papers and textbooks have printed, found again on their data.

The data stand beside the project and are not part of it; without them the tests are skipped.
Rows that rest on least squares alone hold the library that everything here rests on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.sandwich_covariance import cov_cluster_2groups

from evaltools.designs import (
    Effect,
    cluster_effect,
    exact_rate_ratio,
    negative_binomial,
    partial_r2,
    predictor_weights,
    robustness_value,
    seasonal_step,
    synthetic_control,
    synthetic_difference_in_differences,
)
from evaltools.designs.synthetic_control import difference

DATA = Path(__file__).parents[3] / "shared" / "benchmarks" / "outcomes"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the data are not at {DATA}")


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv")


def dummies(column: pd.Series) -> np.ndarray:
    return pd.get_dummies(column, dtype=float).iloc[:, 1:].to_numpy()


def normal(effect: Effect) -> tuple[float, float, float]:
    """Return a ratio with normal limits, as the paper has them."""
    reach = np.exp(1.959964 * effect.std_error)
    return effect.estimate, effect.estimate / reach, effect.estimate * reach


@cache
def sicily() -> dict[str, float]:
    data = read("sicily")
    design = sm.add_constant(data[["smokban", "time"]])
    family = sm.families.Poisson()
    fit = sm.GLM(data["aces"], design, offset=np.log(data["stdpop"]), family=family).fit()
    plain = np.exp([fit.params["smokban"], *fit.conf_int().loc["smokban"]])
    step = seasonal_step(
        data["aces"], exposure=data["stdpop"], times=data["time"], during=data["smokban"] == 1,
        harmonics=2, period=12,
    )  # fmt: skip
    names = ("RR Poisson step+trend", "CI low", "CI high", "RR quasi-Poisson + harmonics(2,12)",
             "CI low 2", "CI high 2")  # fmt: skip
    return dict(zip(names, [*plain, *normal(step)], strict=True))


@cache
def seatbelts() -> dict[str, float]:
    data = read("seatbelts")
    month = dummies(np.round(data["time"] % 1 * 12) % 12)
    drivers, law = np.log(data["drivers"]), data["law"].to_numpy()
    petrol = np.log(data["PetrolPrice"]).to_numpy()
    one = sm.OLS(drivers, np.column_stack([law, np.ones(len(law))])).fit()
    more = sm.OLS(drivers, np.column_stack([law, petrol, np.ones(len(law)), month])).fit()
    design = np.column_stack([law, data["time"], np.ones(len(law)), month])
    counts = negative_binomial(data["DriversKilled"], design=design, offset=np.log(data["kms"]))
    return {
        "law, log(drivers)~law": one.params.iloc[0],
        "law, +month dummies+log petrol": more.params.iloc[0],
        "log petrol same model": more.params.iloc[1],
        "law, DriversKilled NB2 offset log(kms)+month+time": counts.coefficients[0],
    }


@cache
def prminwge() -> dict[str, float]:
    data = read("prminwge")
    model = sm.OLS(data["lprepop"], sm.add_constant(data[["lmincov", "lusgnp"]].assign()))
    if "lprgnp" in data:
        model = sm.OLS(data["lprepop"], sm.add_constant(data[["lmincov", "lprgnp", "lusgnp", "t"]]))
    fit = model.fit()
    robust = model.fit(cov_type="HAC", cov_kwds={"maxlags": 2, "use_correction": False})
    return {
        "b lmincov": fit.params["lmincov"],
        "OLS se": fit.bse["lmincov"],
        "Newey-West g=2 se": robust.bse["lmincov"],
    }


@cache
def card_krueger() -> dict[str, float]:
    data = read("card_krueger")
    means = data.groupby(["nj", "d"])["fte"].mean()
    wide = data.pivot_table(index=["id", "nj"], columns="d", values="fte").dropna()
    change = (wide[1] - wide[0]).reset_index(name="change")
    nj = change["nj"].to_numpy(float)
    effect = cluster_effect(
        change["change"].to_numpy(), design=np.column_stack([nj, np.ones(len(nj))]), column=0,
        clusters=change["id"],
    )  # fmt: skip
    everyone = (means[1, 1] - means[1, 0]) - (means[0, 1] - means[0, 0])
    return {
        "DiD FTE balanced stores": effect.estimate,
        "se balanced": effect.std_error,
        "DiD FTE all": everyone,
    }


@cache
def kielmc() -> dict[str, float]:
    data = read("kielmc")
    design = sm.add_constant(
        data[["nearinc", "y81"]].assign(both=data["nearinc"] * data["y81"]).astype(float)
    )
    fit = sm.OLS(data["rprice"], design).fit()
    return {"DiD rprice": fit.params["both"], "se": fit.bse["both"]}


@cache
def castle() -> dict[str, float]:
    data = read("castle")
    areas = pd.get_dummies(data["state"], dtype=float).to_numpy()
    design = np.column_stack([data["post"], areas, dummies(data["year"])])
    outcome = data["l_homicide"].to_numpy()
    asked = {"design": design, "column": 0, "clusters": data["state"]}
    plain = cluster_effect(outcome, kind="CR1", **asked)
    corrected = cluster_effect(outcome, **asked)
    return {
        "TWFE post": corrected.estimate,
        "CR1 se": plain.std_error,
        "CR2 se": corrected.std_error,
        "CR2 Satterthwaite df": corrected.df,
    }


@cache
def california_prop99() -> dict[str, float]:
    wide = read("california_prop99").pivot_table(
        index="State", columns="Year", values="PacksPerCapita"
    )
    outcomes = np.vstack([wide.loc[["California"]], wide.drop(index="California")])
    before = int((wide.columns < 1989).sum())
    methods = {"DID": difference, "SC": synthetic_control,
               "SDID": synthetic_difference_in_differences}  # fmt: skip
    return {
        name: method(outcomes, periods_before=before).estimate for name, method in methods.items()
    }


SCHOOLS = ["school.illit", "school.prim", "school.med", "school.high", "school.post.high"]
SECTORS = ["sec.agriculture", "sec.energy", "sec.industry", "sec.construction",
           "sec.services.venta", "sec.services.nonventa"]  # fmt: skip


@cache
def basque() -> dict[str, float]:
    """Weigh regions as pysyncon does, Spain among them, with the predictors of the paper."""
    data = read("basque")
    product = data.pivot_table(index="regionname", columns="year", values="gdpcap")
    means = [
        data.query(f"{first} <= year <= {last}").groupby("regionname")[names].mean()
        for first, last, names in (
            (1964, 1969, [*SCHOOLS, "invest"]), (1960, 1969, ["gdpcap"]), (1961, 1969, SECTORS),
            (1969, 1969, ["popdens"]),
        )
    ]  # fmt: skip
    own = [name for name in product.index if name.startswith("Basque")]
    order = [*own, *(name for name in product.index if name not in own)]
    predictors = pd.concat(means, axis=1).loc[order].to_numpy()
    outcomes = product.loc[order].to_numpy()
    weights = predictor_weights(predictors, outcomes=outcomes[:, 5:15]).unit_weights
    contrast = synthetic_control(outcomes, periods_before=20, unit_weights=weights)
    by_region = {name.split()[0]: weight for name, weight in zip(order[1:], weights, strict=True)}
    return {
        "weight Cataluna": by_region["Cataluna"],
        "weight Madrid": by_region["Madrid"],
        "ATT 1975-97": contrast.estimate,
    }


@cache
def petersen() -> dict[str, float]:
    data = read("petersen")
    model = sm.OLS(data["y"], sm.add_constant(data["x"]))
    fit = model.fit()
    clustered = {
        name: model.fit(cov_type="cluster", cov_kwds={"groups": data[name]}).bse["x"]
        for name in ("firm", "year")
    }
    both = cov_cluster_2groups(fit, data["firm"].to_numpy(), data["year"].to_numpy())[0]
    return {
        "OLS se x": fit.bse["x"],
        "HC1 se": model.fit(cov_type="HC1").bse["x"],
        "cluster firm": clustered["firm"],
        "cluster year": clustered["year"],
        "two-way": np.sqrt(both[1, 1]),
    }


@cache
def bh1995() -> dict[str, float]:
    p_values = read("bh1995_pvalues")["p"]
    rejected = {
        name: multipletests(p_values, alpha=0.05, method=method)[0].sum()
        for name, method in (("BH", "fdr_bh"), ("Bonferroni", "bonferroni"), ("Holm", "holm"))
    }
    return {
        "BH rejections q=.05": rejected["BH"],
        "Bonferroni rejections": rejected["Bonferroni"],
        "Holm rejections": rejected["Holm"],
    }


@cache
def darfur() -> dict[str, float]:
    data = read("darfur")
    names = ["directlyharmed", "age", "farmer_dar", "herder_dar", "pastvoted", "hhsize_darfur",
             "female"]  # fmt: skip
    design = np.column_stack([data[names], np.ones(len(data)), dummies(data["village"])])
    fit = sm.OLS(data["peacefactor"], design).fit()
    t_value, df = float(fit.tvalues.iloc[0]), float(fit.df_resid)
    return {
        "directlyharmed": fit.params.iloc[0],
        "se": fit.bse.iloc[0],
        "RV q=1 %": 100 * robustness_value(t_value, df=df),
        "RV alpha=.05 %": 100 * robustness_value(t_value, df=df, alpha=0.05),
        "partial R2 %": 100 * partial_r2(t_value, df=df),
    }


@cache
def poisson_2sample() -> dict[str, float]:
    ratio = exact_rate_ratio(11, exposure_after=800, count_before=21, exposure_before=3011)
    return {"rate ratio 11/800 vs 21/3011, exact cond. CI": ratio.estimate}


FOUND: dict[str, Callable[[], dict[str, float]]] = {
    each.__name__: each
    for each in (sicily, seatbelts, prminwge, card_krueger, kielmc, castle, california_prop99,
                 basque, petersen, bh1995, darfur, poisson_2sample)
}  # fmt: skip


def cases() -> list[tuple[str, str, float, float]]:
    """List the published figures, those of one name and benchmark told apart by a number."""
    if not DATA.is_dir():
        return []
    rows = read("expected")
    place = rows.groupby(["benchmark", "quantity"]).cumcount() + 1
    names = rows["quantity"] + place.map(lambda number: "" if number == 1 else f" {number}")
    return list(zip(rows["benchmark"], names, rows["published"], rows["tolerance"], strict=True))


@pytest.mark.parametrize(("benchmark", "quantity", "published", "tolerance"), cases())
def test_what_was_published_is_found_again(
    benchmark: str, quantity: str, published: float, tolerance: float
) -> None:
    assert FOUND[benchmark]()[quantity] == pytest.approx(published, abs=tolerance)


def test_the_limits_of_the_exact_ratio_are_those_of_r() -> None:
    """expected.csv, poisson_2sample, column `how`: CI .8584264-4.2772659, p .07966863."""
    ratio = exact_rate_ratio(11, exposure_after=800, count_before=21, exposure_before=3011)
    assert (ratio.conf_low, ratio.conf_high, ratio.p_value) == pytest.approx(
        (0.8584264, 4.2772659, 0.07966863), rel=1e-6
    )
