"""YAML while it is being written: what is offered, what is wrong, what a key means."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from evaltools.editing.completing import Suggestion, suggest
from evaltools.editing.diagnosing import diagnose
from evaltools.editing.hovering import explain
from evaltools.editing.kinds import KINDS, kind_of, schema_of
from evaltools.editing.names import Names
from evaltools.editing.outline import find_place
from tests.editing import ROOT, SHIPPED, declared_keys

CURSOR = "‸"


def offered(text: str, kind: str, name: str = "x.yml") -> dict[str, Suggestion]:
    """Return what is offered at the cursor of a text, by what it is called."""
    before = text.partition(CURSOR)[0].split("\n")
    lines = text.replace(CURSOR, "").split("\n")
    names = Names(ROOT / name, ROOT)
    found = suggest(lines, len(before) - 1, len(before[-1]), kind=kind, names=names)
    return {each.label: each for each in found}


def found(text: str, kind: str, name: str = "x.yml") -> list[tuple[str, str]]:
    """Return what is wrong with a text: the words that are underlined, and the message."""
    lines = text.split("\n")
    names = Names(ROOT / name, ROOT, yaml_or_none(text))
    findings = diagnose(text, kind=kind, names=names, language="en")
    return [
        (lines[each.span.line][each.span.start : each.span.end], each.message) for each in findings
    ]


def yaml_or_none(text: str) -> object:
    """Read a text where it can be read."""
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None


# What is offered


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_key_of_what_is_shipped_is_offered_where_it_stands(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines, kind = text.split("\n"), kind_of(text, path)
    assert kind is not None
    for key in declared_keys(text, schema_of(kind)):
        cut = [*lines[: key.line], lines[key.line][: key.column + 1]]
        place = find_place(cut, key.line, key.column + 1)
        assert place is not None and (place.path, place.is_key) == (key.path, True)
        found = suggest(cut, key.line, key.column + 1, kind=kind, names=Names(path, ROOT))
        assert key.name in [each.label for each in found if each.is_key]


def test_a_key_is_offered_with_what_it_takes_and_what_it_means() -> None:
    key = offered("run: demo\nlang‸", "evaluation")["languages"]
    assert key.inserts == "languages:" and key.detail == "list, needed"
    assert key.help == "Languages of the report, the first is the main one."


def test_a_key_that_stands_there_already_is_not_offered_again() -> None:
    keys = offered("run: demo\n‸\nprogramme: programme\nwaves: {}", "evaluation")
    assert {"run", "programme", "waves"}.isdisjoint(keys) and "followup" in keys


def test_a_list_of_choices_is_offered() -> None:
    values = offered("questions:\n  - name: heard\n    sensitivity: ‸", "codebook")
    assert list(values) == ["open", "personal", "sensitive"]


def test_true_and_false_are_offered() -> None:
    assert list(offered("title: {sv: a}\nillustrative: ‸", "themes")) == ["true", "false"]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("judgements:\n  - goal: ‸", "synthesis", "goal-1"),
        ("proposals:\n  - {id: a, addressees: [‸", "synthesis", "socialnamnden"),
        ("themes:\n  - id: a\n    perspective: ‸", "themes", "gender_equality"),
        ("goals:\n  - id: a\n    violence_types:\n      - ‸", "programme", "honour"),
        ("indicators:\n  - id: a\n    goal: ‸", "indicators", "goal-7"),
        ('waves:\n  "2025":\n    answers: data_raw/‸', "evaluation",
         "data_raw/demo/medarbetarenkat_2025.csv"),
        ("waves: {}\ncurrent_wave: ‸", "evaluation", "2025"),
    ],
)  # fmt: skip
def test_names_that_other_files_give_are_offered(text: str, kind: str, name: str) -> None:
    assert name in offered(text, kind)


def test_what_yaml_would_take_for_a_number_is_written_in_quotes() -> None:
    assert offered("current_wave: ‸", "evaluation")["2025"].inserts == '"2025"'


def test_names_of_the_file_itself_are_offered() -> None:
    name = "programme/codebooks/staff_survey_2025.yml"
    text = "measures:\n  - name: a\n    question: ‸"
    assert {"heard_of", "role"} <= set(offered(text, "codebook", name))


def test_only_keys_of_the_kind_of_publication_are_offered() -> None:
    keys = offered("publications:\n  - kind: kolada\n    ‸", "sources")
    assert "organisational_units" in keys and "workbooks" not in keys


@pytest.mark.parametrize(
    "text",
    ["# run‸", "run: demo # lang‸", "report:\n  title: |\n    lang‸", "report: {title: {}} ‸"],
    ids=["comment", "after a value", "text of several lines", "after brackets"],
)
def test_nothing_is_offered_where_nothing_can_be_completed(text: str) -> None:
    assert offered(text, "evaluation") == {}


def test_content_of_data_is_never_offered(tmp_path: Path) -> None:
    (tmp_path / "data_raw").mkdir()
    (tmp_path / "data_raw" / "svar.csv").write_text("Namn\nkanarie", encoding="utf-8")
    (tmp_path / "evaluation.yml").write_text("followup: ", encoding="utf-8")
    names = Names(tmp_path / "evaluation.yml", tmp_path)
    found = suggest(["followup: "], 0, 10, kind="evaluation", names=names)
    assert [each.label for each in found] == ["data_raw/svar.csv"]


# What is wrong


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_nothing_is_wrong_with_what_is_shipped(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    kind = kind_of(text, path)
    names = Names(path, ROOT, yaml.safe_load(text))
    assert kind and diagnose(text, kind=kind, names=names, language="en") == []


def edited(old: str, new: str) -> list[tuple[str, str]]:
    """Return what is wrong with evaluation.yml after an edit."""
    text = (ROOT / "evaluation.yml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    return found(text.replace(old, new), "evaluation", "evaluation.yml")


def test_an_unknown_key_is_underlined_with_the_nearest_that_is_known() -> None:
    [(words, message)] = edited("followup: data", "folowup: 1\nfollowup: data")
    assert words == "folowup: 1" and message.endswith("Did you mean followup?")


def test_an_unknown_key_of_one_kind_of_wave_is_underlined_with_the_nearest() -> None:
    [(words, message)] = edited("    dispositions:", "    disposition:")
    assert words.startswith("disposition: ") and message.endswith("Did you mean dispositions?")


def test_a_value_of_the_wrong_type_is_underlined() -> None:
    [(words, message)] = edited("smallest_cell: 10", "smallest_cell: tio")
    assert words == "smallest_cell: tio" and "integer" in message


def test_a_key_given_twice_is_underlined_where_it_is_given_again() -> None:
    [(words, message)] = edited("followup: data", "run: two\nfollowup: data")
    assert words == "run: two" and "more than once" in message


def test_yaml_that_cannot_be_read_is_underlined_on_its_line() -> None:
    [(words, message)] = edited("  author: {sv", "\tauthor: {sv")
    assert words.startswith("author: ") and message


def test_what_is_missing_is_told_at_what_it_is_missing_from() -> None:
    [(words, message)] = edited("    date: 2019-11-01\n", "")
    assert words == '"2019"' and message.startswith("Field required")


def test_what_the_whole_file_lacks_is_told_at_its_first_key() -> None:
    [(words, message)] = edited("languages: [sv, en]", "")
    assert words == "run" and message.startswith("Field required")


def test_a_file_that_is_not_there_is_told_with_the_nearest() -> None:
    [(words, message)] = edited("demo/ram_2025.csv", "demo/ramm_2025.csv")
    assert words == "frame: data_raw/demo/ramm_2025.csv"
    assert message.endswith("Did you mean data_raw/demo/ram_2025.csv?")


def test_a_name_that_nothing_bears_is_told() -> None:
    text = (ROOT / "programme" / "synthesis.yml").read_text(encoding="utf-8")
    faults = found(text.replace("goal: goal-1", "goal: gaol-1", 1), "synthesis", "programme/s.yml")
    assert faults == [("goal: gaol-1", "there is no goal gaol-1. Did you mean goal-1?")]


def test_faults_are_told_in_the_main_language_of_the_evaluation() -> None:
    names = Names(ROOT / "programme" / "left_out.yml", ROOT, {})
    assert names.language == "sv"
    [found] = diagnose("left_outt: []\nleft_out: []", kind="left_out", names=names, language="sv")
    assert found.message == "fältet finns inte här. Menade du left_out?"


# What a key means


@pytest.mark.parametrize(
    ("column", "told"), [(3, "Last day on which"), (14, "Last day on which")], ids=["key", "value"]
)
def test_the_key_under_the_pointer_is_explained(column: int, told: str) -> None:
    explained = explain(["retention: 2027-12-31"], 0, column, kind="evaluation")
    assert explained is not None and explained.startswith("**retention** (date)\n\n" + told)


def test_nothing_is_explained_that_nothing_is_known_of() -> None:
    assert explain(["# a comment", "wrong: 1"], 0, 5, kind="evaluation") is None
    assert explain(["# a comment", "wrong: 1"], 1, 2, kind="evaluation") is None


# Which file is of which kind


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_head_and_the_place_of_a_file_tell_the_same(path: Path) -> None:
    told = kind_of(path.read_text(encoding="utf-8"), path)
    assert told is not None and told == kind_of("", path)


def test_a_head_decides_before_the_place() -> None:
    assert kind_of("# yaml-language-server: $schema=../schema/codebook.json", Path("a.yml")) == (
        "codebook"
    )
    assert kind_of("# yaml-language-server: $schema=other.json", Path("evaluation.yml")) is None


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_head_names_a_schema_that_is_there(path: Path) -> None:
    head = re.search(r"\$schema=(\S+)", path.read_text(encoding="utf-8"))
    assert head and (path.parent / head[1]).is_file()


def test_vs_code_knows_the_schema_of_every_kind() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    named = {Path(schema).stem for schema in settings["yaml.schemas"]}
    assert named == set(KINDS)
    assert all((ROOT / schema).is_file() for schema in settings["yaml.schemas"])


# The schemas


def as_editors_read(path: Path) -> object:
    """Read a file as editors do, to whom a date is a text."""

    class Loader(yaml.SafeLoader):
        """Without dates."""

    Loader.add_constructor("tag:yaml.org,2002:timestamp", Loader.construct_yaml_str)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_editors_that_know_the_schema_alone_find_nothing_in_what_is_shipped(path: Path) -> None:
    kind = kind_of(path.read_text(encoding="utf-8"), path)
    assert kind is not None
    errors = Draft202012Validator(schema_of(kind)).iter_errors(as_editors_read(path))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_schema_is_explained(kind: str) -> None:
    schema = schema_of(kind)
    models = {schema["title"]: schema, **schema.get("$defs", {})}
    silent = [
        f"{name}.{key}"
        for name, model in models.items()
        for key, part in model.get("properties", {}).items()
        if not part.get("description")
    ]
    assert silent == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_exported_schema_is_that_of_the_model(kind: str) -> None:
    """If it fails: python programme/schema/write_schemas.py."""
    kept = (ROOT / "programme" / "schema" / f"{kind}.json").read_text(encoding="utf-8")
    assert json.loads(kept) == schema_of(kind)
