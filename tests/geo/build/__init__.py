"""Tests of ``geo/build``."""
