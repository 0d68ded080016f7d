"""A language server for the YAML files of an evaluation: completion, faults and help in editors."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from evaltools import __version__
from evaltools.declarations import read_value
from evaltools.editing.completing import Suggestion, suggest
from evaltools.editing.diagnosing import Finding, diagnose
from evaltools.editing.hovering import explain
from evaltools.editing.kinds import kind_of
from evaltools.editing.names import Names, find_root
from evaltools.errors import EvaltoolsError

LARGEST = 1 << 19
"""Letters of a text that is looked at while it is written."""


def make_server() -> LanguageServer:
    """Make the server; it reads files of the evaluation and writes none."""
    server = LanguageServer("evaltools", __version__)
    server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions([" "]))(_complete)
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    for change in (
        types.TEXT_DOCUMENT_DID_OPEN,
        types.TEXT_DOCUMENT_DID_CHANGE,
        types.TEXT_DOCUMENT_DID_SAVE,
    ):
        server.feature(change)(_diagnose)
    return server


def _complete(server: LanguageServer, params: types.CompletionParams) -> types.CompletionList:
    text, path, kind = _opened(server, params.text_document.uri)
    line, column = _position(server, params)
    found = (
        suggest(text.split("\n"), line, column, kind=kind, names=_names(text, path)) if kind else []
    )
    items = [_item(each, order, params.position) for order, each in enumerate(found)]
    return types.CompletionList(is_incomplete=False, items=items)


def _item(each: Suggestion, order: int, cursor: types.Position) -> types.CompletionItem:
    """Make an item: JupyterLab writes its `insert_text` at the cursor, others heed the edit."""
    begins = types.Position(cursor.line, cursor.character - each.typed)
    return types.CompletionItem(
        label=each.label,
        kind=types.CompletionItemKind.Field if each.is_key else types.CompletionItemKind.Value,
        detail=each.detail or None,
        documentation=each.help or None,
        insert_text=each.inserts[each.typed :],
        text_edit=types.TextEdit(types.Range(begins, cursor), each.inserts),
        sort_text=f"{order:04}",
    )


def _hover(server: LanguageServer, params: types.HoverParams) -> types.Hover | None:
    text, _, kind = _opened(server, params.text_document.uri)
    told = explain(text.split("\n"), *_position(server, params), kind=kind) if kind else None
    if told is None:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, told))


def _diagnose(
    server: LanguageServer,
    params: types.DidOpenTextDocumentParams
    | types.DidChangeTextDocumentParams
    | types.DidSaveTextDocumentParams,
) -> None:
    uri = params.text_document.uri
    text, path, kind = _opened(server, uri)
    names = _names(text, path)
    found = diagnose(text, kind=kind, names=names, language=names.language) if kind else []
    server.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(uri, [_diagnostic(each) for each in found])
    )


def _diagnostic(found: Finding) -> types.Diagnostic:
    span = found.span
    severity = types.DiagnosticSeverity
    return types.Diagnostic(
        types.Range(types.Position(span.line, span.start), types.Position(span.line, span.end)),
        found.message,
        severity=severity.Error if found.is_error else severity.Warning,
        source="evaltools",
    )


def _opened(server: LanguageServer, uri: str) -> tuple[str, Path, str | None]:
    """Return the text of a file as it stands in the editor, its path and its kind."""
    text = server.workspace.get_text_document(uri).source
    path = Path(uris.to_fs_path(uri) or "untitled.yml")
    return text, path, kind_of(text, path) if len(text) <= LARGEST else None


def _position(
    server: LanguageServer, params: types.CompletionParams | types.HoverParams
) -> tuple[int, int]:
    """Return line and column in letters, which editors count otherwise."""
    document = server.workspace.get_text_document(params.text_document.uri)
    position = document.position_codec.position_from_client_units(document.lines, params.position)
    return position.line, position.character


def _names(text: str, path: Path) -> Names:
    try:
        content = read_value(text, place=path.name)
    except EvaltoolsError:
        content = None
    return Names(path, find_root(path), content)
