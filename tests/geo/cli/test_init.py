"""``init``: another authority from the two packages and the national files, whole or not at all."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from geo.base.errors import DataError
from geo.build.at_hand import find_files
from geo.build.match import match_changes
from geo.build.template import authority_config
from geo.cli.main import main
from geo.contract import check_folder
from geo.publishers.geography.boundaries import read_lsoa11_names
from geo.settings.model import load_settings
from tests.helpers.norwich import NORWICH
from tests.helpers.places import ROOT
from tests.helpers.published import published

NORFOLK = [f"E0700014{place}" for place in range(3, 10)]
# What a screen loads besides Python; test_architecture searches the modules.
SCREEN_FILES = sorted(path for ending in ("js", "css") for part in ("static", "ui") for path in (ROOT / part).rglob(f"*.{ending}"))


def names(**pairs):
    return pd.Series(pairs, dtype="str")


# --- Matching by name ------------------------------------------------------------------------------------------------


def test_same_codes_are_the_same_area_and_a_split_is_found_by_its_letters():
    before = names(E1="Leeds 063A", E2="Leeds 063D", E3="Leeds 064A", E4="Leeds 064B")
    now = names(E1="Leeds 063A", N1="Leeds 063F", N2="Leeds 063G", N3="Leeds 064C")
    found = match_changes(before, now, now.index)
    assert sorted(found.itertuples(index=False, name=None)) == [
        ("E1", "E1", "U"), ("E2", "N1", "S"), ("E2", "N2", "S"), ("E3", "N3", "M"), ("E4", "N3", "M"),
    ]  # fmt: skip


def test_two_splits_in_one_middle_layer_keep_apart_and_a_renamed_one_is_found_in_its_district():
    before = names(E1="Leeds 001A", E2="Leeds 001B", E3="Leeds 002A", E4="Leeds 002B")
    now = names(N1="Leeds 001C", N2="Leeds 001D", N3="Leeds 001E", N4="Leeds 001F", E4="Leeds 002B", N5="Leeds 009A", N6="Leeds 009B")
    found = {(old, new) for old, new, _ in match_changes(before, now, now.index).itertuples(index=False, name=None)}
    assert found == {("E1", "N1"), ("E1", "N2"), ("E2", "N3"), ("E2", "N4"), ("E4", "E4"), ("E3", "N5"), ("E3", "N6")}


def test_a_new_area_that_came_from_nowhere_is_refused_with_the_way_out():
    with pytest.raises(DataError, match=r"N1 came from no LSOA of 2011.*official lookup"):
        match_changes(names(E1="Leeds 001A"), names(E1="Leeds 001A", N1="Ripon 001A"), pd.Index(["E1", "N1"]))


def test_no_pair_of_the_official_lookup_is_missed():
    official = pd.read_csv(published("boundaries/lookup_lsoa11_lsoa21_lad22_area.csv"), dtype="str")
    areas = pd.read_csv(ROOT / "data" / "areas.csv", dtype="str").query("level == 'lsoa'").set_index("area_code")["name"]
    before = read_lsoa11_names().reindex(official["lsoa11_code"].unique())
    found = match_changes(before, areas, areas.index)
    pairs = set(found[["lsoa11_code", "lsoa_code"]].itertuples(index=False, name=None))
    wanted = set(official[["lsoa11_code", "lsoa21_code"]].itertuples(index=False, name=None))
    assert wanted <= pairs
    # What it adds lies in two districts whose middle layers were divided as well.
    assert len(pairs - wanted) <= 30


# --- Settings and files ----------------------------------------------------------------------------------------------


def test_the_settings_of_a_new_authority_hold_nothing_of_the_shipped_area(tmp_path):
    template = (ROOT / "config.toml").read_text(encoding="utf-8")
    place = tmp_path / "config.toml"
    text = authority_config(template, name='Norwich "city"', districts=[NORWICH], surroundings_km=12.5, children_source="somewhere")
    place.write_text(text, encoding="utf-8")
    made, shipped = load_settings(place), load_settings(ROOT / "config.toml")
    assert (made.area.name, made.area.districts, made.area.surroundings_km) == ('Norwich "city"', (NORWICH,), 12.5)
    assert made.data.children_source == "somewhere"
    assert made.data.workspace == tmp_path / "workspace", "what a new authority imports is kept"
    assert made.validation is None
    assert made.borders == {}
    assert (made.outcomes, made.services, made.access) == (shipped.outcomes, shipped.services, shipped.access)
    settled = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert not re.search("|".join([*shipped.area.districts, *shipped.area.name.split(" and ")]), settled)


def test_files_are_told_by_their_columns_and_not_by_their_names(raw_norwich):
    assert {key: path.name for key, path in find_files(raw_norwich).items()} == {
        "iod2025_idaci": "three.xlsx",
        "iod2019_denominators": "six.csv",
    }


# --- The command -----------------------------------------------------------------------------------------------------


def test_the_folder_of_a_new_authority_keeps_the_contract(norwich):
    settings = load_settings(norwich / "config.toml")
    report = check_folder(settings)
    assert report.problems == ()
    assert settings.area.name == "Norwich"
    areas = pd.read_csv(norwich / "data" / "areas.csv").set_index("area_code")
    lsoas = areas[areas["level"] == "lsoa"]
    # One of the 83 LSOAs of 2011 was split: 100 children 0-15 each, 32 of them under 5, and none is lost by the split.
    assert len(lsoas) == 84
    assert lsoas["children_0_4"].sum() == 83 * 32
    assert lsoas.loc[["E01099998", "E01099999"], "children_0_4"].sum() == 32
    assert set(lsoas.loc[["E01099998", "E01099999"], "boundary_basis"]) == {"approximate"}
    assert set(lsoas.drop(["E01099998", "E01099999"])["boundary_basis"]) == {"official"}
    assert areas.loc[NORWICH, "utla_code"] == "E10000020"


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_the_gap_list_of_a_new_authority_works_at_every_level(norwich, level, capsys):
    config = ["--config", str(norwich / "config.toml")]
    assert main(["gaps", *config, "--outcome", "school_readiness", "--level", level, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    rows = rows if isinstance(rows, list) else next(part for part in rows.values() if isinstance(part, list))
    assert rows
    assert {row["gap_class"] for row in rows} == {"no_data"}


def test_no_file_of_the_screen_names_a_place():
    places = re.compile(r"Cambridge|Peterborough|Fenland|Huntingdon|E0700000[89]|E0700001[012]|E06000031", re.IGNORECASE)
    assert SCREEN_FILES
    assert [path.name for path in SCREEN_FILES if places.search(path.read_text(encoding="utf-8"))] == []


def test_what_is_missing_is_named_with_its_address_and_nothing_is_written(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    out = tmp_path / "out"
    assert main(["init", "--lad", NORWICH, "--raw", str(tmp_path / "raw"), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert "file 3" in said
    assert "file 6" in said
    assert "https://www.gov.uk/" in said
    assert not out.exists()


def test_a_folder_in_use_and_an_unknown_district_are_refused(raw_norwich, norwich, tmp_path, capsys):
    assert main(["init", "--lad", NORWICH, "--raw", str(raw_norwich), "--out", str(norwich)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert main(["init", "--lad", "E07999999", "--raw", str(raw_norwich), "--out", str(tmp_path / "new")]) == 1
    assert "E07999999" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_norfolk_from_the_national_files(tmp_path, capsys):
    out = tmp_path / "norfolk"
    assert main(["init", "--lad", *NORFOLK, "--name", "Norfolk", "--raw", str(published("deprivation")), "--out", str(out)]) == 0
    assert "33 of 552 LSOAs matched by name (approximate)" in capsys.readouterr().out
    report = check_folder(load_settings(out / "config.toml"))
    assert report.problems == ()
    assert (report.counts["district"], report.counts["lsoa"]) == (7, 552)
    values = pd.read_csv(out / "data" / "indicator_values.csv")
    assert values.loc[values["indicator_id"] == "idaci", "value"].between(1, 33_755).sum() == 552
