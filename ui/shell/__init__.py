"""The frame round every page: navigation, server, data that cannot be read."""
