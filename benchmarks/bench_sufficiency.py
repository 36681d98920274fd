"""How long it takes to make the yearly sufficiency report of the whole area, on the data of this folder."""

from __future__ import annotations

import time
from datetime import date
from functools import partial

from geo.sufficiency import tables
from geo.sufficiency.compose import compose
from geo.sufficiency.material import gather, query_of
from ui.report.sufficiency import drawn, paper, word
from ui.scene import loading

REPEATS = 3
AIM_S = 15
DAY = date(2026, 11, 28)


def main() -> None:
    """Print the table."""
    loading.without_session()
    scene = loading.load()
    query = query_of(scene.settings)
    draw = partial(drawn.drawn, scene, query)
    times: dict[str, list[float]] = {}

    def timed(name: str, begin: float) -> float:
        now = time.perf_counter()
        times.setdefault(name, []).append(now - begin)
        return now

    for _ in range(REPEATS):
        start = time.perf_counter()
        report = compose(gather(scene.model, query, DAY.year, DAY))
        at = timed("its content: gap list, sums, sentences (s)", start)
        word.write(report, DAY, draw)
        at = timed("the Word document from it (s)", at)
        timed("content and Word document together (s)", start)
        paper.write(report, DAY, draw)
        at = timed("the PDF from it (s)", at)
        tables.as_xlsx(report)
        at = timed("the workbook from it (s)", at)
        tables.as_csv(report, bom=False)
        timed("the table of figures from it (s)", at)
    areas = len(scene.model.areas["lsoa"])
    print(f"\nThe sufficiency report, {len(report.figures)} figures over {areas} neighbourhoods; fastest of {REPEATS} runs")
    print(f"{'':52}{'measured':>12}{'aim':>12}")
    for name, seconds in times.items():
        aim = f"<= {AIM_S}" if "together" in name else ""
        print(f"{name:52}{min(seconds):12,.3f}{aim:>12}")


if __name__ == "__main__":
    main()
