"""Column names, order and types of every table in the data folder."""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal["text", "whole", "number"]

AREAS: Final[dict[str, Kind]] = {
    "area_code": "text",
    "level": "text",
    "name": "text",
    "label": "text",
    "ward_code": "text",
    "district_code": "text",
    "utla_code": "text",
    "rural_urban": "text",
    "centroid_e": "number",
    "centroid_n": "number",
    "children_0_4": "whole",
    "children_0": "whole",
    "children_1": "whole",
    "children_2": "whole",
    "children_3": "whole",
    "children_4": "whole",
    "boundary_basis": "text",
}

INDICATORS: Final[dict[str, Kind]] = {
    "indicator_id": "text",
    "name": "text",
    "definition": "text",
    "unit": "text",
    "polarity": "text",
    "published_level": "text",
    "basis": "text",
    "kind": "text",
    "source_id": "text",
}

INDICATOR_VALUES: Final[dict[str, Kind]] = {
    "indicator_id": "text",
    "area_code": "text",
    "period": "text",
    "value": "number",
    "lower": "number",
    "upper": "number",
    "numerator": "number",
    "denominator": "number",
    "flag": "text",
}

PROVIDERS: Final[dict[str, Kind]] = {
    "provider_id": "text",
    "urn": "text",
    "name": "text",
    "service_type": "text",
    "sector": "text",
    "status": "text",
    "places": "number",
    "places_basis": "text",
    "age_from_months": "number",
    "age_to_months": "number",
    "postcode": "text",
    "easting": "number",
    "northing": "number",
    "lon": "number",
    "lat": "number",
    "lsoa_code": "text",
    "ward_code": "text",
    "district_code": "text",
    "quality_scheme": "text",
    "quality": "text",
    "inspection_date": "text",
    "url": "text",
    "source_id": "text",
}

SURROUNDINGS: Final[dict[str, Kind]] = {
    "area_code": "text",
    "centroid_e": "number",
    "centroid_n": "number",
    "children_0_4": "number",
}

EVIDENCE: Final[dict[str, Kind]] = {
    "evidence_id": "text",
    "outcome_id": "text",
    "service_types": "text",
    "finding": "text",
    "effect": "text",
    "evidence_rating": "text",
    "evidence_scale": "text",
    "source": "text",
    "address": "text",
}

SOURCES: Final[dict[str, Kind]] = {
    "source_id": "text",
    "title": "text",
    "publisher": "text",
    "url": "text",
    "licence": "text",
    "attribution": "text",
    "period": "text",
    "published_on": "text",
    "retrieved_on": "text",
    "sha256": "text",
    "notes": "text",
}

TRAVEL_TIMES: Final[dict[str, Kind]] = {
    "origin_code": "text",
    "provider_id": "text",
    "mode": "text",
    "minutes": "number",
    "source_id": "text",
}

# Figures that are published for counties and unitary authorities only, with those of England, a region and other authorities beside them.
BENCHMARK_MEASURES: Final[dict[str, Kind]] = {
    "measure_id": "text",
    "name": "text",
    "topic": "text",
    "unit": "text",
    "polarity": "text",
    "year_type": "text",
    "definition": "text",
    "updated_on": "text",
    "source_id": "text",
}

BENCHMARK_AREAS: Final[dict[str, Kind]] = {
    "area_number": "text",
    "name": "text",
    "kind": "text",
    "region": "text",
    "area_code": "text",
    "neighbours": "text",
}

BENCHMARKS: Final[dict[str, Kind]] = {
    "measure_id": "text",
    "area_number": "text",
    "period": "text",
    "value": "number",
    "flag": "text",
}

# Childminders are counted and never placed: Ofsted withholds their addresses.
CHILDMINDERS: Final[dict[str, Kind]] = {
    "area_code": "text",
    "constituency": "text",
    "childminders": "number",
    "source_id": "text",
}

# Names to draw on a map, nothing more.
MAP_PLACES: Final[dict[str, Kind]] = {
    "place_id": "text",
    "name": "text",
    "kind": "text",
    "easting": "number",
    "northing": "number",
    "source_id": "text",
}

# What people call the neighbourhoods; the screen shows these names in the place of the labels of ``areas.csv``.
AREA_NAMES: Final[dict[str, Kind]] = {
    "lsoa_code": "text",
    "name": "text",
    "basis": "text",
    "official_name": "text",
    "source_id": "text",
    "distance_m": "number",
}

# Points of schematic lines to draw on a map, nothing more.
MAP_LINES: Final[dict[str, Kind]] = {
    "line_id": "text",
    "kind": "text",
    "name": "text",
    "order": "whole",
    "latitude": "number",
    "longitude": "number",
    "source_id": "text",
}

# Names that stand for how many people, or for a county.
MAP_LABELS: Final[dict[str, Kind]] = {
    "label_id": "text",
    "name": "text",
    "kind": "text",
    "population": "number",
    "latitude": "number",
    "longitude": "number",
    "source_id": "text",
}

# What districts' children are projected to be, by single year of age.
CHILDREN_PROJECTION: Final[dict[str, Kind]] = {
    "area_code": "text",
    "year": "whole",
    "age_0": "number",
    "age_1": "number",
    "age_2": "number",
    "age_3": "number",
    "age_4": "number",
    "source_id": "text",
}

# Homes that are to be built, by site and the year in which they are complete.
HOMES: Final[dict[str, Kind]] = {
    "site_id": "text",
    "name": "text",
    "lsoa_code": "text",
    "postcode": "text",
    "easting": "number",
    "northing": "number",
    "year": "whole",
    "homes": "whole",
    "source_id": "text",
}

# Children under five in one new home, by how many years it has stood.
YIELDS: Final[dict[str, Kind]] = {
    "district": "text",
    "housing": "text",
    "tenure": "text",
    "bedrooms": "text",
    "years_after": "whole",
    "per_home_0_4": "number",
    "source_id": "text",
}

# Children who are entitled to funded hours, and who take them.
TAKE_UP: Final[dict[str, Kind]] = {
    "area_code": "text",
    "age": "text",
    "entitlement": "text",
    "eligible": "number",
    "registered": "number",
    "source_id": "text",
}

# Children of the neighbourhoods as they were counted in several years, by which a method that looks ahead can be tried backwards.
CHILDREN_COUNTS: Final[dict[str, Kind]] = {
    "area_code": "text",
    "ages": "text",
    "year": "whole",
    "children": "whole",
    "source_id": "text",
}

# File name -> its columns in order.
TABLES: Final[dict[str, dict[str, Kind]]] = {
    "areas.csv": AREAS,
    "indicators.csv": INDICATORS,
    "indicator_values.csv": INDICATOR_VALUES,
    "providers.csv": PROVIDERS,
    "providers_osm.csv": PROVIDERS,
    "surroundings.csv": SURROUNDINGS,
    "evidence.csv": EVIDENCE,
    "sources.csv": SOURCES,
}

# Tables that a data folder need not have.
OPTIONAL_TABLES: Final[dict[str, dict[str, Kind]]] = {
    "travel_times.csv": TRAVEL_TIMES,
    "benchmark_measures.csv": BENCHMARK_MEASURES,
    "benchmark_areas.csv": BENCHMARK_AREAS,
    "benchmarks.csv": BENCHMARKS,
    "childminders.csv": CHILDMINDERS,
    "map_places.csv": MAP_PLACES,
    "area_names.csv": AREA_NAMES,
    "map_lines.csv": MAP_LINES,
    "map_labels.csv": MAP_LABELS,
    "children_projection.csv": CHILDREN_PROJECTION,
    "homes.csv": HOMES,
    "yields.csv": YIELDS,
    "take_up.csv": TAKE_UP,
    "children_counts.csv": CHILDREN_COUNTS,
}
ALL_TABLES: Final = TABLES | OPTIONAL_TABLES

# File name -> the columns that together name a row.
KEYS: Final[dict[str, tuple[str, ...]]] = {
    "areas.csv": ("area_code",),
    "indicators.csv": ("indicator_id",),
    "indicator_values.csv": ("indicator_id", "area_code", "period"),
    "providers.csv": ("provider_id",),
    "providers_osm.csv": ("provider_id",),
    "surroundings.csv": ("area_code",),
    "evidence.csv": ("evidence_id",),
    "sources.csv": ("source_id",),
    "travel_times.csv": ("mode", "origin_code", "provider_id"),
    "benchmark_measures.csv": ("measure_id",),
    "benchmark_areas.csv": ("area_number",),
    "benchmarks.csv": ("measure_id", "area_number", "period"),
    "childminders.csv": ("area_code", "constituency"),
    "map_places.csv": ("place_id",),
    "area_names.csv": ("lsoa_code",),
    "map_lines.csv": ("line_id", "order"),
    "map_labels.csv": ("label_id",),
    "children_projection.csv": ("area_code", "year"),
    "homes.csv": ("site_id", "year"),
    "yields.csv": ("district", "housing", "tenure", "bedrooms", "years_after"),
    "take_up.csv": ("area_code", "age", "entitlement"),
    "children_counts.csv": ("area_code", "ages", "year"),
}

# A council may have nothing to put here, or not yet, and an island far out has nobody around it; every other table has rows.
MAY_HAVE_NO_ROWS: Final = frozenset({"providers.csv", "providers_osm.csv", "surroundings.csv", *OPTIONAL_TABLES})
