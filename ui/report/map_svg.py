"""The map of a report as an SVG in millimetres: the same drawing goes into the web page and, without its words, into the PDF."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ui.kit import theme

if TYPE_CHECKING:
    from geo.export.paper_map import Point, Sheet
    from ui.map.paint import Paint

MARK_RADIUS_MM, MARK_SIZE_MM, NAME_SIZE_MM, HALO_MM, BAR_SIZE_MM = 2.3, 2.9, 3.6, 1.4, 3.2
BAR_FROM_EDGE_MM, BAR_HEIGHT_MM = 5.0, 1.2
# A mark that was moved further than this from its place is tied to it by a line.
TIED_FROM_MM = 1.5
INK, PAPER = "#161c24", "#ffffff"


def draw(sheet: Sheet, paint: Paint, alt: str, *, words: bool) -> str:
    """Write the map.

    Parameters
    ----------
    sheet : Sheet
        Outlines.
    paint : Paint
        Class and colour of each area, in the order of the sheet.
    alt : str
        What the map shows.
    words : bool
        Whether names and numbers are in the drawing; the PDF sets them in its own type.
    """
    colours = theme.MAP["light"]
    frame = f'width="{sheet.width_mm:g}" height="{sheet.height_mm:g}"'
    parts = [
        f'<rect {frame} fill="{colours.water}"/>',
        f'<path d="{sheet.land}" fill="{colours.land}"/>',
        *_areas(sheet, paint),
        *(f'<path d="{path}" fill="none" stroke="#2d3742" stroke-width="0.45"/>' for path in sheet.districts if path),
        *_priority(sheet, paint),
        *(_tie(mark, meant) for mark, meant in sheet.marks if _moved(mark, meant)),
        *(
            f'<circle cx="{x}" cy="{y}" r="{MARK_RADIUS_MM}" fill="{PAPER}" stroke="{INK}" stroke-width="0.3"/>'
            for (x, y), _ in sheet.marks
        ),
        _bar(sheet),
        *(_words(sheet) if words else ()),
        f'<rect {frame} fill="none" stroke="#8d939a" stroke-width="0.3"/>',
    ]
    box = f"0 0 {sheet.width_mm:g} {sheet.height_mm:g}"
    label = f' role="img" aria-label="{escape(alt)}"' if words else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"{label}>{"".join(parts)}</svg>'


def captions(sheet: Sheet) -> list[tuple[str, Point, float, bool]]:
    """Words on the map: each with the middle of its foot, its size in mm, and whether it is bold."""
    names = [(name, (x, y + NAME_SIZE_MM * 0.35), NAME_SIZE_MM, True) for name, (x, y) in sheet.names]
    numbers = [(str(number), (x, y + MARK_SIZE_MM * 0.35), MARK_SIZE_MM, True) for number, ((x, y), _) in enumerate(sheet.marks, start=1)]
    left, foot = _bar_start(sheet)
    return [*names, *numbers, (f"{sheet.scale_km:g} km", (left + sheet.scale_mm / 2, foot - 1.2), BAR_SIZE_MM, False)]


def _areas(sheet: Sheet, paint: Paint) -> list[str]:
    return [
        f'<path d="{path}" fill="{_hex(paint.colours[number])}" fill-opacity="{paint.colours[number][3] / 255:.2g}"'
        ' stroke="#ffffff" stroke-width="0.12" fill-rule="evenodd"/>'
        for path, number in zip(sheet.areas, paint.classes, strict=True)
        if path
    ]


def _priority(sheet: Sheet, paint: Paint) -> list[str]:
    """Outlines of the priority areas, on top: a district that is one has the line of districts in the same place."""
    outlined = paint.outlined or (False,) * len(sheet.areas)
    return [
        f'<path d="{path}" fill="none" stroke="{theme.PRIORITY}" stroke-width="0.55"/>'
        for path, is_outlined in zip(sheet.areas, outlined, strict=True)
        if path and is_outlined
    ]


def _hex(colour: theme.RGBA) -> str:
    return "#" + bytes(colour[:3]).hex()


def _moved(mark: Point, meant: Point) -> bool:
    return abs(mark[0] - meant[0]) + abs(mark[1] - meant[1]) > TIED_FROM_MM


def _tie(mark: Point, meant: Point) -> str:
    line = f'<path d="M{mark[0]} {mark[1]}L{meant[0]} {meant[1]}" stroke="{INK}" stroke-width="0.3"/>'
    return f'{line}<circle cx="{meant[0]}" cy="{meant[1]}" r="0.5" fill="{INK}"/>'


def _bar_start(sheet: Sheet) -> Point:
    return BAR_FROM_EDGE_MM, sheet.height_mm - BAR_FROM_EDGE_MM


def _bar(sheet: Sheet) -> str:
    """Scale bar, half of it filled, on a plate of its own."""
    left, foot = _bar_start(sheet)
    half = sheet.scale_mm / 2
    plate = f'<rect x="{left - 2:g}" y="{foot - 6:g}" width="{sheet.scale_mm + 4:.2f}" height="9" fill="{PAPER}" fill-opacity="0.85"/>'
    whole = f'<rect x="{left:g}" y="{foot:g}" width="{sheet.scale_mm:.2f}" height="{BAR_HEIGHT_MM}" fill="{PAPER}" stroke="{INK}"'
    return f'{plate}{whole} stroke-width="0.25"/><rect x="{left:g}" y="{foot:g}" width="{half:.2f}" height="{BAR_HEIGHT_MM}" fill="{INK}"/>'


def _words(sheet: Sheet) -> list[str]:
    return [
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size}" font-weight="{650 if bold else 400}" text-anchor="middle" fill="{INK}"'
        f' stroke="{PAPER}" stroke-width="{HALO_MM if size == NAME_SIZE_MM else 0}" stroke-linejoin="round" paint-order="stroke">'
        f"{escape(words)}</text>"
        for words, (x, y), size, bold in captions(sheet)
    ]
