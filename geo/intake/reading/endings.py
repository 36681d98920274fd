"""Endings by which the files of an archive are told apart before they are looked at."""

from __future__ import annotations

TABLES = (".csv", ".tsv", ".xlsx", ".ods", ".xlsm")
MAPS = (".geojson", ".json", ".gpkg", ".parquet")
SHAPEFILE = ".shp"
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
