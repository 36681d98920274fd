"""How memory and time grow with the area: ``make bench-growth``, for one county, four, sixteen, and as many neighbourhoods as England has.

All but the first are synthetic: copies of the area beside each other (`benchmarks.copies`), with its providers. Each size is measured in a
process of its own. *In reach* counts the pairs of a neighbourhood and a provider within the catchment: nothing may grow faster than these.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from benchmarks.bench_browser import waits_of_map
from benchmarks.copies import copies
from geo.method.query import Query
from geo.whatif.scene import Choices
from geo.whatif.tuning import Tuning
from tests.helpers.places import CONFIG, ROOT
from ui.report.make import make
from ui.scene import answers, loading
from ui.view.state import View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.whatif.scene import Scene

T = TypeVar("T")

# 65 copies have 33,540 neighbourhoods; England has 33,755.
COUNTS: Final = (1, 4, 16, 65)
OUTCOME: Final = "early_education"
DAY: Final = date(2026, 1, 1)
NAMES: Final = {
    "areas": "neighbourhoods",
    "pairs": "in reach (thousands of pairs)",
    "load_s": "load and first scores (s)",
    "change_s": "a change of the catchment (s)",
    "confidence_s": "how sure each rank is (s)",
    "report_s": "a report of one district (s)",
    "memory_mb": "memory at most (MB)",
    "paint_s": "first paint of the map, by the clock (s)",
    "repaint_s": "a filter change, by the clock (s)",
}


def measured() -> dict[str, float]:
    """Measure, in this process, the data that the environment names."""
    loading.without_session()
    query = Query(OUTCOME)
    load_s, scene = seconds(lambda: _scored(loading.load(), query, answers.scores))
    other = Choices(outcome=OUTCOME, tuning=Tuning((), ("drive", 10.0), None))
    change_s, _ = seconds(lambda: answers.scores(answers.chosen(scene, other), query))
    confidence_s, _ = seconds(lambda: answers.listed(scene, query))
    district = replace(query, districts=(str(scene.atlas.at("district").index[0]),))
    view = View(district, "gap", None, None, show_providers=True, show_sites=False)
    report_s, _ = seconds(lambda: make(scene, view, DAY, lambda *_: None))
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    paint_ms, repaint_ms = waits_of_map()
    return {
        "areas": len(scene.model.areas["lsoa"]),
        "pairs": scene.model.reach["lsoa"].nnz / 1000,
        "load_s": load_s,
        "change_s": change_s,
        "confidence_s": confidence_s,
        "report_s": report_s,
        "memory_mb": memory_mb,
        "paint_s": paint_ms / 1000,
        "repaint_s": repaint_ms / 1000,
    }


def _scored(scene: Scene, query: Query, score: Callable[[Scene, Query], object]) -> Scene:
    score(scene, query)
    return scene


def seconds(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor that some work takes, and its result."""
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def _of_size(count: int) -> dict[str, float]:
    """Make an area of so many copies and measure it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        config = CONFIG if count == 1 else copies(ROOT / "data", CONFIG, Path(folder) / "made", count)
        command = [sys.executable, "-m", "benchmarks.growth", "--one"]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "GAPMAP_CONFIG": str(config)}, capture_output=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(counts: Sequence[int] = COUNTS) -> None:
    """Print the table: each figure, and below it how many times that of one county it is."""
    found = [_of_size(count) for count in counts]
    print(
        f"\nGrowth: {', '.join(str(count) for count in counts)} copies of the area (all but the first synthetic); seconds are of processor "
        "where nothing else is said"
    )
    for name, words in NAMES.items():
        values = [size[name] for size in found]
        print(f"{words:42}" + "".join(f"{value:14,.1f}" for value in values))
        print(f"{'':42}" + "".join(f"{'x ' + format(value / values[0], ',.1f'):>14}" for value in values))


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(measured()))
    else:
        main([int(word) for word in sys.argv[1:]] or COUNTS)
