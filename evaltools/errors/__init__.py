"""Every error a user can meet.

::

    EvaltoolsError            exit code 1
    |-- ConfigurationError    2  evaluation.yml, programme, codebook or a parameter
    |-- DataError             3  a data file is not what its codebook says
    |-- DisclosureError       4  something would let a reader learn about a person
    |-- ReportError           5  the manuscript or the result artefacts
    `-- RunError              6  a notebook failed, or another run is under way

An error carries all the faults found, each a sentence with its place and its remedy.
A fault never quotes a respondent's value: it counts rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN_AS = "{} (evaltools)"
"""First line of what a notebook shows of one of these errors."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, told to an evaluator.

    Attributes
    ----------
    place : str
        File, and where they apply sheet, column or line.
    problem : str
        What was found against what was expected, with the number of rows.
    remedy : str
        What to do next.

    Examples
    --------
    >>> from evaltools.errors import Fault
    >>> str(
    ...     Fault(
    ...         "answers.csv, column role", "3 rows have an unknown role.", "Correct them."
    ...     )
    ... )
    'answers.csv, column role: 3 rows have an unknown role. Correct them.'
    """

    place: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        """Return the fault as one paragraph."""
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.problem} {self.remedy}".rstrip()


class EvaltoolsError(Exception):
    """Base of all errors that are shown without a traceback.

    Parameters
    ----------
    faults : Fault or iterable of Fault
        Everything that is wrong, at least one fault.

    Examples
    --------
    >>> from evaltools.errors import EvaltoolsError, Fault
    >>> try:
    ...     raise EvaltoolsError([Fault("a.csv", "it is empty.", "Export it again.")])
    ... except EvaltoolsError as error:
    ...     [fault.remedy for fault in error.faults]
    ['Export it again.']
    """

    exit_code = 1

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[EvaltoolsError], tuple[tuple[Fault, ...]]]:
        """Let it travel between processes with all its faults."""
        return type(self), (self.faults,)

    def _render_traceback_(self) -> list[str]:
        """Show the sentences in a notebook, without the way that led there."""
        return [SHOWN_AS.format(type(self).__name__), *map(str, self.faults)]


class ConfigurationError(EvaltoolsError):
    """A declaration (evaluation.yml, programme, codebook, parameter) is wrong."""

    exit_code = 2


class DataError(EvaltoolsError):
    """A data file is missing or is not what its codebook says it is."""

    exit_code = 3


class DisclosureError(EvaltoolsError):
    """Something would let a reader learn about a person."""

    exit_code = 4


class ReportError(EvaltoolsError):
    """The manuscript and the result artefacts do not fit together."""

    exit_code = 5


class RunError(EvaltoolsError):
    """A notebook failed, or another run is under way in the same folder."""

    exit_code = 6


def caught(find: Callable[[], list[Fault]]) -> list[Fault]:
    """Return the faults that are found, or those that kept from looking.

    Parameters
    ----------
    find : callable
        Looks for faults, and may stop with an error.

    Returns
    -------
    list of Fault
        What it found, or what the error carries.
    """
    try:
        return find()
    except EvaltoolsError as error:
        return list(error.faults)


def nearest(word: str, known: Iterable[str]) -> str:
    """Ask whether the nearest of what is known is meant.

    Parameters
    ----------
    word : str
        What was written.
    known : iterable of str
        What can be written.

    Returns
    -------
    str
        A question for the remedy of a fault; empty where nothing is near.
    """
    alike = {each.casefold(): each for each in known}
    near = get_close_matches(word.casefold(), alike, n=1)
    return f"Did you mean {alike[near[0]]}?" if near else ""
