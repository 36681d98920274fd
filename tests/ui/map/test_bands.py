"""The layer of a publisher's bands: drawn on the publisher's own measure, and offered only where the data hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.method.gaps import Query
from geo.method.need import values_at
from geo.numeric.classes import class_of
from ui.map import choose
from ui.scene import loading
from ui.view.bar import painted
from ui.view.state import View

if TYPE_CHECKING:
    import pytest

    from tests.helpers.tiny import Tiny


def view(outcome: str) -> View:
    return View(Query(outcome), "bands", None, None, show_providers=True, show_sites=False)


def test_the_bands_are_drawn_on_the_published_measure_and_the_legend_says_so() -> None:
    scene = loading.load()
    deserts, model = scene.settings.deserts, scene.model
    picture = choose.painting(scene, view("early_education"))
    published = values_at(model.atlas, "accessible_places", "lsoa", model.members["lsoa"])
    assert list(picture.paint.classes) == class_of(published, deserts.bands_places_per_100).tolist()
    legend = picture.paint.legend
    assert legend.title == "Accessible childcare places (Ofsted and ONS): places per 100 children aged 0 to 7"
    assert [words for _, words in legend.keys] == ["under 10", "10 to under 21", "21 to under 32", "32 to under 43", "43 and over"]
    assert "not the access that is worked out here" in legend.note
    assert "31 March 2024" in legend.note


def test_the_bands_are_not_offered_for_sites_nor_where_nobody_holds_the_measure(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    assert painted(loading.load(), view("early_education")) == ("bands", None)
    assert painted(loading.load(), view("child_health")) == ("gap", None)
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    assert painted(loading.load(), view("school_readiness")) == ("gap", None)
