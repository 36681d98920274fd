"""Tests of ``ui/report``."""
