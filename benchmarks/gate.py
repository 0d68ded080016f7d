"""Time the release gate: a battery by body, kind of body, role and in all, in two waves.

Run by hand: `python benchmarks/gate.py [questions] [answers]`. Prints how many numbers are
published, how many groups a reader could be after, what protecting them and checking them
takes, and the share of rows that fell silent.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from evaltools.declarations import Sensitivity
from evaltools.disclosure import Claims, check_release, protect_estimates
from evaltools.estimates import estimate_shares
from evaltools.evaluation import DisclosureRules
from evaltools.survey import Survey, Universe, cell_weights

BODIES, ROLES, KINDS, WAVES = 26, 3, 4, ("2022", "2025")
ASKED = {f"b{body:02}": f"k{body % KINDS}" for body in range(BODIES)}
LEVELS = {"body": tuple(ASKED), "role": tuple(f"r{role}" for role in range(ROLES))}


def draw_survey(wave: str, *, questions: int, answers: int) -> Survey:
    """Draw answers of staff in bodies of very different size."""
    rng = np.random.default_rng(int(wave))
    share = rng.dirichlet(np.full(BODIES, 2.0))
    body, role = rng.choice(BODIES, answers, p=share), rng.integers(0, ROLES, answers)
    table = pd.DataFrame(
        {
            "body": [f"b{each:02}" for each in body],
            "body_kind": [f"k{each % KINDS}" for each in body],
            "role": [f"r{each}" for each in role],
            "stratum": [f"b{each:02}" for each in body],
            "weight": 1 + rng.integers(0, 20, BODIES * ROLES)[body * ROLES + role] / 10,
        }
    )
    table["population"] = table.groupby("stratum")["weight"].transform("sum").round()
    asked = {
        f"q{place:02}": np.where(rng.random(answers) < 0.05, np.nan, rng.random(answers) < chance)
        for place, chance in enumerate(rng.uniform(0.1, 0.9, questions))
    }
    universe = Universe(wave, LEVELS).with_groups("body_kind", of="body", members=ASKED)
    return Survey(
        table.assign(**asked), wave, True, _levels=universe.levels, _groups=universe.groups
    )


def publish(survey: Survey, *, questions: list[str], sensitivity: Sensitivity) -> dict[str, Claims]:
    """Protect the shares of some questions, one table for each kind of group."""
    reached = survey.tidy()[questions].astype("boolean")
    told = {}
    for by in ((), ("body",), ("body_kind",), ("role",)):
        shares = estimate_shares(survey, reached=reached, sensitivity=sensitivity, by=by)
        shown = protect_estimates(shares, rules=DisclosureRules())
        told[f"tab-{survey.wave}-{sensitivity}-{'-'.join(by) or 'all'}"] = shown.told()
    return told


def main() -> None:
    """Time protection and gate, half the questions open and half personal."""
    questions, answers = (int(each) for each in (*sys.argv[1:], "60", "4000")[:2])
    names = [f"q{place:02}" for place in range(questions)]
    surveys = {wave: draw_survey(wave, questions=questions, answers=answers) for wave in WAVES}
    start = time.perf_counter()
    told: dict[str, Claims] = {}
    for survey in surveys.values():
        told |= publish(survey, questions=names[::2], sensitivity="open")
        told |= publish(survey, questions=names[1::2], sensitivity="personal")
    protected = time.perf_counter()
    asked = {
        wave: cell_weights(survey).assign(employees=answers) for wave, survey in surveys.items()
    }
    release = check_release(told, earlier={}, asked=asked)
    done = time.perf_counter()
    print(f"{release.claims} numbers, {release.groups} groups")
    print(f"protected in {protected - start:.1f} s, checked in {done - protected:.1f} s")


if __name__ == "__main__":
    main()
