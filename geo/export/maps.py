"""The listed areas with their outlines, for maps made elsewhere: GeoPackage for QGIS and ArcGIS, GeoJSON for the web."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely
import shapely.geometry

from geo.base.vocabulary import BRITISH_GRID, LONGITUDE_LATITUDE
from geo.export.tables import records
from geo.store.outlines import outlines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geopandas import GeoDataFrame

    from geo.base.vocabulary import Level
    from geo.store.atlas import Atlas

LAYER, NOTES_LAYER = "gap_list", "notes"
# About 10 cm: more than the outlines hold.
DEGREES_DECIMALS: Final = 6


def to_geojson(atlas: Atlas, ranked: pd.DataFrame, about: Mapping[str, object]) -> bytes:
    """Write the areas of a gap list as GeoJSON.

    Parameters
    ----------
    atlas : Atlas
        The data, within the borders that the list was made for.
    ranked : DataFrame
        As `geo.method.gaps.gap_list` returns it.
    about : mapping of str to object
        Members beside the features (RFC 7946, section 6.1): attribution, method version, notes.

    Returns
    -------
    bytes
        A FeatureCollection in the order of the list, longitude and latitude (WGS84), rings by the right-hand rule. Properties are
        the columns of the list; missing is null.

    References
    ----------
    Butler, H. and others (2016). The GeoJSON format. RFC 7946, Internet Engineering Task Force.
    """
    features = [
        {"type": "Feature", "id": record["area_code"], "geometry": shapely.geometry.mapping(shape), "properties": record}
        for record, shape in zip(records(ranked), _shapes(atlas, ranked), strict=True)
    ]
    collection = {"type": "FeatureCollection", "name": LAYER, **about, "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def to_geopackage(atlas: Atlas, ranked: pd.DataFrame, about: Mapping[str, str], notes: Sequence[tuple[str, str]]) -> bytes:
    """Write the areas of a gap list as a GeoPackage.

    Parameters
    ----------
    atlas : Atlas
        The data, within the borders that the list was made for.
    ranked : DataFrame
        As `geo.method.gaps.gap_list` returns it.
    about : mapping of str to str
        Metadata of the layer: attribution, method version.
    notes : sequence of (title, line)
        Rows of a second layer without outlines.

    Returns
    -------
    bytes
        Layer ``gap_list``: multipolygons on the British National Grid (EPSG:27700, metres) with the typed columns of the list, in its
        order; layer ``notes``: columns ``part`` and ``note``.
    """
    import pyogrio  # noqa: PLC0415 - few sessions export

    areas = with_outlines(atlas, ranked)
    # A column without any value has no type of its own; the list's text columns stay text.
    empty = [name for name in areas.columns.drop("geometry") if areas[name].dtype == object and areas[name].isna().all()]
    areas[empty] = areas[empty].astype("string")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gap_list.gpkg"
        pyogrio.write_dataframe(areas, path, layer=LAYER, driver="GPKG", geometry_type="MultiPolygon", layer_metadata=dict(about))
        table = pd.DataFrame(notes, columns=["part", "note"])
        pyogrio.write_dataframe(table, path, layer=NOTES_LAYER, driver="GPKG", append=True)
        return path.read_bytes()


def with_outlines(atlas: Atlas, listed: pd.DataFrame) -> GeoDataFrame:
    """Give areas that are listed with ``area_code`` and ``level`` their outlines, on the British National Grid (EPSG:27700, metres)."""
    import geopandas as gpd  # noqa: PLC0415 - costs 0.5 s to import, and few sessions export

    return gpd.GeoDataFrame(listed.copy(), geometry=_shapes(atlas, listed), crs=LONGITUDE_LATITUDE).to_crs(BRITISH_GRID)


def _shapes(atlas: Atlas, ranked: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Outlines of the listed areas in the order of the list, in degrees."""
    # A list without a row has no level, and no outline.
    levels: Sequence[Level] = ranked["level"].unique().tolist()
    known = {code: outline for level in levels for code, outline in outlines(atlas, level).items()}
    shapes = np.array([shapely.geometry.shape(known[code]) for code in ranked["area_code"]], dtype=object)
    return np.asarray(shapely.orient_polygons(shapely.set_precision(shapes, 10**-DEGREES_DECIMALS), exterior_cw=False))
