"""Which layout a table has, and its rows as rows of our tables."""
