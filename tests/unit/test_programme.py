import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml
from pydantic import ValidationError

from evaltools.codebook import read_codebook
from evaltools.declarations import Declared
from evaltools.errors import ConfigurationError
from evaltools.evaluation import read_evaluation
from evaltools.programme import (
    Claim,
    Indicator,
    Organisation,
    Programme,
    read_organisation,
    read_programme,
)

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "programme"


@pytest.fixture(scope="module")
def programme():
    return read_programme(FOLDER)


@pytest.fixture(scope="module")
def organisation():
    return read_organisation(FOLDER)


@pytest.fixture(scope="module")
def published():
    return pd.read_csv(ROOT / "data_raw/published/indicators_published.csv", dtype=str)


@pytest.fixture(scope="module")
def names_by_indicator(published):
    names = published[["indicator_id", "name_sv", "name_en"]].drop_duplicates()
    return {
        indicator: set(rows[["name_sv", "name_en"]].itertuples(index=False, name=None))
        for indicator, rows in names.groupby("indicator_id")
    }


def both(text):
    return {"sv": text, "en": text}


def goal(name, **more):
    return {
        "id": name,
        "number": name,
        "name": both(f"Mål {name}"),
        "short_name": both(name),
        "wording": "adopted",
        "illustrative": True,
        **more,
    }


def programme_of(*goals, **more):
    return {
        "name": both("Program"),
        "short_name": both("programmet"),
        "period": {"first_year": 2030, "last_year": 2033},
        "sources": {},
        "goals": list(goals),
        **more,
    }


def indicator(name, **more):
    return {
        "id": name,
        "name": both(name),
        "unit": "%",
        "direction": "increase",
        "sensitivity": "personal",
        **more,
    }


def body(name, **more):
    return {
        "id": name,
        "name": both(name),
        "kind": "district_board",
        "role": {"value": "both", "illustrative": True},
        "illustrative": True,
        **more,
    }


def organisation_of(*bodies, mergers=(), **more):
    declared = [{"illustrative": True, **merger} for merger in mergers]
    return Organisation.model_validate(
        {"sources": {}, "bodies": list(bodies), "mergers": declared, **more}
    )


def write_folder(folder, *, programme, indicators=(), bodies=("nord",)):
    contents = {
        "programme": programme,
        "indicators": {"indicators": list(indicators)},
        "organisation": {"sources": {}, "bodies": [body(name) for name in bodies]},
    }
    for name, content in contents.items():
        text = yaml.safe_dump(content, allow_unicode=True)
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def claims(value):
    if isinstance(value, Claim):
        yield value
    if isinstance(value, Declared):
        value = tuple(part for _, part in value)
    if isinstance(value, tuple):
        for part in value:
            yield from claims(part)


# The programme


def test_a_programme_with_five_goals_is_read(tmp_path):
    goals = [goal(name) for name in "ABCDE"]
    read = read_programme(write_folder(tmp_path, programme=programme_of(*goals)))
    assert [each.number for each in read.goals] == ["A", "B", "C", "D", "E"]


def test_the_predecessors_frame_of_four_groups_with_sub_goals_is_read(tmp_path):
    groups = ["residents", "adults", "children", "perpetrators"]
    targets = [{"id": name, "name": both(name), "illustrative": True} for name in groups]
    goals = [
        each
        for name in groups
        for each in (
            goal(name, target_groups=[name]),
            *(goal(f"{name}.{part}", parent=name) for part in (1, 2)),
        )
    ]
    declared = programme_of(*goals, target_groups=targets)
    read = read_programme(write_folder(tmp_path, programme=declared))
    assert [each.id for each in read.goals if each.parent == "children"] == [
        "children.1",
        "children.2",
    ]


def test_the_demo_programme_has_seven_goals(programme):
    assert [each.number for each in programme.goals] == list("1234567")


def test_no_goal_of_the_demo_claims_to_be_the_adopted_wording(programme):
    assert {each.wording for each in programme.goals} == {"paraphrase"}


def test_all_conditions_of_the_demo_are_regional(programme):
    conditions = [each for goal in programme.goals for each in goal.conditions]
    assert {(each.level, each.attested) for each in conditions} == {("regional", "regional")}


def test_all_activities_of_the_demo_are_illustrative(programme):
    assert all(each.illustrative for goal in programme.goals for each in goal.activities)


def test_every_goal_of_the_demo_has_an_activity_and_a_condition(programme):
    assert all(each.activities and each.conditions for each in programme.goals)


def test_all_roles_of_bodies_are_illustrative(organisation):
    assert all(each.role.illustrative for each in organisation.bodies)


def test_every_example_says_so_to_a_reader(programme):
    texts = [each.text for each in claims(programme) if each.illustrative and hasattr(each, "text")]
    assert texts
    assert all("exempel" in text.sv and "example" in text.en for text in texts)


def test_nothing_attested_calls_itself_an_example(programme):
    attested = [each for each in claims(programme) if each.attested]
    assert not [each for each in attested if "exempel" in each.model_dump_json(include={"text"})]


def test_only_the_fifth_regional_goal_has_no_goal_of_the_city(programme):
    linked = {name for goal in programme.goals for name in goal.regional_goals}
    assert {each.id for each in programme.regional_goals} - linked == {"regional-5"}


def test_the_types_of_violence_that_the_predecessor_lacked_are_new_in_2021(programme):
    new = {each.id for each in programme.violence_types if each.new_in == 2021}
    assert new == {"prostitution", "trafficking", "sexual_violence"}


def test_the_social_welfare_board_has_the_joint_follow_up(programme):
    duties = [each.text.en for each in programme.duties if each.bodies == ("socialnamnden",)]
    assert any("jointly" in text for text in duties)


@pytest.mark.parametrize(
    "statement", [{}, {"attested": "seen", "source": "report", "illustrative": True}]
)
def test_a_claim_is_either_attested_or_illustrative(statement):
    with pytest.raises(ValidationError, match="say how it is attested"):
        Claim.model_validate(statement)


def test_what_was_seen_needs_its_source():
    with pytest.raises(ValidationError, match="say in which source"):
        Claim.model_validate({"attested": "seen"})


def test_general_knowledge_needs_no_source():
    assert Claim.model_validate({"attested": "general_knowledge"}).source is None


def test_a_period_does_not_end_before_it_begins():
    declared = programme_of(goal("A"), period={"first_year": 2025, "last_year": 2021})
    with pytest.raises(ValidationError, match="2021 is before 2025"):
        Programme.model_validate(declared)


@pytest.mark.parametrize(
    ("goals", "problem"),
    [
        ([goal("A"), goal("A", number="B")], "the goal A is given twice"),
        ([goal("A"), goal("B", number="A")], "the goal number A is given twice"),
        ([goal("A.1", parent="A"), goal("A")], "the parent A of A.1 does not stand above it"),
        ([goal("A", parent="A")], "the parent A of A does not stand above it"),
    ],
)
def test_goals_that_do_not_fit_together_are_refused(goals, problem):
    with pytest.raises(ValidationError, match=problem):
        Programme.model_validate(programme_of(*goals))


def test_a_goal_is_found_by_its_id(programme):
    assert programme.goal("goal-3").number == "3"


def test_an_unknown_goal_is_refused_in_words(programme):
    with pytest.raises(ConfigurationError, match="goal-8: there is no such goal of the programme"):
        programme.goal("goal-8")


def test_an_unknown_indicator_is_refused_in_words(programme):
    with pytest.raises(ConfigurationError, match="there is no such indicator in the catalogue"):
        programme.indicator("OK9")


# References


@pytest.mark.parametrize(
    ("more", "place", "problem"),
    [
        ({"violence_types": ["x"]}, "goals.A.violence_types", "no violence type x"),
        ({"target_groups": ["x"]}, "goals.A.target_groups", "no target group x"),
        ({"regional_goals": ["x"]}, "goals.A.regional_goals", "no regional goal x"),
        (
            {"primary_indicator": {"indicator": "x", "illustrative": True}},
            "goals.A.primary_indicator.indicator",
            "no indicator x",
        ),
        (
            {"activities": [
                {"id": "a", "text": both("a"), "responsible": ["x"], "illustrative": True}
            ]},
            "goals.A.activities.a.responsible",
            "no body x",
        ),
        (
            {"attested": "seen", "source": "x", "illustrative": False},
            "goals.A.source",
            "no source x",
        ),
    ],
)  # fmt: skip
def test_an_unknown_reference_of_a_goal_names_file_and_field(tmp_path, more, place, problem):
    folder = write_folder(tmp_path, programme=programme_of(goal("A", **more)))
    with pytest.raises(ConfigurationError) as caught:
        read_programme(folder)
    (fault,) = caught.value.faults
    assert fault.place == f"{folder / 'programme.yml'}, {place}"
    assert problem in fault.problem


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("goal", "x"),
        ("responsible", ["x"]),
        ("not_comparable_with", ["x"]),
        ("edition_of", "x"),
    ],
)
def test_an_unknown_reference_of_an_indicator_names_file_and_field(tmp_path, field, value):
    catalogue = [indicator("I1", **{field: value})]
    folder = write_folder(tmp_path, programme=programme_of(goal("A")), indicators=catalogue)
    with pytest.raises(ConfigurationError) as caught:
        read_programme(folder)
    (fault,) = caught.value.faults
    assert fault.place == f"{folder / 'indicators.yml'}, indicators.I1.{field}"


def test_the_body_of_a_duty_must_exist(tmp_path):
    duty = {"text": both("Följer upp."), "bodies": ["syd"], "illustrative": True}
    folder = write_folder(tmp_path, programme=programme_of(goal("A"), duties=[duty]))
    with pytest.raises(ConfigurationError, match=r"duties\.0\.bodies: there is no body syd"):
        read_programme(folder)


def test_all_unknown_references_are_told_at_once(tmp_path):
    declared = programme_of(goal("A", violence_types=["x"], target_groups=["y"]))
    catalogue = [indicator("I1", goal="z"), indicator("I2"), indicator("I2")]
    folder = write_folder(tmp_path, programme=declared, indicators=catalogue)
    with pytest.raises(ConfigurationError) as caught:
        read_programme(folder)
    assert len(caught.value.faults) == 4


def test_an_indicator_given_twice_is_refused(tmp_path):
    catalogue = [indicator("I1"), indicator("I1")]
    folder = write_folder(tmp_path, programme=programme_of(goal("A")), indicators=catalogue)
    with pytest.raises(ConfigurationError, match="the indicator I1 is given twice"):
        read_programme(folder)


def test_a_small_catalogue_may_stand_in_the_programme_itself(tmp_path):
    declared = programme_of(goal("A"), indicators=[indicator("I1")])
    folder = write_folder(tmp_path, programme=declared, indicators=[indicator("I2")])
    assert [each.id for each in read_programme(folder).indicators] == ["I1", "I2"]


# The catalogue


@pytest.fixture(scope="module")
def attested(programme):
    """The indicators that are not invented examples."""
    return [each for each in programme.indicators if not each.id.startswith("EXEMPEL")]


def test_the_catalogue_has_every_published_indicator(attested, names_by_indicator):
    assert {each.id for each in attested} == set(names_by_indicator)


def test_an_example_says_that_it_is_invented(programme):
    (example,) = [each for each in programme.indicators if each.id.startswith("EXEMPEL")]
    assert "påhittat" in example.name.sv and "invented" in example.name.en


def test_every_published_name_is_in_the_catalogue(attested, names_by_indicator):
    catalogue = {
        each.id: {name.sv for name in each.series_names or (each.name,)} for each in attested
    }
    assert catalogue == {
        indicator: {swedish for swedish, _ in names}
        for indicator, names in names_by_indicator.items()
    }


def test_no_english_name_of_an_indicator_is_a_code(programme):
    names = [name.en for each in programme.indicators for name in (each.name, *each.series_names)]
    assert not [name for name in names if re.search(r"[A-ZÅÄÖ]_[A-ZÅÄÖ]|– [A-ZÅÄÖ]{2,}$", name)]


def test_units_and_goals_are_those_of_the_published_file(programme, attested, published):
    numbers = {goal.id: goal.number for goal in programme.goals} | {None: ""}
    catalogue = {(each.id, each.unit, numbers[each.goal]) for each in attested}
    columns = published[["indicator_id", "unit", "programme_goal"]].fillna("")
    assert catalogue == set(columns.itertuples(index=False, name=None))


def test_what_may_not_be_compared_says_so_on_both_sides(programme):
    pairs = {
        (each.id, other) for each in programme.indicators for other in each.not_comparable_with
    }
    assert ("NTU79_SEX", "NTU84_SEX") in pairs
    assert pairs == {(other, one) for one, other in pairs}


@pytest.mark.parametrize("name", ["OJ_SKOLGANG", "OJ_OVERENSK"])
def test_the_open_comparisons_break_in_2024(programme, name):
    assert [each.period for each in programme.indicator(name).breaks] == [2024]


def test_an_earlier_edition_names_the_later_one(programme):
    assert programme.indicator("OK5_GKF_V1").edition_of == "OK5_GKF"


@pytest.mark.parametrize("name", ["ANM_SEX", "ANM_VALDT", "ANM_MISS", "ANM_GKF"])
def test_reports_to_the_police_are_ambiguous(programme, name):
    assert programme.indicator(name).direction == "ambiguous"


def test_no_target_is_invented(attested):
    assert not [each.id for each in attested if each.target is not None]


def test_what_is_open_must_be_published():
    with pytest.raises(ValidationError, match="open but not published"):
        Indicator.model_validate(indicator("I1", sensitivity="open"))


def test_an_undeclared_sensitivity_is_refused():
    declared = {key: part for key, part in indicator("I1").items() if key != "sensitivity"}
    with pytest.raises(ValidationError, match="sensitivity"):
        Indicator.model_validate(declared)


# The organisation


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2019, 11, 1), 14),
        (date(2020, 6, 30), 14),
        (date(2020, 7, 1), 13),
        (date(2023, 6, 30), 13),
        (date(2023, 7, 1), 11),
        (date(2025, 10, 1), 11),
    ],
)
def test_the_district_boards_of_a_day_are_as_many_as_attested(organisation, day, number):
    kinds = [each.kind for each in organisation.bodies_on(day)]
    assert kinds.count("district_board") == number


@pytest.mark.parametrize(("kind", "number"), [("specialist_board", 8), ("company", 4)])
def test_only_boards_and_companies_that_a_source_names_are_there(organisation, kind, number):
    found = [each.attested for each in organisation.bodies if each.kind == kind]
    assert found == ["seen"] * number


def test_names_of_district_boards_without_a_source_are_marked(organisation):
    unsourced = [each for each in organisation.bodies if each.attested == "general_knowledge"]
    assert len(unsourced) == 14


@pytest.mark.parametrize("wave", ["2019", "2025"])
def test_the_questionnaire_offers_the_bodies_of_its_day(organisation, wave):
    declared = read_evaluation(ROOT / "evaluation.yml").waves[wave]
    codebook = read_codebook(ROOT / declared.codebook)
    offered = {
        (each.name, each.label.sv, each.label.en)
        for each in codebook.question(codebook.body).answers
    }
    assert offered == {
        (each.id, each.name.sv, each.name.en) for each in organisation.bodies_on(declared.date)
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sdn-alvsjo", "sdn-hagersten-alvsjo"),
        ("sdn-spanga-tensta", "sdn-jarva"),
        ("sdn-ostermalm", "sdn-norra-innerstaden"),
        ("sdn-farsta", "sdn-farsta"),
    ],
)
def test_a_merged_board_is_followed_to_the_board_of_today(organisation, before, after):
    assert organisation.successor(before, on=date(2025, 10, 1)) == after


def test_a_merger_to_come_is_not_followed(organisation):
    assert organisation.successor("sdn-norrmalm", on=date(2023, 6, 30)) == "sdn-norrmalm"


def test_an_unknown_body_is_refused_in_words(organisation):
    with pytest.raises(ConfigurationError, match="sdn-x: there is no such body"):
        organisation.successor("sdn-x", on=date(2025, 1, 1))


def test_a_body_can_be_taken_over_by_one_that_stays():
    taken = organisation_of(
        body("nord"),
        body("syd", valid_to=date(2020, 12, 31)),
        mergers=[{"date": date(2021, 1, 1), "from": ["syd"], "to": "nord"}],
    )
    assert taken.crosswalk(before=date(2020, 1, 1), after=date(2022, 1, 1)) == {
        "nord": "nord",
        "syd": "nord",
    }


def split_city():
    day = date(2021, 1, 1)
    return organisation_of(
        body("stad", valid_to=date(2020, 12, 31)),
        body("nord", valid_from=day),
        body("syd", valid_from=day),
        mergers=[{"date": day, "from": ["stad"], "to": name} for name in ("nord", "syd")],
    )


def test_a_split_is_refused_in_a_crosswalk():
    with pytest.raises(ConfigurationError, match=r"split among nord, syd .* cannot be apportioned"):
        split_city().crosswalk(before=date(2020, 1, 1), after=date(2022, 1, 1))


def test_a_split_is_refused_for_a_successor():
    with pytest.raises(ConfigurationError, match="split among nord, syd"):
        split_city().successor("stad", on=date(2022, 1, 1))


def test_a_split_that_is_merged_again_has_a_successor():
    day, later = date(2021, 1, 1), date(2022, 1, 1)
    city = organisation_of(
        body("stad", valid_to=date(2020, 12, 31)),
        body("nord", valid_from=day, valid_to=date(2021, 12, 31)),
        body("syd", valid_from=day, valid_to=date(2021, 12, 31)),
        body("hela", valid_from=later),
        mergers=[
            {"date": day, "from": ["stad"], "to": "nord"},
            {"date": day, "from": ["stad"], "to": "syd"},
            {"date": later, "from": ["nord", "syd"], "to": "hela"},
        ],
    )
    assert city.successor("stad", on=later) == "hela"


def test_every_body_without_a_successor_is_told_at_once():
    gone = organisation_of(
        body("nord", valid_to=date(2020, 12, 31)),
        body("syd", valid_to=date(2020, 12, 31)),
        body("vast"),
    )
    with pytest.raises(ConfigurationError) as caught:
        gone.crosswalk(before=date(2020, 1, 1), after=date(2022, 1, 1))
    assert [fault.place for fault in caught.value.faults] == [
        "organisation.yml, nord",
        "organisation.yml, syd",
    ]


def test_a_later_merger_is_not_followed_back_in_time():
    brief = organisation_of(
        body("nord"),
        body("syd", valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31)),
        mergers=[{"date": date(2021, 1, 1), "from": ["syd"], "to": "nord"}],
    )
    with pytest.raises(ConfigurationError, match="syd: it does not exist on 2019-01-01"):
        brief.successor("syd", on=date(2019, 1, 1))


def test_a_crosswalk_does_not_lead_back_in_time(organisation):
    with pytest.raises(ConfigurationError, match="sdn-jarva: it does not exist on 2019-11-01"):
        organisation.crosswalk(before=date(2025, 10, 1), after=date(2019, 11, 1))


MERGED = {"date": date(2021, 1, 1), "from": ["nord"], "to": "syd"}


@pytest.mark.parametrize(
    ("bodies", "mergers", "problem"),
    [
        ([body("nord"), body("nord")], [], "the body nord is given twice"),
        (
            [body("nord", valid_to=date(2020, 12, 31))],
            [MERGED],
            "mergers.0.to: there is no body syd",
        ),
        ([body("syd")], [MERGED], "mergers.0.from: there is no body nord"),
        ([body("nord"), body("syd")], [MERGED], "its valid_to must be 2020-12-31"),
        (
            [body("nord", valid_to=date(2020, 6, 30)), body("syd")],
            [MERGED],
            "its valid_to must be 2020-12-31",
        ),
        (
            [body("nord", valid_to=date(2020, 12, 31)), body("syd", valid_from=date(2021, 2, 1))],
            [MERGED],
            "syd takes over others on 2021-01-01, when it does not exist",
        ),
        (
            [body("nord", valid_from=date(2021, 1, 1), valid_to=date(2020, 1, 1))],
            [],
            "nord ends before it begins",
        ),
    ],
)
def test_bodies_and_mergers_that_do_not_fit_are_refused(bodies, mergers, problem):
    with pytest.raises(ValidationError, match=problem):
        organisation_of(*bodies, mergers=mergers)


def test_mergers_in_a_circle_are_refused():
    back = {"date": date(2022, 1, 1), "from": ["syd"], "to": "nord"}
    bodies = [
        body("nord", valid_to=date(2020, 12, 31)),
        body("syd", valid_from=date(2021, 1, 1), valid_to=date(2021, 12, 31)),
    ]
    with pytest.raises(ValidationError, match="nord takes over others on 2022-01-01, when it does"):
        organisation_of(*bodies, mergers=[MERGED, back])


def test_a_count_that_the_bodies_do_not_meet_is_refused():
    count = {"date": date(2020, 1, 1), "kind": "district_board", "number": 2, "illustrative": True}
    with pytest.raises(ValidationError, match="on 2020-01-01 there are 1 bodies"):
        organisation_of(body("nord"), counts=[count])


def test_all_faults_of_an_organisation_are_told_at_once(tmp_path):
    declared = {
        "sources": {},
        "bodies": [body("nord"), body("nord"), body("syd")],
        "mergers": [
            {**MERGED, "illustrative": True},
            {**MERGED, "to": "ost", "illustrative": True},
        ],
    }
    (tmp_path / "organisation.yml").write_text(yaml.safe_dump(declared), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_organisation(tmp_path)
    for problem in ("nord is given twice", "valid_to must be", "mergers.1.to: there is no body"):
        assert problem in str(caught.value)
