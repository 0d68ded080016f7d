"""What people declare in YAML, read into models with every fault told at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, TypeVar

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema, ErrorDetails
from yaml.composer import Composer

from evaltools.characters import hidden_names, without_hidden
from evaltools.errors import ConfigurationError, Fault, nearest
from evaltools.schemas import Schema, Step, allowed, describe, fields

LARGEST = 2 << 20
"""Bytes of a declaration: a codebook of 500 questions has a sixth of that."""
DEEPEST = 30
MOST = 200_000
"""Values of a declaration, those that aliases stand for counted each time."""

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
LANGUAGE_NAMES: dict[Language, str] = {"sv": "Swedish", "en": "English"}
Sensitivity = Literal["open", "personal", "sensitive"]
STRICTNESS: tuple[Sensitivity, ...] = ("open", "personal", "sensitive")


FileName = Annotated[str, Field(pattern=r'^[^./\\\s:*?"<>|][^/\\\n:*?"<>|]*$')]
"""A name that files and folders may bear: no path, and nothing that begins with a point."""


class Declared(BaseModel):
    """A frozen model that knows no other field than those it declares.

    It is built when it is first used: a notebook imports more models than it reads files.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        """Let editors show what the docstring tells of each field."""
        schema = handler(core_schema)
        describe(handler.resolve_ref_schema(schema), cls)
        return schema


def _one_is_enough(schema: dict[str, Any]) -> None:
    del schema["required"]
    schema["minProperties"] = 1


class Text(Declared):
    """A text in Swedish with its English translation.

    An evaluation in one language declares its texts in that one: they stand for both, and
    `untranslated` finds those that the report needs in another. The language is always named,
    so that no text is taken for one in the other, and the other can be added later.

    Attributes
    ----------
    sv, en : str
        The text in Swedish, and in English.

    Examples
    --------
    >>> from evaltools.declarations import Text
    >>> name = Text(sv="Nämnd", en="Board")
    >>> name.sv, name["en"]
    ('Nämnd', 'Board')
    """

    model_config = ConfigDict(json_schema_extra=_one_is_enough)

    sv: str
    en: str

    @model_validator(mode="before")
    @classmethod
    def _stands_for_both(cls, data: Any) -> Any:
        if isinstance(data, str):
            raise ValueError("say in which language it is: {sv: …, en: …}, or one of them")
        if not isinstance(data, dict) or len(given := data.keys() & {*LANGUAGES}) != 1:
            return data
        return dict.fromkeys(LANGUAGES, data[given.pop()]) | data

    def __getitem__(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.sv if language == "sv" else self.en


def in_both(name: str, text: Text) -> dict[str, str]:
    """Give a text as the two columns that tables read."""
    return {f"{name}.sv": text.sv, f"{name}.en": text.en}


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
        If the file is missing, larger than 2 MiB, is not YAML or has tags, or does not fit
        the model; one fault per field.
    """
    return _fitted(_read_yaml(path), model, place=str(path))


def read_declared(text: str, model: type[Model], *, place: str) -> Model:
    """Read a declaration that stands in no file yet, see `read_declaration`.

    Parameters
    ----------
    text : str
        YAML.
    model : type
        The pydantic model that it declares.
    place : str
        Where it stands, for messages.

    Returns
    -------
    Declared
        An instance of `model`.

    Raises
    ------
    ConfigurationError
        If it is not YAML or has tags, or does not fit the model; one fault per field.
    """
    return _fitted(read_value(text, place=place), model, place=place)


def read_value(text: str, *, place: str) -> Any:
    """Read a value as a declaration would have it.

    Parameters
    ----------
    text : str
        YAML, such as 0.9 or true.
    place : str
        Where it stands, for messages.

    Returns
    -------
    object
        The value.

    Raises
    ------
    ConfigurationError
        If it is not YAML, has tags, aliases that stand for too much, or what nobody sees.
    """
    lines = enumerate(text.split("\n"), start=1)
    _check_marks((f"{place}, line {line}", each) for line, each in lines)
    try:
        value = yaml.load(text, Loader=_PlainLoader)
    except yaml.YAMLError as error:
        raise ConfigurationError(_yaml_fault(place, error)) from None
    except (ValueError, RecursionError):
        problem = "a date or a number in it is none, such as 2025-13-01."
        raise ConfigurationError(Fault(place, problem, "Correct it.")) from None
    _check_marks(_texts(value, place, ", "))
    return value


def untranslated(path: Path, *, languages: Collection[Language]) -> list[Fault]:
    """Find the texts of a file that are not given in every language of the report.

    Parameters
    ----------
    path : pathlib.Path
        A YAML file; what is in no other way in order is told by what reads it.
    languages : collection of {"sv", "en"}
        The languages of the report.

    Returns
    -------
    list of Fault
        One per text.
    """
    return [
        Fault(
            f"{path}, {place}",
            f"the report is in {LANGUAGE_NAMES[language]}, and the text is not.",
            f"Add `{language}:` here, or take {language} out of languages in evaluation.yml.",
        )
        for place, text in _declared_texts(_read_yaml(path))
        for language in languages
        if language not in text
    ]


def stray_paths(paths: Mapping[str, Path], *, root: Path) -> list[Fault]:
    """Find paths that lead out of a folder, by themselves or by a link on the way.

    Parameters
    ----------
    paths : mapping of str to pathlib.Path
        Paths by the place that declares them; they need not exist.
    root : pathlib.Path
        The folder that they must stay in.

    Returns
    -------
    list of Fault
        One per path that does not.
    """
    problem = f"the path leads out of {root.name or root}, by itself or by a link."
    remedy = "Copy what it names into the folder, data into data_raw/, and name it there."
    return [
        Fault(place, problem, remedy)
        for place, path in paths.items()
        if not _stays_within(path, root)
    ]


def _stays_within(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _read_yaml(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST:
            problem = f"the file is larger than {LARGEST >> 20} MiB."
            raise ConfigurationError(Fault(str(path), problem, "Is it the right one?"))
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigurationError(
            Fault(str(path), "the file does not exist.", "Create it or correct the path.")
        ) from None
    except UnicodeDecodeError:
        raise ConfigurationError(
            Fault(str(path), "the file is not saved as UTF-8.", "Save it again as UTF-8.")
        ) from None
    except OSError:
        raise ConfigurationError(
            Fault(str(path), "the file cannot be read.", "Is it a folder, or somebody else's?")
        ) from None
    return read_value(text, place=str(path))


def _declared_texts(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each mapping that has languages alone for its keys, with its place."""
    if isinstance(value, dict) and value and value.keys() <= {*LANGUAGES}:
        yield place.removeprefix("."), value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _declared_texts(each, f"{place}.{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _declared_texts(each, f"{place}.{number}")


def _check_marks(texts: Iterable[tuple[str, str]]) -> None:
    """Refuse what nobody sees: it could make a label read otherwise than it is written."""
    faults = [
        Fault(place, f"{' and '.join(names)} cannot be seen.", "Write it anew.")
        for place, text in texts
        if (names := hidden_names(text))
    ]
    if faults:
        raise ConfigurationError(faults)


def _texts(value: Any, place: str, mark: str = ".") -> Iterator[tuple[str, str]]:
    """Yield each text of a value with its place, a key with that of what it names."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, each in value.items():
            within = f"{place}{mark}{without_hidden(str(key))}"
            yield f"{within} (the key)", str(key)
            yield from _texts(each, within)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(each, f"{place}{mark}{number}")


def _yaml_fault(place: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    where = f"{place}, line {mark.line + 1}" if mark else place
    problem = getattr(error, "problem", None) or "the file cannot be read as YAML"
    return Fault(where, f"{problem}.", "Correct the line; indentation is by spaces.")


def _fitted(content: Any, model: type[Model], *, place: str) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise ConfigurationError(
            [_fault(each, content, model, place) for each in details]
        ) from None


def _fault(detail: ErrorDetails, content: Any, model: type[Declared], place: str) -> Fault:
    return Fault(
        f"{place}, {'.'.join(map(str, _steps(detail['loc'], content))) or 'whole file'}",
        _sentence(detail["msg"]),
        _nearest_field(detail, model)
        or "See the JSON Schema in programme/schema for what belongs here.",
    )


def _steps(loc: tuple[Step, ...], content: Any) -> list[Step]:
    """Return where a fault is, without the names of alternatives that stand between the keys."""
    if not loc:
        return []
    *outer, last = loc
    steps: list[Step] = []
    for step in outer:
        with suppress(LookupError, TypeError):
            content = content[step]
            steps.append(step)
    return [*steps, last]


def _nearest_field(detail: ErrorDetails, model: type[Declared]) -> str:
    """Ask whether another field is meant, where there is none of a name."""
    if detail["type"] != "extra_forbidden":
        return ""
    *outer, name = detail["loc"]
    known = fields(allowed(model.model_json_schema(), outer, tagged=True))
    return nearest(str(name), known)


def _sentence(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message if message.endswith(".") else f"{message}."


class _PlainLoader(Composer, yaml.CSafeLoader):
    """Safe loader for what people write by hand: parsed in C, composed here.

    It refuses a key given twice, where YAML would keep the last; tags; aliases that together
    stand for more values than anybody writes; and values within values without end.
    """

    def __init__(self, stream: str) -> None:
        yaml.CSafeLoader.__init__(self, stream)
        Composer.__init__(self)
        self.depth = self.values = 0
        self.sizes: dict[int, int] = {}

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()
        if tag := getattr(event, "tag", None):
            _refuse_at(event, f"the tag {tag} is not allowed: write the value alone")
        if self.depth > DEEPEST:
            _refuse_at(event, f"values stand more than {DEEPEST} deep within others")
        before = self.values
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        self.values += self.sizes.get(id(node), MOST) if isinstance(event, yaml.AliasEvent) else 1
        self.sizes[id(node)] = self.values - before
        if self.values > MOST:
            _refuse_at(event, f"its aliases stand for more than {MOST:,} values, or themselves")
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        names = [key.value for key in keys]
        repeated = [key for key in keys if names.count(key.value) > 1]
        if repeated:
            told = ", ".join(sorted({key.value for key in repeated}))
            raise yaml.MarkedYAMLError(
                problem=f"the key {told} is given more than once",
                problem_mark=repeated[-1].start_mark,
            )
        return super().construct_mapping(node, deep)


def _refuse_at(event: yaml.Event, problem: str) -> NoReturn:
    raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)  # type: ignore[arg-type]
