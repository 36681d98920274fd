"""Tests of ``geo/cli``."""
