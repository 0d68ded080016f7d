"""The words that stand where a number is hidden or lacking, and its units in running text."""

from __future__ import annotations

from evaltools.declarations import Text

HIDDEN = Text(sv="redovisas ej", en="not shown")
NO_DATA = Text(sv="uppgift saknas", en="no data")
PERCENT = Text(sv="procent", en="per cent")
POINTS = Text(sv="procentenheter", en="percentage points")
