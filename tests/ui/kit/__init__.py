"""Tests of ``ui/kit``."""
