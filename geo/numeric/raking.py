"""Tables that have to add up: raked to totals that are known, and rounded without losing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

if TYPE_CHECKING:
    import numpy.typing as npt

MOST_ROUNDS: Final = 10_000
# Rows may miss their total by this share of the whole table; columns are met exactly.
TOLERANCE: Final = 1e-12
# A cell this close to a whole number is that number.
WHOLE: Final = 1e-6


def rake(
    seed: npt.NDArray[np.float64], row_totals: npt.NDArray[np.float64], column_totals: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Scale a table to known totals of its rows and columns by iterative proportional fitting.

    Rows and columns are scaled in turn until both hold. Of all tables with these totals it is the one that departs least from the seed
    (Kullback-Leibler): what rows and columns have to do with each other stays as in the seed, and zero stays zero.

    Parameters
    ----------
    seed : array of float, shape (rows, columns)
        Not negative.
    row_totals : array of float, shape (rows,)
        Not negative, in the unit of the result.
    column_totals : array of float, shape (columns,)
        The same; their sum is that of the rows.

    Returns
    -------
    array of float, shape (rows, columns)
        With the totals asked for.

    Raises
    ------
    ValueError
        Something is negative, the totals differ in their sum, or zeros of the seed forbid them.

    References
    ----------
    Deming, W. E. and Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when the expected marginal
    totals are known. Annals of Mathematical Statistics 11, 427-444.
    """
    if min(seed.min(), row_totals.min(), column_totals.min()) < 0:
        raise ValueError("Neither the table nor a total may be negative.")
    whole = column_totals.sum()
    if not np.isclose(row_totals.sum(), whole, rtol=1e-9, atol=1e-9):
        raise ValueError(f"The totals of the rows add up to {row_totals.sum():g}, those of the columns to {whole:g}.")
    table = seed.astype(np.float64)
    for _ in range(MOST_ROUNDS):
        table *= _factors(row_totals, table.sum(axis=1))[:, None]
        table *= _factors(column_totals, table.sum(axis=0))
        if np.abs(table.sum(axis=1) - row_totals).max() <= TOLERANCE * max(whole, 1.0):
            break
    if np.abs(table.sum(axis=1) - row_totals).max() > WHOLE or np.abs(table.sum(axis=0) - column_totals).max() > WHOLE:
        raise ValueError("No table with these totals has its zeros where the seed has them.")
    return table


def _factors(wanted: npt.NDArray[np.float64], found: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.divide(wanted, found, out=np.zeros_like(wanted, dtype=np.float64), where=found > 0)


def round_table(table: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Round a table so that it still adds up: each cell, and the total of each row, to one of the two whole numbers beside it.

    Of the ways to do so it takes the one that is nearest to the table, totals of rows before single cells. A zero stays zero.

    Parameters
    ----------
    table : array of float, shape (rows, columns)
        Not negative; the totals of its columns are whole numbers, and are kept.

    Returns
    -------
    array of int, shape (rows, columns)

    Raises
    ------
    ValueError
        The total of a column is not a whole number.

    References
    ----------
    Cox, L. H. and Ernst, L. R. (1982). Controlled rounding. INFOR 20, 423-432.
    """
    rows, columns = table.shape
    if _split(table.sum(axis=0))[1].any():
        raise ValueError("The totals of the columns are not whole numbers.")
    floors, rests = _split(table)
    row_floors, row_rests = _split(table.sum(axis=1))
    ups = np.round(table.sum(axis=0)).astype(np.int64) - floors.sum(axis=0)
    # One unknown a cell, one a row: whether it is rounded up. Up costs less than down above one half; a row more than all its cells.
    cost = np.concatenate([(1 - 2 * rests).ravel(), (1 - 2 * row_rests) * (columns + 1)])
    upper = np.concatenate([(rests > 0).ravel(), row_rests > 0]).astype(np.float64)
    of_row = sparse.hstack([sparse.kron(sparse.eye_array(rows), np.ones((1, columns))), -sparse.eye_array(rows)])
    of_column = sparse.hstack([sparse.kron(np.ones((1, rows)), sparse.eye_array(columns)), sparse.coo_array((columns, rows))])
    totals = np.concatenate([row_floors - floors.sum(axis=1), ups])
    sums = LinearConstraint(sparse.vstack([of_row, of_column]), totals, totals)
    found = milp(cost, integrality=np.ones(len(cost)), bounds=Bounds(0, upper), constraints=sums)
    up: npt.NDArray[np.int64] = np.round(found.x[: rows * columns]).astype(np.int64).reshape(rows, columns)
    return floors + up


def _split(numbers: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Give the whole number below each number, and what is left."""
    floors = np.floor(numbers + WHOLE)
    rests = np.where(numbers - floors > WHOLE, numbers - floors, 0.0)
    return floors.astype(np.int64), rests
