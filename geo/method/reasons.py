"""Why an area is a gap: codes that a machine can count; the screen holds their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

REASONS: Final = ("none_in_reach", "few_places", "no_public", "no_pvi", "quality", "single_provider", "age_gap")
ROUNDING: Final = 1e-9

GOOD_OR_BETTER: Final = ("1", "2")
MONTHS_A_YEAR: Final = 12
AGES: Final = range(5)
TAKES: Final = tuple(f"age_{age}_in_reach" for age in AGES)
_BITS: Final = 1 << np.arange(len(REASONS))
# Of all combinations few occur, many times each: looking them up is faster than putting each together.
_COMBINATIONS: Final = [
    tuple(code for code, bit in zip(REASONS, _BITS, strict=True) if number & bit) for number in range(1 << len(REASONS))
]
FACTS: Final = ("judged_in_reach", "good_in_reach", "ages_unknown_in_reach", *TAKES)


def provider_facts(providers: pd.DataFrame) -> NDArray[np.int32]:
    """Say of each provider what bears on quality and on ages, as 0 and 1: added up over those in reach these are counts.

    Judged is who has a single grade; good are the grades 1 and 2 (outstanding, good). A report card carries no single grade and
    counts as not judged. A provider takes an age if its range holds any month of that year of life; one whose range is not
    known in full may take anybody, and says so.

    Parameters
    ----------
    providers : DataFrame
        Columns quality_scheme, quality, age_from_months, age_to_months, as in ``providers.csv``.

    Returns
    -------
    ndarray of int32, shape (providers, facts)
        Columns `FACTS`.
    """
    judged = (providers["quality_scheme"] == "graded") & providers["quality"].notna()
    good = judged & providers["quality"].isin(GOOD_OR_BETTER)
    youngest, oldest = (providers[column].to_numpy(dtype=float) for column in ("age_from_months", "age_to_months"))
    unknown = np.isnan(youngest) | np.isnan(oldest)
    takes = [unknown | ((youngest < MONTHS_A_YEAR * (age + 1)) & (oldest >= MONTHS_A_YEAR * age)) for age in AGES]
    facts = {
        "judged_in_reach": judged,
        "good_in_reach": good,
        "ages_unknown_in_reach": unknown,
        **dict(zip(TAKES, takes, strict=True)),
    }
    return np.column_stack([facts[name] for name in FACTS]).astype(np.int32)


def reason_codes(
    access: NDArray[np.float64],
    access_class: NDArray[np.str_],
    in_reach: Mapping[str, NDArray[np.int32]],
    depends: NDArray[np.bool_],
    *,
    has_public: bool,
    has_pvi: bool,
    has_places: bool,
) -> list[tuple[str, ...]]:
    """Find the reasons of every area.

    Parameters
    ----------
    access : ndarray, shape (areas,)
        Access, in its unit; missing where there is nobody to measure it for, which is no reason.
    access_class : ndarray of str, shape (areas,)
        ``low``, ``mid`` or ``high``.
    in_reach : mapping
        Counts by area: providers_in_reach, public_in_reach, pvi_in_reach and `FACTS`.
    depends : ndarray of bool, shape (areas,)
        Whether one provider gives a great part of the area's access (`geo.method.dependence`).
    has_public, has_pvi : bool
        Whether the chosen service types have any provider of that sector in the data; without one its absence says nothing.
    has_places : bool
        Whether provision is measured in places for children, so that their ages matter.

    Returns
    -------
    list of tuple of str
        Codes of `REASONS`, in that order.
    """
    public, pvi, providers = in_reach["public_in_reach"], in_reach["pvi_in_reach"], in_reach["providers_in_reach"]
    holds = {
        "none_in_reach": (providers == 0) & ~np.isnan(access),
        "few_places": (access > 0) & (access_class == "low"),
        "no_public": (public == 0) & (pvi > 0) & has_public,
        "no_pvi": (pvi == 0) & (public > 0) & has_pvi,
        "quality": (in_reach["judged_in_reach"] > 0) & (in_reach["good_in_reach"] == 0),
        "single_provider": depends,
        "age_gap": (providers > 0) & ages_without_place(in_reach).any(axis=1) & has_places,
    }
    flags = np.column_stack([holds[code] for code in REASONS])
    return [_COMBINATIONS[number] for number in (flags @ _BITS).tolist()]


def ages_without_place(in_reach: Mapping[str, NDArray[np.int32]]) -> NDArray[np.bool_]:
    """Find the ages that no provider in reach takes; none where some provider's ages are not known.

    Returns
    -------
    ndarray of bool, shape (areas, ages)
        Ages 0 to 4.
    """
    taken = np.column_stack([in_reach[name] for name in TAKES]) > 0
    unknown = in_reach["ages_unknown_in_reach"] > 0
    return ~(taken | unknown[:, None])
