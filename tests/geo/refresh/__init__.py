"""Tests of ``geo/refresh``."""
