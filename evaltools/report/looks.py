"""How cells of the workbook look."""

from __future__ import annotations

import xlsxwriter
from xlsxwriter.format import Format

INK, GREY, RULE, WARN = "#1f2933", "#55606b", "#c5ccd3", "#8a5200"


class Looks:
    """How cells look, each look made once."""

    def __init__(self, workbook: xlsxwriter.Workbook, accent: str) -> None:
        self._workbook = workbook
        self._numbers: dict[str, Format] = {}
        plain = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
        ruled = {"bottom": 1, "bottom_color": RULE}
        head = {"bold": True, "text_wrap": True, "top": 2, "bottom": 2, "valign": "bottom"}
        self._number = plain | ruled | {"align": "right"}
        self.plain = workbook.add_format(plain)
        self.title = workbook.add_format(plain | {"bold": True, "font_size": 13})
        self.cover = workbook.add_format(
            plain | {"bold": True, "font_size": 18, "font_color": accent}
        )
        self.mark = workbook.add_format(plain | {"bold": True, "font_color": WARN})
        self.note = workbook.add_format(plain | {"font_size": 9, "font_color": GREY})
        self.link = workbook.add_format(plain | ruled | {"font_color": accent, "underline": 1})
        self.back = workbook.add_format(plain | {"font_color": accent, "underline": 1})
        self.text = workbook.add_format(plain | ruled | {"text_wrap": True, "indent": 1})
        self.word = workbook.add_format(self._number)
        self.head = workbook.add_format(plain | head | {"indent": 1})
        self.number_head = workbook.add_format(plain | head | {"align": "right", "indent": 2})

    def number(self, pattern: str) -> Format:
        """Return the look of numbers that are shown by a pattern."""
        if pattern not in self._numbers:
            told = self._number | {"num_format": pattern}
            self._numbers[pattern] = self._workbook.add_format(told)
        return self._numbers[pattern]
