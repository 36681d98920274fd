"""Errors, words that every room uses, safe files, places on the disk: what knows nothing of early years."""
