"""The kinds of YAML files that people write, and how a file tells which it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evaltools.codebook import Codebook
from evaltools.declarations import Declared
from evaltools.evaluation import Evaluation
from evaltools.manuscript.caveats import Caveats
from evaltools.manuscript.placement import LeftOuts
from evaltools.manuscript.wording.exceptions import Exceptions
from evaltools.programme import Catalogue, Organisation, Programme
from evaltools.schemas import Schema
from evaltools.sources import SourceCatalogue
from evaltools.synthesis import Conclusions
from evaltools.testimony.scheme import CodingScheme

_HEAD = re.compile(
    r"^#\s*yaml-language-server:\s*\$schema=\S*?(?P<name>\w+)\.json\s*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of YAML file.

    Attributes
    ----------
    model : type
        What a file of the kind declares.
    place : str
        Pattern of the end of its path.
    """

    model: type[Declared]
    place: str


KINDS: dict[str, Kind] = {
    "caveats": Kind(Caveats, "manuscript/caveats.yml"),
    "evaluation": Kind(Evaluation, "evaluation.yml"),
    "exceptions": Kind(Exceptions, "manuscript/exceptions.yml"),
    "indicators": Kind(Catalogue, "indicators.yml"),
    "left_out": Kind(LeftOuts, "manuscript/left_out.yml"),
    "organisation": Kind(Organisation, "organisation.yml"),
    "programme": Kind(Programme, "programme.yml"),
    "sources": Kind(SourceCatalogue, "sources.yml"),
    "synthesis": Kind(Conclusions, "synthesis.yml"),
    "themes": Kind(CodingScheme, "codebooks/themes.yml"),
    "codebook": Kind(Codebook, "codebooks/*.yml"),
}
"""By the name of the schema; the first whose place fits is meant where no head names one."""


def kind_of(text: str, path: Path) -> str | None:
    """Tell of which kind a file is.

    Parameters
    ----------
    text : str
        What stands in it; a line `# yaml-language-server: $schema=…/name.json` decides.
    path : pathlib.Path
        Where it is, which decides where no line does.

    Returns
    -------
    str or None
        A key of `KINDS`; None for a file that is none of ours.
    """
    if head := _HEAD.search(text):
        return head["name"] if head["name"] in KINDS else None
    return next((name for name, kind in KINDS.items() if path.match(kind.place)), None)


@cache
def schema_of(kind: str) -> Schema:
    """Return the JSON Schema of a kind."""
    return KINDS[kind].model.model_json_schema()
