"""Make a data folder for every lower-tier authority of England and check it: ``make every-authority RAW=...``."""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import tempfile
import time
import traceback
from pathlib import Path
from typing import Final

from geo.build.authority import look_for_files
from geo.cli.main import main as geo
from geo.publishers.deprivation.raw import read_lsoa_names

# What is likeliest to fail comes first: islands, one LSOA, a hole in an outline, a new code, no coast, the largest.
ODD: Final = [
    "E06000053", "E09000001", "E06000063", "E06000046", "E06000019", "E08000016", "E08000019", "E07000113", "E06000064",
    "E06000052", "E06000057", "E07000029", "E08000025", "E08000035", "E06000065", "E06000066", "E06000054", "E06000047",
    "E06000060", "E06000044", "E07000169", "E06000017", "E07000062",
]  # fmt: skip
PASSED, REFUSED, FAILED = "passed", "refused", "FAILED"


def main() -> None:
    """Make those that the results do not have yet; one line an authority."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="folder of the files that `init` needs")
    parser.add_argument("--results", type=Path, required=True, help="CSV of what was tried; codes in it are not tried again")
    parser.add_argument("--only", nargs="+", metavar="CODE", help="these, whatever the results have")
    arguments = parser.parse_args()
    listed = read_lsoa_names(look_for_files(arguments.raw).files["iod2025_idaci"]).drop_duplicates("district_code")
    names = dict(listed.set_index("district_code")["district_name"].sort_index())
    order = sorted(names, key=lambda code: (ODD.index(code) if code in ODD else len(ODD), code))
    results = _read(arguments.results)
    for code in arguments.only or [code for code in order if code not in results]:
        begin = time.perf_counter()
        outcome, said = _try(code, arguments.raw)
        results[code] = (code, names[code], outcome, f"{time.perf_counter() - begin:.1f}", said)
        print(*results[code][:4], said.splitlines()[-1] if said else "", flush=True)
        _write(arguments.results, results)
    found = [row[2] for row in results.values()]
    print(f"{len(found)} of {len(names)} tried: " + ", ".join(f"{found.count(kind)} {kind}" for kind in (PASSED, REFUSED, FAILED)))


def _try(code: str, raw: Path) -> tuple[str, str]:
    """Run ``init`` and ``check``, as somebody would; what they said if they did not pass."""
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        out = Path(folder) / "made"
        try:
            if geo(["init", "--lad", code, "--raw", str(raw), "--out", str(out)]):
                return REFUSED, said.getvalue().strip()
            passed = geo(["check", "--config", str(out / "config.toml")]) == 0
        except Exception:  # noqa: BLE001 - whatever happens is what is looked for, and the next authority is to be tried
            return FAILED, traceback.format_exc().strip()
    return (PASSED, "") if passed else (FAILED, said.getvalue().strip())


def _read(path: Path) -> dict[str, tuple[str, ...]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row[0]: tuple(row) for row in csv.reader(file)}


def _write(path: Path, results: dict[str, tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(results.values())


if __name__ == "__main__":
    main()
