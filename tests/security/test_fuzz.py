"""Three hundred spoilt files of every format through the limited process: each is read or refused, and none ends otherwise."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.helpers.places import ROOT
from tests.security.fuzz import GOOD

FILES = 300


def test_spoilt_files_of_every_format() -> None:
    # In a process of its own: this one may have threads, which a fork does not carry over.
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.fuzz", "--files", str(FILES)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) == {"csv", "xlsx", "ods", "zip", "geojson", "gpkg", "parquet", "shp.zip"}
    assert sum(sum(counts.values()) for counts in found.values()) == FILES
    assert all(set(counts) <= set(GOOD) and sum(counts.values()) >= FILES // 8 for counts in found.values())
    # A mutator that breaks all or none tests little.
    assert all(counts.get("read", 0) > 0 and counts.get("refused", 0) > 0 for counts in found.values())
