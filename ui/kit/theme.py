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
PLAIN = CLUSTERS[-1]
NO_DATA = "#c9ccd0"
SUPPRESSED = "#8d939a"
# Outlines lie inside the strongest classes, which are dark on a light page and light on a dark one.
PRIORITY, PRIORITY_DARK = "#ffb000", "#9a3412"
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


def flat(palette: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Rows of a palette one after the other."""
    return tuple(colour for row in palette for colour in row)


def css(colour: RGBA) -> str:
    """Write four numbers from 0 to 255 as ``#rrggbbaa``."""
    return "#" + bytes(colour).hex()


def between(ground: str, colour: str, share: float) -> str:
    """Mix a colour into another one: ``share`` 0 gives the ground, 1 the colour."""
    parts = zip(rgba(ground)[:3], rgba(colour)[:3], strict=True)
    return "#" + "".join(f"{round(low + share * (high - low)):02x}" for low, high in parts)


@dataclass(frozen=True)
class MapColours:
    """What lies under and over the painted areas in one theme."""

    sea: str
    land: str
    hairline: RGBA
    priority_line: RGBA
    district_line: RGBA
    chosen_line: RGBA
    chosen_halo: RGBA
    label: RGBA
    label_halo: RGBA
    road: RGBA
    motorway: RGBA
    river: RGBA
    county: RGBA


MAP: dict[Mode, MapColours] = {
    "light": MapColours(
        sea="#b9d4e5",
        land="#e9e4d6",
        hairline=(255, 255, 255, 110),
        priority_line=rgba(PRIORITY),
        district_line=(45, 55, 66, 255),
        chosen_line=(255, 255, 255, 255),
        chosen_halo=(20, 20, 20, 255),
        label=(22, 28, 36, 255),
        label_halo=(255, 255, 255, 225),
        road=(88, 80, 66, 150),
        motorway=(52, 84, 130, 190),
        river=(58, 128, 178, 200),
        county=(110, 104, 92, 200),
    ),
    "dark": MapColours(
        sea="#0b1a26",
        land="#1d242b",
        hairline=(18, 24, 31, 120),
        priority_line=rgba(PRIORITY_DARK),
        district_line=(232, 237, 242, 255),
        chosen_line=(255, 255, 255, 255),
        chosen_halo=(10, 10, 10, 255),
        label=(255, 255, 255, 255),
        label_halo=(12, 16, 21, 230),
        road=(214, 208, 190, 120),
        motorway=(140, 180, 232, 170),
        river=(84, 160, 214, 190),
        county=(150, 158, 166, 170),
    ),
}


# The same classes on a dark page: there the worst is the brightest, and what is nothing remarkable lies close to the ground.
DARK: dict[str, str] = {
    light: dark
    for palette, shown in (
        (SEQUENTIAL["gap"], ("#41355e", "#674f9b", "#8f6cd8", "#b596ff", "#d8ccfe")),
        (SEQUENTIAL["need"], ("#56331f", "#8c4d26", "#c5672a", "#f58c4c", "#fec7a9")),
        (SEQUENTIAL["access"], ("#204638", "#286e57", "#2d9a78", "#41c59c", "#65f2c3")),
        (SEQUENTIAL["indicator"], ("#22405b", "#2b6395", "#3a8ace", "#63b2f9", "#b3d9fe")),
        (DESERTS, ("#ffc48a", "#b5652a", "#204638")),
        (CLUSTERS, ("#ee7a68", "#a8521e", "#6f93b5", "#2c5a9e", "#363f48")),
        (DIVERGING, ("#ffb070", "#a8622c", "#3a424a", "#3f77b0", "#9fd0ff")),
        (
            flat(BIVARIATE),
            ("#333b43", "#2f5f86", "#4fb0f2", "#7a4e1c", "#7d7268", "#a9c9e0", "#e8871c", "#f3b676", "#fff1dc"),
        ),
        ((NO_DATA, SUPPRESSED), ("#596069", "#868d95")),
    )
    for light, dark in zip(palette, shown, strict=True)
}
# What areas outside the chosen districts fade into, and how much of their colour is left.
FADED: dict[Mode, str] = {"light": "#d2d5d8", "dark": "#232a31"}


def on_screen(colour: RGBA, mode: Mode) -> RGBA:
    """Give the colour of a class as the map of a theme paints it, opaque.

    Parameters
    ----------
    colour : tuple of int
        As `ui.map.paint.Paint` has it: of the light palettes, with `FADED_ALPHA` where the area is faded.
    mode : {"light", "dark"}
        Theme.
    """
    name = "#" + bytes(colour[:3]).hex()
    red, green, blue, _ = rgba(DARK.get(name, name) if mode == "dark" else name)
    share = colour[3] / PAINT_ALPHA
    mixed = [round(share * one + (1 - share) * other) for one, other in zip((red, green, blue), rgba(FADED[mode]), strict=False)]
    return mixed[0], mixed[1], mixed[2], PAINT_ALPHA


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


def apply() -> None:
    """Set what Streamlit's own theme settings cannot: measure, spacing, map card and legend."""
    html.show(Markup('<style>@import url("{}");</style>').format(static_url("app.css")))
