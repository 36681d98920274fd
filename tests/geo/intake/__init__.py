"""Tests of ``geo/intake``."""
