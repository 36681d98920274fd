"""The map of a view as one file: a folium map, with Leaflet, outlines, figures and words inside; it asks no host for anything.

Folium draws the map alone. The page around it, with every word that can be read, is one fixed template that escapes.
"""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ui.gap_list import notes, table
from ui.kit import html, theme
from ui.map import choose, legend, paint, scenario_marks, simple
from ui.map.publish import POSSIBLE_SITE, published
from ui.scene import answers
from ui.view import describe
from ui.words import common, figures
from ui.words import gap_list as gap_list_words
from ui.words import maps as maps_words
from ui.words import share as share_words
from ui.words.plain import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geo.whatif.scene import Scene
    from ui.map.paint import Legend
    from ui.view.state import View

HERE = Path(__file__).parent
# Even a mistake in here could not reach another host: the browser refuses. It runs the page's own scripts, told by their sums, and the
# one of the hover cards, which stands in the page as a data address.
POLICY = "default-src 'none'; script-src {scripts} data:; style-src 'unsafe-inline'; img-src data:"


def _environment() -> Environment:
    """Templates beside this file, and no others: words are values in them, escaped, and never templates themselves."""
    return Environment(autoescape=True, loader=FileSystemLoader(HERE), undefined=StrictUndefined)


def make(scene: Scene, view: View, ranked: pd.DataFrame, link: str) -> bytes:
    """Make the file.

    Parameters
    ----------
    scene : Scene
        Data, model and the files of the map.
    view : View
        What is asked, what is coloured and which points are shown.
    ranked : DataFrame
        As `ui.gap_list.narrowed.listed` gives it: the table below the map.
    link : str
        Address of the view on the dashboard.
    """
    painting, groups = choose.painting(scene, view), choose.groups(scene, view)
    everything = answers.listed(scene, view.query)
    scored = not everything["gap_score"].isna().all()
    finding = bare(describe.finding(scene, view.query, everything) if scored else describe.no_data(scene, view.query))
    where, changed, only = describe.where(scene, view.query), describe.changed(scene, view), describe.only(scene, view.query)
    alt = maps_words.alt(painting.paint.legend.title, where, finding, maps_words.POINTS[bool(groups)], maps_words.TABLE_IN_FILE)
    # Folium takes a moment to import, and most readers never take this file.
    from ui.map import folium_map  # noqa: PLC0415

    drawn, script = folium_map.parts(_spec(scene, view, painting, groups, alt))
    scripts = _scripts(script)
    page = (
        _environment()
        .get_template("map_file.html")
        .render(
            policy=POLICY.format(scripts=" ".join(_sum_of(script) for script in scripts)),
            title=share_words.map_title(scene.settings.outcomes[view.query.outcome].name, where),
            styles=_styles(),
            finding=f"{finding} {only}." if only else finding,
            not_recommended=share_words.not_recommended(changed) if changed else "",
            legend=_legend(scene, view, painting.paint.legend, groups),
            hint=share_words.MAP_HINT,
            list_title=share_words.list_title(common.areas_of(view.query.level, len(ranked))),
            table=table.on_paper(ranked, scene, len(ranked)) if len(ranked) else html.paragraph(gap_list_words.NO_PRIORITY),
            parts=_parts(scene, view, everything),
            link_back=share_words.LINK_BACK,
            link=link,
            map=Markup(drawn),  # noqa: S704 - an element of folium's, without a word of the data
            scripts=scripts,
        )
    )
    return page.encode()


def _spec(scene: Scene, view: View, painting: paint.Painting, groups: Sequence[tuple[str, str]], alt: str) -> dict[str, Any]:
    """Describe the view as for the light map, but without the background that the settings may name: it is on another host."""
    files, level = published(scene), view.query.level
    chosen = files.codes[level].index(view.area) if view.area is not None else None
    spec = simple.spec(files, level, painting, groups, chosen, choose.bounds_of(view, files), "light", alt)
    if marks := scenario_marks.marks(scene):
        spec["points"] = [*spec["points"], marks]
    spec = simple.whole(spec, files)
    spec["context"]["tiles"] = None
    return spec


def _styles() -> list[Markup]:
    # Pictures of Leaflet's own markers and layer box, which this map does not have.
    leaflet = re.sub(r"url\([^)]*\)", "none", _leaflet("leaflet.css"))
    own = [(theme.STATIC / "app.css").read_text(encoding="utf-8"), (HERE / "map_file.css").read_text(encoding="utf-8")]
    return [Markup(words) for words in (leaflet, *own)]  # noqa: S704 - files of the product


def _scripts(drawing: str) -> list[Markup]:
    own = [(theme.STATIC / file).read_text(encoding="utf-8") for file in simple.DRAWING]
    return [Markup(words) for words in (_leaflet("leaflet.js"), *own, drawing)]  # noqa: S704 - files of the product, and base64


def _leaflet(name: str) -> str:
    return (theme.STATIC / "vendor" / "leaflet" / name).read_text(encoding="utf-8")


def _sum_of(script: str) -> str:
    """Name a script as a browser's policy does."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _legend(scene: Scene, view: View, about: Legend, groups: Sequence[tuple[str, str]]) -> Markup:
    symbols = {"site" if service == POSSIBLE_SITE else sector for service, sector in groups}
    symbols |= {mark["s"] for mark in scenario_marks.marks(scene)}
    ordered = sorted(symbols, key=list(maps_words.SYMBOLS).index)
    return legend.written(about, ordered, faded=bool(view.query.districts), beyond=choose.beyond(scene, groups))


def _parts(scene: Scene, view: View, ranked: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Give what stands below the list: headings and their sentences."""
    about = [
        share_words.made_on(figures.date_words(datetime.now(tz=UTC).date().isoformat())),
        share_words.data_as_at(str(ranked["data_as_at"].iloc[0])),
        share_words.method(str(ranked["method_version"].iloc[0])),
    ]
    return [
        (gap_list_words.HOW_TITLE, [bare(describe.how_made(scene, view.query))]),
        (gap_list_words.LIMITS, describe.known_limits(scene)),
        (gap_list_words.SOURCES, [*notes.source_lines(scene, view), *about]),
    ]
