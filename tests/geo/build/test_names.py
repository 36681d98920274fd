"""Names of neighbourhoods: counted by hand on a few made-up ones, and what every name of the embedded data must keep."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from geo.base.paths import ROOT
from geo.base.vocabulary import COMPASS
from geo.build.names import name_areas
from geo.build.postcodes import Postcodes

DISTRICT = "E07000901"


def atlas_of(homes, places, *, kind="urban", wards=None):
    """Areas whose homes are at given points (metres), and places ``name: (kind, easting, northing)``."""
    codes = [f"E01{number:06}" for number in range(1, len(homes) + 1)]
    wards = wards or ["E05000001"] * len(codes)
    rows = [
        {
            "area_code": code, "level": "lsoa", "name": f"Alder 00{code[-1]}A", "ward_code": ward, "district_code": DISTRICT,
            "rural_urban": kind, "centroid_e": sum(e for e, _ in points) / len(points),
            "centroid_n": sum(n for _, n in points) / len(points),
        }
        for code, ward, points in zip(codes, wards, homes, strict=True)
    ]  # fmt: skip
    upper = [{"area_code": ward, "level": "ward", "name": f"Ward {ward[-1]}", "district_code": DISTRICT} for ward in dict.fromkeys(wards)]
    upper.append({"area_code": DISTRICT, "level": "district", "name": "Alder", "district_code": DISTRICT})
    points = [(code, float(e), float(n)) for code, given in zip(codes, homes, strict=True) for e, n in given]
    frame = pd.DataFrame(points, columns=["lsoa_code", "easting", "northing"]).assign(large_user=False)
    listed = [(name, size, e, n) for name, (size, e, n) in places.items()]
    found = pd.DataFrame(listed, columns=["name", "kind", "easting", "northing"]).assign(source_id="os_open_names")
    return pd.DataFrame([*rows, *upper]), found, Postcodes(frame)


def names_of(*given, **more):
    return name_areas(*atlas_of(*given, **more)).set_index("lsoa_code")["name"].tolist()


def test_most_homes_decide_and_the_distance_is_from_their_centre():
    # Two of three postcodes are nearer to Oak; their centre (0, 100) is 100 m from it.
    areas = atlas_of([[(0, 0), (0, 0), (0, 300)]], {"Oak": ("suburb", 0, 0), "Elm": ("suburb", 0, 400)})
    (row,) = name_areas(*areas).to_dict("records")
    assert row == {
        "lsoa_code": "E01000001", "name": "Oak", "basis": "place", "official_name": "Alder 001A", "source_id": "os_open_names",
        "distance_m": 100,
    }  # fmt: skip


def test_in_the_country_a_village_draws_farther_than_its_ends_and_in_town_it_does_not():
    places = {"Oak": ("village", 0, 0), "Oak End": ("suburb", 0, 500)}
    assert names_of([[(0, 300)]], places, kind="rural") == ["Oak"]
    assert names_of([[(0, 300)]], places, kind="urban") == ["Oak End"]


@pytest.mark.parametrize(("homes_of_elm", "name"), [(1, "Oak and Elm"), (0, "Oak")])
def test_a_second_village_is_named_from_a_third_of_the_homes_on(homes_of_elm, name):
    points = [(0, 0)] * (3 - homes_of_elm) + [(0, 5000)] * homes_of_elm
    assert names_of([points], {"Oak": ("village", 0, 0), "Elm": ("village", 0, 5000)}, kind="rural") == [name]


def test_those_that_share_a_place_are_told_apart_by_where_they_lie():
    homes = [[(0, 500)], [(500, 0)], [(0, -500)], [(-500, 0)], [(0, 10)]]
    assert names_of(homes, {"Oak": ("town", 0, 0)}) == ["Oak north", "Oak east", "Oak south", "Oak west", "Oak centre"]
    assert names_of(homes[:2], {"Old North": ("town", 0, 0)}) == ["Old North, north-west", "Old North, south-east"]


def test_too_many_for_a_place_are_named_by_their_wards_and_too_many_for_a_ward_are_numbered():
    cross = ((0, 500), (500, 0), (0, -500), (-500, 0), (0, 10))
    homes = [[(middle + e, n)] for middle in (0, 5000) for e, n in cross]
    wards = [ward for ward in ("E05000001", "E05000002") for _ in cross]
    ends = ("north", "east", "south", "west", "centre")
    assert names_of(homes, {"Oak": ("town", 0, 0)}, wards=wards) == [f"Ward {ward} {end}" for ward in (1, 2) for end in ends]
    in_a_line = [[(100 * number, 0)] for number in range(9)]
    assert names_of(in_a_line, {"Oak": ("town", 0, 0)}) == [f"Oak, {number}" for number in range(1, 10)]


def test_without_places_and_where_a_town_names_its_district_wards_give_the_names():
    assert names_of([[(0, 0)]], {}) == ["Ward 1"]
    assert names_of([[(0, 0)]], {"Alder": ("town", 0, 0), "Old station": ("station", 0, 0)}) == ["Ward 1"]


def test_two_spellings_of_a_place_are_one():
    homes = [[(0, 0)], [(0, 900)]]
    assert names_of(homes, {"Queens Oak": ("suburb", 0, 0), "Queen's Oak": ("suburb", 0, 900)}) == [
        "Queen's Oak south",
        "Queen's Oak north",
    ]


def test_embedded_names_are_each_of_one_neighbourhood_and_no_district():
    names = pd.read_csv(ROOT / "data" / "area_names.csv", keep_default_na=False)
    areas = pd.read_csv(ROOT / "data" / "areas.csv", keep_default_na=False)
    lsoas = areas[areas["level"] == "lsoa"].set_index("area_code")
    assert names["lsoa_code"].tolist() == lsoas.index.tolist()
    assert names["official_name"].tolist() == lsoas["name"].tolist()
    assert not names["name"].str.casefold().duplicated().any()
    assert not set(names["name"]) & set(areas.loc[areas["level"] == "district", "name"])
    ends = names.loc[names["basis"].str.endswith("+compass"), "name"]
    assert ends.map(lambda name: re.split(r",? ", name)[-1]).isin(COMPASS).all()
    # A place that is told apart by where it lies has its northern parts north of its southern ones.
    north_of = names.assign(n=lsoas["centroid_n"].to_numpy(), base=names["name"].str.replace(r",? (north|south)$", "", regex=True))
    for _, pair in north_of[names["name"].str.contains(r" (?:north|south)$")].groupby("base"):
        ordered = pair.sort_values("n")["name"].tolist()
        assert len(ordered) == 1 or (ordered[0].endswith("south") and ordered[-1].endswith("north"))
