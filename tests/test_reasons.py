"""Each reason, where it holds and where it must not."""

from __future__ import annotations

import numpy as np

from geo.reasons import reason_codes


def reasons(
    access: float,
    access_class: str = "mid",
    *,
    public: int = 1,
    pvi: int = 1,
    chosen: int | None = None,
    greatest: float = 0.0,
    target: float = 30.0,
    has_public: bool = True,
    has_pvi: bool = True,
) -> tuple[str, ...]:
    """Reasons of one area."""
    counts = {"providers_in_reach": public + pvi if chosen is None else chosen, "public_in_reach": public, "pvi_in_reach": pvi}
    in_reach = {name: np.array([count], dtype=np.int32) for name, count in counts.items()}
    contribution = np.array([greatest])
    return reason_codes(
        np.array([access]), np.array([access_class]), in_reach, contribution, target, has_public=has_public, has_pvi=has_pvi
    )[0]


def test_none_in_reach_stands_alone() -> None:
    assert reasons(0, "low", public=0, pvi=0) == ("none_in_reach",)


def test_none_in_reach_follows_the_chosen_sector() -> None:
    assert reasons(0, "low", public=0, pvi=2, chosen=0) == ("none_in_reach", "no_public")


def test_few_places_needs_some_access_and_the_lowest_third() -> None:
    assert reasons(5, "low") == ("few_places",)
    assert reasons(5, "mid") == ()
    assert reasons(0, "low") == ()


def test_a_missing_sector_counts_only_where_the_data_knows_it() -> None:
    assert reasons(20, public=0) == ("no_public",)
    assert reasons(20, public=0, has_public=False) == ()
    assert reasons(20, pvi=0) == ("no_pvi",)
    assert reasons(20, pvi=0, has_pvi=False) == ()


def test_single_provider_is_one_whose_loss_takes_the_area_below_target() -> None:
    assert reasons(30, greatest=0.1) == ("single_provider",)
    assert reasons(40, greatest=10.0) == ()
    assert reasons(29, greatest=20.0) == ()
    assert reasons(30, greatest=0.0) == ()


def test_an_area_at_the_target_but_for_rounding_is_at_the_target() -> None:
    # The area whose access is the median may differ from it in the last digit.
    assert reasons(np.nextafter(30, 0), greatest=5.0) == ("single_provider",)
    assert reasons(40, greatest=40 - np.nextafter(30, 0)) == ()


def test_several_reasons_keep_their_order() -> None:
    assert reasons(5, "low", public=0, greatest=4.0, target=4.5) == ("few_places", "no_public", "single_provider")
