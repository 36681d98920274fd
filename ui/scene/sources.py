"""The sources of the data with their age and use, once for each version of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.store.dictionary import source_register
from ui.scene import memo

if TYPE_CHECKING:
    import pandas as pd

    from geo.whatif.scene import Scene


@memo.shared(of_geography=True)
def register(scene: Scene, this_year: int) -> pd.DataFrame:
    """`geo.store.dictionary.source_register`, once for each version of the data."""
    return source_register(scene.atlas, scene.settings, this_year)
