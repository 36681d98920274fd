"""Tests of ``ui/api``."""
