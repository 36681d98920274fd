"""Attacks that were tried, as tests."""
