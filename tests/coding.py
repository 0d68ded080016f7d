"""A small coding scheme, units and codings that tests share."""

from __future__ import annotations

from evaltools.testimony import Coding, CodingScheme, Unit
from evaltools.testimony.units import unit_id

SCHEME = CodingScheme.model_validate(
    {
        "title": {"sv": "Teman", "en": "Themes"},
        "themes": [
            {
                "id": name,
                "name": {"sv": swedish, "en": name.capitalize()},
                "definition": {"sv": f"Om {name}.", "en": f"On {name}."},
                "terms": terms,
                "goal": goal,
            }
            for name, swedish, terms, goal in (
                ("training", "Utbildning", ["utbild", "kurs"], "goal-6"),
                ("time", "Tid", ["tid", "hinner"], None),
                ("children", "Barn och unga", ["barn"], None),
            )
        ],
    }
)
TEXTS = ("Mer utbildning.", "Vi hinner inte.", "Barnen glöms bort.")


def unit(text: str = TEXTS[0], source: str = "words") -> Unit:
    """Make a unit with the id that question and text give it."""
    return Unit(unit_id(source, text), source, text)


UNITS = tuple(unit(text) for text in TEXTS)


def coding(text: str, coder: str, theme: str | None, valence: str | None = "need") -> Coding:
    """Code a text."""
    return Coding(unit(text).id, coder, theme, valence if theme else None)  # type: ignore[arg-type]
