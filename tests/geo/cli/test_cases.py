"""Small files that went wrong once, brought as a person brings them: what enters, what stays, what is refused."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.helpers.places import ROOT

CASES = ROOT / "tests" / "cases"
ENGLAND, COUNTY, PETERBOROUGH = "E92000001", "E10000003", "E06000031"


@pytest.fixture
def brought(run, tmp_path):
    """Bring the file of a case to the embedded data, and give the good level of development by area and year."""

    def bring(case):
        (file,) = (CASES / case).glob("*.csv")
        done = run("import", file, "--out", tmp_path / "new")
        assert "Traceback" not in done.err
        assert done.code == 0, done.err
        rows = pd.read_csv(tmp_path / "new" / "indicator_values.csv")
        return rows.set_index(["indicator_id", "area_code", "period"])["value"], done.out.decode()

    return bring


def test_every_level_of_a_file_enters_at_its_own_and_the_others_are_left_out(brought):
    values, said = brought("eyfsp-all-levels")
    assert values["gld"].xs("2024/25", level="period")[[ENGLAND, COUNTY, PETERBOROUGH]].tolist() == pytest.approx(
        [68.0, 68.33, 65.0], abs=0.005
    )
    assert values["gld_fsm"].xs("2024/25", level="period")[[ENGLAND, PETERBOROUGH]].notna().all()
    assert "Local authority district 6, Regional 3" in said


def test_a_district_does_not_overwrite_its_county(brought):
    values, _ = brought("eyfsp-district-and-peterborough")
    assert values["gld", PETERBOROUGH, "2024/25"] == pytest.approx(65)
    assert values["gld", COUNTY, "2024/25"] == pytest.approx(67.64, abs=0.005)


def test_a_region_does_not_overwrite_england(brought):
    values, _ = brought("eyfsp-region-as-england")
    assert values["gld", ENGLAND, "2024/25"] == pytest.approx(68.3, abs=0.005)


def test_the_layout_of_before_2021_is_read(brought):
    values, _ = brought("eyfsp-2013-layout")
    assert values["gld", COUNTY, "2018/19"] == pytest.approx(71)


def test_authorities_alone_are_all_matched(brought):
    assert "read 6, matched 6, suppressed 0, outside 0, rejected 0" in brought("eyfsp-la-only")[1]


def test_an_index_of_another_year_is_refused_by_its_name(run, tmp_path):
    (file,) = (CASES / "iod2015-file1").glob("*.csv")
    done = run("import", file, "--out", tmp_path / "new")
    assert done.code == 1
    assert "is of the indices of deprivation of 2015" in done.err
    assert not (tmp_path / "new").exists()
