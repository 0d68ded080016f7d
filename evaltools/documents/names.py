"""The forms under which a body writes and is written of, and the words for whoever writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from evaltools.documents.invited import Invited

ADMINISTRATION = r"(?:[\w-]*förvaltning|[\w-]*kontor|[\w-]*avdelning)(?:en|et|ens|ets)?"
SELF = rf"""(?:vi|undertecknade?|(?:stadsdels|fack)?nämnden|styrelsen|bolags?styrelsen|bolaget
    |koncernen|föreningen|förbundet|riksförbundet|organisationen|riksorganisationen|stiftelsen
    |myndigheten|länsstyrelsen|regionen|polisregionen|polisen|domstolen|tingsrätten
    |universitetet|högskolan|centret|centrumet|jouren|kvinnojouren|nätverket|kommunen
    |{ADMINISTRATION})"""
"""Words by which an answer speaks of whoever gives it."""

MISREAD = {
    "å": "[åaäé]", "ä": "[äadié4å]", "ö": "[öoéd6]", "Å": "[ÅAÄ]", "Ä": "[ÄAÅ]", "Ö": "[ÖOD6]",
}  # fmt: skip
"""What stands for a letter of a name, as seen in a real answer that was scanned as English."""


@cache
def name_shape(invited: Invited) -> re.Pattern[str]:
    """Return the shape of a body's name in any of its forms.

    Parameters
    ----------
    invited : Invited
        Who was asked.

    Returns
    -------
    re.Pattern
        Matches the name and the aliases as whole words, in any case, in the indefinite and the
        genitive form; of a board also its administration (-nämnd, -förvaltning), of a company
        also the name without AB. Where å, ä and ö were lost, and names are never repaired, what
        scanners read instead.
    """
    forms = sorted({form for name in names_of(invited) for form in _forms(name)}, key=len)
    spelled = "|".join(map(_spelled, reversed(forms)))
    return re.compile(rf"(?<![\w-])(?:{spelled})(?:s|:s)?(?![\w-])", re.IGNORECASE)


def _spelled(form: str) -> str:
    shape = re.escape(form).replace(r"\ ", r"\s+")
    return "".join(MISREAD.get(letter, letter) for letter in shape)


def names_of(invited: Invited) -> tuple[str, ...]:
    """Return the name and the aliases."""
    return (invited.name, *invited.aliases)


def _forms(name: str) -> Iterator[str]:
    yield name
    if re.search(r"nämnd(?:en)?$", name, re.IGNORECASE):
        stem = re.sub(r"nämnd(?:en)?$", "", name, flags=re.IGNORECASE)
        yield from (stem + end for end in ("nämnd", "nämnden", "förvaltning", "förvaltningen"))
    if district := re.fullmatch(r"(.+?)s?\s+stadsdelsnämnd", name, re.IGNORECASE):
        yield from (f"stadsdelsnämnden {district[1]}", f"SDN {district[1]}")
        yield from (f"stadsdelsnämnden i {district[1]}", f"stadsdelsförvaltningen {district[1]}")
    if company := re.fullmatch(r"AB\s+(.+)|(.+)\s+AB", name):
        yield company[1] or company[2]
