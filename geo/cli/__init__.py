"""``python -m geo``: one module for each group of commands."""
