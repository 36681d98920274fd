"""The Local Authority Interactive Tool as it is brought: rows by hand, its other tables, and the real extract where it is at hand."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.publishers.authorities import COUNTIES, upper_codes
from geo.publishers.published_tables import read_published
from tests.helpers.layouts import bring
from tests.helpers.published import published

HEAD = "topic,measure_short,measure,unit,polarity,period,area_name,la_number,region,value\n"
TWO = "Early Years,%_2yr_olds,Two,% 2 year olds,High"


def test_a_new_quarter_adds_a_year_and_leaves_other_authorities_out(setting):
    _, intake = bring(
        HEAD
        + f"{TWO},2026,Cambridgeshire,873,East of England,70.5\n{TWO},2026,Oxfordshire,931,South East,-\n"
        + f"{TWO},2026,Essex,881,East of England,60\n{TWO},2026,England,970,NA,n/k\n{TWO},soon,England,970,NA,70\n"
        + f"{TWO},2027,England,970,NA,70\n{TWO},2027,England,970,NA,71\n",
        setting,
    )
    rows = intake.tables["benchmarks.csv"]
    assert rows[["measure_id", "area_number", "period", "flag"]].to_numpy().tolist() == [
        ["lait_pct_2yr_olds", "873", "2026", ""],
        ["lait_pct_2yr_olds", "931", "2026", "x"],
    ]
    assert rows["value"].tolist()[0] == 70.5
    counts = intake.counts
    assert (counts.read, counts.matched, counts.suppressed, counts.outside, counts.rejected) == (7, 1, 1, 1, 4)
    assert intake.rejected[["row", "column"]].to_numpy().tolist() == [[5, "value"], [6, "period"], [7, "area_name"], [8, "area_name"]]
    # The measure is known: its definition stays. Old figures that the file does not have stay too.
    assert "benchmark_measures.csv" not in intake.tables
    assert not intake.replaces
    neighbours = intake.tables["benchmark_areas.csv"].set_index("area_number")["neighbours"]
    assert neighbours["873"] == setting.atlas.upper_tier.areas.at["873", "neighbours"]


def test_a_new_measure_comes_with_what_the_file_says_of_it(setting):
    _, intake = bring(HEAD + "Early Years,Odd,Odd thing,% of odd,,2026,Peterborough,874,East of England,1200\n", setting)
    (measure,) = intake.tables["benchmark_measures.csv"].to_dict("records")
    assert (measure["measure_id"], measure["polarity"], measure["topic"]) == ("lait_odd", "context", "Early Years")
    assert measure["unit"] == "number (the publisher writes '% of odd', but gives up to 1,200)"


def test_a_table_that_was_made_with_the_tool_has_a_column_a_year(setting):
    name = setting.atlas.upper_tier.measures.at["lait_pct_2yr_olds", "name"]
    _, intake = bring(
        "LA Number,LA and Regions,Region,Topic,Measure,2025,2026\n"
        f"873,Cambridgeshire,East of England,Early Years,{name},68.1,70.5\n970,England,England,Early Years,{name},,71\n"
        f"881,Essex,East of England,Early Years,{name},1,2\n873,Cambridgeshire,East of England,Early Years,Something else,1,2\n",
        setting,
    )
    rows = intake.tables["benchmarks.csv"].set_index(["area_number", "period"])
    assert rows["value"].fillna(-1).to_dict() == {("873", "2025"): 68.1, ("970", "2025"): -1, ("873", "2026"): 70.5, ("970", "2026"): 71}
    assert (intake.counts.read, intake.counts.matched, intake.counts.outside, intake.counts.rejected) == (4, 2, 1, 1)
    assert "no measure that is known here" in intake.rejected["reason"].iloc[0]


def test_the_real_files_give_what_is_shipped(setting):
    upper = setting.atlas.upper_tier
    _, figures = bring(published("outcomes/lait_early_years_health_2026-04.csv"), setting)
    keys = ["measure_id", "area_number", "period"]
    new = figures.tables["benchmarks.csv"].sort_values(keys, ignore_index=True)
    old = upper.figures.fillna({"flag": ""})
    assert new[[*keys, "flag"]].equals(old[[*keys, "flag"]])
    pd.testing.assert_series_equal(new["value"], old["value"])
    assert figures.rejected.empty
    _, words = bring(published("outcomes/lait_measures_dictionary.csv"), setting)
    told = words.tables["benchmark_measures.csv"].set_index("measure_id").sort_index()
    assert told.replace("", None).fillna("").equals(upper.measures.fillna(""))
    _, neighbours = bring(published("outcomes/lait_statistical_neighbours_may2025.csv"), setting)
    beside = neighbours.tables["benchmark_areas.csv"].set_index("area_number").sort_index()
    assert beside["neighbours"].tolist() == upper.areas["neighbours"].fillna("").tolist()


def test_counties_are_those_of_the_official_names():
    table = read_published(published("accessibility/data_utla.csv"), {"name": ("AREANM",), "code": ("AREACD",)})
    official = dict(zip(table["name"], table["code"], strict=True))
    assert {name: code for name, code in official.items() if code.startswith("E10")} == COUNTIES


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Cambridgeshire", "E10000003"),
        ("cambridgeshire county council", "E10000003"),
        ("Peterborough, City of", "E06000031"),
        ("Leeds", None),
    ],
)
def test_an_authority_is_found_however_it_is_written(setting, written, code):
    assert upper_codes(setting.atlas.areas, [written]).get(written) == code
