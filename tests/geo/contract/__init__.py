"""Tests of ``geo/contract``."""
