"""Files that leave something open, as a person brings them: what is asked, what answers it, and what is never taken in silence."""

from __future__ import annotations

import json
from functools import partial

import openpyxl
import pandas as pd
import pytest

from geo.publishers.registry import all_layouts
from tests.helpers import certain
from tests.helpers.places import ROOT
from tests.helpers.tiny_content import LSOAS

CASES = ROOT / "tests" / "cases"
GLD = CASES / "fraction-for-percent" / "gld.csv"
CENTRES = CASES / "list-without-type" / "childrens_centres.csv"
HEADER = "LSOA21CD,Total,0,1,2,3,4"


@pytest.fixture
def bring(run, run_tiny):
    """Bring a file to the embedded data without writing; or, with ``tiny=True``, to the tiny atlas."""

    def run_import(*arguments, tiny=False):
        done = (run_tiny if tiny else run)("import", "--dry-run", *arguments)
        assert "Traceback" not in done.err
        return done

    return run_import


def population(folder, name, header=HEADER, each=10):
    path = folder / name
    path.write_text("\n".join([header, *(f"{code},900{f',{each}' * 5}" for code in LSOAS)]) + "\n", encoding="utf-8")
    return path


# --- scale -----------------------------------------------------------------------------------------------------------


def test_fractions_of_a_percentage_are_asked_about_and_the_message_names_the_flag(bring):
    done = bring(GLD)
    assert done.code == 1
    assert "2 of 2 figures are far from those of the same areas so far" in done.err
    assert "--answer scale:gld=times_100 (they are fractions: multiply by 100)" in done.err
    assert "--answer scale:gld=as_they_stand" in done.err


@pytest.mark.parametrize(("answer", "value"), [("times_100", 68.1), ("as_they_stand", 0.681)])
def test_what_is_answered_about_a_scale_is_done_and_said(run, tmp_path, answer, value):
    done = run("import", GLD, "--answer", f"scale:gld={answer}", "--out", tmp_path / "new")
    assert done.code == 0, done.err
    assert "as was answered" in done.out.decode()
    rows = pd.read_csv(tmp_path / "new" / "indicator_values.csv")
    new = rows.query("indicator_id == 'gld' and period == '2025/26'").set_index("area_code")["value"]
    assert new["E10000003"] == value


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["scale:gld=times_10"], "times_100"),
        (["scale:gld_fsm=times_100"], "scale:gld"),
        (["times_100"], "QUESTION=ANSWER"),
    ],
)
def test_an_answer_that_fits_no_question_is_refused(bring, answers, said):
    done = bring(GLD, *[part for answer in answers for part in ("--answer", answer)])
    assert done.code != 0
    assert said in done.err


def test_one_answer_is_not_taken_for_two_files(bring, tmp_path):
    other = tmp_path / "other.csv"
    other.write_bytes(GLD.read_bytes())
    done = bring(GLD, other, "--answer", "scale:gld=times_100")
    assert done.code == 1
    assert "Bring them one by one" in done.err


# --- years -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lsoa2021_population_mid2023.csv", "population as at 30 June 2023 (LSOA 2021).csv"])
def test_the_year_of_the_areas_is_not_the_year_of_the_people(run_tiny, tmp_path, name):
    done = run_tiny("import", population(tmp_path, name), "--out", tmp_path / "new")
    assert done.code == 0, done.err
    assert "says that the figures are of 2023. Taken as 2023; if that is wrong, say it with --answer year=YEAR" in done.out.decode()
    values = pd.read_csv(tmp_path / "new" / "indicator_values.csv", dtype="str").query("indicator_id == 'children_0_4_share'")
    assert set(values["period"]) >= {"2023"}
    assert "2021" not in set(pd.read_csv(tmp_path / "new" / "sources.csv", dtype="str").query("source_id == 'ons_population'")["period"])


def test_a_bare_number_is_no_year_until_somebody_says_so(bring, tmp_path):
    path = population(tmp_path, "lsoa2021_population.csv")
    asked = bring(path, tiny=True)
    assert asked.code == 1
    assert "has the number 2021, and no word that says what it is the year of" in asked.err
    assert "--answer year=ANSWER" in asked.err
    assert bring(path, "--answer", "year=2022", tiny=True).code == 0
    assert bring(path, "--answer", "year=1066", tiny=True).code != 0


def test_columns_named_by_hand_do_not_change_the_year_of_codes(bring, tmp_path):
    path = population(tmp_path, "population_mid2023.csv", "area_code,all_ages,0,1,2,3,4")
    done = bring(path, "--as", "ons_population", "--column", "area_code=area_code", "--column", "residents=all_ages", tiny=True)
    assert done.code == 0, done.err
    assert "matched 6" in done.out.decode()


def test_a_column_of_2011_named_by_hand_stays_one_of_2011(bring, tmp_path):
    path = population(tmp_path, "population_mid2023.csv", "LSOA code (2011),all_ages,0,1,2,3,4")
    done = bring(path, "--as", "ons_population", "--column", "area_code=LSOA code (2011)", "--column", "residents=all_ages", tiny=True)
    assert done.code == 1
    assert "is by LSOA of 2011" in done.err


# --- order -----------------------------------------------------------------------------------------------------------


def workbook(folder, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for year, each in sheets:
        page = book.create_sheet(f"Mid-{year} LSOA 2021")
        page.append(["LSOA 2021 Code", "Total", *map(str, range(5))])
        for code in LSOAS:
            page.append([code, 900, *[each] * 5])
    book.save(folder / "population.xlsx")
    return folder / "population.xlsx"


def children(folder):
    areas = pd.read_csv(folder / "areas.csv").query("level == 'lsoa'")
    return set(areas["children_0_4"]), pd.read_csv(folder / "sources.csv", dtype="str").set_index("source_id").at[
        "children_estimate", "period"
    ]


@pytest.mark.parametrize("sheets", [[(2022, 10), (2024, 20)], [(2024, 20), (2022, 10)]])
def test_the_newest_sheet_wins_in_whatever_order(run_tiny, tmp_path, sheets):
    done = run_tiny("import", workbook(tmp_path, *sheets), "--out", tmp_path / "new")
    assert done.code == 0, done.err
    assert children(tmp_path / "new") == ({100}, "2024")


def test_an_older_file_asks_where_a_newer_one_is_there(run, run_tiny, tiny, tmp_path):
    assert run_tiny("import", population(tmp_path, "mid2024.csv", each=20), "--out", tmp_path / "new").code == 0
    config = tmp_path / "later.toml"
    config.write_text(tiny.config.read_text(encoding="utf-8").replace('folder = "data"', 'folder = "new"'), encoding="utf-8")
    later = partial(run, "--config", config, "import")
    older, newer = population(tmp_path, "mid2022.csv"), population(tmp_path, "mid2025.csv", each=15)
    asked = later(older, "--out", tmp_path / "older")
    assert asked.code == 1
    assert "The file is of 2022, and the data here are of 2024 already" in asked.err
    assert later(older, "--answer", "older=use_older", "--out", tmp_path / "older").code == 0
    assert children(tmp_path / "older") == ({50}, "2022")
    assert later(newer, older, "--out", tmp_path / "newer").code == 0
    assert children(tmp_path / "newer") == ({75}, "2025")


def test_older_figures_stand_beside_the_newer_and_the_source_stays_the_newest(run, tmp_path):
    path = tmp_path / "profile.csv"
    columns = "time_period,geographic_level,country_code,new_la_code,breakdown_topic,breakdown,sex"
    columns += ",gld_children_percent,gld_children_count,children_count"
    rows = "".join(f"202324,Local authority,E92000001,{code},Total,Total,Total,66,66,100\n" for code in ("E10000003", "E06000031"))
    path.write_text(f"{columns}\n{rows}", encoding="utf-8")
    done = run("import", path, "--out", tmp_path / "new", "--json")
    assert done.code == 0, done.err
    assert any("which stay the newest" in note for note in json.loads(done.out)["files"][0]["notes"])
    assert pd.read_csv(tmp_path / "new" / "sources.csv").set_index("source_id").at["dfe_profile", "period"] == "2024/25"


# --- lists of one kind, lookups, causes ------------------------------------------------------------------------------


def test_a_list_of_one_kind_is_told_its_type_and_sector(run, tmp_path):
    asked = run("import", CENTRES, "--dry-run")
    assert asked.code == 1
    assert "--answer service_type=ANSWER" in asked.err
    assert "family_hub" in asked.err
    assert "--answer sector=public" in asked.err
    told = ["--answer", "service_type=family_hub", "--answer", "sector=public"]
    done = run("import", CENTRES, *told, "--out", tmp_path / "new")
    assert done.code == 0, done.err
    rows = pd.read_csv(tmp_path / "new" / "providers.csv").query("source_id == 'list_childrens_centres'")
    assert rows[["name", "service_type", "sector"]].to_numpy().tolist() == [["First Centre", "family_hub", "public"]]


def test_a_column_without_any_known_type_asks_as_a_list_without_one_does(bring):
    named = ["--as", "provider_list", "--column", "service_type=name", "--answer", "sector=public"]
    done = bring(CENTRES, *named)
    assert done.code == 1
    assert "The column 'name' has no word for a type of service that is known here (First Centre)" in done.err
    assert bring(CENTRES, *named, "--answer", "service_type=family_hub").code == 0


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        (",PE13 1AA,family_hub,public", "1 row was not taken, the first of them row 2, column name, found '', which is empty"),
        ("Far away,SW1A 1AA,family_hub,public", "its rows (1) are of other places or kinds. Bring the file of this area."),
    ],
)
def test_a_source_without_rows_is_never_written(bring, tmp_path, row, cause):
    path = tmp_path / "list.csv"
    path.write_text(f"name,postcode,type,sector\n{row}\n", encoding="utf-8")
    done = bring(path)
    assert done.code == 1
    assert "gives no row that can be used: " in done.err
    assert cause in done.err


def test_a_lookup_with_other_columns_is_a_lookup(bring):
    done = bring(CASES / "lookup-lad-welsh-name" / "LSOA11_LSOA21_LAD22.csv")
    assert "is the ONS lookup from LSOAs of 2011 to those of 2021" in done.err


def test_the_cause_that_was_found_is_told(bring):
    done = bring(CASES / "two-measures-wrong-cause" / "under_16.csv")
    assert done.code == 1
    assert "The rows differ in the column 'measure': 'Percentage' and 'Count' stand under one name" in done.err
    assert "Is it a file of this place" not in done.err
    assert "reorganised" not in done.err


def test_at_most_the_five_nearest_layouts_are_offered(bring, tmp_path):
    path = tmp_path / "strange.csv"
    path.write_text("LSOA code,Total,0,1,2,3\nE01000001,1,1,1,1,1\n", encoding="utf-8")
    done = bring(path)
    assert done.code == 1
    nearest = done.err.split("Nearest: ")[1]
    assert nearest.startswith("ons_population (")
    offered = [layout.id for layout in all_layouts() if f"{layout.id} ({layout.title})" in nearest]
    assert len(offered) == 5


def test_the_embedded_figures_raise_no_doubt_when_they_are_brought_again(bring, tmp_path):
    values = certain.real_atlas().indicator_values.dropna(subset="value")
    one_level = values[values["indicator_id"].isin(["gld_district", "low_birth_weight", "teenage_pregnancy", "child_overweight"])]
    path = tmp_path / "own.csv"
    one_level.rename(columns={"indicator_id": "indicator"})[["area_code", "period", "indicator", "value"]].to_csv(path, index=False)
    assert bring(path).code == 0
