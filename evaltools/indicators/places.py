"""What sources call areas and groups, in both languages."""

from __future__ import annotations

import re

from evaltools.declarations import Text

AREAS = {
    "Sverige": "Sweden",
    "Sveriges kommuner": "Sweden's municipalities",
    "Riket": "the whole country",
    "Stockholms stad": "City of Stockholm",
    "Stockholms län": "Stockholm County",
    "Stockholms och Skåne län": "Stockholm and Skåne counties",
    "SU-Kvinnofrid, deltagande kommuner": "SU-Kvinnofrid, municipalities that took part",
}
"""Areas as Swedish sources name them; names that are the same in both languages stand in none."""
GROUPS = {
    "alla": "all",
    "barn": "children",
    "flickor": "girls",
    "kvinnor": "women",
    "män": "men",
    "pojkar": "boys",
    "vuxna": "adults",
    "akutmottagningar": "emergency departments",
    "barn och unga": "children and youth",
    "ekonomiskt bistånd": "financial assistance",
    "ensamstående med barn": "single parents",
    "gymnasiet år 2": "upper secondary school, year 2",
    "kvinnojourer": "women's shelters",
    "LSS vuxna": "LSS, adults",
    "missbruks- och beroendevård": "substance misuse care",
    "polisen": "the police",
    "primärvården": "primary care",
    "socialpsykiatri": "social psychiatry",
    "ungdomsmottagningar": "youth clinics",
    "utreder barn": "investigates children",
    "utreder vuxna": "investigates adults",
    "verksamhetsområde": "field of work",
    "vuxenpsykiatrin": "adult psychiatry",
    "äldreomsorg": "care of the elderly",
}
"""Groups and the words that sources make them of."""
_PATTERNS = (
    (re.compile(r"åk (\d+)"), r"grade \1"),
    (re.compile(r"(\d+(?:[-–]\d+|\+)?) år"), r"aged \1"),
)
_SEPARATORS = re.compile(r"( \+ |[;,:] )")
_AGE = re.compile(r"(\S+) (\d\S*|\(.*\))")


def name_place(*parts: str) -> Text:
    """Name an area, a group or both.

    Parameters
    ----------
    *parts : str
        The area and the group as the source names them; empty ones are left out.

    Returns
    -------
    Text
        The parts with commas between them. A word that is not known is the same in both.
    """
    named = [each for each in parts if each]
    return Text(sv=", ".join(named), en=", ".join(map(_translate, named)))


def _translate(name: str) -> str:
    """Translate a name as a whole, else the parts between its separators."""
    if name in AREAS:
        return AREAS[name]
    return "".join(_word(part) for part in _SEPARATORS.split(name))


def _word(part: str) -> str:
    """Translate a part: a group, a grade, an age, or a group with its age or source."""
    for pattern, english in _PATTERNS:
        if pattern.fullmatch(part):
            return pattern.sub(english, part)
    with_age = _AGE.fullmatch(part)
    if with_age and with_age[1] in GROUPS:
        return f"{GROUPS[with_age[1]]} {with_age[2]}"
    return AREAS.get(part, GROUPS.get(part, part))
