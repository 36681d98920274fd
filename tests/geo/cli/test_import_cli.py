"""``import`` and ``export`` as a person runs them."""

from __future__ import annotations

import csv
import io
import json
import tomllib
import zipfile

import pandas as pd
import pytest

from geo.contract.columns import ALL_TABLES, TABLES
from geo.export.folder import explained_dictionary
from geo.publishers import registry
from geo.settings.limits import Limits
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.kept import of_today, workspace_of
from tests.helpers.places import ROOT
from tests.helpers.running import assert_plain
from tests.helpers.tiny import with_workspace
from tests.helpers.tiny_content import LSOAS

LONG = "LSOA code,year,value\n" + "".join(f"{code},2026,{place}\n" for place, code in enumerate(LSOAS)) + "E01000001,2026,4\n"
FAULTY = f"area_code,period,value\n{LSOAS[0]},2026,12\n{LSOAS[1]},2026,c\n{LSOAS[2]},2026,many\nE01000001,2026,3\n"


@pytest.fixture(autouse=True)
def own_layouts(monkeypatch):
    monkeypatch.setattr(registry, "MODULES", ["tests.helpers.long_table"])


@pytest.fixture
def long(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_text(LONG, encoding="utf-8")
    return path


@pytest.fixture
def workspace(tiny):
    with_workspace(tiny)
    return tiny.config.parent / "kept"


def of_now(tiny):
    return load_atlas(of_today(load_settings(tiny.config)))


def test_a_dry_run_says_everything_and_writes_nothing(run_tiny, tiny, long, workspace):
    done = run_tiny("import", long, "--dry-run")
    assert done.code == 0, done.err
    said = done.out.decode()
    assert "visits.csv (long)" in said
    assert "read 7, matched 6, suppressed 0, outside 1, rejected 0" in said
    assert "indicator_values.csv" in said
    assert "nothing (--dry-run)" in said
    assert not (workspace / "versions").exists()
    assert "visits" not in of_now(tiny).indicators.index


def test_a_row_that_does_not_fit_is_named_in_the_file_and_notes_of_reading_are_printed(run_tiny, tmp_path):
    path = tmp_path / "visits.csv"
    path.write_text(f"Visits\n\narea_code,period,value\n{LSOAS[0]},2026,1\n{LSOAS[1]},,2\n", encoding="utf-8")
    done = run_tiny("import", path, "--dry-run")
    assert done.code == 1
    assert "visits.csv, row 5, column period" in done.err
    assert "indicator_values.csv" not in done.err
    path.write_text(path.read_text(encoding="utf-8").replace(",,2", ",2026,2"), encoding="utf-8")
    assert "note: The header was found in row 3." in run_tiny("import", path, "--dry-run").out.decode()


def test_which_way_is_worse_is_said_for_what_a_file_adds(run_tiny, tmp_path, long):
    out = tmp_path / "new"
    done = run_tiny("import", long, "--out", out, "--polarity", "visits=higher_is_worse")
    assert done.code == 0, done.err
    rows = pd.read_csv(out / "indicators.csv").set_index("indicator_id")
    assert rows.at["visits", "polarity"] == "higher_is_worse"
    for wrong, said in (("visits", "visits=higher_is_worse"), ("visits=up", "higher_is_better"), ("gld=context", "visits")):
        refused = run_tiny("import", long, "--dry-run", "--polarity", wrong)
        assert refused.code != 0
        assert said in refused.err
        assert "Traceback" not in refused.err


def test_an_import_is_kept_signed_and_used_by_the_other_commands(run_tiny, tiny, long, workspace):
    done = run_tiny("import", long, "--who", "A Lead", "--why", "spring")
    assert done.code == 0, done.err
    assert "reading visits.csv (1 of 1)" in done.err
    log = workspace_of(load_settings(tiny.config)).log()
    assert [(step.version, step.who, step.why) for step in log.steps] == [(1, "A Lead", "spring")]
    assert of_now(tiny).indicator_values.query("indicator_id == 'visits'")["value"].tolist() == [0, 1, 2, 3, 4, 5]
    assert of_now(tiny).sources.at["council", "sha256"] != ""
    listed = run_tiny("measures", "--indicator", "visits", "--level", "lsoa")
    assert listed.code == 0, listed.err
    assert (workspace / "versions" / "0001" / "areas.csv").read_bytes() == (tiny.data / "areas.csv").read_bytes()


def test_rejected_rows_are_named_and_written_and_the_others_go_in(run_tiny, tiny, tmp_path):
    path = tmp_path / "faulty.csv"
    path.write_text(FAULTY, encoding="utf-8")
    rejected, out = tmp_path / "rejected.csv", tmp_path / "new"
    done = run_tiny("import", path, "--out", out, "--rejected", rejected, "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["files"][0]["counts"] == {"read": 4, "matched": 1, "suppressed": 1, "outside": 1, "rejected": 1}
    assert found["written"] == str(out)
    tables = {row["file"]: (row["added"], row["removed"], row["changed"]) for row in found["changes"]["tables"]}
    assert tables == {"indicators.csv": (1, 0, 0), "indicator_values.csv": (2, 0, 0), "sources.csv": (1, 0, 0)}
    rows = list(csv.DictReader(io.StringIO(rejected.read_text(encoding="utf-8-sig"))))
    assert rows == [{"file": "faulty.csv", "row": "4", "column": "value", "found": "many", "reason": "is no number. Correct it."}]
    values = pd.read_csv(out / "indicator_values.csv", dtype="str", keep_default_na=False).query("indicator_id == 'visits'")
    assert values[["area_code", "value", "flag"]].to_numpy().tolist() == [[LSOAS[0], "12", ""], [LSOAS[1], "", "c"]]
    assert "visits" not in load_atlas(tiny.settings).indicators.index


def test_without_a_place_to_keep_it_the_way_out_is_told(run_tiny, long):
    done = run_tiny("import", long)
    assert done.code == 1
    assert "--out" in done.err
    assert_plain(done, lines=1)


def test_all_files_that_cannot_be_used_are_told_together(run_tiny, tmp_path, long, workspace):
    strange, broken = tmp_path / "strange.csv", tmp_path / "broken.csv"
    strange.write_text("a,b\n1,2\n", encoding="utf-8")
    broken.write_bytes(b"")
    done = run_tiny("import", strange, broken, long)
    assert done.code == 1
    assert "strange.csv" in done.err
    assert "broken.csv" in done.err
    assert "--as" in done.err
    assert "Traceback" not in done.err
    assert not (workspace / "versions").exists()


def test_problems_are_json_too_when_asked_for(run_tiny, tmp_path):
    strange = tmp_path / "strange.csv"
    strange.write_text("a,b\n1,2\n", encoding="utf-8")
    done = run_tiny("import", strange, "--dry-run", "--json")
    assert done.code == 1
    found = json.loads(done.out)
    assert found["written"] is None
    assert [problem["file"] for problem in found["problems"]] == ["strange.csv"]
    assert "(a, b)" in found["problems"][0]["message"]


def test_data_that_would_break_the_contract_are_not_kept(run_tiny, tmp_path, workspace):
    path = tmp_path / "twice.csv"
    path.write_text(f"area_code,period,value\n{LSOAS[0]},2026,1\n{LSOAS[0]},2026,2\n{LSOAS[1]},,3\n", encoding="utf-8")
    done = run_tiny("import", path)
    assert done.code == 1
    assert "already in row" in done.err
    assert "column period" in done.err
    assert not list(workspace.rglob("*.csv"))


def test_columns_can_be_named_by_hand(run_tiny, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(f"Place,When,How many\n{LSOAS[0]},2026,7\n", encoding="utf-8")
    lacking = run_tiny("import", path, "--as", "long", "--column", "area_code=Place", "--dry-run")
    assert lacking.code == 1
    assert "period, value" in lacking.err
    done = run_tiny(
        "import", path, "--as", "long", "--column", "area_code=Place", "--column", "period=When", "--column", "value=How many", "--dry-run"
    )
    assert done.code == 0, done.err
    assert "matched 1" in done.out.decode()
    wrong = run_tiny("import", path, "--as", "long", "--column", "area_code=Nowhere", "--dry-run")
    assert "It has: Place, When, How many" in wrong.err


def test_an_unknown_layout_is_answered_with_those_that_are(run_tiny, long):
    done = run_tiny("import", long, "--as", "nope", "--dry-run")
    assert done.code == 2
    assert "long (Long table of the tests)" in done.err


def test_an_index_of_deprivation_that_does_not_say_its_year_is_asked_about(run_tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "MODULES", ["geo.publishers.deprivation.files_2019", "geo.publishers.deprivation.files_older"])
    header = "LSOA code (2011),{}Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)\n"
    undated, dated = tmp_path / "File_1_-_IMD2019.csv", tmp_path / "File_1_ID_2015.csv"
    undated.write_text(header.format("") + "".join(f"{code},1\n" for code in LSOAS), encoding="utf-8")
    dated.write_text(
        header.format("Local Authority District code (2013),") + "".join(f"{code},E07,1\n" for code in LSOAS), encoding="utf-8"
    )
    done = run_tiny("import", undated, dated, "--dry-run")
    assert done.code == 1
    assert "Traceback" not in done.err
    assert "iod2019_file1 or iod2015_file1. Say which with --as" in done.err
    assert "File_1_ID_2015.csv: is of the indices of deprivation of 2015" in done.err


def test_a_folder_that_holds_something_is_not_written_to(run_tiny, long, tmp_path):
    out = tmp_path / "full"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    done = run_tiny("import", long, "--out", out)
    assert done.code == 1
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    assert run_tiny("export", "--out", out).code == 1


def test_an_export_is_the_tables_of_today_and_can_be_used_again(run_tiny, tiny, long, workspace, tmp_path):
    run_tiny("import", long, "--who", "A", "--why", "w")
    target, folder = tmp_path / "all.zip", tmp_path / "all"
    assert run_tiny("export", "--out", target).code == 0
    assert run_tiny("export", "--out", folder).code == 0
    with zipfile.ZipFile(target) as archive:
        names = set(archive.namelist())
        assert {*TABLES, "data_dictionary.csv", "boundaries/lsoa.geojson"} <= names
        assert archive.read("indicator_values.csv") == (workspace / "versions/0001/indicator_values.csv").read_bytes()
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == names
    data = tiny.settings.data.model_copy(update={"folder": folder})
    assert "visits" in load_atlas(tiny.settings.model_copy(update={"data": data})).indicators.index


def test_the_dictionary_explains_every_column_once():
    words = explained_dictionary()
    assert words[["table", "column"]].to_numpy().tolist() == [[file, column] for file, columns in ALL_TABLES.items() for column in columns]
    assert (words["meaning"].str.len() > 3).all()
    assert words.set_index(["table", "column"]).at[("providers.csv", "easting"), "meaning"] == "Easting, metres, EPSG:27700"


def test_the_server_takes_files_as_large_as_the_limits_say():
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["server"]
    assert server["maxUploadSize"] == Limits().file_mb
