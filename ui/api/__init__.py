"""The addresses for programs: the figures that pages show to everybody, for Excel, Power BI, QGIS and scripts."""
