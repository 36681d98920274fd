"""`geo compare-versions`: two folders, two kept versions, and every refusal in plain words."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

from tests.helpers.running import Run, assert_plain
from tests.helpers.tiny import with_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.tiny import Tiny

ASKED = ("--outcome", "school_readiness")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def older(tiny: Tiny, root: Path) -> Path:
    """Give a data folder with the first provider of a day nursery smaller by four places."""
    folder = root / "older"
    shutil.copytree(tiny.data, folder)
    rows = rows_of(folder / "providers.csv")
    nursery = next(row for row in rows if row["places"])
    nursery["places"] = str(int(float(nursery["places"])) - 4)
    with (folder / "providers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_two_folders_are_compared(run_tiny: Run, tiny: Tiny, tmp_path: Path) -> None:
    done = run_tiny("compare-versions", older(tiny, tmp_path), tiny.data, *ASKED, "--json", "-o", tmp_path / "out")
    assert done.code == 0, done.err
    told = json.loads(done.out)["summary"]
    assert told["places_now"] - told["places_then"] == 4
    providers = rows_of(tmp_path / "out" / "then_now_providers.csv")
    assert [row["how"] for row in providers if row["how"]] == ["grew"]
    areas = rows_of(tmp_path / "out" / "then_now_areas.csv")
    listed = run_tiny("gaps", *ASKED)
    now = list(csv.DictReader(listed.out.decode().splitlines()))
    assert [(row["area_code"], row["rank_now"], row["shortfall_now"]) for row in areas] == [
        (row["area_code"], row["rank"], row["shortfall_places"]) for row in now
    ]
    assert (tmp_path / "out" / "then_now_supply.csv").exists()
    assert rows_of(tmp_path / "out" / "then_now_districts.csv")[-1]["district"] == ""


def test_a_kept_version_beside_the_shipped_data(run_tiny: Run, tiny: Tiny, tmp_path: Path) -> None:
    newer = older(tiny, tmp_path)
    workspace = with_workspace(tiny)
    workspace.keep(lambda _, new: shutil.copytree(newer, new), "Ann", "next quarter")
    told = [run_tiny("compare-versions", *versions, *ASKED, "-o", tmp_path / "out") for versions in (("0", "in-use"), ("0", "1"))]
    assert told[0].code == 0, told[0].err
    assert told[0].out == told[1].out
    assert b"places_now" in told[0].out
    unknown = run_tiny("compare-versions", "0", "7", *ASKED, "-o", tmp_path / "out")
    assert unknown.code == 2
    assert_plain(unknown, 1)
    assert "7" in unknown.err
    assert "Valid: 0, 1" in unknown.err


def test_what_is_no_version_is_refused(run_tiny: Run, tmp_path: Path) -> None:
    done = run_tiny("compare-versions", "last quarter", "in-use", *ASKED, "-o", tmp_path / "out")
    assert done.code == 2
    assert_plain(done, 1)
    assert "a data folder that is there" in done.err
    assert not (tmp_path / "out").exists()
