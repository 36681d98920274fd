"""Tests of ``geo/whatif``."""
