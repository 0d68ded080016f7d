"""A template in two languages, one line each: those are kept that are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaltools.declarations import Language

COMMENT = re.compile(r"(?P<indent> *#) (?P<language>sv|en):(?P<words>.*)")
VALUE = re.compile(r" +(?P<language>sv|en): .*")
LANGUAGES = "languages: []"
"""The one line that says which languages were chosen."""


def in_languages(template: str, languages: tuple[Language, ...]) -> str:
    r"""Keep what a template says in some languages.

    Parameters
    ----------
    template : str
        YAML in which comments begin with ``# sv:`` or ``# en:``, and texts stand below each
        other as ``sv: …`` and ``en: …``.
    languages : tuple of {"sv", "en"}
        Languages of the texts; comments are in the first.

    Returns
    -------
    str
        The YAML with these texts alone, and comments without a mark of their language.

    Examples
    --------
    >>> print(in_languages("# sv: Namn\n# en: Name\nname:\n  sv: Norr\n  en: North", ("en",)))
    # Name
    name:
      en: North
    """
    chosen = template.replace(LANGUAGES, f"languages: [{', '.join(languages)}]")
    return "\n".join(_kept(chosen.split("\n"), languages))


def _kept(lines: list[str], languages: tuple[Language, ...]) -> Iterator[str]:
    for line in lines:
        if comment := COMMENT.fullmatch(line):
            if comment["language"] == languages[0]:
                yield comment["indent"] + comment["words"]
        elif not (value := VALUE.fullmatch(line)) or value["language"] in languages:
            yield line
