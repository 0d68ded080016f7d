"""The start page: a Markdown file that JupyterLab shows rendered, written anew each time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from evaltools.declarations import Language
from evaltools.errors.speaking import speak
from evaltools.evaluation import Evaluation
from evaltools.lab import words
from evaltools.lab.notebook import FORM, title_of, write_form_notebook
from evaltools.lab.state import State, read_state
from evaltools.provenance import write_atomically


def write_start_pages(evaluation: Evaluation) -> list[Path]:
    """Write the start page in each language, and the notebook with the form.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Returns
    -------
    list of pathlib.Path
        The pages, that in the main language first.
    """
    state, now = read_state(evaluation), datetime.now().astimezone()
    write_form_notebook(evaluation.root)
    pages = {
        start_page(evaluation, language): _Page(evaluation, state, language, now).text()
        for language in evaluation.languages
    }
    for page, text in pages.items():
        write_atomically(page, text.encode())
    return list(pages)


def renew_start_pages(evaluation: Evaluation) -> None:
    """Write the start pages anew, where there are any.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.
    """
    if start_page(evaluation, evaluation.languages[0]).is_file():
        write_start_pages(evaluation)


def start_page(evaluation: Evaluation, language: Language) -> Path:
    """Return the file of the start page in a language."""
    return evaluation.root / f"start.{language}.md"


@dataclass(frozen=True, slots=True)
class _Page:
    evaluation: Evaluation
    state: State
    language: Language
    now: datetime

    def text(self) -> str:
        """Write the page."""
        cover = self.evaluation.report
        return "\n\n".join([
            f"# {_plain(cover.title[self.language])}",
            _plain(cover.subtitle[self.language]),
            *self._other_languages(),
            f"**[{words.OPEN_FORM[self.language]}]({FORM})** {words.FORM_TELLS[self.language]}",
            *self._section(words.LAST_RUN[self.language], self._last_run()),
            *self._section(words.NOTEBOOKS[self.language], self._notebooks()),
            *self._section(words.EDIT[self.language], self._edited()),
            *self._section(words.HOW_TOS[self.language], self._how_tos()),
            "---",
            words.GENERATED[self.language].format(when=_time(self.now)),
        ]) + "\n"  # fmt: skip

    def _section(self, title: str, blocks: Iterable[str]) -> list[str]:
        return [f"## {title}", *blocks]

    def _other_languages(self) -> Iterator[str]:
        for language in self.evaluation.languages:
            if language != self.language:
                name = start_page(self.evaluation, language).name
                yield f"[{words.OTHER[self.language]}]({name})"

    def _last_run(self) -> Iterator[str]:
        if self.state.is_under_way:
            yield words.UNDER_WAY[self.language]
        elif self.state.faults:
            yield words.STOPPED[self.language]
            yield _list(
                _plain(str(speak(fault, language=self.language))) for fault in self.state.faults
            )
        elif self.state.began is None:
            yield words.NEVER[self.language]
        else:
            yield from self._stands(self.state.began)
        yield from self._files()

    def _stands(self, began: datetime) -> Iterator[str]:
        run, when = self.evaluation.run, _time(began)
        yield words.BEGAN[self.language].format(run=run, when=when)
        if self.state.failed:
            yield words.FAILED[self.language].format(names=self._named(self.state.failed))
        if self.state.stale:
            yield words.STALE[self.language].format(names=self._named(self.state.stale))
        if not (self.state.failed or self.state.stale):
            yield words.FRESH[self.language]

    def _named(self, steps: Sequence[str]) -> str:
        """Name the notebooks of steps, and how many of each where there are several."""
        counts = Counter(step.partition("-")[0] for step in steps)
        return ", ".join(f"`{name}`{f' ({n})' if n > 1 else ''}" for name, n in counts.items())

    def _files(self) -> Iterator[str]:
        """Link what the last run made: JupyterLab opens what begins with / in a tab of its own."""
        folder = self.evaluation.report_folder
        made = {folder / name.format(language=self.language): label
                for name, label in words.FILES.items()}  # fmt: skip
        links = [
            f"[{label[self.language]}](/files/{self._path(file)})"
            for file, label in made.items()
            if file.is_file()
        ]
        if links:
            yield f"{words.READ[self.language]} {' · '.join(links)}"

    def _notebooks(self) -> Iterator[str]:
        yield words.NOTEBOOKS_TELL[self.language]
        notebooks = sorted((self.evaluation.root / "notebooks").glob("*.ipynb"))
        yield _list(map(self._notebook, notebooks))

    def _notebook(self, notebook: Path) -> str:
        title, question = self._asks(notebook)
        link = f"[{notebook.stem.partition('_')[0]} {_plain(title)}]({self._path(notebook)})"
        planned = {step.partition("-")[0] for step in self.state.steps}
        aside = f" ({words.NOT_PLANNED[self.language]})"
        is_left_out = self.state.steps and notebook.stem not in planned
        return f"{link}. {_plain(question)}{aside if is_left_out else ''}"

    def _asks(self, notebook: Path) -> tuple[str, str]:
        if self.language == "sv" and notebook.stem in words.SWEDISH:
            return words.SWEDISH[notebook.stem]
        return title_of(notebook)

    def _edited(self) -> Iterator[str]:
        declared = self.evaluation
        named = {name.format(programme=declared.programme, synthesis=declared.synthesis): told
                 for name, told in words.EDITED.items()}  # fmt: skip
        yield _list(
            f"[{name}]({quote(name)}): {told[self.language]}"
            for name, told in named.items()
            if (declared.root / name).is_file()
        )

    def _how_tos(self) -> Iterator[str]:
        docs = self.evaluation.root / "docs"
        folders = [docs / self.language, docs / "how-to"]
        pages = [page for folder in folders for page in sorted(folder.glob("*.md"))]
        if pages:
            yield _list(f"[{_plain(_heading(page))}]({self._path(page)})" for page in pages)
        else:
            yield words.NO_HOW_TOS[self.language]

    def _path(self, file: Path) -> str:
        return quote(file.relative_to(self.evaluation.root).as_posix())


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _plain(text: str) -> str:
    """Let a text be text, whatever marks it holds."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$])", r"\\\1", " ".join(text.split()))


def _heading(page: Path) -> str:
    lines = page.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    return next((line.lstrip("# ") for line in lines if line.startswith("# ")), page.stem)


def _time(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}"
