"""Tests of ``ui/map``."""
