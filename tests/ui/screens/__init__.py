"""Tests of ``ui/screens``."""
