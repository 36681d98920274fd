"""How long it takes to make a report, both files, on the data of this folder."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

from benchmarks.bench_access import best_of
from geo.method.gaps import gap_list
from geo.method.query import Query
from ui.report.make import make
from ui.scene import loading
from ui.view.state import View

REPEATS = 5
AIM_S = 10
DAY = date(2026, 1, 1)


def main() -> None:
    """Print the table."""
    loading.without_session()
    scene = loading.load()
    settings, atlas, model = scene.settings, scene.atlas, scene.model
    query = Query(list(settings.outcomes)[2])
    view = View(query, "gap", None, None, show_providers=True, show_sites=False)

    def seconds(asked: View) -> float:
        begin = time.perf_counter()
        make(scene, asked, DAY, lambda *_: None)
        return time.perf_counter() - begin

    first_s = seconds(view)
    whole_s = min(seconds(view) for _ in range(REPEATS))
    district = replace(view, query=replace(query, districts=(str(atlas.at("district").index[0]),)))
    district_s = min(seconds(district) for _ in range(REPEATS))
    list_s, listed = best_of(lambda: gap_list(model, query), REPEATS)
    print(f"\nA report, web page and PDF together, over {len(listed)} neighbourhoods; fastest of {REPEATS} runs")
    print(f"{'':52}{'measured':>12}{'aim':>12}")
    rows = (
        ("first on a fresh server, with imports and draws (s)", first_s, f"<= {AIM_S}"),
        ("whole area (s)", whole_s, f"<= {AIM_S}"),
        ("one district (s)", district_s, f"<= {AIM_S}"),
        ("the gap list itself, for comparison (s)", list_s, ""),
        ("times one gap list, whole area", whole_s / list_s, ""),
    )
    for name, value, aim in rows:
        print(f"{name:52}{value:12,.3f}{aim:>12}")


if __name__ == "__main__":
    main()
