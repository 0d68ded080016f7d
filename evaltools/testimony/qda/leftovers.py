"""What a project holds besides texts and codings of ours: counted, so that none is lost unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from xml.etree import ElementTree as ET

from evaltools.declarations import Text
from evaltools.testimony.qda.packages import local_name
from evaltools.testimony.qda.writing import PROJECT

COUNTED = {
    "TextSource": Text(sv="andra texter", en="other texts"),
    "PDFSource": Text(sv="PDF-filer", en="PDF files"),
    "PictureSource": Text(sv="bilder", en="pictures"),
    "AudioSource": Text(sv="ljudfiler", en="audio files"),
    "VideoSource": Text(sv="filmer", en="videos"),
    "Note": Text(sv="memon", en="memos"),
    "Case": Text(sv="fall", en="cases"),
    "Variable": Text(sv="variabler", en="variables"),
    "Set": Text(sv="grupper", en="sets"),
    "Link": Text(sv="länkar", en="links"),
    "Graph": Text(sv="diagram", en="graphs"),
    "comment": Text(sv="kommentarer till markeringar", en="comments on selections"),
    "uncoded": Text(sv="markeringar utan kod", en="selections without a code"),
    "whole": Text(sv="kodningar av en hel källa", en="codings of a whole source"),
    "elsewhere": Text(
        sv="kodningar i annat än våra texter", en="codings of something else than our texts"
    ),
    "lacking": Text(
        sv="källor som inte finns i projektet", en="sources that are not in the project"
    ),
    "renewed": Text(
        sv="koder med ny identitet som kändes igen på sitt namn",
        en="codes with a new identity that were known by their name",
    ),
    "unknown": Text(sv="delar som formatet inte har", en="parts that the format does not have"),
}
KNOWN = frozenset([
    "Project", "Users", "User", "CodeBook", "Codes", "Code", "Description", "NoteRef",
    "Variables", "Variable", "Cases", "Case", "CodeRef", "VariableValue", "VariableRef",
    "SourceRef", "SelectionRef", "TextValue", "BooleanValue", "IntegerValue", "FloatValue",
    "DateValue", "DateTimeValue", "Sources", "TextSource", "PlainTextContent",
    "PlainTextSelection", "Coding", "PictureSource", "TextDescription", "PictureSelection",
    "PDFSource", "PDFSelection", "Representation", "AudioSource", "AudioSelection",
    "VideoSource", "VideoSelection", "Transcript", "TranscriptSelection", "SyncPoint", "Notes",
    "Note", "Links", "Link", "Sets", "Set", "MemberCode", "MemberSource", "MemberNote",
    "Graphs", "Graph", "Vertex", "Edge",
])  # fmt: skip
"""Elements of the format."""


def count_left_alone(
    root: ET.Element, *, own: Collection[ET.Element], sources: int, renewed: int
) -> list[Text]:
    """Say what was left alone, and how much of each, and what was known by its words alone.

    Parameters
    ----------
    root : xml.etree.ElementTree.Element
        The project.
    own : collection of xml.etree.ElementTree.Element
        Its sources that are ours.
    sources : int
        How many sources there should be.
    renewed : int
        Codes of ours that were known by their names.

    Returns
    -------
    list of Text
        One line for each kind that there is.
    """
    counts = Counter(local_name(element) for element in root.iter())
    counts["TextSource"] -= len(own)
    counts["lacking"], counts["renewed"] = sources - len(own), renewed
    counts["unknown"] = sum(not _is_known(element) for element in root.iter())
    selections = [e for source in own for e in source if local_name(e) == "PlainTextSelection"]
    codings = sum(local_name(e) == "Coding" for selection in selections for e in selection)
    whole = sum(local_name(e) == "Coding" for source in own for e in source)
    counts["comment"] = sum(map(_is_commented, selections))
    counts["uncoded"] = sum(not _has(selection, "Coding") for selection in selections)
    counts["whole"] = whole
    counts["elsewhere"] = counts["Coding"] - codings - whole
    return [
        Text(sv=f"{name.sv}: {counts[kind]}", en=f"{name.en}: {counts[kind]}")
        for kind, name in COUNTED.items()
        if counts[kind] > 0
    ]


def _is_known(element: ET.Element) -> bool:
    return element.tag.startswith(f"{{{PROJECT}}}") and local_name(element) in KNOWN


def _is_commented(selection: ET.Element) -> bool:
    described = any(e.text for e in selection if local_name(e) == "Description")
    return described or _has(selection, "NoteRef")


def _has(element: ET.Element, name: str) -> bool:
    return any(local_name(child) == name for child in element)
