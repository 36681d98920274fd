"""The data and what a reader has chosen about them, and the answers that are remembered."""
