"""Which other groups must fall silent, so that totals do not give a hidden one away.

Where exact counts or amounts are shown beside their totals, a group that is hidden can be worked
out from those that are not. The fewest others are hidden with it, so that a reader must think it
possible that every group that needs it is large enough, or empty where it can never be large
[1]_.

References
----------
.. [1] Fischetti, M. and Salazar, J. J. (2001). Solving the cell suppression problem on tabular
   data with linear constraints. Management Science 47, 1008-1027. The heuristic: Kelly, J. P.,
   Golden, B. L. and Assad, A. A. (1992). Cell suppression: disclosure protection for sensitive
   tabular data. Networks 22, 397-417.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
TOLERANCE = 1e-6
SECONDS = 60.0
"""What the best choice may take; a good one is made where it takes longer."""


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Cells with their counts or amounts, and the sums of them that are known.

    Attributes
    ----------
    counts : numpy.ndarray
        One count or amount per cell, none negative.
    sums : numpy.ndarray
        One row per known sum, one column per cell: 1 where the cell is part of it.
    primary : numpy.ndarray
        True for the cells that may not be shown.
    shift : numpy.ndarray
        How far above its count, or below where it is negative, the reader must think it
        possible that a primary cell is.
    largest : numpy.ndarray
        What a cell can be at most, as the reader knows.
    free : numpy.ndarray, optional
        True for the cells that are hidden for another reason: it costs nothing to hide them.
    """

    counts: Floats
    sums: Floats
    primary: Flags
    shift: Floats
    largest: Floats
    free: Flags | None = None

    @property
    def cost(self) -> Floats:
        """What hiding a cell costs: somewhat more where it is larger; empty cells help little."""
        cost = np.where(self.counts > 0, 1 + np.log1p(self.counts), 3.0)
        return cost if self.free is None else np.where(self.free, 0.0, cost)

    @property
    def room(self) -> Floats:
        """How far above its count a cell can be."""
        most = self.counts.sum() + np.abs(self.shift).max()
        return np.asarray(np.clip(np.minimum(self.largest, most) - self.counts, 0.0, None))


def suppress(problem: Problem, *, seconds: float = SECONDS) -> Flags:
    """Choose the cells to hide: the primary ones, and the cheapest others that protect them.

    Parameters
    ----------
    problem : Problem
        The cells and the sums.
    seconds : float, optional
        What the best choice may take before a heuristic one is made.

    Returns
    -------
    numpy.ndarray
        True for the cells to hide. Verified against the attacker: if no choice protects all
        primary cells, everything is hidden.
    """
    if not problem.primary.any():
        return problem.primary
    hidden = _cheapest(problem, deadline=time.monotonic() + seconds)
    if hidden is None:
        hidden = _one_after_another(problem)
    return hidden if not _exposed(problem, hidden.astype(float)) else np.ones_like(hidden)


def _cheapest(problem: Problem, *, deadline: float) -> Flags | None:
    """Add constraints until the cheapest choice protects all; None if time runs out."""
    cells = len(problem.counts)
    cuts, limits = [np.zeros(cells)], [0.0]
    for whole in (False, True):
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            chosen = optimize.milp(
                problem.cost,
                constraints=optimize.LinearConstraint(np.array(cuts), np.array(limits), np.inf),
                bounds=optimize.Bounds(problem.primary.astype(float), 1),
                integrality=np.full(cells, int(whole)),
                options={"time_limit": left},
            )
            if not chosen.success:
                return None
            hidden = np.round(chosen.x) if whole else np.clip(chosen.x, 0, 1)
            exposed = _exposed(problem, hidden)
            if not exposed:
                break
            cuts += [cut for cut, _ in exposed]
            limits += [needed for _, needed in exposed]
    return hidden > 0.5


def _exposed(problem: Problem, hidden: Floats) -> list[tuple[Floats, float]]:
    """Find the primary cells that cannot be far enough, each with the constraint that it wants.

    The duals of the attacker's programme bound what any choice of cells can bring about.
    """
    found = []
    for cell in np.flatnonzero(problem.primary):
        needed = abs(float(problem.shift[cell]))
        moved = optimize.linprog(
            -np.sign(problem.shift[cell]) * np.eye(len(hidden))[cell],
            A_eq=problem.sums,
            b_eq=np.zeros(len(problem.sums)),
            bounds=list(zip(-problem.counts * hidden, problem.room * hidden, strict=True)),
            method="highs",
        )
        if moved.fun is None or -moved.fun < needed - TOLERANCE:
            worth = moved.lower.marginals * problem.counts - moved.upper.marginals * problem.room
            found.append((np.minimum(worth, needed), needed))
    return found


def _one_after_another(problem: Problem) -> Flags:
    """Protect one primary cell at a time, by the cheapest set of cells that could move it."""
    cells, hidden = len(problem.counts), problem.primary.copy()
    ups_and_downs = np.hstack([problem.sums, -problem.sums])
    for cell in np.flatnonzero(problem.primary):
        upper, lower = np.concatenate([problem.room, problem.counts]), np.zeros(2 * cells)
        up, down = (cell, cells + cell) if problem.shift[cell] > 0 else (cells + cell, cell)
        lower[up], upper[down] = abs(problem.shift[cell]), 0
        moved = optimize.linprog(
            np.tile(np.where(hidden, 0, problem.cost), 2),
            A_eq=ups_and_downs,
            b_eq=np.zeros(len(problem.sums)),
            bounds=list(zip(lower, upper, strict=True)),
            method="highs",
        )
        if moved.success and moved.x is not None:
            hidden |= (moved.x[:cells] + moved.x[cells:]) > TOLERANCE
    return hidden
