"""Current files from their publishers, on the command line only: no download ever happens while the app serves a page."""
