"""The invented answers: files as they come, that say what they are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import numpy as np
import pypdfium2
import pytest

from evaltools.documents import DECISIONS
from evaltools.intake import SYNTHETIC_MARK, read_table
from evaltools.synthetic.consultation import (
    ANSWERS,
    INVITED,
    TRUTH,
    consultation_files,
    read_referral,
)

DEMO = Path(__file__).parents[2] / "data_raw" / "demo"
SEED = [2025, 4]


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return consultation_files(rng=np.random.default_rng(SEED))


def text_of(name: str, content: bytes) -> str:
    if name.endswith(".pdf"):
        pages = pypdfium2.PdfDocument(content)
        return "\f".join(page.get_textpage().get_text_range() for page in pages)
    if name.endswith(".docx"):
        header = docx.Document(io.BytesIO(content)).sections[0].header
        return "\n".join(paragraph.text for paragraph in header.paragraphs)
    return content.decode("cp1252" if b"\xe5" in content else "utf-8")


def test_the_files_in_git_are_those_that_are_written(written: dict[str, bytes]) -> None:
    assert {name for name in written if (DEMO / name).read_bytes() != written[name]} == set()
    assert {each.name for each in (DEMO / ANSWERS).iterdir()} == {
        each.file for each in read_referral().answers
    }


def test_every_answer_says_that_it_is_synthetic(written: dict[str, bytes]) -> None:
    answers = {name: content for name, content in written.items() if name.startswith(ANSWERS)}
    assert [name for name in answers if SYNTHETIC_MARK not in text_of(name, answers[name])] == []


@pytest.mark.parametrize("name", [INVITED, TRUTH])
def test_the_tables_say_that_they_are_synthetic(name: str) -> None:
    assert read_table(DEMO / name).synthetic


def test_the_answers_take_every_stance_and_every_form() -> None:
    answers = read_referral().answers
    assert {each.truth["decision"][0] for each in answers} == set(DECISIONS)
    assert {each.layout for each in answers} == {"letter", "columns", "agency", "docx", "txt"}


def test_a_scanner_loses_the_swedish_letters_and_nothing_else(written: dict[str, bytes]) -> None:
    noisy = [each for each in read_referral().answers if each.noise]
    assert len(noisy) == 2
    for answer in noisy:
        text = written[f"{ANSWERS}/{answer.file}"].decode("utf-8")
        assert text.startswith("\ufeff")
        assert not set("åäöÅÄÖ") & set(text)
        assert answer.truth["referral_number"][0] in text


def test_an_office_file_holds_no_time_but_the_fixed_one(written: dict[str, bytes]) -> None:
    content = next(content for name, content in written.items() if name.endswith(".docx"))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {entry.date_time[:3] for entry in package.infolist()} == {(2020, 1, 15)}


def test_the_truth_holds_running_texts_in_full() -> None:
    first = read_referral().answers[0]
    assert first.values("proposed_decision") == (
        "Stadsdelsnämnden överlämnar förvaltningens tjänsteutlåtande som svar på remissen.",
    )


def test_who_was_asked_leaves_some_without_an_answer() -> None:
    referral = read_referral()
    answered = {each.truth["body"][0] for each in referral.answers}
    assert len({each.name for each in referral.invited} - answered) >= 2
