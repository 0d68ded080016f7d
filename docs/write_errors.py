"""Write the catalogue of errors, docs/errors.md and its Swedish: `python docs/write_errors.py`.

Every sentence is read from the source, so that none is forgotten and none is left over. What is
said in Swedish stands in evaltools/errors/sv.yml.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
ROOMS, SWEDISH = ROOT / "evaltools", ROOT / "evaltools" / "errors" / "sv.yml"
SENTENCE = re.compile(r"[\w`].*[ .`].*[.?!]", re.DOTALL)
"""More than one word, and a mark at its end."""
HOLE = re.compile(r"\{\d+(:word)?\}")
NOT_FAULTS = {"echo", "confirm", "Option", "Argument", "until_stopped", "compile"}
"""Calls whose texts are not of faults."""
REFUSE = {"ValueError", "_refuse_at", "MarkedYAMLError"}
"""Calls whose texts become a problem where somebody else tells them."""
PROBLEMS = {"problem", "remedy"}
"""Names of what is said in a fault."""
NO_ERRORS = ("cli/", "provenance/entities", "provenance/crate", "provenance/actions",
             "figures/beside", "synthesis/measured", "intake/compound", "report/factsheets/pdf",
             "intake/drafting", "designs/synthetic", "testimony/coding_files")  # fmt: skip
"""Modules in which only what stands in a fault is said in one."""
Found = tuple[ast.expr, str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the source, its holes numbered, and where it stands."""

    room: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A problem with what to do; either may be empty where the source tells it elsewhere."""

    room: str
    line: int
    problem: str
    remedy: str


@cache
def read_source() -> list[Said]:
    """Return every sentence that a fault may say, in the order of the source."""
    return [said for path in sorted(ROOMS.rglob("*.py")) for said in _of_module(path)]


@cache
def read_swedish() -> dict[str, dict[str, str]]:
    """Return what is said in Swedish, by kind."""
    content: dict[str, dict[str, str]] = yaml.safe_load(SWEDISH.read_text(encoding="utf-8"))
    return content


def read_templates() -> set[str]:
    """Return every text of the source, a part of a sentence too."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in ROOMS.rglob("*.py"))
    return {text for tree in trees for _, text, _ in _strings(tree, frozenset())}


def read_places() -> set[str]:
    """Return how the source says where in a file something is, as "row {0}"."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in ROOMS.rglob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if _called(node) == "Fault")
    places = (template_of(call.args[0]) or "" for call in calls if len(call.args) > 1)  # type: ignore[attr-defined]
    parts = {part for place in places for part in place.split(", ")[1:]}
    return {_renumbered(part) for part in parts if re.search(r"[^\W\d_]", HOLE.sub("", part))}


def _renumbered(template: str) -> str:
    holes = itertools.count()
    return HOLE.sub(lambda _: f"{{{next(holes)}}}", template)


def _of_module(path: Path) -> Iterator[Said]:
    text, file = path.read_text(encoding="utf-8"), path.relative_to(ROOMS).as_posix()
    if not re.search("evaltools.errors|wording|ValueError|EvaltoolsError", text):
        return
    for node, template, within in _strings(ast.parse(text), frozenset()):
        if _is_told(template, within, file):
            yield Said(_room(path), node.lineno, template)


def _room(path: Path) -> str:
    return path.relative_to(ROOMS).parts[0].removesuffix(".py")


def _is_told(template: str, within: frozenset[str], file: str) -> bool:
    if not re.search(r"[^\W\d_]", HOLE.sub("", template)):
        return False
    if within & REFUSE:
        return " " in template.strip()
    is_sentence = bool(SENTENCE.fullmatch(HOLE.sub("w", template.strip())))
    return is_sentence and ("Fault" in within or not file.startswith(NO_ERRORS))


def template_of(node: ast.expr) -> str | None:
    """Return the text of an expression with its holes numbered; None where it is no text."""
    parts = list(_parts(node))
    if not any(isinstance(each, str) for each in parts):
        return None
    text = "".join("{}" if each is None else each for each in parts)
    holes = itertools.count()
    return re.sub(r"\{(:,)?\}", lambda _: f"{{{next(holes)}}}", text)


def _parts(node: ast.expr) -> Iterator[str | None]:
    """Yield the texts of an expression, and None for what is put between them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield value.value if isinstance(value, ast.Constant) else None
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _parts(node.left)
        yield from _parts(node.right)
    else:
        yield None


def _strings(node: ast.AST, within: frozenset[str]) -> Iterator[Found]:
    """Yield the texts within a node, with the calls around them: no docstrings, texts, help."""
    for child in ast.iter_child_nodes(node):
        name = _called(child)
        if name in NOT_FAULTS or _is_docstring(child):
            continue
        around = within | {name} if name else within
        if isinstance(child, ast.Assign) and ast.unparse(child.targets[0]) in PROBLEMS:
            around |= {"Fault"}
        template = template_of(child) if isinstance(child, ast.expr) else None
        if template is not None:
            yield child, template, around  # type: ignore[misc]
        yield from _strings(child, around) if template is None else _in_holes(child, around)


def _in_holes(node: ast.AST, within: frozenset[str]) -> Iterator[Found]:
    for each in ast.walk(node):
        if isinstance(each, ast.FormattedValue):
            yield from _strings(each, within)


def _called(node: ast.AST) -> str | None:
    """Return the name of what is called; that of no fault for a text in both languages."""
    if not isinstance(node, ast.Call):
        return None
    is_text = any(each.arg == "sv" for each in node.keywords)
    return "echo" if is_text else getattr(node.func, "id", getattr(node.func, "attr", None))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@cache
def read_entries() -> list[Entry]:
    """Return each problem of the source once in its room, with what to do beside it."""
    said = dict.fromkeys((each.room, each.text) for each in read_source())
    pairs = [each for path in sorted(ROOMS.rglob("*.py")) for each in _pairs(path)]
    entries = [
        each
        for each in pairs
        if (each.room, each.problem) in said or each.problem in read_swedish()["phrases"]
    ]
    told = {(each.room, text) for each in entries for text in (each.problem, each.remedy)}
    alone = [
        Entry(each.room, each.line, each.text, "")
        for each in read_source()
        if (each.room, each.text) not in told and not each.text.strip()[0].isupper()
    ]
    found = {(each.room, each.problem, each.remedy): each for each in [*entries, *alone]}
    return sorted(found.values(), key=lambda each: (each.room, each.problem.lower()))


def _pairs(path: Path) -> Iterator[Entry]:
    """Yield what stands together in a fault, or as two of a tuple."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    for node in ast.walk(tree):
        is_fault = _called(node) == "Fault"
        texts = node.args if is_fault else getattr(node, "elts", [])  # type: ignore[attr-defined]
        if len(texts) > 1:
            problem, remedy = (_resolved(each, named) for each in texts[-2:])
            if problem and (is_fault or not problem.strip()[:1].isupper()):
                yield Entry(_room(path), node.lineno, problem, remedy or "")  # type: ignore[attr-defined]


def _resolved(node: ast.expr, named: list[ast.Assign]) -> str | None:
    """Return the text of an expression, or of what was last called by its name above it."""
    if not isinstance(node, ast.Name):
        return template_of(node)
    above = [
        each
        for each in named
        if ast.unparse(each.targets[0]) == node.id
        and (each.lineno < node.lineno or each.col_offset == 0)
    ]
    return template_of(max(above, key=lambda each: each.lineno).value) if above else None


INTRO = {
    "en": """# What evaltools says when something is wrong

Written from the source by `python docs/write_errors.py`: do not edit it. `…` stands for what is
told of your files: a name, a number of rows. A fault never quotes an answer. Where nothing stands
beside a problem, it says itself what to do, or that depends on what was found. In Swedish:
[felmeddelanden.md](sv/felmeddelanden.md). `evaltools check` tells everything that would stop a
run, file by file: [check-what-you-have.md](how-to/check-what-you-have.md).

## Kinds of errors

A command ends with the exit code of the first error.

| kind | exit code | about |
|---|---|---|
""",
    "sv": """# Vad evaltools säger när något är fel

Skriven ur källkoden av `python docs/write_errors.py`: ändra inte här. `…` står för det som gäller
dina filer: ett namn, ett antal rader. Ett fel återger aldrig ett svar. Där inget står bredvid
ett problem säger det självt vad du gör, eller så beror det på vad som hittats. På engelska:
[errors.md](../errors.md). `evaltools check` talar om allt som skulle stoppa en körning, fil för
fil.

## Slag av fel

Ett kommando slutar med koden för det första felet.

| slag | kod | om |
|---|---|---|
""",
}
KINDS = (
    ("EvaltoolsError", 1, "all of them", "alla"),
    ("ConfigurationError", 2, "evaluation.yml, programme, codebook or a parameter",
     "evaluation.yml, programmet, en kodbok eller en parameter"),
    ("DataError", 3, "a data file is not what its codebook says",
     "en datafil är inte vad dess kodbok säger"),
    ("DisclosureError", 4, "something would let a reader learn about a person",
     "något skulle låta en läsare få veta något om en person"),
    ("ReportError", 5, "the text of the report or the results", "rapportens text eller resultaten"),
    ("RunError", 6, "a notebook failed, or another run is under way",
     "en anteckningsbok misslyckades, eller en annan körning pågår"),
)  # fmt: skip
HEADS = {
    "en": "| what is said | what to do |\n|---|---|",
    "sv": "| vad som sägs | vad du gör |\n|---|---|",
}
TARGETS = {"en": ROOT / "docs" / "errors.md", "sv": ROOT / "docs" / "sv" / "felmeddelanden.md"}


def write_catalogue(language: str) -> str:
    """Write the catalogue in a language, as Markdown."""
    swedish = read_swedish()["sentences"] | read_swedish()["phrases"]
    kinds = "\n".join(f"| {kind} | {code} | {en if language == 'en' else sv} |"
                      for kind, code, en, sv in KINDS)  # fmt: skip
    rooms = itertools.groupby(read_entries(), key=lambda each: each.room)
    tables = "\n".join(
        f"\n## {room}\n\n{_about(room, language)}{HEADS[language]}\n"
        f"{_rows(list(entries), language, swedish)}"
        for room, entries in rooms
    )
    return f"{INTRO[language]}{kinds}\n{tables}\n"


def _rows(entries: list[Entry], language: str, swedish: dict[str, str]) -> str:
    def told(text: str) -> str:
        said = text if language == "en" else swedish.get(text, text)
        return (
            HOLE.sub("…", said).strip().replace("|", r"\|").replace("\n", " ").replace("<", "&lt;")
        )

    return "\n".join(
        f'| <a id="{_anchor(each)}"></a>{told(each.problem)} | {told(each.remedy)} |'
        for each in entries
    )


def _about(room: str, language: str) -> str:
    """Return what a room says of itself, which is in English."""
    file = ROOMS / room / "__init__.py"
    tree = ast.parse((file if file.is_file() else ROOMS / f"{room}.py").read_text("utf-8"))
    told = (ast.get_docstring(tree) or "").partition("\n\n")[0].replace("\n", " ")
    return f"{told}\n\n" if language == "en" else ""


def _anchor(entry: Entry) -> str:
    words = re.findall(r"[a-z0-9]+", f"{HOLE.sub('', entry.problem)} {entry.remedy}".lower())
    return f"{entry.room}-{'-'.join(words[:24])}"


if __name__ == "__main__":
    for language, target in TARGETS.items():
        target.parent.mkdir(exist_ok=True)
        target.write_text(write_catalogue(language), encoding="utf-8")
