"""Which files of the library a notebook uses: asked of its kernel, without a trace in it."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BEGIN = """
def begin():
    import os, sys, types
    from IPython import get_ipython
    opened, named, starts = set(), set(), []
    def hear(event, arguments):
        if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
            opened.add(os.fspath(arguments[0]))
        elif event == "subprocess.Popen":
            starts.append(str(arguments[0]) == sys.executable)
            named.update(str(each) for each in arguments[1] if os.path.isabs(str(each)))
    def told():
        import gc, json
        use = json.dumps(look())
        get_ipython().reset(new_session=False)
        gc.collect()
        return use
    def look():
        library = sys.modules.get("evaltools")
        if library is None:
            return None
        folder = os.path.join(os.path.realpath(library.__path__[0]), "")
        inside = {each for each in map(os.path.realpath, named) if each.startswith(folder)}
        beneath = {os.path.join(at, file) for each in inside for at, _, files in os.walk(each)
                   for file in files}
        files = {getattr(each, "__file__", None) for each in list(sys.modules.values())}
        files = {str(file) for file in files | opened if "evaltools" in str(file)}
        files = {os.path.realpath(file) for file in files} | inside | beneath
        used = sorted(f[len(folder):] for f in files if f.startswith(folder) and f[-4:] != ".pyc")
        return [folder, used, any(starts) and not inside]
    sys.addaudithook(hear)
    sys.modules["_evaltools_watch"] = module = types.ModuleType("_evaltools_watch")
    module.told = told
begin()
"""
"""Runs in the kernel, before the first cell.

When all is told the notebook lets go of what it has: files that it left open are written, for the
kernel is killed then, without the pauses of an orderly end.
"""
TOLD = "__import__('_evaltools_watch').told()"


@dataclass(frozen=True, slots=True)
class Use:
    """What of the library a notebook used.

    Attributes
    ----------
    folder : str
        Folder of the package, as the kernel found it.
    files : tuple of str
        Its files that were imported, opened or named to another process, from that folder.
    is_partial : bool
        True if the notebook started another Python that was told none of them: what that read
        is not known.
    """

    folder: str
    files: tuple[str, ...]
    is_partial: bool


def begin() -> str:
    """Return the code that starts to watch; it leaves no name behind."""
    return f"exec({BEGIN!r}, {{}})"


def read_use(reply: Mapping[str, Any]) -> Use | None:
    """Read the kernel's answer; None if the notebook did not import the library."""
    shown = reply["content"]["user_expressions"]["told"]["data"]["text/plain"]
    told = json.loads(ast.literal_eval(shown))
    return Use(told[0], tuple(told[1]), told[2]) if told else None
