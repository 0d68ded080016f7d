"""The language server as an editor speaks with it, over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from evaltools.editing.registration import specify
from tests.editing import ROOT

SECONDS = 60
URI = (ROOT / "evaluation.yml").as_uri()
TEXT = (ROOT / "evaluation.yml").read_text(encoding="utf-8")
WRONG = TEXT.replace("followup: ", "å𝄞: 1\nfolowup: ")
"""A key with letters that editors count otherwise, and a wrong one."""


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor in which evaluation.yml is open."""

    client: LanguageClient
    told: asyncio.Queue[types.PublishDiagnosticsParams]

    async def opens(self, text: str) -> list[types.Diagnostic]:
        """Open the file with a text; what is underlined."""
        item = types.TextDocumentItem(URI, "yaml", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return list((await self.told.get()).diagnostics)

    async def offers(self, line: int, column: int) -> list[types.CompletionItem]:
        """Ask what may stand at a position."""
        params = types.CompletionParams(
            types.TextDocumentIdentifier(URI), types.Position(line, column)
        )
        found = await self.client.text_document_completion_async(params)
        return list(found.items)  # type: ignore[union-attr]

    async def explains(self, line: int, column: int) -> str:
        """Ask what the key at a position means."""
        params = types.HoverParams(types.TextDocumentIdentifier(URI), types.Position(line, column))
        found = await self.client.text_document_hover_async(params)
        return found.contents.value  # type: ignore[union-attr]


def converse(ask: Callable[[Editor], Awaitable[None]]) -> None:
    """Start the server as JupyterLab does, and speak with it."""

    async def conversation() -> None:
        client, told = LanguageClient("editor", "1"), asyncio.Queue()
        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda each: told.put_nowait(each))
        await client.start_io(*specify(None)["evaltools"]["argv"])
        await client.initialize_async(
            types.InitializeParams(types.ClientCapabilities(), root_uri=ROOT.as_uri())
        )
        client.initialized(types.InitializedParams())
        await ask(Editor(client, told))
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()

    with ThreadPoolExecutor() as own:  # a browser's loop may run in this thread
        own.submit(lambda: asyncio.run(asyncio.wait_for(conversation(), SECONDS))).result()


def test_an_editor_is_told_what_is_wrong_what_may_stand_there_and_what_it_means() -> None:
    async def ask(editor: Editor) -> None:
        lines = WRONG.split("\n")
        languages = next(i for i, line in enumerate(lines) if line.startswith("languages"))
        wrong = next(i for i, line in enumerate(lines) if line.startswith("folowup"))

        faults = {each.range.start.line: each for each in await editor.opens(WRONG)}
        offered = {each.label: each for each in await editor.offers(wrong, 3)}
        explained = await editor.explains(languages, 2)

        assert faults.keys() >= {wrong - 1, wrong}
        assert faults[wrong].message.endswith("Menade du followup?")
        assert faults[wrong].severity == types.DiagnosticSeverity.Error
        edit = offered["followup"].text_edit
        assert isinstance(edit, types.TextEdit) and edit.new_text == "followup: "
        assert (edit.range.start.character, offered["followup"].insert_text) == (0, "lowup: ")
        assert explained.startswith("**languages** (list)")

    converse(ask)


def test_jupyterlab_finds_the_server_by_its_entry_point(tmp_path: Path) -> None:
    from importlib.metadata import entry_points

    [found] = [e for e in entry_points(group="jupyter_lsp_spec_v1") if e.name == "evaltools"]
    spec = found.load()(None)["evaltools"]
    assert spec["argv"] == [sys.executable, "-m", "evaltools.editing"]
    assert "yaml" in spec["languages"]


def test_the_specification_is_one_that_jupyterlab_takes() -> None:
    from jupyter_lsp.schema import LANGUAGE_SERVER_SPEC_MAP

    assert list(LANGUAGE_SERVER_SPEC_MAP.iter_errors(specify(None))) == []
