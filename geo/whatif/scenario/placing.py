"""Where a change happens: at a provider, in a neighbourhood, at a postcode or at a point."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE
from geo.store.gazetteer import BY_POSTCODE, DEGREE_DECIMALS, load_gazetteer
from geo.whatif.scenario.acts import Place

if TYPE_CHECKING:
    from geo.store.atlas import Atlas
    from geo.store.gazetteer import Gazetteer

POINT: Final = re.compile(r"(\d+(?:\.\d+)?)[\s,;]+(\d+(?:\.\d+)?)")
UNKNOWN_WHERE: Final = (
    "'{where}' is no postcode of the area, no point such as '544000 270500' (easting, northing), no neighbourhood and no provider. "
    "Give one of these."
)


@dataclass(frozen=True)
class Places:
    """The places of one atlas; postcodes and outlines are read when they are first asked for."""

    atlas: Atlas
    most_outside_km: float

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Postcodes and outlines."""
        return load_gazetteer(self.atlas)

    def find(self, where: str) -> Place | str:
        """Find a place, or say what is wrong with how it is written."""
        where = where.strip()
        if where in self.atlas.providers.index:
            return self._of_provider(where)
        lsoas = self.atlas.at("lsoa")
        if where in lsoas.index:
            row = lsoas.loc[[where]].iloc[0]
            return _place(float(row["centroid_e"]), float(row["centroid_n"]), lsoa_code=where, name=str(row["label"]))
        point = POINT.fullmatch(where)
        if point:
            return self._of_point(float(point[1]), float(point[2]))
        return self._of_postcode(where)

    def _of_provider(self, code: str) -> Place:
        row = self.atlas.providers.loc[[code]].iloc[0]
        known = {name: _or_empty(row.get(name)) for name in ("postcode", "lsoa_code")}
        return _place(float(row["easting"]), float(row["northing"]), **known, at=code, name=_or_empty(row["name"]) or code)

    def _of_point(self, easting: float, northing: float, name: str = "", postcode: str = "") -> Place | str:
        away_km = self.gazetteer.lsoas.distance(shapely.Point(easting, northing)).min() / 1000
        if away_km > self.most_outside_km:
            where = name or f"{easting:g} {northing:g}"
            return f"'{where}' lies {away_km:,.0f} km outside the area; {self.most_outside_km:g} km at most. Check how it is written."
        row = self._placed(postcode, easting, northing)
        return _place(easting, northing, lsoa_code=_or_empty(row["lsoa_code"]), postcode=postcode, name=name or f"{easting:g} {northing:g}")

    def _of_postcode(self, where: str) -> Place | str:
        row = self._placed(where, np.nan, np.nan)
        if row["how"] != BY_POSTCODE:
            return UNKNOWN_WHERE.format(where=where)
        return self._of_point(float(row["easting"]), float(row["northing"]), str(row["postcode"]), str(row["postcode"]))

    def _placed(self, postcode: str, easting: float, northing: float) -> pd.Series[str]:
        rows = pd.DataFrame([{"postcode": postcode, "easting": easting, "northing": northing}])
        placed: pd.Series[str] = self.gazetteer.place(rows).iloc[0]
        return placed


def _place(easting: float, northing: float, **more: str) -> Place:
    lon, lat = _degrees().transform(easting, northing)
    return Place(easting, northing, round(lon, DEGREE_DECIMALS), round(lat, DEGREE_DECIMALS), **more)


@cache
def _degrees() -> Transformer:
    return Transformer.from_crs(BRITISH_GRID, LONGITUDE_LATITUDE, always_xy=True)


def _or_empty(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
