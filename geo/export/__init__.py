"""Tables, folders and maps as files: CSV, XLSX, GeoPackage, GeoJSON, a sheet to print."""
