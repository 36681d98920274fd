"""Tests of ``geo/settings``."""
