"""By which files the children of a new authority are counted: the estimate where all are at hand and hold it, else what there is."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.build.at_hand import find_files
from geo.build.children import ESTIMATE_NEEDS
from geo.build.children_at_hand import count_children, covering, name_children, neighbours_at_hand
from geo.build.report import BuildReport
from geo.cli.main import main
from geo.contract import check_folder
from geo.publishers.population import AGES_0_4, AGES_0_15, SOURCE
from geo.settings.model import load_settings
from tests.helpers.published import published

OWN = pd.DataFrame({"district_code": ["E07000901", "E07000901"]}, index=["E01000001", "E01000002"])
AGES = ",".join(f"age_{age}" for age in range(100)) + ",age_100_plus"
CHILDREN = "LSOA code (2011),Dependent Children aged 0-15: mid 2015 (excluding prisoners)"
PEOPLE = "LSOA code (2021),Total population: mid 2022,Dependent Children aged 0-15: mid 2022"
CONTENTS = {
    "ons_population": "LSOA 2011 Code,Total," + ",".join(str(age) for age in range(90)) + ",90+\nE01000001,91," + ",".join(["1"] * 91),
    "census2021_ages": f"lad_code,{AGES}\nE07000901," + ",".join(["2"] * 101),
    "census2021_children": "lsoa21_code,lsoa21_name,lad_name,age_0_15,age_65_plus\nE01000001,a,d,16,9\nE01000002,b,d,16,9",
    "iod2025_denominators": f"{PEOPLE}\nE01000001,90,16\nE01000002,80,16",
    "iod2019_denominators": f"{CHILDREN}\nE01000001,100",
}


@pytest.fixture
def raw(tmp_path):
    for number, text in enumerate(CONTENTS.values()):
        (tmp_path / f"download ({number}).csv").write_text(text + "\n", encoding="utf-8")
    return tmp_path


def relative(raw):
    return {source_id: path.name for source_id, path in find_files(raw).items()}


def test_files_are_told_apart_whatever_they_are_called(raw):
    assert relative(raw) == {source_id: f"download ({number}).csv" for number, source_id in enumerate(CONTENTS)}


def test_with_all_files_children_are_raked_and_with_fewer_they_are_counted_or_modelled(raw):
    files = relative(raw)
    counts, source_id, known = count_children(raw, files, BuildReport())
    assert (list(counts.columns), source_id) == (list(AGES_0_15), "ons_population")
    assert known is not None
    assert known.by_age.loc["E07000901"].tolist() == [2] * 16
    counts, source_id, known = count_children(raw, {key: files[key] for key in files if key != "iod2025_denominators"}, BuildReport())
    assert (list(counts.columns), source_id, known) == (list(AGES_0_4), "ons_population", None)
    report = BuildReport()
    counts, source_id, known = count_children(raw, {"iod2019_denominators": files["iod2019_denominators"]}, report)
    # 0.317 of 100 children are 32: seven of the two youngest ages, six of the others.
    assert counts.loc["E01000001"].tolist() == [7, 7, 6, 6, 6]
    assert (source_id, known) == ("iod2019_denominators", None)
    assert "modelled as 0.317" in report.render()


def test_a_file_that_is_cut_to_another_area_is_left_out_and_named(raw):
    report = BuildReport()
    files = relative(raw)
    elsewhere = pd.DataFrame({"district_code": ["E07000902"]}, index=["E01000002"])
    assert set(covering(raw, files, OWN, report)) == set(files)
    assert report.notes == []
    assert set(files) - set(covering(raw, files, elsewhere, report)) == {"census2021_ages"}
    assert report.notes == ["download (1).csv is not used: it lacks E07000902."]


def test_neighbours_come_from_the_census_where_it_is_at_hand(raw):
    files = relative(raw)
    known = neighbours_at_hand(raw, files)
    assert known.census is not None
    assert known.census["children_0_15"].tolist() == [16, 16]
    assert neighbours_at_hand(raw, {"iod2019_denominators": files["iod2019_denominators"]}).census is None


def test_the_row_of_the_children_says_by_what_they_were_counted():
    ids = ["children_estimate", "iod2019_denominators", "ons_population"]
    sources = pd.DataFrame(
        {"source_id": ids, "title": ["estimate", "index", "population"], "period": ["2021 and 2022", "2015", "mid-2020"]}
    )

    def told(*files):
        return name_children(sources, dict.fromkeys(files, "file.csv")).set_index("source_id").loc[SOURCE].tolist()

    assert told(*ESTIMATE_NEEDS) == ["estimate", "2021 and 2022"]
    assert told("ons_population", "iod2019_denominators") == ["population", "mid-2020"]
    assert told("iod2019_denominators") == ["index", "2015"]


def test_two_districts_of_the_real_files_add_up_to_the_census(tmp_path, capsys):
    out = tmp_path / "new"
    assert main(["init", "--lad", "E07000008", "E07000009", "--raw", str(published()), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "raked to 10866 of Census 2021" in said
    settings = load_settings(out / "config.toml")
    assert check_folder(settings).problems == ()
    areas = pd.read_csv(out / "data" / "areas.csv").set_index("area_code")
    assert areas.loc[["E07000008", "E07000009"], "children_0_4"].tolist() == [6347, 4519]
    sources = pd.read_csv(out / "data" / "sources.csv").set_index("source_id")
    assert "estimate" in sources.at[settings.data.children_source, "title"]
    shares = pd.read_csv(out / "data" / "indicator_values.csv").query("indicator_id == 'children_0_4_share'")
    assert set(shares["period"].astype(str)) == {"2022"}
