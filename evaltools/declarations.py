"""What people declare in YAML, read into models with every fault told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from evaltools.errors import ConfigurationError, Fault

Language = Literal["sv", "en"]
Sensitivity = Literal["open", "personal", "sensitive"]


class Declared(BaseModel):
    """A frozen model that knows no other field than those it declares."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Declared):
    """A text in Swedish with its English translation."""

    sv: str
    en: str

    def __getitem__(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.sv if language == "sv" else self.en


Model = TypeVar("Model", bound=Declared)


def read_declaration(path: Path, model: type[Model]) -> Model:
    """Read a YAML file into a model.

    Parameters
    ----------
    path : pathlib.Path
        The YAML file, in UTF-8.
    model : type
        The pydantic model that the file declares.

    Returns
    -------
    Declared
        An instance of `model`.

    Raises
    ------
    ConfigurationError
        If the file is missing, is not YAML or does not fit the model; one fault per field.
    """
    content = _read_yaml(path)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise ConfigurationError(_faults(path, error)) from None


def _read_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)
    except FileNotFoundError:
        raise ConfigurationError(
            Fault(str(path), "the file does not exist.", "Create it or correct the path.")
        ) from None
    except UnicodeDecodeError:
        raise ConfigurationError(
            Fault(str(path), "the file is not saved as UTF-8.", "Save it again as UTF-8.")
        ) from None
    except yaml.YAMLError as error:
        raise ConfigurationError(_yaml_fault(path, error)) from None


def _yaml_fault(path: Path, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    place = f"{path}, line {mark.line + 1}" if mark else str(path)
    problem = getattr(error, "problem", None) or "the file cannot be read as YAML"
    return Fault(place, f"{problem}.", "Correct the line; indentation is by spaces.")


def _faults(path: Path, error: ValidationError) -> list[Fault]:
    return [
        Fault(
            f"{path}, {'.'.join(str(part) for part in detail['loc']) or 'whole file'}",
            f"{_sentence(detail['msg'])}",
            "See the JSON Schema in programme/schema for what belongs here.",
        )
        for detail in error.errors(include_url=False, include_input=False)
    ]


def _sentence(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message if message.endswith(".") else f"{message}."


class _UniqueKeyLoader(yaml.SafeLoader):
    """Safe loader that refuses a key given twice, where YAML would keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        repeated = sorted({key for key in keys if keys.count(key) > 1})
        if repeated:
            raise yaml.MarkedYAMLError(
                problem=f"the key {', '.join(repeated)} is given more than once",
                problem_mark=node.start_mark,
            )
        return super().construct_mapping(node, deep)
