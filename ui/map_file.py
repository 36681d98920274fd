"""The map of a view as one file: Leaflet, outlines, figures and words are inside, and it asks no host for anything."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from branca.element import Element

from ui import cache, describe, html, leaflet_map, legend, list_text, map_text, map_view, notes, notes_text, share_text, tables, text, theme
from ui.publish import POSSIBLE_SITE, provider_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ui.map_view import Painting
    from ui.page import Loaded
    from ui.publish import Published
    from ui.state import View

CSS = Path(__file__).with_suffix(".css")
# Even a mistake in here could not reach another host: the browser refuses.
POLICY = "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data:"


class FileMap(leaflet_map.BaseMap):
    """Base map whose scripts and styles stand in the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.default_js, self.default_css = [], []

    def get_name(self) -> str:
        """Name of the map in the page's script; the same in every file."""
        return "map_div"


def make(loaded: Loaded, view: View, ranked: pd.DataFrame, link: str) -> bytes:
    """Make the file.

    Parameters
    ----------
    loaded : Loaded
        Data, model and the files of the map.
    view : View
        What is asked, what is coloured and which points are shown.
    ranked : DataFrame
        As `geo.gaps.gap_list` returns it: the table below the map.
    link : str
        Address of the view on the dashboard.
    """
    scores: pd.DataFrame = cache.scores(loaded.model, loaded.stamp, replace(view.query, districts=()))
    painting, groups = map_view.painting(loaded, view, scores), map_view.groups(loaded, view)
    scored = not ranked["gap_score"].isna().all()
    finding = (describe.finding(loaded, view.query, ranked) if scored else describe.no_data(loaded, view.query)).replace("*", "")
    title = share_text.map_title(loaded.settings.outcomes[view.query.outcome].name, describe.where(loaded, view.query))
    alt = map_text.alt(painting.paint.legend.title, describe.where(loaded, view.query), finding, map_text.POINTS[bool(groups)])
    base = FileMap()
    base.add_child(leaflet_map.ViewLayer(_spec(loaded, view, painting, groups, alt)))
    figure = base.get_root()
    figure.title = escape(title)
    for piece in _styles_and_scripts():
        figure.header.add_child(Element(piece))
    figure.html.add_child(Element(_head(loaded, view, title, finding, painting, groups)))
    base.render()  # puts the map behind the heading; what follows stands below the map
    figure.html.add_child(Element(_foot(loaded, view, ranked, link)))
    policy = f'<html lang="en-GB"><head><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return re.sub(r"<html>\s*<head>", lambda _: policy, figure.render(), count=1).encode()


def _spec(loaded: Loaded, view: View, painting: Painting, groups: Sequence[tuple[str, str]], alt: str) -> dict[str, Any]:
    """Describe the view as for the simple map, with what the addresses lead to in their place."""
    files, level = loaded.files, view.query.level
    chosen = files.codes[level].index(view.area) if view.area is not None else None
    spec = leaflet_map.spec(files, level, painting, groups, chosen, map_view.bounds_of(view, files), "light", alt)
    style = _published(files, "style-light.json")
    style["sources"].pop("tiles", None)  # the background that the settings may name is on another host
    hover = b64encode((theme.STATIC / "hover.js").read_bytes()).decode()
    return {
        **spec,
        "style": style,
        "areas": _published(files, f"{level}.json"),
        "districts": _published(files, "district.json"),
        "names": _published(files, "labels.json"),
        "points": [_published(files, provider_file(*pair)) for pair in sorted(set(groups) & files.groups)],
        "hover": f"data:text/javascript;base64,{hover}",
    }


def _published(files: Published, name: str) -> Any:  # noqa: ANN401 - JSON of many shapes
    return json.loads(files.read(name))


def _styles_and_scripts() -> list[str]:
    leaflet = theme.STATIC / "vendor" / "leaflet"
    # Pictures of Leaflet's own markers and layer box, which this map does not have.
    styles = [re.sub(r"url\([^)]*\)", "none", (leaflet / "leaflet.css").read_text(encoding="utf-8"))]
    styles += [path.read_text(encoding="utf-8") for path in (theme.STATIC / "app.css", CSS)]
    scripts = [path.read_text(encoding="utf-8") for path in (leaflet / "leaflet.js", theme.STATIC / "simple_map.js")]
    return [f"<style>{words}</style>" for words in styles] + [f"<script>{words}</script>" for words in scripts]


def _head(loaded: Loaded, view: View, title: str, finding: str, painting: Painting, groups: Sequence[tuple[str, str]]) -> str:
    symbols = {"site" if service == POSSIBLE_SITE else sector for service, sector in groups}
    key = legend.html(painting.paint.legend, sorted(symbols, key=list(map_text.SYMBOLS).index), faded=bool(view.query.districts))
    changed = describe.changed(loaded, view)
    told = [html.paragraph(share_text.not_recommended(changed))] if changed else []
    return "".join([f"<h1>{escape(title)}</h1>", html.paragraph(finding), *told, key, html.paragraph(share_text.MAP_HINT, "bsg-quiet")])


def _foot(loaded: Loaded, view: View, ranked: pd.DataFrame, link: str) -> str:
    table = f'<div class="bsg-panel bsg-plain">{tables.on_paper(ranked, loaded.settings.confidence, len(ranked))}</div>'
    today = map_text.date_words(datetime.now(tz=UTC).date().isoformat())
    about = [
        share_text.made_on(today),
        share_text.data_as_at(str(ranked["data_as_at"].iloc[0])),
        share_text.method(str(ranked["method_version"].iloc[0])),
    ]
    parts = [
        html.details(share_text.list_title(text.areas_of(view.query.level, len(ranked))), table),
        f"<h2>{escape(list_text.HOW_TITLE)}</h2>",
        html.paragraph(describe.how_made(loaded, view.query).replace("*", "")),
        f"<h2>{escape(notes_text.LIMITS)}</h2>",
        html.bullets(describe.known_limits(loaded)),
        f"<h2>{escape(notes_text.SOURCES)}</h2>",
        html.bullets(notes.source_lines(loaded, view)),
        html.bullets(about),
        f'<p>{escape(share_text.LINK_BACK)} <a href="{escape(link)}">{escape(link)}</a></p>',
    ]
    return "".join(parts)
