"""Small pictures as SVG inside an image: maps of a few areas, and the line of one figure over time. They print sharp and need no script."""

from __future__ import annotations

import math
from base64 import b64encode
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from ui.kit import theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


Shapes = dict[str, list[list[tuple[float, float]]]]
# Ink on a dark page; on paper `static/app.css` turns pictures in it around.
PALE = "#e8edf2"
# Kilometres of a degree of latitude.
KM_PER_DEGREE = 111.2
# Lengths that a scale bar may have, in kilometres; the longest that is under a third of the picture is taken.
SCALE_KM = (1, 2, 5, 10, 20, 50)


def rings_of(geometry: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """Rings of a GeoJSON polygon or multipolygon, outer ones and holes alike."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(point[0], point[1]) for point in ring] for polygon in polygons for ring in polygon]


@dataclass(frozen=True)
class Projection:
    """Longitude and latitude to pixels: local equirectangular, true to scale in the middle of the picture."""

    west: float
    north: float
    px_per_lon: float
    px_per_lat: float
    width: int
    height: int

    @classmethod
    def around(cls, areas: Iterable[list[list[tuple[float, float]]]], width: int, height: int, margin: int = 6) -> Projection:
        """Fit areas into a picture of at most this size."""
        points = [point for rings in areas for ring in rings for point in ring]
        lons, lats = [point[0] for point in points], [point[1] for point in points]
        squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
        wide, high = (max(lons) - min(lons)) * squeeze, max(lats) - min(lats)
        px = min((width - 2 * margin) / wide, (height - 2 * margin) / high)
        west, north = min(lons) - margin / px / squeeze, max(lats) + margin / px
        return cls(west, north, px * squeeze, px, round(wide * px) + 2 * margin, round(high * px) + 2 * margin)

    def path(self, rings: list[list[tuple[float, float]]]) -> str:
        """Write rings as the path of an SVG; points that fall on one another are written once, alike for both sides of a border."""
        parts = []
        for ring in rings:
            points = [(round((x - self.west) * self.px_per_lon, 1), round((self.north - y) * self.px_per_lat, 1)) for x, y in ring]
            kept = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
            parts.append(f"M{' '.join(f'{x:g},{y:g}' for x, y in kept)}z")
        return "".join(parts)

    def dot(self, lon: float, lat: float, radius: float) -> str:
        """Write a circle around a point as the path of an SVG."""
        x, y = (lon - self.west) * self.px_per_lon, (self.north - lat) * self.px_per_lat
        return f"M{x - radius:.1f},{y:.1f}a{radius:g},{radius:g} 0 1 0 {2 * radius:g},0a{radius:g},{radius:g} 0 1 0 {-2 * radius:g},0z"

    def scale_bar(self, ink: str) -> str:
        """Draw a bar of a round number of kilometres below the picture."""
        px_per_km = self.px_per_lat / KM_PER_DEGREE
        km = max((length for length in SCALE_KM if length * px_per_km <= self.width / 3), default=SCALE_KM[0])
        end, base = round(km * px_per_km, 1) + 6, self.height + 8
        bar = f'<path d="M6,{base - 4}V{base}H{end}V{base - 4}" fill="none" stroke="{ink}" stroke-width="1.2"/>'
        return f'{bar}<text x="{end + 5}" y="{base + 1}" font-size="11" fill="{ink}" font-family="sans-serif">{km} km</text>'


def ink() -> str:
    """Colour of lines and words in the theme of the reader."""
    return PALE if theme.mode() == "dark" else "#2d3742"


def image(content: str, width: int, height: int, words: str, kind: str = "") -> str:
    """Write a picture as an image element with its text alternative, shown at its own size or narrower."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{content}</svg>'
    data = b64encode(svg.encode()).decode()
    return f'<img class="bsg-picture{kind}" src="data:image/svg+xml;base64,{data}" width="{width}" height="{height}" alt="{escape(words)}">'


def locator(districts: Shapes, chosen: list[list[tuple[float, float]]], line: str, size: tuple[int, int], words: str) -> str:
    """Draw the districts with one area marked: filled, and ringed where it is too small to see."""
    projection = Projection.around(districts.values(), *size)
    land = "".join(
        f'<path d="{projection.path(rings)}" fill="#8a94a0" fill-opacity=".22" stroke="{line}" stroke-width=".9"/>'
        for rings in districts.values()
    )
    area = f'<path d="{projection.path(chosen)}" fill="#d55e00" stroke="{line}" stroke-width="1.2"/>'
    points = [point for ring in chosen for point in ring]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    x = ((min(lons) + max(lons)) / 2 - projection.west) * projection.px_per_lon
    y = (projection.north - (min(lats) + max(lats)) / 2) * projection.px_per_lat
    across = max((max(lons) - min(lons)) * projection.px_per_lon, (max(lats) - min(lats)) * projection.px_per_lat)
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="16" fill="none" stroke="#d55e00" stroke-width="2.5"/>' if across < 30 else ""  # noqa: PLR2004 - px
    kind = " bsg-pale" if line == PALE else ""
    return image(land + area + ring + projection.scale_bar(line), projection.width, projection.height + 14, words, kind)


def choropleth(
    areas: Shapes, colours: Mapping[str, str], outlined: frozenset[str], border: list[list[tuple[float, float]]], line: str, words: str
) -> str:
    """Draw areas in their colours within the border of their district; outlined ones on top."""
    projection = Projection.around([border], 460, 400)
    painted = "".join(
        f'<path d="{projection.path(rings)}" fill="{colours[code]}" stroke="#fff" stroke-opacity=".55" stroke-width=".5"/>'
        for code, rings in areas.items()
    )
    marked = "".join(
        f'<path d="{projection.path(areas[code])}" fill="none" stroke="{theme.PRIORITY}" stroke-width="1.8"/>'
        for code in areas
        if code in outlined
    )
    edge = f'<path d="{projection.path(border)}" fill="none" stroke="{line}" stroke-width="1.4"/>'
    return image(painted + edge + marked + projection.scale_bar(line), projection.width, projection.height + 14, words)


def line_over_time(values: Sequence[float], limits: Sequence[tuple[float, float]], words: str) -> str:
    """Draw one figure over time, oldest first, with its interval as a band; ``limits`` may hold missing values."""
    wide, high, edge = 150, 40, 5
    known = [value for value in [*values, *(one for pair in limits for one in pair)] if not math.isnan(value)]
    low, span = min(known), (max(known) - min(known)) or 1.0
    points = [
        (edge + place * (wide - 2 * edge) / max(len(values) - 1, 1), high - edge - (value - low) / span * (high - 2 * edge))
        for place, value in enumerate(values)
    ]
    whiskers = "".join(
        f'<path d="M{x:.1f},{high - edge - (lower - low) / span * (high - 2 * edge):.1f}'
        f'V{high - edge - (upper - low) / span * (high - 2 * edge):.1f}" stroke="{theme.SUPPRESSED}" stroke-width="3" opacity=".55"/>'
        for (x, _), (lower, upper) in zip(points, limits, strict=True)
        if not math.isnan(lower)
    )
    colour = theme.SEQUENTIAL["indicator"][2]
    track = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    line = f'<polyline points="{track}" fill="none" stroke="{colour}" stroke-width="2"/>'
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colour}"/>' for x, y in points)
    return image(whiskers + line + dots, wide, high, words)
