"""The fields of a form: what is asked for each parameter of a notebook, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from evaltools.errors import ConfigurationError, Fault
from evaltools.evaluation import Parameter
from evaltools.lab.choices import Choices
from evaltools.running import DECIDED, ONE_OF_MANY, DeclaredParameter, declared_parameters

Kind = Literal["tick", "one", "several", "number", "whole", "text", "written"]
KINDS: dict[str, Kind] = {"bool": "tick", "float": "number", "int": "whole", "str": "text"}
"""How a value is asked for, by its type; any other is written as in YAML."""
NONE = "–"
"""What is shown where no id is chosen."""
MANY = {several: one for one, several in ONE_OF_MANY.items()}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form.

    Attributes
    ----------
    name : str
        The parameter.
    kind : {"tick", "one", "several", "number", "whole", "text", "written"}
        A box to tick, one or several of a list, a number, a text, or a value as in YAML.
    value : bool, int, float, str, list or None
        What it is now.
    choices : dict of str to Parameter
        Where a list is chosen from: the values by what they are called.
    declared : DeclaredParameter
        What the notebook says of it.
    """

    name: str
    kind: Kind
    value: Parameter
    choices: Mapping[str, Parameter]
    declared: DeclaredParameter

    @property
    def shown(self) -> object:
        """The value as the field shows it: a list where several are chosen, YAML if written."""
        if self.kind == "several":
            return _ids(self.value)
        return _as_yaml(self.value) if self.kind == "written" else self.value

    def read(self, entered: object) -> Parameter:
        """Read what stands in the field.

        Parameters
        ----------
        entered : object
            As `shown` gives it.

        Returns
        -------
        bool, int, float, str, list or None
            The value for the notebook.

        Raises
        ------
        ConfigurationError
            If it is not of the declared type.
        """
        value = self._value(entered)
        if not self.declared.accepts(value):
            problem, _ = self.declared.misfit(value)
            raise ConfigurationError(Fault(self.name, problem, "Correct it in the form."))
        return value

    def _value(self, entered: object) -> Parameter:
        if self.kind == "several" and isinstance(entered, list):
            return " ".join(entered) if self.declared.type == "str" else entered
        if self.kind == "written":
            return self.declared.read(str(entered), place=self.name)
        return entered  # type: ignore[return-value]


def list_fields(
    notebook: Path, *, given: Mapping[str, Parameter], choices: Choices
) -> tuple[Field, ...]:
    """List what the form asks for a notebook.

    Parameters
    ----------
    notebook : pathlib.Path
        The notebook.
    given : dict of str to Parameter
        Values other than its defaults.
    choices : dict of str to dict of str to str
        What ids are chosen from, see `read_choices`.

    Returns
    -------
    tuple of Field
        One per parameter, but for those that the run itself decides.

    Raises
    ------
    ConfigurationError
        If the file is no notebook.
    """
    return tuple(
        _field(name, declared, given.get(name, declared.default), choices)  # type: ignore[arg-type]
        for name, declared in declared_parameters(notebook).items()
        if name not in DECIDED
    )


def _field(name: str, declared: DeclaredParameter, value: Parameter, choices: Choices) -> Field:
    if listed := declared.choices():
        return Field(name, "one", value, {str(each): each for each in listed}, declared)
    several = declared.mark in MANY
    named = choices.get(MANY.get(declared.mark, declared.mark), {})
    if named:
        kept = [each for each in _ids(value) if each not in named]
        none = {NONE: ""} if declared.default == "" and not several else {}
        every = none | {f"{name} ({each})": each for each, name in named.items()}
        every |= {each: each for each in kept}
        return Field(name, "several" if several else "one", value, every, declared)
    return Field(name, KINDS.get(declared.type, "written"), value, {}, declared)


def _ids(value: Parameter) -> list[str]:
    """Return the ids of a list, or of a text with spaces between them."""
    return value.split() if isinstance(value, str) else [str(each) for each in value or ()]  # type: ignore[union-attr]


def _as_yaml(value: Parameter) -> str:
    text: str = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=9999)
    return text.removesuffix("\n").removesuffix("\n...")
