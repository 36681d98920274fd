"""Tests of ``geo/export``."""
