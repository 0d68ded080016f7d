"""The page of a run as one HTML file, without script, that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from urllib.parse import quote

from evaltools.declarations import Language, Text
from evaltools.running.page import words
from evaltools.running.page.bars import draw_bars
from evaltools.running.page.frame import draw_frame
from evaltools.running.page.layout import gather, lay_out
from evaltools.running.page.plan_picture import draw_plan
from evaltools.running.page.shown import ShownRun, ShownStep


def draw_run_page(run: ShownRun, *, language: Language = "en") -> str:
    """Draw the page of a run.

    Parameters
    ----------
    run : ShownRun
        The run, with one step at least.
    language : {"sv", "en"}, optional
        Language of the page.

    Returns
    -------
    str
        The HTML; its links lead to files beside it.
    """
    content = f"""{_facts(run, language)}
{_figure("plan", words.PLAN, words.PLAN_TOLD, _plan(run, language), language)}
{_times(run, language)}
{_table(run, language)}"""
    style = files("evaltools.running.page").joinpath("page.css").read_text(encoding="utf-8")
    title, day = words.TITLE[language].format(run.name), run.began[:10]
    return draw_frame(content, title=title, day=day, style=style, language=language)


def _facts(run: ShownRun, language: Language) -> str:
    """Say when the run was, from what, and how much it did."""
    began = f"{words.write_time(run.began)} UTC"
    facts = {
        words.BEGAN: f'<time datetime="{escape(run.began)}">{began}</time>',
        words.TOOK: words.write_seconds(run.took, language=language),
        **_work(run, language),
        words.STEPS: escape(_counted(run, language)),
        words.COMMIT: escape(run.commit or words.NO_COMMIT[language]),
        words.FILES: _files(run, language),
    }
    listed = "".join(f"<dt>{name[language]}</dt><dd>{told}</dd>\n" for name, told in facts.items())
    return f"<h2>{words.ABOUT[language]}</h2>\n<dl>{listed}</dl>"


def _work(run: ShownRun, language: Language) -> dict[Text, str]:
    """Say how long the steps that ran took together, and on how many workers, if any ran."""
    ran = [step for step in run.steps if step.ran]
    if not ran:
        return {}
    seconds = words.write_seconds(sum(step.seconds or 0 for step in ran), language=language)
    workers = words.write_workers(len({step.worker for step in ran}), language=language)
    return {words.WORK: words.WORK_TOLD[language].format(seconds=seconds, workers=workers)}


def _counted(run: ShownRun, language: Language) -> str:
    outcomes = [step.outcome for step in run.steps]
    counts = ", ".join(
        f"{outcomes.count(each)} {name[language]}"
        for each, name in words.OUTCOMES.items()
        if each in outcomes
    )
    return f"{len(run.steps)}: {counts}"


def _files(run: ShownRun, language: Language) -> str:
    links = [_link(file, file) for file in run.files]
    if run.manifest:
        links.append(_link(run.manifest, words.MANIFEST[language]))
    else:
        links.append(words.NO_MANIFEST[language])
    return f"<ul>{''.join(f'<li>{link}</li>' for link in links)}</ul>"


def _link(path: str, told: str) -> str:
    return f'<a href="{quote(path)}">{escape(told)}</a>'


def _plan(run: ShownRun, language: Language) -> str:
    return draw_plan(lay_out(run.steps), language=language)


def _times(run: ShownRun, language: Language) -> str:
    if any(step.ran for step in run.steps):
        drawn = draw_bars(run, language=language)
        return _figure("times", words.TIMES, words.TIMES_TOLD, drawn, language)
    return f"<h2>{words.TIMES[language]}</h2>\n<p>{words.NOTHING_RAN[language]}</p>"


def _figure(name: str, heading: Text, told: Text, drawn: str, language: Language) -> str:
    return f"""<h2 id="_{name}">{heading[language]}</h2>
<figure>
<figcaption><p>{told[language]}</p></figcaption>
<div class="wide" role="region" aria-labelledby="_{name}" tabindex="0">
{drawn}
</div>
</figure>"""


def _table(run: ShownRun, language: Language) -> str:
    """Tell of every step what the pictures tell, and more."""
    heads = "".join(f'<th scope="col">{column[language]}</th>' for column in words.COLUMNS)
    steps = {step.name: step for step in run.steps}
    rows = "\n".join(_row(step, steps, language) for step in run.steps)
    return f"""<h2 id="_steps">{words.TABLE[language]}</h2>
<div class="wide" role="region" aria-labelledby="_steps" tabindex="0">
<table>
<caption>{words.TABLE_TOLD[language]}</caption>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>"""


def _row(step: ShownStep, steps: Mapping[str, ShownStep], language: Language) -> str:
    name = _link(step.executed, step.name) if step.executed else escape(step.name)
    outcome = f"{words.SYMBOLS[step.outcome]} {words.OUTCOMES[step.outcome][language]}"
    why = "; ".join(step.reasons) or (words.REUSED[language] if step.outcome == "reused" else "")
    began = words.write_time(step.began) if step.began else ""
    took = "" if step.seconds is None else words.write_seconds(step.seconds, language=language)
    return f"""<tr class="{step.outcome.replace(" ", "-")}"><th scope="row">{name}</th>
<td>{escape(step.does)}</td><td class="outcome">{outcome}</td><td class="why">{escape(why)}</td>
<td class="time">{began}</td><td class="number">{took}</td>
<td>{escape(step.worker or "")}</td><td>{escape(_builds_on(step, steps))}</td></tr>"""


def _builds_on(step: ShownStep, steps: Mapping[str, ShownStep]) -> str:
    """Name the steps that it builds on; of many that share a notebook, the notebook."""
    boxes = gather([steps[name] for name in step.builds_on if name in steps])
    return ", ".join(
        f"{name} × {len(box.steps)}" if len(box.steps) > 1 else name for name, box in boxes.items()
    )
