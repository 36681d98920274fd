"""Where a postcode or a point lies: the postcodes of the data first, the outlines of the neighbourhoods second."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE

if TYPE_CHECKING:
    from geo.store.atlas import Atlas

DEGREE_DECIMALS: Final = 5
# How a row was placed.
BY_POSTCODE, BY_POINT, ELSEWHERE, UNKNOWN = "postcode", "point", "elsewhere", "unknown"


@dataclass(frozen=True)
class Gazetteer:
    """Postcodes in and around the atlas, and its neighbourhoods.

    Parameters
    ----------
    postcodes : DataFrame
        Index ``postcode`` (capitals, no space); ``easting``, ``northing`` (metres, EPSG:27700), ``lsoa_code`` (missing beyond the border).
    lsoas : GeoDataFrame
        Outlines, index ``lsoa_code``, EPSG:27700.
    parents : DataFrame
        Index ``lsoa_code``; ``ward_code`` and ``district_code``.
    """

    postcodes: pd.DataFrame
    lsoas: gpd.GeoDataFrame
    parents: pd.DataFrame

    def place(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Find where rows lie.

        Parameters
        ----------
        rows : DataFrame
            ``postcode`` (any spelling, may be empty), and ``easting``, ``northing`` (metres) or ``lon``, ``lat`` (degrees), which may be
            missing or absent.

        Returns
        -------
        DataFrame
            Same index: ``how`` (`BY_POSTCODE`; `BY_POINT`; `ELSEWHERE`: neither the postcode area nor the point is near the atlas; or
            `UNKNOWN`), ``postcode`` (one space), ``easting``, ``northing``, ``lon``, ``lat``, ``lsoa_code``, ``ward_code`` and
            ``district_code`` (missing beyond the border).
        """
        compact = rows["postcode"].fillna("").astype("str").str.upper().str.replace(r"\s+", "", regex=True)
        known = self.postcodes.reindex(compact).set_axis(rows.index)
        by_postcode = known["easting"].notna()
        points = self._points(rows)
        by_point = ~by_postcode & points["easting"].notna()
        east = known["easting"].where(by_postcode, points["easting"])
        north = known["northing"].where(by_postcode, points["northing"])
        lsoa = known["lsoa_code"].where(by_postcode, self._holding(east.where(by_point), north.where(by_point)))
        near = by_postcode | (by_point & self._near(east, north))
        outward = compact.str[:-3]
        # Of these outward codes every postcode should be known; of others only those near the atlas are.
        ours = set(self.postcodes.index[self.postcodes["lsoa_code"].notna()].str[:-3])
        strange = ~near & ~by_point & outward.isin(ours)
        how = np.select([by_postcode, near, strange | (compact == "") & ~by_point], [BY_POSTCODE, BY_POINT, UNKNOWN], ELSEWHERE)
        parents = self.parents.reindex(lsoa).set_axis(rows.index)
        degrees = gpd.GeoSeries(gpd.points_from_xy(east, north), index=rows.index, crs=BRITISH_GRID).to_crs(LONGITUDE_LATITUDE)
        return pd.DataFrame(
            {
                "how": how,
                "postcode": compact.str.replace(r"^(.+)(\d[A-Z]{2})$", r"\1 \2", regex=True),
                "easting": east.round(),
                "northing": north.round(),
                "lon": degrees.x.round(DEGREE_DECIMALS),
                "lat": degrees.y.round(DEGREE_DECIMALS),
                "lsoa_code": lsoa,
                "ward_code": parents["ward_code"],
                "district_code": parents["district_code"],
            },
            index=rows.index,
        )

    def _points(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Give points in metres; from degrees where that is what a row has."""
        missing = pd.Series(np.nan, index=rows.index)
        east, north = rows.get("easting", missing), rows.get("northing", missing)
        lon, lat = rows.get("lon", missing), rows.get("lat", missing)
        metres = gpd.GeoSeries(gpd.points_from_xy(lon, lat), index=rows.index, crs=LONGITUDE_LATITUDE).to_crs(BRITISH_GRID)
        there = lon.notna() & lat.notna()
        return pd.DataFrame({"easting": east.fillna(metres.x.where(there)), "northing": north.fillna(metres.y.where(there))})

    def _holding(self, east: pd.Series[float], north: pd.Series[float]) -> pd.Series[str]:
        """Find the neighbourhood whose outline holds each point."""
        at = np.flatnonzero(east.notna() & north.notna())
        tree = shapely.STRtree(self.lsoas.geometry.to_numpy())
        holder: pd.Series[str] = pd.Series(np.nan, index=east.index, dtype="object")
        point, area = tree.query(shapely.points(east.to_numpy()[at], north.to_numpy()[at]), predicate="intersects")
        holder.iloc[at[point]] = self.lsoas.index.to_numpy(dtype=object)[area]
        return holder

    def _near(self, east: pd.Series[float], north: pd.Series[float]) -> pd.Series[bool]:
        """Whether a point lies in the rectangle of the postcodes, or of the outlines where there are none."""
        west, south, right, top = self.lsoas.total_bounds
        if len(self.postcodes):
            west, right = self.postcodes["easting"].min(), self.postcodes["easting"].max()
            south, top = self.postcodes["northing"].min(), self.postcodes["northing"].max()
        return east.between(west, right) & north.between(south, top)


def load_gazetteer(atlas: Atlas) -> Gazetteer:
    """Read the gazetteer of an atlas; where its store holds no postcodes only points can be placed."""
    geometry = atlas.store.outlines("lsoa")
    shapes = shapely.from_geojson([json.dumps(shape) for shape in geometry.values()])
    lsoas = gpd.GeoDataFrame(geometry=gpd.GeoSeries(shapes, index=list(geometry), crs=LONGITUDE_LATITUDE).to_crs(BRITISH_GRID))
    return Gazetteer(atlas.store.postcodes(), lsoas, atlas.at("lsoa")[["ward_code", "district_code"]])
