"""Time a battery of questions by body: ours, svy question by question, and R's svyby.

Run by hand: `python benchmarks/battery.py [rows] [questions]`. The three are timed in one run on
the same generated answers; svy and R answer only the first questions, and their time is
multiplied up. Prints seconds, ratios, the largest difference of estimates and standard errors,
and the largest memory that our process took.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import svy

from evaltools.estimates import estimate_shares
from evaltools.survey import Survey

BODIES = 26
ASKED_OF_OTHERS = 2
R_SCRIPT = """
suppressMessages(library(survey))
d <- read.csv(commandArgs(TRUE)[1], stringsAsFactors = TRUE)
built <- system.time(s <- svydesign(~1, strata = ~stratum, weights = ~weight,
                                    fpc = ~population, data = d))[["elapsed"]]
asked <- commandArgs(TRUE)[-1]
took <- system.time(r <- lapply(asked, function(q)
  svyby(reformulate(q), ~body, s, svymean, na.rm = TRUE)))[["elapsed"]]
cat(built, took, "\\n")
for (x in r) cat(paste(x[[2]], x[["se"]]), sep = "\\n")
"""


def draw_answers(rows: int, questions: int) -> pd.DataFrame:
    """Draw yes-or-no answers of staff in bodies and roles, some of them missing."""
    rng = np.random.default_rng(1)
    body = rng.integers(0, BODIES, rows)
    role = rng.integers(0, 3, rows)
    size = np.bincount(body * 3 + role, minlength=3 * BODIES)
    stratum = body * 3 + role
    answers = {
        f"q{place}": np.where(rng.random(rows) < 0.03, np.nan, rng.random(rows) < 0.3 + body / 60)
        for place in range(questions)
    }
    return pd.DataFrame(
        {
            "body": pd.Series(body).map(lambda code: f"b{code:02}"),
            "stratum": pd.Series(stratum).map(lambda code: f"s{code:02}"),
            "population": 2.0 * size[stratum],
            "weight": 2.0,
            **answers,
        }
    )


def time_ours(answers: pd.DataFrame, names: list[str]) -> tuple[float, pd.DataFrame]:
    """Estimate the whole battery by body."""
    start = time.perf_counter()
    reached = answers[names].astype("boolean")
    survey = Survey(answers, "t", True)
    table = estimate_shares(survey, reached=reached, sensitivity="open", by=("body",)).tidy()
    return time.perf_counter() - start, table


def time_svy(answers: pd.DataFrame, names: list[str]) -> tuple[float, pd.DataFrame]:
    """Ask svy the first questions one by one."""
    frame = pl.from_pandas(answers[["body", "stratum", "population", "weight", *names]])
    start = time.perf_counter()
    design = svy.Design(stratum="stratum", wgt="weight", pop_size="population")
    sample = svy.Sample(frame, design)
    parts = [
        sample.estimation.mean(name, by="body", where=pl.col(name).is_not_null())
        .to_polars().to_pandas().assign(measure=name)
        for name in names
    ]  # fmt: skip
    return time.perf_counter() - start, pd.concat(parts)


def time_r(answers: pd.DataFrame, names: list[str]) -> tuple[float, float, list[float]]:
    """Ask R the first questions one by one; also the time that it takes to build the design."""
    with tempfile.TemporaryDirectory() as folder:
        file, script = Path(folder) / "a.csv", Path(folder) / "a.R"
        columns = ["body", "stratum", "population", "weight", *names]
        answers[columns].to_csv(file, index=False)
        script.write_text(R_SCRIPT)
        done = subprocess.run(
            ["Rscript", str(script), str(file), *names],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    first, *lines = done.stdout.strip().splitlines()
    built, took = map(float, first.split())
    return built, took, [float(word) for line in lines for word in line.split()]


def main(rows: int, questions: int) -> None:
    """Time the three and print what they took."""
    answers = draw_answers(rows, questions)
    names = [f"q{place}" for place in range(questions)]
    few = names[:ASKED_OF_OTHERS]
    ours, table = time_ours(answers, names)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    theirs, svy_table = time_svy(answers, few)
    built, r_took, r_numbers = time_r(answers, few)
    times = questions / len(few)
    mine = table[table["measure"].isin(few)].sort_values(["measure", "body"])
    other = svy_table.sort_values(["measure", "body"])
    pairs = mine[["estimate", "std_error"]].to_numpy()
    print(f"{rows} rows, {questions} questions by {BODIES} bodies")
    print(f"ours {ours:.2f} s, largest memory {memory:.2f} GiB")
    print(f"svy  {theirs * times:.1f} s: {theirs * times / ours:.0f} times as long")
    print(f"R    {r_took * times:.1f} s and {built:.1f} s to build the design: "
          f"{(r_took * times + built) / ours:.0f} times as long")  # fmt: skip
    print(
        f"largest difference from svy {np.abs(pairs - other[['est', 'se']].to_numpy()).max():.1e}"
    )
    print(f"largest difference from R   {np.abs(pairs - np.reshape(r_numbers, (-1, 2))).max():.1e}")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:3] or (40_000, 60)))
