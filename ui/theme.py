"""Colours and type, in one place.

Every palette keeps its classes apart for people with deuteranopia, protanopia and tritanopia (simulated after Machado, Oliveira and
Fernandes 2009; `tests/test_map.py` measures the distances in OKLab) and gets darker in even steps, so that it survives a grey print.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence

Mode = Literal["light", "dark"]
RGBA = tuple[int, int, int, int]

FAVICON = str(Path(__file__).resolve().parent.parent / "static" / "favicon.png")
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
NO_DATA = "#c9ccd0"
SUPPRESSED = "#8d939a"
PRIORITY = "#ffb000"
SECTOR = {"public": "#00796b", "pvi": "#c2185b", "site": "#37474f"}

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


def mode() -> Mode:
    """Theme that the reader's browser shows now."""
    return "dark" if st.context.theme.type == "dark" else "light"


def flat(palette: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Rows of a palette one after the other."""
    return tuple(colour for row in palette for colour in row)


def apply() -> None:
    """Set what Streamlit's own theme settings cannot: measure, spacing, map card and legend."""
    st.html(f"<style>{CSS}</style>")


CSS = """
[data-testid="stMainBlockContainer"] { padding: 2.4rem 2.2rem 4rem; max-width: 1680px; }
[data-testid="stMain"] p { max-width: 46rem; }
.stDeckGlJsonChart, .stDeckGlJsonChart > div { border-radius: 6px; overflow: hidden; }
.bsg-card { max-width: 19rem; font-size: .84rem; line-height: 1.4; white-space: normal; overflow-wrap: anywhere; }
.bsg-card b { display: block; font-size: .92rem; }
.bsg-card span { white-space: pre-line; }
.bsg-card ul { list-style: none; margin: .35rem 0 0; padding: 0; }
.bsg-card li { margin: 0; font-size: .84rem; }
.bsg-card em { display: block; margin-top: .3rem; font-style: normal; font-weight: 600; }
.bsg-legend { font-size: .86rem; line-height: 1.35; display: flex; flex-wrap: wrap; gap: .35rem 1.6rem; align-items: flex-start; }
.bsg-legend h4 { font-size: .86rem; font-weight: 650; margin: 0; padding: 0; flex-basis: 100%; }
.bsg-legend ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0; padding: 0; }
.bsg-legend li { display: flex; align-items: center; gap: .4rem; margin: 0; font-size: .86rem; font-variant-numeric: tabular-nums; }
.bsg-key { width: 1.15rem; height: .85rem; border: 1px solid rgba(90, 100, 110, .55); flex: none; }
.bsg-grid { display: grid; grid-template-columns: auto repeat(3, 2.5rem); grid-auto-rows: 1.7rem; gap: 2px; align-items: center; }
.bsg-grid i { display: block; height: 100%; border: 1px solid rgba(90, 100, 110, .35); }
.bsg-grid span { font-size: .78rem; text-align: center; padding-right: .4rem; }
.bsg-legend p { margin: 0; font-size: .82rem; opacity: .85; flex-basis: 100%; }
.bsg-panel { font-size: .9rem; line-height: 1.45; }
.bsg-panel p { margin: 0 0 .5rem; font-size: .9rem; }
.bsg-panel p.bsg-quiet, .bsg-panel small { font-size: .8rem; opacity: .82; }
.bsg-panel small { display: block; font-weight: 400; line-height: 1.35; }
.bsg-panel p.bsg-badge { font-weight: 650; font-size: 1rem; border-left: 4px solid #594aac; padding-left: .6rem; }
.bsg-panel ul { margin: 0 0 .7rem; padding-left: 1.15rem; }
.bsg-panel li { margin: 0 0 .2rem; font-size: .9rem; }
.bsg-panel h4 { font-size: 1rem; font-weight: 650; margin: .9rem 0 .3rem; padding: 0; }
.bsg-panel table { width: 100%; border-collapse: collapse; margin: 0 0 .5rem; font-variant-numeric: tabular-nums; }
.bsg-panel th, .bsg-panel td { border: 0; border-bottom: 1px solid rgba(128, 138, 148, .35); padding: .28rem .3rem; vertical-align: top; text-align: right; }
.bsg-panel th:first-child { text-align: left; padding-left: 0; }
.bsg-panel tbody th { font-weight: 500; }
.bsg-panel thead th { font-size: .8rem; font-weight: 600; }
@media (max-width: 640px) { [data-testid="stMainBlockContainer"] { padding: 3.2rem 1rem 3rem; } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
"""
