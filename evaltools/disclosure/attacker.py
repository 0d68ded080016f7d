"""What a reader can work out: the limits that published numbers set to every count.

The unknowns are the counts of the finest cross. Each published number is a linear constraint, and
a linear programme finds the smallest and the largest value that a group can have [1]_.

References
----------
.. [1] Fischetti, M. and Salazar, J. J. (2001). Solving the cell suppression problem on tabular
   data with linear constraints. Management Science 47, 1008-1027 (the attacker's problem).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from evaltools.errors import DisclosureError, Fault

Floats = NDArray[np.float64]
OTHER = "\x00other"
"""Those who have no value that was published, such as who did not answer."""
TOLERANCE = 1e-6
MOST = 1e6
"""No cell has more members than a city has inhabitants."""
NOTHING_FITS = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 1}


@dataclass(frozen=True, slots=True, eq=False)
class Cross:
    """All combinations of the values of some columns, each with an unknown count.

    Attributes
    ----------
    columns : dict of str to tuple of str
        The columns, each with all its values.
    """

    columns: dict[str, tuple[str, ...]]

    @property
    def size(self) -> int:
        """Number of combinations."""
        return int(np.prod([len(values) for values in self.columns.values()], dtype=float))

    def cells(self) -> list[dict[str, str]]:
        """Return every combination, in order."""
        names = list(self.columns)
        return [dict(zip(names, each, strict=True)) for each in product(*self.columns.values())]

    def select(self, where: Mapping[str, Collection[str]]) -> Floats:
        """Mark with 1 the combinations that are meant; a column that is not named is free."""
        return self.score({name: dict.fromkeys(values, 1.0) for name, values in where.items()})

    def score(self, where: Mapping[str, Mapping[str, float]]) -> Floats:
        """Give each combination the product of its values' scores; 0 where one is not named."""
        axes = [
            np.array([where[name].get(value, 0.0) if name in where else 1.0 for value in values])
            for name, values in self.columns.items()
        ]
        return np.asarray(reduce(np.multiply.outer, axes, np.ones(())).ravel())


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """A published number: the weighted sum of the counts lies between two limits."""

    row: Floats
    low: float
    high: float
    place: str


class Attacker:
    """A reader who knows all constraints, and reasons without fault.

    Every set of counts that was found to fit is kept: it refutes many proofs at once, so that
    few programmes have to be solved.

    Parameters
    ----------
    constraints : sequence of Constraint
        What is known.
    size : int
        Number of unknown counts, none of which is negative.
    integer : bool, optional
        True if the reader also uses that counts are whole: far slower.
    """

    def __init__(
        self, constraints: Sequence[Constraint], *, size: int, integer: bool = False
    ) -> None:
        self._model = _model(constraints, size=size, integer=integer)
        self._cells = np.arange(size, dtype=np.int32)
        self._fitting = np.empty((0, size))
        self._empty = np.zeros(size, dtype=bool)

    def finds_counts(self) -> bool:
        """Tell whether there are counts that fit all constraints."""
        self._extreme(np.zeros(len(self._cells)), largest=True)
        return len(self._fitting) > 0

    def bounds(self, target: Floats) -> tuple[float, float]:
        """Find the smallest and the largest value that a sum of counts can have."""
        return self._extreme(target, largest=False), self._extreme(target, largest=True)

    def proves_small(self, target: Floats, *, small: int) -> bool:
        """Tell whether a group is sure to have at least one and fewer than `small` members.

        Parameters
        ----------
        target : numpy.ndarray
            1 for the cells of the group, 0 for others.
        small : int
            The size from which a group is large enough.
        """
        if _none_or_large(self._fitting @ target, small).any():
            return False
        return (
            self._extreme(target, largest=True) < small - TOLERANCE
            and self._extreme(target, largest=False) > TOLERANCE
        )

    def proves_alike(self, others: Floats, *, among: Floats) -> bool:
        """Tell whether all of a group are sure to have answered alike, but for one at the most.

        That one knows who they are, and so of all the rest.

        Parameters
        ----------
        others : numpy.ndarray
            1 for the cells of those in the group who answered otherwise, 0 for others.
        among : numpy.ndarray
            1 for all cells of the group.
        """
        if (self._fitting @ others > 2 - TOLERANCE).any():
            return False
        most = self._extreme(others, largest=True)
        alone = 0 if most < 1 - TOLERANCE else 1
        return most < 2 - TOLERANCE and self._extreme(among, largest=False) > alone + TOLERANCE

    def helps_insider(self, target: Floats, *, small: int) -> bool:
        """Tell whether one who knows their own answer proves that others are few.

        Parameters
        ----------
        target : numpy.ndarray
            1 for the cells of the group, 0 for others.
        small : int
            The size from which a group is large enough, the insider not counted.
        """
        return any(
            self._proves_as_insider(target, small=small, own=cell)
            for cell in self._insiders_to_ask(target, small=small)
        )

    def _insiders_to_ask(self, target: Floats, *, small: int) -> NDArray[np.int64]:
        """Find the cells in which somebody can be, and whose insiders nothing has refuted yet."""
        value, member = self._fitting @ target, self._fitting >= 1 - TOLERANCE
        refuted = np.where(
            target > 0,
            _none_or_large(value - 1, small) @ member,
            _none_or_large(value, small) @ member,
        )
        return np.flatnonzero(~refuted & ~self._empty)

    def _proves_as_insider(self, target: Floats, *, small: int, own: int) -> bool:
        """Ask what somebody in a cell knows of the others; where nobody can be, nothing."""
        self._model.changeColBounds(own, 1.0, MOST)
        most = self._extreme(target, largest=True) - target[own]
        self._empty[own] = most == -np.inf
        least = self._extreme(target, largest=False) - target[own] if most < small else 0.0
        self._model.changeColBounds(own, 0.0, MOST)
        return bool(TOLERANCE < least < np.inf and most < small - TOLERANCE)

    def _extreme(self, target: Floats, *, largest: bool) -> float:
        """Find an extreme value; that of nothing where no counts fit."""
        sense = highspy.ObjSense.kMaximize if largest else highspy.ObjSense.kMinimize
        self._model.changeColsCost(len(self._cells), self._cells, target)
        self._model.changeObjectiveSense(sense)
        self._model.run()
        status = self._model.getModelStatus()
        if status in NOTHING_FITS:
            return -np.inf if largest else np.inf
        if status != highspy.HighsModelStatus.kOptimal:
            raise _unfinished(self._model.modelStatusToString(status))
        found = np.array(self._model.getSolution().col_value)
        self._fitting = np.vstack([self._fitting, found])
        return float(found @ target)


def _unfinished(status: str) -> DisclosureError:
    problem = f"the check of what a reader can work out did not come to an end ({status})."
    return DisclosureError(Fault("release gate", problem, "Publish fewer crosses of a question."))


def _none_or_large(value: Floats, small: int) -> NDArray[np.bool_]:
    return (value <= TOLERANCE) | (value >= small - TOLERANCE)


def _model(constraints: Sequence[Constraint], *, size: int, integer: bool) -> highspy.Highs:
    matrix = sparse.csr_matrix(np.reshape([each.row for each in constraints], (-1, size)))
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = size, len(constraints)
    programme.col_cost_ = np.zeros(size)
    programme.col_lower_, programme.col_upper_ = np.zeros(size), np.full(size, MOST)
    programme.row_lower_ = np.array([each.low for each in constraints], dtype=float)
    programme.row_upper_ = np.array([each.high for each in constraints], dtype=float)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = matrix.indptr
    programme.a_matrix_.index_ = matrix.indices
    programme.a_matrix_.value_ = matrix.data
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in OPTIONS.items():
        model.setOptionValue(option, value)
    if integer:
        programme.integrality_ = [highspy.HighsVarType.kInteger] * size
    else:
        model.setOptionValue("presolve", "off")
    model.passModel(programme)
    return model
