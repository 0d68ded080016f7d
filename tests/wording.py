"""Results that the tests of the wording check cite, and what the check says of a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from evaltools.artefacts import Artefacts, Meaning, TableArtefact, ValueMetadata, make_table
from evaltools.declarations import Language, Text
from evaltools.disclosure import publish_facts
from evaltools.manuscript.reading import parse_chapter
from evaltools.manuscript.wording.guard import find_lacks
from evaltools.manuscript.wording.lexicon import read_lexicon
from evaltools.manuscript.wording.sentences import read_sentences
from evaltools.tables import Column, Format, lay_out

ABOUT = Text(sv="Påhittat.", en="Invented.")
BOARDS = Text(sv="Nämnd", en="Board")


def value(name: str, number: float, format: Format, **meant: Any) -> ValueMetadata:
    """Make a value with what it means."""
    limits = {key: meant.pop(key) for key in ("conf_low", "conf_high") if key in meant}
    disclosure = {"sensitivity": "open", "rule": ABOUT, "hidden": 0}
    return ValueMetadata(
        id=f"val-{name}",
        producer="04",
        synthetic=True,
        disclosure=disclosure,
        format=format,
        value=number,
        meaning=Meaning(**meant) if meant else None,
        **limits,
    )


def level(name: str, number: float, low: float, high: float, **meant: Any) -> ValueMetadata:
    """Make a share with its interval."""
    return value(name, number, "percent", kind="level", conf_low=low, conf_high=high, **meant)


def change(name: str, number: float, low: float, high: float, **meant: Any) -> ValueMetadata:
    """Make a change in percentage points, by default before and after."""
    given = {"kind": "change", "design": 2} | meant
    return value(name, number, "points", conf_low=low, conf_high=high, **given)


def ratio(name: str, number: float, low: float, high: float, design: int) -> ValueMetadata:
    """Make a ratio of rates of which fewer are wanted."""
    return value(
        name, number, "number", kind="change", design=design, is_ratio=True,
        direction="decrease", conf_low=low, conf_high=high,
    )  # fmt: skip


def period(series: str, year: int, number: float, segment: int = 0) -> ValueMetadata:
    """Make the value of one year of an indicator without interval."""
    return value(
        f"{series}-{year}", number, "number", kind="level", series=series, period=year,
        direction="increase", segment=segment,
    )  # fmt: skip


def table(
    name: str,
    frame: dict[str, list[Any]],
    formats: dict[str, Format],
    meaning: Meaning | None = None,
) -> TableArtefact:
    """Make a table; its column `name` has a pair of texts."""
    columns = tuple(Column(each, Text(sv=each, en=each), form) for each, form in formats.items())
    laid_out = lay_out(publish_facts(pd.DataFrame(frame), about=ABOUT, synthetic=True), columns)
    return make_table(
        laid_out, name=name, caption=ABOUT, source=ABOUT, producer="04", meaning=meaning
    )


def results() -> Artefacts:
    """Make the values and tables that the sentences of the tests cite."""
    wanted = {"direction": "increase"}
    values = [
        level("heard", 0.63, 0.62, 0.64, series="heard", period=2025),
        level("heard-before", 0.53, 0.51, 0.55, series="heard", period=2019),
        change("heard-change", 0.10, 0.09, 0.12, series="heard", **wanted),
        change("use-change", 0.02, -0.01, 0.05, **wanted),
        change("trust-change", -0.06, -0.09, -0.03, **wanted),
        change("weak-change", 0.10, 0.05, 0.15, design=1),
        level("women", 0.40, 0.36, 0.44),
        level("men", 0.30, 0.27, 0.33),
        level("young", 0.42, 0.37, 0.47),
        level("old", 0.20, 0.18, 0.22),
        value("gap", 0.10, "points", kind="difference", conf_low=0.05, conf_high=0.15),
        *(period("talks", year, x) for year, x in ((2019, 56), (2022, 74), (2023, 70))),
        *(period("routine", year, x) for year, x in ((2019, 50), (2021, 60), (2023, 70))),
        value("routine-change", 20, "number", kind="change", design=2, series="routine",
              conf_low=12, conf_high=28, **wanted),
        ratio("cases-change", 0.8, 0.7, 0.9, 4),
        ratio("cases-areas", 0.8, 0.7, 0.9, 5),
        ratio("shift", 0.8, 0.7, 0.9, 3),
        period("reports", 2019, 100), period("reports", 2023, 140, segment=1),
        value("n", 6099, "count"),
        value("mislabelled", 0.10, "percent", kind="change", conf_low=0.05, conf_high=0.15),
    ]  # fmt: skip
    limits: dict[str, Format] = {"conf_low": "percent", "conf_high": "percent"}
    boards = {
        "name.sv": ["Norra stadsdelsnämnden", "Södra stadsdelsnämnden", "Västra stadsdelsnämnden"],
        "name.en": ["Northern district board", "Southern district board", "Western district board"],
        "estimate": [0.80, 0.60, 0.58],
        "conf_low": [0.76, 0.55, 0.52],
        "conf_high": [0.84, 0.65, 0.64],
    }
    waves = {
        "name.sv": ["Har hört talas om programmet", "Har använt programmet", "Känner till målen"],
        "name.en": ["Has heard of the programme", "Has used the programme", "Knows the goals"],
        "difference": [0.10, 0.02, 0.05],
        "conf_low": [0.09, -0.01, 0.01],
        "conf_high": [0.12, 0.05, 0.09],
        "p_adjusted": [0.000, 0.4, 0.097],
    }
    changes = {
        "name.sv": ["Rutin", "Rutin", "Fall"],
        "name.en": ["Routine", "Routine", "Cases"],
        "place.sv": ["Länet", "Riket", "Länet"],
        "place.en": ["the county", "the country", "the county"],
        "change": [0.8, 1.2, 0.7],
        "conf_low": [0.7, 0.9, 0.6],
        "conf_high": [0.9, 1.5, 0.8],
        "reading.sv": ["Nivån har minskat (oönskad riktning)", "Ingen säkerställd förändring",
                       "Utvecklades nedåt mot jämförelseområdena; förenligt med en effekt "
                       "(önskad riktning)"],
        "reading.en": ["The level has fallen (unwanted direction)", "No change established",
                       "Moved downwards against comparison areas; compatible with an effect "
                       "(wanted direction)"],
    }  # fmt: skip
    indicators = {
        "name.sv": ["Samtalsstöd"],
        "name.en": ["Counselling"],
        "baseline": [56.0],
        "latest": [70.0],
    }
    made = [
        table("boards", boards, {"name": "text", "estimate": "percent", **limits}),
        table(
            "waves",
            waves,
            {"name": "text", "difference": "percent", **limits, "p_adjusted": "p"},
            Meaning(kind="change", design=2),
        ),
        table(
            "changes",
            changes,
            {"name": "text", "place": "text", "change": "number", "conf_low": "number",
             "conf_high": "number", "reading": "text"},
        ),
        table("indicators", indicators, {"name": "text", "baseline": "number", "latest": "number"}),
    ]  # fmt: skip
    return Artefacts(
        {each.metadata.id: each for each in made}, {}, {each.id: each for each in values}
    )


RESULTS = results()


def lacks(text: str, language: Language, artefacts: Artefacts | None = RESULTS) -> list[str]:
    """Return what the wording check says of a text."""
    lexicon = read_lexicon(language)
    chapter = parse_chapter(text, path=Path("01.md"))
    return [
        lack.problem
        for sentence in read_sentences(chapter, lexicon=lexicon)
        for _, _, lack in find_lacks(sentence, artefacts=artefacts, lexicon=lexicon)
    ]
