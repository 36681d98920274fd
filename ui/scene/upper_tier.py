"""Figures of counties and unitary authorities, worked out once for all readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.analysis import benchmarks
from ui.scene import memo

if TYPE_CHECKING:
    import pandas as pd

    from geo.analysis.benchmarks import Authority
    from geo.whatif.scene import Scene


@memo.shared(of_geography=True)
def over_time(scene: Scene, measure: str, authority: Authority) -> pd.DataFrame:
    """`geo.analysis.benchmarks.over_time`, once for each measure and authority."""
    return benchmarks.over_time(scene.atlas, measure, authority)


@memo.shared(of_geography=True)
def listed(scene: Scene, measure: str | None) -> pd.DataFrame:
    """`geo.analysis.benchmarks.benchmark_list`, once for each measure."""
    return benchmarks.benchmark_list(scene.atlas, measure)
