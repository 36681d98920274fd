"""Tests of ``geo/method``."""
