"""evaluation.yml: what it must say, and what it says wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from evaltools.errors import ConfigurationError
from evaltools.evaluation import read_evaluation


@pytest.fixture
def text(root: Path) -> str:
    """Return the demo's evaluation.yml."""
    return (root / "evaluation.yml").read_text(encoding="utf-8")


def test_it_is_found_from_a_folder_below(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "notebooks")
    assert read_evaluation().root == root


def test_a_wave_that_is_not_declared_is_refused(tmp_path: Path, text: str) -> None:
    changed = text.replace('current_wave: "2025"', 'current_wave: "2026"')
    (tmp_path / "evaluation.yml").write_text(changed, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="the wave 2026 is not one of waves: 2019, 2025"):
        read_evaluation(tmp_path / "evaluation.yml")


def test_a_baseline_may_be_published_shares_alone(tmp_path: Path, text: str) -> None:
    earlier = """    answers: data_raw/demo/medarbetarenkat_2019.xlsx
    sheet: Svar
"""
    changed = text.replace(earlier, "    shares: data_raw/andelar_2019.csv\n").replace(
        "    frame: data_raw/demo/ram_2019.csv\n", ""
    )
    (tmp_path / "evaluation.yml").write_text(changed, encoding="utf-8")
    evaluation = read_evaluation(tmp_path / "evaluation.yml")
    assert list(evaluation.surveys) == ["2025"]
    assert evaluation.sources()["shares 2019"].path == tmp_path / "data_raw/andelar_2019.csv"


def test_the_wave_that_is_evaluated_has_answers(tmp_path: Path, text: str) -> None:
    later = "    answers: data_raw/demo/medarbetarenkat_2025.csv\n"
    changed = text.replace(later, "    shares: a.csv\n")
    for line in (
        "frame: data_raw/demo/ram_2025.csv",
        "dispositions: data_raw/demo/utskick_2025.csv",
    ):
        changed = changed.replace(f"    {line}\n", "")
    (tmp_path / "evaluation.yml").write_text(changed, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="of the wave 2025 there must be answers"):
        read_evaluation(tmp_path / "evaluation.yml")


def test_all_faults_are_told_at_once(tmp_path: Path, text: str) -> None:
    changed = text.replace("run: demo", "run: ../up").replace(
        "smallest_group: 20", "smallest_group: 2"
    )
    (tmp_path / "evaluation.yml").write_text(changed, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_evaluation(tmp_path / "evaluation.yml")
    assert len(caught.value.faults) == 2


def test_a_line_that_is_no_yaml_is_told_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "evaluation.yml").write_text("run: demo\nlanguages: [sv\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"evaluation\.yml, line 3"):
        read_evaluation(tmp_path / "evaluation.yml")


@pytest.mark.parametrize("name", ["review", "manuscript", "Review"])
def test_a_run_does_not_take_the_place_of_what_persons_write(
    tmp_path: Path, text: str, name: str
) -> None:
    changed = text.replace("run: demo", f"run: {name}")
    (tmp_path / "evaluation.yml").write_text(changed, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="is taken"):
        read_evaluation(tmp_path / "evaluation.yml")


def with_accent(folder: Path, text: str, accent: str) -> Path:
    changed = text.replace("\nreport:\n", f'\nreport:\n  accent: "{accent}"\n')
    (folder / "evaluation.yml").write_text(changed, encoding="utf-8")
    return folder / "evaluation.yml"


def test_the_accent_may_be_in_capitals(tmp_path: Path, text: str) -> None:
    path = with_accent(tmp_path, text, "#7A1F3D")
    assert read_evaluation(path).report.accent == "#7a1f3d"


def test_an_accent_that_is_a_little_too_pale_is_not_told_to_be_dark_enough(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(ConfigurationError, match=r"a contrast of 4\.49, and text needs 4\.5"):
        read_evaluation(with_accent(tmp_path, text, "#6767e7"))


def test_parameters_keep_the_type_in_which_they_are_written(tmp_path: Path, text: str) -> None:
    written = "parameters: {04_awareness: {a: 1, b: true, c: 1.0, d: [1, true, x], e: null}}"
    (tmp_path / "evaluation.yml").write_text(text.replace("parameters: {}", written), "utf-8")
    given = read_evaluation(tmp_path / "evaluation.yml").parameters["04_awareness"]
    assert repr(given) == "{'a': 1, 'b': True, 'c': 1.0, 'd': [1, True, 'x'], 'e': None}"


def declared(folder: Path, text: str, **changes: object) -> Path:
    """Write evaluation.yml with other values of some fields; None leaves a field out."""
    fields = yaml.safe_load(text) | changes
    kept = {name: value for name, value in fields.items() if value is not None}
    (folder / "evaluation.yml").write_text(yaml.safe_dump(kept), encoding="utf-8")
    return folder / "evaluation.yml"


def test_without_a_survey_there_is_no_wave_and_the_report_tells_the_day(
    tmp_path: Path, text: str
) -> None:
    file = declared(tmp_path, text, waves=None, current_wave=None, baseline_wave=None)
    evaluation = read_evaluation(file)
    assert evaluation.told_waves == () and evaluation.day_of_bodies == evaluation.report.date
    assert set(evaluation.sources()) == {"published indicators", "follow-up"}


def test_a_survey_needs_no_baseline(tmp_path: Path, text: str) -> None:
    evaluation = read_evaluation(declared(tmp_path, text, baseline_wave=None))
    assert evaluation.told_waves == ("2025",)


def test_a_wave_that_a_notebook_needs_and_nobody_declares_is_asked_for(
    tmp_path: Path, text: str
) -> None:
    evaluation = read_evaluation(declared(tmp_path, text, baseline_wave=None))
    with pytest.raises(ConfigurationError, match="no earlier survey is part of this evaluation"):
        evaluation.needed("baseline_wave")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"current_wave": None}, "current_wave must say which wave is evaluated"),
        ({"waves": None, "current_wave": None}, "the wave 2019 is not one of waves: none"),
        ({"baseline_wave": "2025"}, "2025 cannot be compared with itself"),
    ],
)
def test_waves_that_do_not_fit_together_are_refused(
    tmp_path: Path, text: str, changes: dict[str, object], told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        read_evaluation(declared(tmp_path, text, **changes))
