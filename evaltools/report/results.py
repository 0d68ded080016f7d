"""Some results on a page of their own, as they stand in the report."""

from __future__ import annotations

from collections.abc import Sequence

from evaltools.artefacts import Artefacts
from evaltools.declarations import Language
from evaltools.manuscript import show_results
from evaltools.report.html import band, block_html, font_faces, style_sheet


def render_results(
    identifiers: Sequence[str], *, artefacts: Artefacts, language: Language, accent: str
) -> str:
    """Render figures and tables as a page without running text.

    Parameters
    ----------
    identifiers : sequence of str
        Ids of those that are shown, in order.
    artefacts : Artefacts
        The results of the run, in which tables may cite others.
    language : {"sv", "en"}
        The language.
    accent : str
        The colour of what leads on, as CSS writes it.

    Returns
    -------
    str
        HTML with fonts and figures in it and no script. Numbers of figures and tables are those
        of this page.
    """
    others = [each for each in (*artefacts.figures, *artefacts.tables) if each not in identifiers]
    book = show_results([*identifiers, *others], language=language)
    (chapter,) = book.chapters
    shown = chapter.blocks[: len(identifiers)]
    blocks = "\n".join(block_html(node, book=book, artefacts=artefacts) for node in shown)
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>evaltools</title>
<style>
{font_faces()}:root {{ --accent: {accent} }}
{style_sheet()}</style>
</head>
<body>
{band(identifiers, artefacts=artefacts, language=language)}
<main>
{blocks}
</main>
</body>
</html>
"""
