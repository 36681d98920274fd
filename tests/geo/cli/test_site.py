"""`geo site`: the folder, JSON, and every refusal in plain words."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from geo.siting.answer import COLUMNS
from geo.siting.changes import COLUMNS as CHANGES
from tests.helpers.running import Run, assert_plain
from tests.helpers.tiny_content import ALDER, BOURNE, LSOAS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.tiny import Tiny

SITE = ("site", "--outcome", "school_readiness", "--candidates", "family_hub", "gp", "--add", "1")


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_answer_is_a_folder_of_three_tables(run_tiny: Run, tmp_path: Path) -> None:
    done = run_tiny(*SITE, "--places", "20", "-o", tmp_path / "out")
    assert done.code == 0, done.err
    assert done.out == b""
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["changes.csv", "frontier.csv", "sites.csv"]
    sites, frontier, changes = ((tmp_path / "out" / name).read_bytes() for name in ("sites.csv", "frontier.csv", "changes.csv"))
    assert not sites.startswith(b"\xef\xbb\xbf")
    assert sites.splitlines()[0].decode() == ",".join(COLUMNS)
    assert frontier.splitlines()[0] == b"n,greedy,best,bound,status,seconds"
    assert changes.splitlines()[0].decode() == ",".join(CHANGES)
    (site,), (change,) = rows_of(sites), rows_of(changes)
    assert (change["where"], change["places"], change["service_type"]) == (site["site_id"], "20", "school_nursery")
    searched = rows_of(frontier)[1]
    assert (searched["status"], float(searched["best"])) == ("proven", pytest.approx(float(searched["greedy"])))
    assert "1 site, proven best:" in done.err
    # A folder that holds something is never written over.
    again = run_tiny(*SITE, "-o", tmp_path / "out")
    assert again.code == 1
    assert_plain(again, 1)
    assert (tmp_path / "out" / "sites.csv").read_bytes() == sites


def test_the_same_question_gives_the_same_bytes(run_tiny: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run_tiny(*SITE, "--objective", "worst_fifth", "-o", tmp_path / name).code == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_json_holds_the_tables_and_what_is_known(run_tiny: Run, tmp_path: Path) -> None:
    done = run_tiny(*SITE, "--json", "-o", tmp_path / "out")
    answer = json.loads(done.out)
    assert (answer["status"], answer["objective"], answer["unit"]) == (
        "proven", "need", "places short closed, each weighted by need (0-1)",
    )  # fmt: skip
    table = rows_of((tmp_path / "out" / "sites.csv").read_bytes())
    assert [row["site_id"] for row in table] == [row["site_id"] for row in answer["sites"]] == [row["site_id"] for row in answer["why"]]
    assert [link.partition(":")[0] for link in answer["links"]] == ["open"]
    assert set(answer["equity"]) == {"today", "after"}
    assert answer["value"] <= answer["of_all"]


def test_without_a_folder_the_sites_are_printed(run_tiny: Run) -> None:
    done = run_tiny(*SITE, "--add", "2", "--exact-seconds", "0")
    assert done.out.splitlines()[0].decode() == ",".join(COLUMNS)
    assert "greedy answer" in done.err


def test_hubs_until_everybody_is_within_reach(run_tiny: Run) -> None:
    asked = ("site", "--outcome", "child_health", "--candidates", "day_nursery", "--objective", "everybody", "--json", "--within")
    far = run_tiny(*asked, "1")
    answer = json.loads(far.out)
    assert answer["unreached"]
    assert all(area["area_code"] in far.err for area in answer["unreached"])
    near = run_tiny(*asked, "60")
    assert json.loads(near.out)["unreached"] == []


def test_an_own_list_and_districts(run_tiny: Run, tiny: Tiny) -> None:
    own = tiny.config.with_name("own.csv")
    own.write_text("site_id,name\nhub-1,At the hub\nosm-1,At the surgery\n", encoding="utf-8")
    sites = rows_of(run_tiny("site", "--outcome", "school_readiness", "--candidates", own, "--add", "9").out)
    assert {row["site"] for row in sites} <= {"At the hub", "At the surgery"}
    assert sites
    none = run_tiny("site", "--outcome", "school_readiness", "--candidates", own, "--district", BOURNE)
    assert rows_of(none.out) == []
    assert "There is no possible site" in none.err


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--objective", "happiness"), 2, "Unknown objective 'happiness'"),
        (("--people", "voters"), 2, "Unknown people 'voters'"),
        (("--opens", "family_hub"), 2, "Unknown service to open 'family_hub'"),
        (("--opens-sector", "state"), 2, "Unknown sector to open 'state'"),
        (("--candidates", "nowhere.csv"), 2, "Unknown candidates 'nowhere.csv'"),
        (("--must", "hub-9"), 2, "Unknown site 'hub-9'"),
        (("--at-least", "E07"), 1, "found 'E07'; write a district's code and a number"),
        (("--at-most", "E09999999=1"), 2, "Unknown district 'E09999999'"),
        (("--at-least", f"{ALDER}=2"), 1, "asks for 2 sites in"),
        (("--budget", "-1"), 1, "budget: must be 0 or more"),
        (("--budget", "nan"), 1, "budget: must be 0 or more"),
        (("--exact-seconds", "-1"), 1, "must lie between 0 and 3,600"),
        (("--add", "-3"), 1, "add: must lie between 0 and 1,000 (found -3)"),
        (("--add", "many"), 2, "invalid int value"),
    ],
)
def test_refusals_are_plain_and_nothing_is_written(run_tiny: Run, tmp_path: Path, options: tuple[str, ...], code: int, said: str) -> None:
    done = run_tiny("site", "--outcome", "school_readiness", "--candidates", "family_hub", *options, "-o", tmp_path / "out")
    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists()


def test_a_second_own_list_is_refused(run_tiny: Run, tiny: Tiny) -> None:
    paths = [tiny.config.with_name(name) for name in ("a.csv", "b.csv")]
    for path in paths:
        path.write_text("site_id,name\nhub-1,At the hub\n", encoding="utf-8")
    done = run_tiny("site", "--outcome", "school_readiness", "--candidates", *paths)
    assert (done.code, "b.csv: is a second list of sites" in done.err) == (1, True)


def test_sites_for_a_year_say_so_and_count_the_homes_of_a_scenario(run_tiny: Run, tiny: Tiny) -> None:
    line = tiny.line_of("sources.csv", "official")
    tiny.set_cell("sources.csv", line, "period", "2025")
    homes = ("--do", f"homes:{LSOAS[0]}:1000:50:2030")
    then, later, today = (run_tiny(*SITE, *homes, "--year", year) for year in ("2029", "2031", "2027"))
    assert then.code == later.code == today.code == 0, later.err
    assert "For the children of 2031, who share what is open then; need and target stay those of today." in later.err
    settings = [rows_of(done.out)[0]["settings"] for done in (then, later)]
    assert "children of 2029, homes on top" in settings[0]
    assert f"children of 2031, homes on top with scenario homes:{LSOAS[0]}:1000:50:2030" in settings[1]
    closed = [float(rows_of(done.out)[0]["of_all"]) for done in (today, then, later)]
    assert closed[0] == closed[1] < closed[2]
    assert "no meaning with --year" in run_tiny(*SITE, "--year", "2031", "--fresh").err
    assert "cannot be" in run_tiny(*SITE, "--year", "3000").err
