"""A real S3 server on loopback: moto's, from an environment of its own."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

SERVER = shutil.which("moto_server") or os.environ.get("EVALTOOLS_S3_SERVER")
LACKING = "there is no moto_server, which .ci/run installs"
OPTIONS = {"region": "eu-north-1", "connect_timeout": 2, "request_timeout": 5}
os.environ.setdefault("AWS_ACCESS_KEY_ID", "tests")
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "tests")


@contextlib.contextmanager
def serve(**environment: str) -> Iterator[str]:
    """Run a server, and give its address."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    command = [str(SERVER), "-H", "127.0.0.1", "-p", str(port)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, stdout=quiet, stderr=quiet, env={**os.environ, **environment}
    )
    try:
        _wait_for(url)
        yield url
    finally:
        process.kill()
        process.wait()


def make_bucket(url: str, name: str) -> None:
    """Make a bucket as its administrator would."""
    urllib.request.urlopen(urllib.request.Request(f"{url}/{name}", method="PUT")).close()


def names(url: str, bucket: str) -> list[str]:
    """List what is in a bucket."""
    with urllib.request.urlopen(f"{url}/{bucket}?list-type=2") as answer:
        return re.findall(r"<Key>(.*?)</Key>", answer.read().decode())


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)
