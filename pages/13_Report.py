"""Report: a brief on one outcome area and some districts, as a web page in one file and as a PDF."""

from ui.screens import report

report.main()
