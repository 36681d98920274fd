"""Tests of ``ui/view``."""
