"""Two versions of the data side by side: which providers came and went, and whether the gaps narrowed."""
