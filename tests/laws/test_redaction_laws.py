"""Whatever stands around it, a number of a person does not survive."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from evaltools.testimony import redact

WORDS = st.text(
    st.characters(exclude_categories=("Nd", "Nl", "No", "Cs"), exclude_characters="+/"), max_size=20
)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Draw a number of the shape, valid or not."""
    day = draw(st.from_regex(r"\A([0-9]{2})?[0-9]{6}\Z"))
    between = draw(st.sampled_from(["-", "+", " ", "", " - ", "–"]))
    last = draw(st.from_regex(r"\A[0-9]{4}\Z"))
    return f"{day}{between}{last}"


@settings(deadline=None)
@given(before=WORDS, number=numbers(), after=WORDS)
@example(before="dnr ", number="239912-1234", after="")
@example(before="", number="109900-0000", after="㋀")
def test_no_personal_number_survives(before: str, number: str, after: str) -> None:
    left = redact(f"{before}{number}{after}").text
    assert len(re.sub(r"\D", "", left)) < 6


@settings(deadline=None)
@given(text=st.text(max_size=60))
@example(text="Anna 070-123 45 67 anna@exempel.se Storgatan 5")
def test_redacting_again_changes_nothing(text: str) -> None:
    once = redact(text).text
    assert redact(once).text == once


@settings(deadline=None)
@given(text=st.text(max_size=60))
def test_a_quote_is_one_line(text: str) -> None:
    assert len(redact(text).text.splitlines()) <= 1
