"""Other borders in the place of districts: hand-worked on the line of tests/helpers/grids.py, on the embedded data, with broken files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
import shapely
import shapely.geometry

from geo.base.errors import DataError
from geo.base.vocabulary import LEVELS
from geo.contract import check_folder
from geo.contract.groupings import read_grouping
from geo.method.gaps import Query, gap_list, score_areas
from geo.method.model import build_model
from geo.settings.model import Border, load_settings
from geo.store.outlines import outlines
from geo.whatif.borders import FORMER, borders_of, compare_borders, cut_wards, model_within, regroup
from tests.helpers import certain, grids
from tests.helpers.places import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CODES = ["L1", "L2", "L3", "L4"]


def grouping(**groups: str) -> pd.Series:
    return pd.Series(groups, name="group")


@pytest.fixture(scope="module")
def embedded():
    settings = load_settings(ROOT / "config.toml")
    return settings, certain.real_atlas(), certain.real()


def test_groups_stand_in_the_place_of_districts() -> None:
    line = grids.atlas()
    other = regroup(line, grouping(L1="West", L2="East side", L3="East side", L4="East side"))
    groups = other.at("district")
    assert groups.index.tolist() == ["east-side", "west"]
    assert groups["name"].tolist() == ["East side", "West"]
    assert groups["children_0_4"].tolist() == [120, 100]
    # W1 holds L1 (100 children) and L2 (50): most of its children live in the west.
    assert other.areas.loc[["W1", "W2"], "district_code"].tolist() == ["west", "east-side"]
    assert (cut_wards(line), cut_wards(other)) == (0, 1)
    assert line.areas.at["L2", "district_code"] == "D1", "the atlas it came from must not change"


def test_a_figure_of_a_district_of_today_ranks_nothing_under_other_borders_but_is_kept() -> None:
    other = regroup(grids.atlas(), grouping(L1="West", L2="East", L3="East", L4="East"))
    assert other.indicators.at["gld", "published_level"] == FORMER
    assert other.areas.at["L2", "former_district_code"] == "D1"
    scores = score_areas(build_model(other, grids.settings()), Query("school", "district"))
    assert scores["indicators_used"].tolist() == [1, 1]  # idaci only


def test_the_districts_of_today_from_a_file_change_nothing() -> None:
    line = grids.atlas()
    same = regroup(line, grouping(L1="D one", L2="D one", L3="D two", L4="D two"))
    assert same.at("district").index.tolist() == ["D1", "D2"]
    for level in LEVELS:
        query = Query("school", level)
        expected = score_areas(build_model(line, grids.settings()), query)
        pd.testing.assert_frame_equal(score_areas(build_model(same, grids.settings()), query), expected, check_dtype=False)


def test_the_shipped_files_fit_the_embedded_data(embedded) -> None:
    settings, atlas, model = embedded
    today = model_within(model, "districts_of_today")
    for level in LEVELS:
        query = Query("school_readiness", level)
        assert gap_list(today, query)["gap_score"].tolist() == gap_list(model, query)["gap_score"].tolist()
    example = borders_of(atlas, settings, "example_two_authorities")
    assert example.at("district")["children_0_4"].sum() == atlas.at("district")["children_0_4"].sum()
    assert len(example.at("district")) == 2
    assert set(example.providers["district_code"].dropna()) >= set(example.at("district").index)


def test_the_outline_of_a_group_is_the_union_of_its_members(embedded) -> None:
    settings, atlas, _ = embedded
    example = borders_of(atlas, settings, "example_two_authorities")
    groups, districts = outlines(example, "district"), outlines(atlas, "district")
    joined = shapely.geometry.shape(groups["peterborough-with-huntingdonshire"])
    parts = shapely.union_all([shapely.geometry.shape(districts[code]) for code in ("E06000031", "E07000011")])
    assert joined.symmetric_difference(parts).area == pytest.approx(0, abs=1e-12)
    assert outlines(atlas, "ward").keys() == outlines(example, "ward").keys()


def listed(rows: list[tuple[str, str, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["area_code", "district", "gap_score"])
    return frame.assign(area_label=frame["area_code"], children_0_4=10, gap_class="priority").sort_values("gap_score", ascending=False)


def test_what_appears_and_vanishes_is_counted_within_the_own_authority() -> None:
    # Today A is poor and B is rich; under other borders they are one authority, in which B's worst are no longer among the worst half.
    today = listed([("a1", "A", 90), ("a2", "A", 80), ("b1", "B", 30), ("b2", "B", 20)])
    table = compare_borders(today, today.assign(district="AB"), worst_share=0.5)
    assert table["change"].to_dict() == {"a1": "stays", "a2": "appears", "b1": "vanishes", "b2": ""}
    assert table["rank_today"].to_dict() == {"a1": 1, "a2": 2, "b1": 1, "b2": 2}
    assert table["rank_other"].to_dict() == {"a1": 1, "a2": 2, "b1": 3, "b2": 4}
    assert set(table["of_other"]) == {4}


def test_an_area_without_a_score_neither_appears_nor_vanishes() -> None:
    today = listed([("a1", "A", 90), ("a2", "A", float("nan"))])
    assert compare_borders(today, today.assign(district="B"), worst_share=1.0)["change"].to_dict() == {"a1": "stays", "a2": ""}


GOOD = "lsoa_code,group\nL1,West\nL2,West\nL3,East\nL4,East\n"


def read(folder: Path, text: str) -> pd.Series:
    path = folder / "borders.csv"
    path.write_text(text, encoding="utf-8")
    return read_grouping(path, CODES)


def test_a_good_file_is_read_with_spaces_trimmed(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD.replace("L1,West", "L1, West ")).to_dict() == {"L1": "West", "L2": "West", "L3": "East", "L4": "East"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            GOOD.replace("L2,West", "X9,West"),
            ["row 3, column lsoa_code: 'X9' is no LSOA of this atlas", "1 LSOAs of the atlas have no row: L2"],
        ),
        (GOOD + "L1,East\n", ["row 6", "L1 is already in row 2"]),
        (GOOD.replace("L3,East", "L3,"), ["row 4, column group: has no name"]),
        (GOOD.replace("L3,East", "L3,EAST"), ["'East' and 'EAST' differ only in signs or capitals"]),
        (GOOD.replace("group", "groups"), ["group"]),
        ("", ["is empty"]),
    ],
)
def test_a_broken_file_is_refused_with_every_problem_at_once(tmp_path: Path, text: str, told: list[str]) -> None:
    with pytest.raises(DataError) as error:
        read(tmp_path, text)
    for words in told:
        assert words in str(error.value)


def test_a_broken_file_of_borders_is_found_by_the_check(embedded, tmp_path: Path) -> None:
    settings, *_ = embedded
    path = tmp_path / "ours.csv"
    path.write_text("lsoa_code,group\nE01000001,West\n", encoding="utf-8")
    ours = settings.model_copy(update={"borders": {"ours": Border(name="Ours", file=path)}})
    report = check_folder(ours)
    assert not report.ok
    assert {problem.file for problem in report.problems} == {f"{tmp_path.name}/ours.csv"}
    assert "516 LSOAs of the atlas have no row" in "\n".join(map(str, report.problems))
