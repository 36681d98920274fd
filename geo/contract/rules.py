"""What each cell of each table may hold, as pandera schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandera.pandas as pa

from geo.base.vocabulary import LEVELS, MODES

if TYPE_CHECKING:
    import pandas as pd

SECTORS: Final = ("public", "pvi")
PLACES_BASES: Final = ("registered", "assumed", "unknown")
PUBLISHED_LEVELS: Final = ("lsoa", "ward", "district", "county")
BENCHMARK_KINDS: Final = ("england", "region", "authority")
LINE_KINDS: Final = ("motorway", "road", "river", "county")
LABEL_KINDS: Final = ("settlement", "county")
PLACE_KINDS: Final = ("city", "town", "village", "hamlet", "suburb", "locality", "station")
POLARITIES: Final = ("higher_is_worse", "higher_is_better", "context")

# The extent of EPSG:27700 and a box around Great Britain in WGS84.
EASTING_M: Final = (0.0, 700_000.0)
NORTHING_M: Final = (0.0, 1_300_000.0)
LON: Final = (-9.0, 2.0)
LAT: Final = (49.0, 61.0)

_OLDEST_CHILD_MONTHS = 240


def _one_of(*allowed: str) -> pa.Check:
    return pa.Check.isin(allowed, error=f"must be one of: {', '.join(allowed)}. Correct the cell.")


def _like(pattern: str, example: str) -> pa.Check:
    return pa.Check.str_matches(f"^(?:{pattern})$", error=f"must look like {example}. Correct the cell.")


def _count() -> pa.Check:
    return pa.Check(_is_count, error="must be a whole number, 0 or more. Correct the cell.")


def _is_count(column: pd.Series[float]) -> pd.Series[bool]:
    return (column >= 0) & (column % 1 == 0)


def _at_least_zero() -> pa.Check:
    return pa.Check.ge(0, error="must be 0 or more. Correct the cell.")


def _within(limits: tuple[float, float], what: str) -> pa.Check:
    low, high = limits
    return pa.Check.in_range(low, high, error=f"is outside Britain: {what} runs from {low:g} to {high:g}. Correct the coordinate.")


def _easting() -> pa.Column:
    return pa.Column(checks=_within(EASTING_M, "an easting (EPSG:27700, metres)"))


def _northing() -> pa.Column:
    return pa.Column(checks=_within(NORTHING_M, "a northing (EPSG:27700, metres)"))


def _day(*, nullable: bool) -> pa.Column:
    return pa.Column(checks=_like(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", "the date 2026-03-31"), nullable=nullable)


_text = pa.Column
_WEB = _like(r"https?://[^\s/]\S*", "https://www.example.gov.uk/page")


def _optional(*checks: pa.Check) -> pa.Column:
    return pa.Column(checks=list(checks), nullable=True)


_DISTRICT = _like(r"E0[6-9]\d{6}", "E07000001 (a district or unitary)")
_UTLA = _like(r"E(?:06|08|09|10)\d{6}", "E10000001 (a county or unitary)")
_WARD = _like(r"E05\d{6}", "E05000001 (a ward)")
_LSOA = _like(r"E01\d{6}", "E01000001 (an LSOA)")
_AGE_GROUPS = ("children_0_4", "children_0", "children_1", "children_2", "children_3", "children_4")

_areas = pa.DataFrameSchema(
    {
        "area_code": pa.Column(checks=_like(r"E0[1-9]\d{6}", "an ONS code: E07000001, E05000001 or E01000001")),
        "level": pa.Column(checks=_one_of(*LEVELS)),
        "name": _text(),
        "label": _text(),
        "ward_code": _optional(_WARD),
        "district_code": pa.Column(checks=_DISTRICT),
        "utla_code": pa.Column(checks=_UTLA),
        "rural_urban": _optional(_one_of("urban", "rural")),
        "centroid_e": _easting(),
        "centroid_n": _northing(),
        **{name: pa.Column(checks=_count()) for name in _AGE_GROUPS},
        "boundary_basis": pa.Column(checks=_one_of("official", "merged", "approximate")),
    }
)

_indicators = pa.DataFrameSchema(
    {
        "indicator_id": pa.Column(checks=_like(r"[a-z][a-z0-9_]*", "low_birth_weight (small letters, digits and _)")),
        "name": _text(),
        "definition": _text(),
        "unit": _text(),
        "polarity": pa.Column(checks=_one_of(*POLARITIES)),
        "published_level": pa.Column(checks=_one_of(*PUBLISHED_LEVELS)),
        "basis": pa.Column(checks=_one_of("residence", "school")),
        "kind": pa.Column(checks=_one_of("observed", "modelled", "derived")),
        "source_id": _text(),
    }
)

_values = pa.DataFrameSchema({name: _text() for name in ("indicator_id", "area_code", "period")})

_providers = pa.DataFrameSchema(
    {
        "provider_id": _text(),
        "name": _text(),
        "service_type": _text(),
        "sector": pa.Column(checks=_one_of(*SECTORS)),
        "status": pa.Column(checks=_one_of("open")),
        "places": _optional(_count()),
        "places_basis": _optional(_one_of(*PLACES_BASES)),
        "age_from_months": _optional(_count(), pa.Check.le(_OLDEST_CHILD_MONTHS, error="is too old for a child: give the age in months.")),
        "age_to_months": _optional(_count(), pa.Check.le(_OLDEST_CHILD_MONTHS, error="is too old for a child: give the age in months.")),
        "postcode": _optional(_like(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}", "AB1 2CD (capitals, one space)")),
        "easting": _easting(),
        "northing": _northing(),
        "lon": pa.Column(checks=_within(LON, "a longitude (degrees)")),
        "lat": pa.Column(checks=_within(LAT, "a latitude (degrees)")),
        "lsoa_code": _optional(_LSOA),
        "ward_code": _optional(_WARD),
        "district_code": _optional(_like(r"[EWS]\d{8}", "E07000001 (a district or unitary)")),
        "quality_scheme": _optional(_one_of("graded", "report_card")),
        "inspection_date": _day(nullable=True),
        "url": _optional(_WEB),
        "source_id": _text(),
    }
)

_surroundings = pa.DataFrameSchema(
    {
        "area_code": pa.Column(checks=_like(r"[EW]01\d{6}", "E01000001 (an LSOA)")),
        "centroid_e": _easting(),
        "centroid_n": _northing(),
        "children_0_4": pa.Column(checks=_at_least_zero()),
    }
)

_evidence = pa.DataFrameSchema(
    {name: _text() for name in ("evidence_id", "outcome_id", "service_types", "finding", "evidence_rating", "evidence_scale", "source")}
    | {"address": pa.Column(checks=_WEB)}
)

_sources = pa.DataFrameSchema(
    {name: _text() for name in ("source_id", "title", "publisher", "licence", "attribution")}
    | {
        "url": _optional(_WEB),
        "retrieved_on": _day(nullable=True),
        "sha256": _optional(_like(r"[0-9a-f]{64}", "64 hexadecimal digits")),
    }
)

_travel_times = pa.DataFrameSchema(
    {
        "origin_code": pa.Column(checks=_LSOA),
        "provider_id": _text(),
        "mode": pa.Column(checks=_one_of(*MODES)),
        "minutes": _optional(_at_least_zero()),
        "source_id": _text(),
    }
)

_benchmark_measures = pa.DataFrameSchema(
    {
        "measure_id": pa.Column(checks=_like(r"[a-z][a-z0-9_]*", "lait_low_birth_weight (small letters, digits and _)")),
        **{name: _text() for name in ("name", "topic", "unit")},
        "polarity": pa.Column(checks=_one_of(*POLARITIES)),
        "updated_on": _day(nullable=True),
        "source_id": _text(),
    }
)

_NUMBER_OF_AREA = _like(r"\d{3}", "873 (the number that the Department for Education gives an authority, a region or England)")
_benchmark_areas = pa.DataFrameSchema(
    {
        "area_number": pa.Column(checks=_NUMBER_OF_AREA),
        "name": _text(),
        "kind": pa.Column(checks=_one_of(*BENCHMARK_KINDS)),
        "area_code": _optional(_UTLA),
        "neighbours": _optional(_like(r"\d{3}(?:;\d{3})*", "931;919;825 (numbers of areas, the most alike first)")),
    }
)

_benchmarks = pa.DataFrameSchema({"measure_id": _text(), "area_number": pa.Column(checks=_NUMBER_OF_AREA), "period": _text()})

_childminders = pa.DataFrameSchema(
    {"area_code": pa.Column(checks=_UTLA), "constituency": _text(), "childminders": pa.Column(checks=_count()), "source_id": _text()}
)

_map_places = pa.DataFrameSchema(
    {
        "place_id": _text(),
        "name": _text(),
        "kind": pa.Column(checks=_one_of(*PLACE_KINDS)),
        "easting": _easting(),
        "northing": _northing(),
        "source_id": _text(),
    }
)

_area_names = pa.DataFrameSchema(
    {
        "lsoa_code": pa.Column(checks=_LSOA),
        "name": _text(),
        "basis": pa.Column(checks=_like(r"(?:place|places|ward)(?:\+compass|\+number)?|council", "place, ward+compass or council")),
        "official_name": _text(),
        "source_id": _optional(),
        "distance_m": _optional(_at_least_zero()),
    }
)

_DEGREES = {"latitude": (49.0, 61.5), "longitude": (-9.5, 2.5)}
_points = {name: pa.Column(checks=_within(limits, f"a {name} (WGS84, degrees)")) for name, limits in _DEGREES.items()}

_map_lines = pa.DataFrameSchema(
    {
        "line_id": _text(),
        "kind": pa.Column(checks=_one_of(*LINE_KINDS)),
        "order": pa.Column(checks=_count()),
        **_points,
        "source_id": _text(),
    }
)

_map_labels = pa.DataFrameSchema(
    {
        "label_id": _text(),
        "name": _text(),
        "kind": pa.Column(checks=_one_of(*LABEL_KINDS)),
        "population": _optional(_count()),
        **_points,
        "source_id": _text(),
    }
)

_DISTRICT_OR_UTLA = _like(r"E(?:06|07|08|09|10)\d{6}", "E07000001 or E10000001 (a district, unitary or county)")
_YEAR = pa.Check.in_range(1990, 2100, error="must be a year from 1990 to 2100. Correct the cell.")

_children_projection = pa.DataFrameSchema(
    {
        "area_code": pa.Column(checks=_DISTRICT),
        "year": pa.Column(checks=[_count(), _YEAR]),
        **{f"age_{age}": pa.Column(checks=_at_least_zero()) for age in range(5)},
        "source_id": _text(),
    }
)

_homes = pa.DataFrameSchema(
    {
        "site_id": _text(),
        "name": _text(),
        "lsoa_code": _optional(_LSOA),
        "easting": _optional(_within(EASTING_M, "an easting (EPSG:27700, metres)")),
        "northing": _optional(_within(NORTHING_M, "a northing (EPSG:27700, metres)")),
        "year": pa.Column(checks=[_count(), _YEAR]),
        "homes": pa.Column(checks=_count()),
        "source_id": _text(),
    }
)

_CHILDREN_OF_A_HOME = pa.Check.in_range(0, 1, error="must be from 0 to 1: children under five in one home. Correct the cell.")
_yields = pa.DataFrameSchema(
    {
        "district": pa.Column(checks=_DISTRICT_OR_UTLA),
        **{name: _text() for name in ("housing", "tenure", "bedrooms")},
        "years_after": pa.Column(checks=_count()),
        "per_home_0_4": pa.Column(checks=_CHILDREN_OF_A_HOME),
        "source_id": _text(),
    }
)

_take_up = pa.DataFrameSchema(
    {
        "area_code": pa.Column(checks=_DISTRICT_OR_UTLA),
        "age": pa.Column(checks=_like(r"[0-4](?:-[0-4])?", "2, or 3-4 (years of age)")),
        "entitlement": _text(),
        "eligible": _optional(_at_least_zero()),
        "registered": pa.Column(checks=_at_least_zero()),
        "source_id": _text(),
    }
)

_children_counts = pa.DataFrameSchema(
    {
        "area_code": pa.Column(checks=_LSOA),
        "ages": pa.Column(checks=_like(r"\d{1,2}-\d{1,2}", "0-15 (the first and the last year of age)")),
        "year": pa.Column(checks=[_count(), _YEAR]),
        "children": pa.Column(checks=_count()),
        "source_id": _text(),
    }
)

SCHEMAS: Final[dict[str, pa.DataFrameSchema]] = {
    "areas.csv": _areas,
    "indicators.csv": _indicators,
    "indicator_values.csv": _values,
    "providers.csv": _providers,
    "providers_osm.csv": _providers,
    "surroundings.csv": _surroundings,
    "evidence.csv": _evidence,
    "sources.csv": _sources,
    "travel_times.csv": _travel_times,
    "benchmark_measures.csv": _benchmark_measures,
    "benchmark_areas.csv": _benchmark_areas,
    "benchmarks.csv": _benchmarks,
    "childminders.csv": _childminders,
    "map_places.csv": _map_places,
    "area_names.csv": _area_names,
    "map_lines.csv": _map_lines,
    "map_labels.csv": _map_labels,
    "children_projection.csv": _children_projection,
    "homes.csv": _homes,
    "yields.csv": _yields,
    "take_up.csv": _take_up,
    "children_counts.csv": _children_counts,
}
