"""One row of a coding file: a unit with what a person wrote beside it, and what may be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evaltools.errors import Fault
from evaltools.testimony.cells import is_day
from evaltools.testimony.coding import Coding, Unit
from evaltools.testimony.scheme import CodingScheme, find_valence, is_none
from evaltools.testimony.units import unit_id

LONGEST = 32_767
"""Characters that a cell of a workbook holds; the rest of a text is cut off."""
PAIRS = 3
"""Themes that may be given to one unit in a file."""
Pair = tuple[str, str]
EMPTY: tuple[Pair, ...] = (("", ""),) * PAIRS


@dataclass(frozen=True, slots=True)
class Row:
    """A unit with what a person wrote beside it; "" where nothing.

    Attributes
    ----------
    unit : Unit
        The unit.
    pairs : tuple of (str, str)
        Codes with their valences, as they were written.
    initials, date : str
        Who coded, and on which day.
    """

    unit: Unit
    pairs: tuple[Pair, ...] = EMPTY
    initials: str = ""
    date: str = ""

    @property
    def given(self) -> tuple[Pair, ...]:
        """The pairs in which anything is written."""
        return tuple(pair for pair in self.pairs if any(pair))

    @property
    def awaits(self) -> bool:
        """Whether nobody has coded it yet."""
        return not (self.given or self.initials or self.date)

    @property
    def coder(self) -> str:
        """The initials in one way of writing."""
        return self.initials.upper()


def update_rows(units: Sequence[Unit], *, earlier: Sequence[Row]) -> tuple[Row, ...]:
    """Put what was coded earlier beside the units that there are now.

    Parameters
    ----------
    units : sequence of Unit
        The units.
    earlier : sequence of Row
        What was coded; rows with work in them are kept though their unit is no longer there.

    Returns
    -------
    tuple of Row
        One per unit, in the order given, and then the others.
    """
    coded = {row.unit.id: row for row in earlier}
    there = {unit.id for unit in units}
    gone = [row for row in earlier if row.unit.id not in there and not row.awaits]
    return (*(replace(coded.get(unit.id, Row(unit)), unit=unit) for unit in units), *gone)


def codings_of(row: Row, *, scheme: CodingScheme) -> Iterator[Coding]:
    """Say what a row without faults means; nothing where nobody has coded it.

    Parameters
    ----------
    row : Row
        The row.
    scheme : CodingScheme
        The scheme.

    Yields
    ------
    Coding
        One per theme; one without a theme where the coder found none.
    """
    for code, valence in row.given:
        yield Coding(row.unit.id, row.coder, scheme.find_theme(code), find_valence(valence))


def find_row_faults(
    file: str, rows: Mapping[int, Row], *, scheme: CodingScheme, units: Mapping[str, Unit]
) -> list[Fault]:
    """Find everything that is wrong with the rows of a file; its texts are told by no word.

    Parameters
    ----------
    file : str
        Name of the file.
    rows : dict of int to Row
        The rows by their number in the file.
    scheme : CodingScheme
        The scheme.
    units : dict of str to Unit
        The units that there are now, by id.

    Returns
    -------
    list of Fault
        One per kind of fault, with the numbers of all rows that have it.
    """
    codes = "Choose one of the sheet Koder, by name or id."
    checks: Sequence[tuple[Callable[[Row], bool], str, str]] = (
        (lambda row: _has_unknown_code(row, scheme), "a code is not in the scheme", codes),
        (_has_unknown_valence, "a valence is not known",
         "Write styrka, svaghet, behov or beskrivande."),
        (lambda row: _lacks_valence(row, scheme), "a theme has no valence",
         "Say how it is spoken of, or beskrivande."),
        (_lacks_code, "a valence has no theme", "Give the theme, or take the valence out."),
        (_says_none_and_more, "ingen stands beside a theme or a valence", "Keep one of them."),
        (lambda row: _repeats_theme(row, scheme), "the same theme and valence stand there twice",
         "Keep one."),
        (_is_unsigned, "there are codes that nobody has signed", "Add initials and date."),
        (_is_half_signed, "initials or date is lacking", "Give both."),
        (_lacks_codes, "it is signed, but nothing is coded", "Give a code, or ingen."),
        (_has_no_day, "the date is no day", "Write it as 2025-12-31."),
        (lambda row: _was_changed(row, units), "the coded text is not as it was",
         "Put id, källa and text back; copies may lie in an earlier version of the file."),
    )  # fmt: skip
    found = [
        ([number for number, row in rows.items() if is_wrong(row)], problem, remedy)
        for is_wrong, problem, remedy in checks
    ]
    found.append((_repeated(rows), "the text stands in an earlier row too", "Keep one."))
    return [
        Fault(f"{file}, row {', '.join(map(str, numbers))}", f"{problem}.", remedy)
        for numbers, problem, remedy in found
        if numbers
    ]


def _has_unknown_code(row: Row, scheme: CodingScheme) -> bool:
    return any(c and not is_none(c) and scheme.find_theme(c) is None for c, _ in row.pairs)


def _has_unknown_valence(row: Row) -> bool:
    return any(valence and find_valence(valence) is None for _, valence in row.pairs)


def _lacks_valence(row: Row, scheme: CodingScheme) -> bool:
    return any(scheme.find_theme(code) and not valence for code, valence in row.given)


def _lacks_code(row: Row) -> bool:
    return any(not code for code, _ in row.given)


def _says_none_and_more(row: Row) -> bool:
    nones = [valence for code, valence in row.given if is_none(code)]
    return bool(nones) and (len(row.given) > 1 or any(nones))


def _repeats_theme(row: Row, scheme: CodingScheme) -> bool:
    read = [
        (scheme.find_theme(code), find_valence(valence))
        for code, valence in row.given
        if code and not is_none(code)
    ]
    return len(set(read)) < len(read)


def _is_unsigned(row: Row) -> bool:
    return bool(row.given) and not row.initials and not row.date


def _is_half_signed(row: Row) -> bool:
    return bool(row.initials) != bool(row.date)


def _lacks_codes(row: Row) -> bool:
    return not row.given and bool(row.initials or row.date)


def _has_no_day(row: Row) -> bool:
    return bool(row.date) and not is_day(row.date)


def _was_changed(row: Row, units: Mapping[str, Unit]) -> bool:
    """Tell whether codes stand beside other words than those with the id; one may be gone."""
    if row.awaits:
        return False
    written, unit = row.unit, units.get(row.unit.id)
    if unit is not None:
        return written.source != unit.source or written.text not in (
            unit.text,
            unit.text[:LONGEST].rstrip(),
        )
    of_passage = ":" in written.id
    return not of_passage and unit_id(written.source, written.text) != written.id


def _repeated(rows: Mapping[int, Row]) -> list[int]:
    ids = [row.unit.id for row in rows.values()]
    return [number for at, number in enumerate(rows) if ids[at] in ids[:at]]
