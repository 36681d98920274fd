"""Codes of different years: which they are, what became of them, and that counts are carried without losing a child."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.settings import load_settings
from geo.store import load_atlas
from geo.vintage import abolished_districts, carry_counts, change_groups, lsoa_vintage, old_code_advice, read_changes, unchanged_lsoas

ROOT = Path(__file__).resolve().parent.parent
LOOKUP = ROOT.parent / "shared" / "real" / "boundaries" / "lookup_lsoa11_lsoa21_lad22_area.csv"
# A stays, B is split into C and D, E and F become G.
CHANGES = pd.DataFrame(
    [("A", "A", "U"), ("B", "C", "S"), ("B", "D", "S"), ("E", "G", "M"), ("F", "G", "M")],
    columns=["lsoa11_code", "lsoa_code", "change_code"],
)


@pytest.mark.parametrize(
    ("codes", "vintage"),
    [("AB", "2011"), ("AEF", "2011"), ("ACD", "2021"), ("G", "2021"), ("BC", "mixed"), ("A", ""), ("Z", ""), ("", "")],
)
def test_vintage_is_told_by_the_codes_of_one_year_only(codes, vintage):
    assert lsoa_vintage(pd.Series(list(codes), dtype="str"), CHANGES) == vintage


def test_only_neighbourhoods_with_the_same_border_are_unchanged():
    assert unchanged_lsoas(CHANGES) == {"A"}


def test_counts_are_carried_by_hand():
    counts = pd.DataFrame({"children_0": [10, 7, 2, 3]}, index=["A", "B", "E", "F"])
    shared = pd.Series({("B", "C"): 2, ("B", "D"): 1})
    carried = carry_counts(counts, change_groups(CHANGES), shared)
    # 7 children over postcodes 2 : 1 are 4.67 and 2.33; the larger remainder takes the last one.
    assert carried["children_0"].to_dict() == {"A": 10, "C": 5, "D": 2, "G": 5}


@pytest.mark.parametrize("seed", range(5))
def test_no_child_is_lost(seed):
    random = np.random.default_rng(seed)
    counts = pd.DataFrame(random.integers(0, 200, (4, 5)), index=["A", "B", "E", "F"], columns=[f"children_{age}" for age in range(5)])
    shared = pd.Series({("B", "C"): int(random.integers(0, 9)), ("B", "D"): int(random.integers(0, 9))})
    assert carry_counts(counts, change_groups(CHANGES), shared).sum().to_dict() == counts.sum().to_dict()


def test_an_abolished_district_is_named_with_what_to_do():
    assert "abolished in 2023 and is part of E06000066" in old_code_advice("E07000187")
    assert old_code_advice("E06000066") == ""
    known = abolished_districts()
    assert {code for code in known if not code.startswith(("E06", "E07", "E10"))} == set()
    # 2019: 3 + 5 + 2 + 2 + 2, 2020: 4 and the county, 2021: 7, 2023: 6 + 7 + 4 and the two counties.
    assert len(known) == 14 + 5 + 7 + 17 + 2


def test_the_lookup_of_the_data_folder_covers_every_neighbourhood():
    atlas = load_atlas(load_settings(ROOT / "config.toml"))
    assert set(read_changes(atlas)["lsoa_code"]) == set(atlas.at("lsoa").index)


@pytest.mark.skipif(not LOOKUP.is_file(), reason="the folder of published files is not at hand (../shared/real)")
def test_the_lookup_of_the_data_folder_is_the_official_one():
    official = pd.read_csv(LOOKUP, dtype="str")
    ours = read_changes(load_atlas(load_settings(ROOT / "config.toml")))
    pairs = set(zip(official["lsoa11_code"], official["lsoa21_code"], official["change_code"], strict=True))
    assert set(ours.itertuples(index=False, name=None)) == pairs
    assert ours["change_code"].value_counts().to_dict() == {"U": 455, "S": 57, "M": 8}
