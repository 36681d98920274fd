"""The gap list of the line (see tests/helpers/grids.py): order, ranks, rounding, filters, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.base.errors import UnknownIdError
from geo.method.gaps import Query, gap_list, nearest_to_priority, priority_children, score_areas
from tests.helpers import grids

COLUMNS = [
    "rank",
    "area_code",
    "area_label",
    "level",
    "ward",
    "district",
    "outcome",
    "children_0_4",
    "need_score",
    "access",
    "access_unit",
    "access_score",
    "gap_score",
    "gap_class",
    "shortfall_places",
    "nearest_provider",
    "nearest_km",
    "providers_in_reach",
    "public_in_reach",
    "pvi_in_reach",
    "reasons",
    "rank_low",
    "rank_high",
    "confidence",
    "data_as_at",
    "method_version",
    "survives_at",
    "access_public",
    "access_pvi",
    "public_share",
    "low_income_pvi_only",
    "key_provider",
    "key_provider_children",
    "nearest_minutes",
    "need_driver",
    "walk_rank",
    "also_on_foot",
    "also_3sfca",
    "england_low_income_place",
    "england_access_decile",
    "high_need_only_here",
    "border",
    "children_basis",
    "how_sure",
]


def test_gap_list_is_ranked_and_keeps_its_columns() -> None:
    found = gap_list(grids.model(), Query("school"))
    assert found.columns.tolist() == COLUMNS
    # L1 and L2 both score 0: the code decides.
    assert found["area_code"].tolist() == ["L4", "L3", "L1", "L2"]
    assert found["rank"].tolist() == [1, 2, 3, 4]
    row = found.iloc[1]
    assert (row["area_label"], row["level"], row["ward"], row["district"]) == ("W2 (L3)", "lsoa", "Name of W2", "Name of D2")
    assert (row["gap_score"], row["access"], row["shortfall_places"], row["reasons"]) == (66.7, 20.0, 5.0, "no_pvi;single_provider")
    assert row["data_as_at"] == "provision 2025-12-31; children mid-2020; need 2025"
    assert row["method_version"] == "3 (target 30.0 places per 100 children: atlas median)"
    # L4 has the greatest need and no access, whatever the weights; L1 and L2 always tie in access and may change places in need.
    assert found.iloc[0][["rank_low", "rank_high", "confidence"]].tolist() == [1, 1, 1.0]
    assert found.iloc[0]["survives_at"] == "lsoa;ward"
    quick = gap_list(grids.model(), Query("school"), evidence=False)
    evidence = ["rank_low", "rank_high", "confidence", "survives_at", *COLUMNS[COLUMNS.index("walk_rank") :]]
    assert quick[evidence].isna().all(axis=None)
    pd.testing.assert_frame_equal(quick.drop(columns=evidence), found.drop(columns=evidence))


def test_figures_are_rounded_for_reading() -> None:
    ward = gap_list(grids.model(), Query("school", "ward")).set_index("area_code").loc["W2"]
    # 50 x 20 / 70 = 14.2857; (50 x 0 + 20 x 32) / 70 = 9.1429; (30 - 14.2857) x 0.7 = 11.0.
    assert ward[["access", "nearest_km", "shortfall_places"]].tolist() == [14.29, 9.14, 11.0]


def test_a_district_filter_lists_less_and_scores_the_same() -> None:
    model = grids.model()
    everywhere, one = gap_list(model, Query("school")), gap_list(model, Query("school", districts=("D1",)))
    assert one["area_code"].tolist() == ["L1", "L2"]
    assert one["rank"].tolist() == [1, 2]
    kept = everywhere[everywhere["area_code"].isin(["L1", "L2"])].reset_index(drop=True)
    ranks = ["rank", "rank_low", "rank_high"]
    pd.testing.assert_frame_equal(one.drop(columns=ranks), kept.drop(columns=ranks))


def test_ranks_follow_scores_before_rounding() -> None:
    count = 2001
    lsoas = [grids.lsoa(f"L{number:04}", 10 * number, 10) for number in range(count)]
    line = grids.atlas(
        lsoas,
        [grids.provider("P1", 0, 10)],
        indicator_values=grids.values("idaci", **{row["area_code"]: float(number) for number, row in enumerate(lsoas)}),
    )
    model = grids.model(line, decay_sigma_share=0.5, catchment_minutes=60.0)
    listed, exact = gap_list(model, Query("school")), score_areas(model, Query("school"))["gap_score"]
    ranked = exact[listed["area_code"]].to_numpy()
    assert (np.diff(ranked) <= 0).all()
    assert listed["gap_score"].nunique() < len(np.unique(exact))


def test_children_in_priority_areas_by_district() -> None:
    found = priority_children(grids.model(), Query("school"))
    assert found.loc["D2"].to_dict() == {"children_0_4": 70, "children_in_priority": 20, "priority_areas": 1}
    assert found.loc["D1"].to_dict() == {"children_0_4": 150, "children_in_priority": 0, "priority_areas": 0}


@pytest.mark.parametrize(
    ("query", "kind", "valid"),
    [
        (Query("schol"), "outcome", ("school", "health")),
        (Query("school", "parish"), "level", ("district", "ward", "lsoa")),
        (Query("school", districts=("D1", "D9")), "district", ("D1", "D2")),
        (Query("school", sector="private"), "sector", ("all", "public", "pvi")),
        (Query("school", services=("gp",)), "service", ("day_nursery", "nursery_school", "school_nursery", "library")),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(query: Query, kind: str, valid: tuple[str, ...]) -> None:
    with pytest.raises(UnknownIdError) as refused:
        gap_list(grids.model(), query)
    assert refused.value.kind == kind
    assert refused.value.valid == valid


def test_the_nearest_to_priority_lacks_the_fewest_points_and_is_none_itself() -> None:
    rows = pd.DataFrame(
        [
            ("already", 90.0, 5.0, 1.0, "priority"),
            ("needy", 90.0, 50.0, 9.0, "high_need_mid_access"),  # lacks 16.7 points of access
            ("both", 60.0, 40.0, 8.0, "mid_need_mid_access"),  # 6.7 of each
            ("nothing", 54.0, 45.0, 0.0, "mid_need_low_access"),  # 12.7 of need: nothing in reach is low, whatever its percentile
            ("unknown", np.nan, np.nan, np.nan, "no_data"),
        ],
        columns=["area_code", "need_score", "access_score", "access", "gap_class"],
    )
    found = nearest_to_priority(rows)
    assert found is not None
    assert found["area_code"] == "nothing"
    assert nearest_to_priority(rows.iloc[[0, 4]]) is None
    others = nearest_to_priority(rows.iloc[[0, 1, 2]])
    assert others is not None
    assert others["area_code"] == "both"
