"""Where providers are: points in both coordinate systems, and the areas that they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE
from geo.build.postcodes import Postcodes, normalise
from geo.publishers.catalogue import source_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.build.report import BuildReport

# About one metre.
DEGREE_DECIMALS = 5
# Outlines are generalised: a point this far outside all of them still belongs to the nearest, if its district is in the atlas.
NEAREST_M = 1000.0
# A point this far from its postcode's own point deserves a look.
FAR_M = 1000.0
WARD_COLUMNS = ["ward_code", "district_code"]


@dataclass(frozen=True)
class Placed:
    """Providers with points and areas, and what could not be placed well.

    Parameters
    ----------
    frame : DataFrame
        The providers.
    by_outline : int
        Rows inside the atlas whose LSOA comes from an outline, not from the postcode.
    unknown_postcodes, far_from_postcode : tuple of str
        Name and postcode of rows whose postcode is not known, or is more than 1 km from the point that the source gives.
    """

    frame: pd.DataFrame
    by_outline: int
    unknown_postcodes: tuple[str, ...]
    far_from_postcode: tuple[str, ...]


@dataclass(frozen=True)
class ProviderPlacer:
    """What is needed to place a provider.

    Parameters
    ----------
    areas : DataFrame
        ``areas.csv``.
    lsoa_polygons : GeoDataFrame
        LSOAs 2021 of the atlas, index ``lsoa_code``, EPSG:27700.
    postcodes : Postcodes
        With ``lsoa_code`` filled inside the atlas.
    """

    areas: pd.DataFrame
    lsoa_polygons: gpd.GeoDataFrame
    postcodes: Postcodes

    def place(self, providers: pd.DataFrame) -> Placed:
        """Add points and area codes.

        The LSOA comes from the postcode; where that is unknown or its two sources put it in different districts, from the outline that
        holds the point. Ward and district are those of the LSOA. Beyond the atlas, LSOA and ward stay empty and the district is that of
        the postcode, where known.

        Parameters
        ----------
        providers : DataFrame
            Columns ``lat``, ``lon`` (degrees) and ``name``; ``postcode`` and ``district_code`` (hint) are used if there.

        Returns
        -------
        Placed
            The same rows with ``postcode`` (one space), ``easting``, ``northing`` (whole metres, EPSG:27700), ``lon``, ``lat``,
            ``lsoa_code``, ``ward_code``, ``district_code``; and what a careful reader has to know.
        """
        blank = pd.Series("", index=providers.index, dtype="str")
        postcode, hint = providers.get("postcode", blank), providers.get("district_code", blank)
        known = self.postcodes.lookup(postcode)
        points = gpd.GeoSeries(gpd.points_from_xy(providers["lon"], providers["lat"]), index=providers.index, crs=LONGITUDE_LATITUDE)
        metres = points.to_crs(BRITISH_GRID)
        by_postcode = self._settled(known)
        beyond = known["district_code"].fillna("").ne("") & ~known["district_code"].isin(self.areas["district_code"])
        by_outline = (by_postcode == "") & ~beyond
        lsoa = by_postcode.mask(by_outline, self._by_polygon(metres[by_outline], hint[by_outline]).reindex(providers.index))
        parents = self.areas.set_index("area_code")[WARD_COLUMNS].reindex(lsoa).set_axis(providers.index)
        district = parents["district_code"].fillna(known["district_code"]).fillna("")
        frame = providers.assign(
            postcode=spaced(postcode),
            easting=np.round(metres.x).astype("int64"),
            northing=np.round(metres.y).astype("int64"),
            lon=providers["lon"].round(DEGREE_DECIMALS),
            lat=providers["lat"].round(DEGREE_DECIMALS),
            lsoa_code=lsoa,
            ward_code=parents["ward_code"].fillna(""),
            district_code=district.where(district != "", hint.where(~hint.isin(self.areas["district_code"]), "")),
        )
        distance_m = np.hypot(known["easting"] - metres.x, known["northing"] - metres.y)
        named = providers["name"] + " (" + postcode + ")"
        return Placed(
            frame,
            by_outline=int((by_outline & (lsoa != "")).sum()),
            unknown_postcodes=tuple(named[known["easting"].isna() & (postcode != "")]),
            far_from_postcode=tuple(named[distance_m > FAR_M]),
        )

    def _settled(self, known: pd.DataFrame) -> pd.Series[str]:
        """Return the LSOA of each postcode, empty where its own district (2025) is not the LSOA's (2022): new estates on a border."""
        lsoa: pd.Series[str] = known["lsoa_code"].fillna("")
        district = lsoa.map(self.areas.set_index("area_code")["district_code"])
        return lsoa.where(district.isna() | (district == known["district_code"]), "")

    def _by_polygon(self, points: gpd.GeoSeries, hint: pd.Series[str]) -> pd.Series[str]:
        """Find the outline that holds each point, or the nearest one if the source puts the point in a district of the atlas."""
        frame = gpd.GeoDataFrame({"hint": hint}, geometry=points, crs=BRITISH_GRID)
        outlines = self.lsoa_polygons[["geometry"]].rename_axis("lsoa_code").reset_index()
        joined = frame.sjoin_nearest(outlines, how="left", max_distance=NEAREST_M, distance_col="distance_m")
        joined = joined.sort_values("lsoa_code").loc[lambda rows: ~rows.index.duplicated()].reindex(points.index)
        accepted = (joined["distance_m"] == 0) | joined["hint"].isin(self.areas["district_code"])
        lsoas: pd.Series[str] = joined["lsoa_code"].where(accepted, "").fillna("")
        return lsoas


@dataclass(frozen=True)
class ProviderJob:
    """What every builder of providers needs: the raw folder, the placer and the report."""

    raw: Path
    placer: ProviderPlacer
    report: BuildReport

    def path(self, source_id: str) -> Path:
        """Return the file of a source."""
        return self.raw / source_files()[source_id]

    def place(self, providers: pd.DataFrame, source_id: str, notes: Sequence[str] = (), rows: int | None = None) -> pd.DataFrame:
        """Place providers and report it; ``rows`` = rows of the file, where some of them are not in ``providers``."""
        placed = self.placer.place(providers)
        inside = int((placed.frame["lsoa_code"] != "").sum())
        remarks = [
            f"matched = inside the atlas ({placed.by_outline} by the outline, the others by postcode); not matched = unknown postcode"
        ]
        remarks += [f"more than {FAR_M:g} m from its postcode: {name}" for name in placed.far_from_postcode]
        self.report.add(
            source_files()[source_id], len(providers) if rows is None else rows, inside, not_matched=placed.unknown_postcodes,
            notes=[*remarks, *notes],
        )  # fmt: skip
        return placed.frame


def spaced(postcode: pd.Series[str]) -> pd.Series[str]:
    """Write postcodes in capitals with one space (``cb10ag`` -> ``CB1 0AG``)."""
    return normalise(postcode).str.replace(r"^(.+)(\d[A-Z]{2})$", r"\1 \2", regex=True)


def near_pairs(easting: pd.Series[float], northing: pd.Series[float], limit_m: float) -> list[tuple[int, int]]:
    """List pairs of positions (first before second) closer than ``limit_m`` metres; for tables of a few hundred rows."""
    east, north = easting.to_numpy(dtype="float64"), northing.to_numpy(dtype="float64")
    distance_m = np.hypot(east[:, None] - east, north[:, None] - north)
    first, second = np.nonzero(np.triu(distance_m < limit_m, k=1))
    return list(zip(first.tolist(), second.tolist(), strict=True))


def same_site_notes(names: pd.Series[str], merged: dict[int, int]) -> list[str]:
    """Say which records were merged, for the report; ``merged`` maps the row left out to the row that stands for it."""
    name = dict(zip(names.index, names, strict=True))
    return [f"one site twice, kept once: {name[gone]} = {name[kept]}" for gone, kept in sorted(merged.items())]
