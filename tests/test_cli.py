"""The command line as a person runs it: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geo.cli import main
from geo.export import to_csv
from geo.gaps import gap_list
from geo.model import build_model
from geo.query import Query
from geo.store import load_atlas
from tests.tiny_content import ALDER, ASH, BOURNE

if TYPE_CHECKING:
    from tests.tiny import Tiny

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = (
    "rank,area_code,area_label,level,ward,district,outcome,children_0_4,need_score,access,access_unit,access_score,gap_score,gap_class,"
    "shortfall_places,nearest_provider,nearest_km,providers_in_reach,public_in_reach,pvi_in_reach,reasons,rank_low,rank_high,confidence,"
    "data_as_at,method_version"
)
GAPS = ("gaps", "--outcome", "school_readiness", "--level", "lsoa")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "geo", *map(str, arguments)], cwd=ROOT, capture_output=True, check=False)


def run_tiny(tiny: Tiny, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return run("--config", tiny.config, *arguments)


def test_gaps_on_standard_output_are_the_bytes_of_the_download(tiny: Tiny) -> None:
    done = run_tiny(tiny, *GAPS)
    assert (done.returncode, done.stderr) == (0, b"")
    model = build_model(load_atlas(tiny.settings), tiny.settings)
    assert done.stdout == to_csv(gap_list(model, Query("school_readiness", "lsoa")), bom=False)
    assert done.stdout.decode("utf-8").splitlines()[0] == COLUMNS
    assert b"\r" not in done.stdout
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8"))))
    assert [row["rank"] for row in rows] == ["1", "2", "3", "4", "5", "6"]


def test_filters_reach_the_list(tiny: Tiny, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    arguments = ["--district", ALDER, "--district", ALDER, "--sector", "public", "--service", "nursery_school", "school_nursery"]
    assert main(["--config", str(tiny.config), *GAPS, *arguments, "--no-assumed"]) == 0
    model = build_model(load_atlas(tiny.settings), tiny.settings)
    query = Query("school_readiness", "lsoa", (ALDER,), "public", ("nursery_school", "school_nursery"), include_assumed=False)
    assert capfdbinary.readouterr().out == to_csv(gap_list(model, query), bom=False)


def test_several_districts_after_one_option_or_two(tiny: Tiny) -> None:
    ward = ("gaps", "--outcome", "school_readiness", "--level", "ward")
    one = run_tiny(tiny, *ward, "--district", ALDER, BOURNE).stdout
    assert one == run_tiny(tiny, *ward, "--district", BOURNE, "--district", ALDER).stdout
    assert one == run_tiny(tiny, *ward).stdout
    assert len(one.splitlines()) == 4


def test_json_holds_the_same_rows(tiny: Tiny) -> None:
    rows = json.loads(run_tiny(tiny, *GAPS, "--format", "json").stdout)
    assert list(rows[0]) == COLUMNS.split(",")
    assert rows[0]["rank"] == 1
    assert rows[0]["rank_low"] is None
    lines = list(csv.DictReader(io.StringIO(run_tiny(tiny, *GAPS).stdout.decode("utf-8"))))
    assert [row["area_code"] for row in rows] == [line["area_code"] for line in lines]


def test_config_may_follow_the_command(tiny: Tiny) -> None:
    assert run(*GAPS, "--config", tiny.config).stdout == run_tiny(tiny, *GAPS).stdout


def test_output_file_is_replaced_whole(tiny: Tiny, tmp_path: Path) -> None:
    target = tmp_path / "lists" / "gaps.csv"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    done = run_tiny(tiny, *GAPS, "-o", target)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert target.read_bytes() == run_tiny(tiny, *GAPS).stdout
    assert [path.name for path in target.parent.iterdir()] == ["gaps.csv"]


def test_output_that_cannot_be_written_says_so(tiny: Tiny, tmp_path: Path) -> None:
    for target in (tmp_path / "nowhere" / "gaps.csv", tmp_path):
        done = run_tiny(tiny, *GAPS, "-o", target)
        assert done.returncode == 1
        assert str(target).encode() in done.stderr
        assert_plain(done, lines=1)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ("--outcome", "reading", "--level", "lsoa"),
            (
                "Unknown outcome 'reading'. Valid: school_readiness (School readiness), child_health (Child health), "
                "family_security (Family security)."
            ),
        ),
        (("--outcome", "child_health", "--level", "parish"), "Unknown level 'parish'. Valid: district, ward, lsoa."),
        (("--outcome", "child_health", "--level", "ward", "--sector", "private"), "Unknown sector 'private'. Valid: all, public, pvi."),
        (
            ("--outcome", "child_health", "--level", "ward", "--service", "library"),
            "Unknown service 'library'. Valid: family_hub (Family hub), gp (GP surgery).",
        ),
        (("--outcome", "child_health", "--level", "ward", "--format", "xlsx"), "Unknown format 'xlsx'. Valid: csv, json."),
        (
            ("--outcome", "child_health", "--level", "ward", "--district", ALDER, ASH, "Nowhere"),
            f"Unknown district '{ASH}, Nowhere'. Valid: {ALDER} (Alder), {BOURNE} (Bourne).",
        ),
    ],
)
def test_unknown_ids_get_one_line_with_the_valid_ones(tiny: Tiny, arguments: tuple[str, ...], line: str) -> None:
    done = run_tiny(tiny, "gaps", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [line]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "the following arguments are required: build|check|gaps"),
        (("gap",), "invalid choice: 'gap'"),
        (("gaps", "--level", "lsoa"), "the following arguments are required: --outcome"),
        (("check", "--fast"), "unrecognized arguments: --fast"),
        (("build",), "the following arguments are required: --raw"),
    ],
)
def test_misuse_gets_one_line(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert "Try --help." in done.stderr.decode()
    assert_plain(done, lines=1)


@pytest.mark.parametrize("command", ["build", "check", "gaps"])
def test_help_explains_itself(command: str) -> None:
    text = run(command, "--help").stdout.decode()
    assert "exit codes:" in text
    assert "--config PATH" in text


def assert_plain(done: subprocess.CompletedProcess[bytes], lines: int) -> None:
    text = done.stderr.decode()
    assert "Traceback" not in text
    assert len(text.splitlines()) == lines, text


def break_it(tiny: Tiny) -> list[str]:
    """Break five files at once; return the beginning of each line that must be printed."""
    (tiny.data / "evidence.csv").unlink()
    (tiny.data / "sources.csv").write_bytes(b"")
    places = tiny.line_of("providers.csv", "n-1")
    tiny.set_cell("providers.csv", places, "places", "NaN")
    outside = tiny.line_of("surroundings.csv", "E01000991")
    tiny.set_cell("surroundings.csv", outside, "centroid_n", "9999999")
    tiny.edit_text("boundaries/ward.geojson", '"Polygon"', '"Point"')
    return [
        "data/evidence.csv: is missing.",
        "data/sources.csv: is empty.",
        f"data/providers.csv, row {places}, column places: found 'NaN'",
        f"data/surroundings.csv, row {outside}, column centroid_n: found 1e+07; it is outside Britain",
        "data/boundaries/ward.geojson, row 2, column geometry: E05000901: the geometry cannot be read",
    ]


@pytest.mark.parametrize("command", [("check",), GAPS])
def test_broken_data_are_listed_in_full_and_exit_1(tiny: Tiny, command: tuple[str, ...]) -> None:
    expected = break_it(tiny)
    done = run_tiny(tiny, *command)
    assert done.returncode == 1
    text = done.stderr.decode()
    for beginning in expected:
        assert any(line.startswith(beginning) for line in text.splitlines()), (beginning, text)
    assert_plain(done, lines=len(expected) + 1)
    assert text.splitlines()[-1] == "5 problems. Mend what is listed and run the command again."


@pytest.mark.parametrize("command", [("check",), GAPS, ("build", "--raw", "nowhere")])
def test_broken_settings_are_listed_in_full_and_exit_1(tiny: Tiny, command: tuple[str, ...]) -> None:
    tiny.edit_text("config.toml", "detour = 1.3", "detour = 0.1\ndetur = 1.3")
    tiny.edit_text("config.toml", "gld = {weight = 1.0", "gld = {weight = -1.0")
    done = run_tiny(tiny, *command)
    assert done.returncode == 1
    text = done.stderr.decode()
    for key in ("access.detour", "access.detur", "outcomes.school_readiness.indicators.gld.weight"):
        assert f"config.toml, column {key}: " in text
    assert_plain(done, lines=4)


def test_settings_that_are_missing_or_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "config.toml", tmp_path):
        done = run("--config", path, "check")
        assert done.returncode == 1
        assert str(path) in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()


def test_check_prints_counts_and_warnings(tiny: Tiny) -> None:
    done = run_tiny(tiny, "check")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = [line.split() for line in done.stdout.decode().splitlines()]
    assert ["district", "2"] in lines
    assert ["children_0_4", "425"] in lines
    assert lines[-1][:3] == ["warning:", "Outcome", "'family_security'"]


def test_check_as_json(tiny: Tiny) -> None:
    whole = json.loads(run_tiny(tiny, "check", "--json").stdout)
    assert (whole["ok"], whole["counts"]["lsoa"], whole["problems"]) == (True, 6, [])
    break_it(tiny)
    done = run_tiny(tiny, "check", "--json")
    broken = json.loads(done.stdout)
    assert (done.returncode, broken["ok"], broken["counts"]["problems"]) == (1, False, 5)
    assert {problem["file"] for problem in broken["problems"]} >= {"data/evidence.csv", "data/sources.csv"}
    tiny.config.write_text("broken", encoding="utf-8")
    assert json.loads(run_tiny(tiny, "check", "--json").stdout)["problems"][0]["file"] == "config.toml"


def test_reader_that_leaves_early_gets_no_traceback(tiny: Tiny) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "geo", "--config", str(tiny.config), *GAPS]
    with os.fdopen(writer, "wb") as gone:
        done = subprocess.run(command, cwd=ROOT, stdout=gone, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (141, b"")


def test_build_without_its_packages_names_the_requirements(tiny: Tiny, tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['py7zr'] = sys.modules['openpyxl'] = None\n"
    call = f"from geo.cli import main; sys.exit(main(['--config', {str(tiny.config)!r}, 'build', '--raw', {str(tmp_path)!r}]))"
    done = subprocess.run([sys.executable, "-c", hidden + call], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().endswith("Install it: pip install -r requirements-build.txt\n")
    assert_plain(done, lines=1)


def test_build_from_an_empty_folder_names_what_is_missing(tiny: Tiny, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    done = run_tiny(tiny, "build", "--raw", raw, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr.decode()
    assert "is missing" in done.stderr.decode()
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())
