"""Small surveys and codebooks that the tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from evaltools.codebook import Codebook
from evaltools.evaluation import DisclosureRules
from evaltools.survey import Survey

ROOT = Path(__file__).parents[1]
os.environ["EVALTOOLS_LANGUAGE"] = "en"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the pictures of the docs be taken anew."""
    parser.addoption("--renew-pictures", action="store_true", help="take docs/pictures anew")


@pytest.fixture
def root() -> Path:
    """Folder of the project."""
    return ROOT


@pytest.fixture
def rules() -> DisclosureRules:
    """The rules as they are without any in evaluation.yml."""
    return DisclosureRules()


@pytest.fixture(scope="session")
def codebook_once() -> Codebook:
    """Give laws the small codebook, which no test changes."""
    return small_codebook()


@pytest.fixture
def codebook() -> Codebook:
    """Give the small codebook."""
    return small_codebook()


def small_codebook() -> Codebook:
    """Two bodies, two roles, a question with routing, one with kinds, free text."""
    yes_no = [
        {"code": 1, "name": "yes", "label": {"sv": "Ja", "en": "Yes"}},
        {"code": 2, "name": "no", "label": {"sv": "Nej", "en": "No"}},
        {"code": 8, "name": "dont_know", "label": {"sv": "Vet ej", "en": "Don't know"},
         "kind": "dont_know"},
        {"code": 9, "name": "not_applicable", "label": {"sv": "Ej relevant", "en": "Not relevant"},
         "kind": "not_applicable"},
    ]  # fmt: skip

    def named(*names: str) -> list[dict[str, object]]:
        return [
            {"code": place, "name": name, "label": {"sv": name.upper(), "en": name}}
            for place, name in enumerate(names, start=1)
        ]

    def question(name: str, **more: object) -> dict[str, object]:
        label = {"sv": f"Fråga {name}?", "en": f"Question {name}?"}
        return {"name": name, "label": label, "sensitivity": "open", **more}

    def measure(name: str, question: str, base: str) -> dict[str, object]:
        label = {"sv": name, "en": name}
        return {"name": name, "label": label, "question": question, "counts": ["yes"], "base": base}

    return Codebook.model_validate(
        {
            "name": "small",
            "title": {"sv": "Liten", "en": "Small"},
            "identifying_columns": ["E-post"],
            "body": "body",
            "role": "role",
            "scales": {"yes_no": yes_no},
            "questions": [
                question("body", answers=named("north", "south")),
                question("role", answers=named("chief", "staff")),
                question("heard", scale="yes_no"),
                question(
                    "read", scale="yes_no", asked_if={"question": "heard", "answers": ["yes"]}
                ),
                question("safe", scale="yes_no", sensitivity="personal"),
                question("words", type="open", sensitivity="personal"),
            ],
            "measures": [
                measure("heard", "heard", "everyone"),
                measure("read", "read", "everyone"),
                measure("read_if_heard", "read", "shown"),
                measure("safe", "safe", "shown"),
            ],
        }
    )


@pytest.fixture
def survey() -> Survey:
    """Ninety answers in three strata: two of `north`, one of `south`."""
    answers = pd.DataFrame(
        {
            "body": ["north"] * 60 + ["south"] * 30,
            "stratum": ["n1"] * 30 + ["n2"] * 30 + ["s1"] * 30,
            "weight": [2.0] * 30 + [1.5] * 30 + [3.0] * 30,
            "population": [60.0] * 30 + [45.0] * 30 + [90.0] * 30,
            "heard": ["yes", "no", "yes"] * 30,
        }
    )
    return Survey(_answers=answers, wave="test", synthetic=True)
