"""No text that a reader or a file may hold has a meaning to Typst."""

from __future__ import annotations

import re

import pytest

hypothesis = pytest.importorskip("hypothesis", reason="needs requirements-dev.txt")

import typst  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from evaltools.report import pdf  # noqa: E402


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(max_codepoint=0x17F, exclude_categories=["Cs"])))
def test_any_text_is_no_more_than_text_to_typst(text: str) -> None:
    source = f'#assert.eq(type({pdf.string(text)}), str)\n#"a"#{pdf.string(text)}#strong[b]'
    typst.compile(source.encode(), format="pdf")


@given(st.text())
def test_a_typst_string_gives_the_text_back(text: str) -> None:
    inner = pdf.string(text)[1:-1]
    assert re.search(r'(?<!\\)(\\\\)*"', inner) is None
    back = re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL)
    assert back == re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text)
