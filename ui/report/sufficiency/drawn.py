"""The map of a district: laid out and coloured as on every other map of gaps, and as a picture for a Word document."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

from geo.export.paper_map import PaperMap, draw_sheet
from ui.kit import theme
from ui.map.paint import Paint, paint_scores
from ui.report import map_svg
from ui.report.pdf import FONTS
from ui.scene import answers

if TYPE_CHECKING:
    from geo.method.query import Query
    from geo.sufficiency.content import ReportMap
    from geo.whatif.scene import Scene

MAP_MM: Final = (174.0, 64.0)
# Dots of the picture for a millimetre of paper; it is drawn so many times as large and made smaller, which smooths its edges.
DOTS_MM: Final = 8
SMOOTH: Final = 2
NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
OUTLINE_MM, DISTRICT_MM, PRIORITY_MM, BAR_MM = 0.12, 0.45, 0.55, 0.3
DISTRICT_INK: Final = "#2d3742"

Point = tuple[float, float]


@dataclass(frozen=True)
class DrawnMap:
    """A map with its colours."""

    sheet: PaperMap
    paint: Paint


def drawn(scene: Scene, query: Query, wanted: ReportMap) -> DrawnMap:
    """Lay out the map of a district and colour it by gap; other districts are faint."""
    scores = answers.scores(scene, replace(query, districts=()))
    inside = (scene.model.areas[query.level]["district_code"] == wanted.district_code).to_numpy(dtype=bool)
    sheet = draw_sheet(scene.atlas, query.level, (wanted.district_code,), wanted.marked, *MAP_MM)
    return DrawnMap(sheet, paint_scores(scores, "gap", inside))


def as_png(given: DrawnMap) -> bytes:
    """Draw a map as a picture, with its names, numbers and scale bar."""
    sheet, paint = given.sheet, given.paint
    colours, scale = theme.MAP["light"], DOTS_MM * SMOOTH
    size = (round(sheet.width_mm * scale), round(sheet.height_mm * scale))
    picture = Image.new("RGB", size, colours.sea)
    pen = _Pen(ImageDraw.Draw(picture, "RGBA"), scale)
    pen.shape(sheet.land, colours.land)
    shapes = [(path, number) for path, number in zip(sheet.areas, paint.classes, strict=True) if path]
    # What lies within a neighbourhood is drawn after it.
    for path, number in sorted(shapes, key=lambda shape: -_extent(shape[0])):
        pen.shape(path, _over(paint.colours[number], colours.land), "#ffffff", OUTLINE_MM)
    for path in sheet.districts:
        pen.lines(path, DISTRICT_INK, DISTRICT_MM)
    for path, is_priority in zip(sheet.areas, paint.outlined or (False,) * len(sheet.areas), strict=True):
        if is_priority:
            pen.lines(path, theme.PRIORITY, PRIORITY_MM)
    for (x, y), (meant_x, meant_y) in sheet.marks:
        pen.line([(x, y), (meant_x, meant_y)], map_svg.INK, BAR_MM)
        pen.disc((x, y), map_svg.MARK_RADIUS_MM)
    pen.bar(sheet)
    for words, middle, size_mm, is_bold in map_svg.captions(sheet):
        pen.words(words, middle, size_mm, is_bold=is_bold)
    smaller = picture.resize((size[0] // SMOOTH, size[1] // SMOOTH), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    smaller.quantize(256).save(written, "PNG", optimize=True, dpi=(DOTS_MM * 25.4, DOTS_MM * 25.4))
    return written.getvalue()


@dataclass(frozen=True)
class _Pen:
    """Draws in millimetres."""

    on: ImageDraw.ImageDraw
    scale: float

    def shape(self, path: str, fill: str, outline: str = "", width_mm: float = 0) -> None:
        for ring in _rings(path):
            self.on.polygon(self._dots(ring), fill=fill)
        if outline:
            self.lines(path, outline, width_mm)

    def lines(self, path: str, colour: str, width_mm: float) -> None:
        for ring in _rings(path):
            self.line([*ring, ring[0]], colour, width_mm)

    def line(self, points: list[Point], colour: str, width_mm: float) -> None:
        self.on.line(self._dots(points), fill=colour, width=max(1, round(width_mm * self.scale)), joint="curve")

    def disc(self, middle: Point, radius_mm: float) -> None:
        (x, y), radius = self._dots([middle])[0], radius_mm * self.scale
        box = (x - radius, y - radius, x + radius, y + radius)
        self.on.ellipse(box, fill=map_svg.PAPER, outline=map_svg.INK, width=max(1, round(BAR_MM * self.scale)))

    def words(self, words: str, middle: Point, size_mm: float, *, is_bold: bool) -> None:
        file = FONTS / f"SourceSans3_{'600SemiBold' if is_bold else '400Regular'}.ttf"
        font = ImageFont.truetype(str(file), round(size_mm * self.scale))
        halo = round(map_svg.HALO_MM / 2 * self.scale) if size_mm == map_svg.NAME_SIZE_MM else 0
        self.on.text(self._dots([middle])[0], words, map_svg.INK, font, "ms", stroke_width=halo, stroke_fill=map_svg.PAPER)

    def bar(self, sheet: PaperMap) -> None:
        left, foot = map_svg.BAR_FROM_EDGE_MM, sheet.height_mm - map_svg.BAR_FROM_EDGE_MM
        high, beside, top = map_svg.BAR_HEIGHT_MM, map_svg.PLATE_BESIDE_MM, foot - map_svg.PLATE_ABOVE_MM
        plate = self._dots([(left - beside, top), (left + sheet.scale_mm + beside, top + map_svg.PLATE_HEIGHT_MM)])
        self.on.rectangle((*plate[0], *plate[1]), fill=f"{map_svg.PAPER}{round(255 * map_svg.PLATE_OPACITY):02x}")
        for width_mm, fill in ((sheet.scale_mm, map_svg.PAPER), (sheet.scale_mm / 2, map_svg.INK)):
            corners = self._dots([(left, foot), (left + width_mm, foot + high)])
            self.on.rectangle((*corners[0], *corners[1]), fill=fill, outline=map_svg.INK, width=max(1, round(BAR_MM * self.scale)))

    def _dots(self, points: list[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]


def _rings(path: str) -> list[list[Point]]:
    """Read the rings of a path in which all commands are lines to where they say."""
    numbers = ([float(number) for number in NUMBER.findall(ring)] for ring in path.split("Z"))
    return [list(zip(ring[::2], ring[1::2], strict=True)) for ring in numbers if len(ring) > len("xyxy")]


def _extent(path: str) -> float:
    """Area of the box around a path."""
    points = [point for ring in _rings(path) for point in ring]
    if not points:
        return 0.0
    across, down = zip(*points, strict=True)
    return float((max(across) - min(across)) * (max(down) - min(down)))


def _over(colour: theme.RGBA, ground: str) -> str:
    """Mix a colour that lets the ground shine through with it."""
    share = colour[3] / 255
    mixed = (round(share * top + (1 - share) * below) for top, below in zip(colour[:3], theme.rgba(ground)[:3], strict=True))
    return "#" + bytes(mixed).hex()
