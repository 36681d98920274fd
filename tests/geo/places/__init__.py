"""Tests of ``geo/places``."""
