"""The gap list as a table and as files."""
