"""Codes of different years: which they are, what became of them, and that counts are carried without losing a child."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.vintage import (
    abolished_districts,
    carry_counts,
    change_groups,
    lsoa_vintage,
    old_code_advice,
    read_changes,
    recoded_districts,
    unchanged_lsoas,
)
from tests.helpers.places import ROOT
from tests.helpers.published import published

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


def touching(pairs):
    """Group pairs by walking from each to all that share a code with it, one by one."""
    left, groups = set(pairs), []
    while left:
        group = {left.pop()}
        while touched := {pair for pair in left if any(pair[0] == old or pair[1] == new for old, new in group)}:
            group |= touched
            left -= touched
        groups.append((tuple(sorted({old for old, _ in group})), tuple(sorted({new for _, new in group})), frozenset(group)))
    return sorted(groups, key=lambda group: group[1])


@given(st.lists(st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGH")), unique=True))
def test_changes_that_touch_are_one_change(pairs):
    # A code of one year may be that of another place in the other: A before and A after are not the same.
    changes = change_groups(pd.DataFrame(pairs, columns=["lsoa11_code", "lsoa_code"]))
    assert [(change.lsoa11, change.lsoa21, change.pairs) for change in changes] == touching(pairs)
    assert all(type(code) is str for change in changes for code in (*change.lsoa11, *change.lsoa21))


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
    # 2019: 3 + 5 + 2 + 2 + 2, 2020: 4, 2021: 7, 2023: 6 + 7 + 4 and two counties.
    assert len(known) == 14 + 4 + 7 + 17 + 2
    # Taunton Deane went into Somerset West and Taunton, which went into Somerset.
    assert known["E07000190"] == ("E06000066", "2019")


def test_an_authority_that_went_on_under_another_code_was_not_abolished():
    assert recoded_districts() == {"E08000038": ("E08000016", "2025"), "E08000039": ("E08000019", "2025")}
    assert not set(abolished_districts()) & {code for new, (old, _) in recoded_districts().items() for code in (new, old)}


def test_districts_that_went_are_those_of_published_files():
    old = pd.read_csv(published("deprivation/File_3_-_IoD2019_Supplementary_Indices_-_IDACI_and_IDAOPI.csv"), dtype="str")
    old = old.iloc[:, :4].set_axis(["lsoa", "lsoa_name", "code", "name"], axis=1).set_index("lsoa")
    new = pd.read_excel(published("deprivation/File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx"), sheet_name=1, engine="calamine")
    new = new.iloc[:, [0, 2, 3]].set_axis(["lsoa", "code", "name"], axis=1).set_index("lsoa")
    profile = pd.read_excel(published("outcomes/EYFSP_LAD_pr_additional_tables_2014_2019.xlsx"), dtype="str", engine="calamine")
    counties = pd.read_csv(published("outcomes/eyfsp_la_level_202122.csv"), dtype="str")
    # 2020, 2021, 2023: every LSOA that still has its code lies in one district of 2019 and in one of 2024.
    pairs = old.merge(new, on="lsoa", suffixes=("_old", "_new"))
    found = {(one, today) for one, today in zip(pairs["code_old"], pairs["code_new"], strict=True) if one != today}
    # 2019: the name of an LSOA of 2011 begins with its district of that time, whose code the early years profile has.
    before = old.assign(then=old["lsoa_name"].str.replace(r" \d{3}[A-Z]$", "", regex=True))
    profile["lad_name"] = profile["lad_name"].str.removesuffix(" UA")
    known = profile.dropna(subset="lad_name").drop_duplicates("lad_name").set_index("lad_name")["lad_code_pupil"]
    gone = before[before["then"].isin(known.index) & ~before["then"].isin(new["name"]) & ~before["then"].isin(old["name"])]
    codes = zip(gone["then"].map(known), gone["code"].map(dict(found) | {code: code for code in new["code"]}), strict=True)
    codes_today = set(new["code"])
    found |= {(one, today) for one, today in codes if one not in codes_today}
    # Counties that became one authority under the same name.
    county = counties[counties["new_la_code"].astype("str").str.startswith("E10")].drop_duplicates("new_la_code")
    names = new.drop_duplicates("code").set_index("name")["code"]
    found |= {(code, names[name]) for code, name in zip(county["new_la_code"], county["la_name"], strict=True) if name in names}
    assert {(old_code, today) for old_code, (today, _) in abolished_districts().items()} == found


def test_the_lookup_of_the_data_folder_covers_every_neighbourhood():
    atlas = load_atlas(load_settings(ROOT / "config.toml"))
    assert set(read_changes(atlas)["lsoa_code"]) == set(atlas.at("lsoa").index)


def test_the_lookup_of_the_data_folder_is_the_official_one():
    official = pd.read_csv(published("boundaries/lookup_lsoa11_lsoa21_lad22_area.csv"), dtype="str")
    ours = read_changes(load_atlas(load_settings(ROOT / "config.toml")))
    pairs = set(zip(official["lsoa11_code"], official["lsoa21_code"], official["change_code"], strict=True))
    assert set(ours.itertuples(index=False, name=None)) == pairs
    assert ours["change_code"].value_counts().to_dict() == {"U": 455, "S": 57, "M": 8}
