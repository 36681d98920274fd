"""Why an area is a gap: codes that a machine can count; the screen holds their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

REASONS: Final = ("none_in_reach", "few_places", "no_public", "no_pvi", "single_provider")
ROUNDING: Final = 1e-9


def reason_codes(
    access: NDArray[np.float64],
    access_class: NDArray[np.str_],
    in_reach: Mapping[str, NDArray[np.int32]],
    greatest_contribution: NDArray[np.float64],
    target: float,
    *,
    has_public: bool,
    has_pvi: bool,
) -> list[tuple[str, ...]]:
    """Find the reasons of every area.

    Parameters
    ----------
    access : ndarray, shape (areas,)
        Access, in its unit; missing where there is nobody to measure it for, which is no reason.
    access_class : ndarray of str, shape (areas,)
        ``low``, ``mid`` or ``high``.
    in_reach : mapping
        Counts by area: providers_in_reach, public_in_reach, pvi_in_reach.
    greatest_contribution : ndarray, shape (areas,)
        What the one provider that matters most adds to each area's access, in the unit of access.
    target : float
        Access that counts as enough, same unit.
    has_public, has_pvi : bool
        Whether the chosen service types have any provider of that sector in the data; without one its absence says nothing.

    Returns
    -------
    list of tuple of str
        Codes of `REASONS`, in that order.
    """
    public, pvi = in_reach["public_in_reach"], in_reach["pvi_in_reach"]
    # The area that is itself the median may differ from it in the last digit.
    enough = target - ROUNDING
    tips_over = (access >= enough) & (access - greatest_contribution < enough)
    flags = np.column_stack(
        [
            (in_reach["providers_in_reach"] == 0) & ~np.isnan(access),
            (access > 0) & (access_class == "low"),
            (public == 0) & (pvi > 0) & has_public,
            (pvi == 0) & (public > 0) & has_pvi,
            tips_over,
        ]
    )
    return [tuple(code for code, flag in zip(REASONS, row, strict=True) if flag) for row in flags.tolist()]
