"""A publisher's server on loopback, with the faults that servers have."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Publisher:
    """What the server answers.

    Attributes
    ----------
    pages : dict of str to object
        Payload by path; `{host}` in it is the server's address.
    faults : list of str
        What goes wrong with the first requests: "429", "500", "cut", "no json".
    asked : list of tuple
        Method, path and body of every request.
    """

    pages: dict[str, Any]
    faults: list[str] = field(default_factory=list)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    address: str = ""


@contextmanager
def serve(publisher: Publisher) -> Iterator[Publisher]:
    """Serve a publisher on loopback while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Stay quiet."""

        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            self._answer(json.loads(self.rfile.read(length)))

        def _answer(self, body: Any) -> None:
            publisher.asked.append((self.command, self.path, body))
            fault = publisher.faults.pop(0) if publisher.faults else ""
            path = self.path.split("?")[0]
            if fault.isdigit():
                self.send_response(int(fault))
                self.send_header("Retry-After", "0")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if path not in publisher.pages:
                self.send_error(404)
                return
            text = json.dumps(publisher.pages[path]).replace("{host}", publisher.address)
            content = b"<html>" if fault == "no json" else text.encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if fault == "cut" else content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    publisher.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
