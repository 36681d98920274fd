"""Brought rows put into a copy of the data folder, and what that changes."""
