"""Tests of ``geo/publishers``."""
