"""The page that finds a body's factsheet, also under the names of bodies that have ceased."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from evaltools.declarations import Language
from evaltools.evaluation import Evaluation
from evaltools.programme import Body, Organisation
from evaltools.report import words as report_words
from evaltools.report.factsheets import words
from evaltools.report.factsheets.html import band, imprint, link_list, whole_page

LAST = "åäö"
"""Letters that stand after z in Swedish, in this order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name that leads to sheets: today's own, or those of the bodies that took over."""

    name: str
    bodies: tuple[Body, ...]
    is_former: bool

    @property
    def letter(self) -> str:
        """The letter under which it stands."""
        return self.name[:1].upper()


def render_index(
    evaluation: Evaluation, *, organisation: Organisation, language: Language, synthetic: bool
) -> bytes:
    """Render the index of all factsheets in one language.

    Parameters
    ----------
    evaluation : Evaluation
        The bodies are those that existed on the day of its current wave.
    organisation : Organisation
        All bodies, also those that have ceased.
    language : {"sv", "en"}
        The language.
    synthetic : bool
        True if any result is made from synthetic data.

    Returns
    -------
    bytes
        The file, in UTF-8, with fonts in it and no script.
    """
    cover, title = evaluation.report, words.ALL_SHEETS[language]
    bodies = organisation.bodies_on(evaluation.day_of_bodies)
    entries = list_entries(organisation, evaluation=evaluation, language=language)
    kinds = "\n".join(
        _kind(kind, [body for body in bodies if body.kind == kind], language)
        for kind in words.GROUPS
        if any(body.kind == kind for body in bodies)
    )
    return whole_page(
        evaluation,
        language=language,
        title=f"{title} – {cover.title[language]}",
        body=f"""{band(report_words.INVENTED, language=language) if synthetic else ""}
<header><p class="kind">{escape(cover.title[language])}</p>
<h1>{title}</h1>
<p>{escape(cover.subtitle[language])}</p></header>
{_links(evaluation, language)}
<main id="_main">
<p>{words.INTRODUCTION[language]}</p>
{kinds}
{_letters(entries, language)}
</main>
<footer>{imprint(evaluation, language=language)}</footer>""",
    )


def _links(evaluation: Evaluation, language: Language) -> str:
    """Write what leads on: the report and the other language."""
    others = [each for each in evaluation.languages if each != language]
    leads = [
        (f"../rapport.{language}.html", words.REPORT[language], language),
        *((f"index.{each}.html", words.OTHER_LANGUAGE[language], each) for each in others),
    ]
    return link_list(leads, label=words.ALL_SHEETS[language])


def list_entries(
    organisation: Organisation, *, evaluation: Evaluation, language: Language
) -> list[Entry]:
    """List every name under which a reader may look for a sheet, from A to Ö.

    Parameters
    ----------
    organisation : Organisation
        All bodies.
    evaluation : Evaluation
        The bodies with a sheet are those that existed on the day of its current wave.
    language : {"sv", "en"}
        The language of the names.

    Returns
    -------
    list of Entry
        Today's bodies and those that have ceased, in the order of the Swedish alphabet.
    """
    day = evaluation.day_of_bodies
    today = {body.id: body for body in organisation.bodies_on(day)}
    into: dict[str, list[Body]] = {}
    names: dict[str, str] = {}
    for heir, former in organisation.forerunners(on=day).items():
        for body in former:
            names[body.id] = body.name[language]
            into.setdefault(body.id, []).append(today[heir])
    entries = [Entry(body.name[language], (body,), False) for body in today.values()]
    entries += [Entry(names[each], tuple(heirs), True) for each, heirs in into.items()]
    return sorted(entries, key=lambda entry: swedish_order(entry.name))


def swedish_order(name: str) -> list[int]:
    """Return a key that puts å, ä and ö after z, and other accents with their letters.

    Parameters
    ----------
    name : str
        A name.

    Returns
    -------
    list of int
        The key.
    """
    return [place for letter in unicodedata.normalize("NFC", name).lower() for place in _of(letter)]


def _of(letter: str) -> list[int]:
    if letter in LAST:
        return [ord("z") + 1 + LAST.index(letter)]
    return [ord(each) for each in unicodedata.normalize("NFD", letter) if each.isascii()]


def _kind(kind: str, bodies: Sequence[Body], language: Language) -> str:
    entries = [Entry(body.name[language], (body,), False) for body in bodies]
    title = words.GROUPS[kind][language]
    return (
        f'<section aria-labelledby="{kind}"><h2 id="{kind}">{title}</h2>\n'
        f'<ul class="list">{_items(entries, language)}</ul></section>'
    )


def _letters(entries: Sequence[Entry], language: Language) -> str:
    """Write all names under their letters, with links to the letters."""
    letters = list(dict.fromkeys(entry.letter for entry in entries))
    links = "".join(f'<li><a href="#{_anchor(each)}">{each}</a></li>' for each in letters)
    title = words.LETTERS[language]
    sections = "\n".join(
        f'<div><h3 id="{_anchor(letter)}">{letter}</h3>\n<ul class="list">'
        + _items([each for each in entries if each.letter == letter], language)
        + "</ul></div>"
        for letter in letters
    )
    return (
        f'<section aria-labelledby="_all"><h2 id="_all">{title}</h2>\n'
        f'<nav aria-label="{title}"><ul class="letters">{links}</ul></nav>\n'
        f'<div class="all">{sections}</div></section>'
    )


def _anchor(letter: str) -> str:
    return f"letter-{ord(letter.lower()):x}"


def _items(entries: Sequence[Entry], language: Language) -> str:
    return "\n".join(f"<li>{_item(entry, language)}</li>" for entry in entries)


def _item(entry: Entry, language: Language) -> str:
    if not entry.is_former:
        (body,) = entry.bodies
        return _link(body, language)
    heirs = ", ".join(_link(body, language) for body in entry.bodies)
    now = words.NOW_PART_OF[language].format(heirs)
    return f'{escape(entry.name)} <span class="to">({now})</span>'


def _link(body: Body, language: Language) -> str:
    return f'<a href="{escape(body.id)}.{language}.html">{escape(body.name[language])}</a>'
