"""What the page of a run says, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

from evaltools.declarations import Language, Text
from evaltools.numerals import write_number

TITLE = Text(sv="Körningen {}", en="The run {}")
ABOUT = Text(sv="Om körningen", en="About this run")
BEGAN = Text(sv="Började", en="Began")
TOOK = Text(sv="Tog", en="Took")
COMMIT = Text(sv="Version i git", en="Commit in git")
NO_COMMIT = Text(sv="utanför git", en="outside git")
STEPS = Text(sv="Steg", en="Steps")
WORK = Text(sv="Arbete", en="Work")
WORK_TOLD = Text(sv="{seconds} på {workers}", en="{seconds} on {workers}")
ONE_WORKER = Text(sv="en arbetare", en="one worker")
WORKERS = Text(sv="{} arbetare", en="{} workers")
FILES = Text(sv="Filer", en="Files")
MANIFEST = Text(sv="manifest (RO-Crate)", en="manifest (RO-Crate)")
NO_MANIFEST = Text(
    sv="Inget manifest skrevs, eftersom ett steg misslyckades.",
    en="No manifest was written, since a step failed.",
)

PLAN = Text(sv="Planen", en="The plan")
PLAN_TOLD = Text(
    sv="En pil går från ett steg till det som bygger på det. Leder också en längre väg dit är "
    "pilen utelämnad; tabellen nedan har alla.",
    en="An arrow leads from a step to one that builds on it. Where a longer way leads there too, "
    "the arrow is left out; the table below has them all.",
)
PLAN_NAME = Text(sv="Planen som en bild", en="The plan as a picture")
TIMES = Text(sv="Tidsåtgång", en="Time taken")
TIMES_TOLD = Text(
    sv="En stapel per steg som kördes, från då det började till då det slutade, räknat från "
    "körningens början.",
    en="One bar per step that ran, from when it began until it ended, counted from the beginning "
    "of the run.",
)
TIMES_NAME = Text(sv="Stegen i tid", en="The steps in time")
NOTHING_RAN = Text(
    sv="Inget steg kördes: allt var aktuellt.", en="No step ran: all was up to date."
)
TABLE = Text(sv="Alla steg", en="Every step")
TABLE_TOLD = Text(
    sv="Stegens namn leder till de körda anteckningsböckerna.",
    en="The names of the steps lead to the executed notebooks.",
)
WORKER = Text(sv="Arbetare {}", en="Worker {}")

COLUMNS = (
    Text(sv="Steg", en="Step"),
    Text(sv="Vad det gör", en="What it does"),
    Text(sv="Utfall", en="Outcome"),
    Text(sv="Varför", en="Why"),
    Text(sv="Började (UTC)", en="Began (UTC)"),
    Text(sv="Tog", en="Took"),
    Text(sv="Arbetare", en="Worker"),
    Text(sv="Bygger på", en="Builds on"),
)
OUTCOMES = {
    "made": Text(sv="gjort", en="made"),
    "reused": Text(sv="återanvänt", en="reused"),
    "failed": Text(sv="misslyckat", en="failed"),
    "not run": Text(sv="inte kört", en="not run"),
}
SYMBOLS = {"made": "●", "reused": "○", "failed": "✕", "not run": "–"}
REUSED = Text(sv="inget har ändrats sedan dess", en="nothing has changed since then")


def write_seconds(seconds: float, *, language: Language) -> str:
    """Write how long something took."""
    if round(seconds, 1) < 60:
        return f"{write_number(seconds, language=language, decimals=1)} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def write_time(moment: str) -> str:
    """Write a time as it was in UTC."""
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def write_workers(count: int, *, language: Language) -> str:
    """Write how many workers there were."""
    return ONE_WORKER[language] if count == 1 else WORKERS[language].format(count)
