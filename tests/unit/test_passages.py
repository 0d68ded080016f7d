"""Paragraphs of an answer to a referral become passages, each with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaltools.documents import Document, Line
from evaltools.synthetic.consultation import SyntheticAnswer, read_referral
from evaltools.testimony import Unit, find_passages, redact
from tests.consultation import clean_document

OPINION = """Nämnden ser positivt på förslaget och vill lyfta fram sam-
verkan med regionen som en förutsättning för arbetet framåt.
"""


def document(*pages: str, file: str = "svar.pdf") -> Document:
    """Make a document of pages of text."""
    lines = [
        Line(page if file.endswith(".pdf") else None, number, text, text)
        for page, content in enumerate(pages, start=1)
        for number, text in enumerate(content.split("\n"), start=1)
    ]
    return Document(file, "0" * 64, "text", tuple(lines))


def texts(*pages: str) -> list[str]:
    """Return the words of the passages."""
    return [each.text for each in find_passages(document(*pages))]


def test_lines_are_joined_and_broken_words_made_whole() -> None:
    assert texts(OPINION) == [
        "Nämnden ser positivt på förslaget och vill lyfta fram samverkan med regionen som en "
        "förutsättning för arbetet framåt."
    ]


def test_a_hyphen_that_stands_for_a_word_stays() -> None:
    (found,) = texts("Vi ser gärna att barn-\noch ungdomsperspektivet stärks i målen.")
    assert "barn- och ungdomsperspektivet" in found


def test_a_passage_knows_where_it_begins() -> None:
    (found,) = find_passages(document("Rubrik\n", f"\n\n{OPINION}"))
    assert found == Unit("svar.pdf:2.3", "svar.pdf", found.text, 2, 3)


def test_a_line_of_word_is_a_paragraph() -> None:
    one, other = "Vi tillstyrker förslaget till nytt program.", "Barnen behöver synas mer i målen."
    found = find_passages(document(f"Svar\n{one}\n{other}", file="svar.docx"))
    assert [each.id for each in found] == ["svar.docx:2", "svar.docx:3"]


def test_the_lines_of_a_text_file_are_joined() -> None:
    found = find_passages(document(OPINION, file="svar.txt"))
    assert [(each.id, each.page) for each in found] == [("svar.txt:1", None)]


@pytest.mark.parametrize(
    "text",
    ["Förslag till beslut", "Telefon 08-508 25 000", "Sida 1 (7)", "Nämnden tackar.",
     "Exempelgatan 25\nBox 4270\n102 66 Stockholm\nVäxel 08-508 12 000\nexempel.se"],
)  # fmt: skip
def test_headings_and_letterheads_are_no_passages(text: str) -> None:
    assert texts(f"{text}\n\n{OPINION}") == texts(OPINION)


def test_what_recurs_on_the_pages_is_left_out() -> None:
    foot = "\n\nDenna handling är elektroniskt undertecknad, sida {} av 2."
    said = ("Vi saknar mål för barn som lever med våld.", "Vi ser gärna en kortare version.")
    pages = [f"{text}{foot.format(n)}" for n, text in enumerate(said, start=1)]
    assert texts(*pages) == list(said)


def test_a_paragraph_goes_on_over_a_page_and_its_letterhead() -> None:
    first, second = OPINION.replace("sam-\nverkan", "samverkan").split(" som ")
    found = find_passages(document(first, f"Nämnden\nDnr 1\n\nsom {second}"))
    assert [(each.page, each.text.endswith("arbetet framåt.")) for each in found] == [(1, True)]


def test_each_point_of_a_list_is_a_passage() -> None:
    points = (
        "• Ansvaret behöver skrivas ut i programmet.\n• Uppföljningen behöver bli enklare för oss."
    )
    assert len(texts(points)) == 2


def test_names_and_numbers_are_taken_out() -> None:
    (found,) = texts("Frågor om detta besvaras av Anna Svensson på 070-999 99 17.")
    assert found == "Frågor om detta besvaras av [namn] på [telefon]."


def test_the_passages_of_a_real_answer_are_its_sentences() -> None:
    sample = Path(__file__).parents[3] / "shared/samples/remissvar_corrected_pages_1-3.txt"
    if not sample.is_file():
        pytest.skip("the sample of a real answer is not here")
    found = find_passages(document(sample.read_text("utf-8"), file="svar.txt"))
    assert len(found) > 10
    assert all(each.text[0].isupper() and each.text[-1] == "." for each in found)
    assert not [each for each in found if re.search(r"Sida \d|Dnr SOD|Medborgarplatsen", each.text)]


@pytest.mark.parametrize("answer", read_referral().answers, ids=lambda answer: answer.file)
def test_no_paragraph_of_the_demo_is_lost(answer: SyntheticAnswer) -> None:
    said = " ".join(each.text for each in find_passages(clean_document(answer)))
    paragraphs = [text for text in answer.text.split("\n") if not text.startswith("#")]
    wanted = [redact(text).text for text in paragraphs if len(text.split()) > 6]
    assert [text for text in wanted if text.endswith(".") and text not in said] == []
