"""Tests of ``ui/gap_list``."""
