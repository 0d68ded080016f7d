"""Draw the sample on which the estimators are held to R.

Writes staff.csv beside this file: one row per respondent of a stratified cluster sample from an
invented staff. Nothing in it says anything about a real person.

Columns: `body` (six, the strata), `workplaces` (how many the body has), `workplace` (the cluster),
`role` (three), `weight` (employees that the respondent stands for), `employees` (in the body and
role), `age` (years, a few missing), `heard` (0 or 1), `rare` (0 or 1, about two per cent),
`extent` (1 to 5), `item1` to `item5` (1 to 5, one scale), `score` (0 to 100), `hours` (above 0)
and `visits` (a count).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

BODIES = ("north", "south", "east", "west", "centre", "harbour")
ROLES = ("manager", "client_facing", "other")
SHARES = (0.15, 0.55, 0.30)


def draw_staff(rng: np.random.Generator) -> pd.DataFrame:
    """Draw everyone who works in the bodies: one row per employee."""
    places = [
        (body, f"{body}-{place:02}", int(rng.integers(8, 40)))
        for body, count in zip(BODIES, (24, 30, 18, 12, 20, 9), strict=True)
        for place in range(count)
    ]
    people = pd.DataFrame(places, columns=["body", "workplace", "size"])
    mood = rng.normal(0, 0.6, len(people))
    people = people.assign(mood=mood).loc[people.index.repeat(people["size"])]
    people = people.drop(columns="size").reset_index(drop=True)
    n = len(people)
    people["role"] = rng.choice(ROLES, n, p=SHARES)
    people["age"] = np.round(rng.uniform(22, 67, n))
    lean = people.pop("mood") + people["role"].map({"manager": 1.0, "other": -0.5}).fillna(0.2)
    lean = lean + (people["age"] - 45) / 40
    people["heard"] = (rng.logistic(size=n) < lean).astype(int)
    people["rare"] = (rng.logistic(size=n) < lean / 2 - 4).astype(int)
    cuts = np.array([-1.5, -0.2, 1.0, 2.4])
    people["extent"] = 1 + (lean.to_numpy()[:, None] + rng.logistic(size=(n, 1)) > cuts).sum(axis=1)
    trait = lean.to_numpy() + rng.normal(0, 1, n)
    for item, loading in enumerate((0.9, 0.8, 0.7, 0.6, 0.5), start=1):
        answer = loading * trait + rng.normal(0, 0.9, n)
        people[f"item{item}"] = 1 + (answer[:, None] > np.array([-1.2, -0.3, 0.6, 1.5])).sum(axis=1)
    people["score"] = np.clip(np.round(50 + 12 * lean + rng.normal(0, 15, n), 1), 0, 100)
    people["hours"] = np.round(rng.gamma(4, 3, n) + 0.5, 1)
    people["visits"] = rng.poisson(np.exp(0.3 + 0.4 * lean))
    return people


def draw_sample(people: pd.DataFrame, *, rng: np.random.Generator) -> pd.DataFrame:
    """Draw some workplaces of each body, where part of the staff answer."""
    places = people.groupby("body")["workplace"].unique()
    drawn = [rng.choice(each, max(4, len(each) // 3), replace=False) for each in places]
    counts = places.map(len).rename("workplaces")
    sample = people[people["workplace"].isin(np.concatenate(drawn))]
    sample = sample[rng.random(len(sample)) < 0.6].join(counts, on="body")
    employees = people.groupby(["body", "role"]).size().rename("employees")
    sample = sample.join(employees, on=["body", "role"])
    size = people.groupby("workplace").size()
    answered = sample.groupby("workplace").size()
    drawn_places = sample.groupby("body")["workplace"].nunique()
    inclusion = sample["body"].map(drawn_places) / sample["workplaces"]
    answering = sample["workplace"].map(answered) / sample["workplace"].map(size)
    sample["weight"] = 1 / (inclusion * answering)
    sample["age"] = sample["age"].mask(rng.random(len(sample)) < 0.02)
    return sample.reset_index(drop=True)


if __name__ == "__main__":
    generator = np.random.default_rng(2025)
    staff = draw_sample(draw_staff(generator), rng=generator)
    staff.to_csv(Path(__file__).with_name("staff.csv"), index=False, lineterminator="\n")
