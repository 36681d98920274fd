"""Tests of ``geo/numeric``."""
