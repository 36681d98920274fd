"""The nearest town of a point, counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.places.nearest_town import nearest_towns
from geo.store.atlas import Atlas
from tests.helpers.towns import town


def placed(atlas: Atlas, *rows: tuple[str, str, float, float]) -> Atlas:
    places = pd.DataFrame(list(rows), columns=["name", "kind", "easting", "northing"])
    return replace(atlas, basemap=replace(atlas.basemap, places=places))


def test_the_nearest_town_is_named_with_its_distance_and_villages_are_none() -> None:
    atlas = placed(town(), ("Near", "village", 0, 0), ("Town", "town", 3_000, 4_000), ("City", "city", 0, 20_000))
    assert nearest_towns(atlas, np.array([[0.0, 0.0], [0.0, 18_000.0]])) == [
        ("Town", pytest.approx(5.0)),
        ("City", pytest.approx(2.0)),
    ]


def test_without_a_town_none_is_named() -> None:
    assert nearest_towns(placed(town(), ("Near", "village", 0, 0)), np.zeros((1, 2))) == []
