"""Tests of ``ui/words``."""
