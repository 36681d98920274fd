"""Rows and polygons of the tiny atlas (see tests/helpers/tiny.py for its plan)."""

from __future__ import annotations

import shapely
from pyproj import Transformer

ALDER, BOURNE, COUNTY = "E07000901", "E07000902", "E10000901"
ASH, BIRCH, CEDAR = "E05000901", "E05000902", "E05000903"
LSOAS = tuple(f"E0100090{number}" for number in range(1, 7))
WARD_OF = dict(zip(LSOAS, (ASH, ASH, CEDAR, BIRCH, BIRCH, CEDAR), strict=True))
DISTRICT_OF = {ASH: ALDER, BIRCH: ALDER, CEDAR: BOURNE}
NAMES = {ALDER: "Alder", BOURNE: "Bourne", ASH: "Ash", BIRCH: "Birch", CEDAR: "Cedar"}
SIDE_M, WEST_M, SOUTH_M = 2000, 540_000, 270_000
# Children of each age 0 to 4, by LSOA.
CHILDREN = dict(
    zip(
        LSOAS,
        ((20, 20, 20, 20, 20), (10, 12, 8, 10, 10), (5, 5, 5, 5, 5), (30, 30, 30, 30, 30), (8, 8, 8, 8, 8), (12, 11, 13, 12, 12)),
        strict=True,
    )
)

_TO_DEGREES = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


def tiny_tables() -> dict[str, list[dict[str, object]]]:
    """Rows of every table, empty cells left out."""
    return {
        "areas.csv": _areas(),
        "indicators.csv": [
            _indicator("gld", "district", "%", "higher_is_better"),
            _indicator("idaci", "lsoa", "%", "higher_is_worse"),
            _indicator("low_income", "ward", "%", "higher_is_worse"),
            _indicator("asq", "county", "%", "higher_is_better"),
            _indicator("green_space", "lsoa", "hectares", "context"),
        ],
        "indicator_values.csv": _values(),
        "providers.csv": _providers(),
        "providers_osm.csv": [_provider("osm-1", "gp", "public", LSOAS[3], source_id="osm")],
        "surroundings.csv": [
            {"area_code": "E01000991", "centroid_e": WEST_M - 1000, "centroid_n": SOUTH_M + 1000, "children_0_4": 40.5},
            {"area_code": "E01000992", "centroid_e": WEST_M + 9000, "centroid_n": SOUTH_M + 1000, "children_0_4": 60},
        ],
        "evidence.csv": [
            {
                "evidence_id": "school_readiness_01",
                "outcome_id": "school_readiness",
                "service_types": "nursery_school;day_nursery",
                "finding": "Good early education helps, most of all the poorest children.",
                "evidence_rating": "moderate",
                "evidence_scale": "the source's own",
                "source": "A review, 2020",
                "address": "https://www.example.org/review",
            }
        ],
        "sources.csv": [_source("official", "OGL v3.0"), _source("osm", "ODbL 1.0")],
    }


def _areas() -> list[dict[str, object]]:
    rows = []
    for code in (ALDER, BOURNE, ASH, BIRCH, CEDAR, *LSOAS):
        inside = [lsoa for lsoa in LSOAS if code in {lsoa, WARD_OF[lsoa], DISTRICT_OF[WARD_OF[lsoa]]}]
        level = {"E07": "district", "E05": "ward", "E01": "lsoa"}[code[:3]]
        ward = {"district": "", "ward": code, "lsoa": WARD_OF[inside[0]]}[level]
        name = NAMES.get(code, f"{NAMES[DISTRICT_OF[WARD_OF[inside[0]]]]} 00{code[-1]}A")
        centres = [_centre(lsoa) for lsoa in inside]
        ages = [sum(CHILDREN[lsoa][age] for lsoa in inside) for age in range(5)]
        rows.append(
            {
                "area_code": code,
                "level": level,
                "name": name,
                "label": f"{NAMES[ward]} ({name})" if level == "lsoa" else name,
                "ward_code": ward,
                "district_code": DISTRICT_OF[WARD_OF[inside[0]]],
                "utla_code": COUNTY,
                "rural_urban": ("rural" if code in LSOAS[3:] else "urban") if level == "lsoa" else "",
                "centroid_e": sum(east for east, _ in centres) / len(centres),
                "centroid_n": sum(north for _, north in centres) / len(centres),
                "children_0_4": sum(ages),
                **{f"children_{age}": number for age, number in enumerate(ages)},
                "boundary_basis": "official",
            }
        )
    return sorted(rows, key=lambda row: str(row["area_code"]))


def _indicator(name: str, level: str, unit: str, polarity: str) -> dict[str, object]:
    words = name.replace("_", " ")
    return {
        "indicator_id": name,
        "name": words.capitalize(),
        "definition": f"What {words} measures.",
        "unit": unit,
        "polarity": polarity,
        "published_level": level,
        "basis": "residence",
        "kind": "observed",
        "source_id": "official",
    }


def _values() -> list[dict[str, object]]:
    def value(indicator: str, area: str, number: float, **more: object) -> dict[str, object]:
        return {"indicator_id": indicator, "area_code": area, "period": "2025", "value": number} | more

    rows = [value("idaci", code, percent) for code, percent in zip(LSOAS, (10, 15.5, 5, 40, 30, 22), strict=True)]
    rows += [value("green_space", code, hectares) for code, hectares in zip(LSOAS, (120, 3, 40, 5, 60, 7), strict=True)]
    rows += [value("gld", ALDER, 66.1, lower=60, upper=72), value("gld", BOURNE, 71, lower=64, upper=78), value("gld", "E92000001", 68.3)]
    rows += [value("low_income", ASH, 12), value("low_income", BIRCH, 31), {**value("low_income", CEDAR, 0), "value": "", "flag": "c"}]
    return [*rows, value("asq", COUNTY, 80.5)]


def _providers() -> list[dict[str, object]]:
    def registered(places: int) -> dict[str, object]:
        return {"places": places, "places_basis": "registered"}

    return [
        _provider("hub-1", "family_hub", "public", LSOAS[0]),
        _provider(
            "n-1", "nursery_school", "public", LSOAS[0], places=52, places_basis="registered", quality_scheme="graded", quality="good"
        ),
        _provider("n-2", "school_nursery", "public", LSOAS[3], places=26, places_basis="assumed", age_from_months=36, age_to_months=132),
        _provider("n-3", "day_nursery", "pvi", LSOAS[2], places=40, places_basis="registered", age_from_months=0, age_to_months=60),
        _provider("n-4", "day_nursery", "pvi", LSOAS[4], places_basis="unknown"),
        _provider("n-5", "day_nursery", "pvi", None, **registered(30)),
    ]


def _provider(provider_id: str, service: str, sector: str, lsoa: str | None, **more: object) -> dict[str, object]:
    easting, northing = _centre(lsoa) if lsoa else (WEST_M - 3000, SOUTH_M)
    lon, lat = _degrees(easting, northing)
    ward = WARD_OF[lsoa] if lsoa else ""
    return {
        "provider_id": provider_id,
        "name": f"Provider {provider_id}",
        "service_type": service,
        "sector": sector,
        "status": "open",
        "postcode": "AB1 2CD",
        "easting": easting,
        "northing": northing,
        "lon": lon,
        "lat": lat,
        "lsoa_code": lsoa or "",
        "ward_code": ward,
        "district_code": DISTRICT_OF[ward] if ward else "E07000990",
        "source_id": "official",
    } | more


def _source(source_id: str, licence: str) -> dict[str, object]:
    return {
        "source_id": source_id,
        "title": f"The {source_id} figures",
        "publisher": "A publisher",
        "url": "https://www.example.gov.uk/figures",
        "licence": licence,
        "attribution": "Contains public sector information.",
        "period": "2025",
        "published_on": "2025-10-30",
        "retrieved_on": "2025-11-20",
        "sha256": "0" * 64,
    }


def tiny_shapes() -> dict[str, dict[str, shapely.Geometry]]:
    """Polygons in WGS84 (5 decimals) by level and code; ``land`` is one square around all."""
    lsoas = {code: _square(place % 3, place // 3) for place, code in enumerate(LSOAS)}
    wards = {ward: _union(lsoas, {code for code in LSOAS if WARD_OF[code] == ward}) for ward in DISTRICT_OF}
    districts = {area: _union(wards, {ward for ward in DISTRICT_OF if DISTRICT_OF[ward] == area}) for area in (ALDER, BOURNE)}
    land = {"land": shapely.box(*shapely.union_all(list(lsoas.values())).buffer(0.1).bounds)}
    return {"district": districts, "ward": wards, "lsoa": lsoas, "land": land}


def _union(shapes: dict[str, shapely.Geometry], codes: set[str]) -> shapely.Geometry:
    return shapely.union_all([shapes[code] for code in sorted(codes)])


def _square(column: int, row: int) -> shapely.Polygon:
    corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
    return shapely.Polygon([_degrees(WEST_M + SIDE_M * east, SOUTH_M + SIDE_M * north) for east, north in corners])


def _degrees(easting: float, northing: float) -> tuple[float, float]:
    lon, lat = _TO_DEGREES.transform(easting, northing)
    return round(lon, 5), round(lat, 5)


def _centre(lsoa: str) -> tuple[int, int]:
    place = LSOAS.index(lsoa)
    return WEST_M + SIDE_M * (place % 3) + SIDE_M // 2, SOUTH_M + SIDE_M * (place // 3) + SIDE_M // 2
