"""Tests of ``ui/scene``."""
