"""The coding scheme: what themes there are, in the evaluator's words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from evaltools.declarations import Declared, Text, read_declaration
from evaltools.errors import ConfigurationError, Fault
from evaltools.programme import Programme
from evaltools.testimony.coding import Valence

NONE = Text(sv="ingen", en="none")
"""The code of a text in which a person looked for themes and found none."""
VALENCE_NAMES: dict[Valence, Text] = {
    "strength": Text(sv="styrka", en="strength"),
    "weakness": Text(sv="svaghet", en="weakness"),
    "need": Text(sv="behov", en="need"),
    "descriptive": Text(sv="beskrivande", en="descriptive"),
}
"""How a theme is spoken of; the same in every scheme."""
ThemeId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class Theme(Declared):
    """Something that people write about.

    Attributes
    ----------
    id : str
        What results call the theme; do not change it once texts are coded.
    name : Text
        What coders and readers call it.
    definition : Text
        What it is about.
    include, exclude : tuple of Text
        What belongs to it, and what is coded as something else, in examples.
    terms : tuple of str
        Swedish words and stems by which it is suggested; a stem is found inside words too.
    goal : str, optional
        The goal of the programme that it is about.
    perspective : str, optional
        The perspective of the programme that it is about.
    """

    id: ThemeId
    name: Text
    definition: Text
    include: tuple[Text, ...] = ()
    exclude: tuple[Text, ...] = ()
    terms: tuple[Annotated[str, Field(min_length=3)], ...] = ()
    goal: str | None = None
    perspective: str | None = None


class CodingScheme(Declared):
    """The themes that texts are coded with.

    Attributes
    ----------
    title : Text
        What the scheme is called.
    illustrative : bool
        True for one that was written for a demonstration.
    themes : tuple of Theme
        The themes, in the order in which coders see them.
    """

    title: Text
    illustrative: bool = False
    themes: Annotated[tuple[Theme, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_code_means_one_theme(self) -> CodingScheme:
        codes = [code for theme in self.themes for code in {*map(_plain, _codes_of(theme))}]
        taken = {_plain(NONE.sv), _plain(NONE.en)}
        problems = [
            f"{code} may mean two themes, or that there is none"
            for code in sorted({*codes})
            if codes.count(code) > 1 or code in taken
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the themes, in order."""
        return tuple(theme.id for theme in self.themes)

    def theme(self, theme_id: str) -> Theme:
        """Return the theme with the id `theme_id`."""
        return next(theme for theme in self.themes if theme.id == theme_id)

    def find_theme(self, code: str) -> str | None:
        """Return the id of the theme that a coder means; None where it is not known.

        Parameters
        ----------
        code : str
            The id, or the name in Swedish or English; case and blanks do not matter.

        Returns
        -------
        str or None
            The id.
        """
        meant = [theme.id for theme in self.themes if _plain(code) in map(_plain, _codes_of(theme))]
        return meant[0] if meant else None


def find_valence(word: str) -> Valence | None:
    """Return the valence that a coder means, by its name in Swedish or English."""
    for valence, name in VALENCE_NAMES.items():
        if _plain(word) in (_plain(name.sv), _plain(name.en)):
            return valence
    return None


def is_none(code: str) -> bool:
    """Tell whether a code says that there is no theme."""
    return _plain(code) in (_plain(NONE.sv), _plain(NONE.en))


def read_scheme(path: Path, *, programme: Programme) -> CodingScheme:
    """Read a coding scheme.

    Parameters
    ----------
    path : pathlib.Path
        A YAML file.
    programme : Programme
        The programme whose goals and perspectives it refers to.

    Returns
    -------
    CodingScheme
        The scheme; everything that it refers to exists.

    Raises
    ------
    ConfigurationError
        For everything that is missing or does not fit together, and for every goal and
        perspective that the programme does not have.
    """
    scheme = read_declaration(path, CodingScheme)
    faults = [
        fault for theme in scheme.themes for fault in _reference_faults(path, theme, programme)
    ]
    if faults:
        raise ConfigurationError(faults)
    return scheme


def _reference_faults(path: Path, theme: Theme, programme: Programme) -> list[Fault]:
    known = {
        "goal": {goal.id for goal in programme.goals},
        "perspective": {each.id for each in programme.perspectives},
    }
    return [
        Fault(
            f"{path}, {theme.id}.{kind}",
            f"there is no {kind} {getattr(theme, kind)} in programme.yml.",
            f"Known are {', '.join(sorted(ids))}." if ids else "Take it out.",
        )
        for kind, ids in known.items()
        if getattr(theme, kind) is not None and getattr(theme, kind) not in ids
    ]


def _codes_of(theme: Theme) -> tuple[str, ...]:
    return theme.id, theme.name.sv, theme.name.en


def _plain(code: str) -> str:
    return " ".join(code.split()).casefold()
