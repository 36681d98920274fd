"""Measured travel times: what they replace, what keeps the estimate, and how they are brought."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo.analysis.profile import providers_in_reach
from geo.method.confidence import drawn_access
from geo.method.gaps import Query, gap_list, score_areas
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.kept import of_today
from tests.helpers import grids
from tests.helpers.grids import measured
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import LSOAS


def access(atlas) -> dict[str, float]:
    return score_areas(grids.model(atlas), Query("school"))["access"].to_dict()


def test_measured_times_bring_the_far_near_and_cut_off_what_has_no_way() -> None:
    # L2 lies 4 km from both, but a river parts it from P1; a fast train takes L4, 32 km away, to P2 in 4 of the 5 minutes.
    atlas = measured(("L2", "P1", None), ("L2", "P2", 2), ("L4", "P2", 4))
    # P1 is L1's alone: 60 places for 100 children. P2's 20 places are shared by 50 + 50 + 20.
    assert access(atlas) == pytest.approx({"L1": 60, "L2": 100 * 20 / 120, "L3": 100 * 20 / 120, "L4": 100 * 20 / 120})
    reached = providers_in_reach(grids.model(atlas), Query("school"), "L4")
    assert reached["minutes"].to_dict() == {"P2": 4.0}


def test_a_time_beyond_the_catchment_is_out_of_reach() -> None:
    assert access(measured(("L2", "P1", 5.1), ("L2", "P2", 5.0)))["L2"] == pytest.approx(100 * 20 / 100)


def test_a_pair_that_the_table_leaves_out_is_out_of_reach_if_it_knows_both_ends() -> None:
    known = measured(("L1", "P1", 1), ("L2", "P2", 1))
    # P1 and L2 both occur, their pair does not: P1 is shared by L1 alone.
    assert access(known)["L1"] == pytest.approx(60)


def test_a_provider_that_opened_since_keeps_the_estimate() -> None:
    opened = grids.atlas(providers=[*grids.LINE_PROVIDERS, grids.provider("P3", 4000, 50)])
    found = access(measured(("L1", "P1", 1), ("L2", "P2", 1), of=opened))
    # P3 is 4 km from L1 and L3 and beside L2: 50 places for 200 children, as if nothing had been measured.
    assert found["L2"] == pytest.approx(100 * (20 / 100 + 50 / 200))


def test_times_that_equal_the_estimates_change_nothing() -> None:
    model = grids.model()
    lsoas, providers = np.arange(4), np.arange(2)
    minutes = model.travel.minutes(lsoas[:, None], providers)
    rows = [(f"L{i + 1}", f"P{j + 1}", float(minutes[i, j])) for i in lsoas for j in providers]
    same = grids.model(measured(*rows))
    for query in (Query("school"), Query("school", "ward"), Query("school", sector="public")):
        assert score_areas(same, query)["access"].tolist() == pytest.approx(score_areas(model, query)["access"].tolist())
    ours, theirs = (drawn_access(model, Query("school")) for model in (same, model))
    assert ours == pytest.approx(theirs)


def test_times_by_car_say_nothing_of_walking() -> None:
    # At 48 km/h the catchment is 4 km on foot: L2 reaches both by the estimate. By car it has no way to P1.
    atlas = measured(("L2", "P1", None), ("L2", "P2", 2), ("L4", "P2", 4))
    on_foot = {"mode": "walk", "speeds_km_per_h": {"walk": {"urban": 48.0, "rural": 48.0}}}
    walked = grids.model(atlas, **on_foot)
    assert score_areas(walked, Query("school"))["access"].to_dict() == pytest.approx(
        {"L1": 100 * 60 / 150, "L2": 100 * (60 / 150 + 20 / 100), "L3": 100 * 20 / 100, "L4": 0}
    )
    assert "measured" not in gap_list(walked, Query("school"))["method_version"].iloc[0]
    own = grids.model(replace(atlas, travel_times=atlas.travel_times.assign(mode="walk")), **on_foot)
    assert score_areas(own, Query("school"))["access"].to_dict() == pytest.approx(access(atlas))


def test_the_nearest_is_the_one_that_is_reached_first() -> None:
    # P1 is across the river: L2 gets to it in 20 minutes, to P2, no farther off, in 2. L4 has no way and keeps the nearest by distance.
    atlas = measured(("L2", "P1", 20), ("L2", "P2", 2), ("L4", "P1", None), ("L4", "P2", None), ("L1", "P1", 3), ("L1", "P2", 1))
    scores = score_areas(grids.model(atlas), Query("school"))
    assert scores["nearest_provider"].to_dict() == {"L1": "Name of P2", "L2": "Name of P2", "L3": "Name of P2", "L4": "Name of P2"}
    assert scores["nearest_km"].to_dict() == pytest.approx({"L1": 8, "L2": 4, "L3": 0, "L4": 32})


def test_families_around_the_atlas_travel_by_measured_times_too() -> None:
    around = [{"area_code": "S1", "centroid_e": grids.WEST_M + 60_000, "centroid_n": grids.SOUTH_M, "children_0_4": 100}]
    # 60 km away by the estimate; the router takes S1 to P1, which L1 and L2 share, in 4 minutes.
    found = access(measured(("S1", "P1", 4), of=grids.atlas(surroundings=around)))
    assert found["L1"] == pytest.approx(100 * 60 / 250)


def test_the_list_says_whose_times_were_measured() -> None:
    told = gap_list(grids.model(measured(("L1", "P1", 1))), Query("school"))["method_version"].iloc[0]
    assert "measured travel times: 1 of 4 LSOAs" in told
    assert "measured" not in gap_list(grids.model(), Query("school"))["method_version"].iloc[0]


# --- bringing them -----------------------------------------------------------------------------------------------------


@pytest.fixture
def workspace(tiny):
    with_workspace(tiny)


def bring(run_tiny, tmp_path, text, *options):
    path = tmp_path / "by_bus.csv"
    path.write_text(text, encoding="utf-8")
    return run_tiny("import", path, *options)


def of_now(tiny):
    return load_atlas(of_today(load_settings(tiny.config)))


@pytest.mark.usefixtures("workspace")
def test_times_of_a_router_are_brought_and_a_second_file_replaces_the_first(run_tiny, tiny, tmp_path) -> None:
    first, second = of_now(tiny).providers.index[:2]
    text = f"from_id,to_id,travel_time\n{LSOAS[0]},{first},7\n{LSOAS[0]},{second},\n{LSOAS[1]},nowhere,3\nE01999999,{first},3\n"
    done = bring(run_tiny, tmp_path, text, "--who", "A Lead", "--why", "buses")
    assert done.code == 0, done.err
    assert "read 4, matched 2, suppressed 0, outside 2, rejected 0" in done.out.decode()
    times = of_now(tiny).travel_times
    assert times[["origin_code", "provider_id"]].to_numpy().tolist() == [[LSOAS[0], first], [LSOAS[0], second]]
    assert times["minutes"].tolist() == pytest.approx([7, np.nan], nan_ok=True)
    assert bring(run_tiny, tmp_path, f"from_id,to_id,travel_time\n{LSOAS[1]},{first},9\n", "--who", "A", "--why", "b").code == 0
    assert of_now(tiny).travel_times["minutes"].tolist() == [9]
    assert run_tiny("check").code in (0, 1)


@pytest.mark.usefixtures("workspace")
def test_times_by_car_and_on_foot_stand_side_by_side(run_tiny, tiny, tmp_path) -> None:
    first = of_now(tiny).providers.index[0]
    by = ("--who", "A", "--why", "b")
    header = "area_code,provider_id,minutes"
    without = bring(run_tiny, tmp_path, f"{header}\n{LSOAS[0]},{first},7\n", *by)
    assert "does not say how families travel: its times stand for drive" in without.out.decode()
    text = f"{header},mode\n{LSOAS[0]},{first},40,Walking\n{LSOAS[1]},{first},9,by bus\n{LSOAS[2]},{first},50,walk\n"
    on_foot = bring(run_tiny, tmp_path, text, *by)
    assert "read 3, matched 2, suppressed 0, outside 0, rejected 1" in on_foot.out.decode()
    kept = of_now(tiny)
    assert kept.travel_times[["mode", "minutes"]].to_numpy().tolist() == [["drive", 7], ["walk", 40], ["walk", 50]]
    assert {"travel_times_drive", "travel_times_walk"} <= set(kept.sources.index)
    assert bring(run_tiny, tmp_path, f"{header},mode\n{LSOAS[1]},{first},8,CAR\n", *by).code == 0
    assert of_now(tiny).travel_times[["mode", "minutes"]].to_numpy().tolist() == [["drive", 8], ["walk", 40], ["walk", 50]]


@pytest.mark.usefixtures("workspace")
def test_rows_that_cannot_be_are_named(run_tiny, tiny, tmp_path) -> None:
    first, second = of_now(tiny).providers.index[:2]
    rows = [(LSOAS[0], first, "-1"), (LSOAS[0], second, "soon"), (LSOAS[1], first, "3"), (LSOAS[1], first, "4"), (LSOAS[2], first, "4")]
    text = "from_id,to_id,travel_time\n" + "".join(f"{','.join(row)}\n" for row in rows)
    done = bring(run_tiny, tmp_path, text, "--who", "A", "--why", "b")
    assert done.code == 0, done.err
    assert "read 5, matched 1, suppressed 0, outside 0, rejected 4" in done.out.decode()
    assert of_now(tiny).travel_times["minutes"].tolist() == [4]


@pytest.mark.usefixtures("workspace")
def test_a_table_of_other_places_is_refused_with_the_way_out(run_tiny, tmp_path) -> None:
    done = bring(run_tiny, tmp_path, "from_id,to_id,travel_time\n1,2,3\n")
    assert done.code != 0
    assert "python -m geo export" in done.err


def test_a_data_folder_with_a_broken_table_is_told_so(run_tiny, tiny) -> None:
    (tiny.config.parent / "data" / "travel_times.csv").write_text(
        "origin_code,provider_id,mode,minutes,source_id\nE01000001,nobody,fly,-3,no_source\n", encoding="utf-8"
    )
    done = run_tiny("check")
    assert done.code != 0
    assert "travel_times.csv, row 2, column minutes" in done.err + done.out.decode()
    assert "travel_times.csv, row 2, column mode" in done.err + done.out.decode()
    assert "no_source" in done.err + done.out.decode()


@pytest.mark.parametrize("minutes", ["inf", "NaN", "1e999", "soon"])
def test_minutes_without_end_are_refused(run_tiny, tiny, minutes) -> None:
    (tiny.config.parent / "data" / "travel_times.csv").write_text(
        f"origin_code,provider_id,mode,minutes,source_id\n{LSOAS[0]},n-1,drive,{minutes},official\n", encoding="utf-8"
    )
    done = run_tiny("check")
    assert done.code != 0
    assert f"travel_times.csv, row 2, column minutes: found '{minutes}'" in done.err + done.out.decode()


def test_a_pair_given_twice_is_refused_and_a_code_that_is_gone_is_told(run_tiny, tiny) -> None:
    path = tiny.config.parent / "data" / "travel_times.csv"
    header, row = "origin_code,provider_id,mode,minutes,source_id\n", f"{LSOAS[0]},n-1,drive,3,official\n"
    path.write_text(header + row + row, encoding="utf-8")
    twice = run_tiny("check")
    assert twice.code != 0
    assert "travel_times.csv, row 3" in twice.err + twice.out.decode()
    path.write_text(f"{header}{row}{LSOAS[0]},closed,drive,3,official\nE01999999,n-1,drive,3,official\n", encoding="utf-8")
    told = run_tiny("check")
    assert told.code == 0, told.err
    shown = told.err + told.out.decode()
    assert "1 of 3 rows of travel_times.csv change nothing: providers.csv and providers_osm.csv do not have their provider_id" in shown
    assert "1 of 3 rows of travel_times.csv change nothing: areas.csv and surroundings.csv do not have their origin_code" in shown
