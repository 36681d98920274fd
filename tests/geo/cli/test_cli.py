"""The command line as a person runs it: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from geo.export.tables import to_csv
from geo.method.gaps import gap_list
from geo.method.model import build_model
from geo.method.query import Query
from geo.store.atlas import load_atlas
from geo.whatif.tuning import Tuning, tune
from tests.helpers.running import Run, assert_plain, run_process
from tests.helpers.tiny_content import ALDER, BOURNE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.tiny import Tiny

GAPS = ("gaps", "--outcome", "school_readiness", "--level", "lsoa")

COLUMNS = (
    "rank,area_code,area_label,level,ward,district,outcome,children_0_4,need_score,access,access_unit,access_score,gap_score,gap_class,"
    "shortfall_places,nearest_provider,nearest_km,providers_in_reach,public_in_reach,pvi_in_reach,reasons,rank_low,rank_high,confidence,"
    "data_as_at,method_version,survives_at,access_public,access_pvi,public_share,low_income_pvi_only,key_provider,key_provider_children,"
    "nearest_minutes,need_driver,walk_rank,also_on_foot,also_3sfca,england_low_income_place,england_access_decile,high_need_only_here,"
    "border,children_basis,how_sure"
)


def test_gaps_on_standard_output_are_the_bytes_of_the_download(tiny: Tiny) -> None:
    done = run_process("--config", tiny.config, *GAPS)
    assert (done.code, done.err) == (0, "")
    model = build_model(load_atlas(tiny.settings), tiny.settings)
    assert done.out == to_csv(gap_list(model, Query("school_readiness", "lsoa")), bom=False)
    assert done.out.decode("utf-8").splitlines()[0] == COLUMNS
    assert b"\r" not in done.out
    rows = list(csv.DictReader(io.StringIO(done.out.decode("utf-8"))))
    assert [row["rank"] for row in rows] == ["1", "2", "3", "4", "5", "6"]


def test_filters_reach_the_list(run_tiny: Run, tiny: Tiny) -> None:
    arguments = ["--district", ALDER, "--district", ALDER, "--sector", "public", "--service", "nursery_school", "school_nursery"]
    done = run_tiny(*GAPS, *arguments, "--no-assumed")
    model = build_model(load_atlas(tiny.settings), tiny.settings)
    query = Query("school_readiness", "lsoa", (ALDER,), "public", ("nursery_school", "school_nursery"), include_assumed=False)
    assert (done.code, done.err) == (0, "")
    assert done.out == to_csv(gap_list(model, query), bom=False)


def test_the_form_of_the_catchment_reaches_the_list_and_every_row_says_so(run_tiny: Run, tiny: Tiny) -> None:
    done = run_tiny(*GAPS, "--form", "3sfca")
    assert (done.code, done.err) == (0, "")
    model = tune(build_model(load_atlas(tiny.settings), tiny.settings), "school_readiness", Tuning(form="3sfca"))
    assert done.out == to_csv(gap_list(model, Query("school_readiness", "lsoa")), bom=False)
    rows = list(csv.DictReader(io.StringIO(done.out.decode("utf-8"))))
    assert all(row["method_version"].endswith("; form 3sfca)") for row in rows)
    assert run_tiny(*GAPS, "--form", "e2sfca").out == run_tiny(*GAPS).out, "it is the recommended one"


def test_several_districts_after_one_option_or_two(run_tiny: Run) -> None:
    ward = ("gaps", "--outcome", "school_readiness", "--level", "ward")
    one = run_tiny(*ward, "--district", ALDER, BOURNE).out
    assert one == run_tiny(*ward, "--district", BOURNE, "--district", ALDER).out
    assert one == run_tiny(*ward).out
    assert len(one.splitlines()) == 4


def test_json_holds_the_same_rows(run_tiny: Run) -> None:
    rows = json.loads(run_tiny(*GAPS, "--json").out)
    assert rows == json.loads(run_tiny(*GAPS, "--format", "json").out)
    assert list(rows[0]) == COLUMNS.split(",")
    assert rows[0]["rank"] == 1
    assert 1 <= rows[0]["rank_low"] <= rows[0]["rank_high"]
    assert rows[0]["key_provider_children"] is None or rows[0]["key_provider_children"] > 0
    lines = list(csv.DictReader(io.StringIO(run_tiny(*GAPS).out.decode("utf-8"))))
    assert [row["area_code"] for row in rows] == [line["area_code"] for line in lines]


def test_config_may_follow_the_command(run_tiny: Run, run: Run, tiny: Tiny) -> None:
    assert run(*GAPS, "--config", tiny.config).out == run_tiny(*GAPS).out


def test_output_file_is_replaced_whole(run_tiny: Run, tmp_path: Path) -> None:
    target = tmp_path / "lists" / "gaps.csv"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    done = run_tiny(*GAPS, "-o", target)
    assert (done.code, done.out, done.err) == (0, b"", "")
    assert target.read_bytes() == run_tiny(*GAPS).out
    assert [path.name for path in target.parent.iterdir()] == ["gaps.csv"]


def test_output_that_cannot_be_written_says_so(run_tiny: Run, tmp_path: Path) -> None:
    for target in (tmp_path / "nowhere" / "gaps.csv", tmp_path):
        done = run_tiny(*GAPS, "-o", target)
        assert done.code == 1
        assert str(target) in done.err
        assert_plain(done, lines=1)


def test_check_prints_counts_and_warnings(run_tiny: Run) -> None:
    done = run_tiny("check")
    assert (done.code, done.err) == (0, "")
    lines = [line.split() for line in done.out.decode().splitlines()]
    assert ["district", "2"] in lines
    assert ["children_0_4", "425"] in lines
    assert lines[-1][:3] == ["warning:", "Outcome", "'family_security'"]
