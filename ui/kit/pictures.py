"""Small pictures as SVG inside an image: maps of a few areas, and the line of one figure over time. They print sharp and need no script."""

from __future__ import annotations

import math
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from markupsafe import Markup

from ui.kit import html, theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


Rings: TypeAlias = list[list[tuple[float, float]]]
Shapes: TypeAlias = dict[str, Rings]
# Ink on a dark page; on paper `static/app.css` turns pictures in it around.
PALE = "#e8edf2"
# Kilometres of a degree of latitude.
KM_PER_DEGREE = 111.2
# Lengths that a scale bar may have, in kilometres; the longest that is under a third of the picture is taken.
SCALE_KM = (1, 2, 5, 10, 20, 50)
# A smaller area is hard to see on a map of districts.
SEEN_FROM_PX = 30


def rings_of(geometry: Mapping[str, Any]) -> Rings:
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
    def around(cls, areas: Iterable[Rings], width: int, height: int, margin: int = 6) -> Projection:
        """Fit areas into a picture of at most this size."""
        points = [point for rings in areas for ring in rings for point in ring]
        lons, lats = [point[0] for point in points], [point[1] for point in points]
        squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
        wide, high = (max(lons) - min(lons)) * squeeze, max(lats) - min(lats)
        px = min((width - 2 * margin) / wide, (height - 2 * margin) / high)
        west, north = min(lons) - margin / px / squeeze, max(lats) + margin / px
        return cls(west, north, px * squeeze, px, round(wide * px) + 2 * margin, round(high * px) + 2 * margin)

    def path(self, rings: Rings) -> str:
        """Write rings as the path of an SVG; points that fall on one another are written once, alike for both sides of a border."""
        parts = []
        for ring in rings:
            points = [(round((x - self.west) * self.px_per_lon, 1), round((self.north - y) * self.px_per_lat, 1)) for x, y in ring]
            kept = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
            parts.append(f"M{' '.join(f'{x:g},{y:g}' for x, y in kept)}z")
        return "".join(parts)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Give the pixels of a point."""
        return (lon - self.west) * self.px_per_lon, (self.north - lat) * self.px_per_lat

    def dot(self, lon: float, lat: float, radius: float) -> str:
        """Write a circle around a point as the path of an SVG."""
        x, y = self.at(lon, lat)
        return f"M{x - radius:.1f},{y:.1f}a{radius:g},{radius:g} 0 1 0 {2 * radius:g},0a{radius:g},{radius:g} 0 1 0 {-2 * radius:g},0z"

    def scale_bar(self, ink: str) -> Markup:
        """Draw a bar of a round number of kilometres below the picture."""
        px_per_km = self.px_per_lat / KM_PER_DEGREE
        km = max((whole for whole in SCALE_KM if whole * px_per_km <= self.width / 3), default=SCALE_KM[0])
        end, base = round(km * px_per_km, 1) + 6, self.height + 8
        bar = path(f"M6,{base - 4}V{base}H{end}V{base - 4}", fill="none", stroke=ink, stroke_width="1.2")
        length = Markup('<text x="{}" y="{}" font-size="11" fill="{}" font-family="sans-serif">{} km</text>')
        return bar + length.format(end + 5, base + 1, ink, km)


def path(steps: str, **looks: str) -> Markup:
    """Draw a path of an SVG; ``looks`` are its attributes, with ``_`` for the ``-`` in their names."""
    attributes = html.join(Markup(' {}="{}"').format(name.replace("_", "-"), look) for name, look in looks.items())
    return Markup('<path d="{}"{}/>').format(steps, attributes)


def ink() -> str:
    """Colour of lines and words in the theme of the reader."""
    return PALE if theme.mode() == "dark" else "#2d3742"


def image(content: Markup, width: int, height: int, words: str, kind: str = "") -> Markup:
    """Write a picture as an image element with its text alternative, shown at its own size or narrower."""
    frame = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}">{2}</svg>')
    data = b64encode(frame.format(width, height, content).encode()).decode()
    picture = Markup('<img class="bsg-picture{}" src="data:image/svg+xml;base64,{}" width="{}" height="{}" alt="{}">')
    return picture.format(kind, data, width, height, words)


def locator(districts: Shapes, chosen: Rings, line: str, size: tuple[int, int], words: str) -> Markup:
    """Draw the districts with one area marked: filled, and ringed where it is too small to see."""
    projection = Projection.around(districts.values(), *size)
    land = html.join(
        path(projection.path(rings), fill="#8a94a0", fill_opacity=".22", stroke=line, stroke_width=".9") for rings in districts.values()
    )
    area = path(projection.path(chosen), fill="#d55e00", stroke=line, stroke_width="1.2")
    points = [point for ring in chosen for point in ring]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    x = ((min(lons) + max(lons)) / 2 - projection.west) * projection.px_per_lon
    y = (projection.north - (min(lats) + max(lats)) / 2) * projection.px_per_lat
    across = max((max(lons) - min(lons)) * projection.px_per_lon, (max(lats) - min(lats)) * projection.px_per_lat)
    circle = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="16" fill="none" stroke="#d55e00" stroke-width="2.5"/>')
    ring = circle.format(x, y) if across < SEEN_FROM_PX else html.NOTHING
    kind = " bsg-pale" if line == PALE else ""
    return image(land + area + ring + projection.scale_bar(line), projection.width, projection.height + 14, words, kind)


def painted(areas: Shapes, colours: Mapping[str, str], borders: Shapes, line: str, size: tuple[int, int], words: str) -> Markup:
    """Draw areas in their colours, one path a colour, with the borders of larger ones on top."""
    projection = Projection.around(borders.values(), *size)
    by_colour: dict[str, list[str]] = {}
    for code, rings in areas.items():
        by_colour.setdefault(colours[code], []).append(projection.path(rings))
    # A hairline of the same colour closes the seams that rounding leaves between neighbours.
    fills = html.join(
        path("".join(steps), fill=colour, stroke=colour, stroke_width=".4") for colour, steps in sorted(by_colour.items(), reverse=True)
    )
    edges = html.join(path(projection.path(rings), fill="none", stroke=line, stroke_width="1.1") for rings in borders.values())
    return image(fills + edges + projection.scale_bar(line), projection.width, projection.height + 14, words)


def line_over_time(values: Sequence[float], limits: Sequence[tuple[float, float]], words: str) -> Markup:
    """Draw one figure over time, oldest first, with its interval as a band; ``limits`` may hold missing values."""
    wide, high, edge = 150, 40, 5
    known = [value for value in [*values, *(end for pair in limits for end in pair)] if not math.isnan(value)]
    low, span = min(known), (max(known) - min(known)) or 1.0

    def y_of(value: float) -> float:
        return high - edge - (value - low) / span * (high - 2 * edge)

    points = [(edge + place * (wide - 2 * edge) / max(len(values) - 1, 1), y_of(value)) for place, value in enumerate(values)]
    whiskers = html.join(
        path(f"M{x:.1f},{y_of(lower):.1f}V{y_of(upper):.1f}", stroke=theme.SUPPRESSED, stroke_width="3", opacity=".55")
        for (x, _), (lower, upper) in zip(points, limits, strict=True)
        if not math.isnan(lower)
    )
    colour = theme.SEQUENTIAL["indicator"][2]
    track = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    line = Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="2"/>').format(track, colour)
    dots = html.join(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2.6" fill="{}"/>').format(x, y, colour) for x, y in points)
    return image(whiskers + line + dots, wide, high, words)
