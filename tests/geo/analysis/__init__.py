"""Tests of ``geo/analysis``."""
