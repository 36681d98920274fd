"""The one place that calls a mixed-integer solver: HiGHS, as `scipy.optimize.milp` brings it. Another solver enters here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.optimize import Bounds as Between
from scipy.optimize import LinearConstraint, milp

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    Numbers = NDArray[np.float64]

# A search ends where the best that is left can be better by this share at most: far below what any figure shows.
GAP: Final = 1e-7
# What `milp` says.
OPTIMAL, OUT_OF_TIME, INFEASIBLE = 0, 1, 2
# Less than that is no search.
LEAST_S: Final = 0.05

Ended = Literal["proven", "stopped", "infeasible"]


@dataclass(frozen=True)
class Program:
    """A mixed-integer linear program: minimise ``cost @ x`` with ``low <= rows @ x <= high`` and ``lower <= x <= upper``.

    Parameters
    ----------
    cost, lower, upper : ndarray, shape (variables,)
        Objective and bounds of each variable.
    whole : ndarray of bool, shape (variables,)
        Which variables are whole numbers.
    rows : csr_array, shape (constraints, variables)
        Coefficients.
    low, high : ndarray, shape (constraints,)
        Bounds of each constraint.
    """

    cost: Numbers
    lower: Numbers
    upper: Numbers
    whole: NDArray[np.bool_]
    rows: sparse.csr_array
    low: Numbers
    high: Numbers


@dataclass(frozen=True)
class Solved:
    """How a search ended.

    Parameters
    ----------
    ended : {"proven", "stopped", "infeasible"}
        The best was proven, time was up, or nothing keeps to the constraints.
    x : ndarray, optional
        The best that was found, if any.
    bound : float
        No answer costs less; minus infinity where nothing is known.
    """

    ended: Ended
    x: Numbers | None
    bound: float


def solve(program: Program, seconds: float) -> Solved:
    """Search for the least cost.

    Parameters
    ----------
    program : Program
        The question.
    seconds : float
        Longest search.
    """
    if not len(program.cost):
        fits = bool(((program.low <= 0) & (program.high >= 0)).all())
        return Solved("proven", np.zeros(0), 0.0) if fits else Solved("infeasible", None, np.inf)
    found = milp(
        program.cost,
        integrality=program.whole.astype(np.int64),
        bounds=Between(program.lower, program.upper),
        constraints=LinearConstraint(program.rows, program.low, program.high),
        options={"time_limit": max(seconds, LEAST_S), "mip_rel_gap": GAP},
    )
    if found.status == INFEASIBLE:
        return Solved("infeasible", None, np.inf)
    if found.status not in (OPTIMAL, OUT_OF_TIME):
        raise ArithmeticError(f"The solver ended with: {found.message}")
    ended: Ended = "proven" if found.status == OPTIMAL else "stopped"
    bound = getattr(found, "mip_dual_bound", None)
    known = float(found.fun) if ended == "proven" and bound is None else bound
    return Solved(ended, found.x, -np.inf if known is None or np.isnan(known) else float(known))
