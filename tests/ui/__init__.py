"""Tests of the screen, room by room."""
