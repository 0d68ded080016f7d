"""What the command line asks of one run is refused whole, in sentences, or taken as it is meant."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from evaltools.declarations import Text
from evaltools.errors import ConfigurationError
from evaltools.evaluation import Evaluation, read_evaluation
from evaltools.programme import find_body, read_organisation
from evaltools.running import plan, read_options, select


@pytest.fixture
def evaluation(root: Path) -> Evaluation:
    """Read the demo evaluation where it lies: nothing is run."""
    return read_evaluation(root / "evaluation.yml")


def parameters(evaluation: Evaluation, *options: str) -> dict[str, dict[str, object]]:
    """Return the parameters that a run would have."""
    asked = read_options(evaluation, parameters=options).evaluation
    return {notebook: dict(values) for notebook, values in asked.parameters.items()}


def refused(evaluation: Evaluation, *options: str, bodies: tuple[str, ...] = ()) -> list[str]:
    """Return the sentences with which options are refused."""
    with pytest.raises(ConfigurationError) as caught:
        read_options(evaluation, parameters=options, bodies=bodies)
    return [str(fault) for fault in caught.value.faults]


def test_a_name_alone_goes_to_every_notebook_that_declares_it(evaluation: Evaluation) -> None:
    assert parameters(evaluation, "seed=7") == {
        "04b_awareness_in_depth": {"seed": 7},
        "06_testimony": {"seed": 7},
    }


@pytest.mark.parametrize("notebook", ["04_awareness", "awareness"])
def test_a_notebook_is_named_with_or_without_its_number(
    evaluation: Evaluation, notebook: str
) -> None:
    given = parameters(evaluation, f"{notebook}.conf_level=0.9")
    assert given == {"04_awareness": {"conf_level": 0.9}}


def test_what_is_given_for_one_notebook_goes_before_in_any_order(evaluation: Evaluation) -> None:
    given = parameters(evaluation, "testimony.seed=1", "seed=7")
    assert (given["06_testimony"]["seed"], given["04b_awareness_in_depth"]["seed"]) == (1, 7)


def test_what_is_given_goes_before_what_is_declared_and_leaves_the_rest(
    evaluation: Evaluation,
) -> None:
    declared = evaluation.model_copy(
        update={"parameters": {"04b_awareness_in_depth": {"seed": 1, "margin": 0.1}}}
    )
    given = parameters(declared, "awareness_in_depth.seed=7")
    assert given == {"04b_awareness_in_depth": {"seed": 7, "margin": 0.1}}


def test_everything_that_does_not_fit_is_told_at_once(evaluation: Evaluation) -> None:
    told = refused(
        evaluation, "4_awareness.conf_level=0.9", "conf_levl=1", "awareness.conf_level=high",
        "testimony.sed=1", "seed", bodies=("järva stadsdelsnämd",),
    )  # fmt: skip
    beginnings = [
        "notebook 4_awareness: there is no such notebook in this run. Did you mean 04_awareness?",
        "parameter conf_levl: no notebook of this run declares it. Did you mean conf_level?",
        "parameter conf_level of 04_awareness: must be a number between 0 and 1, written with a",
        "--parameter: seed is not of the form NAME=VALUE or NOTEBOOK.NAME=VALUE. Write for",
        "parameter sed of 06_testimony: is not known. Did you mean seed? Known are",
        "body järva stadsdelsnämd: there is no such body in organisation.yml. Did you mean Järva",
    ]
    assert [each[: len(begins)] for each, begins in zip(told, beginnings, strict=True)] == (
        beginnings
    )


def test_a_value_that_fits_no_notebook_is_told_once_with_their_names(
    evaluation: Evaluation,
) -> None:
    (told,) = refused(evaluation, "conf_level=0,9")
    assert told.startswith("parameter conf_level of 04_awareness, 04b_awareness_in_depth, 04")
    assert told.endswith(
        ": must be a number between 0 and 1, written with a point, such as 0.9, and it is str. "
        "Correct it in evaluation.yml or on the command line."
    )


@pytest.mark.parametrize("option", ["year=2025", "x.conf_level=0.9"])
def test_nothing_is_suggested_where_nothing_is_near(evaluation: Evaluation, option: str) -> None:
    (told,) = refused(evaluation, option)
    assert "Did you mean" not in told and "are " in told


@pytest.mark.parametrize("option", ["=1", "a.=1", ".a=1", "a b=1", "", "a.b.c"])
def test_what_is_no_parameter_at_all_is_refused_with_an_example(
    evaluation: Evaluation, option: str
) -> None:
    (told,) = refused(evaluation, option)
    assert "Write for example conf_level=0.9 or 04_awareness.conf_level=0.9." in told


def test_a_parameter_given_twice_is_refused_under_both_names_of_a_notebook(
    evaluation: Evaluation,
) -> None:
    (told,) = refused(evaluation, "awareness.conf_level=0.9", "04_awareness.conf_level=0.8")
    assert told == "parameter conf_level of 04_awareness: is given twice. Give it once."


@pytest.mark.parametrize(
    ("option", "remedy"),
    [
        ("wave=2024", "Take it out. The waves are 2019, 2025."),
        ("body=sdn-jarva", "Take it out. `evaltools run --body` makes the sheet of one body alone"),
        ("intake.evaluation_file=other.yml", "Take it out."),
    ],
)
def test_what_the_run_gives_itself_is_refused(
    evaluation: Evaluation, option: str, remedy: str
) -> None:
    (told,) = refused(evaluation, option)
    assert "the run itself gives it, one value after another" in told and remedy in told


def test_a_body_is_found_by_id_and_by_its_name_in_both_languages(evaluation: Evaluation) -> None:
    called = (
        "sdn-sodermalm", "Södermalms stadsdelsnämnd", "  SÖDERMALM  district board",
        unicodedata.normalize("NFD", "södermalms stadsdelsnämnd"),
    )  # fmt: skip
    asked = read_options(evaluation, bodies=called)
    assert [body.id for body in asked.bodies] == ["sdn-sodermalm"]


def test_a_body_of_another_time_is_refused_with_what_it_went_into(evaluation: Evaluation) -> None:
    assert refused(evaluation, bodies=("Norrmalms stadsdelsnämnd",)) == [
        "body Norrmalms stadsdelsnämnd: it did not exist on 2025-10-01, when the staff were asked. "
        "It went into sdn-norra-innerstaden."
    ]


def test_a_body_that_is_like_no_other_is_refused_without_a_guess(evaluation: Evaluation) -> None:
    (told,) = refused(evaluation, bodies=("xyz",))
    assert told == "body xyz: there is no such body in organisation.yml."


def test_where_several_bodies_are_called_so_none_is_taken(root: Path) -> None:
    organisation = read_organisation(root / "programme")
    bodies = tuple(
        each.model_copy(update={"name": Text(sv="Nämnden", en="The board")})
        for each in organisation.bodies
        if each.id in ("sdn-bromma", "sdn-farsta", "sdn-norrmalm")
    )
    alike = organisation.model_copy(update={"bodies": bodies})
    with pytest.raises(ConfigurationError, match="Give the id: sdn-bromma, sdn-farsta"):
        find_body(alike, "nämnden", on=date(2025, 10, 1))


def test_a_sheet_takes_all_that_it_builds_on_and_nothing_else(evaluation: Evaluation) -> None:
    steps = plan(evaluation)
    selected = select(steps, bodies=["sdn-jarva"])
    others = {step.name for step in steps} - {step.name for step in selected}
    assert selected[-1].name == "08_body_factsheet-sdn-jarva"
    assert all(name.startswith(("08_body_factsheet-", "09_report")) for name in others)
    made = {path for step in selected for path in step.products}
    every = {path for step in steps for path in step.products}
    assert all(every.intersection(step.inputs) <= made for step in selected)


def test_steps_are_selected_in_the_order_of_the_plan(evaluation: Evaluation) -> None:
    steps = plan(evaluation)
    selected = select(steps, bodies=["stockholmshem", "sdn-bromma"])
    assert list(selected) == [step for step in steps if step in selected]
    assert [step.name for step in selected if step.name.startswith("08")] == [
        "08_body_factsheet-sdn-bromma", "08_body_factsheet-stockholmshem",
    ]  # fmt: skip


def test_a_notebook_alone_is_run_with_what_it_builds_on(evaluation: Evaluation) -> None:
    asked = read_options(evaluation, notebooks=["awareness"])
    steps = select(plan(asked.evaluation), notebooks=asked.notebooks)
    assert [step.name for step in steps] == [
        "01_intake", "02_clean_survey-2019", "02_clean_survey-2025", "04_awareness",
    ]  # fmt: skip


def test_a_notebook_that_is_not_there_is_told_with_the_rest(evaluation: Evaluation) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_options(evaluation, parameters=["sed=1"], notebooks=["awarenes"])
    assert [fault.place for fault in caught.value.faults] == ["parameter sed", "notebook awarenes"]
