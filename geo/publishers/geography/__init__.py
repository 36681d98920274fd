"""Outlines and lookups of areas."""
