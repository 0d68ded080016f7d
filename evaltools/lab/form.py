"""The form: choose a notebook, set its parameters, run it, see its tables and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import ipywidgets as widgets
from IPython.display import display

from evaltools.declarations import Language, Text
from evaltools.errors import EvaltoolsError, Fault
from evaltools.errors.speaking import speak
from evaltools.evaluation import Evaluation, Parameter, read_evaluation
from evaltools.lab import words
from evaltools.lab.choices import read_choices
from evaltools.lab.drafts import STOPPED, Draft, draft_command, draft_of, to_keep
from evaltools.lab.fields import Field, list_fields
from evaltools.lab.notebook import title_of
from evaltools.lab.results import results_page
from evaltools.running import plan


class ParameterForm:
    """A form for the parameters of a notebook, which can run it beside the published run.

    Parameters
    ----------
    evaluation_file : str, optional
        The evaluation, looked for here and in the folders above.
    """

    def __init__(self, evaluation_file: str = "evaluation.yml") -> None:
        self._file = evaluation_file
        self._evaluation = read_evaluation(evaluation_file)
        self._language: Language = self._evaluation.languages[0]
        self._draft: Draft | None = None
        self._lines: list[str] = []
        self._entries: list[_Entry] = []
        notebooks = dict.fromkeys(step.notebook for step in plan(self._evaluation))
        self._notebooks = {notebook.stem: notebook for notebook in notebooks}
        self._chosen = widgets.Dropdown(value=None)
        self._fields, self._told, self._results = widgets.VBox(), widgets.HTML(), widgets.HTML()
        self._run, self._stop = (
            widgets.Button(button_style="primary"),
            widgets.Button(disabled=True),
        )
        self._in = widgets.Dropdown(
            options=[(words.LANGUAGES[each], each) for each in self._evaluation.languages]
        )
        self._run.on_click(lambda _: self._begin())
        self._stop.on_click(lambda _: self._draft and self._draft.stop())
        self._name_all()
        self._chosen.observe(lambda _: self._show_notebook(), "value")
        self._in.observe(lambda _: self._speak(), "value")
        self._show_notebook()

    def show(self) -> None:
        """Show the form below the cell."""
        style = (files("evaltools.lab") / "form.css").read_text(encoding="utf-8")
        form = widgets.VBox([
            widgets.HTML(f"<style>{style}</style>"),
            *([self._in] if len(self._evaluation.languages) > 1 else []),
            self._chosen,
            self._fields,
            widgets.HBox([self._run, self._stop]),
            self._told,
            self._results,
        ])  # fmt: skip
        form.add_class("evaltools-form")
        display(form)  # type: ignore[no-untyped-call]

    def _say(self, text: Text, **named: str) -> str:
        return escape(text[self._language].format(**named))

    def _speak(self) -> None:
        """Say everything in the language that was chosen."""
        self._language = self._in.value
        self._name_all()
        self._show_notebook()

    def _name_all(self) -> None:
        chosen = self._chosen.value
        self._chosen.options = [(self._title(each), each.stem) for each in self._notebooks.values()]
        self._chosen.value = chosen or next(iter(self._notebooks), None)
        self._chosen.description = words.NOTEBOOK[self._language]
        self._in.description = words.LANGUAGE[self._language]
        self._run.description = words.RUN[self._language]
        self._stop.description = words.STOP[self._language]

    def _title(self, notebook: Path) -> str:
        known = words.SWEDISH.get(notebook.stem) if self._language == "sv" else None
        title, _ = known or title_of(notebook)
        return f"{notebook.stem.partition('_')[0]} {title}"

    def _show_notebook(self) -> None:
        """Ask for the parameters of the chosen notebook, and show what it made."""
        self._told.value = self._results.value = ""
        try:
            fields = self._list_fields()
        except EvaltoolsError as error:
            fields, self._told.value = (), self._faulty(error.faults)
        self._entries = [_enter(field, self._language) for field in fields]
        nothing = [] if fields else [widgets.HTML(self._say(words.NOTHING_TO_SET))]
        self._fields.children = [each.widget for each in self._entries] or nothing
        self._show_results(self._evaluation, words.IN_RUN)

    def _list_fields(self) -> tuple[Field, ...]:
        """List the fields by what stands in the files now."""
        self._evaluation = read_evaluation(self._file)
        return list_fields(
            self._notebooks[self._chosen.value],
            given=self._evaluation.parameters.get(self._chosen.value, {}),
            choices=read_choices(self._evaluation, language=self._language),
        )

    def _begin(self) -> None:
        """Run the notebook with what is entered, or say what cannot be."""
        given, faults = _read(self._entries)
        if faults:
            self._told.value = self._faulty(faults)
            return
        self._hold(is_running=True)
        self._lines = []
        self._tell_line()
        self._draft = Draft(
            draft_command(self._evaluation, notebook=self._chosen.value, given=given),
            folder=self._evaluation.root,
            tell=self._tell_line,
            ended=lambda code: self._end(code, given),
        )

    def _hold(self, *, is_running: bool) -> None:
        """Let nothing else be chosen while a run is under way, and it alone be stopped."""
        for widget in (self._run, self._chosen, self._in):
            widget.disabled = is_running
        self._stop.disabled = not is_running

    def _tell_line(self, line: str = "") -> None:
        self._lines += [line] if line else []
        run = draft_of(self._evaluation).run
        began = self._say(words.RUNS, notebook=self._chosen.value, run=run)
        self._told.value = _status(f"<p>{began}</p>{_listed(self._lines)}")

    def _end(self, code: int, given: Mapping[str, Parameter]) -> None:
        """Say how the run ended, and show what it made."""
        self._hold(is_running=False)
        if code == 0:
            self._told.value = _status(f"<p>{self._say(words.ENDED)}</p>{self._kept(given)}")
            self._show_results(draft_of(self._evaluation), words.IN_DRAFT)
        elif code == STOPPED:
            self._told.value = _status(self._say(words.WAS_STOPPED))
        else:
            told = [line[2:] for line in self._lines if line.startswith("- ")]
            self._told.value = self._faulty(told or self._lines)

    def _kept(self, given: Mapping[str, Parameter]) -> str:
        """Show what would have to stand in evaluation.yml, where something is not as there now."""
        try:
            evaluation = read_evaluation(self._file)
        except EvaltoolsError as error:
            return self._faulty(error.faults)
        by_default = {each.field.name: each.field.declared.default for each in self._entries}
        changed = {name: value for name, value in given.items() if value != by_default[name]}
        notebook = self._chosen.value
        if changed == evaluation.parameters.get(notebook, {}):
            return ""
        text = to_keep(evaluation, notebook=notebook, given=changed)
        return f"<p>{self._say(words.KEEP)}</p><pre>{escape(text)}</pre>"

    def _faulty(self, faults: Iterable[Fault | str]) -> str:
        told = [
            str(speak(each, language=self._language)) if isinstance(each, Fault) else each
            for each in faults
        ]
        return _status(f"<p>{self._say(words.NOT_ENDED)}</p>{_listed(told)}", kind="wrong")

    def _show_results(self, run: Evaluation, says: Text) -> None:
        try:
            page = results_page(run, notebook=self._chosen.value, language=self._language)
        except EvaltoolsError as error:
            self._results.value = self._faulty(error.faults)
            return
        said = self._say(says if page else words.NO_RESULTS, run=run.run)
        self._results.value = f"<p>{said}</p>{self._framed(page) if page else ''}"

    def _framed(self, page: str) -> str:
        """Show a page in a frame, in which no script runs and JupyterLab's look does not hold."""
        title = self._say(words.RESULTS)
        return f'<iframe sandbox title="{title}" srcdoc="{escape(page)}"></iframe>'


@dataclass(frozen=True, slots=True)
class _Entry:
    """A field with the widget that shows it, and with what is entered there."""

    field: Field
    widget: Any
    entered: Callable[[], object]


def _enter(field: Field, language: Language) -> _Entry:
    if field.kind == "several":
        return _enter_several(field, language)
    widget = _single(field, language)
    return _Entry(field, widget, lambda: widget.value)


def _single(field: Field, language: Language) -> Any:
    named = {"value": field.shown, "description": _label(field, language)}
    match field.kind:
        case "tick":
            return widgets.Checkbox(**named, indent=False)
        case "one":
            return widgets.Dropdown(**named, options=[*field.choices.items()])
        case "number":
            return widgets.FloatText(**named, step=0.01)
        case "whole":
            return widgets.IntText(**named)
        case _:
            return widgets.Text(**named, continuous_update=True)


def _enter_several(field: Field, language: Language) -> _Entry:
    """Give a box to tick for each choice: those chosen before keep their order, in front."""
    before = [str(each) for each in field.shown]  # type: ignore[attr-defined]
    boxes = {
        str(each): widgets.Checkbox(each in before, description=name, indent=False)
        for name, each in field.choices.items()
    }
    order = [*before, *(each for each in boxes if each not in before)]
    listed = widgets.VBox([boxes[each] for each in order])
    listed.add_class("evaltools-several")
    label = widgets.HTML(f"<span>{escape(_label(field, language))}</span>")
    return _Entry(
        field,
        widgets.VBox([label, listed]),
        lambda: [each for each in order if boxes[each].value],
    )


def _label(field: Field, language: Language) -> str:
    known = words.SWEDISH_PARAMETERS.get(field.name) if language == "sv" else None
    told = known or field.declared.help or field.name
    return f"{told[0].upper()}{told[1:]} ({field.name})"


def _read(entries: Iterable[_Entry]) -> tuple[dict[str, Parameter], list[Fault]]:
    """Read what is entered: the values, and what is wrong with others."""
    given = dict[str, Parameter]()
    faults = list[Fault]()
    for each in entries:
        try:
            given[each.field.name] = each.field.read(each.entered())
        except EvaltoolsError as error:
            faults += error.faults
    return given, faults


def _status(html: str, *, kind: str = "told") -> str:
    """Say something so that a screen reader says it too."""
    return f'<div role="status" class="evaltools-{kind}">{html}</div>'


def _listed(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""
