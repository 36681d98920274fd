"""The map of a report as an SVG in millimetres: the same drawing goes into the web page and, without its words, into the PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from ui.kit import html, theme

if TYPE_CHECKING:
    from geo.export.paper_map import PaperMap, Point
    from ui.map.paint import Paint

MARK_RADIUS_MM, MARK_SIZE_MM, NAME_SIZE_MM, HALO_MM, BAR_SIZE_MM = 2.3, 2.9, 3.6, 1.4, 3.2
BAR_FROM_EDGE_MM, BAR_HEIGHT_MM = 5.0, 1.2
# Behind the bar and its words: so much wider on each side, from so much above the foot of the words, and so much lets the map through.
PLATE_BESIDE_MM, PLATE_ABOVE_MM, PLATE_HEIGHT_MM, PLATE_OPACITY = 2, 6, 9, 0.85
DONE_RADIUS_MM = 3.2
# A mark that was moved further than this from its place is tied to it by a line.
TIED_FROM_MM = 1.5
PUBLIC = "public"
# What a scenario does has marks of its own, larger and without a number: an outline around the middle, in radii.
DONE = {
    "closes": "M-1 -1L1 1M-1 1L1 -1",
    "opens": "M0 -1.1L1.1 0.9H-1.1Z",
    "changes": "M0 -1.2L1.2 0L0 1.2L-1.2 0Z",
}
INK, PAPER = "#161c24", "#ffffff"


def draw(sheet: PaperMap, paint: Paint, alt: str, *, words: bool) -> Markup:
    """Write the map.

    Parameters
    ----------
    sheet : PaperMap
        Outlines.
    paint : Paint
        Class and colour of each area, in the order of the sheet.
    alt : str
        What the map shows.
    words : bool
        Whether names and numbers are in the drawing; the PDF sets them in its own type.
    """
    colours = theme.MAP["light"]
    frame = Markup('<rect width="{:g}" height="{:g}" {}/>')
    backed = Markup('fill="{}"').format(colours.sea)
    district = Markup('<path d="{}" fill="none" stroke="#2d3742" stroke-width="0.45"/>')
    own = Markup('<path d="{}" fill="none" stroke="#161c24" stroke-width="0.9"/>')
    road = Markup('<path d="{}" fill="none" stroke="#6b5f4d" stroke-width="0.7" stroke-opacity="0.7"/>')
    disc = Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="0.3"/>')
    discs = [disc.format(x, y, MARK_RADIUS_MM, PAPER, INK) for (x, y), _ in sheet.marks]
    parts = [
        frame.format(sheet.width_mm, sheet.height_mm, backed),
        Markup('<path d="{}" fill="{}"/>').format(sheet.land, colours.land) if sheet.land else html.NOTHING,
        *_areas(sheet, paint),
        *(district.format(path) for path in sheet.districts if path),
        *_priority(sheet, paint),
        *(road.format(path) for path in sheet.lines),
        *(own.format(path) for path in [sheet.own] if path),
        *(_tie(mark, meant) for mark, meant in sheet.marks if _moved(mark, meant)),
        *([_site(mark, kind) for (mark, _), kind in zip(sheet.marks, sheet.kinds, strict=True)] if sheet.kinds else discs),
        _bar(sheet),
        *(_words(sheet) if words else ()),
        frame.format(sheet.width_mm, sheet.height_mm, Markup('fill="none" stroke="#8d939a" stroke-width="0.3"')),
    ]
    label = Markup(' role="img" aria-label="{}"').format(alt) if words else html.NOTHING
    drawing = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:g} {:g}"{}>{}</svg>')
    return drawing.format(sheet.width_mm, sheet.height_mm, label, html.join(parts))


def captions(sheet: PaperMap) -> list[tuple[str, Point, float, bool]]:
    """Words on the map: each with the middle of its foot, its size in mm, and whether it is bold."""
    names = [(name, (x, y + NAME_SIZE_MM * 0.35), NAME_SIZE_MM, True) for name, (x, y) in sheet.names]
    places = [mark for mark, _ in sheet.marks] if not set(sheet.kinds) & set(DONE) else []
    numbers = [(str(number), (x, y + MARK_SIZE_MM * 0.35), MARK_SIZE_MM, True) for number, (x, y) in enumerate(places, start=1)]
    left, foot = _bar_start(sheet)
    return [*names, *numbers, (f"{sheet.scale_km:g} km", (left + sheet.scale_mm / 2, foot - 1.2), BAR_SIZE_MM, False)]


def _areas(sheet: PaperMap, paint: Paint) -> list[Markup]:
    area = Markup('<path d="{}" fill="{}" fill-opacity="{:.2g}" stroke="#ffffff" stroke-width="0.12" fill-rule="evenodd"/>')
    return [
        area.format(path, _hex(paint.colours[number]), paint.colours[number][3] / 255)
        for path, number in zip(sheet.areas, paint.classes, strict=True)
        if path
    ]


def _priority(sheet: PaperMap, paint: Paint) -> list[Markup]:
    """Outlines of the priority areas, on top: a district that is one has the line of districts in the same place."""
    outlined = paint.outlined or (False,) * len(sheet.areas)
    return [
        Markup('<path d="{}" fill="none" stroke="{}" stroke-width="0.55"/>').format(path, theme.PRIORITY)
        for path, is_outlined in zip(sheet.areas, outlined, strict=True)
        if path and is_outlined
    ]


def _hex(colour: theme.RGBA) -> str:
    return "#" + bytes(colour[:3]).hex()


def _moved(mark: Point, meant: Point) -> bool:
    return abs(mark[0] - meant[0]) + abs(mark[1] - meant[1]) > TIED_FROM_MM


def _site(mark: Point, sector: str) -> Markup:
    """Draw the mark of a provider: public ones are squares, as on the screen; or of what a scenario does."""
    x, y = mark
    if sector in DONE:
        return _done(mark, sector)
    if sector == PUBLIC:
        square = Markup('<rect x="{:.2f}" y="{:.2f}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="0.7"/>')
        return square.format(x - MARK_RADIUS_MM, y - MARK_RADIUS_MM, 2 * MARK_RADIUS_MM, 2 * MARK_RADIUS_MM, PAPER, theme.SECTOR[sector])
    disc = Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="0.7"/>')
    return disc.format(x, y, MARK_RADIUS_MM, PAPER, theme.SECTOR[sector])


def _done(mark: Point, kind: str) -> Markup:
    """Draw the mark of a change on a white disc, so that it stands out from every colour."""
    disc = Markup('<circle cx="{0}" cy="{1}" r="{2}" fill="{3}" stroke="{4}" stroke-width="0.7"/>')
    sign = Markup('<path d="{}" transform="translate({} {}) scale({})" fill="{}" stroke="{}" stroke-width="0.45"/>')
    colour = theme.SCENARIO[kind]
    inside = "none" if kind == "closes" else colour
    return disc.format(*mark, DONE_RADIUS_MM, PAPER, colour) + sign.format(DONE[kind], *mark, DONE_RADIUS_MM / 2, inside, colour)


def _tie(mark: Point, meant: Point) -> Markup:
    tie = Markup('<path d="M{0} {1}L{2} {3}" stroke="{4}" stroke-width="0.3"/><circle cx="{2}" cy="{3}" r="0.5" fill="{4}"/>')
    return tie.format(*mark, *meant, INK)


def _bar_start(sheet: PaperMap) -> Point:
    return BAR_FROM_EDGE_MM, sheet.height_mm - BAR_FROM_EDGE_MM


def _bar(sheet: PaperMap) -> Markup:
    """Scale bar, half of it filled, on a plate of its own."""
    left, foot = _bar_start(sheet)
    plate = Markup('<rect x="{:g}" y="{:g}" width="{:.2f}" height="{}" fill="{}" fill-opacity="{}"/>')
    x, y, width = left - PLATE_BESIDE_MM, foot - PLATE_ABOVE_MM, sheet.scale_mm + 2 * PLATE_BESIDE_MM
    whole = Markup('<rect x="{:g}" y="{:g}" width="{:.2f}" height="{}" fill="{}" stroke="{}" stroke-width="0.25"/>')
    half = Markup('<rect x="{:g}" y="{:g}" width="{:.2f}" height="{}" fill="{}"/>')
    return (
        plate.format(x, y, width, PLATE_HEIGHT_MM, PAPER, PLATE_OPACITY)
        + whole.format(left, foot, sheet.scale_mm, BAR_HEIGHT_MM, PAPER, INK)
        + half.format(left, foot, sheet.scale_mm / 2, BAR_HEIGHT_MM, INK)
    )


def _words(sheet: PaperMap) -> list[Markup]:
    text = Markup(
        '<text x="{:.2f}" y="{:.2f}" font-size="{}" font-weight="{}" text-anchor="middle" font-family="sans-serif" fill="{}"'
        ' stroke="{}" stroke-width="{}" stroke-linejoin="round" paint-order="stroke">{}</text>'
    )
    return [
        text.format(x, y, size, 650 if bold else 400, INK, PAPER, HALO_MM if size == NAME_SIZE_MM else 0, words)
        for words, (x, y), size, bold in captions(sheet)
    ]
