"""``init`` for authorities that are unlike most: islands, the smallest, holes in an outline, no coast, codes of another year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from geo.contract import check_folder
from geo.settings.model import load_settings
from tests.helpers.norwich import NORWICH
from tests.helpers.places import ROOT
from tests.helpers.published import published

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.running import Run

SCILLY, CITY, CUMBERLAND, HEREFORDSHIRE = "E06000053", "E09000001", "E06000063", "E06000019"
NURSERIES = ROOT / "tests" / "cases" / "pdf-landlocked" / "names.csv"


def init(run: Run, folder: Path, *codes: str) -> Path:
    """Make an authority from the national files; its settings."""
    done = run("init", "--lad", *codes, "--raw", published("deprivation"), "--out", folder / "made")
    assert (done.code, done.err) == (0, "")
    return folder / "made" / "config.toml"


@pytest.mark.parametrize(
    ("code", "lsoas", "alone"),
    [
        (SCILLY, 1, True),
        (CITY, 6, False),
        # One neighbourhood lies in a hole of another, which its outline has as a second shell.
        (CUMBERLAND, 177, False),
    ],
    ids=["one neighbourhood far out", "the smallest", "a hole written as a shell"],
)
def test_the_folder_of_an_odd_authority_passes_check(run, tmp_path, code, lsoas, alone):
    report = check_folder(load_settings(init(run, tmp_path, code)))
    assert report.problems == ()
    assert (report.counts["district"], report.counts["lsoa"]) == (1, lsoas)
    assert any("no child from beyond the border" in warning for warning in report.warnings) == alone


def test_an_authority_without_coast_is_drawn_and_printed(run, tmp_path):
    config = init(run, tmp_path, HEREFORDSHIRE)
    assert run("import", "--config", config, NURSERIES, "--who", "A Name", "--why", "first").code == 0
    for ending, begins in (("pdf", b"%PDF-"), ("html", b"<!doctype html>")):
        report = tmp_path / f"report.{ending}"
        done = run("report", "--config", config, "--outcome", "school_readiness", "-o", report)
        assert (done.code, done.out) == (0, b"")
        assert report.read_bytes()[:15].lower().startswith(begins.lower())


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("E08000038", "knows E08000038, a code since 2025, as E08000016. Give E08000016."),
        ("E08000039", "knows E08000039, a code since 2025, as E08000019. Give E08000019."),
        ("E07000026", "has no LSOA of E07000026, which became part of E06000063 in 2023. Give E06000063."),
        ("E10000023", "has no LSOA of E10000023, which became part of E06000065 in 2023. Give E06000065."),
        ("E10000003", "lists districts, and E10000003 is a county. Give the codes of its districts."),
        ("W06000001", "has no LSOA of W06000001. Give ONS codes of districts or unitary authorities of 2024, such as E07000148."),
    ],
)
def test_a_code_that_the_files_do_not_know_is_told_the_one_that_they_do(run, tmp_path, code, said):
    done = run("init", "--lad", code, "--raw", published("deprivation"), "--out", tmp_path / "made")
    assert done.code == 1
    assert done.err.splitlines()[0] == f"File_3_IoD2025_Supplementary_Indices_IDACI_and_IDAOPI.xlsx: {said}"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_check_would_refuse_is_not_made(run, raw_norwich, tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "six.csv").write_bytes((raw_norwich / "six.csv").read_bytes())
    book = openpyxl.load_workbook(raw_norwich / "three.xlsx")
    for row in book["IDACI"].iter_rows(min_row=2):
        row[3].value = "Nor\u200bwich"
    book.save(raw / "three.xlsx")
    done = run("init", "--lad", NORWICH, "--name", "Norwich", "--raw", raw, "--out", tmp_path / "made")
    assert done.code == 1
    assert done.err.startswith("Norwich: was not made, because its folder would not pass `check`. data/areas.csv, row ")
    assert "zero width space" in done.err.lower()
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]
