"""Every expected failure of the command line ends in plain words and its exit code, never in a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.helpers.places import ROOT
from tests.helpers.running import Run, assert_plain, run_process
from tests.helpers.tiny_content import ALDER, ASH, BOURNE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.tiny import Tiny

GAPS = ("gaps", "--outcome", "school_readiness", "--level", "lsoa")


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
        (("--outcome", "child_health", "--level", "ward", "--form", "2sfca"), "Unknown form '2sfca'. Valid: e2sfca, 3sfca."),
        (
            ("--outcome", "child_health", "--level", "ward", "--district", ALDER, ASH, "Nowhere"),
            f"Unknown district '{ASH}, Nowhere'. Valid: {ALDER} (Alder), {BOURNE} (Bourne).",
        ),
    ],
)
def test_unknown_ids_get_one_line_with_the_valid_ones(run_tiny: Run, arguments: tuple[str, ...], line: str) -> None:
    done = run_tiny("gaps", *arguments)
    assert (done.code, done.out) == (2, b"")
    assert done.err.splitlines() == [line]


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
def test_misuse_gets_one_line(run: Run, arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert words in done.err
    assert "Try --help." in done.err
    assert_plain(done, lines=1)


@pytest.mark.parametrize("command", ["build", "check", "gaps"])
def test_help_explains_itself(run: Run, command: str) -> None:
    text = run(command, "--help").out.decode()
    assert "exit codes:" in text
    assert "--config PATH" in text


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


def test_broken_files_and_settings_end_a_real_process_plainly(tiny: Tiny) -> None:
    expected = break_it(tiny)
    done = run_process("check", "--config", tiny.config)
    assert (done.code, len(done.err.splitlines())) == (1, len(expected) + 1)
    tiny.edit_text("config.toml", "weight = 1.0", "weight = -1.0")
    done = run_process(*GAPS, "--config", tiny.config)
    assert done.code == 1
    assert done.err.startswith("config.toml, column outcomes.school_readiness.indicators.gld.weight: Input should be greater than")
    assert_plain(done, lines=2)
    done = run_process("gaps", "--outcome", "nope", "--level", "lsoa")
    assert done.code == 2
    assert_plain(done, lines=1)


@pytest.mark.parametrize("command", [("check",), GAPS])
def test_broken_data_are_listed_in_full_and_exit_1(run_tiny: Run, tiny: Tiny, command: tuple[str, ...]) -> None:
    expected = break_it(tiny)
    done = run_tiny(*command)
    assert done.code == 1
    text = done.err
    for beginning in expected:
        assert any(line.startswith(beginning) for line in text.splitlines()), (beginning, text)
    assert_plain(done, lines=len(expected) + 1)
    assert text.splitlines()[-1] == "5 problems. Mend what is listed and run the command again."


@pytest.mark.parametrize("command", [("check",), GAPS, ("build", "--raw", "nowhere")])
def test_broken_settings_are_listed_in_full_and_exit_1(run_tiny: Run, tiny: Tiny, command: tuple[str, ...]) -> None:
    tiny.edit_text("config.toml", "detour = 1.3", "detour = 0.1\ndetur = 1.3")
    tiny.edit_text("config.toml", "gld = {weight = 1.0", "gld = {weight = -1.0")
    done = run_tiny(*command)
    assert done.code == 1
    text = done.err
    for key in ("access.detour", "access.detur", "outcomes.school_readiness.indicators.gld.weight"):
        assert f"config.toml, column {key}: " in text
    assert_plain(done, lines=4)


def test_settings_that_are_missing_or_a_folder(run: Run, tmp_path: Path) -> None:
    for path in (tmp_path / "config.toml", tmp_path):
        done = run("--config", path, "check")
        assert done.code == 1
        assert str(path) in done.err
        assert "Traceback" not in done.err


def test_check_as_json(run_tiny: Run, tiny: Tiny) -> None:
    whole = json.loads(run_tiny("check", "--json").out)
    assert (whole["ok"], whole["counts"]["lsoa"], whole["problems"]) == (True, 6, [])
    break_it(tiny)
    done = run_tiny("check", "--json")
    broken = json.loads(done.out)
    assert (done.code, broken["ok"], broken["counts"]["problems"]) == (1, False, 5)
    assert {problem["file"] for problem in broken["problems"]} >= {"data/evidence.csv", "data/sources.csv"}
    tiny.config.write_text("broken", encoding="utf-8")
    assert json.loads(run_tiny("check", "--json").out)["problems"][0]["file"] == "config.toml"


def test_reader_that_leaves_early_gets_no_traceback(tiny: Tiny) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "geo", "--config", str(tiny.config), *GAPS]
    with os.fdopen(writer, "wb") as gone:
        done = subprocess.run(command, cwd=ROOT, stdout=gone, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (141, b"")


def test_build_without_its_packages_names_the_requirements(tiny: Tiny, tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['py7zr'] = None\n"
    call = f"from geo.cli.main import main; sys.exit(main(['--config', {str(tiny.config)!r}, 'build', '--raw', {str(tmp_path)!r}]))"
    done = subprocess.run([sys.executable, "-c", hidden + call], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith("Install it: pip install --require-hashes -r requirements-build.lock\n")
    assert len(done.stderr.splitlines()) == 1


def test_build_from_an_empty_folder_names_what_is_missing(run_tiny: Run, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    done = run_tiny("build", "--raw", raw, "--out", tmp_path / "out")
    assert done.code == 1
    assert "Traceback" not in done.err
    assert "is missing" in done.err
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())
