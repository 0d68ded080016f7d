"""Write api.md beside this file: `python docs/write_api.py`.

`PUBLIC` is the one place that says on which names researchers may rely. A name is public when
notebooks of one's own need it, and its docstring, or a how-to that a test runs, has an example.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

from pydantic import BaseModel

HERE = Path(__file__).parent
PUBLIC = {
    "evaltools.artefacts": "Artefacts Meaning TableArtefact make_table read_artefacts save_changes "
    "save_figure save_levels save_table save_value",
    "evaltools.awareness": "group_bodies map_bodies measure measure_answers name_answers open_wave",
    "evaltools.cleaning": "Cleaned clean_answers clean_followup clean_indicators "
    "join_observations read_clean write_clean",
    "evaltools.codebook": "Codebook list_questions read_codebook",
    "evaltools.declarations": "Sensitivity Text",
    "evaltools.designs": "Effect e_value exact_rate_interval exact_rate_ratio interrupted_series "
    "level_design rate_change step_design synthetic_control wilson_interval",
    "evaltools.disclosure": "Publishable check_release protect_answers protect_counts "
    "protect_estimates protect_indicators protect_waves publish_facts",
    "evaltools.documents": "glossary read_folder",
    "evaltools.errors": "EvaltoolsError Fault",
    "evaltools.estimates": "Estimates adjust_p answers_needed bound_shares compare_groups "
    "compare_shares detectable_difference estimate_agreement estimate_effects estimate_means "
    "estimate_quantiles estimate_ratios estimate_reliability estimate_shares estimate_totals "
    "estimate_unseen fit_glm pool_shares published_shares rao_scott_test score_index",
    "evaltools.evaluation": "AttainmentRule DisclosureRules OutcomeGates read_evaluation",
    "evaltools.examples": "small_series small_shares small_survey small_table",
    "evaltools.figures": "Figure draw_answers draw_effects draw_ladder draw_response draw_series "
    "draw_shares draw_verdicts draw_waves",
    "evaltools.figures.canvas": "WIDTH",
    "evaltools.figures.palette": "BLUE",
    "evaltools.figures.rows": "ANSWERS EDGE draw_bar percent_scale render_rows rows_of "
    "write_counts write_shares",
    "evaltools.indicators": "IndicatorSeries latest_edition list_reservations make_series "
    "split_series stack_series",
    "evaltools.intake": "RawTable Reader describe_sources read_table",
    "evaltools.manuscript": "find_unsupported read_book",
    "evaltools.numerals": "write_number write_p write_percent write_shortest",
    "evaltools.outcomes": "Assessment Design Panel Rung assess assess_indicators judge_attainment "
    "list_diagnostics tabulate",
    "evaltools.programme": "Indicator Programme read_organisation read_programme",
    "evaltools.provenance": "fingerprint write_atomically",
    "evaltools.sources": "read_catalogue read_publications",
    "evaltools.survey": "Survey Universe add_bootstrap add_jackknife calibrate describe_weights "
    "design_survey outcome_rates poststratify rake response_rates take_weights trim_weights",
    "evaltools.tables": "Column lay_out lay_out_shares",
    "evaltools.testimony": "redact",
}
"""By module the names that others may use."""
SHOWN = {"Reader": HERE / "how-to" / "add-a-reader.md"}
"""Where a name is shown by what it stands for, not by itself."""

HEAD = """# What researchers may rely on

Written by `python docs/write_api.py`; a test holds it to the code, and runs the examples.

**The promise.** A name below keeps its place, its arguments and its meaning. Where one must change,
`CHANGELOG.md` says so and what to write instead; a number that comes out otherwise stands there
under "Numbers change". **Everything else is private**, whatever its name, and may change any day.
That goes for what only the notebooks of the plan use: they change with it.

Other packages may register a `Reader` under the entry point `evaltools.readers`
([how](how-to/add-a-reader.md)) and a `Design` under `evaltools.designs`
([how](how-to/add-a-design.md)).

In a notebook `take_weights?` shows all parameters, what comes back and what is refused. What
follows the first argument is given by name. Begin with
[the library alone](how-to/use-the-library-alone.md). The examples take small invented nouns from
`evaltools.examples`, or read what is in git.
"""


def listed() -> Iterator[tuple[str, str]]:
    """Yield each public name with its module."""
    for room, names in PUBLIC.items():
        yield from ((room, name) for name in names.split())


def example(thing: object) -> str:
    """Return the example of a docstring; empty where there is none."""
    text = inspect.getdoc(thing) or ""
    return text.partition("Examples\n--------\n")[2].strip() if _has_docstring(thing) else ""


def _has_docstring(thing: object) -> bool:
    return inspect.isclass(thing) or inspect.isroutine(thing)


def pages_with(name: str) -> list[Path]:
    """List the how-tos and worked examples whose code uses a name."""
    pages = [*sorted(HERE.glob("how-to/*.md")), *sorted(HERE.glob("examples/*.md"))]
    used = re.compile(rf"```python[^\n]*\n(?:(?!```).)*\b{name}\b", re.S)
    found = [page for page in pages if used.search(page.read_text("utf-8"))]
    return [*found, *(page for each, page in SHOWN.items() if each == name)]


def page() -> str:
    """Write the page."""
    rooms = (_room(name, names.split()) for name, names in PUBLIC.items())
    return "\n".join([HEAD, *rooms])


def _room(room: str, names: list[str]) -> str:
    module = import_module(room)
    title = f"## {room}\n\n{_first_sentence(module)}\n"
    return "\n".join([title, *(_entry(name, getattr(module, name)) for name in names)])


def _entry(name: str, thing: object) -> str:
    if not _has_docstring(thing):
        return f"- `{name}` ([example]({_example_page(name)}))\n"
    lines = [f"### {name}", _first_sentence(thing), _called(name, thing)]
    if shown := example(thing):
        lines.append(f"<details><summary>Example</summary>\n\n```pycon\n{shown}\n```\n\n</details>")
    elif pages_with(name):
        lines.append(f"[Example]({_example_page(name)})")
    return "\n\n".join(line for line in lines if line) + "\n"


def _example_page(name: str) -> str:
    return pages_with(name)[0].relative_to(HERE).as_posix()


def _called(name: str, thing: object) -> str:
    """Write how a function is called, or what a class has."""
    if inspect.isclass(thing):
        members = [each for each in _members(thing) if not each.startswith(("_", "model_"))]
        return f"Has {', '.join(f'`{each}`' for each in members)}." if members else ""
    parameters = inspect.signature(thing).parameters.values()
    called = str(inspect.Signature([*map(_plain, parameters)]))
    return f"`{name}{called.replace('Ellipsis', '...')}`"


def _plain(parameter: inspect.Parameter) -> inspect.Parameter:
    """Leave out the type, and what a default is that is neither text, number nor nothing."""
    empty, default = inspect.Parameter.empty, parameter.default
    is_told = default is empty or isinstance(default, str | int | float | tuple | None)
    return parameter.replace(annotation=empty, default=default if is_told else ...)


def _members(kind: type) -> list[str]:
    """List the fields of a class, and after them what it can do."""
    if issubclass(kind, BaseModel):
        known = [*kind.model_fields]
    else:
        known = [each.name for each in fields(kind)] if is_dataclass(kind) else []
    can = [
        f"{name}()" if inspect.isfunction(each) else name
        for name, each in vars(kind).items()
        if inspect.isfunction(each) or isinstance(each, property)
    ]
    return [*known, *can]


def _first_sentence(thing: object) -> str:
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


if __name__ == "__main__":
    (HERE / "api.md").write_text(page(), encoding="utf-8")
