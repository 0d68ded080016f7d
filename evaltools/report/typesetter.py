"""Run Typst in a process of its own, which gives its memory back when it ends.

`python typesetter.py FOLDER FORMAT FONTS OPTIONS` sets FOLDER/main.typ; OPTIONS is JSON for
typst.compile. Each page of a picture, or the one PDF, becomes FOLDER/out-<number>. It is run by
its path and imports nothing of evaltools, so that nothing but Typst is in its memory.
"""

import json
import sys
from pathlib import Path
from typing import Any

import typst

compile_typst: Any = typst.compile
REFUSED = 3
"""What the process ends with where the source cannot be set, and nowhere else."""


def main(folder: Path, kind: str, fonts: str, options: str) -> int:
    """Set the source; what is wrong with it goes to standard error."""
    try:
        made = compile_typst(
            folder / "main.typ",
            root=folder,
            font_paths=[fonts],
            ignore_system_fonts=True,
            format=kind,
            **json.loads(options),
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error.diagnostic or error))
        return REFUSED
    for number, page in enumerate(made if isinstance(made, list) else [made]):
        (folder / f"out-{number:04}").write_bytes(page)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
