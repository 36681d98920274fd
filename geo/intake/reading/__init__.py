"""Brought files as tables and shapes, by way of a process with limits."""
