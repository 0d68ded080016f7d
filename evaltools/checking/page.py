"""What a check has found as one page, in the look of the page of a run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from evaltools.checking import words
from evaltools.checking.found import Checked, Part, State, gather, within
from evaltools.declarations import Language, Text
from evaltools.errors import Fault
from evaltools.errors.speaking import speak
from evaltools.running.page.frame import draw_frame

PAGE = "reports/check.html"
"""Where the page is written, from the folder of the evaluation."""


def draw_check_page(checked: Checked, *, language: Language) -> str:
    """Draw the page of a check.

    Parameters
    ----------
    checked : Checked
        What was found.
    language : {"sv", "en"}
        Language of the page.

    Returns
    -------
    str
        The HTML: what is to be mended, file by file, what waits for that, what is in order, what
        is not part of the evaluation, and the next step.
    """
    day = checked.day.isoformat()
    sections = (
        _section(
            "wrong", "".join(_wrong(each, language) for each in checked.of("wrong")), language
        ),
        _section("waits", _waiting(checked, language), language),
        _section("fine", _fine(checked.of("fine"), language), language),
        _section("absent", _absent(checked.of("absent"), language), language),
    )
    content = f"""<p class="verdict">{escape(checked.verdict(language))}
{words.CHECKED_ON[language].format(f'<time datetime="{day}">{day}</time>')}</p>
{"".join(sections)}<h2>{words.NEXT[language]}</h2>
<p>{_next(checked, language)}</p>"""
    style = files("evaltools.checking").joinpath("page.css").read_text(encoding="utf-8")
    title = words.TITLE[language]
    return draw_frame(content, title=title, day=day, style=style, language=language)


def _section(state: State, content: str, language: Language) -> str:
    """Draw a section; nothing where it has no content."""
    return f"<h2>{words.HEADINGS[state][language]}</h2>\n{content}\n" if content else ""


def _wrong(part: Part, language: Language) -> str:
    """Tell of a file what is wrong, what to do, and what is in order all the same."""
    faults = "\n".join(_fault(within(each, part.path), language) for each in part.faults)
    facts = _facts(part.facts, language)
    fine = f"<p>{words.ALSO_FINE[language]} {facts}.</p>" if facts else ""
    return f"""<article id="{_anchor(part.path)}">
<h3><code>{escape(part.path)}</code></h3>
<p class="what">{escape(part.what[language])}</p>
<ul class="faults">
{faults}
</ul>
{fine}
</article>
"""


def _fault(fault: Fault, language: Language) -> str:
    said = speak(fault, language=language)
    place = f"<strong>{escape(said.place)}:</strong> " if said.place else ""
    problem = said.problem if said.place else _begun(said.problem)
    remedy = f"<br>\n<b>{words.DO[language]}</b> {_code(said.remedy)}" if said.remedy else ""
    return f"<li>{place}{_code(problem)}{remedy}</li>"


def _begun(sentence: str) -> str:
    """Begin a sentence with a capital, unless its first word is a name with a sign in it."""
    is_word = sentence.split(" ", 1)[0].isalpha()
    return sentence[:1].upper() + sentence[1:] if is_word else sentence


def _waiting(checked: Checked, language: Language) -> str:
    """Tell what could not be looked at, with links to what it waits for."""
    wrong = {part.path for part in checked.of("wrong")}
    rows = (
        (part, words.WAITS_FOR[language].format(_links(part.because, wrong)))
        for part in checked.of("waits")
    )
    return _listed((_named(part, language) + f": {why}" for part, why in rows))


def _links(paths: Iterable[str], known: set[str]) -> str:
    return ", ".join(
        f'<a href="#{_anchor(path)}">{escape(path)}</a>' if path in known else escape(path)
        for path in paths
    )


def _fine(parts: list[Part], language: Language) -> str:
    """Tell what is in order, group by group."""
    groups = dict.fromkeys(part.group for part in parts)
    return "".join(
        f"<h3>{escape(group[language])}</h3>\n{_files(parts, group, language)}" for group in groups
    )


def _files(parts: list[Part], group: Text, language: Language) -> str:
    rows = gather(part for part in parts if part.group == group)
    return _listed(_row(each, language) for each in rows)


def _row(part: Part, language: Language) -> str:
    facts = _facts(part.facts, language)
    told = f'<br>\n<span class="facts">{facts}</span>' if facts else ""
    return f"{_named(part, language)}{told}"


def _absent(parts: list[Part], language: Language) -> str:
    rows = _listed(_named(each, language) for each in parts)
    return f"<p>{words.ABSENT_TOLD[language]}</p>\n{rows}" if rows else ""


def _named(part: Part, language: Language) -> str:
    return f"<code>{escape(part.path)}</code> {escape(part.what[language])}"


def _facts(facts: Iterable[Text], language: Language) -> str:
    return escape(", ".join(fact[language] for fact in facts))


def _listed(rows: Iterable[str]) -> str:
    items = "\n".join(f"<li>{row}</li>" for row in rows)
    return f'<ul class="files">\n{items}\n</ul>\n' if items else ""


def _next(checked: Checked, language: Language) -> str:
    if checked.faults:
        return words.MEND[language].format("<code>evaltools check</code>")
    return words.GO_ON[language].format("<code>evaltools run</code>")


def _code(text: str) -> str:
    """Set what a text has in backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


def _anchor(path: str) -> str:
    """Make an id of a path: letters and digits stay, all else is its number."""
    return "f-" + "".join(each if each.isalnum() else f"-{ord(each):x}-" for each in path)
