"""Colours and type, in one place.

Every palette keeps its classes apart for people with deuteranopia, protanopia and tritanopia (simulated after Machado, Oliveira and
Fernandes 2009; `tests/ui/map/test_map.py` measures the distances in OKLab) and gets darker in even steps, so that it survives a grey print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import streamlit as st
from markupsafe import Markup

from geo.base.paths import ROOT
from ui.kit import html

if TYPE_CHECKING:
    from collections.abc import Sequence

Mode = Literal["light", "dark"]
RGBA = tuple[int, int, int, int]

STATIC = ROOT / "static"
FAVICON = str(STATIC / "favicon.png")
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

# Low to high, five classes each.
SEQUENTIAL: dict[str, tuple[str, ...]] = {
    "gap": ("#eeedfb", "#b9b5e3", "#8780c8", "#594aac", "#311a7a"),
    "need": ("#f9ece1", "#dcb69b", "#bf8059", "#9f4914", "#711900"),
    "access": ("#e3f3eb", "#a4c8ba", "#649e8c", "#127664", "#004c3f"),
    "indicator": ("#e6f0f8", "#a5c3db", "#6796be", "#2769a1", "#003e74"),
}
# Rows: need low, middle, high (towards orange). Columns: access high, middle, low (towards blue). The last is the priority corner.
BIVARIATE: tuple[tuple[str, ...], ...] = (
    ("#eeeeee", "#a8cfeb", "#3b98d4"),
    ("#f8ca8e", "#b5a497", "#4f6f86"),
    ("#e8871c", "#9a5527", "#2d2026"),
)
# No place in reach, a desert, not a desert.
DESERTS = ("#3d1f0d", "#c77d3e", "#e3f3eb")
# Clusters, from the most worrying to the calmest, then no pattern: told apart by lightness too, the worst darkest.
CLUSTERS = ("#6b0f1a", "#e8762c", "#a9cdea", "#2f6db3", "#f4f2ee")
# Far below, below, alike, above, far above: orange and blue lie apart for every kind of colour vision.
DIVERGING = ("#8a3a00", "#e0a060", "#eeedea", "#7fb0dc", "#174f8f")
# Groups side by side (districts), readable on both themes' pages; every one has a shape of its own too.
CATEGORIES = ("#3c6c78", "#e46c18", "#9c24d8", "#549c90", "#b43c0c", "#b478f0")
# Areas under points that are all that matters.
PLAIN: dict[Mode, str] = {"light": "#f4f2ee", "dark": "#3a444f"}
NO_DATA = "#c9ccd0"
SUPPRESSED = "#8d939a"
PRIORITY = "#ffb000"
SECTOR = {"public": "#00796b", "pvi": "#c2185b", "site": "#37474f"}

# Ring around what local knowledge is about.
NOTE = "#b43c0c"

# What a scenario does; each kind has a shape of its own.
SCENARIO = {"opens": "#1d5fa0", "closes": "#14202b", "changes": "#6a3d9a"}
# The numbered sites of an answer.
CHOSEN = "#14202b"
MARKS = {**SECTOR, "note": NOTE, **SCENARIO, "chosen": CHOSEN}

PAINT_ALPHA = 255
FADED_ALPHA = 58


def rgba(colour: str, alpha: int = 255) -> RGBA:
    """Turn ``#rrggbb`` into four numbers from 0 to 255."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue, alpha


@dataclass(frozen=True)
class MapColours:
    """What lies under and over the painted areas in one theme."""

    water: str
    land: str
    hairline: RGBA
    priority_line: RGBA
    district_line: RGBA
    chosen_line: RGBA
    chosen_halo: RGBA
    label: RGBA
    label_halo: RGBA


MAP: dict[Mode, MapColours] = {
    "light": MapColours(
        water="#dfe8ee",
        land="#f4f4f1",
        hairline=(255, 255, 255, 110),
        priority_line=rgba(PRIORITY),
        district_line=(45, 55, 66, 255),
        chosen_line=(255, 255, 255, 255),
        chosen_halo=(20, 20, 20, 255),
        label=(22, 28, 36, 255),
        label_halo=(255, 255, 255, 225),
    ),
    "dark": MapColours(
        water="#0d1319",
        land="#222b34",
        hairline=(18, 24, 31, 120),
        priority_line=rgba(PRIORITY),
        district_line=(232, 237, 242, 255),
        chosen_line=(255, 255, 255, 255),
        chosen_halo=(10, 10, 10, 255),
        label=(255, 255, 255, 255),
        label_halo=(12, 16, 21, 230),
    ),
}


def static_url(name: str) -> str:
    """Address of a file in ``static/``, on any base path of the server; it changes with the file, so that no browser shows an old one."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = STATIC / name
    version = f"?v={path.stat().st_mtime_ns:x}" if path.is_file() and path.parent == STATIC else ""
    return f"{f'/{base}' if base else ''}/app/static/{name}{version}"


def mode() -> Mode:
    """Theme that the reader's browser shows now."""
    return "dark" if st.context.theme.type == "dark" else "light"


def phone() -> bool:
    """Whether the browser says that it runs on a phone; only the first view of the map depends on it."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def flat(palette: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Rows of a palette one after the other."""
    return tuple(colour for row in palette for colour in row)


def apply() -> None:
    """Set what Streamlit's own theme settings cannot: measure, spacing, map card and legend."""
    html.show(Markup('<style>@import url("{}");</style>').format(static_url("app.css")))
