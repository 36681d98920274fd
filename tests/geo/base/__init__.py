"""Tests of ``geo/store``."""
