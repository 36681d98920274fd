"""The generic long table, and codes of another year in it."""

from __future__ import annotations

from geo.store.vintage import read_changes
from tests.helpers.layouts import bring


def test_neighbourhoods_of_2011_are_carried_or_refused(setting):
    changes = read_changes(setting.atlas)
    old = changes["lsoa11_code"].drop_duplicates().tolist()
    rows = "\n".join(f"{code},2019,{number}.5,{number},100" for number, code in enumerate(old))
    _, intake = bring(f"area_code,period,value,numerator,denominator\n{rows}\n", setting, "visits.csv")
    kinds = changes.drop_duplicates("lsoa11_code")["change_code"].value_counts()
    assert intake.counts.rejected == kinds["M"]
    assert intake.counts.matched == kinds["U"] + kinds["S"]
    found = intake.tables["indicator_values.csv"].set_index("area_code")
    assert len(found) == 455 + 57
    for before, after, kind in changes.itertuples(index=False, name=None):
        if kind == "S":
            assert found.at[after, "value"] == old.index(before) + 0.5
            assert found["numerator"].isna()[after]
    assert any("split in 2021" in note for note in intake.notes)
    assert set(intake.rejected["found"]) == set(changes.loc[changes["change_code"] == "M", "lsoa11_code"])


def test_limits_signs_and_a_date_that_comes_twice(setting):
    codes = setting.atlas.at("lsoa").index.tolist()
    lines = [f"{code},2025,1.5,1,2" for code in codes[4:]]
    lines = [
        f"{codes[0]},2025,[c],,",
        f"{codes[1]},2025,inf,,",
        f"{codes[2]},2025,3,2,4",
        f"{codes[2]},2025,4,2,4",
        "E01000001,2025,1,,",
        *lines,
    ]
    _, intake = bring("area_code,period,value,lower,upper\n" + "\n".join(lines), setting, "visits.csv")
    assert (intake.counts.suppressed, intake.counts.outside, intake.counts.rejected) == (1, 1, 3)
    assert intake.rejected["row"].tolist() == [3, 4, 5]
    found = intake.tables["indicator_values.csv"].set_index("area_code")
    assert found.at[codes[0], "flag"] == "c"
    assert found.loc[codes[4], ["lower", "upper"]].tolist() == [1, 2]
