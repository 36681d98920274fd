"""A view as a folium map: a base that never changes, and one layer that the scripts of the light map draw.

Folium reads what it has written as a template once more, and streamlit-folium looks for names in it. So no word of the data is ever
written into a map: a view travels as base64, in which nothing is a template, a name or a tag. Imported only when it is needed.
"""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Figure
from folium.template import Template

from ui.map import simple

if TYPE_CHECKING:
    from collections.abc import Sequence

ZOOM = {"min_zoom": simple.MIN_ZOOM, "max_zoom": simple.MAX_ZOOM, "zoom_snap": 0.25}


class BaseMap(folium.Map):
    """Empty map without background tiles, the same for every view.

    Parameters
    ----------
    scripts, styles : sequence of (name, address)
        What the page around the map loads in the place of folium's own, which is on other hosts.
    """

    def __init__(self, scripts: Sequence[tuple[str, str]] = (), styles: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(location=simple.START, zoom_start=9, tiles=None, control_scale=True)
        self.options.update(ZOOM)
        # Folium would draw lots for a name; the same question gives the same file.
        self._id = "div"
        self.default_js, self.default_css = list(scripts), list(styles)


class ViewLayer(folium.FeatureGroup):
    """Layer that shows a view.

    Parameters
    ----------
    spec : dict
        As `ui.map.simple.whole` returns it.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = gapMap.show(map_div, gapMap.read('{{ this.packed }}'), gapMap.choose);"
        "{% endmacro %}"
    )

    def __init__(self, spec: dict[str, Any]) -> None:
        super().__init__(name="view", control=False)
        self._id = "view"
        self.packed = b64encode(json.dumps(spec, separators=(",", ":")).encode()).decode()


def parts(spec: dict[str, Any]) -> tuple[str, str]:
    """Give the HTML of a map and its script, for a page that brings Leaflet and the scripts of the light map itself.

    Parameters
    ----------
    spec : dict
        As `ui.map.simple.whole` returns it.
    """
    base = BaseMap()
    base.add_child(ViewLayer(spec))
    figure = base.get_root()
    if not isinstance(figure, Figure):
        raise TypeError(figure)
    figure.render()
    return figure.html.render(), figure.script.render()
