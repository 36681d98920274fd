"""The page Where to put it."""
