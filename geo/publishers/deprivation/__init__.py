"""Indices of deprivation, 2019 and 2025."""
