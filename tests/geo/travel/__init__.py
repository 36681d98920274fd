"""Tests of ``geo/travel``."""
