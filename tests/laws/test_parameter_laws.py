"""A parameter that is accepted reaches the notebook as it was given."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papermill.translators import PythonTranslator

from evaltools.running.parameters import DeclaredParameter

numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | st.text()
anything = scalars | st.lists(scalars, max_size=4)
TYPES = ["str", "int", "float", "bool", "float|None", "list[str]", "list[float]", "Optional[str]"]


@pytest.mark.parametrize("type", TYPES)
@given(value=anything)
def test_what_is_accepted_is_injected_unchanged(type: str, value: Any) -> None:
    if not DeclaredParameter(type, None).accepts(value):
        return
    there: dict[str, Any] = {}
    exec(PythonTranslator.codify({"value": value}), there)
    assert repr(there["value"]) == repr(value)


@given(value=anything)
def test_a_value_of_a_plain_type_fits_exactly_one(value: Any) -> None:
    fitting = [
        type
        for type in ("str", "int", "bool", "list[str|int|float|bool|None]", "None")
        if DeclaredParameter(type, None).accepts(value)
    ]
    assert len(fitting) == (0 if isinstance(value, float) else 1)
