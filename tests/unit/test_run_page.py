"""The page of a run shows every step, what became of it and why, in picture and table."""

from __future__ import annotations

import re

import pytest
from lxml import html

from evaltools.running.page import ShownRun, ShownStep, draw_run_page
from evaltools.running.page.layout import lay_out
from evaltools.running.page.words import write_seconds
from tests.shown import REUSED, shown, shown_run

BARS = "//*[contains(@class, 'bar ')]"
BOXES = "//*[name()='g'][contains(@class, 'box')]"
TEXT = "/*[name()='text']"


def page(run: ShownRun | None = None, **options: object) -> html.HtmlElement:
    """Parse the page of a run."""
    return html.fromstring(draw_run_page(run or shown_run(), **options))  # type: ignore[arg-type]


def texts(found: list[html.HtmlElement]) -> list[str]:
    """Return what elements say."""
    return [" ".join(each.text_content().split()) for each in found]


# The plan


def columns(*steps: ShownStep) -> list[list[object]]:
    """Lay out steps, column by column."""
    return [list(column) for column in lay_out(steps).columns]


def test_a_step_stands_just_before_what_builds_on_it() -> None:
    steps = [shown("late"), shown("a"), shown("b", "a"), shown("c", "b", "late")]
    assert columns(*steps) == [["a"], ["late", "b"], ["c"]]


def test_an_arrow_that_a_longer_way_implies_is_left_out() -> None:
    steps = (shown("a"), shown("b", "a"), shown("c", "a", "b"))
    assert lay_out(steps).edges == (("a", "b"), ("b", "c"))


def test_an_arrow_that_passes_a_column_has_its_place_there() -> None:
    steps = (shown("a"), shown("b", "a"), shown("c", "b"), shown("d", "a"), shown("e", "c", "d"))
    assert columns(*steps) == [["a"], ["b", ("a", "d")], ["c", "d"], ["e"]]


def test_many_steps_of_one_notebook_share_a_box() -> None:
    laid = lay_out(shown_run().steps)
    assert len(laid.boxes["08_body_factsheet"].steps) == 9 and "02_clean-2025" in laid.boxes


def test_a_shared_box_tells_how_many_had_each_outcome() -> None:
    (box,) = page().xpath(f"{BOXES}[contains(@class, 'failed')]")
    assert texts(box.xpath(TEXT[1:])) == ["08_body_factsheet", "✕ failed: 2", "● made: 7"]


def test_every_outcome_has_a_word_in_the_picture() -> None:
    drawn = " ".join(texts(page().xpath(BOXES + TEXT)))
    assert all(word in drawn for word in ("made", "reused", "failed", "not run"))


def test_pictures_say_in_words_what_they_show() -> None:
    plan, bars = (each.text_content() for each in page().xpath("//*[name()='desc']"))
    assert "08_body_factsheet: ✕ failed: 2: ● made: 7" in plan
    assert "02_clean-2025: 1.0 s + 2.0 s" in bars


# The bars


def test_each_step_that_ran_has_a_bar_as_long_as_it_took() -> None:
    steps = (shown("a", seconds=1.0), shown("b", seconds=3.0), shown("c", **REUSED))
    widths = [float(each.get("width")) for each in page(shown_run(steps=steps)).xpath(BARS)]
    assert widths[1] == pytest.approx(3 * widths[0], rel=1e-3)


def test_steps_stand_by_worker_where_there_are_several() -> None:
    headings = texts(page().xpath("//*[name()='text'][@class='name']"))
    assert [each for each in headings if each.startswith("Worker")] == ["Worker 1", "Worker 2"]


def test_a_run_in_which_all_was_up_to_date_says_so() -> None:
    reused = page(shown_run(steps=(shown("a", **REUSED),)))
    assert "No step ran" in reused.text_content() and not reused.xpath(BARS)


# The table


def rows(run: ShownRun | None = None, **options: object) -> dict[str, list[str]]:
    """Read the table: the cells of each step."""
    return {
        texts(row.xpath("th"))[0]: texts(row.xpath("td"))
        for row in page(run, **options).xpath("//tbody/tr")
    }


def test_the_table_has_every_step() -> None:
    assert list(rows()) == [step.name for step in shown_run().steps]


def test_a_step_is_told_with_outcome_reason_time_worker_and_what_it_builds_on() -> None:
    assert rows()["02_clean-2025"] == [
        "counts", "● made", "svar.csv has changed", "2025-12-01 08:00:01", "2.0 s", "1",
        "01_intake",
    ]  # fmt: skip


def test_a_step_that_was_reused_tells_when_it_was_made() -> None:
    told = rows()["01_intake"]
    assert told[1:4] == ["○ reused", "nothing has changed since then", "2025-11-30 10:00:00"]


def test_many_steps_of_one_notebook_are_named_once() -> None:
    assert rows()["09_report"][-1] == "01_intake, 03_indicators, 05_outcomes, 08_body_factsheet × 9"


# The page


def test_it_has_no_script_and_asks_nobody_for_anything() -> None:
    text = draw_run_page(shown_run())
    assert not re.search(r"<script|https?://|url\((?!#)|@import", text)


def test_what_a_step_says_is_text() -> None:
    assert rows()["08_body_factsheet-1"][2] == 'stopped in cell 4 with <Error & "so">'


def test_links_lead_to_what_lies_beside_it() -> None:
    links = [each.get("href") for each in page(shown_run(manifest="ro-crate-metadata.json"))
             .xpath("//a[@href]")]  # fmt: skip
    assert {"rapport.sv.html", "factsheets/%C3%A5.html", "ro-crate-metadata.json",
            "notebooks/01_intake.ipynb"} < set(links)  # fmt: skip


def test_where_a_step_failed_it_says_that_there_is_no_manifest() -> None:
    assert "No manifest was written" in page().text_content()


def test_it_sums_up_the_run() -> None:
    told = dict(zip(texts(page().xpath("//dt")), texts(page().xpath("//dd")), strict=True))
    assert told["Took"] == "1 min 15 s" and told["Work"] == "26.0 s on 2 workers"
    assert told["Steps"] == "15: 11 made, 1 reused, 2 failed, 1 not run"


def test_it_can_be_read_in_swedish() -> None:
    told = rows(language="sv")["02_clean-2025"]
    assert (told[1], told[4]) == ("● gjort", "2,0 s")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.04, "0.0 s"), (59.94, "59.9 s"), (59.96, "1 min 0 s"), (75.4, "1 min 15 s")],
)
def test_a_time_is_told_in_seconds_or_minutes(seconds: float, told: str) -> None:
    assert write_seconds(seconds, language="en") == told
