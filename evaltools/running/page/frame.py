"""What all pages of the command share: one HTML file, without script, that needs nothing else."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from evaltools.declarations import Language, Text

SKIP = Text(sv="Till innehållet", en="Skip to the content")


def draw_frame(content: str, *, title: str, day: str, style: str, language: Language) -> str:
    """Draw a page around its content.

    Parameters
    ----------
    content : str
        HTML.
    title : str
        Its title, as text.
    day : str
        Of when it is, 2025-12-01.
    style : str
        CSS of the content, beside that of all pages.
    language : {"sv", "en"}
        Language of the page.

    Returns
    -------
    str
        The HTML.
    """
    shared = files("evaltools.running.page").joinpath("frame.css").read_text(encoding="utf-8")
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<meta name="author" content="evaltools">
<meta name="date" content="{escape(day)}">
<style>
{shared}{style}</style>
</head>
<body>
<a class="skip" href="#_main">{SKIP[language]}</a>
<header><h1>{escape(title)}</h1></header>
<main id="_main">
{content}
</main>
</body>
</html>
"""
