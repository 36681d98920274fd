"""Screen and notes say whose travel times were measured."""

from __future__ import annotations

import pytest

from geo.method.gaps import Query
from geo.whatif.scene import Scene
from tests.helpers import grids
from tests.helpers.grids import measured
from ui.view import describe
from ui.words import gap_list as gap_list_words


@pytest.mark.parametrize(("rows", "whose"), [([("L1", "P1", 1)], "1 of 4"), ([(f"L{i}", "P1", 1) for i in (1, 2, 3, 4)], "all")])
def test_screen_and_notes_say_whose_times_were_measured(rows, whose) -> None:
    told = f"Travel times of {whose} neighbourhoods were measured by a router and brought here."
    model = grids.model(measured(*rows))
    scene = Scene(model, f"measured {whose}")
    first, *others = describe.known_limits(scene)
    assert first.startswith(told)
    assert others == list(gap_list_words.KNOWN_LIMITS[1:])
    assert told in describe.how_made(scene, Query("school"))
    estimated = Scene(grids.model(), "line")
    assert describe.known_limits(estimated) == list(gap_list_words.KNOWN_LIMITS)
    assert "measured by a router" not in describe.how_made(estimated, Query("school"))
