"""What figures and tables are called in the text."""

from __future__ import annotations

from evaltools.declarations import Text

FIGURE = Text(sv="Figur", en="Figure")
TABLE = Text(sv="Tabell", en="Table")
