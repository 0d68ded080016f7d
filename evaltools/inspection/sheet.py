"""The colours that a page declares in its style sheet and on its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from evaltools.inspection.sight import Colours

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PRINT = re.compile(r"@media\s+print\s*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
NAMED = {"white": "#ffffff", "black": "#000000"}
WHITE = "#ffffff"


def declared_colours(root: Any) -> Iterator[Colours]:
    """Yield the colours of texts and of the grounds that are declared for them.

    Parameters
    ----------
    root : lxml.etree._Element
        The page.

    Yields
    ------
    Colours
        For each rule of the style sheet, and each element with a style of its own, that declares
        the colour of a text. Its ground is what it declares itself, or an element around it by
        the simple selector that begins the rule, or the page; white otherwise. Rules for print
        are left out.
    """
    sheet = COMMENT.sub("", "\n".join(each.text or "" for each in root.iter("style")))
    rules = [(s.strip(), _declared(body)) for s, body in RULE.findall(PRINT.sub("", sheet))]
    variables = {k: v for _, body in rules for k, v in body.items() if k.startswith("--")}
    grounds = {name: _ground(body, variables) for name, body in rules}
    page = grounds.get("body") or grounds.get("html") or WHITE
    for selectors, body in rules:
        text = _colour(body.get("color", ""), variables)
        for selector in filter(str.strip, selectors.split(",") if text else ()):
            around = selector.split()[0].partition(":")[0]
            ground = grounds[selectors] or grounds.get(around) or page
            yield Colours(text or "", ground, f"style of {selector.strip()}")
    yield from _inline(root, variables, page)


def _inline(root: Any, variables: dict[str, str], page: str) -> Iterator[Colours]:
    for each in root.iter(etree.Element):
        text = _colour(_declared(each.get("style") or "").get("color", ""), variables)
        if text:
            around = [each, *each.iterancestors()]
            grounds = (_ground(_declared(e.get("style") or ""), variables) for e in around)
            ground = next(filter(None, grounds), page)
            yield Colours(text, ground, f"style of an element <{each.tag}>")


def _declared(body: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in body.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _ground(body: dict[str, str], variables: dict[str, str]) -> str | None:
    return _colour(body.get("background-color") or body.get("background") or "", variables)


def _colour(value: str, variables: dict[str, str]) -> str | None:
    value = VARIABLE.sub(lambda match: variables.get(match[1], ""), value).lower()
    found = HEX.search(value)
    if not found:
        return NAMED.get(value.split()[0]) if value.strip() else None
    digits = found[0][1:]
    return f"#{digits if len(digits) == 6 else ''.join(2 * each for each in digits)}"
