"""Exceptions from the wording check: signed, printed, and told when they are stale."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from evaltools.artefacts import read_artefacts
from evaltools.errors import ConfigurationError, ReportError
from evaltools.manuscript import check_manuscript
from tests.unit.test_report_build import Tags, build, page_texts, save_results, write_manuscript

CLAIM = "Svaren har ökat till {val:n}"
SIGNED = """exceptions:
  - chapter: 01.md
    language: {language}
    sentence: "{sentence}"
    reason: {reason}
    initials: AB
    date: 2025-11-03
"""


def sign(
    folder: Path, sentence: str, *, language: str = "sv", reason: str = "Känt av alla."
) -> None:
    """Sign an exception."""
    text = SIGNED.format(language=language, sentence=sentence, reason=reason)
    (folder / "text" / "exceptions.yml").write_text(text, encoding="utf-8")


def claim(folder: Path, text: str = CLAIM) -> None:
    """Write a manuscript with a claim in Swedish and none in English."""
    save_results(folder / "results", synthetic=False)
    write_manuscript(folder / "text")
    path = folder / "text" / "sv" / "01.md"
    path.write_text(f"{path.read_text('utf-8')}\n{text}.[^n]\n", encoding="utf-8")


def faults(folder: Path) -> list[str]:
    """Check a manuscript against its results."""
    artefacts = read_artefacts(folder / "results")
    found = check_manuscript(folder / "text", languages=("sv", "en"), artefacts=artefacts)
    return [str(fault).replace(f"{folder}/text/", "") for fault in found]


def test_an_unsupported_claim_stops_the_build_with_file_and_line(tmp_path: Path) -> None:
    claim(tmp_path)
    with pytest.raises(ReportError, match=r'sv/01\.md, line 14: "ökat" says that something rises'):
        build(tmp_path)
    assert not (tmp_path / "out").exists()


def test_the_remedy_names_the_file_of_exceptions(tmp_path: Path) -> None:
    claim(tmp_path)
    (told,) = faults(tmp_path)
    assert told.endswith(
        "nobody has said what {val:n} means. Cite a change that is established, write the levels "
        "side by side, or sign an exception in exceptions.yml."
    )


def test_a_signed_exception_lets_its_sentence_through(tmp_path: Path) -> None:
    claim(tmp_path)
    sign(tmp_path, f"{CLAIM}.[^n]")
    assert faults(tmp_path) == []


def test_markup_and_line_breaks_do_not_matter_to_an_exception(tmp_path: Path) -> None:
    claim(tmp_path, "Svaren har **ökat**\ntill {val:n}")
    sign(tmp_path, f"{CLAIM}.")
    assert faults(tmp_path) == []


def test_an_exception_is_for_one_language(tmp_path: Path) -> None:
    claim(tmp_path)
    sign(tmp_path, f"{CLAIM}.", language="en")
    stale, unsigned = sorted(faults(tmp_path))
    assert "en/01.md, signed AB 2025-11-03: the sentence does not stand" in stale
    assert "sv/01.md, line 14" in unsigned


def test_an_exception_whose_sentence_was_changed_is_told(tmp_path: Path) -> None:
    claim(tmp_path)
    sign(tmp_path, "Svaren har ökat mycket till {val:n}.")
    assert any("does not stand in the chapter any more" in each for each in faults(tmp_path))


def test_an_exception_that_nothing_needs_is_told(tmp_path: Path) -> None:
    claim(tmp_path, "Svaren är {val:n}")
    sign(tmp_path, "Svaren är {val:n}.")
    (told,) = faults(tmp_path)
    assert "the sentence needs no exception" in told


def test_stale_exceptions_are_told_before_the_first_run(tmp_path: Path) -> None:
    claim(tmp_path)
    sign(tmp_path, "Borta.")
    (told,) = check_manuscript(tmp_path / "text", languages=("sv", "en"), artefacts=None)
    assert "does not stand" in told.problem


@pytest.mark.parametrize("wrong", ["initials: AB", "reason: Känt av alla.", "date: 2025-11-03"])
def test_an_exception_that_nobody_signed_is_refused(tmp_path: Path, wrong: str) -> None:
    claim(tmp_path)
    sign(tmp_path, f"{CLAIM}.")
    path = tmp_path / "text" / "exceptions.yml"
    path.write_text(path.read_text("utf-8").replace(f"    {wrong}\n", ""), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="Field required"):
        faults(tmp_path)


def test_an_exception_file_behind_a_link_is_refused(tmp_path: Path) -> None:
    claim(tmp_path)
    (tmp_path / "elsewhere.yml").write_text("exceptions: []", encoding="utf-8")
    (tmp_path / "text" / "exceptions.yml").symlink_to(tmp_path / "elsewhere.yml")
    assert "leads out of" in faults(tmp_path)[0]


def test_a_heading_like_that_of_the_section_is_told(tmp_path: Path) -> None:
    claim(tmp_path, f"## Undantag från ordgranskningen\n\n{CLAIM}")
    sign(tmp_path, f"{CLAIM}.")
    assert any("which the report makes itself" in each for each in faults(tmp_path))


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a report with an exception in Swedish, twice."""
    folder = tmp_path_factory.mktemp("signed")
    claim(folder)
    sign(folder, f"{CLAIM}.", reason="Alla <b>vet</b> det.")
    build(folder, out="one")
    time.sleep(1.1)
    build(folder, out="two")
    return folder


def test_exceptions_stand_in_the_last_chapter_of_the_html(signed: Path) -> None:
    page = Tags((signed / "one" / "rapport.sv.html").read_bytes())
    section = page.text.rpartition("Undantag från ordgranskningen")[0].rpartition("Fotnoter")
    assert page.text.count("Undantag från ordgranskningen") == 4  # contents twice, heading, caption
    for told in ("Svaren har ökat till 6\u00a0012.", "Riktning: ökat", "Alla <b>vet</b> det.",
                 "AB", "2025-11-03"):  # fmt: skip
        assert told in page.text, section


def test_exceptions_stand_in_the_pdf(signed: Path) -> None:
    pages = page_texts((signed / "one" / "rapport.sv.pdf").read_bytes())
    last = " ".join(" ".join(pages[-2:]).split())
    assert "Undantag från ordgranskningen" in last and "AB" in last and "Riktning" in last


def test_a_language_without_exceptions_has_no_such_section(signed: Path) -> None:
    page = (signed / "one" / "rapport.en.html").read_text("utf-8")
    assert "Exceptions from the wording check" not in page


def test_two_builds_with_exceptions_give_the_same_bytes(signed: Path) -> None:
    names = sorted(path.name for path in (signed / "one").iterdir())
    one, two = ([(signed / out / name).read_bytes() for name in names] for out in ("one", "two"))
    assert one == two and len(names) == 9
