"""Objectives as mixed-integer programs, but for those of journeys that are searched in steps (`geo.siting.journeys`).

Access is linear in supply, because who shares a provider does not depend on it: so the list's own shortfall is a small program.

References
----------
Church, R. and ReVelle, C. (1974). The maximal covering location problem. Papers of the Regional Science Association 32, 101-118.

Toregas, C., Swain, R., ReVelle, C. and Bergman, L. (1971). The location of emergency service facilities. Operations Research 19(6),
1363-1373.

Rockafellar, R. T. and Uryasev, S. (2000). Optimization of conditional value-at-risk. Journal of Risk 2(3), 21-41.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from geo.siting.limits import layout, limit_rows
from geo.siting.solver import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.siting.instance import Instance

    Numbers = NDArray[np.float64]

# Access per child is a small number; a solver's tolerances are made for numbers around one.
SCALE: Final = 100.0


def shortfall_program(instance: Instance, places: float) -> Program:
    """Close the most weighted places short: ``max sum h_i``, ``h_i <= weight_i lack_i``, ``h_i <= sum_j weight_i a_ij y_j``.

    No site closes more of an area than it lacks, so ``a_ij`` is cut at that for the first unit: the relaxation is tighter, the answers
    are the same.
    """
    lack = np.maximum(0.0, instance.target - instance.access)
    areas = np.flatnonzero((lack > 0) & (instance.weight > 0))
    gain = sparse.csr_array(instance.gain)[areas]
    whole = sparse.csr_array((gain.data * np.repeat(instance.weight[areas], np.diff(gain.indptr)), gain.indices, gain.indptr), gain.shape)
    most = instance.weight[areas] * lack[areas]
    cut = whole.copy()
    cut.data = np.minimum(cut.data, np.repeat(most, np.diff(cut.indptr)))
    several = np.flatnonzero(instance.bounds.units > 1)
    own = sparse.hstack([-cut, -whole[:, several], sparse.eye_array(len(areas))], format="csr")
    return _with_limits(instance, places, own, np.full(len(areas), -np.inf), np.zeros(len(areas)), -np.ones(len(areas)), 0.0, most)


def worst_program(instance: Instance, places: float) -> Program:
    """Raise the mean of the worst served: ``max t - sum_i P_i v_i / (share P)``, ``v_i >= t - A_i - sum_j a_ij y_j``."""
    counted = np.flatnonzero(instance.children > 0)
    gain, access = SCALE * sparse.csr_array(instance.gain)[counted], SCALE * instance.access[counted]
    people = instance.children[counted]
    several = np.flatnonzero(instance.bounds.units > 1)
    count = len(counted)
    own = sparse.hstack([gain, gain[:, several], -np.ones((count, 1)), sparse.eye_array(count)], format="csr")
    share = people / max(instance.worst * people.sum(), 1.0)
    cost = np.concatenate([[-1.0], share])
    # The level never passes the access that all sites together would give.
    top = float((access + gain @ instance.bounds.units).max(initial=0.0))
    return _with_limits(instance, places, own, -access, np.full(count, np.inf), cost, 0.0, np.concatenate([[top], np.full(count, np.inf)]))


def cover_program(instance: Instance, places: float) -> Program:
    """Bring most within the time: ``max sum_i weight_i c_i``, ``c_i <= sum of the sites within it``."""
    covers, weight = _covers(instance)
    several = np.flatnonzero(instance.bounds.units > 1)
    own = sparse.hstack([-covers, sparse.csr_array((covers.shape[0], len(several))), sparse.eye_array(covers.shape[0])], format="csr")
    rows = covers.shape[0]
    return _with_limits(instance, places, own, np.full(rows, -np.inf), np.zeros(rows), -weight, 0.0, np.ones(rows))


def fewest_program(instance: Instance, within: float, places: float | None = None) -> Program:
    """Reach all that can be reached within a time by the fewest sites: ``min sum y``, each area within the time of one at least.

    Parameters
    ----------
    instance : Instance
        The question.
    within : float
        The time in minutes.
    places : float, optional
        Sites in all; empty: as many as it takes.
    """
    usable = instance.bounds.units > 0
    counted = (instance.children > 0) & (instance.nearest > within)
    covers = _unlike(sparse.csr_array((instance.minutes <= within) & usable)[counted])[0]
    covers = covers[np.diff(covers.indptr) > 0]
    lower, upper, site = layout(instance.bounds)
    rows, low, high = limit_rows(instance.bounds, places)
    own = sparse.hstack([covers, sparse.csr_array((covers.shape[0], len(site) - instance.sites))], format="csr")
    return Program(
        np.ones(len(site)),
        lower,
        upper,
        np.ones(len(site), dtype=bool),
        sparse.csr_array(sparse.vstack([rows, own], format="csr")),
        np.concatenate([low, np.ones(covers.shape[0])]),
        np.concatenate([high, np.full(covers.shape[0], np.inf)]),
    )


def _covers(instance: Instance) -> tuple[sparse.csr_array, Numbers]:
    """Sites within the time of each group of areas that is beyond it today, and what the group counts."""
    usable = instance.bounds.units > 0
    beyond = np.flatnonzero((instance.nearest > instance.within) & (instance.weight > 0))
    covers, group = _unlike(sparse.csr_array((instance.minutes[beyond] <= instance.within) & usable))
    weight = np.bincount(group, instance.weight[beyond], minlength=covers.shape[0])
    some = np.diff(covers.indptr) > 0
    return covers[some], weight[some]


def _unlike(covers: sparse.csr_array) -> tuple[sparse.csr_array, NDArray[np.intp]]:
    """Put areas together that the same sites cover: one constraint says it for all."""
    keys = [covers.indices[begin:end].tobytes() for begin, end in zip(covers.indptr[:-1], covers.indptr[1:], strict=True)]
    numbers: dict[bytes, int] = {}
    group = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)
    _, first = np.unique(group, return_index=True)
    return sparse.csr_array(covers[first].astype(float)), group


def _with_limits(
    instance: Instance,
    places: float,
    own: sparse.csr_array,
    low: Numbers,
    high: Numbers,
    cost: Numbers,
    least: float,
    most: Numbers,
) -> Program:
    """Add the limits, and the variables that say where units are, to an objective's own rows and variables (``cost``, 0 to ``most``)."""
    lower, upper, site = layout(instance.bounds)
    rows, limit_low, limit_high = limit_rows(instance.bounds, places)
    wide = sparse.hstack([rows, sparse.csr_array((rows.shape[0], len(cost)))], format="csr")
    return Program(
        np.concatenate([np.zeros(len(site)), cost]),
        np.concatenate([lower, np.full(len(cost), least)]),
        np.concatenate([upper, most]),
        np.concatenate([np.ones(len(site), dtype=bool), np.zeros(len(cost), dtype=bool)]),
        sparse.csr_array(sparse.vstack([wide, own], format="csr")),
        np.concatenate([limit_low, low]),
        np.concatenate([limit_high, high]),
    )
