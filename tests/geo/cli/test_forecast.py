"""``geo forecast``: the table of demand by year as a file, what it says where nothing is held, and what it refuses."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.cli.main import main
from geo.demand.outlook import look_ahead
from geo.demand.published import published_answer, published_basis, published_take_up
from geo.demand.table import COLUMNS, forecast_list
from geo.demand.years import asked_years
from geo.export.tables import to_csv
from geo.method.model import build_model
from geo.method.query import Query
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from tests.helpers.places import ROOT
from tests.helpers.tiny_content import ALDER, BOURNE, COUNTY, LSOAS

if TYPE_CHECKING:
    from tests.helpers.running import Run
    from tests.helpers.tiny import Tiny

ASK = ("forecast", "--outcome", "school_readiness")


@pytest.fixture
def dated(tiny: Tiny) -> Tiny:
    """Say of which time places and children are."""
    tiny.edit_text("config.toml", 'folder = "data"', 'folder = "data"\nchildren_source = "official"')
    tiny.set_cell("sources.csv", tiny.line_of("sources.csv", "official"), "period", "2025")
    return tiny


def read(out: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(out))


@pytest.mark.usefixtures("dated")
def test_without_any_file_the_command_says_so_and_gives_the_gap_list_in_every_year(run_tiny: Run) -> None:
    done, today = run_tiny(*ASK, "--to", "2027"), run_tiny("gaps", "--outcome", "school_readiness")
    assert done.code == 0
    assert "hold no projection of children and no homes" in done.err
    assert "hold no take-up" in done.err
    table, gaps = read(done.out), read(today.out).set_index("area_code")
    assert list(table) == list(COLUMNS)
    assert sorted(set(table["year"])) == [2025, 2026, 2027]
    for name in ("access", "shortfall_places", "children_0_4"):
        assert table[name].tolist() == gaps[name].reindex(table["area_code"]).tolist()


def test_the_file_is_that_of_the_core_byte_for_byte(run_tiny: Run, dated: Tiny) -> None:
    rows = "".join(f"{code},{year},90,90,90,90,90,official\n" for code in (ALDER, BOURNE) for year in (2026, 2027))
    (dated.data / "children_projection.csv").write_text("area_code,year,age_0,age_1,age_2,age_3,age_4,source_id\n" + rows, encoding="utf-8")
    (dated.data / "take_up.csv").write_text(
        f"area_code,age,entitlement,eligible,registered,source_id\n{COUNTY},3-4,universal,170,160,official\n", encoding="utf-8"
    )
    model = build_model(load_atlas(dated.settings), dated.settings)
    query = Query("school_readiness", level="ward")
    expected = to_csv(forecast_list(look_ahead(model, query, asked_years(model, query)), ("within",)), bom=False)
    done = run_tiny(*ASK, "--level", "ward", "--variant", "within")
    assert (done.code, done.err, done.out) == (0, "", expected)
    of_years = read(done.out).groupby("year")["children_0_4"].sum()
    assert of_years.to_dict() == {2025: 425, 2026: 900, 2027: 900}


def test_homes_of_a_scenario_come_in_their_year(run_tiny: Run, dated: Tiny, tmp_path) -> None:
    changes = tmp_path / "changes.csv"
    changes.write_text(f"kind,target,homes,yield_0_4,from_year\nhomes,{LSOAS[0]},100,20,2026\n", encoding="utf-8")
    done = run_tiny(*ASK, "--to", "2027", "--scenario", changes, "--json", "--variant", "on_top")
    rows = [row for row in json.loads(done.out) if row["area_code"] == LSOAS[0]] if done.code == 0 else []
    assert [row["children_0_4"] for row in rows] == [100, 120, 120], done.err
    assert [row["homes_so_far"] for row in rows] == [0, 100, 100]
    assert dated.data.exists()


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--variant", "both"), 2, "on_top, within, neither"),
        (("--take-up", "two=80"), 2, "such as 2=80"),
        (("--take-up", "2=180"), 2, "such as 2=80"),
        (("--take-up", "2=80", "4=70"), 1, "--take-up 2=80, column ages: the data hold no take-up of funded hours here. Bring take_up.csv"),
        (("--to", "2020"), 1, "from 2025 to 2020 cannot be"),
        (("--scenario", "nowhere.csv"), 1, "nowhere.csv: cannot be read"),
        (("--level", "street"), 2, "street"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(run_tiny: Run, options, code, words) -> None:
    done = run_tiny(*ASK, *options)
    assert done.code == code
    assert words in done.err
    assert "Traceback" not in done.err


def test_take_up_of_the_option_is_that_of_a_scenario_to_the_digit(run_tiny: Run, dated: Tiny, tmp_path) -> None:
    rows = f"{COUNTY},2,disadvantaged,60,30,official\n{COUNTY},3-4,universal,,99,official\n"
    (dated.data / "take_up.csv").write_text(
        f"area_code,age,entitlement,eligible,registered,source_id\n{rows}", encoding="utf-8", newline="\n"
    )
    changes = tmp_path / "changes.csv"
    changes.write_text("kind,target,ages,percent\ntake_up,all,2,80\n", encoding="utf-8")
    by_option, by_scenario, counted = (run_tiny(*ASK, *more) for more in (("--take-up", "2=80"), ("--scenario", changes), ()))
    assert (by_option.code, by_scenario.code) == (0, 0), by_scenario.err
    assert by_option.out == by_scenario.out != counted.out
    assert read(by_option.out)["expected_users"].sum() > read(counted.out)["expected_users"].sum()
    twice = run_tiny(*ASK, "--take-up", "2=90", "--scenario", changes)
    assert "'take_up:all:2' is changed twice" in twice.err
    unknown = run_tiny(*ASK, "--take-up", "3=90", "1=20")
    assert "no take-up of the age 3 with how many are entitled. Held are the ages 2." in unknown.err
    assert "--take-up 1=20" in unknown.err


def test_years_must_be_said_where_no_source_says_them(run_tiny: Run, tiny: Tiny) -> None:
    tiny.set_cell("sources.csv", tiny.line_of("sources.csv", "official"), "period", "")
    done = run_tiny(*ASK)
    assert done.code == 1
    assert "Say from which year" in done.err
    assert run_tiny(*ASK, "--from", "2026", "--to", "2026").code == 0


@pytest.mark.usefixtures("dated")
def test_help_names_the_files(run_tiny: Run) -> None:
    told = run_tiny("forecast", "--help").out.decode()
    for word in ("children_projection.csv", "homes.csv", "yields.csv", "take_up.csv", "--take-up", "--variant"):
        assert word in told


def test_published_take_up_is_told_by_the_command_as_on_the_page(capsys) -> None:
    assert main(["forecast", "--outcome", "early_education", "--take-up", "2=80"]) == 1
    told = capsys.readouterr().err
    settings = load_settings(ROOT / "config.toml")
    rows = published_take_up(load_atlas(settings), settings)["2"]
    assert f"{published_answer(rows, 80, 30)}\n{published_basis(rows, 30)}\n" in told
